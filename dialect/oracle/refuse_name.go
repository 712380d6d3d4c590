package oracle

import (
	"assay/dialect/narrow"
	"assay/schema"
)

// conflict is the server's answer where a change does not go with what is there.
func conflict(k *schema.Conflict) *schema.Refusal {
	switch k.Reason {
	case schema.Exists:
		return exists(k)
	case schema.Missing:
		return missing(k)
	case schema.InUse:
		return inUse(k)
	case schema.Impossible, schema.NeedsKey:
	}
	return narrow.Refuse("unknown", "%s", k.Error())
}

func exists(k *schema.Conflict) *schema.Refusal {
	switch k.Object.Kind {
	case schema.ColumnObject:
		if _, add := k.Change.(schema.AddColumn); add {
			return narrow.Refuse("ORA-01430", "column being added already exists in table")
		}
		return narrow.Refuse("ORA-00957", "duplicate column name")
	case schema.ForeignKeyObject, schema.CheckObject:
		return narrow.Refuse("ORA-02264", "name already used by an existing constraint")
	case schema.IndexObject:
		if add, ok := k.Change.(schema.AddIndex); ok && held(add.Index) {
			return narrow.Refuse("ORA-02264", "name already used by an existing constraint")
		}
	case schema.TableObject, schema.EnumObject:
	}
	return narrow.Refuse("ORA-00955", "name is already used by an existing object")
}

func missing(k *schema.Conflict) *schema.Refusal {
	o := k.Object
	switch o.Kind {
	case schema.TableObject:
		return narrow.Refuse("ORA-00942", "table or view does not exist")
	case schema.IndexObject:
		if drop, ok := k.Change.(schema.DropIndex); ok && drop.Kind == schema.Plain {
			return narrow.Refuse("ORA-01418", "specified index does not exist")
		}
		if rename, ok := k.Change.(schema.RenameIndex); ok && rename.Kind == schema.Plain {
			return narrow.Refuse("ORA-01418", "specified index does not exist")
		}
		return narrow.Refuse("ORA-02443", "Cannot drop constraint  - nonexistent constraint")
	case schema.ForeignKeyObject, schema.CheckObject:
		return narrow.Refuse("ORA-02443", "Cannot drop constraint  - nonexistent constraint")
	case schema.ColumnObject, schema.EnumObject:
	}
	return narrow.Refuse("ORA-00904", "%s: invalid identifier", quote(o.Name))
}

func inUse(k *schema.Conflict) *schema.Refusal {
	switch k.Change.(type) {
	case schema.DropTable:
		return narrow.Refuse("ORA-02449", "unique/primary keys in table referenced by foreign keys")
	case schema.DropColumn:
		return narrow.Refuse("ORA-12992", "cannot drop parent key column")
	case schema.DropIndex:
		return narrow.Refuse("ORA-02273", "this unique/primary key is referenced by some foreign keys")
	case schema.AlterColumn:
		return narrow.Refuse("ORA-01451", "column to be modified to NULL cannot be modified to NULL")
	}
	return narrow.Refuse("unknown", "%s", k.Error())
}
