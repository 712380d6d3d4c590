package mysql

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"assay/schema"
)

// Refusal returns what the server answers the statement that makes a change in a database of this schema; nil: it makes it. Whether data is in
// the way it cannot know.
func (r *Room) Refusal(s *schema.Schema, c schema.Change) *schema.Refusal {
	server := refuser{r.flavor}
	if f := server.unknownSyntax(c); f != nil {
		return f
	}
	if s.Idle(c) {
		return nil
	}
	if f := server.impossible(s, c); f != nil {
		return f
	}
	if f := recomputed(server, s, c); f != nil {
		return f
	}
	if f := unpartitionable(s, c); f != nil {
		return f
	}
	after := s.Trial()
	err := after.Apply(c)
	var conflict *schema.Conflict
	switch {
	case errors.As(err, &conflict):
		return server.conflict(s, conflict)
	case err != nil:
		return &schema.Refusal{Code: "1064", State: "42000", Text: err.Error()}
	}
	if refusal := keyDrop(s, c); refusal != nil {
		return refusal
	}
	if refusal := server.dependents(s, c); refusal != nil {
		return refusal
	}
	if refusal := server.made(after, c); refusal != nil {
		return refusal
	}
	for _, col := range schema.Defined(after, c, schema.PropAll) {
		if server.isMariaDB() && col.Invisible && !col.Nullable && col.Default == "" && col.Generated == "" && !col.AutoIncrement {
			return &schema.Refusal{Code: "4108", State: "HY000", Text: "Invisible column `" + col.Name + "` must have a default value"}
		}
	}
	for _, col := range schema.Defined(after, c, schema.PropDefault) {
		if server.literalRefused(col) {
			return &schema.Refusal{Code: "1101", State: "42000", Text: "BLOB/TEXT column '" + col.Name + "' can't have a default value"}
		}
		if col.Misfit(col.Type.Labels()) || badDefault(server.flavor, col) {
			return &schema.Refusal{Code: "1067", State: "42000", Text: "Invalid default value for '" + col.Name + "'"}
		}
	}
	if refusal := server.expressionRefused(after, c); refusal != nil {
		return refusal
	}
	if refusal := server.newReferences(after, c); refusal != nil {
		return refusal
	}
	if refusal := computedFromKeys(server, s.Table(c.Object().Table), c); refusal != nil {
		return refusal
	}
	if grows(c) {
		if t := after.Table(c.Object().Table); t != nil {
			return server.tooLarge(t, c)
		}
	}
	return nil
}

// made says what the server makes no table and no key of.
func (r refuser) made(after *schema.Schema, c schema.Change) *schema.Refusal {
	t := after.Table(c.Object().Table)
	if t == nil {
		return nil
	}
	if grows(c) {
		if refusal := tableRefused(r.flavor, t); refusal != nil {
			return refusal
		}
	}
	checks, indexes := schema.Makes(c)
	if refusal := namedLikeKey(r, t, checks); refusal != nil {
		return refusal
	}
	for _, x := range indexes {
		if refusal := keyRefused(r.flavor, t, x); refusal != nil {
			return refusal
		}
		if refusal := indexRefused(r.flavor, t, x); refusal != nil {
			return refusal
		}
	}
	return nil
}

// conflict says in the server's words why a change does not go with what is there.
func (r refuser) conflict(s *schema.Schema, k *schema.Conflict) *schema.Refusal {
	f := &schema.Refusal{Conflict: k}
	say := func(code, state, format string, args ...any) *schema.Refusal {
		f.Code, f.State, f.Text = code, state, fmt.Sprintf(format, args...)
		return f
	}
	o := k.Object
	switch k.Reason {
	case schema.Exists:
		return r.exists(k, say)
	case schema.Missing:
		return r.missing(s, k, say)
	case schema.NeedsKey:
		return say("1075", "42000", "Incorrect table definition; there can be only one auto column and it must be defined as a key")
	case schema.InUse:
		if k.User.Kind == schema.ForeignKeyObject {
			return r.keyInTheWay(s, k, say)
		}
		if k.User.Kind == schema.CheckObject {
			return checkInTheWay(r, k, say)
		}
		return say("1171", "42000", "All parts of a PRIMARY KEY must be NOT NULL; if you need NULL in a key, use UNIQUE instead")
	case schema.Impossible:
		a, _ := k.Change.(schema.AlterColumn)
		return say("1064", "42000", "You have an error in your SQL syntax (%s)", a.Fails)
	}
	return say("1105", "HY000", "%s", o.String())
}

