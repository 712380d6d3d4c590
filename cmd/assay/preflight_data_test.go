package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"assay/internal/lab"
)

// twoSteps is a history of two revisions: what the first makes, and what the second does.
func twoSteps(first, second string) (history, built string) {
	begin := "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, PRIMARY KEY (version_num));\n-- Running upgrade  -> p1\n" +
		first + ";\nINSERT INTO alembic_version (version_num) VALUES ('p1');\n"
	return begin + "-- Running upgrade p1 -> p2\n" + second + ";\nUPDATE alembic_version SET version_num='p2' WHERE alembic_version.version_num = 'p1';\n", begin
}

// built makes a database as the beginning of a history does, and puts rows into it.
func built(t *testing.T, s lab.Server, sql string, rows ...string) *lab.Database {
	t.Helper()
	db := s.Database(t)
	for statement := range strings.SplitSeq(strings.TrimSpace(sql), ";\n") {
		db.Exec(t, strings.TrimSuffix(statement, ";"))
	}
	db.Exec(t, rows...)
	return db
}

// TestVerdictOfRows: what rows decide is asked of a live database; where that cannot be, it is said to be open.
func TestVerdictOfRows(t *testing.T) {
	t.Parallel()
	const made = "CREATE TABLE t (id INTEGER NOT NULL, k VARCHAR(9), PRIMARY KEY (id));\nCREATE TABLE u (id INTEGER NOT NULL, a INTEGER, s VARCHAR(20), " +
		"PRIMARY KEY (id))"
	const row = "INSERT INTO u VALUES (1, 1, 'x')"
	for i, test := range []struct{ name, does, row, says, unasked string }{
		{
			"a check", "ALTER TABLE u ADD CONSTRAINT c CHECK (a > 10)", row, "NO-GO  own: 1 question to the data answered badly",
			"GO IF own to p2: 1 question to the data decides",
		},
		{"a check that rows fulfil", "ALTER TABLE u ADD CONSTRAINT c CHECK (a > 0)", row, "GO  own to p2", "GO IF own to p2: 1 question to the data decides"},
		{"a check without rows", "ALTER TABLE u ADD CONSTRAINT c CHECK (a > 10)", "", "GO  own to p2", "GO IF own to p2: 1 question to the data decides"},
		{
			"a check of a new column", "ALTER TABLE u ADD COLUMN x INTEGER;\nALTER TABLE u ADD CONSTRAINT c CHECK (x > 10)", row, "GO  own to p2",
			"GO IF own to p2: 1 question to the data decides",
		},
		{
			"a check of a new column's default", "ALTER TABLE u ADD COLUMN x INTEGER DEFAULT 5;\nALTER TABLE u ADD CONSTRAINT c CHECK (x > 10)", row,
			"NO-GO  own: 1 question to the data answered badly", "GO IF own to p2: 1 question to the data decides",
		},
		{
			"a foreign key on a new column", "ALTER TABLE u ADD COLUMN x INTEGER;\nALTER TABLE u ADD FOREIGN KEY (x) REFERENCES t (id)", row, "GO  own to p2",
			"GO  own to p2",
		},
		{"a unique key on a new column", "ALTER TABLE u ADD COLUMN x INTEGER;\nALTER TABLE u ADD CONSTRAINT q UNIQUE (x)", row, "GO  own to p2", "GO  own to p2"},
		{
			"a fill", "ALTER TABLE u ADD COLUMN x INTEGER;\nUPDATE u SET x = a;\nNOTNULL(u, x)", row, "GO  own to p2",
			"GO IF own to p2: 1 question to the data decides",
		},
		{
			"a fill of a foreign key", "ALTER TABLE u ADD COLUMN x INTEGER;\nUPDATE u SET x = a;\nALTER TABLE u ADD FOREIGN KEY (x) REFERENCES t (id)", row,
			"NO-GO  own: 1 question to the data answered badly", "GO IF own to p2: 1 question to the data decides",
		},
		{
			"a fill without rows", "ALTER TABLE u ADD COLUMN x INTEGER;\nUPDATE u SET x = a;\nNOTNULL(u, x)", "", "GO  own to p2",
			"GO IF own to p2: 1 question to the data decides",
		},
		{"a fill of another column", "UPDATE u SET s = 'y';\nNOTNULL(u, a)", row, "GO  own to p2", "GO IF own to p2: 1 question to the data decides"},
		{
			"a delete before", "DELETE FROM u WHERE a IS NULL;\nNOTNULL(u, a)", "INSERT INTO u (id) VALUES (1)", "GO IF own to p2: 1 question to the data decides",
			"GO IF own to p2: 1 question to the data decides",
		},
		{"a delete before, of rows that pass", "DELETE FROM u WHERE a = 7;\nNOTNULL(u, a)", row, "GO  own to p2", "GO IF own to p2: 1 question to the data decides"},
		{"a delete of all", "DELETE FROM u;\nNOTNULL(u, a)", "INSERT INTO u (id) VALUES (1)", "GO  own to p2", "GO  own to p2"},
		{"a column that is dropped", "ALTER TABLE u DROP COLUMN s", row, "GO  own to p2; drops u.s with 1 value", "GO  own to p2"},
		{"an empty column that is dropped", "ALTER TABLE u DROP COLUMN s", "INSERT INTO u (id) VALUES (1)", "GO  own to p2", "GO  own to p2"},
		{"a table that is dropped", "DROP TABLE u", row, "GO  own to p2; drops u with 1 row", "GO  own to p2"},
	} {
		for _, s := range inTurn(t, i, "") {
			t.Run(s.Name+"/"+test.name, func(t *testing.T) {
				t.Parallel()
				does := test.does
				if s.Server.Engine == "mysql" {
					does = strings.NewReplacer("NOTNULL(u, x)", "ALTER TABLE u MODIFY x INTEGER NOT NULL", "NOTNULL(u, a)",
						"ALTER TABLE u MODIFY a INTEGER NOT NULL").Replace(does)
				} else {
					does = strings.NewReplacer("NOTNULL(u, x)", "ALTER TABLE u ALTER COLUMN x SET NOT NULL", "NOTNULL(u, a)",
						"ALTER TABLE u ALTER COLUMN a SET NOT NULL").Replace(does)
				}
				history, begin := twoSteps(made, does)
				db := built(t, s, begin)
				if test.row != "" {
					db.Exec(t, test.row)
				}
				file := historyFile(t, history)
				for _, ask := range []struct{ flag, says string }{{"--data", test.says}, {"--no-data", test.unasked}} {
					want := map[bool]int{true: exitClean, false: exitFindings}[strings.HasPrefix(ask.says, "GO  ")]
					args := []string{"preflight", "--to", "heads", "--history", file, db.URL, ask.flag}
					o := assay(t, args...)
					if first, _, _ := strings.Cut(o.stdout, "\n"); first != ask.says || o.code != want {
						t.Errorf("%s: status %d, want %q: %s%s", ask.flag, o.code, ask.says, o.stdout, o.stderr)
					}
					open := strings.HasPrefix(ask.says, "GO IF")
					if o := assay(t, append(args, "--accept-unasked")...); open && o.code != exitClean {
						t.Errorf("%s, accepted: status %d", ask.flag, o.code)
					}
					r, _ := reported(t, args...)
					if u := r.Trees[0].Upgrade; u.Go != (want == exitClean) || (u.Undecided > 0) != open {
						t.Errorf("%s: go %v, undecided %d", ask.flag, u.Go, u.Undecided)
					}
				}
			})
		}
	}
}

// TestVerdictOfDump: a file has no data to be asked, and a release no rows.
func TestVerdictOfDump(t *testing.T) {
	t.Parallel()
	history, begin := twoSteps("CREATE TABLE u (id INTEGER NOT NULL, a INTEGER, PRIMARY KEY (id))", "ALTER TABLE u ADD CONSTRAINT c CHECK (a > 10)")
	dump := filepath.Join(t.TempDir(), "dump.sql")
	if err := os.WriteFile(dump, []byte(begin), 0o600); err != nil {
		t.Fatal(err)
	}
	o := assay(t, "preflight", "--to", "heads", "--history", historyFile(t, history), "--engine", "postgresql", dump)
	if o.code != exitFindings || !strings.HasPrefix(o.stdout, "GO IF own to p2: 1 question to the data decides\n") {
		t.Errorf("status %d: %s%s", o.code, o.stdout, o.stderr)
	}
	if o := assay(t, "preflight", "--to", "22", "asterisk:21"); o.code != exitClean || !strings.HasPrefix(o.stdout, "GO  ") {
		t.Errorf("status %d: %s%s", o.code, o.stdout, o.stderr)
	}
}
