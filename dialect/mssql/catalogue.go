package mssql

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"assay/schema"
)

// A kindReader reads the rows of one kind.
type kindReader struct {
	kind string
	read func(schema.Row) error
}

// FromCatalogue makes a database of the rows that [Queries] gives.
func FromCatalogue(rows []schema.Row, t schema.Target) (*schema.Database, error) {
	c := catalogue{target: t, db: &schema.Database{}, tables: map[string]*schema.Table{}}
	readers := []kindReader{
		{"server", c.server},
		{"table", c.table},
		{"type", c.ofType},
		{"column", c.column},
		{"index", c.index},
		{"fk", c.foreignKey},
		{"check", c.check},
		{"object", c.object},
		{"stamp", c.stamp},
	}
	for _, row := range rows {
		if !slices.ContainsFunc(readers, func(r kindReader) bool { return r.kind == row.Kind() }) {
			return nil, fmt.Errorf("there is a row of kind %q, which this assay does not know: look for a newer one", schema.Excerpt(row.Kind()))
		}
	}
	rows = slices.SortedStableFunc(slices.Values(rows), func(a, b schema.Row) int {
		return cmp.Or(cmp.Compare(a.Number("key_ordinal"), b.Number("key_ordinal")), cmp.Compare(a.Number("pos"), b.Number("pos")))
	})
	for _, r := range readers { // whatever order they are in
		for _, row := range rows {
			if row.Kind() != r.kind {
				continue
			}
			if err := r.read(row); err != nil {
				return nil, err
			}
		}
	}
	return c.database()
}

// A catalogue becomes a database, row by row.
type catalogue struct {
	target    schema.Target
	db        *schema.Database
	namespace string // whose tables they are
	collation string // of the database
	tables    map[string]*schema.Table
	order     []string // in which the tables came
	readable  []string // the version tables that the user may read
}

func (c *catalogue) server(r schema.Row) error {
	if c.db.Schema != nil {
		return fmt.Errorf("there are rows of two databases in it")
	}
	c.namespace, c.collation = r.Text("schema"), r.Text("collation")
	m := semantics()
	if strings.Contains(c.collation, "_CS_") || strings.Contains(c.collation, "_BIN") {
		m.FoldTables, m.FoldColumns = false, false
	}
	c.db.Server, c.db.Schema = ServerOf(r.Text("version")), schema.New(m)
	c.db.Schema.Detail = schema.Everything
	c.db.Name, c.db.Namespace = r.Text("db"), c.namespace
	if c.namespace != home {
		c.db.Name += "." + c.namespace
	}
	if want := c.target.Schema; want != "" && !m.SameName(want, c.namespace) {
		return fmt.Errorf("it is of another schema (%s) than %q: print the queries with --schema", c.db.Name, want)
	}
	if !r.Is("sees_all") {
		c.db.Hidden = fmt.Sprintf("it sees only what it owns or has rights on; GRANT VIEW DEFINITION ON SCHEMA::%s TO its user shows all of it", quote(c.namespace))
	}
	return nil
}

func (c *catalogue) table(r schema.Row) error {
	n := r.Text("name")
	t := &schema.Table{Name: n}
	t.Traits = t.Traits.With(schema.Comment, r.Text("comment"))
	key := c.db.Schema.Semantics.TableKey(n)
	if c.tables[key] != nil || n == "" {
		return fmt.Errorf("table %q is in it twice, or has no name", n)
	}
	c.tables[key], c.order = t, append(c.order, key)
	for _, is := range []struct {
		so   bool
		kind string
	}{
		{r.Number("temporal_type") != 0, schema.Versioning},
		{r.Number("parts") > 1, schema.Partitioning},
		{r.Is("is_memory_optimized"), "memory optimization"},
		{r.Is("is_external"), "external table"},
	} {
		if is.so {
			c.opaque(schema.Opaque{Kind: is.kind, Name: n, Table: n})
		}
	}
	if c.target.IsVersionTable(c.db.Schema.Semantics, n) && r.Has("stamps") {
		if r.Is("stamps") {
			c.readable = append(c.readable, n)
		} else {
			c.db.Unread = append(c.db.Unread, schema.Unread{Table: n, Why: "the user who ran the queries may not read it", Barred: true})
		}
	}
	return nil
}

func (c *catalogue) opaque(o schema.Opaque) { c.db.Schema.Opaque = append(c.db.Schema.Opaque, o) }

// ofType notes a type of the database's own.
func (c *catalogue) ofType(r schema.Row) error {
	c.opaque(schema.Opaque{Kind: "type", Name: r.Text("name")})
	return nil
}

// of is the table that a row is about.
func (c *catalogue) of(r schema.Row) (*schema.Table, error) {
	if t := c.tables[c.db.Schema.Semantics.TableKey(r.Text("table"))]; t != nil {
		return t, nil
	}
	return nil, fmt.Errorf("a row of kind %q is about table %q, of which there is none", r.Kind(), r.Text("table"))
}