// checkInTheWay: a check that is about the column and others keeps it from being dropped; MySQL's keeps it from being renamed as well.
func checkInTheWay(r refuser, k *schema.Conflict, say sayer) *schema.Refusal {
	if r.isMariaDB() {
		return say("1054", "42S22", "Unknown column '%s' in 'CHECK'", k.Object.Name)
	}
	name := cmp.Or(k.User.Name, k.User.Table+"_chk_1") // as the server names them
	return say("3959", "HY000", "Check constraint '%s' uses column '%s', hence column cannot be dropped or renamed.", name, k.Object.Name)
}

type sayer func(code, state, format string, args ...any) *schema.Refusal

func (r refuser) exists(k *schema.Conflict, say sayer) *schema.Refusal {
	o := k.Object
	switch o.Kind {
	case schema.TableObject:
		return say("1050", "42S01", "Table '%s' already exists", o.Table)
	case schema.ColumnObject:
		return say("1060", "42S21", "Duplicate column name '%s'", o.Name)
	case schema.IndexObject:
		if strings.EqualFold(o.Name, "PRIMARY") {
			return say("1068", "42000", "Multiple primary key defined")
		}
		return say("1061", "42000", "Duplicate key name '%s'", o.Name)
	case schema.CheckObject:
		if r.isMariaDB() {
			return say("1826", "HY000", "Duplicate CHECK constraint name '%s'", o.Name)
		}
		return say("3822", "HY000", "Duplicate check constraint name '%s'.", o.Name)
	case schema.ForeignKeyObject, schema.EnumObject:
	}
	switch {
	case r.isMariaDB(): // it does not know its own database's name here
		return say("1005", "HY000", "Can't create table `%s` (errno: 121 \"Duplicate key on write or update\")", o.Table)
	case r.vendor == mySQL && !r.atLeastMySQL(5, 7):
		return say("1022", "23000", "Can't write; duplicate key in table '%s'", o.Table)
	}
	return say("1826", "HY000", "Duplicate foreign key constraint name '%s'", o.Name)
}

func (r refuser) missing(s *schema.Schema, k *schema.Conflict, say sayer) *schema.Refusal {
	o := k.Object
	_, isView := s.View(o.Table)
	drops := false
	switch k.Change.(type) {
	case schema.DropColumn, schema.DropIndex, schema.DropForeignKey, schema.DropCheck:
		drops = true
	}
	switch {
	case isDropOfCheck(k.Change) && !r.isMariaDB() && o.Kind == schema.CheckObject:
		return say("3821", "HY000", "Check constraint '%s' is not found in the table.", o.Name)
	case refersToNothing(s, k) && r.atLeastMySQL(8):
		return missingReference(k, say)
	case refersToNothing(s, k) && r.isMariaDB():
		return say("1005", "HY000", "Can't create table `%s` (errno: 150 \"Foreign key constraint is incorrectly formed\")", k.Change.Object().Table)
	case o.Kind == schema.TableObject && isView && isDropTable(k.Change) && r.isMariaDB():
		return say("1965", "42S02", "'%s' is a view", o.Table)
	case o.Kind == schema.TableObject && isView && !isDropTable(k.Change) && !r.isMariaDB():
		return say("1347", "HY000", "'%s' is not BASE TABLE", o.Table)
	case o.Kind == schema.TableObject && isView && !isDropTable(k.Change):
		return say("1347", "HY000", "'%s' is not of type 'BASE TABLE'", o.Table)
	case o.Kind == schema.TableObject && isDropTable(k.Change):
		return say("1051", "42S02", "Unknown table '%s'", o.Table)
	case o.Kind == schema.TableObject:
		return say("1146", "42S02", "Table '%s' doesn't exist", o.Table)
	case isDropOfConstraint(k.Change) && r.vendor == mySQL:
		return say("3940", "HY000", "Constraint '%s' does not exist.", o.Name)
	case isDropOfConstraint(k.Change):
		return say("1091", "42000", "Can't DROP CONSTRAINT `%s`; check that it exists", o.Name)
	case drops && r.isMariaDB():
		return say("1091", "42000", "Can't DROP %s `%s`; check that it exists", droppedKind(o.Kind), o.Name)
	case drops:
		return say("1091", "42000", "Can't DROP '%s'; check that column/key exists", o.Name)
	case o.Kind == schema.ColumnObject && makesKey(k.Change):
		return say("1072", "42000", "Key column '%s' doesn't exist in table", o.Name)
	case o.Kind == schema.ColumnObject:
		return say("1054", "42S22", "Unknown column '%s' in '%s'", o.Name, o.Table)
	}
	return say("1176", "42000", "Key '%s' doesn't exist in table '%s'", o.Name, o.Table)
}

func isDropTable(c schema.Change) bool   { _, ok := c.(schema.DropTable); return ok }
func isDropOfCheck(c schema.Change) bool { _, ok := c.(schema.DropCheck); return ok }

