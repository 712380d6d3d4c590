// Package result holds what assay finds, as plain values: for Go programs, and for package report, which prints them. It reads nothing, judges nothing and
// prints nothing. Its JSON is a contract: fields are added, never changed, while Version is 1.
//
// A nil list is an empty one. Texts are for people; a program decides by verdicts, rules, severities and the fields that name objects.
package result

import (
	"slices"
	"strings"
	"time"

	"assay/drift"
	"assay/rules"
	"assay/schema"
)

// A Report is what is found where a database is compared with histories.
type Report struct {
	Version  int      `json:"version"`
	Database Database `json:"database"`
	Trees    []Tree   `json:"trees"`
	Summary  Summary  `json:"summary"`
	// Ignored are the findings that the configuration file accepts; nil, and not in the JSON, where there is no such file.
	Ignored []Ignored `json:"ignored,omitzero"`
	// Baseline is what was accepted; nil, and not in the JSON: there is no baseline.
	Baseline *Baseline `json:"baseline,omitzero"`
	// Coverage says how much of the database was compared; nil, and not in the JSON: nothing was.
	Coverage *schema.Coverage `json:"coverage,omitempty"`
	// Command is what found it: "check", "infer", "preflight" or "fix".
	Command string `json:"-"`
	// Settings is the configuration file, for people; empty: there is none.
	Settings string `json:"-"`
	// FailOn is the mildest severity that makes the command fail.
	FailOn rules.Severity `json:"-"`
	// Next is the command to run next, for people; empty: none.
	Next string `json:"-"`
	// Checked reports whether findings were looked for at all.
	Checked bool `json:"-"`
	// Asterisk reports whether it was compared with Asterisk's histories: then what Asterisk does with what is found is said as well.
	Asterisk bool `json:"-"`
	// Forecast reports whether upgrades were predicted: then that is what the report begins with.
	Forecast bool `json:"-"`
	// Named is what the user called the database, and Made says when it was read, and by what.
	Named string `json:"-"`
	Made  Made   `json:"-"`
	// Revisions are the ids alone that the schema is to be stamped with, where they are asked for.
	Revisions []string `json:"-"`
	// Canvas is what text draws the curves on; nil: it draws none, and none are in the JSON.
	Canvas *Canvas `json:"-"`
	// Script is the SQL that ends all of it, in the order in which it can be run, for people; empty: there is none.
	Script string `json:"-"`
}

// A Made says when a result was made, and by which version of assay.
type Made struct {
	At time.Time
	By string
}

// A Database says what was looked at.
type Database struct {
	Engine string `json:"engine"` // "mysql", "postgresql"
	Server string `json:"server"` // product and version
	Name   string `json:"name"`
}

// A Tree is what was found of one history.
type Tree struct {
	Tree      string        `json:"tree"`
	Stamp     Stamp         `json:"stamp"`
	Verdict   drift.Verdict `json:"verdict"`
	Match     *Match        `json:"match"` // null where the schema is none that the history knows
	RunnersUp []Match       `json:"runners_up"`
	Notes     []string      `json:"notes"`
	Findings  []Finding     `json:"findings"`
	// Upgrade is what an upgrade will do; nil, and not in the JSON, where none was asked for.
	Upgrade *Upgrade `json:"upgrade,omitempty"`
	// Curve is the distance along the lineage of the match, the base first; nil: it was not asked for.
	Curve []Point `json:"curve,omitempty"`
	// Nearer reports that the schema is nearer to the match than to the stamp's place, and the stamp is believed nevertheless: so little may be an edit by hand.
	Nearer bool `json:"-"`
	// Against names what the findings were measured against, where that is not the match.
	Against string `json:"-"`
}

// A Stamp is a version table's content. An empty Table means that there is none.
type Stamp struct {
	Table     string   `json:"table"`
	Revisions []string `json:"revisions"`
	// Given says by what it is known where no version table holds it: "--from", or "the schema", where the schema is; empty: a table does.
	Given string `json:"given,omitempty"`
	// Unread says why the table was not read, for people; empty: it was, or there is none.
	Unread string `json:"-"`
}

// A Match is a place in a history whose schema is like the one found.
type Match struct {
	Revision string `json:"revision"`
	// Migration is the revision that ran last, where Revision names several heads.
	Migration string `json:"migration,omitempty"`
	// Statement counts the statements of the revision that have run; null: all of them.
	Statement *int `json:"statement"`
	// Distance is 0 for the very schema; what differs weighs by how much it says.
	Distance int  `json:"distance"`
	Exact    bool `json:"exact"`
	// Releases are those that end at this revision and this schema.
	Releases []string `json:"releases"`
	// Equivalent are other revisions that no schema tells apart from this one.
	Equivalent []string `json:"equivalent"`
	// Of is the number of statements of the revision; Series is Releases for people.
	Of     int    `json:"-"`
	Series string `json:"-"`
	// At is how many revisions come before it in its lineage.
	At int `json:"-"`
}

// A Point is a place on the way along a lineage: a whole revision, or the match where that is inside one.
type Point struct {
	Revision string `json:"revision"`
	// Statement is as in [Match].
	Statement *int `json:"statement"`
	// Distance is how far the schema found is from the one there, as in [Match].
	Distance int `json:"distance"`
	// Releases are those that end here.
	Releases []string `json:"releases"`
	// Series is Releases for people. Best and Stamped mark the match and the stamp's place.
	Series        string `json:"-"`
	Best, Stamped bool   `json:"-"`
}

