package schema

import (
	"regexp"
	"strings"
)

// mostRows are how many rows of an INSERT are kept.
const mostRows = 500

var (
	// Of masked SQL: see [masked].
	valuesOf  = Pattern(`(?is)^(?:INSERT|REPLACE)\b[^()]*(?:\(x*\)\s*)?\bVALUES?\s*(\(x*\)(?:\s*,\s*\(x*\))*)`)
	selectOf  = Pattern(`(?is)^INSERT\b[^()]*?(?:\(x*\)\s*)?\bSELECT\s+([^;]*?)\s+FROM\s+[^\s,()]+\s*(?:\bWHERE\b.*)?$`)
	oneRow    = Pattern(`(?is)^INSERT\b[^()]*?(?:\(x*\)\s*)?\bSELECT\s+([^;]*?)(?:\s+FROM\s+DUAL)?(?:\s+WHERE\b.*)?$`)
	setsOf    = Pattern(`(?is)^UPDATE\s+(?:ONLY\s+)?[^\s,()]+(?:\s+(?:AS\s+)?\w+)?\s+SET\s+(.*?)(\s+(?:WHERE|ORDER|LIMIT|RETURNING)\b.*)?$`)
	settingTo = Pattern(`(?is)^(?:INSERT|REPLACE)\s+(?:(?:LOW_PRIORITY|HIGH_PRIORITY)\s+)?(?:INTO\s+)?[^\s,()]+\s+SET\s+(.*?)()$`)
	deletesOf = Pattern(`(?is)^DELETE\s+FROM\s+(?:ONLY\s+)?([^\s,()]+)(\s+(?:WHERE|ORDER|LIMIT|RETURNING)\b.*)?$`)
	arbiter   = Pattern(`(?is)\bON\s+CONFLICT\s*(\(x*\))\s*DO\b`)
	arbiterIs = Pattern(`(?is)\bON\s+CONFLICT\s+ON\s+CONSTRAINT\s+(\S+)\s+DO\b`)
	whereOf   = Pattern(`(?is)^\s+WHERE\s+(.*?)\s*$`)
	unless    = Pattern(`(?is)\bWHERE\s+(NOT\s+EXISTS\s*\(x*\)|\S+\s+NOT\s+IN\s*\(x*\))\s*$`)
	beyond    = Pattern(`(?is)\b(?:ORDER|LIMIT|RETURNING)\b`)
	upsertsTo = Pattern(`(?is)\bON\s+(?:DUPLICATE\s+KEY\s+UPDATE|CONFLICT\b.*?\bDO\s+UPDATE\s+SET)\s+(.*?)(\s+(?:WHERE|RETURNING)\b.*)?$`)
	// several begins what a query takes from elsewhere: another query, or the tables that an UPDATE reads beside its own.
	several   = Pattern(`(?i)\b(?:FROM|UNION|INTERSECT|EXCEPT)\b`)
	aRow      = Pattern(`\(x*\)`)
	setsTo    = Pattern(`(?s)^\s*(` + NameSQL + `)\s*=\s*(.*?)\s*$`)
	distinct  = Pattern(`(?i)^(?:DISTINCT|ALL|TOP|SQL_\w+)\b`)
	ignorance = Pattern(`(?i)^(?:INSERT|UPDATE)\s+(?:\w+\s+)?IGNORE\b`)
)

// A Set is what an UPDATE makes of a column: an expression of SQL.
type Set struct {
	Column string `json:"column"`
	Value  string `json:"value"`
}

// masked is SQL with an x for every byte of what stands in quotes or parentheses, so that it can be cut where commas and clauses are; ok is false where quotes
// and parentheses do not match, and where a backslash or a comment leaves open where a text ends.
func masked(sql string) (mask string, ok bool) {
	if strings.ContainsAny(sql, `\`) || strings.Contains(sql, "$$") {
		return "", false
	}
	all := []byte(sql)
	depth, quote := 0, byte(0)
	for i, b := range all {
		switch {
		case quote != 0:
			all[i] = 'x'
			if b == quote {
				quote = 0
			}
		case b == '#', strings.HasPrefix(sql[i:], "--"), strings.HasPrefix(sql[i:], "/*"):
			return "", false
		case b == '\'' || b == '"' || b == '`':
			all[i], quote = 'x', b
		case b == '(':
			if depth++; depth > 1 {
				all[i] = 'x'
			}
		case b == ')':
			if depth--; depth > 0 {
				all[i] = 'x'
			}
		case depth > 0:
			all[i] = 'x'
		}
	}
	return string(all), depth == 0 && quote == 0
}

