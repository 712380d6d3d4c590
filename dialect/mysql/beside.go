package mysql

import (
	"errors"
	"slices"
	"strings"

	"assay/schema"
)

// untold are the kinds of objects that mysqldump leaves out where nobody asks for them: with --events, with --routines.
var untold = [][]string{{"event"}, {"function", "procedure"}}

// besides are the objects beside tables, which are compared by their texts.
type besides struct{}

// Beside reads what a dump makes beside tables; unasked are the kinds that it says nothing about.
func (besides) Beside(all []schema.Statement, database string) (found []schema.Beside, unasked []string) {
	for _, s := range all {
		tokens, err := scan(s.Text)
		if err != nil {
			continue
		}
		b := besideOf(tokens, database)
		if b.Kind == "" {
			continue
		}
		if i := slices.IndexFunc(found, b.Same); i >= 0 { // mysqldump makes a view twice, the first time as a stand-in
			found[i] = b
		} else {
			found = append(found, b)
		}
	}
	for _, kinds := range untold {
		if !slices.ContainsFunc(found, func(b schema.Beside) bool { return slices.Contains(kinds, b.Kind) }) {
			unasked = append(unasked, kinds...)
		}
	}
	schema.SortBeside(found)
	return found, unasked
}

// besideOf reads a statement that makes an object beside tables; no Kind: it makes none. Who defined it is left out, and the name of the database before names.
func besideOf(tokens []token, database string) schema.Beside {
	if len(tokens) < 3 || !tokens[0].is("create") {
		return schema.Beside{}
	}
	at := 1
	for at < len(tokens) && !tokens[at].isAny("view", "trigger", "function", "procedure", "event", "sequence", "table", "index", "as", "(") {
		at++
	}
	if at+1 >= len(tokens) || !tokens[at].isAny("view", "trigger", "function", "procedure", "event", "sequence") {
		return schema.Beside{}
	}
	head := statement(tokens[:at])
	kind := strings.ToLower(tokens[at].text)
	rest := tokens[at+1:]
	if statement(rest).starts("if", "not", "exists") {
		rest = rest[3:]
	}
	called, n := tableName(rest)
	b := schema.Beside{Kind: kind, Name: called}
	rest = rest[n:]
	sql := "CREATE "
	if kind == "view" { // which the server writes anew; of the others it keeps the text as it was written
		rest = quiet(unspaced(rest, database))
		sql += viewOptions(head)
	}
	if i := slices.IndexFunc(rest, func(t token) bool { return t.is("on") }); kind == "trigger" && i >= 0 {
		table, n := tableName(rest[i+1:])
		b.Table = table // which a server keeps as it was written, quoted or not
		rest = slices.Concat(loud(rest[:i+1]), []token{{name, quote(table)}}, loud(rest[i+1+n:]))
	}
	if kind == "sequence" {
		b.SQL = "CREATE SEQUENCE " + quote(called) + " " + sequenceSQL(rest)
		return b
	}
	b.SQL = sql + strings.ToUpper(kind) + " " + quote(called) + glue(rest) + join(rest)
	return b
}

// quiet puts the words of a view's clauses in small letters, as the server has them: phpMyAdmin writes capitals.
func quiet(tokens []token) []token {
	all := slices.Clone(tokens)
	for i, t := range all {
		if t.isAny("select", "distinct", "from", "where", "join", "left", "on", "group", "by", "having", "order", "limit", "union", "all", "and", "or", "not", "in",
			"is", "between", "like", "case", "when", "then", "else", "end", "desc", "exists", "interval") {
			all[i].text = strings.ToLower(t.text)
		}
	}
	return all
}

// loud puts a trigger's words before its body in capitals. The server keeps them as they were written, and phpMyAdmin, HeidiSQL, Adminer and Navicat write them
// by themselves.
func loud(tokens []token) []token {
	all := slices.Clone(tokens)
	for i, t := range all {
		if t.isAny("before", "after", "insert", "update", "delete", "on", "for", "each", "row") {
			all[i].text = strings.ToUpper(t.text)
		}
		if t.is("row") {
			break
		}
	}
	return all
}

// viewOptions are those before the word VIEW that are not the usual ones.
func viewOptions(head statement) string {
	var options strings.Builder
	for i, t := range head {
		switch {
		case t.isAny("merge", "temptable") && i > 1 && head[i-1].is("=") && head[i-2].is("algorithm"):
			options.WriteString("ALGORITHM=" + strings.ToUpper(t.text) + " ")
		case t.is("invoker"):
			options.WriteString("SQL SECURITY INVOKER ")
		}
	}
	return options.String()
}

