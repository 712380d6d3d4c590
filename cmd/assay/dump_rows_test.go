package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"assay/audit"
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
	for _, s := range servers(t) {
		for _, c := range rowTexts {
			if c.engines != "both" && c.engines != s.Server.Engine {
				continue
			}
			text := "CREATE TABLE other (n varchar(9));\nINSERT INTO other VALUES ('z');\nCREATE TABLE alembic_version (version_num varchar(32) NOT NULL, PRIMARY " +
				"KEY (version_num));\n" + c.sql + "\n"
			db := s.Database(t)
			cmd := clientOf(db)
			cmd.Stdin = strings.NewReader(text)
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Fatalf("%s: %v: %s", c.sql, err, out)
			}
			file := filepath.Join(t.TempDir(), "kept.sql")
			if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			got, err := introspect.ReadDump(introspect.Source{Path: file, Engine: s.Server.Engine}, []byte(text), func(string) string { return s.Server.Engine },
				audit.Speaker)
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

// TestDumpRowsUntold: where nobody can tell what a text leaves in a version table, that is said.
func TestDumpRowsUntold(t *testing.T) {
	t.Parallel()
	for _, sql := range []string{
		"UPDATE alembic_version SET version_num = concat('a', '1');", "DELETE FROM alembic_version WHERE version_num <> 'a';",
		"INSERT INTO alembic_version SELECT n FROM other WHERE n > '1';",
		"INSERT INTO alembic_version VALUES (upper('a'));", "UPDATE alembic_version, other SET version_num = 'a';",
	} {
		text := "CREATE TABLE other (n varchar(9)) ENGINE=InnoDB;\nCREATE TABLE alembic_version (version_num varchar(32) NOT NULL PRIMARY KEY);\n" + sql + "\n"
		file := filepath.Join(t.TempDir(), "kept.sql")
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		assay(t, "check", file).refuses(t, file+":3: what this leaves in a version table cannot be told: "+strings.TrimSuffix(sql, ";"))
	}
}

// TestOfflineAsDatabase: what alembic upgrade head --sql prints is a schema file as people keep it, and its stamp is that of its end.
func TestOfflineAsDatabase(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "upgrade.sql")
	text := `CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num));
-- Running upgrade  -> a2e9769475e
CREATE TABLE voicemail_messages (dir VARCHAR(255) NOT NULL, msgnum INTEGER NOT NULL, context VARCHAR(80), macrocontext VARCHAR(80), callerid VARCHAR(80), origtime INTEGER, duration INTEGER, recording BLOB, flag VARCHAR(30), category VARCHAR(30), mailboxuser VARCHAR(30), mailboxcontext VARCHAR(30), msg_id VARCHAR(40));
ALTER TABLE voicemail_messages ADD CONSTRAINT voicemail_messages_dir_msgnum PRIMARY KEY (dir, msgnum);
CREATE INDEX voicemail_messages_dir ON voicemail_messages (dir);
INSERT INTO alembic_version (version_num) VALUES ('a2e9769475e');
-- Running upgrade a2e9769475e -> 39428242f7f5
ALTER TABLE voicemail_messages MODIFY recording BLOB(4294967295) NULL;
UPDATE alembic_version SET version_num='39428242f7f5' WHERE alembic_version.version_num = 'a2e9769475e';
`
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	o := assay(t, "check", file)
	if o.code != exitClean || !strings.Contains(o.stdout, "stamp 39428242f7f5 (alembic_version) agrees") {
		t.Errorf("status %d: %s%s", o.code, o.stdout, o.stderr)
	}
	none := filepath.Join(t.TempDir(), "none.sql")
	if err := os.WriteFile(none, []byte(text[strings.Index(text, "--"):strings.Index(text, "INSERT")]), 0o600); err != nil {
		t.Fatal(err)
	}
	if o := assay(t, "check", none); strings.Contains(o.stdout+o.stderr, "no rows") || !strings.Contains(o.stdout, "there is no version table in the file") {
		t.Errorf("status %d: %s%s", o.code, o.stdout, o.stderr)
	}
}
