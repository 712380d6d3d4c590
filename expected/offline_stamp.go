package expected

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"assay/schema"
)

// A row is what a statement does to the version table: to is stored, in place of from. An empty one is none.
type row struct{ from, to string }

// What Alembic does to its version table, whose name is the first group (alembic/runtime/migration.py, HeadMaintainer; alembic/ddl/impl.py,
// version_table_impl).
var (
	insertRow = schema.Pattern(`(?is)^INSERT\s+INTO\s+(` + schema.NameSQL + `)\s*\(\s*\W?version_num\W?\s*\)\s*` +
		`(?:OUTPUT\s+inserted\.version_num\s+)?VALUES\s*\(\s*N?'([^']*)'\s*\)`)
	updateRow = schema.Pattern(`(?is)^UPDATE\s+(` + schema.NameSQL + `)\s+SET\s+\W?version_num\W?\s*=\s*N?'([^']*)'\s+WHERE\s.*version_num\W?\s*=\s*N?'([^']*)'$`)
	deleteRow = schema.Pattern(`(?is)^DELETE\s+FROM\s+(` + schema.NameSQL + `)\s+WHERE\s.*version_num\W?\s*=\s*N?'([^']*)'$`)
	ofTable   = schema.Pattern(`(?is)^(?:CREATE|DROP)\s+TABLE\s+(?:IF\s+(?:NOT\s+)?EXISTS\s+)?(` + schema.NameSQL + `)`)
	// stampLine is the first line of one of them.
	stampLine = schema.Pattern(`^(?:INSERT INTO|UPDATE|DELETE FROM) .*version_num`)
)

// findStamps takes the statements about the version table out of the revisions' own, and learns its name from them.
func (r *offlineReader) findStamps() error {
	table := ""
	for i := range r.segments {
		s := &r.segments[i]
		kept := s.statements[:0]
		for _, statement := range s.statements {
			name, rows, ok := s.stamping(statement.Text)
			switch {
			case !ok:
				kept = append(kept, statement)
				continue
			case table == "":
				table = name
			case table != name:
				return fmt.Errorf("%s: there are two histories, which keep their stamps in %s and %s: give each its own file", s.at(statement.Line), bareName(table), bareName(name))
			}
			s.stored = append(s.stored, rows)
		}
		s.statements = kept
	}
	r.dropStampTable(table)
	path := namePath(table)
	if name := path[len(path)-1]; name != "alembic_version" {
		r.project.VersionTable = name
	}
	if len(path) > 1 {
		r.project.VersionSchema = path[len(path)-2]
	}
	return nil
}

// stamping reads a statement that stores the revision, or takes one away that it comes after.
func (s *segment) stamping(text string) (table string, does row, ok bool) {
	if m := insertRow().FindStringSubmatch(text); m != nil {
		return m[1], row{to: m[2]}, s.stores(m[2])
	}
	if m := updateRow().FindStringSubmatch(text); m != nil {
		return m[1], row{m[3], m[2]}, s.stores(m[2])
	}
	if m := deleteRow().FindStringSubmatch(text); m != nil {
		return m[1], row{from: m[2]}, true
	}
	return "", row{}, false
}

// stores reports whether the segment ends at a revision: at its own, or, on the way back, at one that it comes after.
func (s *segment) stores(id string) bool {
	if s.back {
		return slices.Contains(s.down, id)
	}
	return id == s.id
}

// dropStampTable takes out the statements that make the version table, or drop it.
func (r *offlineReader) dropStampTable(table string) {
	if table == "" {
		table = "alembic_version"
	}
	for i := range r.segments {
		s := &r.segments[i]
		kept := s.statements[:0]
		for _, statement := range s.statements {
			if m := ofTable().FindStringSubmatch(statement.Text); m == nil || m[1] != table {
				kept = append(kept, statement)
			}
		}
		s.statements = kept
	}
}

// widening returns the type that a statement gives the version table's column, which no revision makes; false where it does something else as well.
func (r *offlineReader) widening(changes []schema.Change) (t schema.Type, ok bool) {
	m, table := r.language.Semantics(), cmp.Or(r.project.VersionTable, PlainTable)
	for _, c := range changes {
		alter, isAlter := c.(schema.AlterColumn)
		if !isAlter || m.TableKey(alter.Table) != m.TableKey(table) || !m.SameName(alter.Name, "version_num") {
			return t, false
		}
		if alter.Set&schema.PropType != 0 {
			t = alter.To.Type
		}
	}
	return t, t != (schema.Type{})
}

// dependencies are the rows that a revision replaces beside those of its parents: it depends on them.
func (s *segment) dependencies() []string {
	var ids []string
	for _, does := range s.stored {
		if does.from != "" && !slices.Contains(s.down, does.from) {
			ids = append(ids, does.from)
		}
	}
	return ids
}

// namePath takes a version table's name apart at its dots.
func namePath(name string) []string {
	if path := schema.NamePath(name); path != nil {
		return path
	}
	return []string{PlainTable}
}

func bareName(name string) string {
	path := namePath(name)
	return path[len(path)-1]
}

// StampTable returns the version table that texts or a recording say, without reading them as a whole; empty: alembic_version. The schema that they
// say it is in is that of the database from which they were made, which may be another tenant's or production's: only the user says where to look.
func StampTable(texts ...Text) string {
	for _, t := range texts {
		for line := range strings.Lines(t.SQL) {
			if m := insertRow().FindStringSubmatch(line); m != nil {
				path := namePath(m[1])
				return path[len(path)-1]
			}
			if table := headerTable(line); table != "" {
				return table
			}
		}
	}
	return ""
}