func (c *catalogue) foreignKey(r schema.Row) error {
	t, err := c.of(r)
	if err != nil {
		return err
	}
	n := r.Text("name")
	i := slices.IndexFunc(t.ForeignKeys, func(f schema.ForeignKey) bool { return f.Name == n })
	if i < 0 {
		f := schema.ForeignKey{
			Name: n, RefTable: r.Text("ref_table"), OnDelete: action(r.Text("on_delete")), OnUpdate: action(r.Text("on_update")), NotValid: r.Is("is_not_trusted"),
		}
		if s := r.Text("ref_schema"); s != c.namespace {
			f.RefTable = s + "." + f.RefTable
		}
		if r.Is("is_disabled") {
			f.NotValid, f.Traits = false, f.Traits.With(schema.Validity, schema.NotEnforced)
		}
		t.ForeignKeys, i = append(t.ForeignKeys, f), len(t.ForeignKeys)
	}
	f := &t.ForeignKeys[i]
	f.Columns, f.RefColumns = append(f.Columns, r.Text("column")), append(f.RefColumns, r.Text("ref_column"))
	return nil
}

// action is what the catalogue calls NO_ACTION, CASCADE, SET_NULL or SET_DEFAULT.
func action(said string) string {
	if said == "NO_ACTION" {
		return ""
	}
	return strings.ReplaceAll(said, "_", " ")
}

func (c *catalogue) check(r schema.Row) error {
	t, err := c.of(r)
	if err != nil {
		return err
	}
	k := schema.Check{Name: r.Text("name"), Expr: printed(r.Text("definition")), NotEnforced: r.Is("is_not_trusted")}
	if r.Is("is_disabled") {
		k.NotEnforced, k.Traits = false, k.Traits.With(schema.Validity, schema.NotEnforced)
	}
	k.Implicit = lists(t, k, r.Is("generated"))
	t.Checks = append(t.Checks, k)
	return nil
}

// lists reports whether a check may be one that SQLAlchemy has made by itself for a column of labels or of a boolean, as it did before 1.4: it lists values of
// one column, and is called by it or by nobody.
func lists(t *schema.Table, k schema.Check, generated bool) bool {
	n, err := expression(k.Expr)
	if err != nil || !strings.Contains(n, " IN (") || strings.Contains(n, " AND ") {
		return false
	}
	of, _, _ := strings.Cut(n, " IN (")
	of = strings.Trim(of, `"`)
	i := t.Column(schema.Semantics{FoldColumns: true}, of)
	return i >= 0 && (generated || strings.HasPrefix(strings.ToLower(k.Name), strings.ToLower("ck_"+t.Name+"_"+of)))
}

// printed is an expression as the catalogue has it in canonical spelling; one that is not understood stays as it is.
func printed(sql string) string {
	if expr, err := expression(sql); err == nil {
		return expr
	}
	return sql
}

// kindsOfObjects are those beside tables, by what sys.objects calls them.
var kindsOfObjects = map[string]string{
	"V": "view", "TR": "trigger", "SO": "sequence", "SN": "synonym", "P": "procedure", "FN": "function", "IF": "function", "TF": "function", "AF": "function",
}

func (c *catalogue) object(r schema.Row) error {
	kind := kindsOfObjects[strings.TrimSpace(r.Text("type"))]
	c.opaque(schema.Opaque{Kind: cmp.Or(kind, "object"), Name: r.Text("name"), Table: r.Text("table")})
	return nil
}

func (c *catalogue) stamp(r schema.Row) error {
	n := r.Text("table")
	i := slices.IndexFunc(c.db.Stamps, func(s schema.Stamp) bool { return s.Table == n })
	if i < 0 {
		c.db.Stamps, i = append(c.db.Stamps, schema.Stamp{Table: n}), len(c.db.Stamps)
	}
	if !r.Has("version_num") {
		c.db.Stamps[i].Nulls = true
		return nil
	}
	c.db.Stamps[i].Revisions = append(c.db.Stamps[i].Revisions, r.Text("version_num"))
	return nil
}

// database is what all rows come to.
func (c *catalogue) database() (*schema.Database, error) {
	if c.db.Schema == nil {
		return nil, fmt.Errorf("no row in it says what server it is of")
	}
	for _, key := range c.order {
		c.db.Schema.Add(c.tables[key])
	}
	for _, n := range c.readable { // one without a row is a stamp as well
		if _, ok := c.db.Stamp(n); !ok {
			c.db.Stamps = append(c.db.Stamps, schema.Stamp{Table: n})
		}
	}
	for i := range c.db.Stamps {
		slices.Sort(c.db.Stamps[i].Revisions)
	}
	slices.SortFunc(c.db.Stamps, func(a, b schema.Stamp) int { return cmp.Compare(a.Table, b.Table) })
	return c.db, nil
}
