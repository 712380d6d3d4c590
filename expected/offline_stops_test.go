package expected_test

import (
	"slices"
	"strings"
	"testing"

	"assay/expected"
)

// TestCompound: a trigger of several statements is one, with and without blank lines around it, and whatever its texts say.
func TestCompound(t *testing.T) {
	const body = "CREATE TRIGGER r BEFORE INSERT ON t FOR EACH ROW BEGIN IF NEW.a = 'END;' THEN SET NEW.a = CASE WHEN 1 THEN 'x' END; END IF; -- BEGIN\nSET NEW.b = '$.a'; END;\n"
	stamp := "UPDATE alembic_version SET version_num='a2' WHERE alembic_version.version_num = 'a1';\n"
	for name, between := range map[string]string{"blank lines": "\n", "none": ""} {
		p, h := readOffline(t, "mysql", one(table)+"-- Running upgrade a1 -> a2\n"+between+body+between+"CREATE TABLE u (id INTEGER);\n"+between+body+between+stamp)
		last := p.Steps[len(p.Steps)-1]
		if last.ID != "a2" || last.Statements != 3 || len(last.Changes) != 1 || h.Cut != "" {
			t.Errorf("%s: revision %s of %d statements, %d changes, cut: %q; %q", name, last.ID, last.Statements, len(last.Changes), h.Cut, h.Remarks)
		}
	}
}

// TestStopsInside: of a revision that stops in the middle, others behind it, there is something left that is not known.
func TestStopsInside(t *testing.T) {
	p, h := readOffline(t, "mysql", one(table)+"-- Running upgrade a1 -> a2\n\nCREATE TABLE u (id INTEGER);\n\n-- Running upgrade a2 -> a3\n\nCREATE TABLE v (id INTEGER);\n\n"+
		"UPDATE alembic_version SET version_num='a3' WHERE alembic_version.version_num = 'a2';\n")
	beside := slices.DeleteFunc(slices.Clone(p.Steps[1].Beside), func(b expected.Beside) bool { return b.Words })
	if h.Cut != "" || len(beside) != 1 || !beside[0].Unread {
		t.Errorf("cut %q, beside %+v", h.Cut, beside)
	}
}

// TestOfflineStops: what PostgreSQL does not run where it stands.
func TestOfflineStops(t *testing.T) {
	const first = "-- Running upgrade  -> a1\n\nCREATE TYPE e AS ENUM ('a');\nCREATE TABLE t (id INTEGER, k e);\nINSERT INTO alembic_version (version_num) VALUES ('a1');\n"
	const last = "UPDATE alembic_version SET version_num='a2' WHERE alembic_version.version_num = 'a1';\n"
	for sql, want := range map[string]string{
		"BEGIN;\nCREATE INDEX CONCURRENTLY i ON t (id);\nCOMMIT;":                                              "(25001)",
		"CREATE INDEX CONCURRENTLY i ON t (id);":                                                               "",
		"BEGIN;\nALTER TYPE e ADD VALUE 'b';\nUPDATE t SET k = 'b';\nCOMMIT;":                                  "(55P04)",
		"BEGIN;\nALTER TYPE e ADD VALUE 'b';\nCOMMIT;\nUPDATE t SET k = 'b';":                                  "",
		"BEGIN;\nALTER TYPE e RENAME VALUE 'a' TO 'b';\nUPDATE t SET k = 'b';\nCOMMIT;":                        "",
		"BEGIN;\nCREATE TYPE f AS ENUM ('x');\nALTER TYPE f ADD VALUE 'y';\nCREATE TABLE u (f f DEFAULT 'y');": "",
		"ALTER DOMAIN d ADD CONSTRAINT c CHECK (VALUE > 0);":                                                   "all columns of the domain",
		"ALTER DOMAIN d DROP CONSTRAINT c;":                                                                    "",
	} {
		p, _ := readOffline(t, "postgresql", first+"\n-- Running upgrade a1 -> a2\n\n"+sql+"\n"+last)
		got := ""
		for _, b := range p.Steps[1].Beside {
			got += b.Why
		}
		if (want == "") != (got == "") || !strings.Contains(got, want) {
			t.Errorf("%s\n\tgot  %s\n\twant %s", sql, got, want)
		}
	}
}
