package postgres

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"assay/schema"
)

func typ(name, args string) schema.Type { return schema.Type{Name: name, Args: args} }

func TestType(t *testing.T) {
	tests := []struct {
		declared string
		want     schema.Type
	}{
		{"VARCHAR(40)", typ("varchar", "40")},
		{"character varying(40)", typ("varchar", "40")},
		{"varchar", typ("varchar", "")},
		{"INTEGER", typ("integer", "")},
		{"int4", typ("integer", "")},
		{"INT", typ("integer", "")},
		{"int2", typ("smallint", "")},
		{"BIGINT", typ("bigint", "")},
		{"FLOAT", typ("double precision", "")},
		{"float(24)", typ("real", "")},
		{"float(53)", typ("double precision", "")},
		{"float8", typ("double precision", "")},
		{"NUMERIC(5,2)", typ("numeric", "5,2")},
		{"DECIMAL(5, 2)", typ("numeric", "5,2")},
		{"numeric(5)", typ("numeric", "5,0")},
		{"decimal", typ("numeric", "")},
		{"TIMESTAMP WITHOUT TIME ZONE", typ("timestamp", "")},
		{"timestamp(6)", typ("timestamp", "")},
		{"timestamp(3) without time zone", typ("timestamp", "3")},
		{"timestamptz", typ("timestamp with time zone", "")},
		{"timestamp(3) with time zone", typ("timestamp with time zone", "3")},
		{"time", typ("time", "")},
		{"timetz(2)", typ("time with time zone", "2")},
		{"interval", typ("interval", "")},
		{"interval(3)", typ("interval", "3")},
		{"interval day to second(3)", schema.Type{Name: "interval", Attrs: "day to second(3)"}},
		{"BOOL", typ("boolean", "")},
		{"BOOLEAN", typ("boolean", "")},
		{"CHAR", typ("char", "1")},
		{"character(3)", typ("char", "3")},
		{"bpchar", typ("bpchar", "")},
		{`"char"`, typ(`"char"`, "")},
		{"BYTEA", typ("bytea", "")},
		{"TEXT", typ("text", "")},
		{"text[]", typ("text[]", "")},
		{"VARCHAR(10)[][]", typ("varchar[]", "10")},
		{"integer ARRAY[3]", typ("integer[]", "")},
		{"timestamptz[]", typ("timestamp with time zone[]", "")},
		{"bit", typ("bit", "1")},
		{"bit varying(5)", typ("bit varying", "5")},
		{"varbit", typ("bit varying", "")},
		{"UUID", typ("uuid", "")},
		{"jsonb", typ("jsonb", "")},
		{"pg_catalog.int4", typ("integer", "")},
		{"ast_bool_values", schema.Type{Name: "ast_bool_values", Named: true}},
		{"AST_BOOL", schema.Type{Name: "ast_bool", Named: true}},
		{`"Mixed ""Case"`, schema.Type{Name: `Mixed "Case`, Named: true}},
		{"other.mood", schema.Type{Name: "other.mood", Named: true}},
		{"mood[]", schema.Type{Name: "mood[]", Named: true}},
	}
	r := New(schema.Server{})
	for _, test := range tests {
		t.Run(test.declared, func(t *testing.T) {
			got, err := r.speller.typeOf(test.declared)
			if err != nil || got != test.want {
				t.Fatalf("got %#v, %v, want %#v", got, err, test.want)
			}
			if again, err := r.speller.typeOf(typeSQL(got)); err != nil || again != got {
				t.Errorf("written as %s it is read as %#v, %v", typeSQL(got), again, err)
			}
		})
	}
}

func TestNoType(t *testing.T) {
	for _, declared := range []string{"", "int, x", "int)", "int) FROM (SELECT 1", "1", "a b", "text(4)", "t.c%TYPE", "SETOF int", "int AS x", "int; DROP TABLE x"} {
		if got, err := New(schema.Server{}).speller.typeOf(declared); err == nil {
			t.Errorf("%q is taken for %#v", declared, got)
		}
	}
}

