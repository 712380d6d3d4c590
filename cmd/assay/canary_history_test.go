package main

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"assay/internal/lab"
)

// canaryHistory are the statements of a history, a list for each revision. What stands between @ is a slot: n is a name, t a literal, and r is what
// stands in SQL as it is, each with a plain text of its own.
var canaryHistory = map[string][][]string{
	"postgresql": {
		{`CREATE TABLE @n:t@ (@n:a@ integer NOT NULL PRIMARY KEY, c varchar(40) DEFAULT @t:x@, d @r:integer@)`, `CREATE TYPE @n:kind@ AS ENUM (@t:l@, 'm')`},
		{
			`ALTER TABLE @n:t@ ADD COLUMN @n:b@ text DEFAULT @t:y@`, `ALTER TABLE @n:t@ ADD COLUMN g integer DEFAULT @r:7@`,
			`COMMENT ON COLUMN @n:t@.@n:b@ IS @t:remark@`, `CREATE INDEX @n:i@ ON @n:t@ (@n:b@) WHERE @n:b@ <> @t:z@`,
			`ALTER TABLE @n:t@ ADD CONSTRAINT @n:k@ CHECK (@n:b@ <> @t:w@)`, `ALTER TABLE @n:t@ ADD CONSTRAINT @n:u@ UNIQUE (d)`,
			`CREATE TABLE @n:other@ (x integer REFERENCES @n:t@ (@n:a@) ON DELETE @r:CASCADE@)`,
		},
	},
	"mysql": {
		{`CREATE TABLE @n:t@ (@n:a@ integer NOT NULL PRIMARY KEY, c varchar(40) DEFAULT @t:x@, d @r:integer@) ENGINE=@r:InnoDB@ DEFAULT CHARSET=@r:utf8mb4@`},
		{
			`ALTER TABLE @n:t@ ADD COLUMN @n:b@ varchar(40) DEFAULT @t:y@ COMMENT @t:remark@`, `ALTER TABLE @n:t@ ADD COLUMN g integer DEFAULT @r:7@`,
			`CREATE INDEX @n:i@ ON @n:t@ (@n:b@)`, `ALTER TABLE @n:t@ ADD COLUMN e enum(@t:l@,'m')`, `ALTER TABLE @n:t@ ADD CONSTRAINT @n:u@ UNIQUE (d)`,
			`CREATE TABLE @n:other@ (x integer, CONSTRAINT @n:f@ FOREIGN KEY (x) REFERENCES @n:t@ (@n:a@) ON DELETE @r:CASCADE@) ENGINE=InnoDB`,
		},
	},
}

// slots are the slots of a history, each once.
func slots(revisions [][]string) []string {
	var all []string
	for _, s := range slices.Concat(revisions...) {
		for i, part := range strings.Split(s, "@") {
			if i%2 == 1 && !slices.Contains(all, part) {
				all = append(all, part)
			}
		}
	}
	return all
}

