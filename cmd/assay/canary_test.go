package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"assay/internal/lab"
	"assay/internal/lab/replay"
)

// A canary is how the engine's client program is made to say CANARY by itself, if a text gets out of its quotes.
var canaries = map[string][]string{
	"postgresql": {
		"1\n\\echo CANARY\n", " \\echo CANARY #", "x\\echo CANARY", "x'\n\\echo CANARY\n--", "x\" \\echo CANARY #", "1;\n\\echo CANARY\n", "1 -- \n\\echo CANARY\n",
		"/*\n*/\\echo CANARY\n", "$$\n\\echo CANARY\n$$", "1)\n\\echo CANARY\n(", "E'\\'\n\\echo CANARY\n", "\\! echo CANARY",
	},
	"mysql": {
		"1\n\\! echo CANARY\n", " \\! echo CANARY #", "x\\! echo CANARY", "x'\n\\! echo CANARY\n#", "x` \\! echo CANARY #", "1;\nsystem echo CANARY\n",
		"1 -- \nsystem echo CANARY\n",
		"/*\n*/;\nsystem echo CANARY\n", "1);\nsystem echo CANARY;\n(", "'\\'\n\\! echo CANARY\n", "1 delimiter //\n//\nsystem echo CANARY\n",
		"1;\ndelimiter //\n//\nsystem echo CANARY\n", "\\! echo CANARY",
		"/*! 1 */;\nsystem echo CANARY\n",
	},
}

// eaters are names whose last byte has another one of the next letter, in an encoding that a client may be set to: a quote, or a backslash.
var eaters = []string{"xА", "x表", "xä", "xｱ"}

// clientSets are what the client programs are set to.
var clientSets = map[string][]string{
	"postgresql": {"SJIS", "", "GBK", "BIG5", "UHC", "LATIN1", "JOHAB", "GB18030"},
	"mysql":      {"gbk", "", "big5", "sjis", "latin1", "cp932", "gb2312"},
}

// silent runs a script in the engine's client program as it is set; whatever the server says to it, no command of the client's may run.
func silent(t *testing.T, db *lab.Database, set, script string) {
	t.Helper()
	cmd := db.Client(t)
	switch {
	case cmd.Args[0] == "psql":
		cmd.Args = slices.DeleteFunc(cmd.Args, func(a string) bool { return a == "-v" || a == "ON_ERROR_STOP=1" })
		if cmd.Env = os.Environ(); set != "" {
			cmd.Env = append(cmd.Env, "PGCLIENTENCODING="+set)
		}
	case set != "":
		cmd.Args = slices.Insert(cmd.Args, 1, "--force", "--default-character-set="+set)
	}
	cmd.Dir = t.TempDir()
	cmd.Stdin = strings.NewReader(script)
	var out strings.Builder
	cmd.Stdout = &out
	if err := cmd.Run(); err != nil && cmd.ProcessState == nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(out.String()) {
		if strings.HasPrefix(strings.TrimSpace(line), "CANARY") {
			t.Fatalf("the client, set to %q, ran a command of\n%s", set, script)
		}
	}
}

// TestCanary: a client that is set so does run a command out of a script that does not say how it is encoded: else the tests here would show nothing.
func TestCanary(t *testing.T) {
	t.Parallel()
	for _, s := range servers(t) {
		db := s.Database(t)
		script, set := "SELECT 1 AS \"xА\", 2 AS \" \\echo CANARY #\";\n", "SJIS"
		if s.Server.Engine == "mysql" {
			script, set = "SELECT 1 AS `x表`, 2 AS ` \\! echo CANARY #`;\n", "gbk"
		}
		cmd := db.Client(t)
		cmd.Env = append(os.Environ(), "PGCLIENTENCODING="+set)
		if s.Server.Engine == "mysql" {
			cmd.Args = slices.Insert(cmd.Args, 1, "--default-character-set="+set)
		}
		cmd.Stdin = strings.NewReader(script)
		if out, _ := cmd.Output(); !strings.Contains(string(out), "CANARY") {
			t.Errorf("%s: the client has learnt better: %s", s.Name, out)
		}
	}
}

