package assay_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"assay"
	"assay/compare"
	"assay/dialect"
	"assay/expected"
	"assay/schema"
)

// TestOptions: what contradicts itself, or would find nothing, is refused with a sentence, as the command line refuses it.
func TestOptions(t *testing.T) {
	t.Parallel()
	const release = "asterisk:20.20.1"
	check := func(db string, o assay.Options) func(context.Context) error {
		return func(ctx context.Context) error { _, err := assay.Check(ctx, db, o); return err }
	}
	for _, c := range []struct {
		want string
		ask  func(context.Context) error
	}{
		{`there is no tree "nosuch"`, check(release, assay.Options{Trees: []string{"nosuch"}})},
		{"the Trees are those of the built-in histories", check("testdata/asterisk.sql", assay.Options{History: "x", Trees: []string{"config"}})},
		{"a release of Asterisk is for the built-in histories", check("testdata/asterisk.sql", assay.Options{History: "x", Asterisk: "20"})},
		{release + " is of the built-in histories", check(release, assay.Options{History: "x"})},
		{`"-" is named twice`, check("-", assay.Options{History: "-", Stdin: strings.NewReader("x")})},
		{"standard input: it is empty", check("-", assay.Options{})},
		{"the history on standard input is empty", check("testdata/asterisk.sql", assay.Options{History: "-"})},
		{"a Timeout of 1µs", check(release, assay.Options{Timeout: time.Microsecond})},
		{"a DataTimeout of -1s", check(release, assay.Options{DataTimeout: -time.Second})},
		{"-5 DataRows", check(release, assay.Options{DataRows: -5})},
		{"no release or revision is named", func(ctx context.Context) error {
			_, err := assay.Preflight(ctx, release, "", assay.Options{})
			return err
		}},
		{"nothing is named to be judged", func(ctx context.Context) error {
			_, err := assay.Lint(ctx, "", assay.Options{})
			return err
		}},
		{`"-" is named twice`, func(ctx context.Context) error {
			_, err := assay.Diff(ctx, "-", "-", assay.Options{Stdin: strings.NewReader("CREATE TABLE t (a int);")})
			return err
		}},
	} {
		if err := c.ask(t.Context()); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v, want %s", err, c.want)
		}
	}
}

// TestEmptyPlace: a name that is empty is no place in a history, neither the newest one nor a database.
func TestEmptyPlace(t *testing.T) {
	t.Parallel()
	_, err := assay.Diff(t.Context(), "revision:", "asterisk:22", assay.Options{})
	if err == nil || err.Error() != `"revision:" names no revision or release` {
		t.Error(err)
	}
	histories, err := expected.BuiltIn(expected.Trees(), "mysql", must(dialect.For(schema.Server{Engine: "mysql"})))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := compare.New(compare.Place(""), compare.Place("22"), schema.Server{Engine: "mysql"}, histories); err == nil {
		t.Error("an empty name is a place")
	}
}

func must[T any](x T, err error) T {
	if err != nil {
		panic(err)
	}
	return x
}

// TestNoTrees: a list of trees without any is none, so that all are looked at.
func TestNoTrees(t *testing.T) {
	t.Parallel()
	r, err := assay.Check(t.Context(), "asterisk:20.20.1", assay.Options{Trees: []string{}})
	if err != nil || len(r.Trees) != 4 {
		t.Errorf("%v, %v", r, err)
	}
}

// TestHistoryOfConfig: the history that a configuration file names is the one that is meant, as on the command line.
func TestHistoryOfConfig(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	const stamp = "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL"
	for name, text := range map[string]string{
		"assay.yaml": "history: up.sql\n",
		"up.sql": stamp + ");\n-- Running upgrade  -> aaaa\nCREATE TABLE t (a INTEGER) ENGINE=InnoDB;\n" +
			"INSERT INTO alembic_version (version_num) VALUES ('aaaa');\n",
		"dump.sql": "-- MariaDB dump 10.19  Distrib 10.11.6-MariaDB\n" + stamp + ") ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;\nCREATE TABLE t (a int DEFAULT NULL) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;\n" +
			"INSERT INTO `alembic_version` VALUES ('aaaa');\n-- Dump completed\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	o := assay.Options{Config: filepath.Join(dir, "assay.yaml")}
	r, err := assay.Check(t.Context(), filepath.Join(dir, "dump.sql"), o)
	if err != nil || len(r.Trees) != 1 || r.Trees[0].Verdict != "agrees" || len(r.Trees[0].Findings) > 0 {
		t.Errorf("%+v, %v", r, err)
	}
	if _, err := assay.Lint(t.Context(), "", o); err != nil {
		t.Error(err)
	}
	if _, err := assay.Check(t.Context(), "asterisk:20.20.1", o); err != nil {
		t.Error(err)
	}
}
