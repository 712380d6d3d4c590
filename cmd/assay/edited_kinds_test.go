package main

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"assay/dialect"
	"assay/internal/lab"
	"assay/schema"
)

// An editor edits a database as people do, most of it where the upgrade comes by.
type editor struct {
	*rand.Rand
	room   dialect.Dialect
	engine string
	from   *lab.Database
	schema *schema.Schema // as it is without edits
	kinds  []func(*editor) draft
	// touched are the columns that the upgrade changes or drops, later those that it adds.
	touched []schema.Object
	later   []schema.AddColumn
	// sql is what was done. values are what is in the columns that were added or made something else; names are those of the objects that were added.
	sql    []string
	values []value
	names  []string
	made   int
}

// A value is what a row has in a column, and is to have as a text in the end.
type value struct{ table, column, literal, want string }

// A draft is an edit before the server has run it.
type draft struct {
	sql    []string
	values []value
	names  []string
}

// edit makes n edits. One that the server refuses is another instead.
func (e *editor) edit(t *testing.T, db *lab.Database, n int) {
	t.Helper()
	for tries := 0; n > 0 && tries < 200; tries++ {
		e.made++
		d := pick(e, e.kinds)(e)
		if len(d.sql) == 0 || !e.runs(t, db, d.sql) {
			continue
		}
		e.sql, e.values, e.names = append(e.sql, d.sql...), append(e.values, d.values...), append(e.names, d.names...)
		n--
	}
}

// runs reports whether the server runs the statements of an edit; if not, none of them.
func (e *editor) runs(t *testing.T, db *lab.Database, sql []string) bool {
	t.Helper()
	tx, err := db.DB.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range sql {
		if _, err := tx.Exec(s); err != nil {
			_ = tx.Rollback()
			return false
		}
	}
	return tx.Commit() == nil
}

// editsOfAll are the kinds that every engine has, those that upgrades stumble over more often.
var editsOfAll = []func(*editor) draft{
	(*editor).ownColumn, (*editor).ownColumn, (*editor).ahead, (*editor).ahead, (*editor).aheadOtherwise, (*editor).tenantID, (*editor).longer, (*editor).longer,
	(*editor).narrower, (*editor).text, (*editor).enumToText, (*editor).enumToText, (*editor).enumToBoolean, (*editor).enumToBoolean, (*editor).columnDropped,
	(*editor).columnDropped, (*editor).indexDropped, (*editor).tableDropped, (*editor).defaulted, (*editor).defaulted, (*editor).notNull, (*editor).commented,
	(*editor).collated, (*editor).primaryKey, (*editor).foreignKey, (*editor).foreignKey, (*editor).ownIndex, (*editor).ownIndex, (*editor).uniqueIndex, (*editor).view,
}

// editsOf are an engine's own. MyISAM is none of them: it cuts keys that get too long down to a prefix, with no more than a warning, and the schema
// predicted after that has them whole.
var editsOf = map[string][]func(*editor) draft{
	"mysql": {(*editor).rowFormat, (*editor).charset, (*editor).charset, (*editor).longIndex, (*editor).longIndex},
	"postgresql": {
		(*editor).view, (*editor).viewOnView, (*editor).joinedView, (*editor).materialized, (*editor).rule, (*editor).trigger, (*editor).policy, (*editor).generated,
		(*editor).check, (*editor).check, (*editor).partialIndex, (*editor).partialIndex, (*editor).enumRenamed, (*editor).otherEnum,
	},
}

func pick[T any](e *editor, of []T) T { return of[e.IntN(len(of))] }

func (e *editor) column(o schema.Object) (schema.Column, bool) {
	t := e.schema.Table(o.Table)
	if o.Kind != schema.ColumnObject || t == nil {
		return schema.Column{}, false
	}
	if i := t.Column(e.schema.Semantics, o.Name); i >= 0 {
		return t.Columns[i], true
	}
	return schema.Column{}, false
}

// one is any column of which is says yes, mostly one that the upgrade touches; ok is false if there is none.
func (e *editor) one(is func(schema.Column) bool) (table string, c schema.Column, ok bool) {
	var all []schema.Object
	for _, o := range e.touched {
		if c, _ := e.column(o); is(c) {
			all = append(all, o)
		}
	}
	if len(all) == 0 || e.IntN(4) == 0 {
		for _, t := range e.schema.SortedTables() {
			for _, c := range t.Columns {
				if is(c) {
					all = append(all, schema.Object{Kind: schema.ColumnObject, Table: t.Name, Name: c.Name})
				}
			}
		}
	}
	if len(all) == 0 {
		return "", schema.Column{}, false
	}
	o := pick(e, all)
	c, _ = e.column(o)
	return e.schema.Table(o.Table).Name, c, true
}

