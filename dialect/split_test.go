package dialect_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"assay/dialect"
	"assay/schema"
)

func TestSplit(t *testing.T) {
	for _, test := range []struct {
		engine, sql string
		want        []schema.Statement
	}{
		{"mysql", "-- a\nSELECT 1;\n\n/* b;\n */ SELECT ';' ;;\nSELECT 2", []schema.Statement{{Text: "SELECT 1", Line: 2}, {Text: "SELECT ';'", Line: 5}, {Text: "SELECT 2", Line: 6}}},
		{"mysql", "DELIMITER //\nCREATE TRIGGER t; b//\nDELIMITER ;\nSELECT 1;", []schema.Statement{{Text: "CREATE TRIGGER t; b", Line: 2}, {Text: "SELECT 1", Line: 4}}},
		{"mysql", "/*!40101 SET @old=@@SQL_MODE, SQL_MODE='NO_AUTO_VALUE_ON_ZERO,ANSI' */;\nCREATE TABLE \"a`\"\"b\" (c text DEFAULT 'x\\'\"') /* \"c\" */;\nSET SQL_MODE=@OLD;\nSELECT \"a\"", []schema.Statement{
			{Text: "SET @old=@@SQL_MODE, SQL_MODE='NO_AUTO_VALUE_ON_ZERO,ANSI'", Line: 1},
			{Text: "CREATE TABLE `a``\"b` (c text DEFAULT 'x\\'\"')", Line: 2},
			{Text: "SET SQL_MODE=@OLD", Line: 3},
			{Text: "SELECT \"a\"", Line: 4},
		}},
		{"mysql", "SET SESSION sql_mode = CONCAT(@@sql_mode, ',NO_BACKSLASH_ESCAPES');\nSELECT '\\', \"\\\"; SET GLOBAL sql_mode = '', @sql_mode = ''; SELECT '\\'; SET @@sql_mode = DEFAULT; SELECT '\\''", []schema.Statement{
			{Text: "SET SESSION sql_mode = CONCAT(@@sql_mode, ',NO_BACKSLASH_ESCAPES')", Line: 1},
			{Text: "SELECT '\\\\', \"\\\\\"", Line: 2},
			{Text: "SET GLOBAL sql_mode = '', @sql_mode = ''", Line: 2},
			{Text: "SELECT '\\\\'", Line: 2},
			{Text: "SET @@sql_mode = DEFAULT", Line: 2},
			{Text: "SELECT '\\''", Line: 2},
		}},
		{"postgresql", "-- a\nSELECT 1;\n\n/* b;\n */ SELECT ';' ;;\nSELECT $$a;\nb$$", []schema.Statement{{Text: "SELECT 1", Line: 2}, {Text: "SELECT ';'", Line: 5}, {Text: "SELECT $$a;\nb$$", Line: 6}}},
		{"postgresql", "SELECT 1;\nSELECT (2; -- a\nSELECT 3", []schema.Statement{{Text: "SELECT 1", Line: 1}, {Text: "SELECT (2; -- a\nSELECT 3", Line: 2}}},
		{"postgresql", "SELECT 1;\n\nSELECT 1;\nSELECT 1", []schema.Statement{{Text: "SELECT 1", Line: 1}, {Text: "SELECT 1", Line: 3}, {Text: "SELECT 1", Line: 4}}},
		{"postgresql", "SELECT 1; -- a (b", []schema.Statement{{Text: "SELECT 1", Line: 1}}},
		{"postgresql", "\\restrict x\nCOPY t (a) FROM stdin;\n1;\n2\n\\.\nSELECT 1;", []schema.Statement{{Text: "SELECT 1", Line: 6}}},
	} {
		room, err := dialect.For(schema.Server{Engine: test.engine})
		if err != nil {
			t.Fatal(err)
		}
		got, err := room.Split(test.sql)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s %q (-want +got):\n%s", test.engine, test.sql, diff)
		}
	}
}
