package fixup

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"assay/schema"
)

// A failure is a step that cannot be done as things are, and what it is refused for where all steps are done; nil: nothing, so that it needs one of those that
// are blocked.
type failure struct {
	at   int
	wish error
}

// A trial plays the steps of a plan through in memory.
type trial struct {
	Plan
	changes []schema.Change
	origin  schema.Change  // what is being planned
	end     *schema.Schema // after all changes, once somebody has asked
	wish    *schema.Schema // as it would be with the steps that are blocked as well; nil: none is so far
	failed  []failure      // the steps that cannot be done as things are
}

// apply plays a step through. One that cannot be done as things are is blocked; why, only the end tells, see judge.
func (t *trial) apply(s *Step) {
	if t.tries(t.Result, *s) != nil {
		s.Blocked = true
		t.failed = append(t.failed, failure{at: len(t.Steps)})
	}
}

// tries makes a step's change to the result, or to a copy of it, if the server would.
func (t *trial) tries(result *schema.Schema, s Step) error {
	if err := t.unkeyed(s); err != nil {
		return err
	}
	if err := inVain(result, s.Change); err != nil {
		return err
	}
	return result.Apply(s.Change)
}

// wished makes the last step's change where all are made, once that is no longer the result.
func (t *trial) wished(s Step) {
	if t.wish == nil {
		if !s.Blocked {
			return
		}
		t.wish = t.Result.Clone()
	}
	err := t.wish.Apply(s.Change)
	if n := len(t.failed); n > 0 && t.failed[n-1].at == len(t.Steps)-1 {
		t.failed[n-1].wish = err
	}
}

// again does what could not be done in its turn and can be now, since what was in its way is gone, behind all else.
func (t *trial) again() {
	for n := 0; n < len(t.failed); n++ {
		at := t.failed[n].at
		s := t.Steps[at]
		if !s.alone || t.tries(t.Result, s) != nil {
			continue
		}
		s.Blocked = false
		t.Steps = append(slices.Delete(t.Steps, at, at+1), s)
		t.failed = slices.Delete(t.failed, n, n+1)
		for m := range t.failed {
			if t.failed[m].at > at {
				t.failed[m].at--
			}
		}
		n = -1 // what is done now may have been in the way of another
	}
}

// judge says of the steps that cannot be done why, after all that can be: since they need a step that is blocked, or for what stays in their way.
func (t *trial) judge() {
	for _, f := range t.failed {
		s := &t.Steps[f.at]
		err := t.tries(t.Result.Clone(), *s)
		var conflict *schema.Conflict
		if errors.As(err, &conflict) {
			s.needs = cmp.Or(conflict.User, conflict.Object)
		}
		need, about := t.neededBy(f.at, conflict)
		switch {
		case err == nil: // it goes with others, of which one cannot be done
			s.Refused = "it is done with the others of its change or not at all"
		case f.wish != nil && !about:
			s.Refused = "the server refuses it: " + f.wish.Error()
		case need.Refused != "":
			s.Refused = "it cannot be done without a step above it that is not run: " + err.Error()
		default:
			s.Loses = "what the step above it loses, without which it cannot be done (" + err.Error() + ")"
		}
	}
}

// neededBy is the blocked step that another one needs: the last one above it that is about what is missing or in its way, or else the last that the server
// would refuse.
func (t *trial) neededBy(at int, conflict *schema.Conflict) (need Step, about bool) {
	if conflict == nil {
		conflict = &schema.Conflict{}
	}
	for _, s := range slices.Backward(t.Steps[:at]) {
		switch o := s.Change.Object(); {
		case !s.Blocked:
		case o == conflict.Object, o == conflict.User, o.Kind == schema.TableObject && o.Table == cmp.Or(conflict.Object.Table, conflict.User.Table):
			return s, true
		case need.Change == nil || need.Refused == "":
			need = s
		}
	}
	return need, false
}

