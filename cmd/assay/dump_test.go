package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestDumpRefused: a file that is no whole dump is refused in one sentence that names it, and the line where one is to blame.
func TestDumpRefused(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ name, text, says string }{
		{"empty", " \n", "it is empty"},
		{"binary", "PGDMP\x01\x0e\x00\x04", "plain format"},
		{"no SQL", "this is a letter\nto nobody\n", "--engine"},
		{"no table", "SET NAMES utf8mb4;\nINSERT INTO `a` VALUES (1);\n", "no table is created"},
		{"cut off", "-- MariaDB dump 10.19  Distrib 10.11.6-MariaDB\n--\n-- Host: h    Database: asterisk\nCREATE TABLE `a` (`id` int);\n", "cut off"},
		{"cut off, without comments", "/*!40101 SET @OLD_CHARACTER_SET_CLIENT=@@CHARACTER_SET_CLIENT */;\nCREATE TABLE `a` (`id` int);\n", "cut off"},
		{"cut off in a table", "CREATE TABLE `a` (`id` int);\nCREATE TABLE `b` (`id` int, `c` varch", "dump.sql:2: the file ends inside"},
		{"cut off in PostgreSQL's table", "SELECT pg_catalog.set_config('search_path', '', false);\nCREATE TABLE public.a (e text);\nCREATE TABLE b (id int, c var", "dump.sql:3: the file ends inside"},
		{"all databases", "--\n-- PostgreSQL database cluster dump\n--\nCREATE TABLE public.a (id text);\n", "all databases"},
		{"several databases", "USE `x`;\nCREATE TABLE `a` (`id` int);\nUSE `y`;\nCREATE TABLE `b` (`id` int);\n", "(x, y): say which with --database"},
		{"too wide", "SET NAMES utf8mb4;\nCREATE TABLE `a` (`id` int" + strings.Repeat(", `id` int", 4096) + ");\n", "dump.sql:2: no server takes"},
		{"compressed", "BZh91AY&SY", "bunzip2 -c FILE"},
		{"compressed and cut off", "\x1f\x8b\x08\x00\x00\x00\x00\x00", "it ends in the middle"},
		{"cut off in a text", "-- PostgreSQL database dump\n\nSET search_path = '';\nCREATE TABLE public.a (id text DEFAULT 'x", "cut off"},
		{"twice", "CREATE TABLE `a` (`id` int);\n\nCREATE TABLE `a` (`id` int);\n", "dump.sql:3: "},
		{"gibberish", "CREATE TABLE `a` (`id` int);\nMAKE IT SO;\n", "dump.sql:2: "},
		{"without options", "-- MariaDB dump 10.19  Distrib 10.11.6-MariaDB\n--\n-- Host: h    Database: x\n-- Server version\t10.11.6-MariaDB\nCREATE TABLE `a` (\n  `id` int(11) NOT NULL,\n  PRIMARY KEY (`id`)\n);\n-- Dump completed\n", "--skip-opt"},
		{"without options and comments", "/*M!999999\\- enable the sandbox mode */ \nCREATE TABLE `a` (\n  `id` int(11) NOT NULL,\n  PRIMARY KEY (`id`)\n);\n", "--skip-create-options"},
		{"before the data", "-- PostgreSQL database dump\nSELECT pg_catalog.set_config('search_path', '', false);\nCREATE TABLE public.a (\n    id integer NOT NULL\n);\n" +
			"CREATE TABLE public.alembic_version (\n    version_num character varying(32) NOT NULL\n);\n-- PostgreSQL database dump complete\n", "--section=pre-data"},
		{"behind the data", "-- PostgreSQL database dump\nSELECT pg_catalog.set_config('search_path', '', false);\nALTER TABLE ONLY public.a\n    ADD CONSTRAINT a_pkey PRIMARY KEY (id);\n-- PostgreSQL database dump complete\n", "is it one dump, and whole?"},
		{"open quote", "SET NAMES utf8mb4;\nCREATE TABLE `a` (\n`id` int DEFAULT 'x);\n", "cannot be cut into statements: line 3: "},
		{"in the mode of another server", "/*!40101 SET @OLD_SQL_MODE=@@SQL_MODE, SQL_MODE='NO_AUTO_VALUE_ON_ZERO,ORACLE' */;\n-- MariaDB dump 10.19  Distrib 10.11.6-MariaDB\n-- Server version\t10.11.6-MariaDB\n" +
			"CREATE TABLE \"a\" (\n  \"id\" int(11) NOT NULL,\n  PRIMARY KEY (\"id\")\n);\n-- Dump completed\n", "AUTO_INCREMENT and charsets are left out"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			file := written(t, "dump.sql", test.text)
			o := assay(t, "check", file)
			if o.code != exitUnknown || o.stdout != "" || !strings.Contains(o.stderr, test.says) || strings.Count(o.stderr, "\n") != 1 {
				t.Errorf("exit status %d: %s%s", o.code, o.stdout, o.stderr)
			}
		})
	}
}

// TestDumpOfSeveralDatabases: one database is read out of a dump of several, and what cannot be read in it has the line of the file.
func TestDumpOfSeveralDatabases(t *testing.T) {
	t.Parallel()
	second := map[string]string{"mysql": "CREATE TABLE `b`", "postgresql": "CREATE TABLE public.b"}
	for engine, table := range second {
		dump := filepath.Join("..", "..", "testdata", "several", engine+".sql")
		says := func(want string, code int, args ...string) {
			t.Helper()
			if o := assay(t, args...); o.code != code || !strings.Contains(o.stdout+o.stderr, want) {
				t.Errorf("%s: exit status %d, and not %q: %s%s", engine, o.code, want, o.stdout, o.stderr)
			}
		}
		says("compared: 1 table;", exitClean, "diff", dump, dump, "--database", "x")
		says("compared: 2 tables;", exitClean, "diff", dump, dump, "--database", "y")
		says("database y (", exitClean, "diff", dump, dump, "--database", "y")
		says("there is no database z in this dump of several (x, y)", exitUnknown, "diff", dump, dump, "--database", "z")

		before, after, _ := strings.Cut(read(t, dump), table)
		bad := written(t, "bad.sql", before+strings.Replace(table, "TABLE", "TABEL", 1)+after)
		says(fmt.Sprintf("bad.sql:%d: ", 1+strings.Count(before, "\n")), exitUnknown, "check", bad, "--database", "y")
		says("--database is for dumps of several databases alone", exitUnknown, "check", "--database", "x", engine+"://root@localhost/x")
	}
}

// TestDumpOfREADME: the dump that README shows first is found out, and repaired, as a whole.
func TestDumpOfREADME(t *testing.T) {
	t.Parallel()
	o := assay(t, "check", "../../testdata/asterisk.sql")
	if o.code != exitFindings || !strings.Contains(o.stdout, "MariaDB 10.11.14, database asterisk") || !strings.Contains(o.stdout, "4 errors, 0 warnings, 3 info") {
		t.Errorf("exit status %d: %s%s", o.code, o.stdout, o.stderr)
	}
	o = assay(t, "fix", "../../testdata/asterisk.sql")
	if o.code != exitClean || !strings.Contains(o.stdout, "ADD COLUMN `qualify_2xx_only`") || !strings.Contains(o.stdout, "SET `version_num` = 'e89e30cee53f'") {
		t.Errorf("exit status %d: %s%s", o.code, o.stdout, o.stderr)
	}
}

func written(t *testing.T, name, text string) (file string) {
	t.Helper()
	file = filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}