// evilSnapshot has each field of what a script is made of.
func evilSnapshot(engine string) map[string]any {
	text := `{"assay_snapshot": 1, "server": {"engine": "postgresql", "product": "PostgreSQL", "version": "18.1"}, "database": "d", "namespace": "n", "hidden": "h", "partial": "",
		"stamps": [{"table": "alembic_version", "revisions": ["r1"]}],
		"enums": [{"name": "e", "labels": "'a','b'"}],
		"tables": [{"name": "t", "columns": [{"name": "EATER", "type": {"name": "integer"}}, {"name": "c", "type": {"name": "varchar", "args": "40"}, "default": "'x'", "collation": "C", "comment": "k"},
			{"name": "v", "type": {"name": "interval", "attrs": "day to second"}}, {"name": "u", "type": {"name": "e", "named": true}}, {"name": "g", "type": {"name": "integer"}, "generated": "1 + 1", "stored": true},
			{"name": "i", "type": {"name": "integer"}, "identity": "ALWAYS"}, {"name": "p", "type": {"name": "integer"}, "nullable": true}],
			"indexes": [{"name": "t_pkey", "kind": "primary key", "parts": [{"column": "i"}]},
				{"name": "x", "kind": "index", "method": "btree", "parts": [{"column": "c", "options": "varchar_pattern_ops"}, {"expr": "lower(c)"}], "include": ["p"], "where": "p > 1"}],
			"foreign_keys": [{"name": "f", "columns": ["p"], "ref_table": "t", "ref_columns": ["i"], "on_delete": "CASCADE", "on_update": "SET NULL"}],
			"checks": [{"name": "k", "expr": "p > 1"}]}],
		"opaque": [{"kind": "view", "name": "w", "table": "t", "columns": ["c"], "definition": ["CREATE VIEW w AS SELECT c FROM t"], "space": "s"}]}`
	if engine == "mysql" {
		text = `{"assay_snapshot": 1, "server": {"engine": "mysql", "product": "MariaDB", "version": "10.11.19"}, "database": "d", "hidden": "h", "partial": "",
		"stamps": [{"table": "alembic_version", "revisions": ["r1"]}], "defaults": {"engine": "InnoDB", "charset": "utf8mb4", "collation": "utf8mb4_bin"},
		"tables": [{"name": "t", "options": {"engine": "InnoDB", "charset": "utf8mb4", "collation": "utf8mb4_general_ci"}, "row_format": "Dynamic",
			"columns": [{"name": "EATER", "type": {"name": "int"}}, {"name": "c", "type": {"name": "varchar", "args": "40"}, "default": "'x'", "charset": "latin1", "collation": "latin1_bin", "comment": "k"},
			{"name": "u", "type": {"name": "enum", "args": "'a','b'"}}, {"name": "d", "type": {"name": "int", "attrs": "unsigned"}, "default": "(1 + 1)"},
			{"name": "z", "type": {"name": "datetime"}, "default": "CURRENT_TIMESTAMP", "on_update": "CURRENT_TIMESTAMP"}, {"name": "g", "type": {"name": "int"}, "generated": "1 + 1", "stored": true},
			{"name": "i", "type": {"name": "int"}, "check": "i > 0"}, {"name": "p", "type": {"name": "int"}, "nullable": true}],
			"indexes": [{"name": "PRIMARY", "kind": "primary key", "parts": [{"column": "i"}]}, {"name": "x", "kind": "index", "method": "fulltext", "parts": [{"column": "c"}]}],
			"foreign_keys": [{"name": "f", "columns": ["p"], "ref_table": "t", "ref_columns": ["i"], "on_delete": "CASCADE", "on_update": "SET NULL"}],
			"checks": [{"name": "k", "expr": "p > 1"}]}],
		"opaque": [{"kind": "view", "name": "w"}, {"kind": "trigger", "name": "w", "table": "t"}]}`
	}
	var all map[string]any
	if err := json.Unmarshal([]byte(text), &all); err != nil {
		panic(err)
	}
	return all
}

