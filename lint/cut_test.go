package lint

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"assay/dialect"
	"assay/schema"
)

// TestCut: a quote that is not closed swallows its own statement and no other, and what client programs carry out themselves ends with its line.
func TestCut(t *testing.T) {
	for _, test := range []struct {
		engine, sql string
		want        []schema.Statement
	}{
		{"postgresql", "SELECT 'a;\nb';\nSELECT 'it;\nDROP TABLE t;\nSELECT 2;", []schema.Statement{
			{Text: "SELECT 'a;\nb'", Line: 1}, {Text: "SELECT 'it", Line: 3}, {Text: "DROP TABLE t", Line: 4}, {Text: "SELECT 2", Line: 5},
		}},
		{"mysql", "SELECT 1;\n\nSELECT `it;\nDROP TABLE t;", []schema.Statement{{Text: "SELECT 1", Line: 1}, {Text: "SELECT `it", Line: 3}, {Text: "DROP TABLE t", Line: 4}}},
		{"postgresql", "\\set ON_ERROR_STOP on\n\\connect app\nDROP TABLE e;\n\\echo it's done\n\\timing\nSELECT 2 \\gset\nSELECT 3;", []schema.Statement{
			{Text: "DROP TABLE e", Line: 3}, {Text: "SELECT 2", Line: 6}, {Text: "SELECT 3", Line: 7},
		}},
		{"postgresql", "SELECT 1;\n\\i more.sql\nDROP TABLE e;", []schema.Statement{{Text: "SELECT 1", Line: 1}, {Text: `\i more.sql`, Line: 2}, {Text: "DROP TABLE e", Line: 3}}},
		{"postgresql", "SELECT '\\i a', E'\\'\\i b', $x$\\i c$x$, /* \\i d */ a$1 -- \\i e\n, b;", []schema.Statement{
			{Text: "SELECT '\\i a', E'\\'\\i b', $x$\\i c$x$, /* \\i d */ a$1 -- \\i e\n, b", Line: 1},
		}},
		{"mysql", "use app\nsource more.sql\nDROP TABLE e;\n\\. last.sql\nUSE b; SELECT 1\\G\nSELECT 2;", []schema.Statement{
			{Text: "use app", Line: 1},
			{Text: "source more.sql", Line: 2},
			{Text: "DROP TABLE e", Line: 3},
			{Text: `\. last.sql`, Line: 4},
			{Text: "USE b", Line: 5},
			{Text: "SELECT 1", Line: 5},
			{Text: "SELECT 2", Line: 6},
		}},
	} {
		room, err := dialect.For(schema.Server{Engine: test.engine})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(test.want, cut(room.Split, test.sql)); diff != "" {
			t.Errorf("%s %q (-want +got):\n%s", test.engine, test.sql, diff)
		}
	}
}