func (e *editor) table() *schema.Table {
	name, _, _ := e.one(anyColumn)
	return e.schema.Table(name)
}

func anyColumn(schema.Column) bool   { return true }
func noKey(c schema.Column) bool     { return c.Name != "id" && !c.AutoIncrement }
func isEnum(c schema.Column) bool    { return c.Type.Name == "enum" || c.Type.Named }
func isVarchar(c schema.Column) bool { return c.Type.Name == "varchar" }

// alter changes a column.
func (e *editor) alter(is func(schema.Column) bool, set schema.Property, using string, change func(*schema.Column)) (draft, string, schema.Column) {
	table, from, ok := e.one(is)
	if !ok {
		return draft{}, "", from
	}
	to := from
	change(&to)
	c := schema.AlterColumn{Table: table, Name: from.Name, From: from, To: to, Set: set}
	if using != "" && e.engine == "postgresql" {
		c.Using = strings.ReplaceAll(using, "?", e.room.Quote(from.Name))
	}
	return draft{sql: e.format(c)}, table, from
}

// format is the SQL of a change; nil where no statement makes it.
func (e *editor) format(c schema.Change) []string {
	sql, err := e.room.Format(c)
	if err != nil {
		return nil
	}
	return sql
}

func (e *editor) name(word string) string { return fmt.Sprintf("%s_%d", word, e.made) }

func varchar(n int) schema.Type { return schema.Type{Name: "varchar", Args: strconv.Itoa(n)} }

func sizeOf(c schema.Column) int {
	n, _ := strconv.Atoi(c.Type.Args)
	return n
}

func (e *editor) ownColumn() draft {
	name, table := e.name("own"), e.table().Name
	typ := pick(e, []string{"varchar(40)", "varchar(255)", "integer", "text", "varchar(20) DEFAULT 'x' NOT NULL"})
	return draft{
		sql:    []string{"ALTER TABLE " + e.room.Quote(table) + " ADD " + name + " " + typ},
		values: []value{{table, name, "'17'", "17"}},
	}
}

func (e *editor) ahead() draft {
	if len(e.later) == 0 {
		return draft{}
	}
	return draft{sql: e.format(pick(e, e.later))}
}

func (e *editor) aheadOtherwise() draft {
	if len(e.later) == 0 {
		return draft{}
	}
	c := pick(e, e.later)
	literal := fillerOf(e.schema, c.Column)
	c.Column.Type = pick(e, []schema.Type{varchar(40), varchar(255), {Name: "text"}, {Name: "char", Args: "120"}})
	c.Column.Default = ""
	return draft{sql: e.format(c), values: []value{{c.Table, c.Column.Name, literal, strings.Trim(literal, "'")}}}
}

// tenantID is the column that 655054a68ad5 adds, as an id.
func (e *editor) tenantID() draft {
	if e.schema.Table("ps_endpoints") == nil {
		return draft{}
	}
	return draft{
		sql:    []string{"ALTER TABLE ps_endpoints ADD tenantid " + pick(e, []string{"integer", "varchar(80)", "bigint"})},
		values: []value{{"ps_endpoints", "tenantid", "'42'", "42"}},
	}
}

func (e *editor) longer() draft {
	d, _, _ := e.alter(isVarchar, schema.PropType, "", func(c *schema.Column) { c.Type = varchar(sizeOf(*c) * pick(e, []int{2, 4, 10})) })
	return d
}

func (e *editor) narrower() draft {
	d, _, _ := e.alter(isVarchar, schema.PropType, "", func(c *schema.Column) { c.Type = varchar(max(sizeOf(*c)/2, 1)) })
	return d
}

func (e *editor) text() draft {
	is := func(c schema.Column) bool { return isVarchar(c) && noKey(c) }
	d, _, _ := e.alter(is, schema.PropType, "", func(c *schema.Column) { c.Type = schema.Type{Name: "text"} })
	return d
}

