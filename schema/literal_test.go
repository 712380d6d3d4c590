package schema_test

import (
	"strings"
	"testing"

	"assay/schema"
)

// TestRefuses: which values that stand in a statement a column takes. TestGate holds some of each against the servers.
func TestRefuses(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		typ        schema.Type
		labels     []string
		takes, not []string
		unknown    []string
		charset    string
	}{
		{typ: schema.Type{Name: "smallint"}, takes: []string{"1", "-32768", "'12'"}, not: []string{"32768", "1.5", "'a'", "TRUE", "''", "'1e2'"}, unknown: []string{"a + 1", "now() + 1"}},
		{typ: schema.Type{Name: "int", Attrs: "unsigned"}, takes: []string{"4294967295"}, not: []string{"-1", "4294967296"}},
		{typ: schema.Type{Name: "tinyint", Args: "1"}, takes: []string{"TRUE", "0"}, not: []string{"200"}},
		{typ: schema.Type{Name: "decimal", Args: "5,2"}, takes: []string{"999.4", "'1.234'"}, not: []string{"1000", "999.999", "'x'"}},
		{typ: schema.Type{Name: "double precision"}, takes: []string{"1.5", "'2'"}, not: []string{"'x'", "TRUE"}},
		{typ: schema.Type{Name: "varchar", Args: "3"}, takes: []string{"'abc'", "'abc  '", "''''", "123"}, not: []string{"'abcd'", "1234", "TRUE"}},
		{typ: schema.Type{Name: "text"}, takes: []string{"'" + strings.Repeat("x", 999) + "'"}, not: []string{"TRUE"}},
		{typ: schema.Type{Name: "varchar", Args: "3"}, charset: "latin1", takes: []string{"'abc'"}, not: []string{"'ł'"}},
		{typ: schema.Type{Name: "boolean"}, takes: []string{"TRUE", "false", "'yes'"}, not: []string{"1", "'maybe'"}},
		{typ: schema.Type{Name: "enum"}, labels: []string{"x", "y"}, takes: []string{"'x'"}, not: []string{"'z'", "3"}},
		{typ: schema.Type{Name: "mood", Named: true}, labels: []string{"x"}, takes: []string{"'x'"}, not: []string{"'X'", "1"}},
		{typ: schema.Type{Name: "year_of_birth", Named: true}, not: []string{"1", "'1'"}},
		{typ: schema.Type{Name: "set"}, labels: []string{"x", "y"}, takes: []string{"'x,y'", "''"}, not: []string{"'x,z'"}},
		{typ: schema.Type{Name: "date"}, takes: []string{"'2024-02-29'", "CURRENT_DATE"}, not: []string{"'2023-02-29'", "1", "'0000-00-00'", "'tomorrow'"}},
		{typ: schema.Type{Name: "timestamp with time zone"}, takes: []string{"now()", "CURRENT_TIMESTAMP", "'2024-01-01 10:00:00'"}, not: []string{"'10:00'"}},
		{typ: schema.Type{Name: "datetime"}, takes: []string{"NOW(6)", "'2024-01-01'"}, not: []string{"TRUE"}},
		{typ: schema.Type{Name: "time"}, takes: []string{"'10:00'", "'10:00:00'"}, not: []string{"'25:00'"}},
		{typ: schema.Type{Name: "json"}, takes: []string{`'{"a": 1}'`}, not: []string{"'{'", "1"}},
		{typ: schema.Type{Name: "uuid"}, takes: []string{"'00000000-0000-0000-0000-000000000000'"}, not: []string{"'0'"}},
		{typ: schema.Type{Name: "text[]"}, takes: []string{"'{}'"}, not: []string{"'x'"}},
		{typ: schema.Type{Name: "inet"}, not: []string{"'127.0.0.1'"}}, // which is not looked at
	} {
		d := schema.Domain{Type: test.typ, Labels: test.labels, Charset: test.charset}
		for _, v := range test.takes {
			if why, _ := d.Refuses(v); why != "" {
				t.Errorf("%v, %s: %s", test.typ, v, why)
			}
		}
		for _, v := range test.not {
			if why, _ := d.Refuses(v); !strings.Contains(why, " is not valid as ") {
				t.Errorf("%v takes %s: %q", test.typ, v, why)
			}
		}
		for _, v := range test.unknown {
			if why, sure := d.Refuses(v); sure || !strings.HasPrefix(why, "what ") {
				t.Errorf("%v, %s: %q", test.typ, v, why)
			}
		}
	}
}
