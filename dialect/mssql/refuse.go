package mssql

import (
	"assay/dialect/narrow"
	"assay/schema"
)

// Refusal returns what the server answers the statement that makes a change in a database of this schema; nil: it makes it, as far as that does not depend on
// the data. The words are those of its documentation.
func (r *Room) Refusal(s *schema.Schema, c schema.Change) *schema.Refusal {
	if s.Idle(c) {
		return nil
	}
	var f *schema.Refusal
	switch c := c.(type) {
	case schema.AlterColumn:
		f = alterRefusal(s, c)
	case schema.DropColumn:
		f = dropRefusal(s, c)
	case schema.AddIndex:
		f = indexRefusal(s, c)
	case schema.AddForeignKey:
		f = keyRefusal(s, c)
	case schema.AddCheck:
		f = nameRefusal(s, c.Check.Name)
	case schema.DropIndex:
		f = dropIndexRefusal(s, c)
		c.Fails = ""
		return narrow.FirstOf(f, func() *schema.Refusal { return applied(s, c) })
	case schema.CreateTable:
		return r.tableRefusal(s, c)
	case schema.AddColumn:
		f = countsRefusal(s, c)
	case schema.RenameColumn:
		f = renameRefusal(s, c)
	case schema.DropTable, schema.AlterTable, schema.RenameTable, schema.RenameIndex, schema.DropForeignKey, schema.DropCheck, schema.CreateEnum, schema.DropEnum,
		schema.RenameEnum, schema.AlterEnum, schema.SetTrait:
	}
	return narrow.FirstOf(f, func() *schema.Refusal { return applied(s, schema.Mended(c)) })
}

// applied is the server's answer where a change does not go with the names that are there.
func applied(s *schema.Schema, c schema.Change) *schema.Refusal {
	return narrow.Applied(s, c, conflict)
}

func conflict(k *schema.Conflict) *schema.Refusal {
	switch k.Reason {
	case schema.Exists:
		return existsRefusal(k)
	case schema.Missing:
		return missingRefusal(k)
	case schema.InUse:
		return inUseRefusal(k)
	case schema.Impossible, schema.NeedsKey:
	}
	return narrow.Refuse("unknown", "%s", k.Error())
}

func existsRefusal(k *schema.Conflict) *schema.Refusal {
	o := k.Object
	switch o.Kind {
	case schema.ColumnObject:
		if _, rename := k.Change.(schema.RenameColumn); rename {
			return narrow.Refuse("15335", "Error: The new name '%s' is already in use as a COLUMN name and would cause a duplicate that is not permitted.", o.Name)
		}
		return narrow.Refuse("2705", "Column names in each table must be unique. Column name '%s' in table '%s' is specified more than once.", o.Name, o.Table)
	case schema.IndexObject:
		add, ok := k.Change.(schema.AddIndex)
		switch {
		case ok && add.Index.Kind == schema.Primary:
			return narrow.Refuse("1779", "Table '%s' already has a primary key defined on it.", o.Table)
		case ok && add.Index.Kind == schema.Constraint:
			return narrow.Refuse("2714", "There is already an object named '%s' in the database.", o.Name)
		}
		return narrow.Refuse("1913", "The operation failed because an index or statistics with name '%s' already exists on table '%s'.", o.Name, o.Table)
	case schema.TableObject:
		if _, rename := k.Change.(schema.RenameTable); rename {
			return narrow.Refuse("15335", "Error: The new name '%s' is already in use as a OBJECT name and would cause a duplicate that is not permitted.", o.Table)
		}
		return narrow.Refuse("2714", "There is already an object named '%s' in the database.", o.Table)
	case schema.ForeignKeyObject, schema.CheckObject, schema.EnumObject:
	}
	return narrow.Refuse("2714", "There is already an object named '%s' in the database.", o.Name)
}