// filled are the statements with a text in one slot, quoted as the slot wants it, and what is plain in the others.
func filled(engine string, revisions [][]string, slot, text string) [][]string {
	out := make([][]string, len(revisions))
	for i, statements := range revisions {
		for _, s := range statements {
			parts := strings.Split(s, "@")
			for k := 1; k < len(parts); k += 2 {
				value := parts[k][2:]
				if parts[k] == slot {
					value = text
				}
				switch parts[k][0] {
				case 'n':
					q := map[string]string{"mysql": "`", "postgresql": `"`}[engine]
					value = q + strings.ReplaceAll(value, q, q+q) + q
				case 't':
					if engine == "mysql" {
						value = strings.ReplaceAll(value, `\`, `\\`)
					}
					value = "'" + strings.ReplaceAll(value, "'", "''") + "'"
				}
				parts[k] = value
			}
			out[i] = append(out[i], strings.Join(parts, ""))
		}
	}
	return out
}

// asRecording and asOffline are the two forms of a history that --history takes.
func asRecording(t *testing.T, engine string, revisions [][]string) string {
	t.Helper()
	lines := fmt.Sprintf("{\"assay_history\": 1, \"name\": \"own\", \"engine\": %q}\n", engine)
	down := []string{}
	for i, statements := range revisions {
		id := []string{fmt.Sprintf("r%d", i)}
		line, err := json.Marshal(map[string]any{"revision": id[0], "down": down, "heads": id, "sql": statements})
		if err != nil {
			t.Fatal(err)
		}
		lines += string(line) + "\n"
		down = id
	}
	return write(t, filepath.Join(t.TempDir(), "history.jsonl"), lines)
}

func asOffline(t *testing.T, _ string, revisions [][]string) string {
	t.Helper()
	text := "CREATE TABLE alembic_version (version_num varchar(32) NOT NULL PRIMARY KEY);\n"
	for i, statements := range revisions {
		text += fmt.Sprintf("-- Running upgrade %s -> r%d\n", map[bool]string{true: "", false: fmt.Sprintf("r%d", i-1)}[i == 0], i)
		text += strings.ReplaceAll(strings.Join(statements, ";\n"), "%", "%%") + ";\n"
		if i == 0 {
			text += "INSERT INTO alembic_version (version_num) VALUES ('r0');\n"
		} else {
			text += fmt.Sprintf("UPDATE alembic_version SET version_num='r%d' WHERE alembic_version.version_num = 'r%d';\n", i, i-1)
		}
	}
	return write(t, filepath.Join(t.TempDir(), "history.sql"), text)
}

// TestEvilHistories: whatever text stands in whichever place of a recording or of offline SQL, the history is refused, or no script that is made of it runs a
// command of the client's. Texts that are only odd are taken in every place that can have them.
func TestEvilHistories(t *testing.T) {
	t.Parallel()
	for _, s := range servers(t) {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			engine := s.Server.Engine
			revisions := canaryHistory[engine]
			scratch, blocked := s.Database(t), 0
			for form, as := range map[string]func(*testing.T, string, [][]string) string{"recording": asRecording, "offline": asOffline} {
				for n, slot := range slots(revisions) {
					if slot[0] != 'r' {
						for _, odd := range []string{slot[2:], `it's "odd", 100% größe; -- x`} {
							if scripts(t, s, as(t, engine, filled(engine, revisions, slot, odd))) == 0 {
								t.Errorf("%s: %s cannot be %q", form, slot, odd)
							}
						}
					}
					for i, evil := range canaries[engine] {
						if !lab.Campaign() && (n+i)%9 != 0 {
							continue
						}
						history := as(t, engine, filled(engine, revisions, slot, evil))
						taken := scripts(t, s, history, func(script string) {
							if strings.Contains(script, "CANARY") {
								blocked++
							}
							silent(t, scratch, clientSets[engine][(n+i)%2], script)
						})
						if taken == 0 && slot[0] != 'r' && !strings.ContainsAny(evil, "\n") {
							t.Errorf("%s: %s cannot be %q", form, slot, evil)
						}
					}
				}
			}
			if t.Logf("%d scripts with a command in them", blocked); blocked < 20 {
				t.Error("too few to show anything")
			}
		})
	}
}

// scripts has all kinds of scripts made of a history, and counts them; none where the history is refused, in one sentence.
func scripts(t *testing.T, s lab.Server, history string, each ...func(string)) (n int) {
	t.Helper()
	dump := "CREATE TABLE alembic_version (version_num varchar(32) NOT NULL PRIMARY KEY);\nINSERT INTO alembic_version VALUES ('r0');\nCREATE TABLE unknown (x integer);\n"
	db := write(t, filepath.Join(t.TempDir(), "db.sql"), dump)
	for _, args := range [][]string{
		{"fix", "--at", "r1", "--allow-destructive"},
		{"preflight", "--sql", "--to", "r1"},
		{"check", "--at", "r1", "--format", "sql"},
		{"fix", "--at", "r0"},
	} {
		o := assay(t, append(args, "--history", history, "--engine", s.Server.Engine, db)...)
		if o.code == exitUnknown {
			if strings.Count(o.stderr, "\n") != 1 || o.stdout != "" {
				t.Errorf("%s: not one sentence: %s%s", args, o.stdout, o.stderr)
			}
			continue
		}
		n++
		for _, f := range each {
			f(o.stdout)
		}
	}
	return n
}