// leaves calls f for each text in what JSON has, with its place and what sets it.
func leaves(place string, v any, set func(any), f func(place, was string, set func(any))) {
	switch v := v.(type) {
	case string:
		f(place, v, set)
	case map[string]any:
		for _, k := range slices.Sorted(mapsKeys(v)) {
			leaves(place+"."+k, v[k], func(x any) { v[k] = x }, f)
		}
	case []any:
		for i := range v {
			leaves(fmt.Sprintf("%s[%d]", place, i), v[i], func(x any) { v[i] = x }, f)
		}
	}
}

func mapsKeys(m map[string]any) func(func(string) bool) {
	return func(yield func(string) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}

// TestEvilSnapshots: whatever text stands in whichever field of a snapshot, it is refused, or the script that is made of it runs no command of the client's.
func TestEvilSnapshots(t *testing.T) {
	t.Parallel()
	for _, s := range servers(t) {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			engine := s.Server.Engine
			db, dir := s.Database(t), t.TempDir()
			write := func(name string, v any) string {
				text, err := json.Marshal(v)
				if err != nil {
					t.Fatal(err)
				}
				file := filepath.Join(dir, name)
				if err := os.WriteFile(file, text, 0o600); err != nil {
					t.Fatal(err)
				}
				return file
			}
			base := evilSnapshot(engine)
			empty := evilSnapshot(engine)
			delete(empty, "enums")
			delete(empty, "opaque")
			empty["tables"] = []any{map[string]any{"name": "other", "columns": []any{map[string]any{
				"name": "c",
				"type": map[string]any{"name": map[string]string{"mysql": "int", "postgresql": "integer"}[engine]},
			}}}}
			emptyFile := write("empty.json", empty)
			if o := assay(t, "diff", "--format", "sql", emptyFile, write("base.json", base)); o.code != exitFindings {
				t.Fatalf("the snapshot itself: status %d, %s", o.code, o.stderr)
			}
			n, refused := 0, 0
			leaves("", base, func(any) {}, func(place, was string, set func(any)) {
				if strings.HasPrefix(place, ".server.engine") {
					return
				}
				for i, evil := range canaries[engine] {
					if n++; !lab.Campaign() && n%7 != 0 {
						continue
					}
					eater := eaters[n%len(eaters)]
					set(evil)
					text, err := json.Marshal(base)
					set(was)
					if err != nil {
						t.Fatal(err)
					}
					file := filepath.Join(dir, "evil.json")
					if err := os.WriteFile(file, []byte(strings.Replace(string(text), "EATER", eater, 1)), 0o600); err != nil {
						t.Fatal(err)
					}
					ways := [][]string{{emptyFile, file}, {file, emptyFile}}
					for _, way := range ways[:map[bool]int{true: 2, false: 1 + n%2}[lab.Campaign()]] {
						o := assay(t, append([]string{"diff", "--format", "sql", "--allow-destructive"}, way...)...)
						if o.code == exitUnknown {
							refused++
							if o.stdout != "" || strings.Count(o.stderr, "\n") != 1 {
								t.Errorf("%s = %q: not one sentence: %s%s", place, evil, o.stdout, o.stderr)
							}
							continue
						}
						sets := clientSets[engine]
						if !lab.Campaign() {
							sets = sets[(n+i)%2 : (n+i)%2+1]
						}
						for _, client := range sets {
							silent(t, db, client, o.stdout)
						}
					}
				}
			})
			if refused == 0 {
				t.Error("nothing was refused")
			}
		})
	}
}