func isDropOfConstraint(c schema.Change) bool {
	d, ok := c.(schema.DropIndex)
	return ok && d.Kind == schema.Constraint
}

// unknownSyntax is what MySQL says of conditions that MariaDB and TiDB alone have, but for those on whole tables, and of DROP CONSTRAINT before 8.0.19.
func (r refuser) unknownSyntax(c schema.Change) *schema.Refusal {
	if _, indexes := schema.Makes(c); !r.hasFunctionalIndexes && slices.ContainsFunc(indexes, computed) {
		return syntax("1064", "You have an error in your SQL syntax; this server does not know indexes of expressions")
	}
	if r.vendor != mySQL {
		return nil
	}
	if f := r.tooNew(c); f != nil {
		return f
	}
	near := ""
	switch i := schema.IfOf(c); c := c.(type) {
	case schema.CreateTable, schema.DropTable:
		return nil
	case schema.AddColumn, schema.AddIndex, schema.AddForeignKey, schema.AddCheck:
		if near = "IF NOT EXISTS"; i&schema.IfObject == 0 {
			near = ""
		}
		if i&schema.IfTable != 0 {
			near = "IF EXISTS"
		}
	default:
		if i != 0 {
			near = "IF EXISTS"
		} else if isDropOfConstraint(c) && !r.atLeastMySQL(8, 0, 19) {
			near = "CONSTRAINT " + quote(c.Object().Name)
		}
	}
	if near == "" {
		return nil
	}
	return &schema.Refusal{
		Code: "1064", State: "42000", Syntax: true,
		Text: fmt.Sprintf("You have an error in your SQL syntax; check the manual that corresponds to your MySQL server version for the right syntax to use near '%s …'", near),
	}
}

// missingReference is what MySQL says since 8.0 of a foreign key to a table or column that is not there.
func missingReference(k *schema.Conflict, say sayer) *schema.Refusal {
	if k.Object.Kind == schema.TableObject {
		return say("1824", "HY000", "Failed to open the referenced table '%s'", k.Object.Table)
	}
	add, _ := k.Change.(schema.AddForeignKey)
	return say("3734", "HY000", "Failed to add the foreign key constraint. Missing column '%s' for constraint '%s' in the referenced table '%s'",
		k.Object.Name, add.ForeignKey.Name, k.Object.Table)
}

// makesKey reports whether a change names columns for a key.
func makesKey(c schema.Change) bool {
	switch c.(type) {
	case schema.AddIndex, schema.AddForeignKey, schema.CreateTable:
		return true
	}
	return false
}

// refersToNothing reports whether a foreign key of a table that is there refers to a table or column that is not.
func refersToNothing(s *schema.Schema, k *schema.Conflict) bool {
	if create, ok := k.Change.(schema.CreateTable); ok {
		return k.Object.Kind == schema.TableObject && s.Semantics.TableKey(k.Object.Table) != s.Semantics.TableKey(create.Table.Name)
	}
	add, ok := k.Change.(schema.AddForeignKey)
	return ok && s.Table(add.Table) != nil && s.Semantics.TableKey(k.Object.Table) != s.Semantics.TableKey(add.Table)
}

// droppedKind is MariaDB's word for what cannot be dropped.
func droppedKind(k schema.ObjectKind) string {
	switch k {
	case schema.ColumnObject:
		return "COLUMN"
	case schema.ForeignKeyObject:
		return "FOREIGN KEY"
	case schema.CheckObject:
		return "CONSTRAINT"
	case schema.TableObject, schema.IndexObject, schema.EnumObject:
	}
	return "INDEX"
}

