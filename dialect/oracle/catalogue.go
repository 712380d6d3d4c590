package oracle

import (
	"fmt"
	"slices"
	"strings"

	"assay/dialect/narrow"
	"assay/schema"
)

// FromCatalogue makes a database of the rows that [Queries] gives.
func FromCatalogue(rows []schema.Row, t schema.Target) (*schema.Database, error) {
	c := catalogue{Catalogue: narrow.NewCatalogue(t), holders: map[string]bool{}}
	c.Name = fold
	return c.Read(rows, []narrow.KindReader{
		{Kind: "server", Read: c.server},
		{Kind: "table", Read: c.table},
		{Kind: "column", Read: c.column},
		{Kind: "constraint", Read: c.constraint},
		{Kind: "index", Read: c.index},
		{Kind: "sequence", Read: c.sequence},
		{Kind: "object", Read: c.object},
		{Kind: "version", Read: c.version},
	}, "pos", "position", "column_position")
}

// A catalogue becomes a database, row by row.
type catalogue struct {
	*narrow.Catalogue
	owner   string // whose tables they are
	holders map[string]bool
}

func (c *catalogue) server(r schema.Row) error {
	c.owner = r.Text("owner")
	if want := c.Target.Schema; want != "" && !strings.EqualFold(want, c.owner) {
		return fmt.Errorf("it is of another schema (%s) than %q: print the queries with --schema", c.owner, want)
	}
	if err := c.Begin(ServerOf(r.Text("version")), semantics, strings.Trim(r.Text("con")+"."+c.owner, "."), fold(c.owner)); err != nil {
		return err
	}
	if !r.Is("sees_all") {
		c.DB.Hidden = fmt.Sprintf("%s sees only those tables of %s that it has rights on; run the queries as %s, or with SELECT ANY TABLE",
			r.Text("session_user"), c.owner, c.owner)
	}
	return nil
}

// of is the table that a row is about.
func (c *catalogue) of(r schema.Row) (*schema.Table, error) {
	return c.Of(r, fold(r.Text("table_name")))
}

func (c *catalogue) table(r schema.Row) error {
	t := &schema.Table{Name: fold(r.Text("table_name"))}
	t.Traits = t.Traits.With(schema.Comment, r.Text("comments"))
	for _, is := range []struct {
		so   bool
		kind string
	}{
		{r.Is("partitioned"), schema.Partitioning},
		{r.Is("temporary"), "temporary table"},
		{r.Has("iot_type"), "index organization"},
		{r.Is("external"), "external table"},
	} {
		if is.so {
			c.Opaque(schema.Opaque{Kind: is.kind, Name: t.Name, Table: t.Name})
		}
	}
	return c.Add(t)
}

func (c *catalogue) column(r schema.Row) error {
	if r.Is("hidden_column") && !r.Is("user_generated") { // made for an index over an expression
		return nil
	}
	t, err := c.of(r)
	if err != nil {
		return err
	}
	col := schema.Column{
		Name: fold(r.Text("column_name")), Nullable: r.Is("nullable"), Comment: r.Text("comments"), Invisible: r.Is("hidden_column"),
	}
	if r.Has("data_type_owner") && r.Text("data_type_owner") != "PUBLIC" && r.Text("data_type") != "XMLTYPE" {
		col.Type = schema.Type{Name: fold(r.Text("data_type")), Named: true}
		if !slices.ContainsFunc(c.DB.Schema.Opaque, func(o schema.Opaque) bool { return o.Kind == "type" && o.Name == col.Type.Name }) {
			c.Opaque(schema.Opaque{Kind: "type", Name: col.Type.Name})
		}
	} else if col.Type, err = typeOf(r); err != nil {
		return fmt.Errorf("column %s.%s: %w", t.Name, col.Name, err)
	}
	if s := r.Text("collation"); s != "" && s != usualCollation {
		col.Collation = s
	}
	text := strings.TrimSpace(strings.Join(strings.Fields(r.Text("data_default")), " "))
	if strings.Contains(r.Text("data_default"), "'") { // whose blanks count
		text = strings.TrimSpace(r.Text("data_default"))
	}
	switch {
	case r.Is("identity_column"):
		if err := identityOf(&col, r); err != nil {
			return fmt.Errorf("column %s.%s: %w", t.Name, col.Name, err)
		}
	case r.Is("virtual_column"):
		col.Generated = language.Printed(text)
	case text != "":
		if r.Is("default_on_null") {
			text = narrow.OnNull + text
		}
		if col.Default, err = language.Default(text, col.Type); err != nil {
			col.Default = text
		}
	}
	t.Columns = append(t.Columns, col)
	return nil
}

