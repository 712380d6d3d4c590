package schema

import (
	"regexp"
	"slices"
	"strings"
)

// A Write is what a statement does to the rows of one table.
type Write struct {
	Table string // empty: any table
	// Inserts and Deletes report whether there can be rows more or fewer behind it, and All whether none of those before is left.
	Inserts bool
	Deletes bool
	All     bool
	// Updates reports whether it changes values: those of Columns, or any where there are none named.
	Updates bool
	Columns []string
	// Into are the columns that an INSERT names; nil: all. From are the tables that it takes rows from; nil: its values stand in it.
	Into, From []string
	// Values are the rows that stand in an INSERT, each value as it is written; nil: there are none, or too many. Selects are the expressions that it takes from
	// the rows of one table; nil: it does otherwise.
	Values  [][]string
	Selects []string
	// Lenient reports that a row which a key forbids does not stop it (ON CONFLICT, ON DUPLICATE KEY, NOT EXISTS), Ignores that nothing in a row does: MySQL's
	// IGNORE makes another value of what it cannot take.
	Lenient, Ignores bool
	// Sets are what an UPDATE makes of the columns of one table, or an INSERT of those of a row that is there already (ON CONFLICT DO UPDATE, ON DUPLICATE KEY
	// UPDATE), expressions of SQL; nil: not known. Some reports that it may not be in all rows.
	Sets []Set
	Some bool
	// Arbiter are the columns, or ArbiterName the constraint, that an INSERT names as the key which tells whether a row is there already (ON CONFLICT).
	Arbiter     []string
	ArbiterName string
	// Where is the condition of an UPDATE or a DELETE of one table; empty: there is none, or more than that (ORDER BY, LIMIT). Of an INSERT it is the one by
	// which that leaves out what is there (NOT EXISTS).
	Where string
	// Constant reports that an UPDATE sets nothing but NULL. Truncates: it is a TRUNCATE, without CASCADE; Along: with it, so that what refers to the rows goes
	// along.
	Constant  bool
	Truncates bool
	Along     bool
	// References is what a statement sets foreign_key_checks to (MySQL): "on", or "off", in which nobody minds what rows refer to; empty: nothing.
	References string
}

