package mssql

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"assay/schema"
)

func (c *catalogue) column(r schema.Row) error {
	t, err := c.of(r)
	if err != nil {
		return err
	}
	col := schema.Column{Name: r.Text("name"), Nullable: r.Is("is_nullable"), Comment: r.Text("comment"), AutoIncrement: r.Is("is_identity")}
	switch {
	case r.Has("computed"):
		col.Generated, col.Stored, col.Nullable = language.Printed(r.Text("computed")), r.Is("is_persisted"), true
		t.Columns = append(t.Columns, col)
		return nil
	case r.Is("alias"):
		col.Type = schema.Type{Name: r.Text("type_name"), Named: true}
	default:
		if col.Type, err = typeOf(r); err != nil {
			return fmt.Errorf("column %s.%s: %w", t.Name, col.Name, err)
		}
	}
	if r.Is("is_identity") {
		if col.Sequence, err = identityOf(r.Text("seed") + "," + r.Text("incr")); err != nil {
			return fmt.Errorf("column %s.%s: %w", t.Name, col.Name, err)
		}
	}
	if s := r.Text("collation_name"); s != c.collation {
		col.Collation = s
	}
	if r.Has("default_text") {
		if col.Default, err = language.Default(r.Text("default_text"), col.Type); err != nil {
			col.Default = r.Text("default_text")
		}
	}
	if !r.Has("default_text") && r.Number("default_object_id") != 0 && c.DB.Hidden == "" {
		c.DB.Hidden = fmt.Sprintf("the default of column %s.%s is not to be seen; GRANT VIEW DEFINITION ON SCHEMA::%s TO its user shows it",
			t.Name, col.Name, quote(c.namespace))
	}
	if period := periods[r.Number("generated_always_type")]; period != "" {
		col.Generated, col.Nullable = period, true // which no INSERT has to give a value
	}
	t.Columns = append(t.Columns, col)
	if r.Number("generated_always_type") != 0 {
		c.Opaque(schema.Opaque{Kind: "period column", Name: col.Name, Table: t.Name, Columns: []string{col.Name}})
	}
	return nil
}

// periods are what fills the columns of a system-versioned table or of a ledger, by what sys.columns calls them.
var periods = map[int]string{
	1: "ROW START", 2: "ROW END", 5: "TRANSACTION_ID START", 6: "TRANSACTION_ID END", 7: "SEQUENCE_NUMBER START", 8: "SEQUENCE_NUMBER END",
	9: "SEQUENCE_NUMBER START", 10: "SEQUENCE_NUMBER END",
}

// typeOf is a type as sys.columns has it, which counts bytes where a statement counts letters.
func typeOf(r schema.Row) (schema.Type, error) {
	said, n := strings.ToLower(r.Text("type")), r.Number("max_length")
	if unheard(said) { // of a newer server: json, vector
		return schema.Type{Name: said, Named: true}, nil
	}
	args := ""
	switch f := forms[said]; {
	case larges[said] != "":
	case f == sized && n < 0:
		args = "max"
	case f == sized && (said == "nvarchar" || said == "nchar"):
		args = strconv.Itoa(n / 2)
	case f == sized:
		args = strconv.Itoa(n)
	case f == exact, said == "decimal":
		args = fmt.Sprintf("%d,%d", r.Number("precision"), r.Number("scale"))
	case f == timed:
		args = strconv.Itoa(r.Number("scale"))
	case f == real53:
		args = strconv.Itoa(r.Number("precision"))
	}
	if said == "timestamp" {
		said = "rowversion"
	}
	return canonicalType(said, args)
}

// methods are the kinds of indexes that are not as usual: 1 clustered, 2 not, 3 XML, 4 spatial, 5 and 6 by columns, 7 hash.
var methods = map[int]string{3: "xml", 4: "spatial", 5: "clustered columnstore", 6: "columnstore", 7: "hash"}

func (c *catalogue) index(r schema.Row) error {
	t, err := c.of(r)
	if err != nil {
		return err
	}
	n := r.Text("name")
	i := slices.IndexFunc(t.Indexes, func(x schema.Index) bool { return x.Name == n })
	if i < 0 {
		t.Indexes, i = append(t.Indexes, newIndex(r)), len(t.Indexes)
	}
	x := &t.Indexes[i]
	column := r.Text("column")
	switch {
	case r.Is("is_included_column") && x.Method != "columnstore":
		x.Include = append(x.Include, column)
	case r.Number("key_ordinal") > 0 || r.Number("type") > 2:
		x.Parts = append(x.Parts, schema.Part{Column: column, Desc: r.Is("is_descending_key")})
	}
	return nil
}

// newIndex is an index without its columns.
func newIndex(r schema.Row) schema.Index {
	x := schema.Index{Name: r.Text("name"), Method: methods[r.Number("type")]}
	switch {
	case r.Is("is_primary_key"):
		x.Kind = schema.Primary
	case r.Is("is_unique_constraint"):
		x.Kind = schema.Constraint
	case r.Is("is_unique"):
		x.Kind = schema.Unique
	}
	switch clustered := r.Number("type") == 1; {
	case clustered && x.Kind != schema.Primary:
		x.Method = "clustered"
	case !clustered && x.Kind == schema.Primary && x.Method == "":
		x.Method = "nonclustered"
	}
	if r.Has("filter_definition") {
		x.Where = language.Printed(r.Text("filter_definition"))
	}
	if r.Is("ignore_dup_key") {
		x.Traits = x.Traits.With(schema.Option("IGNORE_DUP_KEY"), "ON")
	}
	x.Invalid = r.Is("is_disabled")
	return x
}