// keyInTheWay: a foreign key holds the column on either side, or the table that it refers to. It can be set aside.
func (r refuser) keyInTheWay(s *schema.Schema, k *schema.Conflict, say sayer) *schema.Refusal {
	o, key := k.Object, k.User
	own := s.Semantics.TableKey(key.Table) == s.Semantics.TableKey(o.Table)
	var f *schema.Refusal
	switch k.Change.(type) {
	case schema.DropTable:
		if r.atLeastMySQL(8) {
			return say("3730", "HY000", "Cannot drop table '%s' referenced by a foreign key constraint '%s' on table '%s'.", o.Table, key.Name, key.Table)
		}
		return say("1451", "23000", "Cannot delete or update a parent row: a foreign key constraint fails")
	case schema.DropColumn:
		if own && r.isMariaDB() { // which looks at the index first
			return say("1553", "HY000", "Cannot drop index '%s': needed in a foreign key constraint", supporting(s, key))
		}
		if own {
			return say("1828", "HY000", "Cannot drop column '%s': needed in a foreign key constraint '%s'", o.Name, key.Name)
		}
		return say("1829", "HY000", "Cannot drop column '%s': needed in a foreign key constraint '%s' of table '%s'", o.Name, key.Name, key.Table)
	case schema.DropIndex:
		return say("1553", "HY000", "Cannot drop index '%s': needed in a foreign key constraint", o.Name)
	}
	_, converts := k.Change.(schema.AlterTable)
	if converts {
		o.Name = keyedText(s, key, o.Table, own)
	}
	switch {
	case converts && r.atLeastMySQL(8):
		f = incompatibleCharsets(s, key, say)
	case own:
		f = say("1832", "HY000", "Cannot change column '%s': used in a foreign key constraint '%s'", o.Name, key.Name)
	default:
		f = say("1833", "HY000", "Cannot change column '%s': used in a foreign key constraint '%s' of table '%s'", o.Name, key.Name, key.Table)
	}
	t := s.Table(key.Table)
	if i := slices.IndexFunc(t.ForeignKeys, func(x schema.ForeignKey) bool { return x.Name == key.Name }); i >= 0 {
		f.Blockers = []schema.Blocker{{
			What: key.String(),
			Drop: schema.DropForeignKey{Table: t.Name, Name: key.Name},
			Back: schema.AddForeignKey{Table: t.Name, ForeignKey: t.ForeignKeys[i]},
		}}
	}
	return f
}

// incompatibleCharsets is what MySQL says since 8.0 where a conversion gives the two sides of a foreign key different charsets.
func incompatibleCharsets(s *schema.Schema, key schema.Object, say sayer) *schema.Refusal {
	for _, f := range s.Table(key.Table).ForeignKeys {
		if f.Name == key.Name {
			return say("3780", "HY000", "Referencing column '%s' and referenced column '%s' in foreign key constraint '%s' are incompatible.", f.Columns[0], f.RefColumns[0], f.Name)
		}
	}
	return say("3780", "HY000", "the two sides of foreign key constraint '%s' are incompatible.", key.Name)
}

// keyedText names the first text on one side of a foreign key, which a conversion would change.
func keyedText(s *schema.Schema, key schema.Object, table string, own bool) string {
	t := s.Table(table)
	for _, f := range s.Table(key.Table).ForeignKeys {
		columns := f.RefColumns
		if own {
			columns = f.Columns
		}
		for _, name := range columns {
			if i := t.Column(s.Semantics, name); f.Name == key.Name && i >= 0 && isText(t.Columns[i].Type) {
				return name
			}
		}
	}
	return ""
}

// supporting names the index that a foreign key uses.
func supporting(s *schema.Schema, key schema.Object) string {
	t := s.Table(key.Table)
	for _, f := range t.ForeignKeys {
		for _, x := range t.Indexes {
			if f.Name == key.Name && x.Supports(s.Semantics, f) {
				return x.Name
			}
		}
	}
	return key.Name
}

// keyDrop refuses to drop the only index that a foreign key of the table can use.
func keyDrop(s *schema.Schema, c schema.Change) *schema.Refusal {
	d, ok := c.(schema.DropIndex)
	t := s.Table(d.Table)
	named := func(f schema.ForeignKey) bool { return s.Semantics.SameName(f.Name, d.Name) }
	if !ok || t == nil || d.Kind == schema.Constraint && slices.ContainsFunc(t.ForeignKeys, named) {
		return nil // the foreign key of that name goes, and the index stays
	}
	if refusal := referredDrop(s, t, d); refusal != nil {
		return refusal
	}
	for _, f := range t.ForeignKeys {
		var support []string
		for _, x := range t.Indexes {
			if x.Supports(s.Semantics, f) {
				support = append(support, x.Name)
			}
		}
		if len(support) == 1 && s.Semantics.SameName(support[0], d.Name) {
			return &schema.Refusal{
				Code: "1553", State: "HY000", Text: fmt.Sprintf("Cannot drop index '%s': needed in a foreign key constraint", d.Name),
				Blockers: []schema.Blocker{{
					What: "foreign key " + t.Name + "." + f.Name,
					Drop: schema.DropForeignKey{Table: t.Name, Name: f.Name}, Back: schema.AddForeignKey{Table: t.Name, ForeignKey: f},
				}},
			}
		}
	}
	return nil
}

// grows reports whether a change can make a row or a key longer.
func grows(c schema.Change) bool {
	switch c := c.(type) {
	case schema.CreateTable, schema.AddColumn, schema.AddIndex, schema.AlterTable:
		return true
	case schema.AlterColumn:
		return c.Set&schema.PropType != 0
	}
	return false
}

// TooLong is the server's answer to a text that a column does not take, in a strict session.
func (r *Room) TooLong(column string, _ schema.Type) *schema.Refusal {
	return &schema.Refusal{Code: "1406", State: "22001", Text: fmt.Sprintf("Data too long for column '%s' at row 1", column)}
}
