package result

import (
	"time"

	"assay/rules"
)

// A Fleet is what is found of many databases, grouped by what they are.
type Fleet struct {
	Version int    `json:"version"`
	Command string `json:"command"` // "check", "infer", "preflight" or "lint"
	// Groups are of databases of the same places, stamps and findings: those of one database first, then the largest.
	Groups []Group `json:"groups"`
	// Unknown are the databases of which nothing could be told.
	Unknown []Unknown `json:"unknown"`
	// Others were found by a pattern, and hold nothing of a history that is known.
	Others []string `json:"others"`
	// Incomplete reports that it was interrupted: databases that were not come to are among Unknown.
	Incomplete bool `json:"incomplete"`
	// Databases is how many there are in the groups, and Summary counts the findings of all of them.
	Databases int     `json:"databases"`
	Summary   Summary `json:"summary"`
	// Since is what has changed since the last run, and all that people are told; nil, and not in the JSON: they are told everything.
	Since *Since `json:"since,omitempty"`
	// Made, Checked, FailOn and Next are as in [Report].
	Made    Made           `json:"-"`
	Checked bool           `json:"-"`
	FailOn  rules.Severity `json:"-"`
	Next    string         `json:"-"`
}

// A Group is databases that are the same.
type Group struct {
	Name      string   `json:"name"`      // a number, or of a group of one the database
	Databases []string `json:"databases"` // as the user named them, in his order
	Servers   []string `json:"servers"`   // products and versions
	Report    *Report  `json:"report"`    // of the first of the databases
	// Nearest is the name of the group that is the most alike of those with more databases; empty: there is none. Differences are what differs from that.
	Nearest     string       `json:"nearest"`
	Differences []Difference `json:"differences"`
}

// A Difference is one between two groups: what is so here, and there. An empty one is nothing.
type Difference struct {
	Tree string `json:"tree"`
	// What is "tree", "revision", "stamp", "verdict", "upgrade", "finding" or "not-compared".
	What  string `json:"what"`
	Here  string `json:"here"`
	There string `json:"there"`
	// Severity is that of a finding.
	Severity rules.Severity `json:"-"`
}

// An Unknown is databases of which nothing could be told, and why.
type Unknown struct {
	Databases []string `json:"databases"`
	Error     string   `json:"error"`
}

// Reaches reports whether a finding is at least that severe.
func (f *Fleet) Reaches(s rules.Severity) bool { return f.Summary.reaches(s) }

// Since is what has changed since another run.
type Since struct {
	At      time.Time `json:"at"` // when that was
	Changed []Changed `json:"changed"`
}

// A Changed is a database of which something is otherwise than it was.
type Changed struct {
	Database string `json:"database"`
	New      []Fact `json:"new"`
	Gone     []Fact `json:"gone"`
	// Added reports that it was not looked at before, and Left that it is not any more.
	Added bool `json:"added"`
	Left  bool `json:"left"`
}

// A Fact is something that is so of a database.
type Fact struct {
	Severity string `json:"severity"` // of a finding; empty: it is none
	Said     string `json:"said"`
}