func (e *editor) enumToText() draft {
	d, table, c := e.alter(isEnum, schema.PropType, "", func(c *schema.Column) { c.Type = varchar(pick(e, []int{10, 40, 80})) })
	if v := fillerOf(e.schema, c); table != "" {
		d.values = []value{{table, c.Name, v, strings.Trim(v, "'")}}
	}
	return d
}

// enumToBoolean makes a boolean of one; of a boolean that is going to be an enumeration with numbers in it there is a row.
func (e *editor) enumToBoolean() draft {
	to, literal, want := schema.Type{Name: "tinyint", Args: "1"}, "1", "1"
	if e.engine == "postgresql" {
		to, literal, want = schema.Type{Name: "boolean"}, "true", "true"
	}
	d, table, c := e.alter(isEnum, schema.PropType, "(?::text IN ('yes','on','true','1'))", func(c *schema.Column) { c.Type, c.Default = to, "" })
	if strings.Contains(c.Type.Args+e.schema.Enums[c.Type.Name].Labels, "'1'") {
		d.values = []value{{table, c.Name, literal, want}}
	}
	return d
}

func (e *editor) columnDropped() draft {
	table, c, _ := e.one(noKey)
	return draft{sql: e.format(schema.DropColumn{Table: table, Column: c.Name})}
}

func (e *editor) indexDropped() draft {
	t := e.table()
	if len(t.Indexes) == 0 {
		return draft{}
	}
	x := pick(e, t.Indexes)
	return draft{sql: e.format(schema.DropIndex{Table: t.Name, Name: x.Name, Kind: x.Kind})}
}

func (e *editor) tableDropped() draft {
	return draft{sql: []string{"DROP TABLE " + pick(e, strings.Fields("sippeers iaxfriends meetme voicemail extensions musiconhold queue_rules queues queue_members ps_globals"))}}
}

func (e *editor) defaulted() draft {
	d, _, _ := e.alter(noKey, schema.PropDefault, "", func(c *schema.Column) {
		if isVarchar(*c) || isEnum(*c) {
			c.Default = fillerOf(e.schema, *c)
		} else {
			c.Default = "1"
		}
	})
	return d
}

func (e *editor) notNull() draft {
	d, _, _ := e.alter(noKey, schema.PropNullable, "", func(c *schema.Column) { c.Nullable = !c.Nullable })
	return d
}

func (e *editor) commented() draft {
	d, _, _ := e.alter(anyColumn, schema.PropComment, "", func(c *schema.Column) { c.Comment = "see the wiki" })
	return d
}

func (e *editor) collated() draft {
	d, _, _ := e.alter(isVarchar, schema.PropCollation, "", func(c *schema.Column) {
		if c.Collation = "C"; e.engine == "mysql" {
			c.Charset, c.Collation = "latin1", "latin1_bin"
		}
	})
	return d
}

func (e *editor) rowFormat() draft {
	return draft{sql: []string{"ALTER TABLE " + e.room.Quote(e.table().Name) + " ROW_FORMAT=" + pick(e, []string{"COMPACT", "REDUNDANT"})}}
}

func (e *editor) charset() draft {
	return draft{sql: []string{"ALTER TABLE " + e.room.Quote(e.table().Name) + " CONVERT TO CHARACTER SET " + pick(e, []string{"latin1", "utf8mb3"})}}
}

func (e *editor) generated() draft {
	table, c, ok := e.one(isVarchar)
	if !ok {
		return draft{}
	}
	return draft{sql: []string{fmt.Sprintf("ALTER TABLE %s ADD %s text GENERATED ALWAYS AS (upper(%s)) STORED", e.room.Quote(table), e.name("gen"), e.room.Quote(c.Name))}}
}

// conditionOn compares a column with a value.
func (e *editor) conditionOn(c schema.Column) string {
	if isVarchar(c) || isEnum(c) {
		return e.room.Quote(c.Name) + pick(e, []string{" <> ", " = "}) + fillerOf(e.schema, c)
	}
	return e.room.Quote(c.Name) + pick(e, []string{" > 0", " IS NOT NULL"})
}

func (e *editor) enumRenamed() draft {
	all := e.schema.SortedEnums()
	return draft{sql: e.format(schema.RenameEnum{From: pick(e, all).Name, To: e.name("en_own")})}
}

func (e *editor) otherEnum() draft {
	d, _, _ := e.alter(isEnum, schema.PropType, "", func(c *schema.Column) { c.Type.Name = pick(e, e.schema.SortedEnums()).Name })
	return d
}
