package narrow

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"assay/schema"
)

// A Catalogue becomes a database, row by row.
type Catalogue struct {
	Target schema.Target
	DB     *schema.Database
	Name   func(stored string) string // of a table, as the schema has it
	tables map[string]*schema.Table
	order  []string // in which the tables came
	stamps []string // the version tables that the user may read
}

// A KindReader reads the rows of one kind.
type KindReader struct {
	Kind string
	Read func(schema.Row) error
}

// NewCatalogue returns one without rows.
func NewCatalogue(t schema.Target) *Catalogue {
	return &Catalogue{Target: t, DB: &schema.Database{}, Name: func(n string) string { return n }, tables: map[string]*schema.Table{}}
}

// Read reads rows: those of the first kind first, whatever order they are in; of each kind, in the order of those fields.
func (c *Catalogue) Read(rows []schema.Row, readers []KindReader, order ...string) (*schema.Database, error) {
	readers = append(readers, KindReader{"stamp", c.stamp})
	for _, row := range rows {
		if !slices.ContainsFunc(readers, func(r KindReader) bool { return r.Kind == row.Kind() }) {
			return nil, fmt.Errorf("there is a row of kind %q, which this assay does not know: look for a newer one", schema.Excerpt(row.Kind()))
		}
	}
	rows = slices.SortedStableFunc(slices.Values(rows), func(a, b schema.Row) int {
		for _, field := range order {
			if n := cmp.Compare(a.Number(field), b.Number(field)); n != 0 {
				return n
			}
		}
		return 0
	})
	for _, r := range readers {
		for _, row := range rows {
			if row.Kind() != r.Kind {
				continue
			}
			if err := r.Read(row); err != nil {
				return nil, err
			}
		}
	}
	return c.database()
}

// Begin says what server it is of, and which of its schemas.
func (c *Catalogue) Begin(s schema.Server, m schema.Semantics, name, namespace string) error {
	if c.DB.Schema != nil {
		return errors.New("there are rows of two databases in it")
	}
	c.DB.Server, c.DB.Schema, c.DB.Name, c.DB.Namespace = s, schema.New(m), name, namespace
	c.DB.Schema.Detail = schema.Whole
	if home := c.Target.VersionSchema; home != "" && !strings.EqualFold(home, namespace) { // whose rows the queries do not ask for
		c.DB.NoRows = true
	}
	return nil
}

// Add adds a table.
func (c *Catalogue) Add(t *schema.Table) error {
	key := c.DB.Schema.Semantics.TableKey(t.Name)
	if c.tables[key] != nil || t.Name == "" {
		return fmt.Errorf("table %q is in it twice, or has no name", t.Name)
	}
	c.tables[key], c.order = t, append(c.order, key)
	return nil
}

// Stamped says of a table that has the column of a version table whether its rows may be read.
func (c *Catalogue) Stamped(table string, may bool) {
	switch {
	case !c.Target.IsVersionTable(c.DB.Schema.Semantics, table):
	case may:
		c.stamps = append(c.stamps, table)
	default:
		c.DB.Unread = append(c.DB.Unread, schema.Unread{Table: table, Why: "the user who ran the queries may not read it", Barred: true})
	}
}

// Opaque adds an object that is named and not compared.
func (c *Catalogue) Opaque(o schema.Opaque) { c.DB.Schema.Opaque = append(c.DB.Schema.Opaque, o) }

// Has reports whether there is a table of that name.
func (c *Catalogue) Has(table string) bool {
	return c.tables[c.DB.Schema.Semantics.TableKey(table)] != nil
}

// Of is the table that a row is about.
func (c *Catalogue) Of(r schema.Row, table string) (*schema.Table, error) {
	if t := c.tables[c.DB.Schema.Semantics.TableKey(table)]; t != nil {
		return t, nil
	}
	return nil, fmt.Errorf("a row of kind %q is about table %q, of which there is none", r.Kind(), table)
}

// stamp reads a row of a version table.
func (c *Catalogue) stamp(r schema.Row) error {
	n := c.Name(r.Text("table"))
	i := slices.IndexFunc(c.DB.Stamps, func(s schema.Stamp) bool { return s.Table == n })
	if i < 0 {
		c.DB.Stamps, i = append(c.DB.Stamps, schema.Stamp{Table: n}), len(c.DB.Stamps)
	}
	if !r.Has("version_num") {
		c.DB.Stamps[i].Nulls = true
		return nil
	}
	c.DB.Stamps[i].Revisions = append(c.DB.Stamps[i].Revisions, r.Text("version_num"))
	return nil
}

// database is what all rows come to.
func (c *Catalogue) database() (*schema.Database, error) {
	if c.DB.Schema == nil {
		return nil, errors.New("no row in it says what server it is of")
	}
	for _, key := range c.order {
		c.DB.Schema.Add(c.tables[key])
	}
	for _, n := range c.stamps { // one without a row is a stamp as well
		if _, ok := c.DB.Stamp(n); !ok {
			c.DB.Stamps = append(c.DB.Stamps, schema.Stamp{Table: n})
		}
	}
	for i := range c.DB.Stamps {
		slices.Sort(c.DB.Stamps[i].Revisions)
	}
	slices.SortFunc(c.DB.Stamps, func(a, b schema.Stamp) int { return cmp.Compare(a.Table, b.Table) })
	return c.DB, nil
}

// Lists reports whether a check may be one that SQLAlchemy has made by itself for a column of labels or of a boolean, as it did before 1.4: it lists values of
// one column, and is called by it or by nobody.
func (l *Language) Lists(t *schema.Table, k schema.Check, generated bool) bool {
	n, err := l.Canonical(k.Expr)
	if err != nil || !strings.Contains(n, " IN (") || strings.Contains(n, " AND ") {
		return false
	}
	of, _, _ := strings.Cut(n, " IN (")
	of = strings.Trim(of, `"`)
	i := t.Column(schema.Semantics{FoldColumns: true}, of)
	return i >= 0 && (generated || strings.HasPrefix(strings.ToLower(k.Name), strings.ToLower("ck_"+t.Name+"_"+of)))
}
