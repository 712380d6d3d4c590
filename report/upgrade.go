package report

import (
	"fmt"
	"strings"

	"assay/rules"
)

// An Upgrade is what Alembic will do to one tree of a database.
type Upgrade struct {
	Target string `json:"target"` // the revision that it is to end at
	// Go reports whether it may be run. Undecided counts the questions to the data that decide and that nobody has answered: it may be run if the answers are
	// right.
	Go        bool `json:"go"`
	Undecided int  `json:"undecided"`
	// Refuses says why Alembic does nothing at all, in its words if it has any; empty: it starts.
	Refuses string `json:"refuses"`
	// Pending are the revisions that Alembic runs, in its order.
	Pending []string `json:"pending"`
	// Skipped are revisions that the stamp says are applied, and whose changes are not there.
	Skipped []Skipped `json:"skipped"`
	// Stops is the statement that the server refuses; null: none.
	Stops *Stop `json:"stops"`
	// Undone are changes by hand that it undoes, and Dropped what it drops with all that is in it.
	Undone  []Undone  `json:"undone"`
	Dropped []Dropped `json:"dropped"`
	// Data are the questions to the data on which it depends.
	Data []Probe `json:"data"`
	// After are the findings against a fresh install of the target when it has run to its end; none where it does not get there, and where a stamp
	// ahead of the schema keeps it from making what it should.
	After []Finding `json:"after"`

	// Releases are those that end at the target, for people. Statements counts those of Pending. Stays says what the stamp and the schema are
	// after a stop.
	Releases   string `json:"-"`
	Statements int    `json:"-"`
	Stays      string `json:"-"`
	// Unmade counts the revisions that a stamp ahead of the schema keeps Alembic from making, for people.
	Unmade int `json:"-"`
	// Blocked reports that it may not be run, whatever the data answers. Limit is up to how many rows a question counts.
	// Accepted reports that unanswered questions are not to count.
	Blocked  bool `json:"-"`
	Accepted bool `json:"-"`
	Limit    int  `json:"-"`
	// Impasse says why no script leads to the target, for people; empty: one does.
	Impasse string `json:"-"`
}

// A Skipped is a revision that was skipped, and why.
type Skipped struct {
	Revision string `json:"revision"`
	Cause    string `json:"cause"`
	// Missing names what is not there for it, for people.
	Missing string `json:"-"`
}

// A Stop is where the server stops an upgrade.
type Stop struct {
	Revision  string `json:"revision"`
	Statement int    `json:"statement"` // from 1
	Of        int    `json:"of"`
	SQL       string `json:"sql"`
	Error     string `json:"error"` // the server's
	// InTheWay are the things that have to be set aside for it: a view, a foreign key, a default; none: nothing would help.
	InTheWay []string `json:"in_the_way"`
}

// An Undone is a change by hand that a revision undoes.
type Undone struct {
	Revision string `json:"revision"`
	Table    string `json:"table"`
	Column   string `json:"column"`
	Was      string `json:"was"`
	Is       string `json:"is"`
}

// A Dropped is a column, or a table where the column is empty.
type Dropped struct {
	Revision string `json:"revision"`
	Table    string `json:"table"`
	Column   string `json:"column"`
	// As is the table that is made with the same columns, as a renamed one is; empty: none is.
	As string `json:"as,omitempty"`
	// Values are how many values the column has, or rows the table, at the most the limit; nil: nobody has looked.
	Values *int `json:"values,omitempty"`
}

// A Probe is a question to the data.
type Probe struct {
	Revision string `json:"revision"`
	Table    string `json:"table"`
	Column   string `json:"column"`
	// Problem is what happens to the rows that the SQL counts.
	Problem string `json:"problem"`
	// Fatal reports that the upgrade must not be run with such rows; Silent that the server makes other values of them without a word, so that it must
	// not be run before that was asked either.
	Fatal  bool   `json:"fatal"`
	Silent bool   `json:"silent"`
	SQL    string `json:"sql"`
	// Rows are how many there are, at the most the limit; null: that was not asked, or Error says why it could not be told.
	Rows     *int     `json:"rows"`
	Examples []string `json:"examples"`
	Error    string   `json:"error"`
	// Undecided reports that it decides, and that nobody has answered it.
	Undecided bool `json:"undecided"`
}

// listed has no lists that are null.
func (u *Upgrade) listed() *Upgrade {
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
	c.Data, c.After = list(append([]Probe(nil), c.Data...)), listedFindings(c.After)
	for i := range c.Data {
		c.Data[i].Examples = list(c.Data[i].Examples)
	}
	return &c
}

