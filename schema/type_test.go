package schema_test

import (
	"slices"
	"testing"

	"assay/schema"
)

func TestTypeCompare(t *testing.T) {
	t.Parallel()
	varchar := func(n string) schema.Type { return schema.Type{Name: "varchar", Args: n} }
	plain := func(name string) schema.Type { return schema.Type{Name: name} }
	enum := func(args string) schema.Type { return schema.Type{Name: "enum", Args: args} }
	yesno := schema.Type{Name: "yesno", Named: true}
	tests := []struct {
		want, got schema.Type
		width     schema.Width
	}{
		{varchar("40"), varchar("40"), schema.Same},
		{varchar("40"), varchar("255"), schema.Wider},
		{varchar("255"), varchar("40"), schema.Narrower},
		{varchar("40"), plain("text"), schema.Wider},
		{plain("text"), varchar("40"), schema.Narrower},
		{plain("longblob"), plain("blob"), schema.Narrower},
		{plain("int"), plain("bigint"), schema.Wider},
		{plain("integer"), plain("smallint"), schema.Narrower},
		{plain("int"), schema.Type{Name: "int", Attrs: "unsigned"}, schema.Other},
		{schema.Type{Name: "int", Attrs: "unsigned"}, plain("bigint"), schema.Wider},
		{plain("tinyint"), schema.Type{Name: "tinyint", Args: "1"}, schema.Alike},
		{plain("datetime"), schema.Type{Name: "datetime", Args: "6"}, schema.Wider},
		{schema.Type{Name: "time", Args: "3"}, plain("time"), schema.Narrower},
		{schema.Type{Name: "binary", Args: "4"}, schema.Type{Name: "binary", Args: "16"}, schema.Other},
		{plain("tinytext"), varchar("255"), schema.Wider},
		{varchar("80"), schema.Type{Name: "char", Args: "80"}, schema.Other},
		{plain("int"), varchar("40"), schema.Other},
		{schema.Type{Name: "decimal", Args: "5,2"}, schema.Type{Name: "decimal", Args: "7,2"}, schema.Wider},
		{schema.Type{Name: "decimal", Args: "5,2"}, schema.Type{Name: "decimal", Args: "5,3"}, schema.Other},
		{schema.Type{Name: "decimal", Args: "5,2"}, schema.Type{Name: "decimal", Args: "4,1"}, schema.Narrower},
		{enum("'no','yes'"), enum("'no','yes','maybe'"), schema.Wider},
		{enum("'no','yes'"), enum("'no'"), schema.Narrower},
		{enum("'no','yes'"), enum("'yes','no'"), schema.Other},
		{enum("'no','yes'"), varchar("3"), schema.Wider},
		{enum("'no','yes'"), varchar("2"), schema.Other},
		{enum("'no','yes'"), schema.Type{Name: "tinyint", Args: "1"}, schema.Other},
		{yesno, varchar("40"), schema.Wider},
		{yesno, plain("boolean"), schema.Other},
		{varchar("40"), yesno, schema.Other},
	}
	for _, tt := range tests {
		if got := (schema.Semantics{}).Compare(tt.want, tt.got); got != tt.width {
			t.Errorf("(%s).Compare(%s) = %d, want %d", tt.want, tt.got, got, tt.width)
		}
	}
}

// TestPostgresTypeCompare: a type that says no length or precision is the widest of its name.
func TestPostgresTypeCompare(t *testing.T) {
	t.Parallel()
	m := schema.Semantics{BareIsWidest: true}
	for _, tt := range []struct {
		want, got schema.Type
		width     schema.Width
	}{
		{schema.Type{Name: "varchar", Args: "40"}, schema.Type{Name: "varchar"}, schema.Wider},
		{schema.Type{Name: "varchar", Args: "70000"}, schema.Type{Name: "text"}, schema.Wider},
		{schema.Type{Name: "varchar"}, schema.Type{Name: "text"}, schema.Alike},
		{schema.Type{Name: "timestamp"}, schema.Type{Name: "timestamp", Args: "3"}, schema.Narrower},
		{schema.Type{Name: "bit", Args: "1"}, schema.Type{Name: "bit", Args: "8"}, schema.Other},
		{schema.Type{Name: "varbinary", Args: "max"}, schema.Type{Name: "varbinary", Args: "8000"}, schema.Narrower}, // SQL Server's, from here on
		{schema.Type{Name: "varbinary", Args: "8000"}, schema.Type{Name: "varbinary", Args: "max"}, schema.Wider},
		{schema.Type{Name: "float"}, schema.Type{Name: "real"}, schema.Narrower},
		{schema.Type{Name: "real"}, schema.Type{Name: "float"}, schema.Wider},
	} {
		if got := m.Compare(tt.want, tt.got); got != tt.width {
			t.Errorf("Compare(%s, %s) = %d, want %d", tt.want, tt.got, got, tt.width)
		}
	}
}

func FuzzLabels(f *testing.F) {
	f.Add("yes", "it's")
	f.Add("", "',''")
	f.Fuzz(func(t *testing.T, a, b string) {
		labels := []string{a, b}
		if got := schema.SplitLabels(schema.QuoteLabels(labels)); !slices.Equal(got, labels) {
			t.Errorf("SplitLabels(QuoteLabels(%q)) = %q", labels, got)
		}
	})
}

func TestTypeString(t *testing.T) {
	t.Parallel()
	for want, typ := range map[string]schema.Type{
		"varchar(40)":       {Name: "varchar", Args: "40"},
		"varchar(40)[]":     {Name: "varchar[]", Args: "40"},
		"int(10) unsigned":  {Name: "int", Args: "10", Attrs: "unsigned"},
		"ast_bool_values[]": {Name: "ast_bool_values[]", Named: true},
	} {
		if got := typ.String(); got != want {
			t.Errorf("%#v is written %q, want %q", typ, got, want)
		}
	}
}
