package postgres

import (
	"errors"
	"fmt"
	"strings"

	"assay/schema"
)

// Refusal returns what the server answers the statement that makes a change in a database of this schema; nil: it makes it. Whether data is in
// the way it cannot know.
func (r *Room) Refusal(s *schema.Schema, c schema.Change) *schema.Refusal {
	if s.Idle(c) {
		return nil
	}
	server := refuser{r.version}
	if f := server.tooNew(c); f != nil {
		return f
	}
	if a, ok := c.(schema.AlterColumn); ok && a.Fails == "" {
		if f := server.retyping(s, a); f != nil {
			return f
		}
	}
	looks := []func(*schema.Schema, schema.Change) *schema.Refusal{server.wordsRefusal, identityRefusal, operatorRefusal, adoptionRefusal, nameRefusal, keyRefusal}
	for _, look := range looks {
		if f := look(s, c); f != nil {
			return f
		}
	}
	if f := dependents(s, c, !r.since(13)); f != nil {
		return f
	}
	after := s.Trial()
	err := after.Apply(c)
	var conflict *schema.Conflict
	switch {
	case err == nil:
		if f := expressionRefused(after, c); f != nil {
			return f
		}
		if f := newReferences(after, c); f != nil {
			return f
		}
		return fillingRefusal(s, c)
	case errors.As(err, &conflict):
		f := server.conflict(conflict)
		f.Conflict = conflict
		return f
	}
	return &schema.Refusal{Code: "XX000", Text: err.Error()}
}

// identityRefusal: the server gives an identity to no column that may be NULL, or that has a default.
func identityRefusal(s *schema.Schema, c schema.Change) *schema.Refusal {
	a, ok := c.(schema.AlterColumn)
	t := s.Table(a.Table)
	if !ok || t == nil || a.Set&schema.PropIdentity == 0 || a.To.Identity == "" {
		return nil
	}
	i := t.Column(s.Semantics, a.Name)
	if i < 0 || t.Columns[i].Identity != "" {
		return nil
	}
	switch is := t.Columns[i].With(a.To, a.Set); {
	case is.Nullable:
		return refuse("55000", `column "%s" of relation "%s" must be declared NOT NULL before identity can be added`, is.Name, t.Name)
	case is.Default != "" || is.AutoIncrement:
		return refuse("55000", `column "%s" of relation "%s" already has a default value`, is.Name, t.Name)
	}
	return nil
}

func refuse(code, format string, args ...any) *schema.Refusal {
	return &schema.Refusal{Code: code, Text: fmt.Sprintf(format, args...)}
}

// A refuser knows what its server does not do, and what it says then.
type refuser struct{ version }

// conflict says in the server's words why a change does not go with what is there.
func (r refuser) conflict(k *schema.Conflict) *schema.Refusal {
	switch k.Reason {
	case schema.Exists:
		return existsRefusal(k)
	case schema.Missing:
		return missingRefusal(k)
	case schema.InUse:
		return inUseRefusal(k)
	case schema.Impossible:
		return r.impossible(k)
	case schema.NeedsKey: // MySQL alone knows that
	}
	return refuse("XX000", "%s", k.Error())
}

func existsRefusal(k *schema.Conflict) *schema.Refusal {
	o := k.Object
	switch o.Kind {
	case schema.TableObject:
		return refuse("42P07", `relation "%s" already exists`, o.Table)
	case schema.ColumnObject:
		return refuse("42701", `column "%s" of relation "%s" already exists`, o.Name, o.Table)
	case schema.IndexObject:
		if add, ok := k.Change.(schema.AddIndex); ok && add.Index.Kind == schema.Primary {
			return refuse("42P16", `multiple primary keys for table "%s" are not allowed`, o.Table)
		}
		return refuse("42P07", `relation "%s" already exists`, o.Name)
	case schema.ForeignKeyObject, schema.CheckObject:
		return refuse("42710", `constraint "%s" for relation "%s" already exists`, o.Name, o.Table)
	case schema.EnumObject:
		if o.Table != "" { // one of its labels
			return refuse("42710", `enum label "%s" already exists`, o.Name)
		}
	}
	return refuse("42710", `type "%s" already exists`, o.Name)
}

