package rules_test

import (
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/go-sql-driver/mysql"

	"assay/internal/lab"
	"assay/schema"
)

// failing marks a statement that the server refuses, with its codes: "-- fails 23505", "-- fails 1138/1265" where servers differ.
var failing = regexp.MustCompile(`-- fails ([0-9A-Z/]+)`)

// TestFixturesFail runs the fixtures that claim failures on MySQL or MariaDB: each marked statement fails with its code, and every other one runs. Rows are
// inserted above "-- then". For PostgreSQL, TestPostgresFixtures does the same.
func TestFixturesFail(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob(filepath.Join("..", "testdata", "lint", "mysql", "*.sql"))
	if err != nil {
		t.Fatal(err)
	}
	claims := 0
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		marks := len(failing.FindAllIndex(text, -1))
		if claims += marks; marks == 0 {
			continue
		}
		t.Run(filepath.Base(file), func(t *testing.T) {
			t.Parallel()
			for _, server := range lab.MySQL(t) {
				if named := productOf.FindStringSubmatch(string(text)); named != nil && named[1] != server.Server.Product {
					continue
				}
				t.Run(server.Name, func(t *testing.T) { runFixture(t, server.Database(t), readFixture(t, "mysql", string(text))) })
			}
		})
	}
	if claims == 0 {
		t.Error("no fixture claims a failure")
	}
}

var productOf = regexp.MustCompile(`^-- (MySQL|MariaDB|PostgreSQL)\b`)

func runFixture(t *testing.T, db *lab.Database, f *lintFixture) {
	t.Helper()
	all := slices.Concat(f.before, f.then)
	claimed := map[int][]string{} // by the line of the statement
	for i, line := range strings.Split(f.text, "\n") {
		if m := failing.FindStringSubmatch(line); m != nil {
			claimed[follows(all, i+1)] = strings.Split(m[1], "/")
		}
	}
	for _, s := range all {
		_, err := db.DB.ExecContext(t.Context(), s.Text)
		if want := claimed[s.Line]; code(err) != "" && !slices.Contains(want, code(err)) || (err == nil) != (want == nil) {
			t.Errorf("line %d, %s: wanted %q, got %v", s.Line, schema.Excerpt(s.Text), want, err)
		}
	}
}

// code is the server's for an error; empty: there is none.
func code(err error) string {
	var my *mysql.MySQLError
	switch {
	case errors.As(err, &my):
		return strconv.Itoa(int(my.Number))
	case err != nil:
		return err.Error()
	}
	return ""
}