// TestEvilRaw: what reaches a script as it is written is refused in every form.
func TestEvilRaw(t *testing.T) {
	t.Parallel()
	raw := map[string][]string{
		"postgresql": {
			"default", "generated", "expr", "where", "options", "args", "attrs", "on_delete", "on_update", "method", "identity", "definition[0]",
			"product", "version",
		},
		"mysql": {
			"default", "generated", "expr", "check", "args", "attrs", "on_delete", "on_update", "method", "engine", "charset", "collation", "product",
			"version",
		},
	}
	for engine, fields := range raw {
		base := evilSnapshot(engine)
		dir := t.TempDir()
		seen := map[string]bool{}
		leaves("", base, func(any) {}, func(place, was string, set func(any)) {
			at := slices.IndexFunc(fields, func(f string) bool { return strings.HasSuffix(place, "."+f) })
			if at < 0 || place == ".server.engine" {
				return
			}
			seen[fields[at]] = true
			for _, evil := range append(slices.Clone(canaries[engine]), "1; DROP TABLE x", "1, 2", "1) , y int DEFAULT (1", "1 -- x", "1 /* x */", "(", "'") {
				if fields[at] == "args" && was == "'a','b'" && evil == "'" {
					continue
				}
				set(evil)
				text, _ := json.Marshal(base)
				set(was)
				file := filepath.Join(dir, "evil.json")
				if err := os.WriteFile(file, text, 0o600); err != nil {
					t.Fatal(err)
				}
				if o := assay(t, "diff", "--format", "sql", file, file); o.code != exitUnknown {
					t.Errorf("%s %s = %q is taken: %s", engine, place, evil, o.stdout)
				}
			}
		})
		for _, f := range fields {
			if !seen[f] {
				t.Errorf("%s: no field %s was tried", engine, f)
			}
		}
	}
}

// TestEvilDatabases: the same of live databases in every encoding, of their dumps, and of snapshots and scripts of all kinds.
func TestEvilDatabases(t *testing.T) {
	t.Parallel()
	for _, s := range servers(t) {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			encodings := []string{"UTF8 SJIS", "EUC_JP SJIS", "UTF8 GBK", "LATIN1 UTF8", "SQL_ASCII SJIS", "UTF8 BIG5", "UTF8 UHC", "UTF8 "}
			if s.Server.Engine == "mysql" {
				encodings = []string{"gbk", "utf8mb4", "latin1", "big5"}
				if s.Server.Product == "MySQL" && strings.HasPrefix(s.Server.Version, "5.6") {
					encodings[1] = "utf8" // its keys have 767 bytes at the most
				}
			}
			if !lab.Campaign() {
				encodings = encodings[:1]
			}
			for _, e := range encodings {
				evilDatabase(t, s, e)
			}
		})
	}
}

// TestEvilServer: the same of a server whose own encoding is one in which a letter's last byte may be a backslash.
func TestEvilServer(t *testing.T) {
	t.Parallel()
	s, err := lab.PeculiarMariaDB(t, "SET GLOBAL character_set_server = 'gbk'", "SET GLOBAL character_set_client = 'gbk'", "SET GLOBAL character_set_connection = 'gbk'",
		"SET GLOBAL character_set_results = 'gbk'")
	if err != nil {
		lab.Skip(t, err)
	}
	for _, encoding := range []string{"gbk", "utf8mb4"} {
		evilDatabase(t, s, encoding)
	}
}