var (
	comments   = Pattern(`(?s)/\*.*?\*/|--[^\n]*\n?|(?m:^#[^\n]*\n?)`)
	texts      = Pattern(`(?s)'(?:[^'\\]|''|\\.)*'`)
	insertInto = Pattern(`(?is)^(INSERT|REPLACE)\s+(?:(?:LOW_PRIORITY|DELAYED|HIGH_PRIORITY|IGNORE)\s+)*(?:INTO\s+)?(` + NameSQL + `)`)
	upsert     = Pattern(`(?i)\bON\s+(?:DUPLICATE\s+KEY|CONFLICT\b.*?\bDO)\s+UPDATE\b`)
	updateSet  = Pattern(`(?is)^UPDATE\s+(?:(?:LOW_PRIORITY|IGNORE|ONLY)\s+)*(.*?)\s+SET\s+(.*)$`)
	setsColumn = Pattern(`(?is)(?:^|,)\s*(` + NameSQL + `)\s*=`)
	clause     = Pattern(`(?is)\s(?:FROM|WHERE|RETURNING|ORDER\s+BY|LIMIT)\s.*$`)
	deleteFrom = Pattern(`(?is)^DELETE\s+(.*?\bFROM\s+.*?)(\s+WHERE\b.*|\s+RETURNING\b.*|\s+ORDER\s+BY\b.*|\s+LIMIT\b.*)?$`)
	truncate   = Pattern(`(?is)^TRUNCATE\s+(?:TABLE\s+)?(?:ONLY\s+)?(.*?)(?:\s+(?:RESTART|CONTINUE)\s+IDENTITY)?(\s+CASCADE|\s+RESTRICT)?$`)
	copyFrom   = Pattern(`(?is)^COPY\s+(` + NameSQL + `)\s*(?:\([^)]*\))?\s*FROM\b`)
	loadInto   = Pattern(`(?is)^LOAD\s+(?:DATA|XML)\b.*\bINTO\s+TABLE\s+(` + NameSQL + `)`)
	mergeInto  = Pattern(`(?is)^MERGE\s+INTO\s+(?:ONLY\s+)?(` + NameSQL + `)`)
	within     = Pattern(`(?is)\b(?:UPDATE\s+(?:ONLY\s+)?|INSERT\s+INTO\s+|DELETE\s+FROM\s+(?:ONLY\s+)?|MERGE\s+INTO\s+)(` + NameSQL + `)`)
	aTable     = Pattern(`(?is)(?:^|,|\bJOIN\s|\bFROM\s|\bUSING\s)\s*(?:ONLY\s+)?(` + NameSQL + `)`)
	runsOthers = Pattern(`(?i)^(?:DO|CALL|EXEC|EXECUTE)\b`)
	lenient    = Pattern(`(?is)^(?:INSERT|UPDATE)\s+(?:\w+\s+)?IGNORE\b|\bON\s+CONFLICT\b|\bNOT\s+EXISTS\b|\bNOT\s+IN\s*\(\s*SELECT\b`)
	listed     = Pattern(`(?is)^\s*\(((?:\s*` + NameSQL + `\s*,?)+)\)`)
	selects    = Pattern(`(?is)^\s*\(*\s*(?:SELECT|WITH|TABLE)\b`)
	readFrom   = Pattern(`(?is)\b(?:FROM|JOIN)\s+(?:ONLY\s+)?(` + NameSQL + `)`)
	setsNull   = Pattern(`(?is)^\s*` + NameSQL + `\s*=\s*NULL\s*$`)
	references = Pattern(`(?is)^SET\s+(?:SESSION\s+|LOCAL\s+|@@(?:SESSION\s*\.\s*|LOCAL\s*\.\s*)?)?FOREIGN_KEY_CHECKS\s*:?=\s*(0|1|ON|OFF)$`)
	modeOf     = Pattern(`(?is)^SET\b.*\b(?:SQL_MODE|FOREIGN_KEY_CHECKS|UNIQUE_CHECKS|CHECK_CONSTRAINT_CHECKS|SEARCH_PATH)\b`)
)

