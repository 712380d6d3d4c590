package expected

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// A row is what a statement does to the version table: to is stored, in place of from. An empty one is none.
type row struct{ from, to string }

// What Alembic does to its version table, whose name is the first group (alembic/runtime/migration.py, HeadMaintainer; alembic/ddl/impl.py,
// version_table_impl).
var (
	insertRow = regexp.MustCompile(`(?is)^INSERT\s+INTO\s+(` + nameSQL + `)\s*\(\s*\W?version_num\W?\s*\)\s*VALUES\s*\(\s*N?'([^']*)'\s*\)`)
	updateRow = regexp.MustCompile(`(?is)^UPDATE\s+(` + nameSQL + `)\s+SET\s+\W?version_num\W?\s*=\s*N?'([^']*)'\s+WHERE\s.*version_num\W?\s*=\s*N?'([^']*)'$`)
	deleteRow = regexp.MustCompile(`(?is)^DELETE\s+FROM\s+(` + nameSQL + `)\s+WHERE\s.*version_num\W?\s*=\s*N?'([^']*)'$`)
	ofTable   = regexp.MustCompile(`(?is)^(?:CREATE|DROP)\s+TABLE\s+(?:IF\s+(?:NOT\s+)?EXISTS\s+)?(` + nameSQL + `)`)
	// stampLine is the first line of one of them.
	stampLine = regexp.MustCompile(`^(?:INSERT INTO|UPDATE|DELETE FROM) .*version_num`)
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
	if m := insertRow.FindStringSubmatch(text); m != nil {
		return m[1], row{to: m[2]}, m[2] == s.id
	}
	if m := updateRow.FindStringSubmatch(text); m != nil {
		return m[1], row{m[3], m[2]}, m[2] == s.id
	}
	if m := deleteRow.FindStringSubmatch(text); m != nil {
		return m[1], row{from: m[2]}, true
	}
	return "", row{}, false
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
			if m := ofTable.FindStringSubmatch(statement.Text); m == nil || m[1] != table {
				kept = append(kept, statement)
			}
		}
		s.statements = kept
	}
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

// namePath takes a name apart at its dots, without quotes.
func namePath(name string) []string {
	var path []string
	for _, m := range aName.FindAllString(name, -1) {
		path = append(path, unquoted(m))
	}
	if path == nil {
		return []string{"alembic_version"}
	}
	return path
}

func bareName(name string) string {
	path := namePath(name)
	return path[len(path)-1]
}

// nameSQL is a name as SQL has it, with those of what it is in.
const nameSQL = "(?:\"(?:[^\"]|\"\")*\"|`(?:[^`]|``)*`|[\\w$]+)(?:\\.(?:\"(?:[^\"]|\"\")*\"|`(?:[^`]|``)*`|[\\w$]+))*"

var aName = regexp.MustCompile("\"(?:[^\"]|\"\")*\"|`(?:[^`]|``)*`|\\[[^\\]]*\\]|[\\w$\\x{80}-\\x{10ffff}]+")

func unquoted(name string) string {
	switch name[0] {
	case '"', '`':
		q := name[:1]
		return strings.ReplaceAll(name[1:len(name)-1], q+q, q)
	case '[':
		return name[1 : len(name)-1]
	}
	return name
}
