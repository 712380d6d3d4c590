package schema

import (
	"reflect"
	"slices"
)

// A Change is one step from one schema to another: what one DDL statement does. The set is closed:
//
//	CreateTable  DropTable  AlterTable  RenameTable
//	AddColumn  DropColumn  AlterColumn  RenameColumn
//	AddIndex  DropIndex  RenameIndex
//	AddForeignKey  DropForeignKey
//	AddCheck  DropCheck
//	CreateEnum  DropEnum  RenameEnum  AlterEnum
//	SetTrait
//
//sumtype:decl
type Change interface {
	// Object names what is changed, as it is called before the change (for what is created: after it).
	Object() Object
	change()
}

// The changes of a table.
type (
	// CreateTable creates a table with all that belongs to it.
	// Fails is as of [AlterColumn], where one of its constraints repeats another.
	CreateTable struct {
		Table *Table
		Fails string
		If    If
	}
	// DropTable drops a table and its rows. With are all tables that the same statement drops, as SQL names them, a line each; empty: it drops this one alone.
	DropTable struct {
		Table   string
		With    string
		Cascade bool // what depends on it goes with it (PostgreSQL)
		If      If
	}
	// AlterTable gives a table other options; an empty option stays as it is. Setting a charset or collation converts
	// every column to it.
	// Keep are columns to be restated with it, since the conversion would give them another type (MySQL makes a text a mediumtext when
	// its characters get longer), or the table's charset in place of their own.
	// Default: no column is converted, and a charset is that of columns to come.
	AlterTable struct {
		Table    string
		From, To Options
		Keep     []Column
		Default  bool
		If       If
	}
	// RenameTable gives a table another name. Its foreign keys and those to it follow, and what the server has named by it.
	RenameTable struct {
		From, To string
		If       If
	}
)

// The changes of a column.
type (
	// AddColumn adds a column, behind the last one where Place says nothing.
	AddColumn struct {
		Table  string
		Column Column
		Place  Place
		If     If
	}
	// DropColumn drops a column and its values.
	DropColumn struct {
		Table, Column string
		Cascade       bool // what depends on it goes with it (PostgreSQL)
		If            If
	}
	// AlterColumn gives the column Name those properties of To that Set names.
	// To is complete where the change comes from a comparison, and on engines that always state the whole column.
	// From is the column before it, zero where the change comes from a history.
	AlterColumn struct {
		Table, Name string
		From, To    Column
		Set         Property
		// Place moves the column (MySQL); the zero Place leaves it where it is.
		Place Place
		// Using is PostgreSQL's expression for the new value; empty: a plain cast.
		Using string
		// Fails is the server's refusal where this statement, as it was released, can never run; empty: it can.
		Fails string
		If    If
	}
	// RenameColumn renames a column.
	RenameColumn struct {
		Table, From, To string
		If              If
	}
)

// The changes of indexes and constraints.
type (
	// AddIndex adds an index, a unique constraint or a primary key. Using names the unique index that becomes the constraint, under the name of Index where
	// that has one (PostgreSQL); empty: it is built.
	AddIndex struct {
		Table string
		Index Index
		Using string
		// Fails is as of [AlterColumn], where the index repeats another.
		Fails string
		If    If
	}
	// DropIndex drops an index, a unique constraint or a primary key. Table may be empty where index names are global.
	// Kind says which, as far as it is known. As SQL's DROP CONSTRAINT does not tell, one of kind [Constraint] drops the constraint of
	// that name whatever it is, a foreign key or check too.
	DropIndex struct {
		Table, Name string
		Kind        IndexKind
		Cascade     bool // the foreign keys that refer to it go with it (PostgreSQL)
		// Fails is as of [AlterColumn], where what it drops is not there.
		Fails string
		If    If
	}
	// RenameIndex renames an index or the constraint that it holds. As SQL's RENAME CONSTRAINT does not tell, one of kind [Constraint] renames
	// the constraint of that name whatever it is, a foreign key or check too.
	RenameIndex struct {
		Table, From, To string
		Kind            IndexKind
		If              If
	}
	// AddForeignKey adds a foreign key.
	AddForeignKey struct {
		Table      string
		ForeignKey ForeignKey
		If         If
	}
	// DropForeignKey drops a foreign key.
	DropForeignKey struct {
		Table, Name string
		If          If
	}
	// AddCheck adds a check constraint.
	AddCheck struct {
		Table string
		Check Check
		If    If
	}
	// DropCheck drops a check constraint.
	DropCheck struct {
		Table, Name string
		If          If
	}
)

