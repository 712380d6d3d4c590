// Package audit tells what is known of one database: which revision each tree of it is at, whether the stamp says so, what differs from that revision, and
// the SQL that ends it.
//
// It is a chain of values, each made of the one before and never changed by it:
//
//	Database   what was read, and with what it is compared         [Look], [Library.Database]
//	Inferred   where the schema of a tree may be, by itself        [Database.Infer]
//	Judged     the stamp compared with that, and a place to be at  [Inference.Measure] aims it
//	Measured   the schema compared with that place's               [Judged.Measure]
//	Tree       what is wrong, as findings                          [Measured.Judge]
//	Answer     all trees, as the configuration file has them       [Inference.Measure]
//
// An upgrade (package upgrade) begins with the same [Inference], gives each tree a [Route], and goes on with the same values.
package audit

import (
	"cmp"
	"slices"

	"assay/config"
	"assay/dialect"
	"assay/drift"
	"assay/expected"
	"assay/fixup"
	"assay/introspect"
	"assay/rules"
	"assay/schema"
)

// A Database is what was read of one, and with what it is compared. Nothing is made of it yet.
type Database struct {
	Source    introspect.Source
	DB        *schema.Database
	Room      dialect.Dialect
	histories []*expected.History // of the trees that are looked for
	only      []string            // their names, of all that there are
	all       []string
	Usage     rules.Usage // what the program that uses the database does with it
	// asterisk is the release that the user says uses the database; the zero Release if he does not say.
	asterisk expected.Release
	settings *config.File // what the configuration file says
	// Destroy reports whether SQL that can destroy data is wanted as such, not as comments.
	Destroy bool
	atBase  bool // see [Options]
}

// An Inference is what the schema of each tree that the database holds says, and its stamp.
type Inference struct {
	*Database
	Trees []*Judged
	// foreign are the tables and types that no tree knows, as what would drop them; nil where not all trees were looked for.
	foreign []schema.Change
}

// An Inferred is what the schema of one tree says by itself.
type Inferred struct {
	Database *Database
	Name     string
	History  *expected.History
	Usage    rules.Usage
	Lines    [][]*expected.Revision
	Got      *schema.Schema
	Stamp    tag
	noRows   bool // see [schema.Database]
	// strange reports whether the database has tables or types that none of the trees knows, alone whether it has no other tree.
	strange, alone bool
	// Orphan reports that there is nothing of the tree but types.
	Orphan bool
	// AtBase reports that there is nothing of the tree, and that whoever asks says so: see [Options].
	AtBase bool
	// Matches are where the schema may be, the nearest first; none: nothing of the history can be replayed.
	Matches   []match
	explained map[explanation]float64 // what was worked out of the tree; nil: nothing yet
}

// A Judged is a tree whose stamp was compared with its schema, and that was given a place to be at.
type Judged struct {
	*Inferred
	Reading Reading
	// Target is where the schema is to be measured; its Chain is nil where there is no such place.
	Target expected.Position
	// Asked reports whether the user has named the target, and Route is the upgrade that he plans; nil: none.
	Asked bool
	Route *Route
	Notes []string // what a user should know of it, though nothing is wrong; each a sentence
}

// A Route is an upgrade: from where the database can be believed to be, once its stamp is cured, to where the user goes. Start.At is -1 where there is no
// such place in the target's chain.
type Route struct{ Start, Target expected.Position }

// revisions are those between start and target; none where the target comes before.
func (r *Route) revisions(from int) []*expected.Revision {
	return r.Target.Chain.Revisions[min(from, r.Target.At)+1 : r.Target.At+1]
}

// A Measured is a tree that was compared with what it should be at its target.
type Measured struct {
	*Judged
	Want    *schema.Schema  // nil: there is no target
	Changes []schema.Change // that would make what should be of what is there

	beside []comparedObject
}

// A Tree is all that is known of one.
type Tree struct {
	*Measured
	// Gaps are the revisions that were skipped as a whole, as far as the target goes.
	Gaps     []Gap
	Findings []rules.Finding // sorted, without those that are ignored
	Notes    []string
	// Open are the changes that are to be made, and left what would mend what is ignored.
	Open, left []schema.Change
	// leftObjects are the findings about objects beside the tables that are beyond the scope, by their messages.
	leftObjects map[string]bool
	// ignored is what of that the configuration file ignores.
	ignored []schema.Change
	// owed are the changes to what nobody has edited that an interrupted revision has not come to.
	owed []schema.Change
	// stampLeft reports whether what is wrong with the stamp is ignored: nobody is to set it then.
	stampLeft bool
}

