package audit

import (
	"fmt"
	"slices"
	"strings"

	"assay/dialect"
	"assay/fixup"
	"assay/rules"
	"assay/schema"
)

// unused are the kinds of objects that nothing else uses: dropped and made again, they are as new.
var unused = []string{"trigger", "rule", "policy", "event"}

// aboutObjects reports whether a finding is about what is beside the tables.
func aboutObjects(f rules.Finding) bool {
	return f.Rule == "missing-object" || f.Rule == "object-differs"
}

// objectParts make what is missing beside the tables, before those and behind them, and again what is not as the revisions left it.
func (s *Answer) objectParts(t *Tree) (before, behind []fixup.Part) {
	room, ok := s.Room.(dialect.Besides)
	if !ok {
		return nil, nil
	}
	for _, o := range t.beside {
		at := slices.IndexFunc(t.Findings, func(f rules.Finding) bool {
			return aboutObjects(f) && f.Object == o.want.Name && f.Table == o.want.Table && o.is(f) && !t.leftObjects[f.Message]
		})
		if at < 0 {
			continue
		}
		f := t.Findings[at]
		step, forgets := objectStep(room, o)
		if taken := s.taken(o); taken != "" {
			step, forgets = fixup.Step{Blocked: true, Refused: fmt.Sprintf("%s has the name of %s: decide by hand which of the two is to stay", taken, o.want)}, ""
		}
		part := fixup.Part{Plan: &fixup.Plan{Steps: []fixup.Step{step}}, Why: func(fixup.Step) string {
			return strings.TrimSuffix(f.Message+"; "+forgets, "; ")
		}}
		if room.Early(o.want.Beside) && o.want.Kind != "index" {
			before = append(before, part)
		} else {
			behind = append(behind, part)
		}
	}
	return before, behind
}

// taken is what has the name of an object that is missing; empty: nothing has.
func (s *Answer) taken(o comparedObject) string {
	if o.there || o.want.Table != "" || o.want.Kind == "function" || o.want.Kind == "procedure" {
		return ""
	}
	if t := s.DB.Schema.Table(o.want.Name); t != nil {
		return "table " + t.Name
	}
	at := slices.IndexFunc(s.DB.Schema.Beside, func(b schema.Beside) bool { return b.Table == "" && b.Name == o.want.Name })
	if at < 0 {
		return ""
	}
	return s.DB.Schema.Beside[at].String()
}

// is reports whether a finding is the object's.
func (o comparedObject) is(f rules.Finding) bool {
	return strings.HasPrefix(f.Message, o.want.String()+" ")
}

// objectStep makes an object as the revisions left it. forgets is what it loses by that.
func objectStep(room dialect.Besides, o comparedObject) (step fixup.Step, forgets string) {
	want := o.want.Beside
	refused := func(why string) fixup.Step {
		return fixup.Step{Blocked: true, Refused: fmt.Sprintf("there is no SQL for %s: %s", want, why)}
	}
	if want.SQL == "" {
		return refused("the history does not tell it in the server's spelling: run again what revision " + o.want.Revision.Own() + " does to make it"), ""
	}
	replaces := o.there && room.Replaceable(o.got, want)
	sql, err := room.BesideSQL(want, replaces)
	switch {
	case err != nil:
		return refused(err.Error()), ""
	case !o.there || replaces:
	case room.AlterBeside(want) != nil:
		return fixup.Step{SQL: room.AlterBeside(want)}, ""
	case slices.Contains(unused, want.Kind):
		drop, err := room.DropBeside(o.got)
		if err != nil {
			return refused(err.Error()), ""
		}
		sql = slices.Concat(drop, sql)
	default:
		return refused("it is not certain that the server puts it in the place of what is there: drop that, with what uses it, and make both again by hand"), ""
	}
	switch {
	case o.there:
		forgets = room.BesideForgets(o.got, replaces)
	case want.Kind == "sequence":
		forgets = "it begins anew: set it behind the numbers that are in use (setval) before anything counts by it"
	}
	return fixup.Step{SQL: sql}, forgets
}

// leaveObject leaves an object as it is that a finding is about.
func leaveObject(t *Tree, f rules.Finding) {
	if !aboutObjects(f) {
		return
	}
	if t.leftObjects == nil {
		t.leftObjects = map[string]bool{}
	}
	t.leftObjects[f.Message] = true
}
