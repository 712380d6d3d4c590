package upgrade

import (
	"regexp"
	"slices"
	"strings"

	"assay/expected"
	"assay/schema"
)

var (
	// readers are the kinds of objects that keep a query, or conditions, by which the server keeps what these name as it is.
	readers = map[string]bool{"view": true, "materialized view": true, "rule": true, "policy": true, "trigger": true}
	// needless are the kinds of objects that need none of what [families] tells of.
	needless = map[string]bool{"schema": true, "extension": true, "sequence": true, "event": true, "server": true, "collation": true}
	// bodied is a function of which the server knows what it needs.
	bodied = schema.Pattern(`(?is)\bBEGIN\s+ATOMIC\b|\bRETURN\b`)
	// texts are what an object keeps as a text, of whose words the server knows nothing.
	texts = schema.Pattern(`(?s)'(?:[^']|'')*'|\$\w*\$.*?\$\w*\$|--[^\n]*|/\*.*?\*/`)
)

// mentions reports whether what a statement makes may need an object of a name.
func (n *needers) mentions(b expected.Beside, family, name string) bool {
	sql := texts().ReplaceAllString(b.SQL, "''")
	if kind := b.Object.Kind; needless[kind] || b.SQL == "" {
		return b.SQL == "" && readers[kind]
	}
	switch {
	case readers[b.Object.Kind]:
		return n.says(sql, family, name) || family == "relation" && n.spelled(b.SQL, name)
	case families[b.Object.Kind] == "function" && b.Object.Kind != "aggregate" && family == "function":
		return bodied().MatchString(sql) && n.says(sql, family, name)
	}
	return slices.ContainsFunc(n.called(name), func(name string) bool {
		return schema.Mentions(sql, name) || schema.Mentions(strings.ToLower(sql), name)
	})
}

// spelled reports whether a query has the name of a relation as a text, which it may keep as that relation: nextval('q').
func (n *needers) spelled(sql, name string) bool {
	return slices.ContainsFunc(n.called(name), func(name string) bool {
		return strings.Contains(sql, "'"+name+"'") || strings.Contains(sql, "."+name+"'")
	})
}

// reads reports whether the statement that makes an object names a column, or all of a table's.
func (n *needers) reads(b expected.Beside, table, column string) bool {
	sql := texts().ReplaceAllString(b.SQL, "''")
	is := readers[b.Object.Kind] || b.Object.Kind == "publication" || b.Object.Kind == "function" && bodied().MatchString(sql)
	if !is || !n.mentions(b, "relation", table) {
		return false
	}
	if b.SQL == "" || n.says(sql, "column", column) {
		return true
	}
	everything := everyColumn().MatchString(sql) || slices.ContainsFunc(n.called(table), func(name string) bool { return aliased(sql, name) })
	return everything && b.Object.Kind != "trigger" && b.Object.Kind != "publication"
}

// everyColumn is how a query asks for columns of what it reads, or fills them, without their names.
var everyColumn = schema.Pattern(`(?is)(?:\b(?:SELECT|RETURNING)\s+(?:ALL\s+|DISTINCT\s+(?:ON\s*\([^)]*\)\s*)?)?|[.,]\s*)\*|\bTABLE\s+[\w"]|\bNATURAL\b|\bINSERT\b`)

// aliased reports whether a query gives the columns of a table other names.
func aliased(sql, table string) bool {
	as := regexp.MustCompile(`(?i)\b` + regexp.QuoteMeta(table) + `"?\s+(AS\s+)?(\w+|"[^"]*")\s*\(`)
	return slices.ContainsFunc(as.FindAllStringSubmatch(sql, -1), func(m []string) bool {
		const alias = 2
		return m[1] != "" || !behindTable[strings.ToUpper(m[alias])]
	})
}

// behindTable are the words behind a table that no table is called by.
var behindTable = map[string]bool{
	"USING": true, "ON": true, "WHERE": true, "JOIN": true, "UNION": true, "EXCEPT": true, "INTERSECT": true, "VALUES": true, "SELECT": true, "SET": true,
	"TABLESAMPLE": true, "IN": true, "AND": true, "OR": true, "HAVING": true, "LATERAL": true, "WITH": true,
}

// keyed reports whether what a statement makes may need a key: columns beside those that rows are grouped by, or what is written where it is taken.
func (n *needers) keyed(s *schema.Schema, b expected.Beside, c schema.DropIndex) bool {
	sql, t := texts().ReplaceAllString(b.SQL, "''"), s.Table(c.Table)
	if t == nil || !readers[b.Object.Kind] && !bodied().MatchString(sql) {
		return false
	}
	i := t.Index(s.Semantics, c.Name)
	if i < 0 || !t.Indexes[i].Kind.Unique() {
		return false
	}
	primary := t.Indexes[i].Kind == schema.Primary && grouped().MatchString(sql) && n.mentions(b, "relation", c.Table)
	return primary || n.says(sql, "name", c.Name)
}

var grouped = schema.Pattern(`(?i)\bGROUP\s+BY\b`)
