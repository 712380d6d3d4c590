package main

import (
	"strings"
	"testing"
)

// TestNothingBesideIsLostUnsaid: what stands beside tables is dropped for another one only where that can be made, and not without a word where more is lost than
// its definition.
func TestNothingBesideIsLostUnsaid(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ a, b, kept, said, allowed string }{
		"mysql": {
			a: "CREATE TABLE t (a int); CREATE TRIGGER tr BEFORE INSERT ON t FOR EACH ROW SET NEW.a = 1; CREATE PROCEDURE p() SELECT 1",
			b: "CREATE TABLE t (a int);\nDELIMITER //\nCREATE TRIGGER tr BEFORE INSERT ON t FOR EACH ROW BEGIN SET NEW.a = 1; SET NEW.a = 2; END//\n" +
				"CREATE PROCEDURE p() SELECT 2//\nDELIMITER ",
			kept: "SELECT count(*) FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = database()",
			said: "whoever runs this becomes its DEFINER, and what is granted on it is lost",
		},
		"postgresql": {
			a: "CREATE TABLE t (a integer); CREATE MATERIALIZED VIEW m AS SELECT 1 AS x; CREATE INDEX i ON m (x);" +
				"CREATE POLICY p ON t USING (a > 0)",
			b:       "CREATE TABLE t (a integer); CREATE MATERIALIZED VIEW m AS SELECT 2 AS x; CREATE INDEX i ON m (x); CREATE POLICY p ON t USING (a > 1)",
			kept:    "SELECT count(*) FROM pg_class WHERE relname = 'i'",
			said:    "it would lose the rows that it holds, and what is granted on it (--allow-destructive runs it)",
			allowed: "DESTROYS the rows that it holds, and what is granted on it",
		},
	}
	for _, s := range servers(t) {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			tt := tests[s.Server.Engine]
			a, b := s.Database(t), s.Database(t)
			client(t, a, tt.a+";\n")
			client(t, b, tt.b+";\n")
			script := assay(t, "diff", a.URL, b.URL, "--format", "sql").stdout
			if !strings.Contains(script, tt.said) {
				t.Errorf("nothing says %q:\n%s", tt.said, script)
			}
			client(t, a, script)
			var kept int
			if err := a.DB.QueryRowContext(t.Context(), tt.kept).Scan(&kept); err != nil || kept != 1 {
				t.Errorf("%d kept, error %v:\n%s", kept, err, script)
			}
			script = assay(t, "diff", a.URL, b.URL, "--format", "sql", "--allow-destructive").stdout
			if !strings.Contains(script, tt.allowed) {
				t.Errorf("nothing says %q:\n%s", tt.allowed, script)
			}
			client(t, a, script)
			if err := a.DB.QueryRowContext(t.Context(), tt.kept).Scan(&kept); err != nil || kept != 1 {
				t.Errorf("%d kept, error %v:\n%s", kept, err, script)
			}
		})
	}
}
