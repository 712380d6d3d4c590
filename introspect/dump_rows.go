package introspect

import (
	"fmt"
	"slices"
	"strings"

	"assay/schema"
)

var (
	copyFrom = schema.Pattern(`(?m)^COPY (` + schema.NameSQL + `) \("?version_num"?\) FROM stdin;\n((?:.*\n)*?)\\\.$`)
	anyCopy  = schema.Pattern(`(?m)^COPY .* FROM stdin;$`)
	// rowWords begin the statements about rows, and those that make, drop or rename a table.
	rowWords = schema.Pattern(`(?i)^(?:INSERT|REPLACE|UPDATE|DELETE|TRUNCATE|CREATE|DROP|ALTER|RENAME)\b`)
)

// playRows plays through what the text does to the rows of version tables, and leaves out the statements that do nothing else.
func (d *dump) playRows(sql string, statements []schema.Statement) ([]schema.Statement, error) {
	d.ledger.mysql = d.dumps().Backslash
	copies := d.copied(sql)
	kept := statements[:0]
	for _, s := range statements {
		for len(copies) > 0 && copies[0].line < s.Line {
			d.ledger.rows, copies = append(d.ledger.rows, copies[0].rows...), copies[1:]
		}
		if !rowWords().MatchString(s.Text[:min(len(s.Text), 16)]) {
			kept = append(kept, s)
			continue
		}
		done, err := d.ledger.data(s.Text, func(name string) bool { return d.target.IsVersionTable(d.db.Schema.Semantics, name) })
		if err != nil {
			return nil, fmt.Errorf("%s:%d: %w", d.file, s.Line, err)
		}
		if done {
			d.db.NoRows = false
			continue
		}
		d.ledger.structure(s.Text)
		d.made(s.Text)
		kept = append(kept, s)
	}
	for _, c := range copies {
		d.ledger.rows = append(d.ledger.rows, c.rows...)
	}
	return kept, nil
}

// A copied is the rows of a version table as pg_dump writes them, and the line on which they begin.
type copied struct {
	line int
	rows []row
}

// copied takes the rows of version tables as pg_dump writes them.
func (d *dump) copied(sql string) []copied {
	if !d.dumps().Copies {
		return nil
	}
	if anyCopy().MatchString(sql) {
		d.db.NoRows = false
	}
	var all []copied
	line, counted := 1, 0
	for _, at := range copyFrom().FindAllStringSubmatchIndex(sql, -1) {
		line += strings.Count(sql[counted:at[0]], "\n")
		counted = at[0]
		path := schema.NamePath(sql[at[2]:at[3]])
		if !d.target.IsVersionTable(d.db.Schema.Semantics, path[len(path)-1]) {
			continue
		}
		c := copied{line: line}
		for text := range strings.Lines(sql[at[4]:at[5]]) {
			revision := strings.TrimSuffix(text, "\n")
			if revision == `\N` {
				revision = null
			}
			c.rows = append(c.rows, row{path, revision})
		}
		all = append(all, c)
	}
	return all
}

// stamps makes stamps of the version tables' rows.
func (d *dump) stamps() {
	if home := d.target.VersionSchema; home != "" && home != d.home {
		d.stampsOf(home)
		return
	}
	d.db.Stamps = nil
	for _, t := range d.db.Schema.SortedTables() {
		if d.target.IsVersionTable(d.db.Schema.Semantics, t.Name) {
			d.db.Stamps = append(d.db.Stamps, d.stamp(t.Name))
		}
	}
}

// isStampsHome reports whether a table is a version table in the schema that is there for those.
func (d *dump) isStampsHome(path []string) bool {
	last := len(path) - 1
	return path[last-1] == d.target.VersionSchema && d.target.IsVersionTable(d.db.Schema.Semantics, path[last])
}

// made notes a version table that a statement makes in the schema that is there for those, and that the rest of the reading leaves out.
func (d *dump) made(text string) {
	m := createTable().FindStringSubmatch(text)
	if m == nil || d.target.VersionSchema == "" {
		return
	}
	if path := schema.NamePath(m[1]); len(path) > 1 && d.isStampsHome(path) {
		d.db.Stamps = append(d.db.Stamps, schema.Stamp{Schema: d.target.VersionSchema, Table: path[len(path)-1]})
	}
}

// stampsOf makes stamps of those of another schema, which has nothing else that is looked at.
func (d *dump) stampsOf(home string) {
	d.db.StampsIn = home
	for _, r := range d.ledger.rows {
		last := len(r.table) - 1
		if last == 0 || r.table[last-1] != home {
			continue
		}
		i := slices.IndexFunc(d.db.Stamps, func(s schema.Stamp) bool { return s.Table == r.table[last] })
		if i < 0 {
			d.db.Stamps, i = append(d.db.Stamps, schema.Stamp{Schema: home, Table: r.table[last]}), len(d.db.Stamps)
		}
		if s := &d.db.Stamps[i]; r.revision == null {
			s.Nulls = true
		} else {
			s.Revisions = append(s.Revisions, r.revision)
		}
	}
}

// stamp is what the version table of that name says, not one of another schema.
func (d *dump) stamp(table string) schema.Stamp {
	s := schema.Stamp{Table: table}
	for _, r := range d.ledger.rows {
		last := len(r.table) - 1
		switch {
		case r.table[last] != table || last > 0 && d.home != "" && r.table[last-1] != d.home:
		case r.revision == null:
			s.Nulls = true
		default:
			s.Revisions = append(s.Revisions, r.revision)
		}
	}
	return s
}

// widest is how many columns a table can have: 4096 on MySQL, 1600 on PostgreSQL.
const widest = 4096

func wide(t *schema.Table) bool {
	return max(len(t.Columns), len(t.Indexes), len(t.ForeignKeys), len(t.Checks)) > widest
}

// tooWide reports whether a change has made a table wider than any.
func (d *dump) tooWide(c schema.Change) bool {
	t := d.db.Schema.Table(c.Object().Table)
	return t != nil && wide(t)
}

// kindOf names the kind of constraint that begins with a word, as a reading of the live database does.
func kindOf(word, text string) string {
	switch {
	case strings.EqualFold(word, "EXCLUDE"):
		return schema.Exclusion
	case withoutOverlaps().MatchString(text):
		return "temporal key"
	}
	return "constraint"
}
