package rules

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"assay/schema"
)

func null(c schema.Column) string {
	if c.Nullable {
		return "NULL"
	}
	return "NOT NULL"
}

func counter(c schema.Column) string {
	switch {
	case c.Identity != "":
		return "GENERATED " + c.Identity + " AS IDENTITY"
	case c.AutoIncrement:
		return "auto-increment"
	}
	return "not auto-increment"
}

// ofProperty makes the check of a rule about a property of columns: "column t.c has …, expected …", in the words of say. judge adds what that means.
func ofProperty(
	set schema.Property, verb string, say func(schema.Column) string, judge func(*Pass, schema.AlterColumn, *Finding),
) func(*Pass, schema.Change) (Finding, bool) {
	return func(p *Pass, c schema.Change) (Finding, bool) {
		a, ok := altered(c, set)
		if !ok {
			return Finding{}, false
		}
		f := Finding{Want: say(a.To), Got: say(a.From), Severity: Info}
		f.Message = fmt.Sprintf("column %s.%s %s %s, expected %s", a.Table, a.Name, verb, f.Got, f.Want)
		judge(p, a, &f)
		return f, true
	}
}

// altered returns the change if it is one of a column that sets any of these properties.
func altered(c schema.Change, p schema.Property) (schema.AlterColumn, bool) {
	a, ok := c.(schema.AlterColumn)
	return a, ok && a.Set&p != 0
}

// describe says what a column is.
func describe(c schema.Column) string {
	s := c.Type.String() + " " + null(c)
	if c.Default != "" {
		s += " DEFAULT " + c.Default
	}
	if c.AutoIncrement || c.Identity != "" {
		s += " " + counter(c)
	}
	if c.Invisible {
		s += " INVISIBLE"
	}
	return s
}

// brokenCheck says of a check that the server does not hold all rows to it, in the engine's words; empty: it does.
func brokenCheck(p *Pass, k schema.Check) string {
	heirs := ""
	if k.Traits[schema.Heirs] != "" {
		heirs = " " + k.Traits[schema.Heirs]
	}
	switch {
	case k.Traits[schema.Validity] != "":
		return heirs + " " + k.Traits[schema.Validity]
	case !k.NotEnforced:
		return heirs
	case p.Want.Semantics.TypedExpressions: // PostgreSQL holds new rows to it
		return heirs + " NOT VALID"
	}
	return " NOT ENFORCED"
}

func describeKey(k schema.ForeignKey) string {
	s := fmt.Sprintf("(%s) to %s (%s)", strings.Join(k.Columns, ", "), k.RefTable, strings.Join(k.RefColumns, ", "))
	if k.OnDelete != "" {
		s += " ON DELETE " + k.OnDelete
	}
	if k.OnUpdate != "" {
		s += " ON UPDATE " + k.OnUpdate
	}
	said := []string{s}
	for _, t := range []schema.Trait{schema.Matching, schema.Timing, schema.Validity} {
		if value := k.AllTraits()[t]; value != "" {
			said = append(said, value)
		}
	}
	return strings.Join(said, " ")
}

// labels returns the values of the enumeration that a change alters: of a named type, or of a column (MySQL).
func labels(c schema.Change) (want, got []string, ok bool) {
	switch c := c.(type) {
	case schema.AlterEnum:
		return schema.SplitLabels(c.To.Labels), schema.SplitLabels(c.From.Labels), true
	case schema.AlterColumn:
		if c.Set&schema.PropType != 0 && sameKindOfLabels(c) {
			return c.To.Type.Labels(), c.From.Type.Labels(), true
		}
	}
	return nil, nil, false
}

func labelFinding(c schema.Change, want, got []string) Finding {
	f := Finding{Want: schema.QuoteLabels(want), Got: schema.QuoteLabels(got), Severity: Info}
	f.Message = c.Object().String()
	return f
}

func without(a, b []string) []string {
	return slices.DeleteFunc(slices.Clone(a), func(s string) bool { return slices.Contains(b, s) })
}

func quoted(labels []string) string { return strings.ReplaceAll(schema.QuoteLabels(labels), ",", ", ") }

// values names labels: "value 'a'", "values 'a', 'b'".
func values(labels []string) string {
	if len(labels) == 1 {
		return "value " + quoted(labels)
	}
	return "values " + quoted(labels)
}

func typeFinding(a schema.AlterColumn) Finding {
	f := Finding{Want: a.To.Type.String(), Got: a.From.Type.String(), Severity: Info}
	f.Message = fmt.Sprintf("column %s.%s is %s", a.Table, a.Name, f.Got)
	if f.Got == f.Want {
		f.Got += " of its own" // one is a type of the schema, the other the engine's
	}
	return f
}

// retypedColumn returns the change if it sets a type that compares so with what was found. Enums that differ in labels only are not meant.
func retypedColumn(p *Pass, c schema.Change, is ...schema.Width) (schema.AlterColumn, bool) {
	a, ok := altered(c, schema.PropType)
	if !ok || sameKindOfLabels(a) {
		return a, false
	}
	return a, slices.Contains(is, p.Got.Semantics.Compare(a.To.Type, a.From.Type))
}

func sameKindOfLabels(a schema.AlterColumn) bool {
	return a.To.Type.Labels() != nil && a.From.Type.Labels() != nil && a.To.Type.Name == a.From.Type.Name
}

// Describe says what a column is, as far as these properties go, for people.
func Describe(c schema.Column, set schema.Property) string {
	var words []string
	put := func(p schema.Property, word string) {
		if set&p != 0 {
			words = append(words, word)
		}
	}
	put(schema.PropType, c.Type.String())
	put(schema.PropNullable, null(c))
	put(schema.PropDefault, cmp.Or(strings.TrimSuffix("DEFAULT "+c.Default, "DEFAULT "), "without a default"))
	put(schema.PropCollation, cmp.Or(c.Collation, c.Charset, "of the table's collation"))
	put(schema.PropComment, cmp.Or(strings.TrimSuffix("COMMENT "+c.Comment, "COMMENT "), "without a comment"))
	put(schema.PropInvisible, map[bool]string{true: "invisible", false: "visible"}[c.Invisible])
	put(schema.PropCheck, cmp.Or(strings.TrimSuffix("CHECK "+c.Check, "CHECK "), "without a check"))
	put(schema.PropAutoIncrement|schema.PropIdentity, counter(c))
	put(schema.PropSequence, counterWords(c))
	put(schema.PropGenerated, cmp.Or(c.Generated, "not generated"))
	return strings.Join(words, ", ")
}
