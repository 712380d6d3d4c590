package rules

import (
	"cmp"

	"assay/schema"
)

var columnComment = &Rule{
	Name:     "column-comment",
	Severity: Info,
	Since:    "0.9",
	Title:    "a column's comment differs",
	Why:      "No statement depends on a comment; people and generated documentation may. It is compared where two databases are, and by check with --all-options.",
	Bad:      "-- Asterisk 22.10.1, on PostgreSQL, assay check --all-options\nCOMMENT ON COLUMN ps_endpoints.id IS 'who';",
	Good:     "-- Asterisk 22.10.1, on PostgreSQL, assay check --all-options\nCOMMENT ON COLUMN ps_endpoints.id IS NULL;",
	Check: ofProperty(schema.PropComment, "has", func(c schema.Column) string {
		return commentWords(c.Comment)
	}, func(*Pass, schema.AlterColumn, *Finding) {}),
}

func commentWords(text string) string {
	return cmp.Or(schema.Excerpt(cmp.Or(quotedComment(text), "no comment")), "no comment")
}

func quotedComment(text string) string {
	if text == "" {
		return ""
	}
	return "the comment " + schema.QuoteLabels([]string{text})
}
