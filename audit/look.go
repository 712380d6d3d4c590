package audit

import (
	"context"
	"fmt"
	"slices"

	"assay/config"
	"assay/drift"
	"assay/expected"
	"assay/introspect"
	"assay/schema"
)

// Options say which database is looked at, and with what it is compared.
type Options struct {
	Source introspect.Source
	// History is a project's own history, made with [record.ReadTexts]; nil: the built-in ones are meant, and of those the Trees of these names.
	History []expected.Text
	Trees   []string // none: all
	// To is what an upgrade is to go to, a revision or release; empty: none is asked about. A project's own history has orders for it.
	To string
	// Places are the revisions and releases that the user names: one that nobody knows is refused before anything is said of the database.
	Places []NamedPlace
	// VersionTable is the version table that the user names; empty: he names none.
	VersionTable string
	// Settings are what a configuration file says; nil: there is none.
	Settings *config.File
	// Asterisk is the release that uses the database; the zero Release: nobody says which.
	Asterisk expected.Release
	// AtBase has a tree of which nothing is there taken for one whose first revision is the next to run, of an empty database too.
	AtBase bool
	// Measure asks for [schema.Database.Measures], and Unstamped reports that the answer can do without the stamps.
	Measure, Unstamped bool
	// AllOptions has what is cosmetic compared as well: comments, the order of columns, the names of constraints, storage.
	AllOptions bool
	// Destroy has SQL that can destroy data as such, not as comments.
	Destroy bool
}

// Look reads the database and finds out where each tree is. An error says that the database or the history could not be read; that nothing of a history is
// in the database is none.
func Look(ctx context.Context, r *Reader, o Options) (*Inference, error) {
	known := o.library()
	db, err := known.open(ctx, r, o.Source)
	if err != nil {
		return nil, o.misnamed(known, err)
	}
	return o.infer(known, db)
}

// library is what the database is to be compared with, not yet loaded.
func (o *Options) library() *Library {
	known := BuiltIn(o.Trees)
	if o.History != nil {
		known = &Library{texts: o.History, to: o.To}
	}
	if o.Settings == nil {
		o.Settings = &config.File{}
	}
	if o.Settings.InUse != nil {
		known.usage.Uses = o.Settings.Used
	}
	known.measure, known.unstamped, known.cosmetic, known.atBase = o.Measure, o.Unstamped, o.AllOptions, o.AtBase
	return known
}

// infer finds out where each tree of a database is by the histories that are loaded.
func (o *Options) infer(known *Library, db *schema.Database) (*Inference, error) {
	if _, ok := db.Stamp(o.VersionTable); !ok && o.VersionTable != "" && len(known.Trees) > 1 {
		return nil, fmt.Errorf("there is no version table %q: check its name, or name the --tree for which it is to be made", o.VersionTable)
	}
	d := known.Database(o.Source, db)
	d.settings, d.asterisk, d.Destroy, d.atBase = o.Settings, o.Asterisk, o.Destroy, o.AtBase
	i := d.Infer()
	if !slices.ContainsFunc(i.Trees, func(a *Judged) bool { return a.Verdict() != drift.NotAlembic }) { // otherwise each tree says whether it has the place
		if err := o.unknown(known.Histories); err != nil {
			return nil, err
		}
	}
	return i, nil
}
