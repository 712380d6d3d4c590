package main

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"assay/config"
	"assay/dialect"
	"assay/drift"
	"assay/expected"
	"assay/introspect"
	"assay/rules"
	"assay/schema"
)

// A survey is what was read of a database, and what is made of it.
type survey struct {
	source introspect.Source
	db     *schema.Database
	room   dialect.Dialect
	trees  []*assessment
	only   []string // the trees that were looked for, of all that there are
	all    []string
	usage  rules.Usage // what the program that uses the database does with it
	// destroy reports whether SQL that can destroy data is wanted as such, not as comments.
	destroy bool
	// accepted reports that questions to the data may stay unanswered; dataRows is up to how many rows one counts.
	accepted bool
	dataRows int
	// asterisk is the release that the user says uses the database; the zero Release if he does not say.
	asterisk expected.Release
	// foreign are tables and types that no tree knows.
	foreign []schema.Change
	// settings are what the configuration file says, and settled what came of it.
	settings *config.File
	settled  settled
}

// An assessment is what stamp and schema of one tree say.
type assessment struct {
	tree    string
	history *expected.History
	usage   rules.Usage
	lines   [][]*expected.Revision
	got     *schema.Schema
	stamp   tag
	noRows  bool // see [schema.Database]
	// orphan reports that there is nothing of the tree but types.
	orphan bool
	// strange reports whether the database has tables or types that none of the trees knows.
	strange bool
	// matches are where the schema may be, by itself; reading holds the stamp against them.
	matches []match
	reading reading
	// target is where the schema is measured, and want what it should be there; target.Chain is nil where there is no such place.
	target  expected.Position
	want    *schema.Schema
	changes []schema.Change
	left    []schema.Change // what would mend what is ignored
	// stampLeft reports whether what is wrong with the stamp is ignored: nobody is to set it then.
	stampLeft bool
	// gaps are the revisions that were skipped as a whole, as far as the target goes.
	gaps []gap
	// asked reports whether the user has named the target.
	asked    bool
	notes    []string
	findings []rules.Finding
	// forecast is what an upgrade will do; nil where none was asked for.
	forecast *forecast
}

type (
	reading = drift.Reading[*expected.Revision]
	match   = drift.Match[*expected.Revision]
	place   = drift.Place[*expected.Revision]
)

// look reads the database and finds out where each tree is. runs says which Asterisk uses it.
func look(p *process, f *databaseFlags, runs asteriskFlag) (*survey, error) {
	source, err := f.source(p)
	if err != nil {
		return nil, err
	}
	if f.history() != "" && runs.Asterisk != "" && source.Release == "" {
		return nil, errors.New("--asterisk is for the built-in histories: what else uses a database is not known")
	}
	release, err := runs.release(f.entry)
	if err != nil {
		return nil, err
	}
	known, err := f.library(p, source)
	if err != nil {
		return nil, err
	}
	if f.settings.InUse != nil {
		known.usage.Uses = f.settings.Used
	}
	known.measure, known.unstamped = f.measure, f.unstamped
	db, err := known.database(p, source)
	if err != nil {
		return nil, err
	}
	if _, ok := db.Stamp(f.versionTable()); !ok && f.versionTable() != "" && len(known.trees) > 1 {
		return nil, fmt.Errorf("there is no version table %q: check its name, or name the --tree for which it is to be made", f.versionTable())
	}
	s := known.survey(source, db)
	s.settings, s.asterisk = f.settings, release
	s.assess(known.histories)
	return s, nil
}

// library is the histories to look into.
func (f *databaseFlags) library(p *process, source introspect.Source) (*library, error) {
	if f.history() == "" || source.Release != "" {
		return builtIn(f.trees(source)), nil
	}
	texts, err := p.historyTexts(f.history())
	return &library{texts: texts, to: f.to}, err
}

