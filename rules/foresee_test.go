package rules_test

import (
	"testing"

	"assay/rules"
	"assay/schema"
)

// TestForeseenDrop: a type that nothing uses any more is not left behind where a revision to come drops it.
func TestForeseenDrop(t *testing.T) {
	t.Parallel()
	for name, last := range map[string]string{"dropped later": "DROP TYPE IF EXISTS mood;", "never dropped": "DROP TYPE other;"} {
		f := readFixture(t, "postgresql", "CREATE TYPE mood AS ENUM ('sad');\nCREATE TYPE other AS ENUM ('x');\nCREATE TABLE t (id INTEGER, m mood);\n-- then\nALTER TABLE t DROP COLUMN m;\n"+last)
		before, leaves, drops := f.script(f.before), f.script(f.then[:1]), f.script(f.then[1:])
		w := rules.NewWalk("postgresql", f.room, schema.New(f.room.Semantics()))
		w.Foresee([]*rules.Script{before, leaves, drops})
		w.Pass(before)
		leaked := false
		for _, found := range w.Judge(leaves) {
			leaked = leaked || found.Rule == "enum-leaked"
		}
		if leaked != (name == "never dropped") {
			t.Errorf("%s: found %v", name, leaked)
		}
	}
}
