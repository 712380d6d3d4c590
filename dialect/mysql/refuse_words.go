package mysql

import (
	"fmt"
	"slices"
	"strings"

	"assay/schema"
)

// SyntaxRefusal returns what the server answers a statement for a word that it does not know, whatever is there; nil: it knows all of them.
func (r *Room) SyntaxRefusal(sql string) *schema.Refusal {
	if r.flavor.vendor != mySQL && r.flavor.vendor != mariaDB {
		return nil
	}
	word := schema.UnknownSyntax(r.flavor, newerWords, sql)
	if word == "" {
		return nil
	}
	if r.flavor.isMariaDB() && slices.Contains([]string{"UUID", "INET6", "VECTOR"}, word) {
		return &schema.Refusal{Code: "4161", State: "HY000", Text: "Unknown data type: '" + strings.ToLower(word) + "'", Syntax: true}
	}
	product := "MySQL"
	if r.flavor.isMariaDB() {
		product = "MariaDB"
	}
	return &schema.Refusal{
		Code: "1064", State: "42000", Syntax: true,
		Text: fmt.Sprintf("You have an error in your SQL syntax; this %s server does not know %s", product, word),
	}
}

// computed reports whether an index has a part that is an expression.
func computed(x schema.Index) bool {
	return slices.ContainsFunc(x.Parts, func(p schema.Part) bool { return p.Expr != "" })
}

// A release is that of MySQL or of MariaDB which first knows something; nil: none does.
type release []int

func sinceReleases(mysql, maria release, word, pattern string) schema.Syntax[flavor] {
	return schema.Syntax[flavor]{Word: word, Pattern: schema.Pattern(`(?i)` + pattern), Knows: func(f flavor) bool {
		if f.isMariaDB() {
			return maria != nil && f.atLeastMariaDB(maria...)
		}
		return mysql != nil && f.atLeastMySQL(mysql...)
	}}
}

