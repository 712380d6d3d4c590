package introspect_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"assay/internal/lab"
	"assay/introspect"
)

// rowTexts are SQL that leaves something in a version table, by the engines that run it. What that is, the server says.
var rowTexts = []struct{ engines, sql string }{
	{"both", "INSERT INTO alembic_version (version_num) VALUES ('a1');\nUPDATE alembic_version SET version_num='b2' WHERE alembic_version.version_num = 'a1';"},
	{"both", "INSERT INTO alembic_version VALUES ('a1'), ('b2');\nDELETE FROM alembic_version WHERE version_num = 'a1';"},
	{"both", "INSERT INTO alembic_version (version_num) VALUES ('a1');\nDELETE FROM alembic_version WHERE alembic_version.version_num = 'a1';\nINSERT INTO " +
		"alembic_version (version_num) VALUES ('c3');"},
	{"both", "INSERT INTO alembic_version VALUES ('a1');\nTRUNCATE TABLE alembic_version;"},
	{"both", "INSERT INTO alembic_version VALUES ('a1'), ('b2'), ('c3');\nDELETE FROM alembic_version WHERE version_num IN ('a1', 'c3');"},
	{"both", "INSERT INTO alembic_version VALUES ('a1');\nUPDATE alembic_version SET version_num = 'd4';"},
	{"both", "INSERT INTO alembic_version VALUES ('a1');\nDELETE FROM alembic_version;\nINSERT INTO alembic_version SELECT 'e5';"},
	{"mysql", "INSERT INTO alembic_version VALUES ('a1');\nINSERT INTO alembic_version SELECT 'a1' FROM DUAL WHERE NOT EXISTS (SELECT 1 FROM alembic_version " +
		"WHERE version_num = 'a1');"},
	{"postgresql", "INSERT INTO alembic_version VALUES ('a1');\nINSERT INTO alembic_version SELECT 'a1' WHERE NOT EXISTS (SELECT 1 FROM alembic_version WHERE " +
		"version_num = 'a1');"},
	{"both", "CREATE TABLE alembic_version_old (version_num varchar(32) NOT NULL);\nINSERT INTO alembic_version_old VALUES ('f6');\nINSERT INTO " +
		"alembic_version SELECT version_num FROM alembic_version_old;\nDROP TABLE alembic_version_old;"},
	{"both", "INSERT INTO alembic_version VALUES ('a1');\nDROP TABLE alembic_version;\nCREATE TABLE alembic_version (version_num varchar(32) NOT NULL PRIMARY " +
		"KEY);\nINSERT INTO alembic_version VALUES ('b2');"},
	{"both", "INSERT INTO alembic_version VALUES ('a1');\nCREATE TABLE IF NOT EXISTS alembic_version (version_num varchar(32) NOT NULL PRIMARY KEY);"},
	{"both", "INSERT INTO alembic_version VALUES ('a1');\nALTER TABLE alembic_version RENAME TO alembic_version_x;\nCREATE TABLE alembic_version (version_num " +
		"varchar(32) NOT NULL);"},
	{"both", "INSERT INTO alembic_version VALUES (CAST('a1' AS char(2)));"},
	{"both", "INSERT INTO alembic_version VALUES ('it''s'); -- a comment; INSERT INTO alembic_version VALUES ('no');\n/* INSERT INTO alembic_version VALUES " +
		"('no'); */"},
	{"both", "INSERT INTO other VALUES ('a1');\nUPDATE other SET n = 'x';\nDELETE FROM other;"},
	{"mysql", "INSERT INTO `alembic_version` SET version_num = 'a1';\nINSERT IGNORE INTO alembic_version VALUES ('a1');\nREPLACE INTO alembic_version VALUES " +
		"('a1'), ('b2');"},
	{"mysql", "INSERT alembic_version VALUES ('a1');\nINSERT INTO alembic_version VALUES ('a1') ON DUPLICATE KEY UPDATE version_num = 'g7';"},
	{"mysql", "INSERT INTO alembic_version VALUE (\"a1\");\nUPDATE IGNORE `alembic_version` AS v SET v.version_num = \"h8\" WHERE v.version_num = 'A1';"},
	{"mysql", "INSERT INTO alembic_version VALUES ('a1') ON DUPLICATE KEY UPDATE version_num = VALUES(version_num);\nTRUNCATE alembic_version;\nINSERT INTO " +
		"alembic_version VALUES (_utf8mb4'i9');"},
	{"mysql", "INSERT INTO alembic_version VALUES ('a1');\nRENAME TABLE alembic_version TO alembic_version_x;\nCREATE TABLE alembic_version (version_num " +
		"varchar(32));"},
	{"mysql", "INSERT INTO alembic_version SELECT 'a1' FROM DUAL;\nDELETE FROM alembic_version WHERE version_num = 'a1 ';"},
	{"postgresql", "INSERT INTO alembic_version (version_num) VALUES ('a1') RETURNING alembic_version.version_num;\nUPDATE ONLY alembic_version AS v SET " +
		"version_num = 'b2' WHERE v.version_num = 'a1' RETURNING 1;"},
	{"postgresql", "INSERT INTO public.alembic_version VALUES ('a1');\nINSERT INTO alembic_version VALUES ('a1'), ('b2') ON CONFLICT DO NOTHING;"},
	{"postgresql", "INSERT INTO alembic_version VALUES ('a1');\nINSERT INTO alembic_version VALUES ('a1') ON CONFLICT (version_num) DO UPDATE SET version_num " +
		"= 'j0';"},
	{"postgresql", "INSERT INTO \"alembic_version\" VALUES ('a1'::varchar(32));\nDELETE FROM ONLY alembic_version WHERE (version_num = 'a1'::text);\nINSERT " +
		"INTO alembic_version VALUES (E'k1');"},
	{"postgresql", "BEGIN;\nCOPY alembic_version (version_num) FROM stdin;\na1\n\\.\n\nUPDATE alembic_version SET version_num = 'b2';\nCOMMIT;"},
	{"both", "DROP TABLE alembic_version;\nCREATE TABLE alembic_version (version_num varchar(32));\nINSERT INTO alembic_version VALUES (NULL), ('a1'), (NULL);\n" +
		"UPDATE alembic_version SET version_num = 'b2' WHERE version_num = 'a1';"},
	{"both", "DROP TABLE alembic_version;\nCREATE TABLE alembic_version (version_num varchar(32));\nINSERT INTO alembic_version VALUES (NULL);"},
	{"postgresql", "DROP TABLE alembic_version;\nCREATE TABLE alembic_version (version_num varchar(32));\nCOPY alembic_version (version_num) FROM stdin;\n\\N\n\\.\n"},
	{"postgresql", "INSERT INTO alembic_version VALUES ('a1');\nTRUNCATE other, alembic_version RESTART IDENTITY;"},
}