// Writes are what a statement does to rows, as far as its words say; none: nothing. What runs other statements can do anything, and so can what changes the
// terms on which the server takes rows.
func Writes(sql string) []Write {
	whole := strings.TrimRight(strings.TrimSpace(sql), "; \t\n")
	sql = strings.TrimSpace(texts().ReplaceAllString(comments().ReplaceAllString(sql, " "), "''"))
	sql = strings.TrimRight(strings.TrimLeft(sql, "( \t\n"), "; \t\n")
	anything := Write{Inserts: true, Deletes: true, Updates: true}
	named := func(name string, w Write) []Write {
		w.Table = lastName(name)
		return []Write{w}
	}
	if m := insertInto().FindStringSubmatch(sql); m != nil {
		replaces, upserts := strings.EqualFold(m[1], "REPLACE"), upsert().MatchString(sql)
		w := Write{
			Inserts: true, Updates: replaces || upserts, Deletes: replaces, Lenient: replaces || upserts || lenient().MatchString(sql),
			Ignores: ignorance().MatchString(sql),
		}
		if upserts {
			w.Sets, _ = setsIn(upsertsTo(), whole)
			w.Some = true
		}
		if w.Arbiter, w.ArbiterName = arbiterOf(whole); w.Lenient && !upserts && !replaces {
			w.Where = unlessOf(whole)
		}
		w.Into, w.From = inserts(sql[len(m[0]):])
		if into, row := settingOf(whole); row != nil {
			w.Into, w.Values = into, [][]string{row}
			return named(m[2], w)
		}
		if w.Values, w.Selects = rowsOf(whole), selectsOf(whole); w.Values != nil {
			w.From = nil // but for what a condition reads
		}
		return named(m[2], w)
	}
	if m := updateSet().FindStringSubmatch(sql); m != nil {
		all := updates(m[1], m[2])
		for i := range all {
			all[i].Lenient, all[i].Ignores, all[i].Some = lenient().MatchString(sql), ignorance().MatchString(sql), true
		}
		if len(all) == 1 {
			all[0].Sets, all[0].Some = setsIn(setsOf(), whole)
			all[0].Where = conditionOf(setsOf(), whole)
		}
		return all
	}
	if m := deleteFrom().FindStringSubmatch(sql); m != nil {
		tables := namesIn(aTable(), strings.TrimPrefix(strings.TrimSpace(m[1]), "FROM "), true)
		return each(tables, Write{Deletes: true, All: m[2] == "" && len(tables) == 1, Where: conditionOf(deletesOf(), whole)})
	}
	if m := truncate().FindStringSubmatch(sql); m != nil {
		if strings.EqualFold(strings.TrimSpace(m[2]), "CASCADE") { // and what refers to it
			return append(each(namesIn(aTable(), m[1], false), Write{Deletes: true, All: true, Along: true}), Write{Deletes: true})
		}
		return each(namesIn(aTable(), m[1], false), Write{Deletes: true, All: true, Truncates: true})
	}
	for _, p := range []*regexp.Regexp{copyFrom(), loadInto()} {
		if m := p.FindStringSubmatch(sql); m != nil {
			return named(m[1], Write{Inserts: true})
		}
	}
	if m := mergeInto().FindStringSubmatch(sql); m != nil {
		return named(m[1], anything)
	}
	if m := references().FindStringSubmatch(sql); m != nil {
		state := "on"
		if m[1] == "0" || strings.EqualFold(m[1], "off") {
			state = "off"
		}
		return []Write{{References: state}}
	}
	switch {
	case runsOthers().MatchString(sql), modeOf().MatchString(sql):
		return []Write{anything}
	case len(sql) > 4 && strings.EqualFold(sql[:4], "WITH"):
		return each(namesIn(within(), sql, false), anything)
	}
	return nil
}

// inserts are the columns that an INSERT names and the tables that it takes rows from, by what stands behind its table's name.
func inserts(rest string) (into, from []string) {
	if m := listed().FindStringSubmatch(rest); m != nil && !selects().MatchString(rest) {
		for name := range strings.SplitSeq(m[1], ",") {
			into = append(into, lastName(strings.TrimSpace(name)))
		}
		rest = rest[len(m[0]):]
	}
	if selects().MatchString(rest) {
		if from = namesIn(readFrom(), rest, false); from == nil {
			from = []string{}
		}
	}
	return into, from
}

// updates are what an UPDATE does: one of several tables can set a column of any.
func updates(tables, sets string) []Write {
	all := namesIn(aTable(), tables, true)
	w := Write{Updates: true}
	for _, name := range setsColumn().FindAllStringSubmatch(clause().ReplaceAllString(flat(sets), ""), -1) {
		w.Columns = append(w.Columns, lastName(name[1]))
	}
	w.Constant = setsNull().MatchString(clause().ReplaceAllString(flat(sets), ""))
	if strings.HasPrefix(strings.TrimSpace(sets), "(") { // SET (a, b) = …
		w.Columns = nil
	}
	return each(all, w)
}

// flat is a text without what stands in parentheses.
func flat(sql string) string {
	var b strings.Builder
	depth := 0
	for _, r := range sql {
		switch {
		case r == '(':
			depth++
		case r == ')':
			depth--
		case depth == 0:
			b.WriteRune(r)
		}
	}
	return b.String()
}

func each(tables []string, w Write) []Write {
	all := make([]Write, len(tables))
	for i, t := range tables {
		all[i] = w
		all[i].Table = t
	}
	return all
}

// namesIn are the names that a pattern finds; first: the text begins with one.
func namesIn(p *regexp.Regexp, sql string, first bool) []string {
	if first {
		sql = "," + strings.TrimSpace(sql)
	}
	var all []string
	for _, m := range p.FindAllStringSubmatch(sql, -1) {
		if name := lastName(m[1]); !slices.Contains(all, name) {
			all = append(all, name)
		}
	}
	return all
}