// newerWords are those that only newer releases know, or only one of the two products.
var newerWords = []schema.Syntax[flavor]{
	sinceReleases(release{5, 7}, release{10, 5, 2}, "RENAME INDEX", `^ALTER TABLE\b.*\bRENAME INDEX\b`),
	sinceReleases(release{5, 7}, release{10, 5, 2}, "RENAME KEY", `^ALTER TABLE\b.*\bRENAME KEY\b`),
	sinceReleases(release{8}, nil, "INVISIBLE", `^(?:ALTER TABLE\b.*\bALTER INDEX \S+ INVISIBLE|CREATE (?:UNIQUE )?INDEX\b.*\) INVISIBLE)\b`),
	sinceReleases(release{8, 0, 23}, release{10, 3}, "INVISIBLE", `^ALTER TABLE\b.*\bADD (?:COLUMN )?\S+ \w.*\bINVISIBLE\b`),
	sinceReleases(nil, release{10, 6}, "IGNORED", `^(?:ALTER TABLE\b.*\bALTER (?:INDEX|KEY) \S+ |CREATE (?:UNIQUE )?INDEX\b.*\) )IGNORED\b`),
	sinceReleases(release{8, 0, 13}, nil, "((", `^(?:CREATE (?:UNIQUE )?INDEX \S+ ON \S+ ?|ALTER TABLE\b.*\bADD (?:UNIQUE )?(?:INDEX|KEY) \S+ ?)\( ?\(`),
	sinceReleases(release{8, 0, 16}, nil, "DROP CHECK", `^ALTER TABLE\b.*\bDROP CHECK\b`),
	sinceReleases(release{8}, release{10, 2}, "WITH", `^WITH (?:RECURSIVE )?\S+ (?:\([^)]*\) )?AS ?\(`),
	sinceReleases(release{8}, nil, "WITH", `^WITH\b.*\) (?:UPDATE|DELETE)\b`),
	sinceReleases(nil, release{10, 3}, "SEQUENCE", `^(?:CREATE (?:OR REPLACE )?|ALTER |DROP )SEQUENCE\b`),
	sinceReleases(nil, release{10, 7}, "UUID", `^(?:ALTER TABLE\b.*\bADD (?:COLUMN )?\S+|CREATE TABLE\b.*[(,] ?\S+) UUID\b`+
		` ?(?:$|[,)]|NOT|NULL|DEFAULT|PRIMARY|UNIQUE)`),
	sinceReleases(nil, release{10, 5}, "INET6", `^(?:ALTER TABLE\b.*\bADD (?:COLUMN )?\S+|CREATE TABLE\b.*[(,] ?\S+) INET6\b`),
	sinceReleases(release{9}, release{11, 7}, "VECTOR", `^(?:ALTER TABLE\b.*\bADD (?:COLUMN )?\S+|CREATE TABLE\b.*[(,] ?\S+) VECTOR ?\(`),
	sinceReleases(nil, release{10, 3}, "SYSTEM VERSIONING", `\bSYSTEM VERSIONING\b`),
	sinceReleases(nil, release{10, 5}, "RETURNING", `^(?:INSERT|REPLACE)\b.*\bRETURNING\b`),
	sinceReleases(nil, release{10}, "RETURNING", `^DELETE\b.*\bRETURNING\b`),
	sinceReleases(release{8, 0, 19}, nil, "ON DUPLICATE", `^INSERT\b.*\) AS \S+ ?(?:\([^)]*\) )?ON DUPLICATE\b`),
	sinceReleases(release{9, 1}, release{10, 1, 3}, "IF NOT EXISTS", `^CREATE VIEW IF NOT EXISTS\b`),
	sinceReleases(nil, release{10, 3}, "WAIT", `^(?:ALTER TABLE|DROP TABLE|TRUNCATE TABLE|RENAME TABLE) \S+ (?:WAIT \d+|NOWAIT)\b`),
	sinceReleases(release{5, 7, 9}, nil, "->", `[\w"]->>?''`),
	{Word: "IGNORE", Pattern: schema.Pattern(`(?i)^ALTER IGNORE TABLE\b`), Knows: func(f flavor) bool { return f.isMariaDB() || !f.atLeastMySQL(5, 7, 4) }},
	sinceReleases(release{5, 7}, nil, "NOT NULL", `^(?:ALTER|CREATE) TABLE\b.*\bAS ?\(.*\) (?:VIRTUAL|STORED|PERSISTENT) NOT NULL\b`),
	sinceReleases(release{8, 0, 16}, nil, "ENFORCED", `^ALTER TABLE\b.*\bALTER (?:CHECK|CONSTRAINT) \S+ (?:NOT )?ENFORCED\b`),
	sinceReleases(release{8, 0, 23}, nil, "VISIBLE", `^ALTER TABLE\b.*\bALTER (?:COLUMN )?\S+ SET (?:IN)?VISIBLE\b`),
	sinceReleases(release{8}, release{10}, "ROLE", `^(?:CREATE|DROP) ROLE\b`),
}

// tooNew is what MySQL says of what it does not know yet: JSON before 5.7.8, generated columns before 5.7, RENAME COLUMN, for CHANGE, before 8.0.3, and
// expressions as defaults before 8.0.13.
func (r refuser) tooNew(c schema.Change) *schema.Refusal {
	unknown := func(what string) *schema.Refusal {
		return &schema.Refusal{
			Code: "1064", State: "42000", Text: "You have an error in your SQL syntax; this server does not know " + what + " yet", Syntax: true,
		}
	}
	if _, ok := c.(schema.RenameColumn); ok && !r.renamesColumns {
		return unknown("RENAME COLUMN")
	}
	for _, col := range schema.Stated(c, schema.PropType) {
		switch {
		case col.Type.Name == "json" && !r.atLeastMySQL(5, 7, 8):
			return unknown("JSON")
		case col.Generated != "" && !r.hasGenerated:
			return unknown("GENERATED ALWAYS AS")
		}
	}
	for _, col := range schema.Stated(c, schema.PropDefault) {
		if strings.HasPrefix(col.Default, "(") && !r.atLeastMySQL(8, 0, 13) {
			return unknown("an expression as a default")
		}
	}
	return nil
}
