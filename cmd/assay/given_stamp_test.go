package main

import (
	"strings"
	"testing"

	"assay/internal/lab"
)

// TestGivenStamp: a stamp that nothing but --from tells is called given, and one that is chosen of several that no schema tells apart is called chosen.
func TestGivenStamp(t *testing.T) {
	t.Parallel()
	history := writtenHistory(t, rowsLast)
	for _, s := range lab.Servers(t) {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			db := s.Database(t)
			db.Exec(t, "CREATE TABLE one (id integer NOT NULL, PRIMARY KEY (id))")
			given := []string{"preflight", "--to", "heads", "--from", "aaa111", "--history", history, db.URL}
			for format, want := range map[string]string{"text": "h  stamp aaa111 (not stored, but given by --from) agrees with the schema\n", "json": `"given": "--from"`} {
				if o := assay(t, append(given, "--format", format)...); !strings.Contains(o.stdout, want) {
					t.Errorf("%s lacks %s", o.stdout, want)
				}
			}
			const chosen = "(the same as: alembic stamp bbb222); no schema tells it from aaa111: of these a head is taken, else the latest, so name another with --at"
			fix := []string{"fix", "--only", "stamp", "--history", history, db.URL}
			if o := assay(t, fix...); !strings.Contains(o.stdout, chosen) || !strings.Contains(o.stdout, "VALUES ('bbb222')") {
				t.Errorf("it does not say that it chose: %s%s", o.stdout, o.stderr)
			}
			if o := assay(t, append(fix, "--at", "aaa111")...); strings.Contains(o.stdout, "no schema tells") || !strings.Contains(o.stdout, "VALUES ('aaa111')") {
				t.Errorf("the user chose: %s%s", o.stdout, o.stderr)
			}
			db.Exec(t, "CREATE TABLE alembic_version (version_num varchar(32) PRIMARY KEY)", "INSERT INTO alembic_version VALUES ('aaa111')")
			if o := assay(t, "preflight", "--to", "heads", "--history", history, db.URL); !strings.Contains(o.stdout, "stamp aaa111 (alembic_version) agrees") {
				t.Errorf("its own: %s%s", o.stdout, o.stderr)
			}
		})
	}
}
