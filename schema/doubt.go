package schema

import "fmt"

// The kinds of an [Opaque] that say that there is more to a table than its definition tells, or that it is another table's part.
const (
	Partition    = "partition"    // Name is the part, Table the table that has it
	Partitioning = "partitioning" // of the table
	Versioning   = "system versioning"
	Exclusion    = "exclusion constraint"
)

// IsPart reports whether an object says of which parts, or of which other table, a table is: nothing that is dropped by itself.
func IsPart(o Opaque) bool {
	return o.Kind == Partition || o.Kind == Partitioning || o.Kind == Versioning || o.Kind == Inheritance
}

// unalterable are the kinds of objects that share the namespace of tables and that servers are known to refuse to alter as tables; of others it is not known.
var unalterable = map[string]bool{"view": true, "materialized view": true, "sequence": true, "system view": true}

// Unalterable reports whether servers refuse to alter the object as a table, whose namespace it shares; for a partition or a foreign table nobody can say.
func (o Opaque) Unalterable() bool { return o.standsForTable() && unalterable[o.Kind] }

// Doubt says why this schema cannot tell whether a server makes a change: the change is about a table that the schema knows in part only.
// Empty: what [Schema.Apply] says is what is known.
func (s *Schema) Doubt(c Change) string {
	for _, table := range tablesOf(c) {
		for _, o := range s.Opaque {
			if why := doubtOf(s, c, table, o); why != "" {
				return why
			}
		}
	}
	return ""
}

// tablesOf are the tables that a change is about: its own, and the one that it refers to.
func tablesOf(c Change) []string {
	tables := []string{c.Object().Table}
	if f, ok := c.(AddForeignKey); ok {
		tables = append(tables, f.ForeignKey.RefTable)
	}
	return tables
}

func doubtOf(s *Schema, c Change, table string, o Opaque) string {
	is := func(name string) bool {
		return table != "" && s.Semantics.TableKey(name) == s.Semantics.TableKey(table)
	}
	_, creates := c.(CreateTable)
	switch {
	case creates:
	case is(o.Name) && o.standsForTable() && s.Table(table) == nil && !unalterable[o.Kind]:
		return fmt.Sprintf("%s is a %s, and was not compared", table, o.Kind)
	case is(o.Table) && (o.Kind == Partition || o.Kind == Partitioning) && touchesParts(s, c, table):
		return table + " is partitioned, and by what was not compared"
	case is(o.Table) && o.Kind == Versioning && !dropsTable(c):
		return table + " is system-versioned, and whether that keeps it from being altered (system_versioning_alter_history) is not known"
	case o.Kind == Inheritance && (is(o.Table) && touchesHeir(c) || is(o.Name) && touchesHeirs(s, c, o.Table)):
		return fmt.Sprintf("table %s inherits from %s, and which of its columns was not compared", o.Table, o.Name)
	}
	return ""
}

func dropsTable(c Change) bool { _, ok := c.(DropTable); return ok }

// touchesParts reports whether the columns that a table is partitioned by decide whether a change can be made.
func touchesParts(s *Schema, c Change, table string) bool {
	switch c := c.(type) {
	case AddColumn, DropTable, RenameTable, AddCheck, DropCheck, DropForeignKey:
		return false
	case AddIndex:
		return c.Index.Kind.Unique() || s.Semantics.TransactionalDDL // which may be built CONCURRENTLY, as no index of all parts is
	case AlterColumn:
		t := s.Table(table)
		if t == nil {
			return true
		}
		i := t.Column(s.Semantics, c.Name)
		if i < 0 {
			return true
		}
		to := t.Columns[i].With(c.To, c.Set)
		return to.Name != t.Columns[i].Name || t.Columns[i].Differ(&to)&(PropType|PropCollation) != 0
	default:
		return true
	}
}

// touchesHeir reports whether a change may be one that the server makes only to the table from which this one inherits.
func touchesHeir(c Change) bool {
	switch c.(type) {
	case DropColumn, RenameColumn, AlterColumn, DropCheck, RenameIndex, DropIndex:
		return true
	default:
		return false
	}
}

// touchesHeirs reports whether a change to a table may be refused because of a table that inherits from it.
func touchesHeirs(s *Schema, c Change, heir string) bool {
	switch c := c.(type) {
	case AddColumn:
		t := s.Table(heir)
		return t == nil || t.Column(s.Semantics, c.Column.Name) >= 0
	case AddIndex, AddForeignKey, DropForeignKey, DropIndex, RenameTable, AlterTable:
		return false
	default:
		return true
	}
}
