package assay_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"assay"
	"assay/drift"
	"assay/introspect"
	"assay/schema"
)

// books is a catalogue file written by hand, row by row, after what SchemaCrawler's own tests print of their database on Oracle 23ai
// (schemacrawler-oracle/src/test/resources/testOracleWithConnection.txt): the only account of a real data dictionary that these tests have. booksHistory is
// what Alembic would print of a project that makes those tables.
const books, booksHistory = "testdata/oracle/books.jsonl", "testdata/oracle/books.sql"

// edited is the file with other rows: edit returns what becomes of one, empty if it is not there, and several with line breaks between them.
func edited(t *testing.T, edit func(row string) string) string {
	t.Helper()
	text, err := os.ReadFile(books)
	if err != nil {
		t.Fatal(err)
	}
	var rows []string
	for row := range strings.SplitSeq(strings.TrimSpace(string(text)), "\n") {
		if row = edit(row); row != "" && !strings.HasPrefix(row, `{"k":"end"`) {
			rows = append(rows, strings.Split(row, "\n")...)
		}
	}
	return strings.Join(rows, "\n") + fmt.Sprintf("\n{\"k\":\"end\",\"rows\":%d}\n", len(rows))
}

// TestOracleBooks goes the way of docs/databases.md with that file: a clean database is clean, what is edited is found, and the script that fix prints for
// SQL*Plus makes of it what it was.
func TestOracleBooks(t *testing.T) {
	t.Parallel()
	o := assay.Options{History: booksHistory, Severity: "info", Destroy: true}
	clean, err := assay.Check(t.Context(), books, o)
	if err != nil || len(clean.Trees) != 1 || clean.Trees[0].Verdict != "agrees" {
		t.Fatalf("%+v, %v", clean, err)
	}
	if found := clean.Trees[0].Findings; len(found) != 1 || found[0].Rule != "extra-table" || found[0].Table != "temp_author_list" {
		t.Errorf("the history makes all but the temporary table: %v", found)
	}
	for rule, edit := range map[string]func(row string) string{
		"missing-index":       without(`"index_name":"IDX_A_AUTHORS"`),
		"missing-unique":      without(`"index_name":"UIDX_BOOKAUTHORS"`),
		"missing-foreign-key": without(`"constraint_name":"SYS_C008750"`),
		"missing-check":       without(`"constraint_name":"CHECK_UPPERCASE_STATE"`),
		"missing-column":      without(`"column_name":"SOCIAL_SECURITY_NUMBER"`),
		"type-narrower":       instead(`"column_name":"SOMEDATA"`, `"char_length":30`, `"char_length":20`),
		"type-wider":          instead(`"column_name":"Id"`, `"data_scale":0,`, ``),
		"default":             instead(`"column_name":"COUNTRY","data_type"`, `,"data_default":"'USA' "`, ``),
		"nullability":         instead(`"column_name":"TITLE","data_type"`, `"nullable":"N"`, `"nullable":"Y"`),
		"auto-increment":      instead(`"column_name":"ID","data_type":"NUMBER"`, `"generation_type":"ALWAYS"`, `"generation_type":"BY DEFAULT"`),
		"type-changed": instead(`"column_name":"ANNUAL_SALARY"`, `"data_type":"NUMBER","data_length":22,"data_scale":0`,
			`"data_type":"VARCHAR2","data_length":20,"char_length":20,"char_used":"B"`),
		"extra-column": instead(`"column_name":"BOOKS","data_type"`, "\x00",
			`{"k":"column","table_name":"COUPONS","pos":5,"column_name":"Mine","data_type":"TIMESTAMP(3)","data_scale":3,"nullable":"Y"}`),
	} {
		t.Run(rule, func(t *testing.T) {
			t.Parallel()
			text := edited(t, edit)
			r, err := assay.Check(t.Context(), catalogueFile(t, text), o)
			if err != nil {
				t.Fatal(err)
			}
			found := slices.DeleteFunc(r.Trees[0].Findings, func(f assay.Finding) bool { return f.Rule == "extra-table" })
			if len(found) != 1 || found[0].Rule != rule {
				t.Errorf("found: %+v", found)
			}
			mends(t, text, o)
		})
	}
}

