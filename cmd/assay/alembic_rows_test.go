package main

import (
	"maps"
	"strings"
	"testing"

	"assay/internal/lab"
)

// rowsHistory is what ownRevisions make.
const rowsHistory = `CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num));
-- Running upgrade  -> 1a2b3c4d5e6f
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY);
INSERT INTO alembic_version (version_num) VALUES ('1a2b3c4d5e6f');
-- Running upgrade 1a2b3c4d5e6f -> 2b3c4d5e6f70
ALTER TABLE users ADD COLUMN a VARCHAR(10);
UPDATE alembic_version SET version_num='2b3c4d5e6f70' WHERE alembic_version.version_num = '1a2b3c4d5e6f';
-- Running upgrade 2b3c4d5e6f70 -> 3c4d5e6f7081
ALTER TABLE users ADD COLUMN b VARCHAR(10);
UPDATE alembic_version SET version_num='3c4d5e6f7081' WHERE alembic_version.version_num = '2b3c4d5e6f70';
`

// rowsProject are the files of a project with that history.
func rowsProject() map[string]string {
	files := map[string]string{"own/env.py": strings.Replace(alembicEnv, `version_table="alembic_version_cdr", `, "", 1)}
	for id, r := range map[string][2]string{
		"1a2b3c4d5e6f": {"None", "CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY)"},
		"2b3c4d5e6f70": {"'1a2b3c4d5e6f'", "ALTER TABLE users ADD COLUMN a VARCHAR(10)"},
		"3c4d5e6f7081": {"'2b3c4d5e6f70'", "ALTER TABLE users ADD COLUMN b VARCHAR(10)"},
	} {
		files["own/versions/"+id+".py"] = "from alembic import op\nrevision = '" + id + "'\ndown_revision = " + r[0] + "\n\n\ndef upgrade():\n    op.execute('" + r[1] + "')\n"
	}
	return files
}

// TestAlembicAndRows holds what assay says of the rows of a version table without a key against what the real Alembic does with them: it goes on, or it
// stops in the very words; after assay's fix it goes on to the head.
func TestAlembicAndRows(t *testing.T) {
	t.Parallel()
	needAlembic(t)
	const overlaps, noRevision = "Requested revision 2b3c4d5e6f70 overlaps with other requested revisions 1a2b3c4d5e6f", "Can't locate revision identified by "
	for i, test := range []struct {
		rows       string
		runs, goes bool   // whether Alembic upgrades, and whether assay lets it
		says, told string // what Alembic says, and assay; told empty: the same
	}{
		{"('2b3c4d5e6f70')", true, true, "-> 3c4d5e6f7081", "agrees"},
		{"('')", false, false, "AssertionError", "stops with an AssertionError"},
		{"(' ')", false, false, noRevision + "' '", ""},
		{"(NULL)", false, false, "already exists", ""},
		{"('2b3c4d')", true, false, "-> 3c4d5e6f7081", "only the beginning of 2b3c4d5e6f70"},
		{"('2b')", true, false, "-> 3c4d5e6f7081", "only the beginning of 2b3c4d5e6f70"},
		{"('2B3C4D5E6F70')", false, false, noRevision + "'2B3C4D5E6F70'", ""},
		{"('2b3c4d5e6f70 ')", false, false, noRevision + "'2b3c4d5e6f70 '", ""},
		{"('2b3c4d5e6f70'), ('2b3c4d5e6f70')", false, false, "Online migration expected to match one row when updating '2b3c4d5e6f70'", ""},
		{"('2b3c4d5e6f70'), ('1a2b3c4d5e6f')", false, false, overlaps, ""},
		{"('2b3c4d5e6f70'), ('')", false, false, "AssertionError", ""},
		{"('2b3c4d5e6f70'), (NULL)", true, true, "-> 3c4d5e6f7081", "agrees"},
		{"('2b3c4d5e6f70'), ('ffffffffffff')", false, false, noRevision + "'ffffffffffff'", ""},
		{"('2b3c4d'), ('2b3c4d5e6f70')", true, false, "-> 3c4d5e6f7081", "only the beginning of an id"},
		{"('head')", true, false, "", "takes for whatever the newest revision is"},
		{"('base')", false, false, "already exists", "takes the database for empty"},
	} {
		for j, s := range servers(t) {
			if !lab.Campaign() && (i+j)%4 != 1 {
				continue
			}
			t.Run(s.Name+"/"+test.rows, func(t *testing.T) {
				t.Parallel()
				db := newRows(t, s, test.rows)
				history := historyFile(t, rowsHistory)
				said, status := writeAlembic(t, newRows(t, s, test.rows), "own", maps.Clone(rowsProject())).try("upgrade", "head")
				if (status == 0) != test.runs || !strings.Contains(said, test.says) {
					t.Errorf("alembic upgrade head: status %d, want it to run: %t, with %q:\n%s", status, test.runs, test.says, said)
				}
				told := test.told
				if told == "" {
					told = test.says
				}
				check := assay(t, "check", "--history", history, db.URL)
				if (check.code == exitClean) != test.goes || !strings.Contains(check.stdout, told) || strings.Contains(check.stdout, "Asterisk") {
					t.Errorf("check: status %d, want %q: %s%s", check.code, told, check.stdout, check.stderr)
				}
				gate := assay(t, "preflight", "--to", "heads", "--history", history, db.URL)
				if strings.HasPrefix(gate.stdout, "GO ") != test.goes || strings.Contains(gate.stdout, "Asterisk") {
					t.Errorf("preflight: status %d, %s%s", gate.code, gate.stdout, gate.stderr)
				}
				client(t, db, assay(t, "fix", "--history", history, db.URL).stdout)
				if o := assay(t, "check", "--history", history, db.URL); o.code != exitClean {
					t.Errorf("after the fix: status %d, %s%s", o.code, o.stdout, o.stderr)
				}
				if said, status := writeAlembic(t, db, "own", maps.Clone(rowsProject())).try("upgrade", "head"); status != 0 || !strings.Contains(said, "-> 3c4d5e6f7081") {
					t.Errorf("alembic upgrade head after the fix: status %d, %s", status, said)
				}
			})
		}
	}
}

// newRows is a database of that history, one before the head, with these rows.
func newRows(t *testing.T, s lab.Server, rows string) *lab.Database {
	t.Helper()
	db := s.Database(t)
	db.Exec(t, "CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, a VARCHAR(10))", "CREATE TABLE alembic_version (version_num VARCHAR(32))",
		"INSERT INTO alembic_version VALUES "+rows)
	return db
}
