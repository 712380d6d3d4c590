package report

import (
	"fmt"
	"strings"

	"assay/result"
	"assay/rules"
)

// upgradeListed has no lists that are null.
func upgradeListed(u *result.Upgrade) *result.Upgrade {
	if u == nil {
		return nil
	}
	c := *u
	c.Pending, c.Skipped, c.Undone, c.Dropped = list(c.Pending), list(c.Skipped), list(c.Undone), list(c.Dropped)
	if c.Stops != nil {
		stop := *c.Stops
		stop.InTheWay = list(stop.InTheWay)
		c.Stops = &stop
	}
	c.Data, c.After = list(append([]result.Probe(nil), c.Data...)), listedFindings(c.After)
	for i := range c.Data {
		c.Data[i].Examples = list(c.Data[i].Examples)
	}
	return &c
}

// verdict is the first line of a report on upgrades.
func verdict(r *result.Report) string {
	d := decide(r)
	gap := "  "
	if d.Word == goIf { // it reads as one sentence
		gap = " "
	}
	return d.Word + gap + strings.Join(d.Why, d.between)
}

// A decision says whether all upgrades may be run, and if not, what is in the way first.
type decision struct {
	Go      bool
	Word    string
	Why     []string // where they may be run: which they are, and what they lose
	between string
}

// The words of a decision.
const (
	goes   = "GO"
	goIf   = "GO IF"
	goesNo = "NO-GO"
)

func decide(r *result.Report) decision {
	var to, lost, why []string
	undecided := 0
	for _, t := range r.Trees {
		u := t.Upgrade
		if u == nil {
			continue
		}
		to = append(to, t.Tree+" to "+u.Target)
		lost = append(lost, losses(u)...)
		undecided += u.Undecided
		if word(u) == goesNo {
			why = append(why, t.Tree+": "+reason(u))
		}
	}
	if len(why) > 0 {
		return decision{Word: goesNo, Why: why, between: "; "}
	}
	all := strings.Join(to, ", ")
	word := goes
	if undecided > 0 {
		word = goIf
		all += ": " + count(undecided, "question") + " to the data " + map[bool]string{true: "decides", false: "decide"}[undecided == 1]
	}
	const few = 3
	if more := len(lost) - few; more > 1 {
		lost = append(lost[:few], fmt.Sprintf("%d more", more))
	}
	if len(lost) > 0 {
		all += "; drops " + strings.Join(lost, ", ")
	}
	return decision{Go: word == goes, Word: word, Why: []string{all}, between: ", "}
}

// losses name what is dropped and known to hold something.
func losses(u *result.Upgrade) []string {
	var all []string
	for _, d := range u.Dropped {
		if d.As != "" || d.Values == nil || *d.Values == 0 {
			continue
		}
		all = append(all, dotted(d.Table, d.Column)+" with "+contents(u, d))
	}
	return all
}

// contents says what is in something that is dropped.
func contents(u *result.Upgrade, d result.Dropped) string {
	what := "value"
	if d.Column == "" {
		what = "row"
	}
	switch {
	case d.Values == nil:
		return "all that is in it"
	case *d.Values == u.Limit:
		return fmt.Sprintf("%d %ss or more", u.Limit, what)
	}
	return count(*d.Values, what)
}

// word is the decision on one upgrade.
func word(u *result.Upgrade) string {
	switch {
	case u.Go:
		return goes
	case !u.Blocked && u.Undecided > 0:
		return goIf
	}
	return goesNo
}

// ends reports whether the upgrade runs to its end, and makes on the way what it should.
func ends(u *result.Upgrade) bool { return u.Refuses == "" && u.Stops == nil && u.Unmade == 0 }

// reason says in a phrase why an upgrade may not be run.
func reason(u *result.Upgrade) string {
	var all []string
	switch {
	case u.Refuses != "":
		all = append(all, "Alembic does nothing")
	case u.Stops != nil:
		all = append(all, fmt.Sprintf("it stops at %s", u.Stops.Revision))
	}
	if u.Unmade > 0 {
		all = append(all, "the stamp is ahead: "+count(u.Unmade, "revision")+" would never be made")
	}
	if n := len(u.Skipped); n > 0 {
		all = append(all, count(n, "revision")+" skipped for good")
	}
	all = append(all, dataReasons(u)...)
	if len(all) == 0 {
		all = append(all, unfit(u))
	}
	return strings.Join(all, ", ")
}

// unfit says why an upgrade that runs to its end may not be run.
func unfit(u *result.Upgrade) string {
	for _, f := range u.After {
		if f.Severity == rules.Error {
			return "it does not end at a schema that can be worked with"
		}
	}
	return "the stamp is not right, and has to be set first"
}

// dataReasons say what of the data is in the way.
func dataReasons(u *result.Upgrade) (reasons []string) {
	bad, refused := 0, 0
	for _, p := range u.Data {
		switch certain := p.Fatal && !p.Undecided; {
		case certain && p.Error != "": // whatever the rows are
			refused++
		case certain && p.Rows != nil && *p.Rows > 0:
			bad++
		}
	}
	if bad > 0 {
		reasons = append(reasons, count(bad, "question")+" to the data answered badly")
	}
	if refused > 0 {
		reasons = append(reasons, "the server refuses "+count(refused, "statement"))
	}
	return reasons
}

