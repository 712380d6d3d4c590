package report_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"assay/report"
	"assay/result"
	"assay/rules"
)

// alike are findings of one kind in so many tables.
func alike(n int) []result.Finding {
	var found []result.Finding
	for i := range n {
		table := fmt.Sprint("t", i)
		found = append(found, result.Finding{
			Rule: "type-changed", Severity: rules.Warning, Table: table, Object: "on", Want: "enum('no','yes')", Got: "varchar(3)",
			Message: "column " + table + ".on is varchar(3): calls go on as before", Fix: []string{"ALTER " + table},
		})
	}
	return found
}

// TestFold: what is found of many things is said once, each thing is counted, and none of the rest gets lost or changes its place.
func TestFold(t *testing.T) {
	t.Parallel()
	other := result.Finding{Rule: "extra-column", Severity: rules.Info, Table: "t0", Object: "own", Message: "column t0.own is not part of this revision"}
	got := printed(t, "text", &result.Listing{Subject: "subject", Findings: append(alike(5), other)})
	if strings.Contains(got, "times") || strings.Count(got, "calls go on as before") != 5 {
		t.Errorf("five are folded:\n%s", got)
	}
	found := append(alike(1), other)
	found = append(found, alike(20)[1:]...)
	odd := alike(1)[0]
	odd.Table, odd.Got = "t99", "int"
	got = printed(t, "text", &result.Listing{Subject: "subject", Findings: append(found, odd)})
	want := `subject

  20 tables
    warning  20 times: column t0.on is varchar(3): calls go on as before  [type-changed]
             expected enum('no','yes'), found varchar(3)
             the same of t1.on, t2.on, t3.on, t4.on, t5.on, t6.on, t7.on, t8.on, t9.on, t10.on, t11.on, t12.on, and 7 more (--format json names all)

  t0
    info     column t0.own is not part of this revision  [extra-column]

  t99
    warning  column t0.on is varchar(3): calls go on as before  [type-changed]
             expected enum('no','yes'), found int

no findings
`
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	set := alike(6)
	for i := range set {
		set[i].Revision = fmt.Sprint("r", i/3)
	}
	if got := printed(t, "text", &result.Listing{Findings: set}); strings.Contains(got, "set by") || !strings.Contains(got, "6 times") {
		t.Errorf("set by two revisions:\n%s", got)
	}
	for i := range set {
		set[i].Revision = "r"
	}
	if got := printed(t, "text", &result.Listing{Findings: set}); !strings.Contains(got, "found varchar(3) (set by r)") {
		t.Errorf("set by one revision:\n%s", got)
	}
	var one []result.Finding
	for i := range 6 {
		one = append(one, result.Finding{
			Rule: "extra-column", Table: "mine", Object: fmt.Sprint("c", i),
			Message: fmt.Sprintf("column mine.c%d is not part of this revision", i),
		})
	}
	got = printed(t, "text", &result.Listing{Subject: "subject", Findings: one})
	if !strings.Contains(got, "\n  mine\n    info     6 times: column mine.c0 is not part of this revision  [extra-column]\n             the same of mine.c1, "+
		"mine.c2, mine.c3, mine.c4, mine.c5\n") {
		t.Errorf("of one table:\n%s", got)
	}
	var files []result.Finding
	for i := range 6 {
		files = append(files, result.Finding{Rule: "docstring-differs", File: fmt.Sprintf("v/%d.py", i), Line: 3, Message: "the docstring says otherwise"})
	}
	got = printed(t, "text", &result.Listing{Findings: files})
	if !strings.Contains(got, "\n  6 places\n    info     6 times: the docstring says otherwise  [docstring-differs]\n             the same of v/1.py:3, v/2.py:3, ") {
		t.Errorf("of files:\n%s", got)
	}
}

// TestWrapped: no line is longer than the terminal, none loses a word, and text stands below where it began; commands and queries stay whole.
func TestWrapped(t *testing.T) {
	t.Parallel()
	r := hostileForecast()
	r.Next = strings.Repeat("assay check ", 20)
	r.Trees[0].Notes = []string{strings.Repeat("a note of many words ", 10)}
	l := &result.Listing{Subject: strings.Repeat("subject ", 20), Findings: alike(30)}
	for _, result := range []report.Result{r, l, hostileReport()} {
		var plain, b bytes.Buffer
		if err := report.Text(&plain, result); err != nil {
			t.Fatal(err)
		}
		if err := report.Wrapped(&b, result, 60); err != nil {
			t.Fatal(err)
		}
		if strings.Join(strings.Fields(plain.String()), " ") != strings.Join(strings.Fields(b.String()), " ") {
			t.Errorf("the words are others:\n%s\nthan\n%s", b.String(), plain.String())
		}
		for line := range strings.Lines(b.String()) {
			words := strings.Fields(line)
			longest := 0
			for _, w := range words {
				longest = max(longest, len([]rune(w)))
			}
			if len([]rune(line)) > 61 && longest < 40 && words[0] != "next:" && words[0] != "SELECT" {
				t.Errorf("a line is longer: %q", line)
			}
		}
		if result == report.Result(r) && !strings.Contains(b.String(), "\n  note       a note of many words a note of many words a\n             note of many words") {
			t.Errorf("the note is not below itself:\n%s", b.String())
		}
		b.Reset()
		if err := report.Wrapped(&b, result, 1000000); err != nil || b.String() != plain.String() {
			t.Errorf("on a wide terminal it is another: %v\n%s", err, b.String())
		}
	}
}