// glue is what stands between a name and what follows it.
func glue(rest []token) string {
	if len(rest) > 0 && rest[0].is("(") {
		return ""
	}
	return " "
}

// unspaced leaves out the database's own name before tables, their columns and functions, as a server writes it in a view on tables of several databases.
// An alias can have that name, before columns.
func unspaced(tokens []token, database string) []token {
	if database == "" {
		return tokens
	}
	var kept []token
	for i := 0; i < len(tokens); i++ {
		if tokens[i].kind == name && unquoteName(tokens[i].text) == database && qualifies(tokens, i) {
			i++
			continue
		}
		kept = append(kept, tokens[i])
	}
	return kept
}

// qualifies reports whether a name can only be that of a database.
func qualifies(tokens []token, at int) bool {
	if at+3 >= len(tokens) || !tokens[at+1].is(".") || at > 0 && tokens[at-1].is(".") {
		return at+3 == len(tokens) && tokens[at+1].is(".") && inFrom(tokens[:at])
	}
	return tokens[at+3].is(".") || tokens[at+3].is("(") || inFrom(tokens[:at])
}

// inFrom reports whether a table comes behind.
func inFrom(tokens []token) bool {
	for _, t := range slices.Backward(tokens) {
		if !t.is("(") {
			return t.isAny("from", "join")
		}
	}
	return false
}

// A besideReader reads the objects beside tables.
type besideReader struct{ *reader }

// read reads views, triggers, routines and events, each as the statement that makes it. What the user may not see is there without a text.
func (rd besideReader) read() error {
	for _, step := range []func() error{rd.views, rd.triggers, rd.routines, rd.events, rd.sequences} {
		if err := step(); err != nil {
			return err
		}
	}
	schema.SortBeside(rd.database.Schema.Beside)
	return nil
}

// add adds an object, with the statement that makes it in the sql_mode that it keeps.
func (rd besideReader) add(b schema.Beside, sql string, m sqlMode) error {
	if sql != "" {
		tokens, err := scanIn(sql, m)
		if err != nil {
			return nil //nolint:nilerr // a text that is not understood is none
		}
		said := besideOf(tokens, rd.database.Name)
		b.SQL = said.SQL
	}
	rd.database.Schema.Beside = append(rd.database.Schema.Beside, b)
	return nil
}

func (rd besideReader) views() error {
	return rd.ofKind("view", 1, []string{"TABLE_NAME", "''"}, "VIEWS", "TABLE_SCHEMA")
}

// triggers are asked for by their tables' database, which is theirs too: by TRIGGER_SCHEMA, MariaDB and MySQL before 8 look through all databases of the
// server (80 ms for 12,000 tables elsewhere, seen on 10.11).
func (rd besideReader) triggers() error {
	return rd.ofKind("trigger", 2, []string{"TRIGGER_NAME", "EVENT_OBJECT_TABLE"}, "TRIGGERS", "EVENT_OBJECT_SCHEMA")
}

// ofKind reads the objects of a kind. information_schema has their texts too, but as people are to read them: without the backslashes that escape, and
// without the character sets before texts.
func (rd besideReader) ofKind(kind string, column int, columns []string, from, in string) error {
	var found []schema.Beside
	rest := `
		FROM   information_schema.` + from + `
		` + rd.where(in)
	err := rd.query("the "+kind+"s' names", columns, rest, func(row row) error {
		b := schema.Beside{Kind: kind, Name: string(row[0]), Table: string(row[1])}
		if found = append(found, b); b.Table != "" {
			rd.opaque(b.Kind, b.Table, b.Name)
		}
		return nil
	})
	return errors.Join(err, rd.texts(found, column))
}

func (rd besideReader) routines() error {
	var found []schema.Beside
	rest := `
		FROM   information_schema.ROUTINES
		` + rd.where("ROUTINE_SCHEMA")
	err := rd.query("the routines", []string{"ROUTINE_NAME", "ROUTINE_TYPE"}, rest, func(row row) error {
		if kind := strings.ToLower(string(row[1])); kind == "function" || kind == "procedure" {
			found = append(found, schema.Beside{Kind: kind, Name: string(row[0])})
		}
		return nil
	})
	return errors.Join(err, rd.texts(found, 2))
}

func (rd besideReader) events() error {
	return rd.ofKind("event", 3, []string{"EVENT_NAME", "''"}, "EVENTS", "EVENT_SCHEMA")
}

// sequences are those of MariaDB, which keeps them among the tables.
func (rd besideReader) sequences() error {
	var found []schema.Beside
	for _, o := range rd.database.Schema.Opaque {
		if o.Kind == "sequence" {
			found = append(found, schema.Beside{Kind: o.Kind, Name: o.Name})
		}
	}
	return rd.texts(found, 1)
}

