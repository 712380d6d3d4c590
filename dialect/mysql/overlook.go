package mysql

import (
	"regexp"
	"strings"

	"assay/schema"
)

// Overlooks says what of a statement nothing here looks at, so that it is not known whether the server runs it; empty: all is looked at.
func (r *Room) Overlooks(sql string) string {
	sql = strings.TrimSpace(sql)
	if !lookedAt().MatchString(sql) {
		return "such statements are not looked at"
	}
	if setsVariables().MatchString(sql) {
		if what := overlooksVariables(sql); what != "" {
			return what
		}
	}
	bare := inQuotes().ReplaceAllStringFunc(sql, func(q string) string { return q[:1] + q[:1] }) // words in names and texts are no options
	for _, o := range unseen {
		if o.what == partitioned && (partitionsFit(sql) || decidesParts(sql)) {
			continue
		}
		if o.pattern().MatchString(bare) && (o.not == nil || !o.not().MatchString(sql)) {
			return o.what + " is not looked at"
		}
	}
	if r.flavor.vendor == mySQL && readsJSON().MatchString(bare) { // where MariaDB warns
		return "what it comes to in a row is not looked at"
	}
	if r.flavor.vendor == mySQL && !r.flavor.atLeastMySQL(5, 7) && compressed().MatchString(sql) { // which its files may be too old for
		return "the format of rows is not looked at"
	}
	return ""
}

var (
	// lookedAt are the statements of which the room, or the server that is asked, knows what they need.
	lookedAt = schema.Pattern(`(?is)^\(*\s*(?:INSERT|REPLACE|UPDATE|DELETE|SELECT|WITH|TRUNCATE|SET|ANALYZE|OPTIMIZE|CHECK|REPAIR|CHECKSUM|FLUSH\s+(?:PRIVILEGES|TABLES|LOGS|STATUS|HOSTS)|UNLOCK|SAVEPOINT|VALUES|DO|` +
		`DESC|DESCRIBE|SHOW\s+(?:CREATE\s+TABLE|TABLES|WARNINGS|ERRORS|GRANTS|VARIABLES|STATUS|DATABASES)|(?:CREATE|DROP|ALTER|RENAME)\s+USER|EXPLAIN\s+SELECT|(?:CREATE|DROP)\s+(?:ROLE|DATABASE|SCHEMA)|GRANT|REVOKE|RENAME|` +
		`(?:CREATE|ALTER|DROP)\b.*?\b(?:TABLE|INDEX|VIEW|TRIGGER|PROCEDURE|FUNCTION|EVENT|SEQUENCE)|ALTER\s+(?:DATABASE|SCHEMA)\s+(?:DEFAULT\s+)?(?:CHARACTER|CHARSET|COLLATE))\b`)
	inQuotes = schema.Pattern("(?s)`[^`]*`|'(?:[^'\\\\]|\\\\.)*'|\"(?:[^\"\\\\]|\\\\.)*\"")
	howDone  = `(?:(?:ALGORITHM|LOCK)\s*=?\s*\w+\s*,\s*)*`
	alsoDone = `(?:\s*,\s*(?:ALGORITHM|LOCK)\s*=?\s*\w+)*`
	// setsVariables are the statements that set variables, of the session and the server's own.
	setsVariables = schema.Pattern(`(?is)^SET\s+(?:GLOBAL|LOCAL|PERSIST|PERSIST_ONLY|@@|SESSION\s+\w+\s*:?=|(?:SESSION\s+)?\w+\s*:?=|@\w+\s*:?=[^(]*,)`)
	compressed    = schema.Pattern(`(?is)\bROW_FORMAT\s*=?\s*(?:COMPRESSED|DYNAMIC)|\bKEY_BLOCK_SIZE\b`)
	readsJSON     = schema.Pattern(`(?is)^(?:DO|SELECT|WITH|CREATE\b.*\bTABLE\b.*\bSELECT)\b.*(?:\bJSON_\w+\s*\(|->)`)
	ofTable       = `(?is)^(?:CREATE\s+(?:TEMPORARY\s+)?|ALTER\s+(?:IGNORE\s+)?)TABLE\b.*\b`
)

