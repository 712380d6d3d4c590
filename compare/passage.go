package compare

import (
	"fmt"
	"slices"
	"strings"

	"assay/dialect"
	"assay/drift"
	"assay/fixup"
	"assay/schema"
)

// A passage is the way of the objects beside tables from A to B, around the plan for the tables.
type passage struct {
	k       *Comparison
	room    dialect.Besides
	destroy bool
	// stays are objects of A that are not dropped after all, and whether that is since what is to take their places cannot be made.
	stays map[schema.Beside]bool

	drops                []swap
	makes                []fixup.Part
	lateDrops, lateMakes []fixup.Part
}

// A swap drops an object of A and makes one of B in its place, if B has one.
type swap struct {
	of   schema.Beside
	drop fixup.Part
	made *fixup.Step
}

func (s swap) step() *fixup.Step { return &s.drop.Plan.Steps[0] }

// pass plans the way from A to B in the whole of A, and proves it: the plan for the tables, and the parts before and behind it.
func (k *Comparison) pass(destroy bool) (plan *fixup.Plan, before, behind []fixup.Part, err error) {
	room, beside := k.Room.(dialect.Besides)
	p := passage{k: k, room: room, destroy: destroy, stays: map[schema.Beside]bool{}}
	for again := true; again; {
		plan = fixup.MakeKnowing(k.Rows, p.from(), k.changes, lackOf(k), destroy)
		if again = false; beside {
			p.parts(plan)
			again = p.stuck()
		}
	}
	blocked := slices.ContainsFunc(plan.Steps, func(s fixup.Step) bool { return s.Blocked })
	if rest := drift.Compare(k.want, k.part(plan.Result)); !blocked && len(rest) > 0 {
		return nil, nil, nil, fmt.Errorf("the statements would leave %s other than it is in B: please report this", rest[0].Object())
	}
	for _, s := range p.drops {
		before = append(before, s.drop)
	}
	return plan, slices.Concat(before, p.makes), slices.Concat(p.lateMakes, p.lateDrops), nil
}

// stuck notes what is not dropped after all, and reports whether there was any: the tables are to be planned with that in their way.
func (p *passage) stuck() bool {
	n := len(p.stays)
	for _, s := range p.drops {
		if _, known := p.stays[s.of]; !known && (s.step().Blocked || s.made.Blocked) {
			p.stays[s.of] = !s.step().Blocked
		}
	}
	return len(p.stays) > n
}

// from is A as the plan for the tables finds it: without what is dropped before, and with what is made.
func (p *passage) from() *schema.Schema {
	from := p.k.A.DB.Schema
	if len(p.k.other) == 0 || p.room == nil {
		return from
	}
	from = from.Clone()
	from.Opaque = slices.DeleteFunc(slices.Clone(from.Opaque), p.goes)
	for _, x := range p.k.other {
		if x.a.Kind != "" || !p.early(x.b) {
			continue
		}
		if _, err := p.room.BesideSQL(x.b, false); err == nil {
			from.Beside = append(slices.Clip(from.Beside), x.b)
		}
	}
	return from
}

// goes reports whether an object of A is dropped before its tables are changed: B lacks it, or has another one of its name that cannot replace it.
func (p *passage) goes(o schema.Opaque) bool {
	return slices.ContainsFunc(p.k.other, func(x beside) bool {
		_, stays := p.stays[x.a]
		return x.a.Kind == o.Kind && x.a.Name == o.Name && !stays && !p.room.Early(x.a) && !p.replaces(x)
	})
}

// replaces reports whether an object of B can be made in the place of A's, of which no column is in the way that is to change.
func (p *passage) replaces(x beside) bool {
	return x.a.Kind != "" && x.b.Kind != "" && p.room.Replaceable(x.a, x.b) && !slices.ContainsFunc(p.k.A.DB.Schema.Opaque, func(o schema.Opaque) bool {
		return o.Kind == x.a.Kind && o.Name == x.a.Name && slices.ContainsFunc(p.k.changes, func(c schema.Change) bool { return retypes(c, o) })
	})
}

// retypes reports whether a change makes another column of one that an object is made of, or takes it away.
func retypes(c schema.Change, o schema.Opaque) bool {
	of := c.Object()
	if of.Kind != schema.ColumnObject || of.Table != o.Table || !slices.Contains(o.Columns, of.Name) {
		return false
	}
	switch c := c.(type) {
	case schema.DropColumn:
		return true
	case schema.AlterColumn:
		return c.Set&(schema.PropType|schema.PropCollation) != 0
	}
	return false
}

