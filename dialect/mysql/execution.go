package mysql

import (
	"slices"
	"strings"

	"github.com/pingcap/tidb/pkg/parser/ast"

	"assay/schema"
)

// Execution says how the server executes a statement.
func (*Room) Execution(sql string) schema.Execution {
	statements, err := split(sql)
	if err != nil || len(statements) != 1 {
		return schema.Execution{}
	}
	s := statements[0].withoutWith()
	i := slices.IndexFunc(verbs, func(v verb) bool { return s.starts(v.words...) })
	if i < 0 {
		return schema.Execution{}
	}
	m := schema.Execution{Verb: verbs[i].means}
	rest := s[len(verbs[i].words):]
	switch m.Verb {
	case "ALTER TABLE":
		m.Ignores = s.starts("alter", "ignore")
		alterExecution(&m, rest)
	case "CREATE INDEX", "DROP INDEX":
		indexExecution(&m, rest)
	case "CREATE TABLE", "DROP TABLE":
		m.Lenient = saysIf(rest)
	case "OPTIMIZE TABLE":
		m.Table, _ = tableName(rest)
	case "INSERT", "REPLACE", "LOAD DATA", "TRUNCATE":
		m.Tables = target(rest)
	case "UPDATE":
		updateExecution(&m, join(s))
	case "DELETE":
		deleteExecution(&m, join(s))
	case "SET":
		m.Setting, m.Value = setting(rest)
	}
	return m
}

// A verb is how statements begin, and what is said of them.
type verb struct {
	words []string
	means string
}

func verbOf(words, means string) verb { return verb{strings.Fields(strings.ToLower(words)), means} }

// verbs are those that are known, the longer ones first.
var verbs = []verb{
	verbOf("CREATE UNIQUE INDEX", "CREATE INDEX"), verbOf("CREATE FULLTEXT INDEX", "CREATE INDEX"), verbOf("CREATE SPATIAL INDEX", "CREATE INDEX"),
	verbOf("CREATE ONLINE INDEX", "CREATE INDEX"), verbOf("CREATE OFFLINE INDEX", "CREATE INDEX"), verbOf("CREATE INDEX", "CREATE INDEX"),
	verbOf("DROP INDEX", "DROP INDEX"), verbOf("CREATE TABLE", "CREATE TABLE"), verbOf("CREATE OR REPLACE TABLE", "CREATE TABLE"),
	verbOf("DROP TABLE", "DROP TABLE"), verbOf("DROP TABLES", "DROP TABLE"),
	verbOf("ALTER ONLINE TABLE", "ALTER TABLE"), verbOf("ALTER IGNORE TABLE", "ALTER TABLE"), verbOf("ALTER TABLE", "ALTER TABLE"),
	verbOf("RENAME TABLE", "RENAME"), verbOf("RENAME TABLES", "RENAME"), verbOf("OPTIMIZE TABLE", "OPTIMIZE TABLE"),
	verbOf("START TRANSACTION", "BEGIN"), verbOf("BEGIN", "BEGIN"), verbOf("COMMIT", "COMMIT"), verbOf("ROLLBACK TO", "ROLLBACK TO"),
	verbOf("ROLLBACK", "ROLLBACK"),
	verbOf("INSERT", "INSERT"), verbOf("REPLACE", "REPLACE"), verbOf("LOAD DATA", "LOAD DATA"), verbOf("UPDATE", "UPDATE"), verbOf("DELETE", "DELETE"),
	verbOf("TRUNCATE", "TRUNCATE"), verbOf("SET", "SET"), verbOf("SELECT", "SELECT"), verbOf("USE", "USE"),
	verbOf("CREATE VIEW", "CREATE VIEW"), verbOf("DROP VIEW", "DROP VIEW"), verbOf("CREATE TRIGGER", "CREATE TRIGGER"), verbOf("DROP TRIGGER", "DROP TRIGGER"),
	verbOf("CREATE DATABASE", "CREATE DATABASE"), verbOf("CREATE SCHEMA", "CREATE DATABASE"), verbOf("DROP DATABASE", "DROP DATABASE"),
	verbOf("DROP SCHEMA", "DROP DATABASE"),
	verbOf("DO", "DO"), verbOf("LOCK TABLES", "LOCK TABLES"), verbOf("UNLOCK TABLES", "UNLOCK TABLES"), verbOf("GRANT", "GRANT"), verbOf("REVOKE", "REVOKE"),
}

// withoutWith drops the common table expressions that may stand before what a statement does.
func (s statement) withoutWith() statement {
	if !s.starts("with") {
		return s
	}
	for i := 0; i < len(s); i++ {
		switch {
		case s[i].is("("):
			i = closing(s, i) - 1
		case s[i].isAny("update", "delete", "insert", "replace", "select"):
			return s[i:]
		}
	}
	return s
}