func missingRefusal(k *schema.Conflict) *schema.Refusal {
	o := k.Object
	switch o.Kind {
	case schema.TableObject:
		if _, drop := k.Change.(schema.DropTable); drop {
			return refuse("42P01", `table "%s" does not exist`, o.Table)
		}
		return refuse("42P01", `relation "%s" does not exist`, o.Table)
	case schema.ColumnObject:
		return missingColumn(k)
	case schema.IndexObject:
		if drop, ok := k.Change.(schema.DropIndex); ok && drop.Kind != schema.Constraint && drop.Kind != schema.Primary {
			return refuse("42704", `index "%s" does not exist`, o.Name)
		}
		if rename, ok := k.Change.(schema.RenameIndex); ok && rename.Kind == schema.Constraint {
			return refuse("42704", `constraint "%s" for table "%s" does not exist`, o.Name, o.Table)
		}
		return refuse("42704", `constraint "%s" of relation "%s" does not exist`, o.Name, o.Table)
	case schema.ForeignKeyObject, schema.CheckObject:
		return refuse("42704", `constraint "%s" of relation "%s" does not exist`, o.Name, o.Table)
	case schema.EnumObject:
		if o.Table != "" {
			return refuse("22023", `"%s" is not an existing enum label`, o.Name)
		}
	}
	return refuse("42704", `type "%s" does not exist`, o.Name)
}

func missingColumn(k *schema.Conflict) *schema.Refusal {
	o := k.Object
	switch c := k.Change.(type) {
	case schema.RenameColumn:
		return refuse("42703", `column "%s" does not exist`, o.Name)
	case schema.AddForeignKey:
		return refuse("42703", `column "%s" referenced in foreign key constraint does not exist`, o.Name)
	case schema.AddIndex:
		if c.Index.Kind == schema.Constraint || c.Index.Kind == schema.Primary {
			return refuse("42703", `column "%s" named in key does not exist`, o.Name)
		}
		return refuse("42703", `column "%s" does not exist`, o.Name)
	case schema.AlterColumn: // the server reads USING first
		if schema.Mentions(c.Using, o.Name) {
			return refuse("42703", `column "%s" does not exist`, o.Name)
		}
	}
	return refuse("42703", `column "%s" of relation "%s" does not exist`, o.Name, o.Table)
}

func inUseRefusal(k *schema.Conflict) *schema.Refusal {
	o := k.Object
	const why = "because other objects depend on it"
	switch k.Change.(type) {
	case schema.DropEnum:
		return refuse("2BP01", `cannot drop type %s %s`, o.Name, why)
	case schema.DropTable:
		return refuse("2BP01", `cannot drop table %s %s`, o.Table, why)
	case schema.DropIndex:
		return refuse("2BP01", `cannot drop constraint %s on table %s %s`, o.Name, o.Table, why)
	case schema.AlterColumn:
		return refuse("42P16", `column "%s" is in a primary key`, o.Name)
	}
	return refuse("2BP01", `cannot drop column %s of table %s %s`, o.Name, o.Table, why)
}

// impossible: two statements were released with a mistake. One lacks a USING, the other names 100rel without quotes, which is a syntax error
// until PostgreSQL 14 and trailing junk after a number from 15 on.
func (r refuser) impossible(k *schema.Conflict) *schema.Refusal {
	a, _ := k.Change.(schema.AlterColumn)
	if a.Using == "" {
		return refuse("42804", `column "%s" cannot be cast automatically to type %s`, a.Name, a.To.Type.Name)
	}
	if !r.since(15) {
		return refuse("42601", `syntax error at or near "%s"`, strings.TrimLeft(a.Name, "0123456789"))
	}
	return refuse("42601", `trailing junk after numeric literal at or near "%s"`, a.Name)
}

// TooLong is the server's answer to a text that a column of that type does not take.
func (r *Room) TooLong(_ string, t schema.Type) *schema.Refusal {
	return refuse("22001", "value too long for type %s", spoken(t))
}