// assess finds the trees that the database holds, and where each is.
func (s *survey) assess(histories []*expected.History) {
	stamps := assignStamps(s.db, histories, s.source)
	var all []*assessment
	for i, h := range histories {
		a := &assessment{tree: h.Tree, history: h, usage: s.usage, stamp: stamps[i], noRows: s.db.NoRows, got: h.Compared(s.db.Schema.Only(h.Owns, h.OwnsEnum))}
		if len(a.got.Tables) > 0 || len(a.stamp.Revisions) > 0 { // an empty version table without any of the tree's is what Alembic's base leaves
			s.trees = append(s.trees, a)
		}
		all = append(all, a)
	}
	s.orphaned(all)
	if s.everyTree() { // otherwise other trees' tables would seem to be nobody's
		s.foreign = foreign(s.db, histories)
	}
	for _, a := range s.trees {
		a.strange = len(s.foreign) > 0
		a.infer()
	}
}

// everyTree reports whether all trees were looked for, not only those that the user named.
func (s *survey) everyTree() bool {
	return !slices.ContainsFunc(s.all, func(tree string) bool { return !slices.Contains(s.only, tree) })
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

func (a *assessment) infer() {
	for _, c := range a.history.Chains {
		a.lines = append(a.lines, c.Revisions)
	}
	a.matches = drift.Infer(a.lines, a.got)
	a.presume()
	a.judge(nil)
	if len(a.stamp.Revisions) == 0 && !a.plausible() && !a.partOf() {
		a.reading.Verdict = drift.NotAlembic
	}
}

// partOf reports whether the tables that are there are a part of a revision's, nearly as it has them: a tutorial, or a dump of some tables, gives no more. They
// are recognised by what they hold and not by how many there are, so that the places are ranked anew without what is missing as a whole.
func (a *assessment) partOf() bool {
	const nearly = 0.9
	if len(a.reading.Matches) == 0 || a.usage.Ceiling(a.tree) == rules.Info {
		return false
	}
	before := a.reading
	a.reading.Matches = slices.Clone(a.reading.Matches)
	slices.SortStableFunc(a.reading.Matches, func(x, y match) int {
		return cmp.Or(cmp.Compare(x.Distance.Sum()-x.Distance.Gone, y.Distance.Sum()-y.Distance.Gone), cmp.Compare(a.latestLine(y), a.latestLine(x)))
	})
	if a.explained() >= nearly {
		return true
	}
	a.reading = before
	return false
}

// latestLine is the newest of the lines that a match is in.
func (a *assessment) latestLine(m match) int {
	lines := m.Places[0].Lines
	return lines[len(lines)-1]
}

// compare measures the schema at the target.
func (a *assessment) compare(siblings schema.Options) error {
	if a.target.Chain == nil {
		return nil
	}
	want, err := a.target.Schema(a.got.Semantics)
	if err != nil {
		return fmt.Errorf("replaying %s: %w", a.target.Revision().ID, err)
	}
	if want, err = a.halfDone(want); err != nil {
		return err
	}
	a.want = withOptions(want, siblings)
	a.changes = a.foldRenames(drift.Compare(want, a.got))
	return nil
}

// halfDone is the schema at the target as an upgrade has to find it that goes on from there: with the statements that the one before it ran of the
// revision at which it stopped. They are no drift, and nothing is to undo them.
func (a *assessment) halfDone(want *schema.Schema) (*schema.Schema, error) {
	if a.forecast == nil || a.reading.Verdict != drift.Partial {
		return want, nil
	}
	stop := a.reading.Where().Places[0]
	if stop.At != a.target.At+1 || indexOf(a.target.Chain, stop.Revision.ID) != stop.At {
		return want, nil
	}
	return want, apply(want, stop.Revision.Changes[:stop.Statement])
}

// apply makes changes of a history, as they were meant.
func apply(s *schema.Schema, changes []schema.Change) error {
	for _, c := range changes {
		if err := s.Apply(schema.Mended(c)); err != nil {
			return fmt.Errorf("replaying %s: %w", c.Object(), err)
		}
	}
	return nil
}

// withOptions gives all tables of a schema the same options, as far as the history does not state any.
func withOptions(s *schema.Schema, o schema.Options) *schema.Schema {
	for _, t := range s.SortedTables() {
		t = t.Clone()
		t.Options = o.With(t.Options)
		s.Add(t)
	}
	return s
}

// pass is what rules judge of the tree.
func (a *assessment) pass() *rules.Pass {
	pending := a.history.Pending(a.target)
	if f := a.forecast; f != nil {
		pending = f.target.Chain.Revisions[min(a.target.At, f.target.At)+1 : f.target.At+1]
	}
	return &rules.Pass{Tree: a.tree, Want: a.want, Got: a.got, Origins: expected.NewOrigins(a.history, a.target, pending), Usage: a.usage}
}

// foldRenames makes one change of a column that is missing and the one of its old name that is there too, where a revision renamed it.
func (a *assessment) foldRenames(changes []schema.Change) []schema.Change {
	for _, r := range a.target.Renames() {
		add := slices.IndexFunc(changes, func(c schema.Change) bool {
			x, ok := c.(schema.AddColumn)
			return ok && x.Table == r.Table && x.Column.Name == r.To
		})
		drop := slices.IndexFunc(changes, func(c schema.Change) bool {
			x, ok := c.(schema.DropColumn)
			return ok && x.Table == r.Table && x.Column == r.From
		})
		if add < 0 || drop < 0 {
			continue
		}
		t := a.got.Table(r.Table)
		column := changes[add].(schema.AddColumn).Column
		if drift.Differ(column, t.Columns[t.Column(a.got.Semantics, r.From)]) == 0 {
			changes[add] = r
			changes = slices.Delete(changes, drop, drop+1)
		}
	}
	return changes
}

// siblings are the options that most of the trees' tables have of which the history states none; empty where none prevails, or on engines without any.
func (s *survey) siblings() schema.Options {
	engines, texts := map[string]int{}, map[schema.Options]int{}
	for _, a := range s.trees {
		stated := a.stated()
		for key, t := range a.got.Tables {
			if stated[key] {
				continue
			}
			engines[t.Options.Engine]++
			texts[schema.Options{Charset: t.Options.Charset, Collation: t.Options.Collation}]++
		}
	}
	o := most(texts)
	o.Engine = most(engines)
	return o
}

// stated are the tables whose options the history states, by key.
func (a *assessment) stated() map[string]bool {
	stated := map[string]bool{}
	for _, r := range a.history.Newest().Revisions {
		for _, c := range r.Changes {
			if create, ok := c.(schema.CreateTable); ok && create.Table.Options != (schema.Options{}) {
				stated[a.history.Names.TableKey(create.Table.Name)] = true
			}
			if alter, ok := c.(schema.AlterTable); ok {
				stated[a.history.Names.TableKey(alter.Table)] = true
			}
		}
	}
	return stated
}

// most returns the key with the highest count; the zero key if several have it.
func most[K interface{ ~string | schema.Options }](counts map[K]int) K {
	var best K
	n, tied := 0, false
	for k, count := range counts {
		if count >= n {
			best, tied, n = k, count == n, count
		}
	}
	if tied {
		var none K
		return none
	}
	return best
}

// hidden refuses to judge what may only not be shown to the user. What is hidden seems missing, and a schema without it seems another
// revision's; only where the stamp agrees with the schema, and nothing of it is missing, does it not matter.
func (s *survey) hidden() error {
	if s.db.Hidden == "" {
		return nil
	}
	if len(s.trees) == 0 {
		return fmt.Errorf("%s: no table of a known history can be seen: %s", s.source, s.db.Hidden)
	}
	for _, a := range s.trees {
		if a.reading.Verdict != drift.Agrees || a.reading.Where().Distance.Hard > 0 || a.misses() {
			return fmt.Errorf("%s: part of the schema cannot be seen, so what seems missing may be there: %s", s.source, s.db.Hidden)
		}
	}
	s.trees[0].notes = append(s.trees[0].notes, "only what this user may see was looked at: "+s.db.Hidden)
	return nil
}

func (a *assessment) misses() bool {
	return slices.ContainsFunc(a.findings, func(f rules.Finding) bool { return strings.HasPrefix(f.Rule, "missing-") })
}
