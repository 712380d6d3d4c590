package rules

import "slices"

// A Subject is what a rule judges.
type Subject int

// The subjects of rules.
const (
	OfDrift     Subject = iota // what differs between a schema and its revision
	OfStamps                   // where a database says that it is
	OfGraph                    // the revisions in a project's files
	OfDesign                   // a schema by itself
	OfMigration                // the statements of revisions
	OfHistory                  // a history compared with another one of the same project: that of the way back, or of another engine
)

var subjects = [...]string{"drift", "stamp", "graph", "schema", "migration", "history"}

// String is what people call it.
func (s Subject) String() string { return subjects[s] }

// On reports whether the rule can find anything on an engine.
func (r *Rule) On(engine string) bool { return r.Engines == nil || slices.Contains(r.Engines, engine) }

// Worst is the severity as people read it: "error at most" where a finding can be milder. What differs in a table that nobody uses, and the stamp of a tree
// that nobody uses, always is.
func (r *Rule) Worst() string {
	graded := r.Of == OfDrift || r.Of == OfStamps && r != notAlembic
	if r.Severity > Info && (r.Milder || graded) {
		return r.Severity.String() + " at most"
	}
	return r.Severity.String()
}
