package compare

import (
	"cmp"
	"slices"
	"strings"

	"assay/fixup"
	"assay/schema"
)

// behindBlocked says why a step is not run that may need one that is not run.
const behindBlocked = "a step above it is not run, and may need it"

// undone are what the steps are about that are not run, each with the names that a text has which is about it too: a column or constraint goes with its table.
// Of a key alone what needs it does not name it.
type undone [][]string

// hold holds back the parts that may need a step that is not run, or what may need that: one statement that fails would undo all the others.
func hold(parts []fixup.Part, steps []fixup.Step, made []fixup.Part) {
	var open undone
	for _, s := range steps {
		switch o := s.Change.Object(); {
		case !s.Blocked:
		case o.Kind == schema.ColumnObject, o.Kind == schema.ForeignKeyObject, o.Kind == schema.CheckObject:
			open = append(open, []string{o.Table, o.Name})
		default:
			open = append(open, []string{cmp.Or(o.Table, o.Name)})
		}
	}
	for _, p := range made {
		open = open.with(p.Plan.Steps[0])
	}
	for _, p := range parts {
		step := &p.Plan.Steps[0]
		if !step.Blocked && open.in(step.SQL) {
			step.Blocked, step.Refused = true, behindBlocked
		}
		open = open.with(*step)
	}
}

// with adds what a step about an object beside tables makes, if it is not run.
func (u undone) with(step fixup.Step) undone {
	if made := schema.Touched(strings.Join(step.SQL, ";")); step.Blocked && len(made) > 0 {
		return append(u, []string{made[0].Name})
	}
	return u
}

// in reports whether statements are about any of it.
func (u undone) in(sql []string) bool {
	text := strings.Join(sql, ";")
	return slices.ContainsFunc(u, func(names []string) bool {
		return !slices.ContainsFunc(names, func(name string) bool { return !schema.Mentions(text, name) })
	})
}