// parts are the steps for the objects, where those for the tables are these.
func (p *passage) parts(plan *fixup.Plan) {
	blocked := slices.ContainsFunc(plan.Steps, func(s fixup.Step) bool { return s.Blocked })
	p.drops, p.makes, p.lateDrops, p.lateMakes = nil, nil, nil, nil
	for _, x := range inOrder(p.k.other) {
		both := x.a.Kind != "" && x.b.Kind != ""
		replaces := p.replaces(x)
		if both && p.room.Early(x.a) && !replaces {
			p.makes = append(p.makes, alterPart(x, p.room))
			continue
		}
		made := p.madePart(x)
		if x.a.Kind != "" && !replaces {
			p.drop(x, &made, blocked)
		}
		switch {
		case x.b.Kind == "":
		case p.early(x.b):
			p.makes = append(p.makes, made)
		default:
			p.lateMakes = append(p.lateMakes, made)
		}
		if both && !replaces && !made.Plan.Steps[0].Blocked {
			p.lateMakes = append(p.lateMakes, goneWith(x, p.room, p.k.A.DB.Schema.Beside, p.k.B.DB.Schema.Beside)...)
		}
	}
	hold(p.lateMakes, plan.Steps, p.makes)
	p.used()
}

// used holds back the drops of views that others are made of which are not dropped before. MySQL does not mind.
func (p *passage) used() {
	gone := map[schema.Beside]bool{}
	for _, s := range p.drops {
		for _, user := range p.k.A.DB.Schema.Beside {
			if p.k.A.DB.Schema.Semantics.TypedExpressions && strings.HasSuffix(user.Kind, "view") && !gone[user] && user != s.of &&
				strings.HasSuffix(s.of.Kind, "view") && schema.Mentions(user.SQL, s.of.Name) && !s.step().Blocked {
				s.step().Blocked, s.step().Refused = true, user.String()+" is made of it: drop both, and make that again afterwards"
				s.made.Blocked, s.made.Refused = true, behindBlocked
			}
		}
		gone[s.of] = !s.step().Blocked
	}
}

// drop drops an object of A: before the tables are changed, or behind all that may use it.
func (p *passage) drop(x beside, made *fixup.Part, blocked bool) {
	part := dropPart(x, p.room, made, p.destroy)
	if !p.room.Early(x.a) {
		p.drops = append([]swap{{x.a, part, &made.Plan.Steps[0]}}, p.drops...)
		return
	}
	if step := &part.Plan.Steps[0]; blocked {
		step.Blocked, step.Refused = true, behindBlocked
	}
	p.lateDrops = append([]fixup.Part{part}, p.lateDrops...)
}

// early reports whether an object is made before the tables: one that they may use, and that names no type which is made with them.
func (p *passage) early(b schema.Beside) bool {
	return p.room.Early(b) && (b.Kind != "function" || calls(p.k.want, b)) && !slices.ContainsFunc(p.k.want.SortedEnums(), func(e schema.Enum) bool {
		_, there := p.k.got.Enums[e.Name]
		return !there && schema.Mentions(b.SQL, e.Name)
	})
}

// madePart is [makePart], but for what is there already, and for what cannot be made.
func (p *passage) madePart(x beside) fixup.Part {
	if sql := disown(p.k, p.k.A, x.b); sql != nil && x.a.Kind == "" {
		return besidePart(x, sql, nil)
	}
	part := makePart(x, p.room, p.replaces(x))
	step := &part.Plan.Steps[0]
	space := lackOf(p.k).needs(step.SQL)
	switch {
	case p.stays[x.a]:
		step.Blocked, step.Refused = true, behindBlocked
	case space != "":
		step.Blocked, step.Refused = true, inSpace(space)
	case p.broken(x.b) != "":
		step.Blocked, step.Refused = true, "it is made of "+p.broken(x.b)+", which B does not have, so that it does not work there either"
	case filled(p.k, x.b):
		step.Blocked, step.Refused = true, "what else is in it was not looked at, and steps below need some of that: make both"
	}
	return part
}

// A viewer is a room of an engine that keeps views of which a table is gone.
type viewer interface {
	// MadeOf are the tables and views of its database that a view is made of, as far as that can be told.
	MadeOf(b schema.Beside) []string
}

// broken is what an object of B is made of and B has not; empty: nothing.
func (p *passage) broken(b schema.Beside) string {
	room, ok := p.k.Room.(viewer)
	if !ok || p.k.B.InHistory() {
		return ""
	}
	there := p.k.B.DB.Schema
	for _, name := range room.MadeOf(b) {
		if _, view := there.View(name); !view && there.Table(name) == nil {
			return name
		}
	}
	return ""
}