// TestDumpRows: a text as a database has the stamps that a server has which runs it.
func TestDumpRows(t *testing.T) {
	t.Parallel()
	for _, s := range lab.Servers(t) {
		for _, c := range rowTexts {
			if c.engines != "both" && c.engines != s.Server.Engine {
				continue
			}
			text := "CREATE TABLE other (n varchar(9));\nINSERT INTO other VALUES ('z');\nCREATE TABLE alembic_version (version_num varchar(32) NOT NULL, PRIMARY " +
				"KEY (version_num));\n" + c.sql + "\n"
			db := s.Database(t)
			cmd := db.Client(t)
			cmd.Stdin = strings.NewReader(text)
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Fatalf("%s: %v: %s", c.sql, err, out)
			}
			file := filepath.Join(t.TempDir(), "kept.sql")
			if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			got, err := introspect.ReadDump(introspect.Source{Path: file, Engine: s.Server.Engine}, []byte(text), func(string) string { return s.Server.Engine },
				speak)
			if err != nil {
				t.Errorf("%s: %v", c.sql, err)
				continue
			}
			for _, stamp := range got.Stamps {
				if want, nulls := versionsIn(t, db, stamp.Table); !slices.Equal(stamp.Revisions, want) || stamp.Nulls != nulls {
					t.Errorf("%s: %s\nthe server has %q in %s and NULLs %t, the text gives %q, %t", s.Name, c.sql, want, stamp.Table, nulls, stamp.Revisions, stamp.Nulls)
				}
			}
		}
	}
}

// versionsIn are the rows of a version table, sorted, and whether there are such as are NULL.
func versionsIn(t *testing.T, db *lab.Database, table string) (all []string, nulls bool) {
	t.Helper()
	rows, err := db.DB.QueryContext(t.Context(), "SELECT version_num FROM "+table)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var v *string
		if err := rows.Scan(&v); err != nil {
			t.Fatal(err)
		}
		if v == nil {
			nulls = true
			continue
		}
		all = append(all, *v)
	}
	if rows.Err() != nil {
		t.Fatal(rows.Err())
	}
	slices.Sort(all)
	return all, nulls
}
