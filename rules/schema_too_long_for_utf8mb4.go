package rules

import (
	"fmt"
	"strings"

	"assay/schema"
)

var tooLongForUTF8MB4 = &Rule{
	Name: "too-long-for-utf8mb4", Severity: Info, Of: OfDesign, Engines: []string{"mysql"}, Since: "0.1",
	Title: "a table cannot be converted to utf8mb4: a key or a row would become too long",
	Why: "Characters take up to four bytes, and the length of keys and rows is limited: 3072 bytes for a key in InnoDB (767 in its old row " +
		"formats), 65535 for a row. The conversion fails (ER 1071, 1118), so the table needs a different design first.",
	Bad:  "CREATE TABLE t (path VARCHAR(700), rest VARCHAR(300), PRIMARY KEY (path, rest)) ENGINE=InnoDB DEFAULT CHARSET=utf8mb3;",
	Good: "CREATE TABLE t (path VARCHAR(700), rest VARCHAR(300), PRIMARY KEY (path)) ENGINE=InnoDB DEFAULT CHARSET=utf8mb3;",
	Design: func(d *Design) []Finding {
		return d.each(func(t *schema.Table) []Finding {
			if t.Options.Charset == "" || t.Options.Charset == "utf8mb4" || d.tooLarge(t, nil) != nil {
				return nil
			}
			r := d.tooLarge(t, schema.AlterTable{Table: t.Name, From: t.Options, To: schema.Options{Charset: "utf8mb4", Collation: "utf8mb4_bin"}})
			if r == nil {
				return nil
			}
			f := Finding{Message: fmt.Sprintf("table %s cannot be converted from %s to utf8mb4: ", t.Name, t.Options.Charset)}
			if len(r.Blockers) > 0 {
				f.Message += r.Blockers[0].What + " would be too long"
			} else {
				f.Message += "its rows would be too long"
			}
			f.Message += " (" + firstSentence(r) + "); shorten its columns first"
			return []Finding{f}
		})
	},
}

// firstSentence is a server's answer without its advice.
func firstSentence(r *schema.Refusal) string {
	s, _, _ := strings.Cut(r.Error(), ". ")
	return s
}

// tooLarge is the server's answer where it would not make a table, after a change of it or nil, since a key or a row gets too long.
func (d *Design) tooLarge(t *schema.Table, c schema.Change) *schema.Refusal {
	alone := t.Clone()
	alone.ForeignKeys = nil
	s := schema.New(d.Schema.Semantics)
	if c == nil {
		c = schema.CreateTable{Table: alone}
	} else {
		s.Add(alone)
	}
	if r := d.Engine.Refusal(s, c); r != nil && r.Conflict == nil {
		return r
	}
	return nil
}
