package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestModelsRefusal: what is said beside --models and has no meaning there is refused by its name, and nothing else is named; a dump of another engine is called so.
func TestModelsRefusal(t *testing.T) {
	t.Parallel()
	for more, left := range map[string]string{
		"check --tree config": "--tree", "check --format sql": "--format sql", "check --since-last x": "--since-last", "check -c x.ini": "-c",
		"check --asterisk 22": "--asterisk", "check mysql://u:s3cret@h/d": "the database mysql://u:…@h/d", "check --all": "more databases", "baseline --tree config": "--tree",
	} {
		assay(t, append(strings.Fields(more), "--models", "m.sql", "--history", "h.sql")...).refuses(t,
			"--models has what the models declare compared with the end of --history, and with nothing else: leave out "+left)
	}
	file := filepath.Join(t.TempDir(), "pg.sql")
	dump := "CREATE TABLE public.one (id integer NOT NULL, at timestamp with time zone DEFAULT now());\nALTER TABLE ONLY public.one ADD CONSTRAINT one_pkey PRIMARY KEY (id);\n"
	if err := os.WriteFile(file, []byte(dump), 0o600); err != nil {
		t.Fatal(err)
	}
	history := writtenHistory(t, strings.ReplaceAll(rowsLast, "id INTEGER NOT NULL", "id INTEGER NOT NULL AUTO_INCREMENT"))
	o := assay(t, "check", "--models", file, "--history", history)
	if want := "assay: --models: the history " + history + " is of mysql, and " + file + " is of postgresql: "; o.code != exitUnknown || !strings.HasPrefix(o.stderr, want) ||
		!strings.HasSuffix(o.stderr, "have create_all make the models on the engine that the history is of\n") {
		t.Errorf("%d, %s", o.code, o.stderr)
	}
}
