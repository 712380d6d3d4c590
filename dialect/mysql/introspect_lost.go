package mysql

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"assay/schema"
)

// information_schema is text in utf8, and what is none is lost in it: the bytes of a binary default, from MySQL 8 on a default's behind a zero byte, too,
// and in expressions each letter that is not ASCII. SHOW CREATE TABLE has it, and is asked of those tables alone.

// losesDefault reports whether COLUMN_DEFAULT may be less than the default.
func losesDefault(f flavor, t schema.Type, s string) bool {
	switch t.Name {
	case "binary", "varbinary", "tinyblob", "blob", "mediumblob", "longblob":
	default:
		return f.keepsDictionary && strings.Contains(s, "?") // for a letter beyond utf8mb3
	}
	switch {
	case s == "" || s == "''" || s == "NULL" && f.defaultsAreExpressions:
		return false
	case strings.HasPrefix(s, "x'") && f.defaultsAreExpressions: // MariaDB 11 knows better
		return false
	case strings.HasPrefix(s, "0x") && f.keepsDictionary:
		return strconv.Itoa(len(s)/2-1) != t.Args
	}
	return true
}

// introducer is what stands before a literal of another charset than the connection's.
var introducer = schema.Pattern(`_(\w+)\\?'`)

// wholeExpression reads an expression of information_schema as it was before MySQL took its bytes for latin1; lost: it cannot be told.
func wholeExpression(f flavor, b []byte) (s string, lost bool) {
	if !f.escapesExpressions || !slices.ContainsFunc(b, func(c byte) bool { return c >= utf8.RuneSelf }) {
		return string(b), false
	}
	var narrow []byte
	for _, c := range string(b) {
		if c > 0xff {
			return string(b), false
		}
		narrow = append(narrow, byte(c))
	}
	for _, m := range introducer().FindAllSubmatch(narrow, -1) {
		lost = lost || !slices.Contains([]string{"utf8mb4", "utf8mb3", "utf8", "ascii"}, string(m[1]))
	}
	if lost || !utf8.Valid(narrow) {
		return string(b), true
	}
	return string(narrow), false
}

// readLost reads again what information_schema has lost.
func (rd *reader) readLost() error {
	if len(rd.lost) == 0 {
		return nil
	}
	// As the server has it: in any encoding a byte that is no letter would be a question mark again.
	if err := rd.session.exec(rd.ctx, "SET character_set_results = NULL"); err != nil {
		return rd.failed("the encoding", err)
	}
	for name := range rd.lost {
		shown, err := rd.show(name, withoutForeignKeys)
		if err != nil {
			return err
		}
		take(rd.database.Schema.Semantics, rd.tables[name].Table, shown)
	}
	return rd.failed("the encoding", rd.session.exec(rd.ctx, "SET character_set_results = utf8mb4"))
}

// withoutForeignKeys cuts the foreign keys out of a CREATE TABLE: MariaDB prints their names without doubling a backquote (seen on 10.11).
func withoutForeignKeys(create string) string {
	const begin = ",\n  CONSTRAINT `"
	var kept strings.Builder
	for {
		at := strings.Index(create, begin)
		if at < 0 {
			break
		}
		end := strings.Index(create[at+len(begin):], begin)
		if end < 0 {
			end = strings.LastIndex(create[at+len(begin):], "\n) ")
		}
		if end < 0 {
			break
		}
		end += at + len(begin)
		kept.WriteString(create[:at])
		if constraint := create[at:end]; !strings.Contains(constraint, "` FOREIGN KEY (") {
			kept.WriteString(constraint)
		}
		create = create[end:]
	}
	return kept.String() + create
}

// take takes a table's defaults and expressions, and how it is partitioned, from another reading of it.
func take(m schema.Semantics, t, from *schema.Table) {
	t.Traits = t.Traits.With(schema.Partitions, from.Traits[schema.Partitions])
	for i := range t.Columns {
		if j := from.Column(m, t.Columns[i].Name); j >= 0 {
			t.Columns[i].Default, t.Columns[i].Generated = from.Columns[j].Default, from.Columns[j].Generated
		}
	}
	for i := range t.Checks {
		for _, c := range from.Checks {
			if m.SameName(t.Checks[i].Name, c.Name) {
				t.Checks[i].Expr = c.Expr
			}
		}
	}
	for i := range t.Indexes {
		for _, x := range from.Indexes {
			if m.SameName(t.Indexes[i].Name, x.Name) {
				t.Indexes[i].Traits = t.Indexes[i].Traits.With(schema.ParsedBy, x.Traits[schema.ParsedBy])
			}
			if m.SameName(t.Indexes[i].Name, x.Name) && len(x.Parts) == len(t.Indexes[i].Parts) {
				for j := range x.Parts {
					t.Indexes[i].Parts[j].Expr = x.Parts[j].Expr
				}
			}
		}
	}
}