// An Answer is all that is known of a database.
type Answer struct {
	*Database
	Trees   []*Tree
	settled Settled // what came of the configuration file
	// Rows are what the data says to the changes of the repair; none: it was not asked.
	Rows   []fixup.Rows
	beyond string // what the scope leaves as it is, for people; empty: nothing
}

type (
	// A Reading is what a stamp is worth.
	Reading = drift.Reading[*expected.Revision]
	// A Place is where a schema can be.
	Place = drift.Place[*expected.Revision]
	match = drift.Match[*expected.Revision]
)

// Infer finds the trees that the database holds, and where each is.
func (d *Database) Infer() *Inference {
	stamps := assignStamps(d.DB, d.histories, d.Source)
	var trees, types, unbegun []*Inferred
	for i, h := range d.histories {
		a := &Inferred{
			Database: d, Name: h.Tree, History: h, Usage: d.Usage, Stamp: stamps[i], noRows: d.DB.NoRows, Got: h.Compared(d.DB.Schema.Only(h.Owns, h.OwnsEnum)),
		}
		if len(a.Got.Tables) > 0 || len(a.Stamp.Revisions) > 0 { // an empty version table without any of the tree's is what Alembic's base leaves
			trees = append(trees, a)
		} else if len(a.Got.Enums) > 0 {
			types = append(types, a)
		} else if d.atBase {
			a.AtBase = true
			unbegun = append(unbegun, a)
		}
	}
	if len(trees) == 0 || d.atBase {
		trees = append(trees, orphaned(types)...)
	}
	trees = append(trees, unbegun...)
	all := &Inference{Database: d}
	if d.EveryTree() { // otherwise other trees' tables would seem to be nobody's
		all.foreign = foreign(d.DB, d.histories)
	}
	for _, a := range trees {
		a.strange, a.alone = len(all.foreign) > 0, len(trees) == 1
		all.Trees = append(all.Trees, a.infer())
	}
	return all
}

// EveryTree reports whether all trees were looked for, not only those that the user named.
func (d *Database) EveryTree() bool {
	return !slices.ContainsFunc(d.all, func(tree string) bool { return !slices.Contains(d.only, tree) })
}

// foreign are the tables and types that none of the trees knows.
func foreign(db *schema.Database, histories []*expected.History) []schema.Change {
	var changes []schema.Change
	seen := db.Schema
	for _, h := range histories { // what a history cannot tell the definition of is its own all the same
		seen = h.Compared(seen)
	}
	for _, t := range seen.SortedTables() {
		ours := db.IsVersionTable(t.Name) || slices.ContainsFunc(histories, func(h *expected.History) bool { return h.Owns(t.Name) })
		if !ours {
			changes = append(changes, schema.DropTable{Table: t.Name})
		}
	}
	for _, e := range seen.SortedEnums() {
		if !slices.ContainsFunc(histories, func(h *expected.History) bool { return h.OwnsEnum(e.Name) }) {
			changes = append(changes, schema.DropEnum{Name: e.Name})
		}
	}
	return changes
}

// infer finds the places that the schema is near to, and compares the stamp with them.
func (a *Inferred) infer() *Judged {
	for _, c := range a.History.Chains {
		a.Lines = append(a.Lines, c.Revisions)
	}
	got, renamed := a.unrenamed()
	a.Matches = drift.Infer(a.Lines, got)
	for i := range a.Matches {
		a.Matches[i].Distance.Soft += renamed
	}
	notes := a.presume()
	j := &Judged{Inferred: a, Reading: a.Read(nil), Notes: notes}
	if len(a.Stamp.Revisions) == 0 && !a.AtBase && !j.plausible() && !j.partOf() {
		j.Reading.Verdict = drift.NotAlembic
	}
	return j
}

// partOf reports whether the tables that are there are a part of a revision's, nearly as it has them: a tutorial, or a dump of some tables, gives no more. They
// are recognised by what they hold and not by how many there are, so that the places are ranked anew without what is missing as a whole.
func (a *Judged) partOf() bool {
	const nearly = 0.9
	if len(a.Reading.Matches) == 0 || a.Usage.Ceiling(a.Name) == rules.Info {
		return false
	}
	before := a.Reading
	a.Reading.Matches = slices.Clone(a.Reading.Matches)
	slices.SortStableFunc(a.Reading.Matches, func(x, y match) int {
		return cmp.Or(cmp.Compare(x.Distance.Sum()-x.Distance.Gone, y.Distance.Sum()-y.Distance.Gone),
			cmp.Compare(latestLine(y), latestLine(x)))
	})
	if explainedShare(a) >= nearly {
		return true
	}
	a.Reading = before
	return false
}

// latestLine is the newest of the lines that a match is in.
func latestLine(m match) int {
	lines := m.Places[0].Lines
	return lines[len(lines)-1]
}