// texts asks the server how it would create each; the statement is in that column. All but views keep the sql_mode that they were made in, in which their text
// is, and which stands in the second column.
func (rd besideReader) texts(all []schema.Beside, column int) error {
	for _, b := range all {
		sql, mode := "", sqlMode{}
		err := rd.say(b.String(), "SHOW CREATE "+strings.ToUpper(b.Kind)+" "+quote(b.Name), func(row row) error {
			sql = string(row[column])
			if b.Kind != "view" && b.Kind != "sequence" {
				mode = mode.with(string(row[1]))
			}
			return nil
		})
		if err != nil && !isRefused(err) {
			return err
		}
		if err := rd.add(b, sql, mode); err != nil {
			return err
		}
	}
	return nil
}

// BesideSQL are the statements that make an object beside tables; an error says why there are none.
func (besides) BesideSQL(b schema.Beside, replaces bool) ([]string, error) {
	tokens, err := scan(b.SQL)
	if err != nil || besideOf(tokens, "").SQL != b.SQL {
		return nil, errors.New("assay cannot read its definition")
	}
	statements := []string{b.SQL}
	if replaces {
		statements[0] = strings.Replace(b.SQL, "CREATE ", "CREATE OR REPLACE ", 1)
	}
	if slices.ContainsFunc(tokens, func(t token) bool { return t.is(";") }) {
		return nil, errors.New("it holds several statements, for which the client program needs another DELIMITER")
	}
	return statements, enclosed(statements)
}

// DropBeside is the statement that drops an object beside tables.
func (besides) DropBeside(b schema.Beside) ([]string, error) {
	statements := []string{"DROP " + strings.ToUpper(b.Kind) + " " + quote(b.Name)}
	return statements, enclosed(statements)
}

// AlterBeside are the statements that change an object in place; nil: there are none.
func (besides) AlterBeside(b schema.Beside) []string {
	if rest, ok := strings.CutPrefix(b.SQL, "CREATE SEQUENCE "); ok && b.Kind == "sequence" && !strings.Contains(rest, " AS ") {
		return []string{"ALTER SEQUENCE " + rest}
	}
	return nil
}

// Replaceable reports whether an object can be made in the place of another one.
func (besides) Replaceable(a, _ schema.Beside) bool { return a.Kind == "view" }

// BesideLoses says what is lost with an object beside tables that its definition does not bring back.
func (besides) BesideLoses(b schema.Beside) string {
	if b.Kind == "sequence" {
		return "the number that the sequence has come to"
	}
	return ""
}

// BesideForgets says what an object loses when it is created again.
func (besides) BesideForgets(b schema.Beside, _ bool) string {
	const definer = "whoever runs this becomes its DEFINER"
	if b.Kind == "function" || b.Kind == "procedure" {
		return definer + ", and what is granted on it is lost"
	}
	return definer
}

// Early reports whether an object is made before the tables: columns can ask sequences alone.
func (besides) Early(b schema.Beside) bool { return b.Kind == "sequence" }

// MadeOf are the tables and views of the same database that a view's text names behind FROM and JOIN; none where some of them may be the text's own.
func (besides) MadeOf(b schema.Beside) []string {
	tokens, err := scan(b.SQL)
	if err != nil || b.Kind != "view" || slices.ContainsFunc(tokens, func(t token) bool { return t.is("with") }) {
		return nil
	}
	var names []string
	for i, t := range tokens {
		qualified := i+1 < len(tokens) && tokens[i+1].isAny(".", "(")
		if t.kind == name && !t.is("dual") && !qualified && inFrom(tokens[:i]) {
			names = append(names, unquoteName(t.text))
		}
	}
	return names
}

// Rewrites reports whether the server spells the objects of a kind anew, so that what somebody wrote is not what it has.
func (besides) Rewrites(kind string) bool {
	return kind == "view" || kind == "function" || kind == "event"
}

// NeverRead are the kinds of what assay does not look at.
func (besides) NeverRead() []string {
	return []string{
		"grants", "roles", "the database's own character set", "the SQL mode, character set and time zone that routines, triggers and events keep",
		"definers", "the order of triggers of one event", "the next values of AUTO_INCREMENT", "index methods that an engine has not", "resource groups",
		"tablespaces",
	}
}

// Spelling names the servers that spell the texts of objects alike: those of a product and series.
func (besides) Spelling(s schema.Server) string {
	parts := strings.SplitN(s.Version, ".", 3)
	return s.Product + " " + strings.Join(parts[:min(2, len(parts))], ".")
}
