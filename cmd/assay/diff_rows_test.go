package main

import (
	"strings"
	"testing"
)

// TestDiffAsksTheRows: between two live databases, the script of diff knows the rows of the one that it is for: what they are in the way of is a comment that
// says which, and what they are not in the way of is a plain statement.
func TestDiffAsksTheRows(t *testing.T) {
	t.Parallel()
	for _, s := range servers(t) {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			from, to := s.Database(t), s.Database(t)
			from.Exec(t, "CREATE TABLE t (id int PRIMARY KEY, a int, b int, c varchar(40), d varchar(40))", "INSERT INTO t VALUES (1, NULL, 7, 'short', 'as long as eighteen'), (2, 2, 7, 'b', 'c')")
			to.Exec(t, "CREATE TABLE t (id int PRIMARY KEY, a int NOT NULL, b int, c varchar(9), d varchar(9))", "CREATE UNIQUE INDEX u ON t (b)")
			script := assay(t, "diff", from.URL, to.URL, "--format", "sql").stdout
			for _, part := range []string{
				"--   not run: 1 row is in the way (the column no longer allows NULL), such as 1", "there more than once", "(longer than 9 characters), such as 1 as long as eighteen",
				" varchar(9)",
			} {
				if !strings.Contains(script, part) {
					t.Errorf("the script does not say %q:\n%s", part, script)
				}
			}
			checkLinted(t, from, script)
			client(t, from, script)
			for _, kept := range []string{"c = 'short'", "a IS NULL"} {
				checkOne(t, from, "SELECT COUNT(*) FROM t WHERE "+kept)
			}
			left := assay(t, "diff", from.URL, to.URL).stdout
			for _, name := range []string{"t.a", "t.d"} {
				if !strings.Contains(left, "\n"+name+" ") {
					t.Errorf("%s is not left:\n%s", name, left)
				}
			}
			if strings.Contains(left, "\nt.c ") {
				t.Errorf("a narrower type that all values fit is left:\n%s\nafter\n%s", left, script)
			}
			if blind := assay(t, "diff", "--no-data", from.URL, to.URL, "--format", "sql").stdout; !strings.Contains(blind, "refused if a value is NULL: look with SELECT COUNT(*)") {
				t.Errorf("where nobody asks, the script does not say how to look:\n%s", blind)
			}
		})
	}
}