// list cuts SQL at its commas.
func list(sql string) []string {
	mask, _ := masked(sql)
	var all []string
	for {
		at := strings.IndexByte(mask, ',')
		if at < 0 {
			return append(all, strings.TrimSpace(sql))
		}
		all = append(all, strings.TrimSpace(sql[:at]))
		sql, mask = sql[at+1:], mask[at+1:]
	}
}

// group is what the first group of a pattern of masked SQL has found, masked and as it is written.
func group(p *regexp.Regexp, mask, sql string) (string, string, bool) {
	m := p.FindStringSubmatchIndex(mask)
	if m == nil {
		return "", "", false
	}
	return mask[m[2]:m[3]], sql[m[2]:m[3]], true
}

// rowsOf are the rows that stand in an INSERT, each value as it is written; nil: there are none, too many, or it cannot be said where each ends.
func rowsOf(sql string) (rows [][]string) {
	mask, ok := masked(sql)
	if !ok {
		return nil
	}
	if masked, one, ok := group(oneRow(), mask, sql); ok && !several().MatchString(masked) && !distinct().MatchString(one) {
		return [][]string{list(one)}
	}
	mask, sql, ok = group(valuesOf(), mask, sql)
	places := aRow().FindAllStringIndex(mask, mostRows+1)
	if !ok || len(places) > mostRows {
		return nil
	}
	for _, at := range places {
		rows = append(rows, list(sql[at[0]+1:at[1]-1]))
	}
	return rows
}

// selectsOf are the expressions that an INSERT selects from one table; nil: it does otherwise.
func selectsOf(sql string) []string {
	mask, ok := masked(sql)
	if !ok {
		return nil
	}
	of, sql, ok := group(selectOf(), mask, sql)
	if !ok || len(several().FindAllString(mask, 2)) > 1 || several().MatchString(of) || distinct().MatchString(sql) {
		return nil
	}
	return list(sql)
}

// settingOf are the columns and the values of an INSERT that is written like an UPDATE (MySQL); nil: it is another.
func settingOf(sql string) (into, row []string) {
	if upsert().MatchString(sql) {
		return nil, nil
	}
	sets, _ := setsIn(settingTo(), sql)
	for _, s := range sets {
		into, row = append(into, s.Column), append(row, s.Value)
	}
	return into, row
}

// setsIn are what a pattern finds that a statement sets columns to; nil: it does otherwise. some: not in all rows.
func setsIn(p *regexp.Regexp, sql string) (sets []Set, some bool) {
	mask, ok := masked(sql)
	if !ok {
		return nil, true
	}
	m := p.FindStringSubmatchIndex(mask)
	if m == nil || several().MatchString(mask[m[2]:m[3]]) {
		return nil, true
	}
	for _, text := range list(sql[m[2]:m[3]]) {
		set := setsTo().FindStringSubmatch(text)
		if set == nil {
			return nil, true
		}
		sets = append(sets, Set{lastName(set[1]), set[2]})
	}
	return sets, m[4] >= 0
}

// conditionOf is the condition of an UPDATE or a DELETE of one table, of whose words a pattern has it in its second group, as it is written;
// empty: it has none, or more than that.
func conditionOf(p *regexp.Regexp, sql string) string {
	mask, ok := masked(sql)
	if !ok {
		return ""
	}
	m := p.FindStringSubmatchIndex(mask)
	if m == nil || m[4] < 0 {
		return ""
	}
	where := whereOf().FindStringSubmatchIndex(mask[m[4]:m[5]])
	if where == nil || beyond().MatchString(mask[m[4]:m[5]]) {
		return ""
	}
	text := sql[m[4]:m[5]]
	return text[where[2]:where[3]]
}

// unlessOf is the condition of an INSERT of one row that stands in it; empty: it has none.
func unlessOf(sql string) string {
	mask, ok := masked(sql)
	if !ok {
		return ""
	}
	_, text, _ := group(unless(), mask, sql)
	return text
}

// arbiterOf is the key by which an INSERT tells whether a row is there already: its columns, or the name of the constraint. Neither: it names none, or one over
// expressions or some rows.
func arbiterOf(sql string) (columns []string, constraint string) {
	mask, ok := masked(sql)
	if !ok {
		return nil, ""
	}
	if _, name, ok := group(arbiterIs(), mask, sql); ok {
		return nil, lastName(name)
	}
	_, text, ok := group(arbiter(), mask, sql)
	if !ok {
		return nil, ""
	}
	for _, c := range list(text[1 : len(text)-1]) {
		if !plainName().MatchString(c) {
			return nil, ""
		}
		columns = append(columns, lastName(c))
	}
	return columns, ""
}

var plainName = Pattern(`^` + NameSQL + `$`)
