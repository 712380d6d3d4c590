package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

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