func TestDefault(t *testing.T) {
	enum := schema.Type{Name: "mood", Named: true}
	tests := []struct {
		declared string
		of       schema.Type
		want     string
	}{
		{"'x'::character varying", typ("varchar", "40"), "'x'"},
		{"'x'::text", typ("varchar", "40"), "'x'"},
		{"('x')", typ("text", ""), "'x'"},
		{"'-20'::integer", typ("integer", ""), "-20"},
		{"'-20'::integer", typ("bigint", ""), "-20"},
		{"-20", typ("integer", ""), "-20"},
		{"'5'", typ("integer", ""), "5"},
		{"'5'", schema.Type{}, "'5'"},
		{"007", typ("integer", ""), "7"},
		{"0", typ("varchar", "4"), "'0'"},
		{"'0'::bpchar", typ("char", "1"), "'0'"},
		{"NULL::character varying", typ("varchar", "40"), ""},
		{"NULL", typ("integer", ""), ""},
		{"'0.50'", typ("numeric", "5,2"), "0.5"},
		{"0.00", typ("numeric", "5,2"), "0"},
		{"0.00", typ("numeric", ""), "0.00"},
		{"'1.5'::double precision", typ("double precision", ""), "1.5"},
		{".5", typ("real", ""), "0.5"},
		{"9223372036854775807", typ("bigint", ""), "9223372036854775807"},
		{"'-9223372036854775808'::bigint", typ("bigint", ""), "-9223372036854775808"},
		{"true", typ("boolean", ""), "true"},
		{"'t'::boolean", typ("boolean", ""), "true"},
		{"'0'", typ("boolean", ""), "false"},
		{"'yes'::yesno_values", enum, "'yes'"},
		{"'yes'::other.mood", enum, "'yes'"},
		{"'1'", enum, "'1'"},
		{"now()", typ("timestamp", ""), "now()"},
		{"CURRENT_TIMESTAMP", typ("timestamp", ""), "now()"},
		{"transaction_timestamp()", typ("timestamp", ""), "now()"},
		{"pg_catalog.now()", typ("timestamp", ""), "now()"},
		{"timezone('utc'::text, now())", typ("timestamp", ""), "timezone('utc', now())"},
		{"(now() AT TIME ZONE 'utc'::text)", typ("timestamp", ""), "timezone('utc', now())"},
		{"'2020-01-01 00:00:00'::timestamp without time zone", typ("timestamp", ""), "'2020-01-01'"},
		{"'2020-01-01'::date", typ("date", ""), "'2020-01-01'"},
		{"'{}'::text[]", typ("text[]", ""), "'{}'"},
		{"'{}'::jsonb", typ("jsonb", ""), "'{}'"},
		{"ARRAY['a'::text]", typ("text[]", ""), "ARRAY['a']"},
		{"B'101'", typ("bit", "3"), "'101'"},
		{`'101'::"bit"`, typ("bit", "3"), "'101'"},
		{`E'a\\b'`, typ("text", ""), `E'a\\b'`},
		{`'a\b'`, typ("text", ""), `E'a\\b'`},
		{"nextval('s'::regclass)", typ("integer", ""), "nextval('s')"},
		{"gen_random_uuid()", typ("uuid", ""), "gen_random_uuid()"},
		{"((1 + 2) * 3)", typ("integer", ""), "(1 + 2) * 3"},
	}
	r := New(schema.Server{})
	for _, test := range tests {
		t.Run(test.declared+" of "+test.of.String(), func(t *testing.T) {
			got, err := r.declaredDefault(test.declared, test.of)
			if err != nil || got != test.want {
				t.Fatalf("got %s, %v, want %s", got, err, test.want)
			}
			if again, err := r.declaredDefault(got, test.of); got != "" && (err != nil || again != got) {
				t.Errorf("read again it is %s, %v", again, err)
			}
		})
	}
}

// The left is what people write, the right what servers print of it, of versions 12 to 18.
func TestExpression(t *testing.T) {
	tests := []struct {
		want    string
		written []string
	}{
		{"name IN ('a', 'b')", []string{
			"name in ('a','b')", "name = ANY (ARRAY['a', 'b'])", "t.name IN ('a', 'b')",
			"((name)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[]))",
			"((name)::text = ANY (ARRAY[('a'::character varying)::text, ('b'::character varying)::text]))",
		}},
		{"name NOT IN ('a', 'b')", []string{"((name)::text <> ALL ((ARRAY['a'::character varying, 'b'::character varying])::text[]))"}},
		{"name = 'a'", []string{"name IN ('a')", "((name)::text = 'a'::text)"}},
		{"i >= 1 AND i <= 5", []string{"i BETWEEN 1 AND 5", "((i >= 1) AND (i <= 5))"}},
		{"(i * 1.5) > 3", []string{"((i)::numeric * 1.5) > (3)::numeric", "(((i)::numeric * 1.5) > (3)::numeric)"}},
		{"((i + 1) / 1000.0) > 3", []string{"(((i + 1))::numeric / 1000.0) > (3)::numeric"}},
		{"(i::numeric / 1000) > 3", []string{"((i)::numeric / (1000)::numeric) > (3)::numeric"}},
		{"i < 1 OR i > 5", []string{"i NOT BETWEEN 1 AND 5", "((i < 1) OR (i > 5))"}},
		{"i > -5", []string{"i > '-5'::integer", "(i > '-5'::integer)", "i > -5"}},
		{"i > 1 AND i < 9 AND name <> 'x'", []string{"i > 1 AND (i < 9 AND name != 'x')", "((i > 1) AND (i < 9) AND ((name)::text <> 'x'::text))"}},
		{"name LIKE 'a%'", []string{"((name)::text ~~ 'a%'::text)"}},
		{"name NOT ILIKE 'a%'", []string{"((name)::text !~~* 'a%'::text)"}},
		{"n > 0", []string{"(n > (0)::numeric)"}},
		{"i > 1.5", []string{"((i)::numeric > 1.5)"}},
		{"CASE WHEN i > 0 THEN true END", []string{"CASE WHEN i > 0 THEN true ELSE NULL END", "CASE WHEN (i > 0) THEN true ELSE NULL::boolean END"}},
		{"NOT i IS DISTINCT FROM 1", []string{"i IS NOT DISTINCT FROM 1", "(NOT (i IS DISTINCT FROM 1))"}},
		{"lower(name) = name", []string{"(lower((name)::text) = (name)::text)"}},
		{"m IN ('x', 'y')", []string{"(m = ANY (ARRAY['x'::mood, 'y'::mood]))"}},
		{"d > '2020-01-01'", []string{"(d > '2020-01-01'::date)"}},
		{"i::text = '5'", []string{"((i)::text = '5'::text)"}},
		{"((a + b) * c) > 1", []string{"(((a + b) * c) > 1)"}},
		{"btrim(name) <> ''", []string{"trim(name) <> ''", "(btrim((name)::text) <> ''::text)", "(TRIM(BOTH FROM name) <> ''::text)"}},
	}
	types := func(name string) schema.Type {
		return map[string]schema.Type{"name": typ("varchar", "40"), "i": typ("integer", ""), "n": typ("numeric", "5,2")}[name]
	}
	r := New(schema.Server{})
	for _, test := range tests {
		for _, written := range append(test.written, test.want) {
			t.Run(written, func(t *testing.T) {
				if got, err := r.declared(written, types); err != nil || got != test.want {
					t.Errorf("got %s, %v, want %s", got, err, test.want)
				}
			})
		}
	}
}

