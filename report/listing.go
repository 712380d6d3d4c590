package report

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"assay/result"
	"assay/rules"
)

// jsonListing prints it as one JSON object. Empty lists are [], never null.
func jsonListing(l *result.Listing, w io.Writer) error {
	c := *l
	c.Findings, c.Baseline = listedFindings(l.Findings), baselineListed(l.Baseline)
	if l.Graph != nil {
		c.Graph = &result.Graph{Folders: list(l.Folders), Base: l.Base, Revisions: l.Revisions, Heads: list(l.Heads)}
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(c)
}

// about says what was looked at, a line each.
func about(l *result.Listing) []string {
	var lines []string
	if l.Subject != "" {
		lines = append(lines, clean(l.Subject))
	}
	if l.Graph == nil {
		return lines
	}
	lines = append(lines, fmt.Sprintf("%s: %s, %s (%s)", clean(strings.Join(l.Folders, ", ")), count(l.Revisions, "revision"),
		count(len(l.Heads), "head"), clean(shorten(l.Heads))))
	if l.Base != "" {
		lines = append(lines, "compared with "+clean(l.Base))
	}
	return lines
}

// shown are the findings that people see one by one.
func shown(l *result.Listing) []result.Finding {
	return keep(l.Findings, func(f result.Finding) bool { return l.Inherited || !f.Inherited })
}

// inherited says how many findings are inherited, shown or not, since the sum leaves them out; empty: none.
func inherited(l *result.Listing) string {
	if n := l.Summary.Inherited; n > 0 {
		return count(n, "finding") + " inherited from the expected revision"
	}
	return ""
}

// textListing prints it for people, by file or table.
func textListing(l *result.Listing, w io.Writer) error {
	t := text{Writer: bufio.NewWriter(w)}
	for _, line := range about(l) {
		t.printf("%s\n", line)
	}
	for _, n := range l.Notes {
		t.printf("note: %s\n", clean(n))
	}
	t.findings(shown(l))
	t.printf("\n%s\n", summary(l.Summary))
	for _, line := range append([]string{inherited(l), ignored(l.Ignored, l.Settings)}, baselineLines(l.Baseline)...) {
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

// listed are the findings of all trees, and of an upgrade what is in its way. Where the upgrade runs to its end, what is found after it
// stands for what is so now, as in the text.
func listed(r *result.Report) *result.Listing {
	l := &result.Listing{
		Version: r.Version, Command: r.Command, Database: &r.Database, Subject: r.Database.Server + ", database " + r.Database.Name,
		Baseline: r.Baseline, Ignored: r.Ignored, Settings: r.Settings, Next: r.Next, FailOn: r.FailOn, Asterisk: r.Asterisk,
	}
	for _, t := range r.Trees {
		l.Trees = append(l.Trees, t.Tree)
		for _, f := range allOf(t) {
			f.Tree = t.Tree
			l.Findings = append(l.Findings, f)
		}
	}
	l.Count()
	return l
}

const skippedRevision = "skipped-revision"

// allOf are the findings of a tree, and what blocks its upgrade. Of an upgrade that may not be run one at least is an error.
func allOf(t result.Tree) []result.Finding {
	u := t.Upgrade
	if u == nil {
		return t.Findings
	}
	found := t.Findings
	if ends(u) {
		found = append(keep(t.Findings, func(f result.Finding) bool { return ofStamp(t, f) || rules.OfStamp(f.Rule) }), u.After...)
	}
	said := map[string]bool{}
	found = keep(found, func(f result.Finding) bool { // of a revision that was skipped is said once that it was
		again := f.Rule == skippedRevision && said[f.Revision]
		said[f.Revision] = said[f.Revision] || f.Rule == skippedRevision
		return !again
	})
	for _, s := range u.Skipped {
		if !said[s.Revision] {
			found = append(found, result.Finding{
				Rule: skippedRevision, Severity: rules.Error, Revision: s.Revision, Message: "revision " + s.Revision + " was skipped: " + s.Cause,
			})
		}
	}
	found = append(obstacles(u), found...)
	if word(u) == goesNo && result.Tally(found).Error == 0 {
		found = slices.Insert(found, 0, result.Finding{
			Rule: rules.UpgradeUnsafe.Name, Severity: rules.Error, Revision: u.Target, Message: "the upgrade must not be run: " + reason(u),
		})
	}
	return found
}

// ofStamp reports whether a finding is about the version table.
func ofStamp(t result.Tree, f result.Finding) bool { return f.Table == t.Stamp.Table }

// obstacles are what blocks the upgrade, as findings.
func obstacles(u *result.Upgrade) []result.Finding {
	var found []result.Finding
	add := func(f result.Finding, severity rules.Severity) {
		f.Severity = severity
		found = append(found, f)
	}
	if u.Refuses != "" {
		add(result.Finding{Rule: rules.UpgradeRefused.Name, Revision: u.Target, Message: "Alembic does nothing: " + u.Refuses}, rules.Error)
	}
	if s := u.Stops; s != nil {
		add(result.Finding{
			Rule: rules.UpgradeStops.Name, Revision: s.Revision,
			Message: fmt.Sprintf("the upgrade stops at %s, statement %d of %d (%s): %s; %s", s.Revision, s.Statement, s.Of, oneLine(s.SQL), s.Error, u.Stays),
		}, rules.Error)
	}
	for _, p := range u.Data {
		f := result.Finding{Rule: rules.UpgradeData.Name, Table: p.Table, Object: p.Column, Revision: p.Revision, Message: answer(p)}
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
func answer(p result.Probe) string {
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
