package rules

import (
	"fmt"
	"slices"
	"strings"

	"assay/schema"
)

var statementRefused = &Rule{
	Name: "statement-refused", Severity: Error, Of: OfMigration, Since: "0.1",
	Title: "the server refuses a statement on the schema as earlier statements leave it",
	Why: "The upgrade fails there, on an empty database as well. PostgreSQL undoes the whole revision; MySQL and MariaDB keep what has run, " +
		"so running it again fails at its first statement. Only what the revisions themselves created is considered: if the schema before is " +
		"not known, nothing is reported but what the server that --server names does not know at all, such as JSON on MySQL 5.6. With --on, what statements name " +
		"is looked up as well: tables and columns that they write, views, functions, partitions.",
	Bad:  "CREATE TABLE t (id INTEGER PRIMARY KEY, note VARCHAR(40));\n-- then\nALTER TABLE t ADD COLUMN note VARCHAR(80);",
	Good: "CREATE TABLE t (id INTEGER PRIMARY KEY, note VARCHAR(40));\n-- then\nALTER TABLE t ADD COLUMN remark VARCHAR(80);",
	Statement: func(w *Walk) []Finding {
		if found := unknownWord(w); found != nil {
			return found
		}
		found := w.eachStep(func(s *schema.Schema, c schema.Change) (Finding, bool) {
			o := c.Object()
			refusal := w.Engine.Refusal(s, c)
			if refusal == nil || asksFirst(w) && !refusal.Syntax || unsure(w, s, c, refusal) {
				return Finding{}, false
			}
			return refusedFinding(w, o, refusal), true
		})
		if len(found) == 0 {
			found = refusedBeside(w)
		}
		return found[:min(len(found), 1)] // the others never run
	},
}

func refusedFinding(w *Walk, o schema.Object, refusal *schema.Refusal) Finding {
	who, fit := "the upgrade", "the schema that it meets"
	if w.Script.Revision != "" {
		who, fit = "revision "+w.Script.Revision, "what earlier revisions created"
	}
	return Finding{
		Table: o.Table, Object: o.Name, Severity: Error,
		Message: fmt.Sprintf("%s fails at this statement (%s): change it to fit %s", who, refusal.Error(), fit),
	}
}

// A speaker knows what its server answers words that it does not know.
type speaker interface {
	SyntaxRefusal(sql string) *schema.Refusal
}

// unknownWord is what is refused for a word that the server does not know.
func unknownWord(w *Walk) []Finding {
	server, ok := w.Engine.(speaker)
	if !ok || w.Script.Net {
		return nil
	}
	if refusal := server.SyntaxRefusal(w.Statement().Text); refusal != nil {
		return []Finding{refusedFinding(w, objectOf(w.Statement()), refusal)}
	}
	return nil
}

// objectOf is what a statement is about, as far as its words say.
func objectOf(st *Statement) schema.Object {
	o := schema.Object{Kind: schema.TableObject}
	if touched := schema.Touched(st.Text); len(touched) > 0 {
		o.Table = touched[0].Name
	} else if len(st.Tables) > 0 {
		o.Table = st.Tables[0]
	}
	return o
}

// A refuser of statements knows what its server answers those that no change says, because of what they name.
type refuser interface {
	StatementRefusal(s *schema.Schema, sql string) (refusal *schema.Refusal, names []string)
}

// refusedBeside is what is refused though no change says so: rows of tables that are not there, views, functions, partitions.
func refusedBeside(w *Walk) []Finding {
	server, ok := w.Engine.(refuser)
	if !ok || w.Partial || w.doubts.all || w.doubts.blind || w.Script.Net {
		return nil
	}
	st := w.Statement()
	refusal, names := server.StatementRefusal(w.Before, st.Text)
	if refusal == nil || slices.ContainsFunc(names, w.doubts.beside) || slices.ContainsFunc(names, inOtherSchema) {
		return nil
	}
	if k := refusal.Conflict; unchecked(w) && k != nil && k.User.Kind == schema.ForeignKeyObject {
		return nil
	}
	return []Finding{refusedFinding(w, objectOf(st), refusal)}
}

// asksFirst reports whether IF EXISTS or IF NOT EXISTS may keep the server from refusing the statement: it is not known which part of it that is said of. Where
// that is known, a refusal is of a part that is refused nevertheless.
func asksFirst(w *Walk) bool {
	return w.Statement().Lenient && !slices.ContainsFunc(w.Statement().Changes, func(c schema.Change) bool { return schema.IfOf(c) != 0 })
}