// verdict is the first line of a report on upgrades.
func (r *Report) verdict() string {
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

func decide(r *Report) decision {
	var to, lost, why []string
	undecided := 0
	for _, t := range r.Trees {
		u := t.Upgrade
		if u == nil {
			continue
		}
		to = append(to, t.Tree+" to "+u.Target)
		lost = append(lost, u.losses()...)
		undecided += u.Undecided
		if u.word() == goesNo {
			why = append(why, t.Tree+": "+u.reason())
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
func (u *Upgrade) losses() []string {
	var all []string
	for _, d := range u.Dropped {
		if d.As != "" || d.Values == nil || *d.Values == 0 {
			continue
		}
		all = append(all, dotted(d.Table, d.Column)+" with "+u.Held(d))
	}
	return all
}

// Held says what is in something that is dropped.
func (u *Upgrade) Held(d Dropped) string {
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
func (u *Upgrade) word() string {
	switch {
	case u.Go:
		return goes
	case !u.Blocked && u.Undecided > 0:
		return goIf
	}
	return goesNo
}

// ends reports whether the upgrade runs to its end, and makes on the way what it should.
func (u *Upgrade) ends() bool { return u.Refuses == "" && u.Stops == nil && u.Unmade == 0 }

// reason says in a phrase why an upgrade may not be run.
func (u *Upgrade) reason() string {
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
	all = append(all, u.dataReasons()...)
	if len(all) == 0 {
		all = append(all, u.unfit())
	}
	return strings.Join(all, ", ")
}

// unfit says why an upgrade that runs to its end may not be run.
func (u *Upgrade) unfit() string {
	for _, f := range u.After {
		if f.Severity == rules.Error {
			return "it does not end at a schema that can be worked with"
		}
	}
	return "the stamp is not right, and has to be set first"
}

// dataReasons say what of the data is in the way.
func (u *Upgrade) dataReasons() []string {
	bad := 0
	for _, p := range u.Data {
		if p.Fatal && !p.Undecided && p.Rows != nil && *p.Rows > 0 {
			bad++
		}
	}
	if bad > 0 {
		return []string{count(bad, "question") + " to the data answered badly"}
	}
	return nil
}

// upgrade prints what an upgrade will do.
func (t text) upgrade(u *Upgrade) {
	t.printf("  upgrade    to %s%s: %s, %s\n", u.Target, inParens("Asterisk "+u.Releases, u.Releases), count(len(u.Pending), "revision"), count(u.Statements, "statement"))
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
			t.printf("             in the way: %s\n", clean(strings.Join(s.InTheWay, ", ")))
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
			t.printf("  renamed    %s to %s at %s, or dropped with all that is in it and made anew: the history does not tell\n", clean(d.Table), clean(d.As), d.Revision)
			continue
		}
		t.printf("  dropped    %s with %s, at %s\n", dotted(d.Table, d.Column), u.Held(d), d.Revision)
	}
	t.probes(u.Data)
}

// answers are questions to the data, by what came of them.
type answers struct {
	Told  []Probe // there are such rows, or it could not be told
	Asked int     // how many were answered
	Open  []Probe // not asked
}

func sift(all []Probe) answers {
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

// probes prints what the data answers, or what to ask it.
func (t text) probes(all []Probe) {
	data := sift(all)
	for _, p := range data.Told {
		name := dotted(p.Table, p.Column)
		switch {
		case p.Error != "" && p.SQL != "":
			t.printf("  data       %s: not checked: %s; %s (%s)\n", name, clean(p.Error), clean(p.Problem), p.Revision)
		case p.Error != "" && name == "":
			t.printf("  data       %s (%s)\n", clean(p.Error), p.Revision)
		case p.Error != "":
			t.printf("  data       %s: %s (%s)\n", name, clean(p.Error), p.Revision)
		default:
			label := "data     "
			if p.Fatal {
				label = problem(label)
			}
			t.printf("  %s  %s: %s: %s (%s)%s\n", label, name, count(*p.Rows, "row"), clean(p.Problem), p.Revision, examples(p.Examples))
		}
	}
	if data.Asked > 0 {
		t.printf("  data       %s asked\n", count(data.Asked, "question"))
	}
	if len(data.Open) == 0 {
		return
	}
	t.printf("  data       not looked at; ask yourself: each of these should count 0\n")
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
