package main

import (
	"strings"
	"testing"
)

// TestRenamedType: one type with another name is one difference, however many columns have it, and one statement mends it.
func TestRenamedType(t *testing.T) {
	t.Parallel()
	for _, s := range servers(t) {
		if s.Server.Engine != "postgresql" {
			continue
		}
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			db := install(t, s, "22.10.1", "config")
			db.Exec(t, "CREATE TYPE own AS ENUM ('a', 'b')", "ALTER TABLE ps_aors ADD own own", "ALTER TYPE ast_bool_values RENAME TO renamed")
			for _, stamped := range []bool{true, false} {
				if !stamped {
					db.Exec(t, "DELETE FROM alembic_version_config")
				}
				if r := assay(t, "infer", db.URL); !strings.Contains(r.stdout, "e89e30cee53f, at distance ") || !strings.Contains(r.stdout, "2 changes by hand") {
					t.Errorf("exit %d:\n%s%s", r.code, r.stdout, r.stderr)
				}
			}
			db.Exec(t, "INSERT INTO alembic_version_config VALUES ('e89e30cee53f')")
			r := assay(t, "fix", db.URL)
			if !strings.Contains(r.stdout, `ALTER TYPE "renamed" RENAME TO "ast_bool_values";`) || strings.Count(r.stdout, "ALTER ") != 1 {
				t.Errorf("exit %d:\n%s%s", r.code, r.stdout, r.stderr)
			}
		})
	}
}
