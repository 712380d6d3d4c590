package record

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"assay/expected"
	"assay/introspect"
	"assay/schema"
)

// ensure makes sure that the project goes to the scratch database, and to no other, before it runs a revision: by what Alembic says, and by the version table
// that it makes there. With SQLAlchemy 2 and transaction_per_migration, nobody commits that table.
func (r *Recorder) ensure(ctx context.Context) error {
	sure, stored, err := goesTo(ctx, r.tool, r.source)
	if err != nil {
		return err
	}
	if len(stored) > 0 {
		return strayError(r.source, stored[0])
	}
	if err := r.tool.Ensure(ctx); err != nil {
		return err
	}
	db, err := r.read(ctx)
	if err != nil {
		return err
	}
	if sure && len(versionTables(db, "")) == 0 {
		return nil
	}
	return r.findVersionTable(ctx, "")
}

// goesTo asks Alembic which databases it goes to, and fails if one is not the scratch database. Sure: it goes there, and nowhere else. Stored are the revisions
// that it finds.
func goesTo(ctx context.Context, tool *Tool, scratch introspect.Source) (sure bool, stored []string, err error) {
	said, stored, err := tool.Targets(ctx)
	if err != nil { // an old Alembic: where it goes, the version table shows
		return false, nil, nil //nolint:nilerr // it is no answer
	}
	sure, err = only(said, scratch)
	return sure, stored, err
}

// strayError says that Alembic finds a revision where none was run: it would take that one for the scratch database's, and change it.
func strayError(scratch introspect.Source, revision string) error {
	return fmt.Errorf("%s: alembic current finds revision %s there, and none was run yet: does env.py keep the version table elsewhere (version_table_schema), perhaps "+
		"in another database? No revision was run", scratch, revision)
}

// only fails if one of the databases that Alembic says it goes to is not the scratch database.
func only(said []string, scratch introspect.Source) (sure bool, err error) {
	sure = len(said) > 0
	for _, url := range said {
		at, err := introspect.ParseURL(url)
		if err == nil && another(at.Target, scratch.Target) {
			return false, fmt.Errorf("%s: the project goes to %s: its env.py takes the database from elsewhere than sqlalchemy.url or the environment "+
				"(ASSAY_SCRATCH_URL, DATABASE_URL), or upgrades several; no revision was run", scratch, at)
		}
		sure = sure && err == nil
	}
	return sure, nil
}

// another reports whether a database is another one than the scratch database for certain: a host may have several names.
func another(at, scratch schema.Target) bool {
	here := []string{"", "localhost", "127.0.0.1", "::1"}
	hosts := at.Host != scratch.Host && (!slices.Contains(here, at.Host) || !slices.Contains(here, scratch.Host))
	ports := at.Host != "" && scratch.Host != "" && at.Port != scratch.Port
	return at.Database != scratch.Database || hosts || ports
}

// findVersionTable finds the version table that is there now, the one that holds the revision where several could be it. That there is none
// means that the project goes elsewhere.
func (r *Recorder) findVersionTable(ctx context.Context, revision string) error {
	db, err := r.read(ctx)
	if err != nil {
		return err
	}
	switch tables := versionTables(db, revision); len(tables) {
	case 0:
		ran := "no revision was run"
		if !r.guarded {
			ran = "--command may have upgraded another database"
		}
		return fmt.Errorf("%s: the project has made no version table there: its env.py takes the database from elsewhere than sqlalchemy.url or the environment "+
			"(ASSAY_SCRATCH_URL, DATABASE_URL), or keeps the table in another schema, which --version-table-schema names; %s", r.source, ran)
	case 1:
		r.source.Target.VersionTable, r.project.VersionTable = tables[0], tables[0]
		return nil
	default:
		return fmt.Errorf("%s: several tables can be the version table (%s): name it with --version-table", r.source, strings.Join(tables, ", "))
	}
}

func versionTables(db *schema.Database, revision string) []string {
	var usual, holding, odd []string
	for _, s := range db.Stamps {
		usual = append(usual, s.Table)
		if slices.Contains(s.Revisions, revision) {
			holding = append(holding, s.Table)
		}
	}
	for _, t := range db.Schema.SortedTables() {
		if len(t.Columns) == 1 && t.Columns[0].Name == "version_num" {
			odd = append(odd, t.Name)
		}
	}
	for _, found := range [][]string{holding, usual} {
		if len(found) > 0 {
			return found
		}
	}
	return odd
}

// heads is what the version table holds, sorted.
func (r *Recorder) heads(db *schema.Database) []string {
	for _, s := range db.Stamps {
		if db.Schema.Semantics.TableKey(s.Table) == db.Schema.Semantics.TableKey(r.source.Target.VersionTable) {
			return slices.Sorted(slices.Values(s.Revisions))
		}
	}
	return nil
}

// ranAlone checks that the stored heads stand for the revisions recorded and this one, neither more nor less.
func (r *Recorder) ranAlone(s expected.Step) error {
	needs := map[string][]string{}
	for _, x := range r.revisions {
		needs[x.ID] = slices.Concat(x.Down, x.DependsOn)
	}
	applied := map[string]bool{}
	var visit func(ids []string)
	visit = func(ids []string) {
		for _, id := range ids {
			if !applied[id] {
				applied[id] = true
				visit(needs[id])
			}
		}
	}
	visit(s.Heads)
	is := "the version table says " + cmp.Or(strings.Join(s.Heads, "+"), "nothing") + " then"
	if !applied[s.ID] {
		return fmt.Errorf("the upgrade succeeded without applying it (%s): did it run on another database, or do nothing?", is)
	}
	for _, x := range r.project.Steps {
		delete(applied, x.ID)
	}
	delete(applied, s.ID)
	for id := range applied {
		return fmt.Errorf("the upgrade to it ran %s as well (%s): --command must go to {revision} and no further", id, is)
	}
	return nil
}
