package mysql

import (
	"slices"
	"strings"

	"assay/schema"
)

// versioned is the value of [schema.History] of a table that keeps what its rows were.
const versioned = "WITH SYSTEM VERSIONING"

// partitionWords are the keywords of PARTITION BY; any other bare word is a function's name before a parenthesis, and else a column's or a partition's.
var partitionWords = []string{
	"partition", "by", "range", "list", "hash", "key", "linear", "columns", "algorithm", "partitions", "subpartition", "subpartitions", "values", "less",
	"than", "in", "maxvalue", "comment", "data", "index", "directory", "max_rows", "min_rows", "tablespace", "nodegroup", "system_time", "limit", "interval",
	"history", "current", "default", "starts", "timestamp", "auto", "null", "not", "div", "mod", "second", "minute", "hour", "day", "week", "month", "quarter",
	"year_month", "storage",
}

// partitionsOf reads the PARTITION BY that tokens begin with, in one spelling: names are quoted, keywords are in capital letters, and the engine, which is the
// table's, is left out.
func partitionsOf(tokens []token) string {
	var kept []token
	for i := 0; i < len(tokens); i++ {
		t := tokens[i]
		value := i + 1
		if value < len(tokens) && tokens[value].is("=") {
			value++
		}
		switch last := len(kept) - 1; {
		case t.is("engine") && value < len(tokens):
			if last >= 0 && kept[last].is("STORAGE") {
				kept = kept[:last]
			}
			i = value
		case t.is("="):
		case t.is("maxvalue") && last >= 0 && !kept[last].isAny("(", ","):
			kept = append(kept, token{punct, "("}, token{word, "MAXVALUE"}, token{punct, ")"})
		default:
			kept = append(kept, partitionToken(tokens, i))
		}
	}
	return join(kept)
}

// partitionToken is a token of PARTITION BY in its one spelling.
func partitionToken(tokens []token, at int) token {
	switch t := tokens[at]; {
	case t.kind == text:
		return token{text, quoteText(unquoteText(t.text))}
	case t.kind == name:
		return token{name, quote(unquoteName(t.text))}
	case t.kind != word, introduces(t) && at+1 < len(tokens) && tokens[at+1].kind == text:
		return t
	case t.isAny(partitionWords...):
		return token{word, strings.ToUpper(t.text)}
	case at+1 < len(tokens) && tokens[at+1].is("("):
		return token{word, strings.ToLower(t.text)}
	default:
		return token{name, quote(t.text)}
	}
}

// kept adds what a CREATE TABLE says at its end of how rows are kept: their history, and their partitions.
func keptTraits(t schema.Traits, tokens []token) schema.Traits {
	for i := range tokens {
		switch rest := statement(tokens[i:]); {
		case rest.starts("with", "system", "versioning"):
			t = t.With(schema.History, versioned)
		case rest.starts("partition", "by"):
			return t.With(schema.Partitions, partitionsOf(rest))
		}
	}
	return t
}

// isPartitions reports whether a text is a PARTITION BY as partitionsOf writes it, and nothing else.
func isPartitions(text string) bool {
	tokens, err := scan(text)
	return err == nil && statement(tokens).starts("partition", "by") && statement(tokens).closed() && partitionsOf(tokens) == text && len(items(tokens)) == 1 &&
		!slices.ContainsFunc(tokens, func(t token) bool { return t.is(";") })
}

// keptTrait writes the clause that changes how a table keeps its rows.
func keptTrait(t schema.Trait, value string) string {
	switch {
	case t == schema.History && value == "":
		return "DROP SYSTEM VERSIONING"
	case t == schema.History:
		return "ADD SYSTEM VERSIONING"
	case value == "":
		return "REMOVE PARTITIONING"
	}
	return value
}

// What generates the columns in which a table keeps when its rows were such.
const rowStart, rowEnd = "ROW START", "ROW END"

// rowPeriod is the clause that a CREATE TABLE needs with columns for that; empty: it has none.
func rowPeriod(columns []schema.Column) string {
	from := slices.IndexFunc(columns, func(c schema.Column) bool { return c.Generated == rowStart })
	to := slices.IndexFunc(columns, func(c schema.Column) bool { return c.Generated == rowEnd })
	if from < 0 || to < 0 {
		return ""
	}
	return "PERIOD FOR SYSTEM_TIME (" + quote(columns[from].Name) + ", " + quote(columns[to].Name) + ")"
}

// periodChecks are the checks that MariaDB lists of the periods of a table, but that of its own time.
func periodChecks(periods [][]token) []schema.Check {
	var checks []schema.Check
	for _, item := range periods {
		if len(item) < 6 || item[0].is("system_time") || !item[1].is("(") {
			continue
		}
		from, to := unquoteName(item[2].text), unquoteName(item[4].text)
		checks = append(checks, schema.Check{Name: unquoteName(item[0].text), Expr: quote(from) + " < " + quote(to)})
	}
	return checks
}

// unpartitionable refuses to partition a table by a column that one of its unique keys has not.
func unpartitionable(s *schema.Schema, c schema.Change) *schema.Refusal {
	set, ok := c.(schema.SetTrait)
	t := s.Table(c.Object().Table)
	if !ok || t == nil || set.Trait != schema.Partitions || set.To == "" {
		return nil
	}
	by, _, _ := strings.Cut(set.To, "(PARTITION ")
	for _, x := range t.Indexes {
		for _, col := range t.Columns {
			in := func(p schema.Part) bool { return s.Semantics.SameName(p.Column, col.Name) && p.Prefix == 0 }
			if x.Kind.Unique() && strings.Contains(by, quote(col.Name)) && !slices.ContainsFunc(x.Parts, in) {
				what := "UNIQUE INDEX"
				if x.Kind == schema.Primary {
					what = "PRIMARY KEY"
				}
				return &schema.Refusal{Code: "1503", State: "HY000", Text: "A " + what + " must include all columns in the table's partitioning function"}
			}
		}
	}
	return nil
}
