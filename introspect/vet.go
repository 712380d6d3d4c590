package introspect

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"assay/dialect"
	"assay/schema"
)

// A Vetter says what in a snapshot its server cannot have printed: whoever compares with a file of others must not run what stands in it. A room is one.
type Vetter interface {
	Semantics() schema.Semantics
	Vet(*schema.Table) error
	VetDefinition(sql string) error
	VetServer(schema.Server) error
}

var (
	numbers   = schema.Pattern(`^(?:[0-9]+(?:\.[0-9]+)*)?$`)
	kindWords = schema.Pattern(`^[a-z]+(?: [a-z]+)*$`)
)

// Vet holds what was read of a file against what its server can have. Its error is one sentence, which names the file.
func Vet(source Source, db *schema.Database, room Vetter) error {
	if err := (vetted{db, room}).all(); err != nil {
		return fmt.Errorf("%s: %w; assay snapshot never wrote that: take the snapshot again", source.file(), err)
	}
	return nil
}

// VetCatalogue is [Vet] for rows of a catalogue.
func VetCatalogue(source Source, db *schema.Database, room Vetter) error {
	if err := (vetted{db, room}).all(); err != nil {
		return fmt.Errorf("%s: %w; no such server says that of itself: run the queries again", source.file(), err)
	}
	return nil
}

type vetted struct {
	*schema.Database
	room Vetter
}

func (v vetted) all() error {
	if !numbers().MatchString(v.Server.Version) {
		return fmt.Errorf("%q is no version of a server", schema.Excerpt(v.Server.Version))
	}
	if err := v.room.VetServer(v.Server); err != nil {
		return err
	}
	if v.Schema.Defaults != (schema.Options{}) {
		if err := v.room.Vet(&schema.Table{Options: v.Schema.Defaults}); err != nil {
			return fmt.Errorf("the defaults of tables: %w", err)
		}
	}
	if err := v.tables(); err != nil {
		return err
	}
	for _, e := range v.Schema.SortedEnums() {
		if schema.QuoteLabels(schema.SplitLabels(e.Labels)) != e.Labels {
			return fmt.Errorf("enum type %q: %q are no labels", e.Name, schema.Excerpt(e.Labels))
		}
	}
	for _, o := range v.Schema.Opaque {
		if !kindWords().MatchString(o.Kind) {
			return fmt.Errorf("%q is no kind of object", schema.Excerpt(o.Kind))
		}
		for _, sql := range o.Definition {
			if err := v.room.VetDefinition(sql); err != nil {
				return fmt.Errorf("%q: %w", schema.Excerpt(o.String()), err)
			}
		}
	}
	for _, b := range v.Schema.Beside { // whose SQL a room writes anew before it is printed
		if !kindWords().MatchString(b.Kind) {
			return fmt.Errorf("%q is no kind of object", schema.Excerpt(b.Kind))
		}
	}
	if table, revision, column, ok := v.Overlong(); ok {
		return fmt.Errorf("%q in version table %q is longer than its column, %s, can hold", schema.Excerpt(revision), table, column.Type)
	}
	for _, text := range []string{v.Hidden, v.Partial} {
		if strings.ContainsFunc(text, unicode.IsControl) {
			return fmt.Errorf("%q holds a control character", schema.Excerpt(text))
		}
	}
	return nil
}

func (v vetted) tables() error {
	global := map[string]string{} // PostgreSQL's indexes share their names
	for _, t := range v.Schema.SortedTables() {
		if err := v.room.Vet(t); err != nil {
			return fmt.Errorf("table %q: %w", t.Name, err)
		}
		if err := v.possible(t); err != nil {
			return fmt.Errorf("table %q: %w", t.Name, err)
		}
		for _, x := range t.Indexes {
			if other, taken := global[x.Name]; taken && x.Name != "" && v.Schema.Semantics.GlobalIndexNames {
				return fmt.Errorf("table %q: index %q is in table %q as well", t.Name, x.Name, other)
			}
			global[x.Name] = t.Name
		}
	}
	return nil
}

// possible refuses a table that no server can have: keys over nothing or to nowhere, and two objects of one name.
func (v vetted) possible(t *schema.Table) error {
	to := v.Schema
	primaries := 0
	for i, x := range t.Indexes {
		switch {
		case len(x.Parts) == 0:
			return fmt.Errorf("index %q is over no column", x.Name)
		case x.Name != "" && t.Index(to.Semantics, x.Name) != i:
			return fmt.Errorf("index %q is in it twice", x.Name)
		}
		if x.Kind == schema.Primary {
			primaries++
		}
		for _, p := range x.Parts {
			if (p.Column == "") == (p.Expr == "") || p.Column != "" && t.Column(to.Semantics, p.Column) < 0 {
				return fmt.Errorf("index %q is over column %q, which is not in the table", x.Name, p.Column)
			}
		}
		if err := columnsIn(t, to.Semantics, x.Include); err != nil {
			return fmt.Errorf("index %q: %w", x.Name, err)
		}
	}
	if primaries > 1 {
		return errors.New("it has two primary keys")
	}
	for i, k := range t.Checks {
		if k.Name != "" && slices.ContainsFunc(t.Checks[:i], func(o schema.Check) bool { return to.Semantics.SameName(o.Name, k.Name) }) {
			return fmt.Errorf("check %q is in it twice", k.Name)
		}
	}
	for i, f := range t.ForeignKeys {
		if f.Name != "" && slices.ContainsFunc(t.ForeignKeys[:i], func(o schema.ForeignKey) bool { return to.Semantics.SameName(o.Name, f.Name) }) {
			return fmt.Errorf("foreign key %q is in it twice", f.Name)
		}
		if err := v.leads(f, t); err != nil {
			return fmt.Errorf("foreign key %q: %w", f.Name, err)
		}
	}
	return nil
}

// leads refuses a foreign key that no server has. Its table can be in another schema, or be one that assay cannot read; MySQL keeps it where its table is gone,
// and a dump may be a part.
func (v vetted) leads(f schema.ForeignKey, t *schema.Table) error {
	to := v.Schema
	if len(f.Columns) == 0 || f.RefTable == "" || len(f.RefColumns) > 0 && len(f.RefColumns) != len(f.Columns) {
		return errors.New("it is over no column, or not over as many as it refers to")
	}
	if err := columnsIn(t, to.Semantics, f.Columns); err != nil {
		return err
	}
	other := to.Table(f.RefTable)
	known := slices.ContainsFunc(to.Opaque, func(o schema.Opaque) bool { return o.Name == f.RefTable || o.Table == f.RefTable })
	switch {
	case other != nil:
		return columnsIn(other, to.Semantics, f.RefColumns)
	case known || strings.Contains(f.RefTable, ".") || dialect.Facts(v.Server.Engine).Dumps.OpenReferences || v.NoRows || v.Hidden != "":
		return nil
	}
	return fmt.Errorf("it refers to table %q, which is not there", f.RefTable)
}

func columnsIn(t *schema.Table, m schema.Semantics, names []string) error {
	for _, n := range names {
		if t.Column(m, n) < 0 {
			return fmt.Errorf("column %q is not in table %q", n, t.Name)
		}
	}
	return nil
}
