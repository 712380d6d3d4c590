package lint_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"assay/lint"
)

const (
	dump      = "-- MariaDB dump 10.19  Distrib 10.11.6-MariaDB\n\nCREATE TABLE `t` (\n  `id` int(11) NOT NULL\n) ENGINE=InnoDB;\n"
	tables    = "CREATE TABLE t (name VARCHAR(10) COLLATE utf8mb4_0900_ai_ci) COLLATE=utf8mb4_0900_ai_ci;\n"
	offline   = "BEGIN;\n\nCREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL);\n\n-- Running upgrade  -> a1\n\nCREATE TABLE t (id INT);\n\nINSERT INTO alembic_version (version_num) VALUES ('a1');\n"
	migration = "ALTER TABLE t ADD COLUMN c INT;\n"
)

// TestRecognise: what is a dump for certain is a schema whatever is asked, what the user says holds, and what was only taken for something says so.
func TestRecognise(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, text, as string
		asked          bool
		schema         bool
		guess          string
	}{
		{name: "dump", text: dump, schema: true},
		{name: "dump, asked", text: dump, asked: true, schema: true},
		{name: "dump as migration", text: dump, as: "migration"},
		{name: "tables", text: tables, schema: true, guess: "taken for a schema"},
		{name: "tables, asked", text: tables, asked: true, guess: "taken for a migration"},
		{name: "tables as schema", text: tables, as: "schema", schema: true},
		{name: "offline", text: offline},
		{name: "migration", text: migration, guess: "taken for a migration"},
		{name: "migration as schema", text: migration, as: "schema", schema: true},
	} {
		f, err := lint.Recognise("up.sql", []byte(test.text), test.as, test.asked)
		if err != nil || (f.Texts == nil) != test.schema || !strings.HasPrefix(f.Guess, test.guess) || (f.Guess == "") != (test.guess == "") {
			t.Errorf("%s: %d texts, %q, %v", test.name, len(f.Texts), f.Guess, err)
		}
	}
	f, err := lint.Recognise("-", []byte("\ufeff"+migration), "", false)
	if err != nil || f.Texts[0].Name != "standard input" || !f.Texts[0].Piped || f.Texts[0].SQL != migration {
		t.Errorf("%+v, %v", f, err)
	}
}

// TestReadSQL: what holds no SQL, or would be judged by itself, is refused.
func TestReadSQL(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	up := file("up.sql", migration)
	texts, err := lint.ReadSQL([]string{up, file("tables.sql", tables)}, nil)
	if err != nil || len(texts) != 2 || texts[0].Name != up || texts[0].Piped {
		t.Errorf("%+v, %v", texts, err)
	}
	for said, path := range map[string]string{
		"it is a dump or snapshot": file("dump.sql", dump), "it is Python": file("up.py", migration), "it is UTF-16": file("16.sql", "\xff\xfeA\x00"),
	} {
		if _, err := lint.ReadSQL([]string{up, path}, nil); err == nil || !strings.Contains(err.Error(), said) {
			t.Errorf("%s: %v", path, err)
		}
	}
}