// identityOf reads how an identity counts.
func identityOf(col *schema.Column, r schema.Row) (err error) {
	if col.Identity = strings.TrimSpace(r.Text("generation_type")); col.Identity == "" {
		col.Identity = "ALWAYS"
	}
	if r.Is("default_on_null") {
		col.Identity += " ON NULL"
	}
	col.Sequence, err = optionsOf(r.Text("identity_options"))
	return err
}

// typeOf is a type as all_tab_cols has it.
func typeOf(r schema.Row) (schema.Type, error) {
	said, args := r.Text("data_type"), ""
	if strings.ContainsAny(said, "( ") { // TIMESTAMP(6) WITH TIME ZONE, INTERVAL DAY(2) TO SECOND(6), LONG RAW
		return language.Declared(said)
	}
	precision, scale := r.Text("data_precision"), r.Text("data_scale")
	if _, known := forms[strings.ToLower(said)]; !known && said != "" { // of a newer server: VECTOR
		return schema.Type{Name: fold(said), Named: true}, nil
	}
	switch f := forms[strings.ToLower(said)]; {
	case f == letters:
		args = r.Text("char_length") + map[bool]string{true: " char", false: " byte"}[r.Text("char_used") == "C"]
	case f == sized && strings.HasPrefix(said, "N"):
		args = r.Text("char_length")
	case f == sized:
		args = r.Text("data_length")
	case f == binary:
		args = precision
	case f == exact && precision == "" && scale != "":
		args = "*," + scale
	case f == exact && precision != "":
		args = precision + "," + or(scale, "0")
	}
	return canonicalType(strings.ToLower(said), args)
}

// constraint reads a column of a constraint, or a check.
func (c *catalogue) constraint(r schema.Row) error {
	t, err := c.of(r)
	if err != nil {
		return err
	}
	name, column := fold(r.Text("constraint_name")), fold(r.Text("column_name"))
	s := narrow.State{NotValid: r.Text("validated") == "NOT VALIDATED", Disabled: r.Text("status") == "DISABLED"}
	if r.Text("deferrable") == "DEFERRABLE" {
		s.Timing = "DEFERRABLE"
		if r.Text("deferred") == "DEFERRED" {
			s.Timing += " INITIALLY DEFERRED"
		}
	}
	switch kind := r.Text("constraint_type"); kind {
	case "P", "U":
		i := t.Index(semantics, name)
		if i < 0 {
			x := schema.Index{Name: name, Kind: schema.Constraint, Deferrable: s.Timing != "", Invalid: s.Disabled}
			if kind == "P" {
				x.Kind = schema.Primary
			}
			t.Indexes, i = append(t.Indexes, x), len(t.Indexes)
			c.holders[r.Text("table_name")+"\x00"+r.Text("index_name")] = true
		}
		t.Indexes[i].Parts = append(t.Indexes[i].Parts, schema.Part{Column: column})
	case "R":
		i := slices.IndexFunc(t.ForeignKeys, func(f schema.ForeignKey) bool { return f.Name == name })
		if i < 0 {
			f := schema.ForeignKey{Name: name, RefTable: fold(r.Text("ref_table")), OnDelete: onDelete(r.Text("delete_rule"))}
			if owner := r.Text("ref_owner"); owner != c.owner {
				f.RefTable = owner + "." + f.RefTable
			}
			f.NotValid, f.Traits = s.NotValid && !s.Disabled, s.Traits(f.Traits)
			t.ForeignKeys, i = append(t.ForeignKeys, f), len(t.ForeignKeys)
		}
		f := &t.ForeignKeys[i]
		f.Columns, f.RefColumns = append(f.Columns, column), append(f.RefColumns, fold(r.Text("ref_column")))
	case "C":
		c.check(t, name, r, s)
	}
	return nil
}