// saysIf reports whether IF EXISTS or IF NOT EXISTS stands outside of all parentheses.
func saysIf(tokens []token) bool {
	depth := 0
	for i, t := range tokens {
		switch {
		case t.is("("):
			depth++
		case t.is(")"):
			depth--
		case depth == 0 && (statement(tokens[i:]).starts("if", "exists") || statement(tokens[i:]).starts("if", "not", "exists")):
			return true
		}
	}
	return false
}

// alterExecution reads an ALTER TABLE behind these words.
func alterExecution(m *schema.Execution, rest []token) {
	m.Lenient = saysIf(rest)
	rest = skip(rest, "if", "exists")
	var n int
	m.Table, n = tableName(rest)
	for _, item := range items(afterWait(rest[n:])) {
		if len(item) == 0 {
			continue
		}
		demands(m, item)
		if placed, ok := placedColumn(item); ok {
			m.Placed = append(m.Placed, placed)
		}
		if words, ok := restOf(item); ok {
			m.Rest = append(m.Rest, words)
		}
	}
}

// afterWait drops MariaDB's WAIT n and NOWAIT behind the table's name.
func afterWait(item []token) []token {
	switch {
	case len(item) > 1 && item[0].is("wait"):
		return item[2:]
	case len(item) > 0 && item[0].is("nowait"):
		return item[1:]
	}
	return item
}

// demands reads ALGORITHM and LOCK where tokens begin with one, and returns how many it took.
func demands(m *schema.Execution, tokens []token) int {
	if len(tokens) == 0 || !tokens[0].isAny("algorithm", "lock") {
		return 0
	}
	n := 1
	if n < len(tokens) && tokens[n].is("=") {
		n++
	}
	if n >= len(tokens) {
		return n
	}
	value := strings.ToUpper(tokens[n].text)
	if value == "DEFAULT" {
		value = ""
	}
	if tokens[0].is("lock") {
		m.Lock = value
	} else {
		m.Algorithm = value
	}
	return n + 1
}

// withoutDemands drops ALGORITHM and LOCK from behind CREATE INDEX and DROP INDEX: the parser does not know all of their values.
func (s statement) withoutDemands() statement {
	var kept statement
	for i, depth := 0, 0; i < len(s); i++ {
		switch {
		case s[i].is("("):
			depth++
		case s[i].is(")"):
			depth--
		}
		n := 0
		if depth == 0 && i > 4 { // behind the names
			n = demands(&schema.Execution{}, s[i:])
		}
		if n == 0 {
			kept = append(kept, s[i])
		}
		i += max(n-1, 0)
	}
	return kept
}

// placedColumn returns the column that a part puts elsewhere than behind the last.
func placedColumn(item []token) (string, bool) {
	kept, _ := placed(item)
	if len(kept) == len(item) || len(kept) < 2 {
		return "", false
	}
	changes := kept[0].is("change")
	kept = skip(kept[1:], "column")
	kept = skip(skip(kept, "if", "not", "exists"), "if", "exists")
	if changes && len(kept) > 1 {
		kept = kept[1:]
	}
	if len(kept) == 0 {
		return "", false
	}
	return unquoteName(kept[0].text), true
}

// rests are parts of ALTER TABLE that no change says, and that cost or lose something.
var rests = []verb{
	verbOf("FORCE", "FORCE"), verbOf("ROW_FORMAT", "ROW_FORMAT"), verbOf("KEY_BLOCK_SIZE", "KEY_BLOCK_SIZE"), verbOf("ORDER BY", "ORDER BY"),
	verbOf("PARTITION BY", "PARTITION BY"), verbOf("REMOVE PARTITIONING", "REMOVE PARTITIONING"),
	verbOf("DROP PARTITION", "DROP PARTITION"), verbOf("TRUNCATE PARTITION", "TRUNCATE PARTITION"),
	verbOf("DISCARD TABLESPACE", "DISCARD TABLESPACE"), verbOf("DISCARD PARTITION", "DISCARD TABLESPACE"),
}

func restOf(item []token) (string, bool) {
	for _, v := range rests {
		if statement(item).starts(v.words...) {
			return v.means, true
		}
	}
	for i := range item { // the last part may go on with them, without a comma
		if i > 0 && statement(item[i:]).starts("partition", "by") {
			return "PARTITION BY", true
		}
	}
	return "", false
}

// indexExecution reads CREATE INDEX and DROP INDEX behind these words.
func indexExecution(m *schema.Execution, rest []token) {
	m.Lenient = saysIf(rest)
	for i := 0; i < len(rest); i++ {
		switch {
		case rest[i].is("("):
			i = closing(rest, i) - 1
		case rest[i].is("on") && m.Table == "":
			m.Table, _ = tableName(rest[i+1:])
		default:
			i += max(demands(m, rest[i:])-1, 0)
		}
	}
}

