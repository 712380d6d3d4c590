package main

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestNearerThanTheStamp: infer does not say that a stamp agrees above a place that is nearer, and tells that check believes the stamp.
func TestNearerThanTheStamp(t *testing.T) {
	t.Parallel()
	history := write(t, filepath.Join(t.TempDir(), "own.sql"), `CREATE TABLE alembic_version (version_num varchar(32) NOT NULL PRIMARY KEY);

-- Running upgrade  -> r1

CREATE TABLE t (id INTEGER NOT NULL, a INTEGER, PRIMARY KEY (id));

INSERT INTO alembic_version (version_num) VALUES ('r1');

-- Running upgrade r1 -> r2

ALTER TABLE t ADD COLUMN b INTEGER;

UPDATE alembic_version SET version_num='r2' WHERE alembic_version.version_num = 'r1';
`)
	dump := func(columns, stamp string) string {
		return write(t, filepath.Join(t.TempDir(), "dump.sql"), "-- PostgreSQL database dump\n\nCREATE TABLE alembic_version (version_num varchar(32) NOT NULL PRIMARY KEY);\n"+
			"INSERT INTO alembic_version VALUES ('"+stamp+"');\nCREATE TABLE t (id INTEGER NOT NULL, a INTEGER"+columns+", PRIMARY KEY (id));\n\n-- PostgreSQL database dump complete\n")
	}
	const nearer, agrees = "stamp r2 (alembic_version), and a schema that is nearer to another place", "agrees with the schema"
	noted := func(n string) bool { return strings.HasPrefix(n, "check and fix believe the stamp, at distance ") }
	lacks := dump("", "r2")
	if out := assay(t, "infer", "--history", history, lacks).stdout; !strings.Contains(out, nearer) || strings.Contains(out, agrees) {
		t.Errorf("infer says\n%s", out)
	}
	if r, _ := reported(t, "infer", "--history", history, lacks); r.Trees[0].Match.Revision != "r1" || !slices.ContainsFunc(r.Trees[0].Notes, noted) {
		t.Errorf("infer says %+v", r.Trees[0])
	}
	if out := assay(t, "check", "--history", history, lacks).stdout; !strings.Contains(out, agrees) || strings.Contains(out, "believe") {
		t.Errorf("check says\n%s", out)
	}
	if out := assay(t, "infer", "--history", history, dump(", b INTEGER, c INTEGER", "r2")).stdout; !strings.Contains(out, agrees) {
		t.Errorf("of a stamp that no place is nearer than, infer says\n%s", out)
	}
}