// partitioned is a part of statements that is looked at where it is simple.
const partitioned = "how a table is partitioned"

// unseen are parts of statements that the server may refuse for reasons of its own, but for values that every server takes (not).
var unseen = []struct {
	pattern, not func() *regexp.Regexp
	what         string
}{
	{schema.Pattern(ofTable + `ROW_FORMAT\b`), schema.Pattern(`(?is)\bROW_FORMAT\s*=?\s*(?:DEFAULT|DYNAMIC|COMPACT|REDUNDANT|COMPRESSED)\b`), "the format of rows"},
	{schema.Pattern(ofTable + `KEY_BLOCK_SIZE\b`), schema.Pattern(`(?is)\bKEY_BLOCK_SIZE\s*=?\s*(?:[0248]|16)\b.*ROW_FORMAT\s*=?\s*COMPRESSED|` +
		`\bROW_FORMAT\s*=?\s*COMPRESSED\b.*\bKEY_BLOCK_SIZE\s*=?\s*(?:[0248]|16)\b|\b(?:INDEX|KEY)\b.*\bKEY_BLOCK_SIZE\b`), "the size of blocks"},
	{schema.Pattern(ofTable + `ENGINE\b`), schema.Pattern(`(?is)\bENGINE\s*=?\s*['"]?(?:InnoDB|MyISAM|Aria)\b`), "what the engine does not do"},
	{schema.Pattern(ofTable + `(?:PARTITION\s+BY|PARTITIONING|(?:ADD|DROP|COALESCE|REORGANIZE|EXCHANGE|TRUNCATE|REBUILD|DISCARD|IMPORT)\s+PARTITION)\b`), schema.Pattern(`(?is)^ALTER\s+TABLE\s+\S+\s+(?:(?:DROP|TRUNCATE)\s+PARTITION\s+\w+|REMOVE\s+PARTITIONING)$`), partitioned},
	{schema.Pattern(ofTable + `(?:DATA|INDEX)\s+DIRECTORY\b`), nil, "where a table is kept"},
	{schema.Pattern(`(?is)^ALTER\s+TABLE\b.*\b(?:DISCARD|IMPORT)\s+TABLESPACE\b`), nil, "where a table is kept"},
	{schema.Pattern(ofTable + `(?:ENCRYPTION|COMPRESSION|ENCRYPTED|PAGE_COMPRESSED|TABLESPACE|CONNECTION|SECONDARY_ENGINE|UNION)\s*(?:=|''|\()`), nil, "how a table is kept"},
	{schema.Pattern(`(?is)\bWITH\s+PARSER\b`), schema.Pattern(`(?is)\bWITH\s+PARSER\s+ngram\b`), "the parser"},
	{schema.Pattern(`(?is)^CREATE\b.*\bSONAME\b`), nil, "a library"},
	{schema.Pattern(`(?is)^CREATE\b.*\bTRIGGER\b.*\bFOR\s+EACH\s+ROW\s+(?:FOLLOWS|PRECEDES)\b`), nil, "another trigger that is named"},
	{schema.Pattern(`(?is)^CREATE\b.*\bVIEW\b.*\b(?:COUNT|SUM|MIN|MAX|AVG|DISTINCT|GROUP|UNION|LIMIT)\b.*\bWITH\b.*\bCHECK\s+OPTION$`), nil, "whether the view can be written to"},
	{schema.Pattern(`(?is)^CREATE\b.*\bEVENT\b.*\bEVERY\s+['"]?(?:-|0+['"]?\s)`), nil, "an interval of nothing"},
	{schema.Pattern(`(?is)^(?:CREATE|ALTER)\b.*\bEVENT\b.*\bENDS\b`), nil, "when it ends"},
	{schema.Pattern(`(?is)^SET\s.*\bsql_mode\b\s*:?=`), schema.Pattern(`(?is)\bsql_mode\b\s*:?=\s*(?:@\S+|DEFAULT|CONCAT\(\s*@@(?:SESSION\.|GLOBAL\.)?sql_mode\s*,\s*',(?:` + modeNames + `)'\s*\)|` +
		`\(?\s*(?:SELECT\s+)?REPLACE\(\s*@@(?:SESSION\.|GLOBAL\.)?sql_mode\s*,\s*'[\w,]+'\s*,\s*''\s*\)\s*\)?|['"](?:(?:` + modeNames + `)(?:\s*,\s*|['"]))*['"]?)\s*$`), "a mode"},
	{schema.Pattern(`(?is)^SET\s+(?:PASSWORD|ROLE|DEFAULT|RESOURCE|STATEMENT)\b`), schema.Pattern(`(?is)^SET\s+(?:DEFAULT\s+)?ROLE\s+NONE$`), "what is set"},
	{schema.Pattern(`(?is)^SET\s+(?:\w+\s+)?TRANSACTION\b.*\bREAD\s+ONLY\b`), nil, "what may be written after it"},
	{schema.Pattern(`(?is)^SET\s+@.*\(\s*SELECT\b`), nil, "a query in it"},
	{schema.Pattern(`(?is)^GRANT\b`), schema.Pattern(`(?is)\bON\b|^GRANT\s+` + anAccount + `\s+TO\s+` + anAccount + `$`), "which roles there are"},
	{schema.Pattern(`(?is)^(?:DO|SELECT|WITH|EXPLAIN\s+ANALYZE|CREATE\b.*\bTABLE\b.*\bSELECT)\b.*(?:\bREGEXP\w*\b|\bRLIKE\b|\bST_\w+\s*\()`), nil, "what it comes to in a row"},
	{schema.Pattern(`(?is)^CREATE\b.*\bTABLE\b.*\bSELECT\b.*(?:/|\bDIV\b|\bMOD\b|%|\bCAST\s*\(|\bCONVERT\s*\(|\bINTERVAL\b)`), nil, "what it comes to in a row"},
	{schema.Pattern(`(?is)^(?:DO|SELECT)\b.*\d{17}`), nil, "what a number in it comes to"},
	{
		schema.Pattern(`(?is)^(?:DO|SELECT)\b.*\(\s*SELECT\b`),
		schema.Pattern(`(?is)^(?:DO|SELECT)\s+(?:.*\bFROM\s*\(.*|\(\s*SELECT\s+(?:COUNT|MIN|MAX|SUM)\([^()]*\)\s+FROM\b[^()]*\))$`), "what a query in it comes to",
	},
	{schema.Pattern(`(?is)^CREATE\s+(?:DATABASE|SCHEMA)\b`), schema.Pattern(`(?is)^CREATE\s+(?:DATABASE|SCHEMA)\s+(?:IF\s+NOT\s+EXISTS\s+)?` + schema.NameSQL +
		`(?:\s+(?:DEFAULT\s+)?(?:CHARACTER\s+SET|CHARSET|COLLATE)\s*=?\s*(?:utf8mb4|utf8|latin1)\w*)*$`), "what a database is to be"},
	{schema.Pattern(`(?is)^DROP\s+(?:DATABASE|SCHEMA)\b`), nil, "what is in the database"},
	{schema.Pattern(`(?is)^GRANT\b.*\bPROXY\b`), nil, "whom it is to stand for"},
	{schema.Pattern(`(?is)^REVOKE\b`), schema.Pattern(`(?is)^REVOKE\s+ALL\s+PRIVILEGES\s*,\s*GRANT\s+OPTION\s+FROM\b`), "whether it was granted"},
	{schema.Pattern(`(?is)^(?:INSERT|REPLACE)\s+DELAYED\b`), nil, "what the engine does not do"},
	{schema.Pattern(`(?is)^(?:INSERT|REPLACE|UPDATE|DELETE|SELECT|WITH)\b.*\bPARTITION\s*\(`), nil, "a partition that is named"},
	{schema.Pattern(`(?is)^DROP\s+TEMPORARY\b`), schema.Pattern(`(?is)^DROP\s+TEMPORARY\s+TABLE\s+IF\s+EXISTS\b`), "whether the session has such a table"},
	{schema.Pattern(`(?is)^(?:CREATE|ALTER)\b.*?\bSEQUENCE\b.*\b(?:MINVALUE|MAXVALUE|RESTART)\b`), nil, "which numbers a sequence can have"},
	{schema.Pattern(`(?is)^(?:CREATE|ALTER)\b.*\bSPATIAL\b`), nil, "what is spatial"},
	{schema.Pattern(ofTable + `(?:ALGORITHM\s*=?\s*(?:INPLACE|INSTANT|NOCOPY)|LOCK\s*=?\s*(?:NONE|SHARED))\b`), schema.Pattern(`(?is)^ALTER\s+TABLE\s+\S+\s+` + howDone +
		`ADD\s+(?:COLUMN|INDEX|KEY|UNIQUE)\b[^,]*` + alsoDone + `$`), "how the table is changed"},
	{
		schema.Pattern(`(?is)^RENAME\s+USER\b`),
		schema.Pattern(`(?is)^RENAME\s+USER\s+` + anAccount + `\s+TO\s+` + anAccount + `$`), "what accounts are to be called",
	},
	{schema.Pattern(`(?is)^(?:CREATE|DROP)\s+ROLE\b`), schema.Pattern(`(?is)^(?:CREATE|DROP)\s+ROLE\s+(?:IF\s+(?:NOT\s+)?EXISTS\s+)?` + anAccount + `$`), "what a role is to be"},
	{
		schema.Pattern(`(?is)^(?:CREATE|DROP|ALTER)\s+USER\b`), schema.Pattern(`(?is)^(?:(?:CREATE|ALTER)\s+USER\s+(?:IF\s+(?:NOT\s+)?EXISTS\s+)?` + anAccount +
			`(?:\s+IDENTIFIED\s+BY\s+'[^']*'|\s+ACCOUNT\s+(?:UN)?LOCK)?|DROP\s+USER\s+(?:IF\s+EXISTS\s+)?` + anAccount + `)$`), "what an account is to be",
	},
	{schema.Pattern(`(?is)^DROP\s+FUNCTION\b.*\bSONAME\b`), nil, "a library"},
	{schema.Pattern(`(?is)^SELECT\b.*\bINTO\s+(?:OUT|DUMP)FILE\b`), nil, "a file"},
	{schema.Pattern(`(?is)^(?:CREATE|ALTER|DROP)\s+(?:SERVER|TABLESPACE|LOGFILE|RESOURCE|INSTANCE)\b`), nil, "what the server has beside databases"},
}

const modeNames = `ALLOW_INVALID_DATES|ANSI|ANSI_QUOTES|ERROR_FOR_DIVISION_BY_ZERO|HIGH_NOT_PRECEDENCE|IGNORE_SPACE|NO_AUTO_VALUE_ON_ZERO|NO_BACKSLASH_ESCAPES|` +
	`NO_ENGINE_SUBSTITUTION|NO_UNSIGNED_SUBTRACTION|NO_ZERO_DATE|NO_ZERO_IN_DATE|ONLY_FULL_GROUP_BY|PAD_CHAR_TO_FULL_LENGTH|PIPES_AS_CONCAT|REAL_AS_FLOAT|` +
	`STRICT_ALL_TABLES|STRICT_TRANS_TABLES|TRADITIONAL`
