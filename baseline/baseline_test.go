package baseline_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"assay/baseline"
)

func TestBaseline(t *testing.T) {
	t.Parallel()
	column := baseline.Entry{Command: "check", Rule: "extra-column", Tree: "config", Table: "ps_endpoints", Object: "tenant", Got: "varchar(40) NULL"}
	key := baseline.Entry{Command: "lint", Rule: "no-primary-key", Table: "log"}
	var b baseline.Baseline
	b.Add(column, "column ps_endpoints.tenant is not part of this revision")
	b.Add(key, "table log has no primary key")
	b.Add(key, "table log has no primary key")

	var text bytes.Buffer
	if err := b.Write(&text, "2026-11-27"); err != nil {
		t.Fatal(err)
	}
	read, err := baseline.Read(text.Bytes())
	if err != nil || read.Len() != 3 {
		t.Fatalf("%d entries come back, %v; want 3", read.Len(), err)
	}
	var again bytes.Buffer
	if err := read.Write(&again, "2026-11-27"); err != nil || again.String() != text.String() {
		t.Errorf("what was read is written otherwise, %v:\n%s", err, again.String())
	}
	wider := column
	wider.Got = "varchar(255) NULL"
	got := []bool{read.Accepts(key), read.Accepts(key), read.Accepts(key), read.Accepts(wider)}
	if want := []bool{true, true, false, false}; !slices.Equal(got, want) {
		t.Errorf("accepted are %t, want %t", got, want)
	}
	of := func(command string) func(baseline.Entry) bool {
		return func(e baseline.Entry) bool { return e.Command == command }
	}
	if gone := read.Gone(of("check")); !slices.Equal(gone, []string{"column ps_endpoints.tenant is not part of this revision [extra-column]"}) {
		t.Errorf("gone are %q", gone)
	}
	if gone := read.Gone(of("lint")); gone != nil {
		t.Errorf("of lint are gone %q, and all were found", gone)
	}
}

func TestReadRefuses(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":                                  "this is no baseline",
		`{"version":1}`:                     "this is no baseline",
		`{"assay_baseline":2}`:              "format 2 and this assay reads format 1",
		`{"assay_baseline":1,"accepted":3}`: "cannot be read",
		`{"assay_baseline":1,"taken":[]}`:   `unknown field "taken"`,
		`{"assay_baseline":1,"accepted":[]`: "the baseline cannot be read: unexpected EOF",
		`{"assay_baseline":1}{}`:            "the baseline cannot be read: something follows behind its end",
		"\ufeff" + `{"assay_baseline":2}`:   "format 2 and this assay reads format 1",
	} {
		if _, err := baseline.Read([]byte(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("reading %q: %v, want %q", text, err, want)
		}
	}
}
