package main

import (
	"strings"
	"testing"

	"assay/internal/lab"
)

// TestDiffWithOneConnection: both sides are read at the same time, and one after the other where the user may have one connection only.
func TestDiffWithOneConnection(t *testing.T) {
	t.Parallel()
	for _, s := range servers(t) {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			a, b := s.Database(t), s.Database(t)
			a.Exec(t, "CREATE TABLE x (id int)")
			b.Exec(t, "CREATE TABLE x (id int, n int)")
			user := newUser(t, a, "")
			single(t, a, b, user)
			for range 3 {
				o := assay(t, "diff", as(t, a.URL, user, ""), as(t, b.URL, user, ""))
				if o.code != exitFindings || !strings.Contains(o.stdout, "x.n") || o.stderr != "" {
					t.Errorf("status %d\n%s%s", o.code, o.stdout, o.stderr)
				}
			}
			gone := strings.Replace(a.URL, a.Name, a.Name+"_gone", 1)
			for _, pair := range [][2]string{{gone, b.URL}, {b.URL, gone}, {gone, gone + "_too"}} { // the first side's error is the one
				o := assay(t, "diff", pair[0], pair[1])
				if o.code != exitUnknown || strings.Count(o.stderr, "\n") != 1 || !strings.Contains(o.stderr, a.Name+"_gone: there is no such database") {
					t.Errorf("%s: status %d\n%s%s", pair, o.code, o.stdout, o.stderr)
				}
			}
		})
	}
}

// single lets a user see both databases over one connection at a time.
func single(t *testing.T, a, b *lab.Database, user string) {
	t.Helper()
	if !strings.HasPrefix(a.URL, "mysql") {
		a.Exec(t, "ALTER ROLE "+user+" CONNECTION LIMIT 1")
		return
	}
	who := account(t, a, user)
	for _, db := range []*lab.Database{a, b} {
		db.Exec(t, "GRANT SELECT ON "+db.Name+".* TO "+who)
	}
	if _, err := a.DB.ExecContext(t.Context(), "ALTER USER "+who+" WITH MAX_USER_CONNECTIONS 1"); err != nil { // MySQL 5.6 says it otherwise
		a.Exec(t, "GRANT USAGE ON *.* TO "+who+" WITH MAX_USER_CONNECTIONS 1")
	}
}
