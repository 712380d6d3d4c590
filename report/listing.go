package report

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"assay/rules"
)

// A Listing is findings one after the other, whatever tree they are of: what the linter and the history's judge find, and what is left of a [Report] for
// those who ask for no more. Its JSON is a contract: fields are added, never changed, while Version is 1.
type Listing struct {
	Version int    `json:"version"`
	Command string `json:"command"` // that found them: "lint", "history verify", …
	// Database is what was looked at; nil, and not in the JSON: files were.
	Database *Database `json:"database,omitzero"`
	// Graph is the history in the files, its fields among those of the listing; nil, and not in the JSON: there is none.
	*Graph
	Findings []Finding `json:"findings"`
	Summary  Summary   `json:"summary"`
	// Notes say what could not be judged, and why; nil, and not in the JSON: all could.
	Notes []string `json:"notes,omitzero"`
	// Baseline is as in [Report].
	Baseline *Baseline `json:"baseline,omitzero"`
	// Ignored, Settings, FailOn and Next are as in [Report].
	Ignored  []Ignored      `json:"ignored,omitzero"`
	Settings string         `json:"-"`
	Next     string         `json:"-"`
	FailOn   rules.Severity `json:"-"`
	// Asterisk is as in [Report].
	Asterisk bool `json:"-"`
	// Trees are those that were looked at, with findings or without; none: findings are of no tree.
	Trees []string `json:"-"`
	// Subject says what was looked at, for people; empty: the graph says it.
	Subject string `json:"-"`
	// Inherited has people see the inherited findings too, which are otherwise only counted.
	Inherited bool `json:"-"`
}

// A Graph is the history that revisions in files make.
type Graph struct {
	Folders   []string `json:"folders"`
	Base      string   `json:"base"` // what it was compared with; empty: nothing
	Revisions int      `json:"revisions"`
	Heads     []string `json:"heads"`
}

// Listing implements [Result].
func (l *Listing) Listing() *Listing { return l }

// Count sums the findings up.
func (l *Listing) Count() { l.Summary = tally(l.Findings) }

// Reaches reports whether a finding is at least that severe.
func (l *Listing) Reaches(s rules.Severity) bool { return l.Summary.reaches(s) }

