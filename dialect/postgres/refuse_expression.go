package postgres

import (
	"strings"

	"assay/schema"
)

var (
	subquery = schema.Pattern(`(?i)\(\s*SELECT\b`)
	// unstable are functions and words whose value is another each time, or for each session.
	unstable = schema.Pattern(`(?i)\b(?:now|random|clock_timestamp|statement_timestamp|transaction_timestamp|timeofday|gen_random_uuid|nextval|current_setting)\s*\(|` +
		`\b(?:CURRENT_TIMESTAMP|CURRENT_DATE|CURRENT_TIME|LOCALTIMESTAMP|LOCALTIME|CURRENT_USER|SESSION_USER)\b`)
	quotedTexts = schema.Pattern(`'(?:[^']|'')*'`)
)

// expressionRefused: what no expression may hold, and defaults that are no values of their column.
func expressionRefused(after *schema.Schema, c schema.Change) *schema.Refusal {
	for _, col := range schema.Defined(after, c, schema.PropDefault|schema.PropGenerated) {
		_, added := c.(schema.AddColumn)
		if f := defaultRefused(after, col, added); f != nil {
			return f
		}
		switch e := textless(col.Generated); {
		case subquery().MatchString(e):
			return refuse("0A000", "cannot use subquery in column generation expression")
		case unstable().MatchString(e):
			return refuse("42P17", "generation expression is not immutable")
		case subquery().MatchString(textless(col.Default)):
			return refuse("0A000", "cannot use subquery in DEFAULT expression")
		}
	}
	checks, indexes := made(c)
	for _, k := range checks {
		if subquery().MatchString(textless(k.Expr)) {
			return refuse("0A000", "cannot use subquery in check constraint")
		}
	}
	for _, x := range indexes {
		for _, part := range x.Parts {
			if unstable().MatchString(textless(part.Expr)) {
				return refuse("42P17", "functions in index expression must be marked IMMUTABLE")
			}
		}
		if unstable().MatchString(textless(x.Where)) {
			return refuse("42P17", "functions in index predicate must be marked IMMUTABLE")
		}
	}
	return nil
}

// textless is an expression without its texts.
func textless(expr string) string { return quotedTexts().ReplaceAllString(expr, "''") }

// made are the checks and indexes that a change makes.
func made(c schema.Change) ([]schema.Check, []schema.Index) {
	switch c := c.(type) {
	case schema.CreateTable:
		return c.Table.Checks, c.Table.Indexes
	case schema.AddCheck:
		return []schema.Check{c.Check}, nil
	case schema.AddIndex:
		return nil, []schema.Index{c.Index}
	}
	return nil, nil
}

// defaultRefused: a text is read as the column's type when the default is set; that of a new column is cut to its length as well, and SET DEFAULT leaves that
// to the first row.
func defaultRefused(s *schema.Schema, c schema.Column, added bool) *schema.Refusal {
	c.Default = literalOf(c.Default)
	if c.Default == "" || c.Default[0] != '\'' {
		return nil
	}
	text := strings.ReplaceAll(c.Default[1:len(c.Default)-1], "''", "'")
	if added && !c.Type.Takes(strings.TrimRight(text, " ")) {
		return refuse("22001", "value too long for type %s", spoken(c.Type))
	}
	var labels []string
	if e, ok := s.Enums[c.Type.Name]; ok && c.Type.Named {
		labels = schema.SplitLabels(e.Labels)
	}
	if !c.Misfit(labels) {
		return nil
	}
	if labels != nil {
		return refuse("22P02", `invalid input value for enum %s: "%s"`, c.Type.Name, text)
	}
	return refuse("22P02", `invalid input syntax for type %s: "%s"`, c.Type.Name, text)
}