// inVain refuses what the server takes without a word and does not do: a column of the primary key stays NOT NULL, one that is told to keep its text as its
// table does anyway has nothing of its own to keep when the table is changed, and a number is the same default in quotes.
func inVain(s *schema.Schema, c schema.Change) error {
	a, ok := c.(schema.AlterColumn)
	t := s.Table(a.Table)
	if !ok || t == nil {
		return nil
	}
	conflict := &schema.Conflict{Reason: schema.InUse, Change: c, Object: c.Object(), User: schema.Object{Kind: schema.TableObject, Table: a.Table}}
	if a.Set&schema.PropCollation != 0 && a.To.Collation != "" && a.To.Collation == t.Options.Collation {
		return conflict
	}
	bare := func(value string) string { return strings.Trim(value, "'") }
	if a.Set == schema.PropDefault && a.From.OnUpdate == a.To.OnUpdate &&
		a.From.Default != "" && a.To.Default != "" && bare(a.From.Default) == bare(a.To.Default) { // that of another type
		conflict.User = c.Object()
		return conflict
	}
	pk, ok := t.PrimaryKey()
	if !ok || !s.Semantics.KeepsKeyNotNull || a.Set&schema.PropNullable == 0 || !a.To.Nullable ||
		!slices.ContainsFunc(pk.Parts, func(part schema.Part) bool { return s.Semantics.SameName(part.Column, a.Name) }) {
		return nil
	}
	conflict.User = schema.Object{Kind: schema.IndexObject, Table: a.Table, Name: pk.Name}
	return conflict
}

// unkeyed refuses a foreign key to columns that are not a key yet, since the step that makes them one is blocked.
func (t *trial) unkeyed(s Step) error {
	add, ok := s.Change.(schema.AddForeignKey)
	if _, asked := s.For.(schema.AddForeignKey); !ok || !asked { // what was there before can be made again
		return nil
	}
	now, then := t.Result.Table(add.ForeignKey.RefTable), t.final().Table(add.ForeignKey.RefTable)
	if now == nil || then == nil || isKey(t.Result.Semantics, now, add.ForeignKey.RefColumns) || !isKey(t.Result.Semantics, then, add.ForeignKey.RefColumns) {
		return nil
	}
	return fmt.Errorf("there is no key over %s (%s) to refer to", now.Name, strings.Join(add.ForeignKey.RefColumns, ", "))
}

// isKey reports whether a foreign key can refer to columns: PostgreSQL demands a unique key over just these, MySQL any index that begins with them.
func isKey(m schema.Semantics, t *schema.Table, columns []string) bool {
	return slices.ContainsFunc(t.Indexes, func(x schema.Index) bool {
		if !m.GlobalIndexNames {
			return x.Supports(m, schema.ForeignKey{Columns: columns})
		}
		return x.Kind.Unique() && x.Where == "" && len(x.Parts) == len(columns) && !slices.ContainsFunc(x.Parts, func(part schema.Part) bool {
			return !slices.Contains(columns, part.Column)
		})
	})
}

// replacedInVain reports whether an index is dropped for another one of its name that cannot be made, whatever is allowed.
func (t *trial) replacedInVain(c schema.DropIndex) bool {
	m := t.Result.Semantics
	replaced := slices.ContainsFunc(t.changes, func(other schema.Change) bool {
		add, ok := other.(schema.AddIndex)
		return ok && add.Table == c.Table && m.SameName(add.Index.Name, c.Name)
	})
	then := t.final().Table(c.Table)
	return replaced && then != nil && then.Index(m, c.Name) < 0
}

// final is the schema after all changes, whatever foreign keys say about that.
func (t *trial) final() *schema.Schema {
	if t.end == nil {
		t.end = t.Result.Clone()
		t.end.Semantics.FixedKeyColumns = false
		for _, c := range t.changes {
			_ = t.end.Apply(c) // what is refused for another reason says nothing about keys
		}
	}
	return t.end
}

// returns reports whether a foreign key that is set aside can be made again in the end: its columns must be alike on both sides then.
func (t *trial) returns(key schema.Object) bool {
	f := foreignKeyOf(t.Result, key)
	own, ref := t.final().Table(key.Table), t.final().Table(f.RefTable)
	if own == nil || ref == nil || len(f.Columns) != len(f.RefColumns) {
		return false
	}
	for i := range f.Columns {
		a, b := own.Column(t.Result.Semantics, f.Columns[i]), ref.Column(t.Result.Semantics, f.RefColumns[i])
		if a < 0 || b < 0 || !alike(textOf(own, a), textOf(ref, b)) {
			return false
		}
	}
	return true
}

// comesBack reports whether a foreign key is there in the end, over other indexes than now: it can be set aside while these are changed.
func (t *trial) comesBack(key schema.Object) bool {
	m, own := t.Result.Semantics, t.final().Table(key.Table)
	if own == nil || !m.FixedKeyColumns || !t.returns(key) { // elsewhere the key is another one then
		return false
	}
	i := slices.IndexFunc(own.ForeignKeys, func(f schema.ForeignKey) bool { return m.SameName(f.Name, key.Name) })
	return i >= 0 && isKey(m, t.final().Table(own.ForeignKeys[i].RefTable), own.ForeignKeys[i].RefColumns)
}