// json prints it as one JSON object. Empty lists are [], never null.
func (l *Listing) json(w io.Writer) error {
	c := *l
	c.Findings, c.Baseline = listedFindings(l.Findings), l.Baseline.listed()
	if l.Graph != nil {
		c.Graph = &Graph{Folders: list(l.Folders), Base: l.Base, Revisions: l.Revisions, Heads: list(l.Heads)}
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(c)
}

// about says what was looked at, a line each.
func (l *Listing) about() []string {
	var lines []string
	if l.Subject != "" {
		lines = append(lines, clean(l.Subject))
	}
	if l.Graph == nil {
		return lines
	}
	lines = append(lines, fmt.Sprintf("%s: %s, %s (%s)", clean(strings.Join(l.Folders, ", ")), count(l.Revisions, "revision"), count(len(l.Heads), "head"), clean(shorten(l.Heads))))
	if l.Base != "" {
		lines = append(lines, "compared with "+clean(l.Base))
	}
	return lines
}

// shown are the findings that people see one by one.
func (l *Listing) shown() []Finding {
	return keep(l.Findings, func(f Finding) bool { return l.Inherited || !f.Inherited })
}

// inherited says how many findings are inherited, shown or not, since the sum leaves them out; empty: none.
func (l *Listing) inherited() string {
	if n := l.Summary.Inherited; n > 0 {
		return count(n, "finding") + " inherited: so in the expected revision too"
	}
	return ""
}

// text prints it for people, by file or table.
func (l *Listing) text(w io.Writer) error {
	t := text{Writer: bufio.NewWriter(w)}
	for _, line := range l.about() {
		t.printf("%s\n", line)
	}
	for _, n := range l.Notes {
		t.printf("note: %s\n", clean(n))
	}
	t.findings(l.shown())
	t.printf("\n%s\n", summary(l.Summary))
	for _, line := range append([]string{l.inherited(), ignored(l.Ignored, l.Settings)}, l.Baseline.lines()...) {
		if line != "" {
			t.printf("%s\n", line)
		}
	}
	if l.Next != "" {
		t.printf("next: %s\n", l.Next)
	}
	return t.Flush()
}

// shorten names a few of many.
func shorten(names []string) string {
	const few = 6
	if len(names) > few {
		names = append(names[:few-1:few-1], fmt.Sprintf("and %d more", len(names)-few+1))
	}
	return strings.Join(names, ", ")
}

// Listing implements [Result]: the findings of all trees, and of an upgrade what is in its way. Where the upgrade runs to its end, what is found after it
// stands for what is so now, as in the text.
func (r *Report) Listing() *Listing {
	l := &Listing{
		Version: r.Version, Command: r.Command, Database: &r.Database, Subject: r.Database.Server + ", database " + r.Database.Name,
		Baseline: r.Baseline, Ignored: r.Ignored, Settings: r.Settings, Next: r.Next, FailOn: r.FailOn, Asterisk: r.Asterisk,
	}
	for _, t := range r.Trees {
		l.Trees = append(l.Trees, t.Tree)
		for _, f := range t.all() {
			f.Tree = t.Tree
			l.Findings = append(l.Findings, f)
		}
	}
	l.Count()
	return l
}

const skippedRevision = "skipped-revision"

// all are the findings of a tree, and what is in the way of its upgrade. Of an upgrade that may not be run one at least is an error.
func (t Tree) all() []Finding {
	u := t.Upgrade
	if u == nil {
		return t.Findings
	}
	found := t.Findings
	if u.ends() {
		found = append(keep(t.Findings, func(f Finding) bool { return t.ofStamp(f) || rules.OfStamp(f.Rule) }), u.After...)
	}
	said := map[string]bool{}
	found = keep(found, func(f Finding) bool { // of a revision that was skipped is said once that it was
		again := f.Rule == skippedRevision && said[f.Revision]
		said[f.Revision] = said[f.Revision] || f.Rule == skippedRevision
		return !again
	})
	for _, s := range u.Skipped {
		if !said[s.Revision] {
			found = append(found, Finding{Rule: skippedRevision, Severity: rules.Error, Revision: s.Revision, Message: "revision " + s.Revision + " was skipped: " + s.Cause})
		}
	}
	found = append(u.obstacles(), found...)
	if u.word() == goesNo && tally(found).Error == 0 {
		found = slices.Insert(found, 0, Finding{Rule: rules.UpgradeUnsafe.Name, Severity: rules.Error, Revision: u.Target, Message: "the upgrade must not be run: " + u.reason()})
	}
	return found
}

// ofStamp reports whether a finding is about the version table.
func (t Tree) ofStamp(f Finding) bool { return f.Table == t.Stamp.Table }

// obstacles are what is in the way of the upgrade, as findings.
func (u *Upgrade) obstacles() []Finding {
	var found []Finding
	add := func(f Finding, severity rules.Severity) {
		f.Severity = severity
		found = append(found, f)
	}
	if u.Refuses != "" {
		add(Finding{Rule: rules.UpgradeRefused.Name, Revision: u.Target, Message: "Alembic does nothing: " + u.Refuses}, rules.Error)
	}
	if s := u.Stops; s != nil {
		add(Finding{
			Rule: rules.UpgradeStops.Name, Revision: s.Revision,
			Message: fmt.Sprintf("the upgrade stops at %s, statement %d of %d (%s): %s; %s", s.Revision, s.Statement, s.Of, oneLine(s.SQL), s.Error, u.Stays),
		}, rules.Error)
	}
	for _, p := range u.Data {
		f := Finding{Rule: rules.UpgradeData.Name, Table: p.Table, Object: p.Column, Revision: p.Revision, Message: p.answer()}
		switch {
		case p.Rows != nil && *p.Rows == 0, p.Rows == nil && p.Error == "" && !p.Undecided: // nothing is wrong, or it does not matter
		case p.Fatal && (!p.Undecided || !u.Accepted):
			add(f, rules.Error)
		default:
			add(f, rules.Warning)
		}
	}
	return found
}

// answer says in a sentence what came of a question to the data.
func (p Probe) answer() string {
	switch {
	case p.Error != "" && p.SQL != "":
		return "not checked: " + p.Error + "; " + p.Problem
	case p.Error != "":
		return p.Error
	case p.Rows == nil:
		return "not looked at: " + p.Problem
	}
	return count(*p.Rows, "row") + ": " + p.Problem + examples(p.Examples)
}