// A Place is where among a table's columns one goes (MySQL).
type Place struct {
	First bool
	After string // the column before it; empty: nothing is said
}

// SetTrait gives an object another value of a trait; an empty one is the default. Of an index, Of may lack the table, and of a constraint whose kind a
// statement does not say, the kind is [CheckObject].
type SetTrait struct {
	Of       Object
	Trait    Trait
	From, To string
	If       If
}

// The changes of named enum types (PostgreSQL).
type (
	// CreateEnum creates an enum type.
	CreateEnum struct{ Enum Enum }
	// DropEnum drops an enum type that no column uses.
	DropEnum struct {
		Name    string
		Cascade bool // what depends on it goes with it (PostgreSQL)
		If      If
	}
	// RenameEnum renames an enum type; its columns follow.
	RenameEnum struct{ From, To string }
	// AlterEnum gives an enum type other labels. As one statement it can only add some; see package fixup for the rest.
	AlterEnum struct {
		From, To Enum
		// Edit is what a lone statement does to labels that it does not name; From and To have the type's name alone. Nil: To says all.
		Edit *LabelEdit
		If   If
	}
)

// A LabelEdit puts a label into an enum type.
type LabelEdit struct {
	Label string
	Place LabelPlace
	Other string // the label that Place is about
	Alone bool   // it is known to be added outside of a transaction, so that what follows can use it (PostgreSQL)
}

// A LabelPlace says where among the labels that are there a new one goes.
type LabelPlace int

// The places of a new label.
const (
	LastLabel LabelPlace = iota
	BeforeLabel
	AfterLabel
	InsteadOfLabel // the other label is renamed
)

// An ObjectKind is a kind of thing that a schema is made of.
type ObjectKind string

// The kinds of objects.
const (
	TableObject      ObjectKind = "table"
	ColumnObject     ObjectKind = "column"
	IndexObject      ObjectKind = "index" // any kind of index
	ForeignKeyObject ObjectKind = "foreign key"
	CheckObject      ObjectKind = "check"
	EnumObject       ObjectKind = "type"
)

// An Object names one thing in a schema. It is comparable.
type Object struct {
	Kind  ObjectKind
	Table string // empty for enum types
	Name  string // empty for tables, and for what has no name of its own
}

// Object implements [Change].
func (c CreateTable) Object() Object { return Object{Kind: TableObject, Table: c.Table.Name} }

// Object implements [Change].
func (c DropTable) Object() Object { return Object{Kind: TableObject, Table: c.Table} }

// Object implements [Change].
func (c AlterTable) Object() Object { return Object{Kind: TableObject, Table: c.Table} }

// Converts reports whether the change gives the texts in the table another charset or collation.
func (c AlterTable) Converts() bool { return !c.Default && c.To.Charset+c.To.Collation != "" }

// Object implements [Change].
func (c RenameTable) Object() Object { return Object{Kind: TableObject, Table: c.From} }

// Object implements [Change].
func (c AddColumn) Object() Object { return Object{ColumnObject, c.Table, c.Column.Name} }

// Object implements [Change].
func (c DropColumn) Object() Object { return Object{ColumnObject, c.Table, c.Column} }

// Object implements [Change].
func (c AlterColumn) Object() Object { return Object{ColumnObject, c.Table, c.Name} }

// Object implements [Change].
func (c RenameColumn) Object() Object { return Object{ColumnObject, c.Table, c.From} }

// Object implements [Change].
func (c AddIndex) Object() Object { return Object{IndexObject, c.Table, c.Index.Name} }

// Object implements [Change].
func (c DropIndex) Object() Object { return Object{IndexObject, c.Table, c.Name} }

// Object implements [Change].
func (c RenameIndex) Object() Object { return Object{IndexObject, c.Table, c.From} }

// Object implements [Change].
func (c AddForeignKey) Object() Object { return Object{ForeignKeyObject, c.Table, c.ForeignKey.Name} }

// Object implements [Change].
func (c DropForeignKey) Object() Object { return Object{ForeignKeyObject, c.Table, c.Name} }

// Object implements [Change].
func (c AddCheck) Object() Object { return Object{CheckObject, c.Table, c.Check.Name} }

