package postgres

import "assay/schema"

var signs = schema.Pattern(`(?i)\b(?:BIG|SMALL)?SERIAL\b|\bCREATE TYPE\b|\bALTER COLUMN "?\w+"? (?:TYPE|SET NOT NULL|DROP NOT NULL)\b|\bRETURNING\b|` +
	`\b(?:BYTEA|JSONB|TSVECTOR|TIMESTAMPTZ|DOUBLE PRECISION|CHARACTER VARYING|TIMESTAMP WITH(?:OUT)? TIME ZONE|BOOLEAN)\b|\w::\w|\bGENERATED (?:ALWAYS|BY DEFAULT) AS IDENTITY\b|` +
	`\$\w*\$|(?m:^BEGIN;$)|\bsearch_path\b|"\w+"\."\w+"|\bUSING (?:gin|gist|btree)\b|^\s*COPY .* FROM stdin|\bOWNED BY\b|(?m:^\s*DROP INDEX "?\w+"?;)`)

// Detect counts in a text what only these servers write or understand.
func Detect(sql string) int { return len(signs().FindAllStringIndex(sql, -1)) }
