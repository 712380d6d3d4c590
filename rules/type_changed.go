package rules

import (
	"fmt"
	"slices"

	"assay/schema"
)

var typeChanged = &Rule{
	Name:     "type-changed",
	Severity: Error,
	Since:    "0.1",
	Title:    "a column has a different type than in the revision",
	Why: "A value that the revision's type accepts may be refused, rounded or converted. A later revision that converts the column may fail " +
		"or change values silently: on MariaDB, converting a number to ENUM uses the number as a position, so 1 becomes the first label.",
	Asterisk: "Asterisk writes booleans as words and times as decimals: a column that accepts only numbers refuses them.",
	Bad:      "-- on MySQL\nALTER TABLE ps_contacts MODIFY qualify_timeout INT;",
	Good:     "-- on MySQL\nALTER TABLE ps_contacts MODIFY qualify_timeout DOUBLE;",
	Check: func(p *Pass, c schema.Change) (Finding, bool) {
		a, ok := retypedColumn(p, c, schema.Other)
		if !ok {
			return Finding{}, false
		}
		f := typeFinding(a)
		f.Severity = Warning
		f.Message += ", expected " + f.Want
		retypedWrite(p, a, &f)
		judgeConversion(p, a, &f)
		return f, true
	},
}

// retypedWrite says what becomes of what Asterisk writes into a column of another type.
func retypedWrite(p *Pass, a schema.AlterColumn, f *Finding) {
	n, takes := p.need(a.Table, a.Name), p.takes(a.Table, a.Name, a.From.Type)
	switch {
	case p.unneeded(a.Table, a.Name):
		f.Message += ": " + p.Runs.Name + " does not use it"
	case roundsValues(p, a) && p.Usage.writes(a.Table):
		f.Message += ": it rounds what " + p.Usage.Name() + " writes"
	case takes == refused:
		f.Severity = n.severity()
		f.Message += fmt.Sprintf(": it does not take %s, which %s writes: %s", n.value, p.Usage.Name(), effectOf(p, n))
	case !p.Usage.writes(a.Table):
	case takes == fits && n.value.kind != anyValue, takesWords(p, a):
		f.Message += ": it accepts what " + p.Usage.Name() + " writes"
	default:
		f.Severity = Error
		f.Message += ": where it refuses a value, " + p.Usage.breaksWrites(a.Table, "the statement fails")
	}
}

// judgeConversion says what the next revision does that sets the type of a column of another type.
func judgeConversion(p *Pass, a schema.AlterColumn, f *Finding) {
	uses := func(table, column string) bool { return p.same(columnOf(table, column), a.Object()) }
	breaks := p.pendingType(uses, func(from schema.Type, to schema.AlterColumn) bool { return breaksValues(p, from, to) })
	next := p.pendingType(uses, func(schema.Type, schema.AlterColumn) bool { return true })
	switch {
	case breaks.Revision != "" && p.Got.Semantics.TypedExpressions:
		f.Severity = Error
		f.Message += ": " + stops(breaks, "changes it to a type to which it cannot be cast")
	case breaks.Revision != "":
		f.Severity = Error
		f.Message += fmt.Sprintf("; %s takes its numbers for places in an enumeration: 1 silently becomes its first value, 0 %s", breaks, noPlace(p))
	case next.Revision != "":
		f.Message += fmt.Sprintf("; %s converts it, which fails where a value does not fit", next)
	}
}

// breaksValues reports whether a conversion goes wrong whatever the values are: PostgreSQL casts only akin types unless it is told how, and
// MySQL takes numbers for the places of an enumeration's values.
func breaksValues(p *Pass, from schema.Type, to schema.AlterColumn) bool {
	if p.Got.Semantics.TypedExpressions {
		return to.Using == "" && !castable(from, to.To.Type)
	}
	return to.To.Type.Labels() != nil && isNumber(from) && p.Got.Semantics.Miscounts(to.To.Type.Labels())
}

// noPlace is what becomes of a number that is the place of no label.
func noPlace(p *Pass) string {
	if p.Got.Semantics.NumbersArePlaces {
		return "stops the upgrade"
	}
	return "an empty text" // without a word, in strict mode too (seen on MySQL 5.6 and 9.7)
}

// takesWords reports whether a column found boolean takes all the words of the enumeration expected: PostgreSQL's takes yes, true and on.
func takesWords(p *Pass, a schema.AlterColumn) bool {
	words := schema.SplitLabels(p.Want.Enums[a.To.Type.Name].Labels)
	return a.From.Type.Name == "boolean" && len(words) > 0 && len(without(words, booleans)) == 0
}

// booleans are the words that PostgreSQL and Asterisk take for one.
var booleans = []string{"0", "1", "off", "on", "false", "true", "no", "yes"}

// roundsValues reports whether a column found takes only whole numbers of the fractions expected.
func roundsValues(p *Pass, a schema.AlterColumn) bool {
	return p.Got.Semantics.RoundsIntegers && isInteger(a.From.Type) && isNumber(a.To.Type) && !isInteger(a.To.Type)
}

func isInteger(t schema.Type) bool {
	return slices.Contains([]string{"tinyint", "smallint", "mediumint", "int", "integer", "bigint"}, t.Name)
}

func isNumber(t schema.Type) bool {
	return isInteger(t) || slices.Contains([]string{"decimal", "numeric", "float", "real", "double", "double precision"}, t.Name)
}
