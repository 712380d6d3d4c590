package oracle

import (
	"strings"

	"assay/dialect/narrow"
	"assay/schema"
)

// plain are the names that SQLAlchemy writes without quotes, as far as their letters go.
var plain = schema.Pattern(`^[a-z][a-z0-9_$]*$`)

// quoted are the words that SQLAlchemy puts into quotes (dialects/oracle/base.py, RESERVED_WORDS).
var quoted = words(`SHARE RAW DROP BETWEEN FROM DESC OPTION PRIOR LONG THEN DEFAULT ALTER IS INTO MINUS INTEGER NUMBER GRANT IDENTIFIED ALL TO ORDER ON FLOAT
	DATE HAVING CLUSTER NOWAIT RESOURCE ANY TABLE INDEX FOR UPDATE WHERE CHECK SMALLINT WITH DELETE BY ASC REVOKE LIKE SIZE RENAME NOCOMPRESS NULL GROUP VALUES
	AS IN VIEW EXCLUSIVE COMPRESS SYNONYM SELECT INSERT EXISTS NOT TRIGGER ELSE CREATE INTERSECT PCTFREE DISTINCT USER CONNECT SET MODE OF UNIQUE VARCHAR2
	VARCHAR LOCK OR CHAR DECIMAL UNION PUBLIC AND START UID COMMENT CURRENT LEVEL`)

// reserved are the words that Oracle keeps for itself, which SQLAlchemy leaves without quotes, so that a statement fails.
var reserved = words(`ACCESS ADD AUDIT COLUMN FILE IDENTIFIED IMMEDIATE INCREMENT INITIAL MAXEXTENTS MLSLABEL MODIFY NOAUDIT OFFLINE ONLINE PRIVILEGES ROW ROWID
	ROWNUM ROWS SESSION SUCCESSFUL SYSDATE VALIDATE WHENEVER`)

func words(list string) map[string]bool {
	set := map[string]bool{}
	for w := range strings.FieldsSeq(list) {
		set[w] = true
	}
	return set
}

// bare reports whether SQLAlchemy writes a name in lower case without quotes.
func bare(name string) bool { return plain().MatchString(name) && !quoted[strings.ToUpper(name)] }

// fold is a name of the data dictionary as SQLAlchemy has it: one in upper case is in lower case there, unless it would be put into quotes, and one in lower
// case that needs no quotes is in quotes, so that each is one name and no other.
func fold(stored string) string {
	lower := strings.ToLower(stored)
	switch {
	case stored == strings.ToUpper(stored) && bare(lower):
		return lower
	case bare(stored):
		return `"` + stored + `"`
	}
	return stored
}

// stored is the name of the data dictionary that [fold] makes such a name of.
func stored(name string) string {
	if inside := strings.Trim(name, `"`); inside != name {
		return inside
	}
	if bare(name) {
		return strings.ToUpper(name)
	}
	return name
}

func quote(name string) string {
	return `"` + strings.NewReplacer(`"`, "", "\x00", "").Replace(stored(name)) + `"`
}

// said is what a name in a text says.
func said(t narrow.Token) string {
	if t.Kind == narrow.Word {
		return fold(strings.ToUpper(t.Said))
	}
	return fold(t.Said)
}

// spell writes a name in an expression, as SQLAlchemy does.
func spell(name string) string {
	if bare(name) {
		return name
	}
	return quote(name)
}