// A Finding is a [rules.Finding] with its SQL.
type Finding struct {
	// Database is the one that it is of, of many; empty: of the only one. Never in the JSON.
	Database string `json:"-"`
	// Tree is the history that it is of; empty, and not in the JSON, within a [Tree] and where there is none.
	Tree     string         `json:"tree,omitempty"`
	Rule     string         `json:"rule"`
	Severity rules.Severity `json:"severity"`
	Table    string         `json:"table"`
	Object   string         `json:"object"`
	Want     string         `json:"want"`
	Got      string         `json:"got"`
	Revision string         `json:"revision"`
	Release  string         `json:"release"`
	Message  string         `json:"message"`
	Fix      []string       `json:"fix"`
	// File is where it is; empty, and not in the JSON: in a database. Line is 0, and not in the JSON, for the file as a whole.
	File string `json:"file,omitempty"`
	Line int    `json:"line,omitempty"`
	// Statement is the SQL that it is about; empty, and not in the JSON, where File shows it.
	Statement string `json:"statement,omitempty"`
	// Inherited reports that it is so in the expected revision too: such findings are counted apart.
	Inherited bool `json:"inherited,omitempty"`
}

// An Ignored is a finding that is accepted, and why.
type Ignored struct {
	Rule   string `json:"rule"`
	Object string `json:"object"` // TABLE, TABLE.NAME, or the name of a type
	Reason string `json:"reason"`
}

// A Baseline are the findings that are accepted as they are, which are not listed.
type Baseline struct {
	File     string   `json:"file"`
	Accepted int      `json:"accepted"`
	Gone     []string `json:"gone"` // accepted, and found no more: what each said
}

// A Summary counts findings.
type Summary struct {
	Error   int `json:"error"`
	Warning int `json:"warning"`
	Info    int `json:"info"`
	// Inherited counts those that are so in the expected revision too, and are none of the others; not in the JSON: none.
	Inherited int `json:"inherited,omitempty"`
}

func (s Summary) reaches(severity rules.Severity) bool {
	return s.Error > 0 || severity <= rules.Warning && s.Warning > 0 || severity == rules.Info && s.Info > 0
}

// Count sums the findings of all trees up.
func (r *Report) Count() {
	r.Summary = Summary{}
	for _, t := range r.Trees {
		n := Tally(t.Findings)
		r.Summary.Error += n.Error
		r.Summary.Warning += n.Warning
		r.Summary.Info += n.Info
		r.Summary.Inherited += n.Inherited
	}
}

// Tally counts findings.
func Tally(found []Finding) Summary {
	var n Summary
	for _, f := range found {
		switch {
		case f.Inherited:
			n.Inherited++
		case f.Severity == rules.Error:
			n.Error++
		case f.Severity == rules.Warning:
			n.Warning++
		default:
			n.Info++
		}
	}
	return n
}

// Mendable reports whether there is SQL for any finding that is worth it: nobody is to be led to make the tables anew that were dropped on purpose. What is
// held back as a comment counts only where leaving it is no choice.
func (r *Report) Mendable() bool {
	return slices.ContainsFunc(r.Trees, func(t Tree) bool { return slices.ContainsFunc(t.Findings, Finding.mendable) })
}

// mendable: see [Report.Mendable].
func (f Finding) mendable() bool {
	return f.Severity > rules.Info && slices.ContainsFunc(f.Fix, func(sql string) bool { return f.Severity == rules.Error || !strings.HasPrefix(sql, "--") })
}

// MendsStampOnly reports whether all that there is SQL for, and that is worth it, is the stamp.
func (r *Report) MendsStampOnly() bool {
	return !slices.ContainsFunc(r.Trees, func(t Tree) bool {
		return slices.ContainsFunc(t.Findings, func(f Finding) bool {
			return f.mendable() && (!rules.OfStamp(f.Rule) || f.Rule == "skipped-revision" || f.Rule == "stamp-partial")
		})
	})
}

// Reaches reports whether a finding is at least that severe.
func (r *Report) Reaches(s rules.Severity) bool { return r.Summary.reaches(s) }

// A Listing is findings one after the other, whatever tree they are of: what the linter and the history's judge find, and what is left of a [Report] for
// those who ask for no more.
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

// Count sums the findings up.
func (l *Listing) Count() { l.Summary = Tally(l.Findings) }

// Spell has files named as seen by whoever reads the listing.
func (l *Listing) Spell(seen func(file string) string) {
	for i, f := range l.Findings {
		if f.File != "" {
			l.Findings[i].File = seen(f.File)
		}
	}
	if l.Graph == nil {
		return
	}
	for i, dir := range l.Folders {
		l.Folders[i] = seen(dir)
	}
}

// Report is the listing as one of several databases has it, without what people do not see.
func (l *Listing) Report() *Report {
	found := slices.DeleteFunc(slices.Clone(l.Findings), func(f Finding) bool { return f.Inherited && !l.Inherited })
	return &Report{
		Version: 1, Command: l.Command, Database: *l.Database, Summary: l.Summary, Baseline: l.Baseline, Checked: true, Asterisk: l.Asterisk,
		Trees: []Tree{{Verdict: drift.Unseen, Findings: found}},
	}
}

// Reaches reports whether a finding is at least that severe.
func (l *Listing) Reaches(s rules.Severity) bool { return l.Summary.reaches(s) }

// A Canvas is a terminal to draw on.
type Canvas struct {
	Width int  // in characters; a plot is never narrower than 40
	ASCII bool // whether it shows nothing else
}
