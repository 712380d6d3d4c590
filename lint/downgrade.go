package lint

import (
	"errors"
	"slices"

	"assay/dialect"
	"assay/drift"
	"assay/expected"
	"assay/rules"
	"assay/schema"
)

// headSchema is the schema that a history ends at, as far as its changes can be made.
func headSchema(room dialect.Dialect, up *expected.Project) *schema.Schema {
	s := schema.New(room.Semantics())
	eachRevision(s, up, func(expected.Step, *schema.Schema) {})
	return s
}

// eachRevision makes the changes of a history, and visits each revision with the schema before it; s is then the one after it.
func eachRevision(s *schema.Schema, up *expected.Project, visit func(step expected.Step, before *schema.Schema)) {
	for _, c := range up.Before {
		_ = s.Replay(c)
	}
	for _, step := range up.Steps {
		before := s.Clone()
		for _, c := range step.Changes {
			_ = s.Replay(c) // the statement's own rules say where it fails
		}
		visit(step, before)
	}
}

// lintDowngrades holds the way back of a history against its way up: the downgrade of each revision, made to the schema after it, is to give the one before.
func lintDowngrades(room dialect.Dialect, up, down *expected.Project) []rules.Finding {
	back := map[string]expected.Step{}
	for _, step := range down.Steps {
		back[step.ID] = step
	}
	var found []rules.Finding
	s := schema.New(room.Semantics())
	eachRevision(s, up, func(step expected.Step, before *schema.Schema) {
		d, ok := back[step.ID]
		if !ok || vagueStep(step) || vagueStep(d) {
			return
		}
		if f, ok := lintDowngrade(room, before, s.Clone(), d); ok {
			found = append(found, f)
		}
	})
	return found
}

// vagueStep reports whether a revision touches tables, indexes or types in ways that are not known.
func vagueStep(s expected.Step) bool {
	return slices.ContainsFunc(s.Opaque, func(o schema.Opaque) bool {
		return slices.Contains([]string{"table", "index", "type", "column"}, o.Kind)
	})
}

// lintDowngrade judges one downgrade; ok is false where there is nothing to say, or no telling.
func lintDowngrade(room dialect.Dialect, before, s *schema.Schema, d expected.Step) (f rules.Finding, ok bool) {
	defer func() {
		if ok && len(d.Ran) > 0 {
			f.File, f.Line = d.Ran[0].File, d.Ran[0].Line
		}
	}()
	for _, c := range d.Changes {
		err := s.Apply(c)
		if err == nil || dropsUnnamed(s, c) {
			continue
		}
		refusal := room.Refusal(s, c)
		if refusal == nil || !certain(s, err) {
			return f, false
		}
		return rules.DowngradeStops(d.ID, c, refusal), true
	}
	return rules.NotInverse(d.ID, drift.Compare(before, s), len(d.Changes) == 0 && len(d.Ran) == 0)
}

// certain reports whether a change cannot be made because of what the history says: of a name that the server has made up, or of a type that an extension
// may have brought, it does not tell.
func certain(s *schema.Schema, err error) bool {
	var k *schema.Conflict
	if !errors.As(err, &k) {
		return false
	}
	switch {
	case k.Reason == schema.Exists:
		return true
	case k.Reason == schema.InUse:
		return k.User.Kind == schema.ForeignKeyObject || k.User.Kind == schema.ColumnObject
	case k.Reason != schema.Missing:
		return false
	}
	switch k.Object.Kind {
	case schema.TableObject, schema.ColumnObject:
		return true
	case schema.IndexObject, schema.ForeignKeyObject, schema.CheckObject:
		t := s.Table(k.Object.Table)
		return t != nil && len(unnamedOf(t)) == 0
	case schema.EnumObject:
	}
	return false
}

// dropsUnnamed drops the only constraint or index of a table that the server has named by itself, where a change drops one by a name that nobody has given.
func dropsUnnamed(s *schema.Schema, c schema.Change) bool {
	table := c.Object().Table
	t := s.Table(table)
	if t == nil {
		return false
	}
	unnamed := unnamedOf(t)
	fits := func(o schema.ObjectKind) bool {
		switch c := c.(type) {
		case schema.DropForeignKey:
			return o == schema.ForeignKeyObject
		case schema.DropCheck:
			return o == schema.CheckObject
		case schema.DropIndex:
			return o == schema.IndexObject || c.Kind == schema.Constraint
		}
		return false
	}
	unnamed = slices.DeleteFunc(unnamed, func(o schema.ObjectKind) bool { return !fits(o) })
	if len(unnamed) != 1 {
		return false
	}
	t = t.Clone()
	t.Indexes = slices.DeleteFunc(t.Indexes, func(x schema.Index) bool { return unnamed[0] == schema.IndexObject && x.Name == "" })
	t.ForeignKeys = slices.DeleteFunc(t.ForeignKeys, func(f schema.ForeignKey) bool { return unnamed[0] == schema.ForeignKeyObject && f.Name == "" })
	t.Checks = slices.DeleteFunc(t.Checks, func(k schema.Check) bool { return unnamed[0] == schema.CheckObject && k.Name == "" })
	s.Add(t)
	return true
}

// unnamedOf are the kinds of what a table has without a name.
func unnamedOf(t *schema.Table) []schema.ObjectKind {
	var all []schema.ObjectKind
	for _, x := range t.Indexes {
		if x.Name == "" && x.Kind != schema.Primary {
			all = append(all, schema.IndexObject)
		}
	}
	for _, f := range t.ForeignKeys {
		if f.Name == "" {
			all = append(all, schema.ForeignKeyObject)
		}
	}
	for _, k := range t.Checks {
		if k.Name == "" {
			all = append(all, schema.CheckObject)
		}
	}
	return all
}