// Object implements [Change].
func (c DropCheck) Object() Object { return Object{CheckObject, c.Table, c.Name} }

// Object implements [Change].
func (c CreateEnum) Object() Object { return Object{Kind: EnumObject, Name: c.Enum.Name} }

// Object implements [Change].
func (c DropEnum) Object() Object { return Object{Kind: EnumObject, Name: c.Name} }

// Object implements [Change].
func (c RenameEnum) Object() Object { return Object{Kind: EnumObject, Name: c.From} }

// Object implements [Change].
func (c AlterEnum) Object() Object { return Object{Kind: EnumObject, Name: c.From.Name} }

// Object implements [Change].
func (c SetTrait) Object() Object { return c.Of }

func (SetTrait) change()       {}
func (CreateTable) change()    {}
func (DropTable) change()      {}
func (AlterTable) change()     {}
func (RenameTable) change()    {}
func (AddColumn) change()      {}
func (DropColumn) change()     {}
func (AlterColumn) change()    {}
func (RenameColumn) change()   {}
func (AddIndex) change()       {}
func (DropIndex) change()      {}
func (RenameIndex) change()    {}
func (AddForeignKey) change()  {}
func (DropForeignKey) change() {}
func (AddCheck) change()       {}
func (DropCheck) change()      {}
func (CreateEnum) change()     {}
func (DropEnum) change()       {}
func (RenameEnum) change()     {}
func (AlterEnum) change()      {}

// Flaw returns the server's refusal of a statement that can never run as it was released; empty: it can.
func Flaw(c Change) string {
	switch c := c.(type) {
	case AlterColumn:
		return c.Fails
	case DropIndex:
		return c.Fails
	case CreateTable:
		return c.Fails
	case AddIndex:
		return c.Fails
	case DropTable, AlterTable, RenameTable, AddColumn, DropColumn, RenameColumn, RenameIndex, AddForeignKey, DropForeignKey, AddCheck,
		DropCheck, CreateEnum, DropEnum, RenameEnum, AlterEnum, SetTrait:
	}
	return ""
}

// Mended returns the change as it was meant: without the flaw for which a server refuses it as it was released.
// What somebody mends by hand before an upgrade leads to the same schema.
func Mended(c Change) Change {
	switch a := c.(type) {
	case AlterColumn:
		if a.Fails != "" {
			a.Fails = ""
			return a
		}
	case DropIndex:
		if a.Fails != "" {
			a.Fails, a.If = "", a.If|IfObject
			return a
		}
	case CreateTable:
		if a.Fails != "" {
			a.Fails, a.Table = "", withoutRepeated(a.Table)
			return a
		}
	case AddIndex:
		if a.Fails != "" {
			a.Fails = ""
			return a
		}
	case DropTable, AlterTable, RenameTable, AddColumn, DropColumn, RenameColumn, RenameIndex, AddForeignKey, DropForeignKey, AddCheck,
		DropCheck, CreateEnum, DropEnum, RenameEnum, AlterEnum, SetTrait:
	}
	return c
}

// withoutRepeated is a table without the constraints that repeat its primary key.
func withoutRepeated(t *Table) *Table {
	pk, _ := t.PrimaryKey()
	t = t.Clone()
	t.Indexes = slices.DeleteFunc(t.Indexes, func(x Index) bool { return x.Kind == Constraint && x.SameParts(Semantics{}, &pk) })
	return t
}

// Skippable reports whether a server refuses a statement as it was released, so that a database lacks what it was to do and nothing else where a client program
// went on behind it. A table that is not made is missed: the statement is made without what it is refused for.
func Skippable(c Change) bool {
	_, table := c.(CreateTable)
	return Flaw(c) != "" && !table
}

// Replay makes a change as those databases have it that got past it. A statement that its server refuses was mended by hand there, or it was skipped, see
// [Semantics.SkipsRefused].
func (s *Schema) Replay(c Change) error {
	if _, drop := c.(DropIndex); Skippable(c) && !drop && s.Semantics.SkipsRefused {
		return nil
	}
	return s.Apply(Mended(c))
}

// HasChange reports whether a change is one of those, part by part.
func HasChange(changes []Change, c Change) bool {
	return slices.ContainsFunc(changes, func(d Change) bool { return reflect.DeepEqual(c, d) })
}