// mends holds to the script of a catalogue that it makes of the database what it was.
func mends(t *testing.T, text string, o assay.Options) {
	t.Helper()
	script, err := assay.Fix(t.Context(), catalogueFile(t, text), o)
	if err != nil {
		t.Fatal(err)
	}
	db, want := booksOf(t, text), booksOf(t, edited(t, func(row string) string { return row }))
	room := speaking(t, db.Server)
	changes, err := room.Parse(script.String())
	if err != nil {
		t.Fatalf("%v\n%s", err, script)
	}
	for _, c := range changes {
		if f := room.Refusal(db.Schema, c); f != nil {
			t.Errorf("the server refuses a statement: %s %s\n%s", f.Code, f.Text, script)
		}
		if err := db.Schema.Apply(c); err != nil {
			t.Fatalf("%v\n%s", err, script)
		}
	}
	if left := drift.Compare(want.Schema, db.Schema); len(left) > 0 {
		t.Errorf("there is still %+v\n%s", left, script)
	}
}

func booksOf(t *testing.T, text string) *schema.Database {
	t.Helper()
	db, err := introspect.ReadCatalogue(introspect.Source{Path: books}, []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return db
}

// without leaves out the rows that hold a text.
func without(text string) func(string) string {
	return func(row string) string {
		if strings.Contains(row, text) {
			return ""
		}
		return row
	}
}

// instead has the rows that hold a text say something else; behind a row stands another one where nothing is replaced.
func instead(in, from, to string) func(string) string {
	return func(row string) string {
		switch {
		case !strings.Contains(row, in):
			return row
		case from == "\x00":
			return row + "\n" + to
		}
		return strings.Replace(row, from, to, 1)
	}
}

// TestOracleHeld: how a constraint is held is told and mended as the server takes it, and a type of another owner holds no column.
func TestOracleHeld(t *testing.T) {
	t.Parallel()
	o := assay.Options{History: booksHistory, Severity: "info", Destroy: true}
	for name, c := range map[string]struct {
		edit         func(string) string
		rule, script string
	}{
		"a foreign key that is disabled": {
			instead(`"constraint_name":"SYS_C008750"`, `"status":"ENABLED"`, `"status":"DISABLED"`), "option-differs", `MODIFY CONSTRAINT "SYS_C008750" ENABLE VALIDATE`,
		},
		"a NOT NULL for new rows": {
			instead(`"column_name":"SOMEDATA","data_type"`, "\x00", `{"k":"constraint","table_name":"BOOKAUTHORS","constraint_name":"NN","constraint_type":"C",`+
				`"generated":"USER NAME","status":"ENABLED","validated":"NOT VALIDATED","position":1,"column_name":"SOMEDATA",`+
				`"search_condition":"\"SOMEDATA\" IS NOT NULL"}`), "extra-check", `DROP CONSTRAINT "NN"`,
		},
		"a type of another owner": {
			instead(`"column_name":"BOOKS","data_type"`, "\x00", `{"k":"column","table_name":"COUPONS","pos":5,"column_name":"Mine","data_type":"SDO_GEOMETRY",`+
				`"data_type_owner":"MDSYS","nullable":"Y"}`), "extra-column", `DROP COLUMN "Mine"`,
		},
	} {
		path := catalogueFile(t, edited(t, c.edit))
		r, err := assay.Check(t.Context(), path, o)
		if err != nil || !slices.ContainsFunc(r.Trees[0].Findings, func(f assay.Finding) bool { return f.Rule == c.rule }) {
			t.Errorf("%s: %+v, %v", name, r, err)
		}
		script, err := assay.Fix(t.Context(), path, o)
		if err != nil || !strings.Contains(script.String(), c.script) || strings.Contains(script.String(), "not run") {
			t.Errorf("%s, %v:\n%s", name, err, script)
		}
	}
}