// upgrade prints what an upgrade will do.
func (t text) upgrade(u *result.Upgrade) {
	t.printf("  upgrade    to %s%s: %s, %s\n", u.Target, inParens("Asterisk "+u.Releases, u.Releases), count(len(u.Pending), "revision"),
		count(u.Statements, "statement"))
	if len(u.Pending) > 0 {
		t.printf("  runs       %s\n", span(u.Pending))
	}
	if u.Refuses != "" {
		t.printf("  %s  Alembic does nothing: %s\n", problem("refuses  "), clean(u.Refuses))
	}
	if u.Impasse != "" {
		t.printf("  %s  %s\n", problem("no way   "), clean(u.Impasse))
	}
	if s := u.Stops; s != nil {
		t.printf("  %s  at %s, statement %d of %d: %s\n", problem("stops    "), s.Revision, s.Statement, s.Of, clean(s.Error))
		t.printf("             %s\n", oneLine(s.SQL))
		if len(s.InTheWay) > 0 {
			t.printf("             blocked by: %s\n", clean(strings.Join(s.InTheWay, ", ")))
		}
		t.printf("             %s\n", u.Stays)
	}
	for _, s := range u.Skipped {
		t.printf("  %s  %s%s: %s\n", problem("skipped  "), s.Revision, inParens(clean(s.Missing), s.Missing), clean(s.Cause))
	}
	for _, n := range u.Undone {
		t.printf("  undone     %s.%s, changed by hand, is %s and becomes %s at %s\n", clean(n.Table), clean(n.Column), clean(n.Was), clean(n.Is), n.Revision)
	}
	for _, d := range u.Dropped {
		if d.As != "" {
			t.printf("  renamed    %s to %s at %s, or dropped with all that is in it and created again: the history does not tell which\n", clean(d.Table), clean(d.As), d.Revision)
			continue
		}
		t.printf("  dropped    %s with %s, at %s\n", dotted(d.Table, d.Column), contents(u, d), d.Revision)
	}
	t.probes(u.Data)
}

// answers are questions to the data, by what came of them.
type answers struct {
	Told  []result.Probe // there are such rows, or it could not be told
	Asked int            // how many were answered
	Open  []result.Probe // not asked
}

func sift(all []result.Probe) answers {
	var a answers
	for _, p := range all {
		if p.Rows == nil && p.Error == "" {
			a.Open = append(a.Open, p)
			continue
		}
		if p.Error == "" {
			a.Asked++
		}
		if p.Error != "" || *p.Rows > 0 {
			a.Told = append(a.Told, p)
		}
	}
	return a
}

// oneLine is SQL to be read, not run.
func oneLine(sql string) string { return clean(strings.Join(strings.Fields(sql), " ")) }

// dotted names a column, or a table where the column is empty.
func dotted(table, column string) string { return clean(strings.TrimSuffix(table+"."+column, ".")) }

// dataLabel stands before what came of a question; it is a problem's where that stops the upgrade for sure.
func dataLabel(p result.Probe) string {
	if p.Fatal && !p.Undecided {
		return problem("data     ")
	}
	return "data     "
}

// probes prints what the data answers, or what to ask it.
func (t text) probes(all []result.Probe) {
	data := sift(all)
	for _, p := range data.Told {
		name := dotted(p.Table, p.Column)
		switch {
		case p.Error != "" && p.SQL != "":
			t.printf("  data       %s: not checked: %s; %s (%s)\n", name, clean(p.Error), clean(p.Problem), p.Revision)
		case p.Error != "" && name == "":
			t.printf("  %s  %s (%s)\n", dataLabel(p), clean(p.Error), p.Revision)
		case p.Error != "":
			t.printf("  %s  %s: %s (%s)\n", dataLabel(p), name, clean(p.Error), p.Revision)
		default:
			t.printf("  %s  %s: %s: %s (%s)%s\n", dataLabel(p), name, count(*p.Rows, "row"), clean(p.Problem), p.Revision, examples(p.Examples))
		}
	}
	if data.Asked > 0 {
		t.printf("  data       %s asked\n", count(data.Asked, "question"))
	}
	if len(data.Open) == 0 {
		return
	}
	t.printf("  data       not checked; check yourself that each of these counts 0\n")
	for _, p := range data.Open {
		t.printf("             %s;  -- %s (%s)\n", clean(p.SQL), clean(p.Problem), p.Revision)
	}
}

func examples(keys []string) string {
	if len(keys) == 0 {
		return ""
	}
	return ", such as " + clean(strings.Join(keys, ", "))
}

func problem(label string) string { return coloured[2](label) }

// span names revisions: all where they are few, otherwise the first and the last.
func span(ids []string) string {
	const few = 5
	if len(ids) <= few {
		return strings.Join(ids, ", ")
	}
	return ids[0] + " … " + ids[len(ids)-1]
}

func inParens(s, unless string) string {
	if unless == "" {
		return ""
	}
	return " (" + s + ")"
}
