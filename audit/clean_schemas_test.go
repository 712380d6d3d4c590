package audit_test

import (
	"fmt"
	"testing"

	"assay/audit"
	"assay/dialect"
	"assay/expected"
	"assay/rules"
	"assay/schema"
)

// asInstalled are the servers that schemas are judged for as they are made there, with what a table of theirs is by default.
var asInstalled = []struct {
	schema.Server
	options schema.Options
}{
	{schema.Server{Engine: "mysql", Product: "MariaDB", Version: "10.3.39"}, schema.Options{Engine: "InnoDB", Charset: "latin1", Collation: "latin1_swedish_ci"}},
	{schema.Server{Engine: "mysql", Product: "MariaDB", Version: "11.8.2"}, schema.Options{Engine: "InnoDB", Charset: "utf8mb4", Collation: "utf8mb4_uca1400_ai_ci"}},
	{schema.Server{Engine: "mysql", Product: "MySQL", Version: "5.7.44"}, schema.Options{Engine: "InnoDB", Charset: "utf8mb3", Collation: "utf8mb3_general_ci"}},
	{schema.Server{Engine: "mysql", Product: "MySQL", Version: "8.4.3"}, schema.Options{Engine: "InnoDB", Charset: "utf8mb4", Collation: "utf8mb4_0900_ai_ci"}},
	{schema.Server{Engine: "postgresql", Product: "PostgreSQL", Version: "12.22"}, schema.Options{}},
	{schema.Server{Engine: "postgresql", Product: "PostgreSQL", Version: "18.0"}, schema.Options{}},
}

// TestCleanSchemas: in what the last release of any series makes, no rule finds anything that is worse than worth knowing, but for what the history itself
// says.
func TestCleanSchemas(t *testing.T) {
	t.Parallel()
	for _, s := range asInstalled {
		room, err := dialect.For(s.Server)
		if err != nil {
			t.Fatal(err)
		}
		for _, tree := range expected.Trees() {
			t.Run(fmt.Sprintf("%s/%s", s.Server, tree), func(t *testing.T) {
				t.Parallel()
				h, err := expected.Asterisk(tree, s.Engine, room)
				if err != nil {
					t.Fatal(err)
				}
				for _, c := range h.Chains {
					if !h.Latest(c) {
						continue
					}
					p := expected.Position{Chain: c, At: len(c.Revisions) - 1}
					want, err := p.Schema(room.Semantics())
					if err != nil {
						t.Fatal(err)
					}
					got := audit.WithOptions(withNames(want), s.options)
					own := &rules.Design{Name: s.Engine, Engine: room, Schema: got}
					theirs := &rules.Design{Name: s.Engine, Engine: room, Schema: want}
					for _, f := range rules.Lint(own, theirs) {
						if !f.Inherited && f.Severity > rules.Info {
							t.Errorf("%s: %s: %s", c.Name, f.Rule, f.Message)
						}
					}
				}
			})
		}
	}
}

// withNames gives names to what a history leaves without one, as a server does.
func withNames(s *schema.Schema) *schema.Schema {
	s = s.Clone()
	for _, t := range s.SortedTables() {
		t = t.Clone()
		for i := range t.Indexes {
			if x := &t.Indexes[i]; x.Name == "" {
				x.Name = fmt.Sprintf("%s_%s_key%d", t.Name, x.Parts[0].Column, i)
			}
		}
		for i := range t.ForeignKeys {
			if k := &t.ForeignKeys[i]; k.Name == "" {
				k.Name = fmt.Sprintf("%s_ibfk_%d", t.Name, i+1)
			}
		}
		s.Add(t)
	}
	return s
}