func TestNormalize(t *testing.T) {
	long := strings.Repeat("ä", 32) // 64 bytes
	text := schema.Type{Name: "VARCHAR(40)"}
	tests := []struct {
		name           string
		declared, want schema.Change
	}{
		{
			"serial",
			schema.AddColumn{Table: "t", Column: schema.Column{Name: "id", Type: schema.Type{Name: "BIGSERIAL"}, Nullable: true}},
			schema.AddColumn{Table: "t", Column: schema.Column{Name: "id", Type: typ("bigint", ""), AutoIncrement: true}},
		},
		{
			"unique over the primary key's columns (P24)",
			schema.CreateTable{Table: &schema.Table{Name: "t", Columns: []schema.Column{{Name: "a", Type: text, Nullable: true}}, Indexes: []schema.Index{
				{Kind: schema.Constraint, Parts: schema.Columns("a")},
				{Name: "t_pkey", Kind: schema.Primary, Parts: schema.Columns("a")},
			}}},
			schema.CreateTable{Table: &schema.Table{Name: "t", Columns: []schema.Column{{Name: "a", Type: typ("varchar", "40")}}, Indexes: []schema.Index{
				{Name: "t_pkey", Kind: schema.Primary, Parts: schema.Columns("a")},
			}}},
		},
		{
			"partial alteration",
			schema.AlterColumn{Table: "t", Name: "c", To: schema.Column{Type: schema.Type{Name: "mood"}}, Set: schema.PropType, Using: "c::text::mood", Fails: "no"},
			schema.AlterColumn{Table: "t", Name: "c", To: schema.Column{Type: schema.Type{Name: "mood", Named: true}}, Set: schema.PropType, Using: "c::text::mood", Fails: "no"},
		},
		{"long name", schema.DropColumn{Table: long, Column: "c"}, schema.DropColumn{Table: long[:62], Column: "c"}},
		{"options of tables", schema.AlterTable{Table: "t", To: schema.Options{Engine: "InnoDB"}}, nil},
		{
			"actions",
			schema.AddForeignKey{Table: "t", ForeignKey: schema.ForeignKey{OnDelete: "restrict", OnUpdate: "cascade"}},
			schema.AddForeignKey{Table: "t", ForeignKey: schema.ForeignKey{OnUpdate: "CASCADE"}},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, err := New(schema.Server{}).Normalize(test.declared)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestNormalizeRefuses(t *testing.T) {
	for _, c := range []schema.Change{
		schema.AddColumn{Column: schema.Column{Type: schema.Type{Name: "int) --"}}},
		schema.AddColumn{Column: schema.Column{Type: schema.Type{Name: "int"}, Default: "1; DROP TABLE x"}},
		schema.AddCheck{Check: schema.Check{Expr: "a > 1) , CHECK (b"}},
	} {
		if got, err := New(schema.Server{}).Normalize(c); err == nil {
			t.Errorf("%v became %v", c, got)
		}
	}
}

func TestObjectName(t *testing.T) {
	tests := []struct{ table, column, label, want string }{
		{"t", "c", "seq", "t_c_seq"},
		{"t", "", "pkey", "t_pkey"},
		{strings.Repeat("t", 60), "col", "seq", strings.Repeat("t", 55) + "_col_seq"},
		{strings.Repeat("t", 60), strings.Repeat("c", 60), "seq", strings.Repeat("t", 29) + "_" + strings.Repeat("c", 29) + "_seq"},
	}
	for _, test := range tests {
		if got := objectName(test.table, test.column, test.label); got != test.want {
			t.Errorf("got %s, want %s", got, test.want)
		}
	}
}
