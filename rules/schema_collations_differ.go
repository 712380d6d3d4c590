package rules

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"assay/schema"
)

var collationsDiffer = &Rule{
	Name: "collations-differ", Severity: Warning, Of: OfDesign, Engines: []string{"mysql"}, Since: "0.1",
	Title: "key columns of the same name have different collations, because their tables do",
	Why: "A join of two of them fails (ER 1267, illegal mix of collations), or one side is converted row by row and its index is not used. " +
		"Usually some tables were created after the server's default had changed: MySQL 8.0 and MariaDB 11.5 introduced another one.",
	Bad: "CREATE TABLE a (id VARCHAR(40) PRIMARY KEY) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;\n" +
		"CREATE TABLE b (id VARCHAR(40) PRIMARY KEY) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;",
	Good: "CREATE TABLE a (id VARCHAR(40) PRIMARY KEY) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;\n" +
		"CREATE TABLE b (id VARCHAR(40) PRIMARY KEY) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;",
	Design: func(d *Design) []Finding {
		var found []Finding
		for _, group := range d.namesakes(func(t *schema.Table, c schema.Column) string {
			if c.Charset != "" || c.Collation != "" { // as somebody wanted it
				return ""
			}
			_, collation := collates(t, c)
			return collation
		}) {
			for _, x := range group.odd {
				found = append(found, Finding{
					Severity: Warning, Table: x.table.Name, Object: x.column.Name, Want: group.usual, Got: x.is,
					Message: fmt.Sprintf("column %s.%s is %s, while columns of the same name in %s are %s: a join of them fails or uses no index; convert the table",
						x.table.Name, x.column.Name, x.is, few(group.tables), group.usual),
				})
			}
		}
		return found
	},
}

// namesakes are columns of one name in several tables, each part of a key, that are not all alike.
type namesakes struct {
	// usual is what most of them are, tables those in which they are so, and odd the others.
	usual  string
	tables []string
	odd    []namesake
}

// A namesake is a column of a table, and what it is.
type namesake struct {
	table  *schema.Table
	column schema.Column
	is     string
}

// namesakes returns the columns that are part of a key and of which says does not say the same in each table, by name; those of which it says nothing do
// not count.
func (d *Design) namesakes(says func(*schema.Table, schema.Column) string) []namesakes {
	byName := map[string][]namesake{}
	for _, t := range d.Schema.SortedTables() {
		for _, c := range t.Columns {
			if is := says(t, c); is != "" && d.keyed(t, c.Name) {
				name := c.Name
				if d.Schema.Semantics.FoldColumns {
					name = strings.ToLower(name)
				}
				byName[name] = append(byName[name], namesake{t, c, is})
			}
		}
	}
	var all []namesakes
	for _, name := range slices.Sorted(maps.Keys(byName)) {
		if g := split(byName[name]); len(g.odd) > 0 {
			all = append(all, g)
		}
	}
	return all
}

// split says what most of the columns are: of two that are as common the first by name.
func split(columns []namesake) namesakes {
	count := map[string]int{}
	for _, x := range columns {
		count[x.is]++
	}
	usual := slices.MinFunc(slices.Collect(maps.Keys(count)), func(a, b string) int {
		return cmp.Or(cmp.Compare(count[b], count[a]), cmp.Compare(a, b))
	})
	g := namesakes{usual: usual}
	for _, x := range columns {
		if x.is == usual {
			g.tables = append(g.tables, x.table.Name)
		} else {
			g.odd = append(g.odd, x)
		}
	}
	return g
}

// keyed reports whether a column is part of an index or of a foreign key of its table.
func (d *Design) keyed(t *schema.Table, column string) bool {
	same := func(c string) bool { return d.Schema.Semantics.SameName(c, column) }
	return slices.ContainsFunc(t.Indexes, func(x schema.Index) bool {
		return slices.ContainsFunc(x.Parts, func(p schema.Part) bool { return same(p.Column) })
	}) || slices.ContainsFunc(t.ForeignKeys, func(k schema.ForeignKey) bool { return slices.ContainsFunc(k.Columns, same) })
}

// few names the first of many: "a, b, c and 4 more".
func few(names []string) string {
	const most = 3
	if len(names) <= most+1 {
		return strings.Join(names, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(names[:most], ", "), len(names)-most)
}
