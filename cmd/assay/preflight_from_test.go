package main

import (
	"strings"
	"testing"
)

// TestPreflightFrom: where nothing tells the stamp, Alembic is taken to begin where the user says or, of a dump without rows, where the schema is; the forecast
// is then that of the database with its stamp. A stamp that is there is believed.
func TestPreflightFrom(t *testing.T) {
	t.Parallel()
	const from, to = "16.17.0", "18.26.4"
	for _, s := range inTurn(t, 0, "") {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			db := install(t, s, from, "config")
			stamped := assay(t, "preflight", "--tree", "config", "--no-data", "--to", to, db.URL)
			option := map[string]string{"mysql": "--no-data", "postgresql": "--schema-only"}[s.Server.Engine]
			rowless := db.Dump(t, s.Dumpers(t)[0], option)
			bare := install(t, s, from, "config")
			bare.Exec(t, "DROP TABLE alembic_version_config")

			tests := []struct {
				db   string
				from []string
				says string // the note; empty: it is refused
				err  string
			}{
				{rowless, nil, "nothing tells the stamp: it is taken to be 61797b9fced6, at which the schema is (--from names another)", ""},
				{rowless, []string{"--from", "61797b9fced6"}, "nothing tells the stamp: it is taken to be 61797b9fced6, as --from says", ""},
				{bare.URL, []string{"--from", from}, "nothing tells the stamp: it is taken to be 61797b9fced6, as --from says", ""},
				{bare.URL, []string{"--from", "nonsense"}, "", "--from: "},
				{db.URL, []string{"--from", from}, "", "--from: the stamp of config is there, and Alembic begins with it: 61797b9fced6"},
			}
			for _, tt := range tests {
				o := assay(t, append([]string{"preflight", "--tree", "config", "--no-data", "--to", to, tt.db}, tt.from...)...)
				if tt.says == "" {
					if o.code != exitUnknown || !strings.Contains(o.stderr, tt.err) {
						t.Errorf("%s %q: status %d, %s", tt.db, tt.from, o.code, o.stderr)
					}
					continue
				}
				if o.code != stamped.code || verdictLine(o.stdout) != verdictLine(stamped.stdout) || !strings.Contains(o.stdout, tt.says) {
					t.Errorf("%s %q: status %d, want that of the database with its stamp, %q, and %q:\n%s%s",
						tt.db, tt.from, o.code, verdictLine(stamped.stdout), tt.says, o.stdout, o.stderr)
				}
				way := assay(t, append([]string{"preflight", "--sql", "--tree", "config", "--no-data", "--to", to, tt.db}, tt.from...)...)
				if !strings.Contains(way.stdout, "alembic upgrade 1ae0609b6646") {
					t.Errorf("%s %q: the way does not begin at the revision:\n%s%s", tt.db, tt.from, way.stdout, way.stderr)
				}
			}
			args := []string{"preflight", "--tree", "config", "--no-data", "--to", to, "--from", "base"}
			live := assay(t, append(args, bare.URL)...)
			if o := assay(t, append(args, rowless)...); o.code != live.code || verdictLine(o.stdout) != verdictLine(live.stdout) || !strings.HasPrefix(o.stdout, "NO-GO  ") {
				t.Errorf("a dump without rows, of which nothing has run: status %d, want %q:\n%s%s", o.code, verdictLine(live.stdout), o.stdout, o.stderr)
			}
			if o := assay(t, "preflight", "--tree", "config", "--no-data", "--to", to, bare.URL); verdictLine(o.stdout) == verdictLine(stamped.stdout) {
				t.Errorf("a database without a version table is begun anew by Alembic, and the forecast is that of one with it:\n%s", o.stdout)
			}
		})
	}
}

func verdictLine(report string) string {
	line, _, _ := strings.Cut(report, "\n")
	return line
}
