package postgres

import (
	"regexp"
	"strings"

	"assay/schema"
)

// SyntaxRefusal returns what the server answers a statement for a word that it does not know yet, or for words that exclude each other, whatever is there;
// nil: it takes them.
func (r *Room) SyntaxRefusal(sql string) *schema.Refusal {
	word := schema.UnknownSyntax(r.version, newerWords, sql)
	if word == "" {
		return excluding(sql)
	}
	return &schema.Refusal{Code: "42601", Text: `syntax error at or near "` + word + `"`, Syntax: true}
}

// exclusions are what no server takes together (12 to 18 say it in the same words).
var exclusions = []struct {
	pattern    func() *regexp.Regexp
	code, text string
}{
	{schema.Pattern(`(?i)^DROP INDEX CONCURRENTLY\b.*,`), "0A000", "DROP INDEX CONCURRENTLY does not support dropping multiple objects"},
	{schema.Pattern(`(?i)^DROP INDEX CONCURRENTLY\b.*\bCASCADE$`), "0A000", "DROP INDEX CONCURRENTLY does not support CASCADE"},
	{schema.Pattern(`(?i)^REINDEX SYSTEM CONCURRENTLY\b`), "0A000", "cannot reindex system catalogs concurrently"},
	{schema.Pattern(`(?i)^REFRESH MATERIALIZED VIEW CONCURRENTLY\b.*\bWITH NO DATA$`), "42601", "CONCURRENTLY and WITH NO DATA options cannot be used together"},
}

func excluding(sql string) *schema.Refusal {
	if !strings.Contains(strings.ToUpper(sql), "CONCURRENTLY") {
		return nil
	}
	bare := schema.Unquoted(sql)
	for _, e := range exclusions {
		if e.pattern().MatchString(bare) {
			return refuse(e.code, "%s", e.text)
		}
	}
	return nil
}

func sinceVersion(major int, word, pattern string) schema.Syntax[version] {
	return schema.Syntax[version]{Word: word, Pattern: schema.Pattern(`(?i)` + pattern), Knows: func(v version) bool { return v.since(major) }}
}

// newerWords are those that came with a release that people may not run yet, each seen to be refused by the one before.
var newerWords = []schema.Syntax[version]{
	sinceVersion(11, "INCLUDE", `^CREATE (?:UNIQUE )?INDEX\b.*\) INCLUDE \(`),
	sinceVersion(11, "PROCEDURE", `^(?:CREATE|DROP|ALTER) (?:OR REPLACE )?PROCEDURE\b`),
	sinceVersion(12, "GENERATED", `\bGENERATED ALWAYS AS \(.*\) STORED\b`),
	sinceVersion(12, "CONCURRENTLY", `^REINDEX (?:INDEX|TABLE|SCHEMA|DATABASE) CONCURRENTLY\b`),
	sinceVersion(13, "EXPRESSION", `\bDROP EXPRESSION\b`),
	sinceVersion(13, "FORCE", `^DROP DATABASE\b.*\( ?FORCE ?\)`),
	sinceVersion(13, "PARALLEL", `^VACUUM \([^)]*\bPARALLEL\b`),
	sinceVersion(14, "CONCURRENTLY", `\bDETACH PARTITION \S+ CONCURRENTLY\b`),
	sinceVersion(14, "CONCURRENTLY", `^REINDEX \([^)]*\bCONCURRENTLY\b`),
	sinceVersion(14, "COMPRESSION", `^(?:ALTER TABLE\b.*\bSET COMPRESSION\b|(?:CREATE|ALTER) TABLE\b.*\w COMPRESSION (?:pglz|lz4|default)\b)`),
	sinceVersion(14, "TRIGGER", `^CREATE OR REPLACE (?:CONSTRAINT )?TRIGGER\b`),
	sinceVersion(14, "RETURN", `^CREATE (?:OR REPLACE )?(?:FUNCTION|PROCEDURE)\b.*\) (?:.* )?RETURN\b`),
	sinceVersion(14, "ATOMIC", `^CREATE (?:OR REPLACE )?(?:FUNCTION|PROCEDURE)\b.*\bBEGIN ATOMIC\b`),
	sinceVersion(15, "MERGE", `^(?:WITH\b.*\) )?MERGE INTO\b`),
	sinceVersion(15, "ACCESS METHOD", `^ALTER (?:TABLE|MATERIALIZED VIEW)\b.*\bSET ACCESS METHOD\b`),
	sinceVersion(15, "PARAMETER", `^(?:GRANT|REVOKE)\b.*\bON PARAMETER\b`),
	sinceVersion(16, "STORAGE", `^(?:CREATE TABLE\b.*|ALTER TABLE\b.*\bADD (?:COLUMN )?\S+ \w.*)[\w)] STORAGE (?:PLAIN|EXTERNAL|EXTENDED|MAIN|DEFAULT)\b`),
	sinceVersion(16, "JSON_OBJECT", `\bJSON_OBJECT ?\( ?''\s?:`),
	sinceVersion(17, "EXPRESSION", `\bSET EXPRESSION AS\b`),
	sinceVersion(17, "JSON_TABLE", `\bJSON_TABLE ?\(`),
	sinceVersion(18, "NOT NULL", `\bADD CONSTRAINT \S+ NOT NULL\b`),
	sinceVersion(18, "WITHOUT OVERLAPS", `\bWITHOUT OVERLAPS\b`),
	sinceVersion(18, "ENFORCED", `\bNOT ENFORCED\b`),
}
