package report

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/fatih/color"

	"assay/result"
)

// RehearsalFormats are the ways to print a rehearsal, by name.
var RehearsalFormats = map[string]func(io.Writer, *result.Rehearsal) error{"text": rehearsalText, "json": rehearsalJSON}

func rehearsalJSON(w io.Writer, r *result.Rehearsal) error {
	c := *r
	c.Commands, c.Predictions, c.Open, c.Unmade = list(c.Commands), list(c.Predictions), list(c.Open), list(c.Unmade)
	c.Unasked, c.Filled = list(c.Unasked), list(c.Filled)
	return encodeJSON(w, &c)
}

var (
	cameTrue = paint(color.FgGreen)
	wasWrong = paint(color.FgRed, color.Bold)
)

// rehearsalText begins with whether the predictions came true.
func rehearsalText(w io.Writer, r *result.Rehearsal) error {
	t := text{bufio.NewWriter(w)}
	wrong := 0
	for _, p := range r.Predictions {
		if !p.True {
			wrong++
		}
	}
	all := len(r.Predictions)
	if r.Agrees {
		said := map[bool]string{true: "the one prediction", false: fmt.Sprintf("all %d predictions", all)}[all == 1]
		agrees := cameTrue("AGREES") + " "
		if r.Rowless() {
			agrees += "without rows:"
		}
		t.printf("%s %s came true: %s\n\n", agrees, said, clean(r.Outcome))
	} else {
		t.printf("%s  %d of %s did not come true: %s\n\n", wasWrong("DISAGREES"), wrong, count(all, "prediction"), clean(r.Outcome))
	}
	t.printf("  database   %s\n", clean(r.Database))
	t.printf("  scratch    %s (%s)\n", clean(r.Scratch), clean(r.Server))
	t.printf("  upgrade    %s to %s\n", clean(r.Tree), clean(r.Target))
	t.rehearsed(r)
	t.unasked(r)
	t.printf("\n  the scratch database is left %s\n", clean(r.Left))
	return t.Flush()
}

// rehearsed says what was made and run, and what came of it.
func (t text) rehearsed(r *result.Rehearsal) {
	for _, u := range r.Unmade {
		t.printf("  not made   %s: %s; nothing of it was rehearsed\n", clean(u.Object), clean(u.Why))
	}
	t.filled(r.Filled)
	for _, c := range r.Commands {
		t.printf("  run        %s\n", clean(c))
	}
	for _, p := range r.Predictions {
		word := cameTrue("true     ")
		if !p.True {
			word = wasWrong("WRONG    ")
		}
		t.printf("  %s  %s: %s\n             %s\n", word, p.About, clean(p.Said), clean(p.Came))
	}
	for _, p := range r.Open {
		t.printf("  open       %s: %s: %s\n", clean(p.About), clean(p.Said), clean(p.Came))
	}
}

// unasked says of which rows the rehearsal proves nothing.
func (t text) unasked(r *result.Rehearsal) {
	n := len(r.Unasked)
	if n == 0 {
		return
	}
	about := slices.Clone(r.Unasked)
	slices.Sort(about)
	said := map[bool]string{true: "1 question to the data is open", false: fmt.Sprintf("%d questions to the data are open", n)}[n == 1]
	t.printf("  not proved %s (%s): assay preflight asks your rows", said, clean(strings.Join(slices.Compact(about), ", ")))
	if r.Rowless() {
		t.printf("; --rows N tries it on made-up ones")
	}
	t.printf("\n")
}

// filled says which tables have made-up rows.
func (t text) filled(all []result.Filled) {
	tables, rows := 0, 0
	for _, f := range all {
		if f.Rows > 0 {
			tables++
			rows += f.Rows
		}
	}
	if len(all) > 0 {
		t.printf("  made up    %s in %s\n", count(rows, "row"), count(tables, "table"))
	}
	for _, f := range all {
		if f.Why != "" {
			t.printf("  rows       %s has %s: %s\n", clean(f.Table), count(f.Rows, "row"), clean(f.Why))
		}
	}
}