func missingRefusal(k *schema.Conflict) *schema.Refusal {
	o := k.Object
	switch c := k.Change.(type) {
	case schema.DropTable:
		return narrow.Refuse("3701", "Cannot drop the table '%s', because it does not exist or you do not have permission.", o.Table)
	case schema.RenameTable, schema.RenameColumn, schema.RenameIndex:
		return narrow.Refuse("15225", "No item by the name of '%s' could be found in the current database.", o.Name+map[bool]string{true: o.Table}[o.Name == ""])
	case schema.DropColumn:
		if o.Kind == schema.ColumnObject {
			return narrow.Refuse("4924", "ALTER TABLE DROP COLUMN failed because column '%s' does not exist in table '%s'.", o.Name, o.Table)
		}
	case schema.AlterColumn:
		if o.Kind == schema.ColumnObject {
			return narrow.Refuse("4924", "ALTER TABLE ALTER COLUMN failed because column '%s' does not exist in table '%s'.", o.Name, o.Table)
		}
	case schema.AddForeignKey:
		return missingKey(o, c)
	case schema.DropIndex:
		if o.Kind != schema.TableObject && c.Kind == schema.Plain {
			return narrow.Refuse("3701", "Cannot drop the index '%s.%s', because it does not exist or you do not have permission.", o.Table, o.Name)
		}
	}
	switch o.Kind {
	case schema.ColumnObject:
		return narrow.Refuse("1911", "Column name '%s' does not exist in the target table or view.", o.Name)
	case schema.IndexObject, schema.ForeignKeyObject, schema.CheckObject:
		return narrow.Refuse("3728", "'%s' is not a constraint.", o.Name)
	case schema.TableObject, schema.EnumObject:
	}
	return narrow.Refuse("4902", `Cannot find the object "%s" because it does not exist or you do not have permissions.`, o.Table)
}

func inUseRefusal(k *schema.Conflict) *schema.Refusal {
	switch c := k.Change.(type) {
	case schema.DropTable:
		return narrow.Refuse("3726", "Could not drop object '%s' because it is referenced by a FOREIGN KEY constraint.", c.Table)
	case schema.RenameColumn:
		return narrow.Refuse("15336", "Object '%s.%s' cannot be renamed because the object participates in enforced dependencies.", c.Table, c.From)
	}
	return dependent(string(k.User.Kind), k.User.Name, k.Change)
}

// dependent is the answer where something is made of a column.
func dependent(kind, named string, c schema.Change) *schema.Refusal {
	does := "ALTER COLUMN"
	if _, drops := c.(schema.DropColumn); drops {
		does = "DROP COLUMN"
	}
	o := c.Object()
	return narrow.Refuse("5074", "The %s '%s' is dependent on column '%s'. ALTER TABLE %s %s failed because one or more objects access this column.",
		kind, named, o.Name, does, o.Name)
}

// dropIndexRefusal: a constraint goes by DROP CONSTRAINT, and an index by DROP INDEX.
func dropIndexRefusal(s *schema.Schema, c schema.DropIndex) *schema.Refusal {
	t := s.Table(c.Table)
	if t == nil {
		return nil
	}
	i := t.Index(s.Semantics, c.Name)
	if i < 0 {
		return nil
	}
	switch held := t.Indexes[i].Kind == schema.Primary || t.Indexes[i].Kind == schema.Constraint; {
	case held && c.Kind != schema.Primary && c.Kind != schema.Constraint:
		return narrow.Refuse("3723", "An explicit DROP INDEX is not allowed on index '%s.%s'. It is being used for %s constraint enforcement.", t.Name, c.Name,
			map[bool]string{true: "PRIMARY KEY", false: "UNIQUE KEY"}[t.Indexes[i].Kind == schema.Primary])
	case !held && (c.Kind == schema.Primary || c.Kind == schema.Constraint):
		return narrow.Refuse("3728", "'%s' is not a constraint.", c.Name)
	}
	f, referred := narrow.Referred(s, c)
	if !referred {
		return nil
	}
	no := narrow.Refuse("3725", "The constraint '%s' is being referenced by table '%s', foreign key constraint '%s'.", c.Name, f.Table, f.ForeignKey.Name)
	no.Blockers = narrow.KeyAside(f)
	return no
}