// unsure reports whether the server may take the statement after all.
func unsure(w *Walk, s *schema.Schema, c schema.Change, refusal *schema.Refusal) bool {
	o := c.Object()
	if refusal.Syntax {
		return false
	}
	if w.doubts.of(o.Table) || o.Kind == schema.EnumObject && w.doubts.of(o.Name) {
		return true
	}
	k := refusal.Conflict
	if k == nil && w.Statement().Cascade && drops(c) { // which takes along what is in the way
		return true
	}
	several := slices.ContainsFunc(w.Statement().Changes, func(c schema.Change) bool { return !adds(c) }) && len(w.Statement().Changes) > 1
	if unchecked(w) && ofKey(c, refusal) {
		return true
	}
	if k == nil {
		t := s.Table(o.Table)
		sized := refusal.State != "" && len(refusal.Blockers) == 0 // which depends on the character set
		return several || sized && (t == nil || t.Options.Charset == "")
	}
	_, createsEnum := c.(schema.CreateEnum)
	switch {
	case w.doubts.of(k.Object.Table), k.Object.Kind == schema.EnumObject && w.doubts.of(k.Object.Name), createsEnum: // which is another rule's
		return true
	case k.Reason == schema.Exists && makesRoom(w.Statement().Changes, s.Semantics, k.Object):
		return true
	case k.Reason == schema.Missing:
		return perhapsThere(w, s, k)
	case k.Reason == schema.InUse:
		return w.Statement().Cascade || several || w.doubts.of(k.User.Table)
	}
	return several && k.Reason != schema.Exists
}

// makesRoom reports whether a statement itself drops or renames what has a name that it gives, which a server may do first.
func makesRoom(changes []schema.Change, m schema.Semantics, o schema.Object) bool {
	return slices.ContainsFunc(changes, func(c schema.Change) bool {
		switch c.(type) {
		case schema.DropColumn, schema.DropIndex, schema.DropForeignKey, schema.DropCheck, schema.RenameColumn, schema.RenameIndex:
			from := c.Object()
			return m.TableKey(from.Table) == m.TableKey(o.Table) && m.SameName(from.Name, o.Name)
		}
		return false
	})
}

// inOtherSchema reports whether something is in another schema than the first. It has that schema's name before its own.
func inOtherSchema(name string) bool { return strings.Contains(name, ".") }

// unseen reports whether something is in another schema, and that one was not read.
func unseen(w *Walk, name string) bool {
	space, _, other := strings.Cut(name, ".")
	return other && !slices.Contains(w.Spaces, space)
}

// adds reports whether a change only adds something, which makes no other part of its statement possible that comes before.
func adds(c schema.Change) bool {
	switch c.(type) {
	case schema.AddColumn, schema.AddIndex, schema.AddForeignKey, schema.AddCheck:
		return true
	}
	return false
}

func drops(c schema.Change) bool {
	switch c.(type) {
	case schema.DropTable, schema.DropColumn, schema.DropIndex, schema.DropEnum:
		return true
	}
	return false
}

// ofKey reports whether a refusal is for the sake of a foreign key alone: MySQL and MariaDB run the statement while foreign_key_checks is off.
func ofKey(c schema.Change, refusal *schema.Refusal) bool {
	if k := refusal.Conflict; k != nil {
		_, refers := c.(schema.AddForeignKey)
		if _, creates := c.(schema.CreateTable); creates {
			refers = true
		}
		return k.User.Kind == schema.ForeignKeyObject && k.Reason == schema.InUse || refers && k.Reason == schema.Missing && k.Object.Table != c.Object().Table
	}
	_, drops := c.(schema.DropIndex)
	return drops
}

// perhapsThere reports whether what a statement misses may be there under that name, unseen.
func perhapsThere(w *Walk, s *schema.Schema, k *schema.Conflict) bool {
	o := k.Object
	switch o.Kind {
	case schema.TableObject:
		_, other := s.View(o.Table) // a view or a partition, which may be altered like a table
		return w.Partial || other || unseen(w, o.Table)
	case schema.EnumObject:
		return o.Table == "" && !w.doubts.gone[o.Name]
	case schema.ColumnObject:
		return false
	case schema.IndexObject, schema.ForeignKeyObject, schema.CheckObject:
	}
	t := s.Table(o.Table)
	if t == nil { // an index by its name alone
		return w.Partial || slices.ContainsFunc(s.SortedTables(), unnamed) || slices.ContainsFunc(s.Opaque, mayHaveIndex) || unseen(w, o.Name)
	}
	implicit := slices.ContainsFunc(t.ForeignKeys, func(f schema.ForeignKey) bool { // whose index MySQL names after it, or after its first column
		return s.Semantics.SameName(f.Name, o.Name) || len(f.Columns) > 0 && s.Semantics.SameName(f.Columns[0], o.Name)
	})
	return unnamed(t) || implicit
}

// mayHaveIndex reports whether an object beside tables can have indexes, which are not among those of tables.
func mayHaveIndex(o schema.Opaque) bool {
	return o.Kind == "materialized view" || o.Kind == schema.Partition
}

// unnamed reports whether a table has an index or a constraint that the server has given a name which is not known.
func unnamed(t *schema.Table) bool {
	return slices.ContainsFunc(t.Indexes, func(x schema.Index) bool { return x.Name == "" }) ||
		slices.ContainsFunc(t.ForeignKeys, func(f schema.ForeignKey) bool { return f.Name == "" }) ||
		slices.ContainsFunc(t.Checks, func(c schema.Check) bool { return c.Name == "" })
}
