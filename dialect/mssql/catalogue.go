package mssql

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"assay/dialect/narrow"
	"assay/schema"
)

// FromCatalogue makes a database of the rows that [Queries] gives.
func FromCatalogue(rows []schema.Row, t schema.Target) (*schema.Database, error) {
	c := catalogue{Catalogue: narrow.NewCatalogue(t)}
	return c.Read(rows, []narrow.KindReader{
		{Kind: "server", Read: c.server},
		{Kind: "table", Read: c.table},
		{Kind: "type", Read: c.ofType},
		{Kind: "column", Read: c.column},
		{Kind: "index", Read: c.index},
		{Kind: "fk", Read: c.foreignKey},
		{Kind: "check", Read: c.check},
		{Kind: "object", Read: c.object},
	}, "key_ordinal", "pos")
}

// A catalogue becomes a database, row by row.
type catalogue struct {
	*narrow.Catalogue
	namespace string // whose tables they are
	collation string // of the database
}

func (c *catalogue) server(r schema.Row) error {
	c.namespace, c.collation = r.Text("schema"), r.Text("collation")
	m, name := semantics(), r.Text("db")
	if strings.Contains(c.collation, "_CS_") || strings.Contains(c.collation, "_BIN") {
		m.FoldTables, m.FoldColumns = false, false
	}
	if c.namespace != home {
		name += "." + c.namespace
	}
	if err := c.Begin(ServerOf(r.Text("version")), m, name, c.namespace); err != nil {
		return err
	}
	if want := c.Target.Schema; want != "" && !m.SameName(want, c.namespace) {
		return fmt.Errorf("it is of another schema (%s) than %q: print the queries with --schema", c.DB.Name, want)
	}
	if !r.Is("sees_all") {
		c.DB.Hidden = fmt.Sprintf("it sees only what it owns or has rights on; GRANT VIEW DEFINITION ON SCHEMA::%s TO its user shows all of it", quote(c.namespace))
	}
	return nil
}

func (c *catalogue) table(r schema.Row) error {
	n := r.Text("name")
	t := &schema.Table{Name: n}
	t.Traits = t.Traits.With(schema.Comment, r.Text("comment"))
	if err := c.Add(t); err != nil {
		return err
	}
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
			c.Opaque(schema.Opaque{Kind: is.kind, Name: n, Table: n})
		}
	}
	if r.Has("stamps") {
		c.Stamped(n, r.Is("stamps"))
	}
	return nil
}

// ofType notes a type of the database's own.
func (c *catalogue) ofType(r schema.Row) error {
	c.Opaque(schema.Opaque{Kind: "type", Name: r.Text("name")})
	return nil
}

// of is the table that a row is about.
func (c *catalogue) of(r schema.Row) (*schema.Table, error) { return c.Of(r, r.Text("table")) }

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
	k := schema.Check{Name: r.Text("name"), Expr: language.Printed(r.Text("definition")), NotEnforced: r.Is("is_not_trusted")}
	if r.Is("is_disabled") {
		k.NotEnforced, k.Traits = false, k.Traits.With(schema.Validity, schema.NotEnforced)
	}
	k.Implicit = language.Lists(t, k, r.Is("generated"))
	t.Checks = append(t.Checks, k)
	return nil
}

// kindsOfObjects are those beside tables, by what sys.objects calls them.
var kindsOfObjects = map[string]string{
	"V": "view", "TR": "trigger", "SO": "sequence", "SN": "synonym", "P": "procedure", "FN": "function", "IF": "function", "TF": "function", "AF": "function",
}

func (c *catalogue) object(r schema.Row) error {
	kind := kindsOfObjects[strings.TrimSpace(r.Text("type"))]
	c.Opaque(schema.Opaque{Kind: cmp.Or(kind, "object"), Name: r.Text("name"), Table: r.Text("table")})
	return nil
}
