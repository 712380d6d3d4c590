package postgres

import (
	"assay/schema"
)

// SyntaxRefusal returns what the server answers a statement for a word that it does not know yet, whatever is there; nil: it knows all of them.
func (r *Room) SyntaxRefusal(sql string) *schema.Refusal {
	word := schema.UnknownSyntax(r.version, newerWords, sql)
	if word == "" {
		return nil
	}
	return &schema.Refusal{Code: "42601", Text: `syntax error at or near "` + word + `"`, Syntax: true}
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
