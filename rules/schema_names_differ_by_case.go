package rules

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

var namesDifferByCase = &Rule{
	Name: "names-differ-by-case", Severity: Warning, Of: OfDesign, Since: "0.1",
	Title: "two names differ only in upper and lower case",
	Why: "On MySQL and MariaDB the two tables become one where names are folded (Windows, macOS, lower_case_table_names=1): loading a dump " +
		"there loses one of them. On PostgreSQL a name without quotes means the lower-case one, so statements may read and write the wrong " +
		"one without an error.",
	Bad:  "CREATE TABLE orders (id INTEGER PRIMARY KEY);\nCREATE TABLE \"Orders\" (id INTEGER PRIMARY KEY);",
	Good: "CREATE TABLE orders (id INTEGER PRIMARY KEY);",
	Design: func(d *Design) []Finding {
		var found []Finding
		var tables []string
		for _, t := range d.Schema.SortedTables() {
			tables = append(tables, t.Name)
			var columns []string
			for _, c := range t.Columns {
				columns = append(columns, c.Name)
			}
			for _, pair := range foldedPairs(columns) {
				found = append(found, Finding{
					Severity: Warning, Table: t.Name, Object: pair[1],
					Message: fmt.Sprintf("columns %s and %s of table %s differ only in case: without quotes %s is meant; rename one", pair[0], pair[1], t.Name, strings.ToLower(pair[1])),
				})
			}
		}
		for _, pair := range foldedPairs(tables) {
			found = append(found, Finding{
				Severity: Warning, Table: pair[1],
				Message: fmt.Sprintf("tables %s and %s differ only in case: where names are folded, or not quoted, one is used instead of the other; rename one", pair[0],
					pair[1]),
			})
		}
		return found
	},
}

// foldedPairs are names that are the same in lower case, each with the first such, by name.
func foldedPairs(names []string) [][2]string {
	byKey := map[string][]string{}
	for _, n := range names {
		byKey[strings.ToLower(n)] = append(byKey[strings.ToLower(n)], n)
	}
	var pairs [][2]string
	for _, key := range slices.Sorted(maps.Keys(byKey)) {
		same := slices.Sorted(slices.Values(byKey[key]))
		for _, n := range same[1:] {
			pairs = append(pairs, [2]string{same[0], n})
		}
	}
	return pairs
}