func onDelete(rule string) string {
	if rule == "NO ACTION" {
		return ""
	}
	return rule
}

// check reads a check, once for all of its columns. NOT NULL is one too, and hidden; but where rows are not held against it, no column says so.
func (c *catalogue) check(t *schema.Table, name string, r schema.Row, s narrow.State) {
	text := strings.TrimSpace(r.Text("search_condition"))
	notNull := slices.ContainsFunc(t.Columns, func(col schema.Column) bool {
		return text == quote(col.Name)+" IS NOT NULL" && (!col.Nullable || s.Disabled || !s.NotValid)
	})
	if notNull || slices.ContainsFunc(t.Checks, func(k schema.Check) bool { return k.Name == name }) {
		return
	}
	k := schema.Check{Name: name, Expr: language.Printed(text), NotEnforced: s.NotValid && !s.Disabled}
	k.Traits, k.Implicit = s.Traits(k.Traits), language.Lists(t, k, r.Text("generated") == "GENERATED NAME")
	t.Checks = append(t.Checks, k)
}

var bareQuoted = schema.Pattern(`^"[^"]+"$`)

// index reads a column of an index that is there for itself, behind the constraints.
func (c *catalogue) index(r schema.Row) error {
	t, err := c.of(r)
	if err != nil {
		return err
	}
	name := fold(r.Text("index_name"))
	if r.Text("index_type") == "IOT - TOP" || c.holders[r.Text("table_name")+"\x00"+r.Text("index_name")] {
		return nil
	}
	i := slices.IndexFunc(t.Indexes, func(x schema.Index) bool { return x.Name == name && !held(x) })
	if i < 0 {
		t.Indexes, i = append(t.Indexes, newIndex(name, r)), len(t.Indexes)
	}
	p := schema.Part{Column: fold(r.Text("column_name")), Desc: r.Text("descend") == "DESC"}
	switch text := strings.TrimSpace(r.Text("column_expression")); {
	case bareQuoted().MatchString(text):
		p.Column = fold(strings.Trim(text, `"`))
	case text != "":
		p.Column, p.Expr = "", language.Printed(text)
	}
	t.Indexes[i].Parts = append(t.Indexes[i].Parts, p)
	return nil
}

// newIndex is an index without its columns.
func newIndex(name string, r schema.Row) schema.Index {
	x := schema.Index{Name: name, Invisible: r.Text("visibility") == "INVISIBLE", Invalid: r.Text("status") == "UNUSABLE"}
	if r.Text("uniqueness") == "UNIQUE" {
		x.Kind = schema.Unique
	}
	switch kind := r.Text("index_type"); {
	case strings.HasSuffix(kind, "BITMAP"):
		x.Method = "bitmap"
	case strings.HasSuffix(kind, "/REV"):
		x.Method = "reverse"
	case !strings.HasSuffix(kind, "NORMAL"):
		x.Method = strings.ToLower(kind)
	}
	return x
}

func (c *catalogue) sequence(r schema.Row) error {
	c.Opaque(schema.Opaque{Kind: "sequence", Name: fold(r.Text("sequence_name"))})
	return nil
}

func (c *catalogue) object(r schema.Row) error {
	o := schema.Opaque{Kind: strings.ToLower(r.Text("object_type")), Name: fold(r.Text("object_name"))}
	if r.Has("table_name") {
		o.Table = fold(r.Text("table_name"))
	}
	c.Opaque(o)
	return nil
}

// version says of a version table whether it may be read.
func (c *catalogue) version(r schema.Row) error {
	c.Stamped(fold(r.Text("table")), r.Is("may"))
	return nil
}