// target is the table that INSERT, REPLACE, LOAD DATA or TRUNCATE is about.
func target(rest []token) []string {
	i := slices.IndexFunc(rest, func(t token) bool { return t.isAny("into", "(", "values", "value", "select", "set") })
	if i >= 0 && rest[i].is("into") {
		rest = rest[i+1:]
	}
	for len(rest) > 0 && rest[0].isAny("table", "low_priority", "delayed", "high_priority", "ignore") {
		rest = rest[1:]
	}
	name, n := tableName(rest)
	if n == 0 {
		return nil
	}
	return []string{name}
}

// updateExecution reads an UPDATE. One that is not understood has no tables.
func updateExecution(m *schema.Execution, sql string) {
	n, err := parse[*ast.UpdateStmt](sql)
	if err != nil {
		return
	}
	m.Where = n.Where != nil && !schema.EveryRow(sql) || n.Limit != nil || matched(n.TableRefs)
	from := sourcesOf(n.TableRefs)
	for _, a := range n.List {
		for _, s := range from {
			if len(from) == 1 || strings.EqualFold(a.Column.Table.O, s.alias) {
				m.Tables = with(m.Tables, s.table)
			}
		}
	}
	if len(m.Tables) == 0 && len(from) > 0 { // of several tables, it does not say whose columns they are
		for _, s := range from {
			m.Tables = with(m.Tables, s.table)
		}
	}
}

// matched reports whether the rows of two tables are joined on a condition, so that those without a partner are left out.
func matched(refs *ast.TableRefsClause) bool {
	if refs == nil || refs.TableRefs == nil {
		return false
	}
	j := refs.TableRefs
	return j.Right != nil && j.Tp == ast.CrossJoin && (j.On != nil || len(j.Using) > 0 || j.NaturalJoin)
}

// deleteExecution reads a DELETE. One that is not understood has no tables.
// returning is MariaDB's way to tell what was deleted.
var returning = schema.Pattern("(?is)\\bRETURNING\\b[^'\"`]*$")

func deleteExecution(m *schema.Execution, sql string) {
	n, err := parse[*ast.DeleteStmt](sql)
	if err != nil && returning().MatchString(sql) { // which the parser does not know
		n, err = parse[*ast.DeleteStmt](returning().ReplaceAllString(sql, ""))
	}
	if err != nil {
		return
	}
	m.Where = n.Where != nil && !schema.EveryRow(sql) || n.Limit != nil || matched(n.TableRefs)
	from := sourcesOf(n.TableRefs)
	if n.Tables == nil {
		for _, s := range from {
			m.Tables = with(m.Tables, s.table)
		}
		return
	}
	for _, name := range n.Tables.Tables {
		table := name.Name.O
		for _, s := range from {
			if strings.EqualFold(s.alias, table) {
				table = s.table
			}
		}
		m.Tables = with(m.Tables, table)
	}
}

// A source is a table that a statement reads or writes, and what it calls it.
type source struct{ table, alias string }

// sourcesOf collects the tables that rows come from.
func sourcesOf(n *ast.TableRefsClause) []source {
	var all []source
	var visit func(ast.ResultSetNode)
	visit = func(n ast.ResultSetNode) {
		switch n := n.(type) {
		case *ast.Join:
			visit(n.Left)
			if n.Right != nil {
				visit(n.Right)
			}
		case *ast.TableSource:
			name, ok := n.Source.(*ast.TableName)
			if !ok { // a derived table
				return
			}
			s := source{table: name.Name.O, alias: name.Name.O}
			if n.AsName.O != "" {
				s.alias = n.AsName.O
			}
			all = append(all, s)
		}
	}
	if n != nil && n.TableRefs != nil {
		visit(n.TableRefs)
	}
	return all
}

// with adds a name to a list that lacks it.
func with(names []string, name string) []string {
	if slices.Contains(names, name) {
		return names
	}
	return append(names, name)
}

// setting reads what a SET sets: the first of its settings that is not a variable of the user's. One of all sessions has "global." before it.
func setting(rest []token) (name, value string) {
	for _, item := range items(rest) {
		at := slices.IndexFunc(item, func(t token) bool { return t.is("=") })
		switch {
		case len(item) > 1 && item[0].isAny("names", "charset"):
			return strings.ToLower(item[0].text), strings.Trim(item[1].text, "'\"`")
		case at < 1 || item[0].is("@") && !item[1].is("@"):
			continue
		}
		last := item[at-1]
		if last.is(":") && at > 1 { // :=
			last = item[at-2]
		}
		name = strings.ToLower(unquoteName(last.text))
		if slices.ContainsFunc(item[:at-1], func(t token) bool { return t.isAny("global", "persist", "persist_only") }) {
			name = "global." + name
		}
		return name, strings.Trim(join(item[at+1:]), "'\"")
	}
	return "", ""
}