// evilDatabase makes one, and runs all scripts that assay prints of it.
func evilDatabase(t *testing.T, s lab.Server, encoding string) {
	t.Helper()
	db := s.Database(t)
	name, client, _ := strings.Cut(encoding, " ")
	quote, drop := "`%s`", ` \! echo CANARY #`
	if s.Server.Engine == "postgresql" {
		quote, drop = `"%s"`, ` \echo CANARY #`
		own := db.Name + "_" + strings.ToLower(name)
		db.Exec(t, fmt.Sprintf("CREATE DATABASE %s TEMPLATE template0 ENCODING '%s' LC_COLLATE 'C' LC_CTYPE 'C'", own, name))
		t.Cleanup(func() {
			dropped(t, db, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '"+own+"'", "DROP DATABASE "+own)
		})
		if client != "" {
			t.Cleanup(func() {})
			db.Exec(t, fmt.Sprintf("ALTER DATABASE %s SET client_encoding = '%s'", own, client))
		}
		evil := *db
		evil.URL, evil.Name = s.URL(own), own
		db = &evil
	} else {
		db.Exec(t, "ALTER DATABASE "+db.Name+" CHARACTER SET "+name)
	}
	q := func(n string) string { return fmt.Sprintf(quote, n) }
	var sql strings.Builder
	if s.Server.Engine == "postgresql" {
		fmt.Fprintln(&sql, "SET client_encoding = 'UTF8';")
	} else {
		fmt.Fprintln(&sql, "\\C utf8mb4\nSET NAMES utf8mb4;")
	}
	for _, statement := range evilBase(t, s) {
		fmt.Fprintf(&sql, "%s;\n", statement)
	}
	letters := map[string][]string{"LATIN1": {"xä", "xß"}}[name]
	if letters == nil {
		letters = eaters[:2]
	}
	for i, l := range letters {
		fmt.Fprintf(&sql, "CREATE TABLE %s (%s int, %s int);\n", q(l), q(l), q(drop))
		fmt.Fprintf(&sql, "ALTER TABLE ps_endpoints ADD COLUMN %s int;\n", q(l))
		fmt.Fprintf(&sql, "CREATE INDEX %s ON ps_aors (contact);\n", q(fmt.Sprintf("%sy%d", l, i)))
		fmt.Fprintf(&sql, "CREATE INDEX %s ON ps_aors (contact);\n", q(fmt.Sprintf("%s%d", drop, i)))
	}
	fmt.Fprintf(&sql, "ALTER TABLE ps_endpoints ADD COLUMN %s int;\nALTER TABLE ps_endpoints DROP COLUMN stir_shaken_profile;\n", q(drop))
	stamp := letters[len(letters)-1]
	if name == "latin1" { // MySQL's names are Unicode, its texts are what the database has letters for
		stamp = "xä"
	}
	fmt.Fprintf(&sql, "DELETE FROM alembic_version_config;\nINSERT INTO alembic_version_config VALUES ('a%s');\n", strings.TrimPrefix(stamp, "x"))
	cmd := db.Client(t)
	cmd.Stdin = strings.NewReader(sql.String())
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%s: %v: %s", encoding, err, out)
	}
	fresh := "asterisk:22.10.1"
	snap := snapshot(t, db.URL)
	sources := []string{db.URL, snap}
	if file := evilDump(t, db); file != "" {
		sources = append(sources, file)
	}
	for _, source := range sources {
		for _, args := range [][]string{
			{"fix", "--at", "22.10.1"},
			{"fix", "--at", "22.10.1", "--allow-destructive"},
			{"check", "--at", "22.10.1", "--format", "sql"},
			{"preflight", "--sql", "--to", "22.10.1"},
			{"diff", "--format", "sql", "--allow-destructive", fresh},
			{"diff", "--format", "sql", "--allow-destructive"},
		} {
			all := append(slices.Clone(args), source)
			if len(args) == 4 && args[0] == "diff" {
				all = append(all, fresh)
			}
			o := assay(t, all...)
			if o.code == exitUnknown {
				t.Errorf("%s of %s: %s", args, encoding, o.stderr) // a server takes all of these names, so a script can be had of them
				continue
			}
			sets := clientSets[s.Server.Engine]
			if !lab.Campaign() {
				sets = sets[:2]
			}
			scratch := s.Database(t)
			for _, set := range sets {
				silent(t, scratch, set, o.stdout)
			}
		}
	}
}

func evilBase(t *testing.T, s lab.Server) []string {
	t.Helper()
	sql, err := replay.Release(s.Server, "22.10.1", "config")
	if err != nil {
		t.Fatal(err)
	}
	return sql
}

// evilDump is a dump of the database; empty: there is no program that takes one.
func evilDump(t *testing.T, db *lab.Database) string {
	t.Helper()
	client := db.Client(t)
	var cmd *exec.Cmd
	if client.Args[0] == "psql" {
		cmd = exec.Command("pg_dump", "--no-owner", "--encoding=UTF8", db.URL)
	} else {
		cmd = exec.Command("mariadb-dump", append(client.Args[1:len(client.Args)-1], "--default-character-set=utf8mb4", db.Name)...)
	}
	out, err := cmd.Output()
	if err != nil {
		return "" // of another version
	}
	file := filepath.Join(t.TempDir(), "dump.sql")
	if err := os.WriteFile(file, out, 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}
