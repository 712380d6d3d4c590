package drift_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"

	"assay/schema"
)

// An edit is a kind of thing that people and tools do to the databases of Asterisk, and how often one of a hundred edits is of that kind.
// What they do is from bug reports, howtos, provisioning projects and Asterisk's own drivers; how often is an estimate.
type edit struct {
	kind   string
	weight int
	// make returns the changes; none where there is nothing to do it to.
	make func(*editor) []schema.Change
}

var edits = []edit{
	{"own column", 15, (*editor).ownColumn},
	{"varchar made longer", 14, (*editor).longer},
	{"varchar made text", 5, (*editor).text},
	{"enum made varchar", 6, (*editor).enumToVarchar},
	{"enum made boolean", 5, (*editor).enumToBoolean},
	{"label added", 3, (*editor).label},
	{"integer made wider", 3, (*editor).integer},
	{"default added", 6, (*editor).defaultAdded},
	{"NOT NULL added or taken", 5, (*editor).nullability},
	{"collation changed", 4, (*editor).collation},
	{"comment", 2, (*editor).comment},
	{"own index", 9, (*editor).ownIndex},
	{"index dropped", 4, (*editor).indexDropped},
	{"primary key added", 5, (*editor).primaryKey},
	{"foreign key added", 3, (*editor).foreignKey},
	{"optional table dropped", 5, (*editor).optionalTable},
	{"column dropped", 2, (*editor).columnDropped},
	{"column renamed", 2, (*editor).columnRenamed},
	{"later column ahead of time", 2, (*editor).aheadOfTime},
}

// vocabulary are the types that people choose, as the engine spells them.
type vocabulary struct {
	boolean, number, wide, time, text schema.Type
	integers                          []string // the narrower before the wider
}

var vocabularies = map[string]vocabulary{
	"mysql": {
		boolean: schema.Type{Name: "tinyint", Args: "1"}, number: schema.Type{Name: "int"}, wide: schema.Type{Name: "bigint"},
		time: schema.Type{Name: "datetime"}, text: schema.Type{Name: "text"}, integers: []string{"tinyint", "smallint", "mediumint", "int", "bigint"},
	},
	"postgresql": {
		boolean: schema.Type{Name: "boolean"}, number: schema.Type{Name: "integer"}, wide: schema.Type{Name: "bigint"},
		time: schema.Type{Name: "timestamp with time zone"}, text: schema.Type{Name: "text"}, integers: []string{"smallint", "integer", "bigint"},
	},
}

// An editor edits a schema as people do.
type editor struct {
	*rand.Rand
	schema *schema.Schema
	words  vocabulary
	later  []schema.AddColumn // what the revisions of the history add that people are known to have added before
	made   int
}

// edit makes n edits. One that the server would refuse is another instead.
func (e *editor) edit(n int) {
	for n > 0 {
		changes := e.draw()
		trial := e.schema.Clone()
		refused := len(changes) == 0
		for _, c := range changes {
			refused = refused || trial.Apply(c) != nil
		}
		if !refused {
			e.schema = trial
			n--
		}
	}
}

// draw returns the changes of an edit of a kind that is drawn by the weights.
func (e *editor) draw() []schema.Change {
	at := e.IntN(100)
	for _, x := range edits {
		if at -= x.weight; at < 0 {
			return x.make(e)
		}
	}
	panic("the weights do not add up to 100")
}

func pick[T any](r *rand.Rand, of []T) T { return of[r.IntN(len(of))] }

// table returns any table, the larger ones more often: it is their columns that are edited.
func (e *editor) table() *schema.Table {
	var all []*schema.Table
	for _, t := range e.schema.SortedTables() {
		for range t.Columns {
			all = append(all, t)
		}
	}
	return pick(e.Rand, all)
}

// column returns any column of which is says yes; false if there is none.
func (e *editor) column(is func(schema.Column) bool) (string, schema.Column, bool) {
	type place struct {
		table  string
		column schema.Column
	}
	var all []place
	for _, t := range e.schema.SortedTables() {
		for _, c := range t.Columns {
			if is(c) {
				all = append(all, place{t.Name, c})
			}
		}
	}
	if len(all) == 0 {
		return "", schema.Column{}, false
	}
	p := pick(e.Rand, all)
	return p.table, p.column, true
}

// alter changes one of the columns of which is says yes.
func (e *editor) alter(is func(schema.Column) bool, set schema.Property, change func(*schema.Column)) []schema.Change {
	table, from, ok := e.column(is)
	if !ok {
		return nil
	}
	to := from
	change(&to)
	if to == from {
		return nil
	}
	return []schema.Change{schema.AlterColumn{Table: table, Name: from.Name, From: from, To: to, Set: set}}
}

func (e *editor) name(words ...string) string {
	e.made++
	return fmt.Sprint(pick(e.Rand, words), e.made)
}

func anyColumn(schema.Column) bool { return true }
func isKey(c schema.Column) bool   { return c.Name == "id" || c.AutoIncrement }
func isEnum(c schema.Column) bool  { return c.Type.Name == "enum" || c.Type.Named }
func isVarchar(c schema.Column) bool {
	return c.Type.Name == "varchar"
}

func size(t schema.Type) int {
	n, err := strconv.Atoi(t.Args)
	if err != nil {
		return 0
	}
	return n
}

func varchar(n int) schema.Type { return schema.Type{Name: "varchar", Args: strconv.Itoa(n)} }

func (e *editor) ownColumn() []schema.Change {
	c := schema.Column{
		Name: e.name("tenant_id_", "customer_", "created_at_", "note_", "domain_", "own_"), Nullable: true,
		Type: pick(e.Rand, []schema.Type{varchar(40), varchar(255), e.words.number, e.words.time, e.words.text, e.words.boolean}),
	}
	return []schema.Change{schema.AddColumn{Table: e.table().Name, Column: c}}
}

func (e *editor) longer() []schema.Change {
	return e.alter(isVarchar, schema.PropType, func(c *schema.Column) {
		sizes := slices.DeleteFunc([]int{80, 128, 255, 255, 512}, func(n int) bool { return n <= size(c.Type) })
		if len(sizes) > 0 {
			c.Type = varchar(pick(e.Rand, sizes))
		}
	})
}

func (e *editor) text() []schema.Change {
	return e.alter(func(c schema.Column) bool { return isVarchar(c) && !isKey(c) }, schema.PropType, func(c *schema.Column) { c.Type = e.words.text })
}

func (e *editor) enumToVarchar() []schema.Change {
	return e.alter(isEnum, schema.PropType, func(c *schema.Column) { c.Type = varchar(pick(e.Rand, []int{10, 20, 40, 40, 80, 255})) })
}

func (e *editor) enumToBoolean() []schema.Change {
	return e.alter(isEnum, schema.PropType, func(c *schema.Column) { c.Type = e.words.boolean })
}

// label adds a value to an enum: to a column's own type, or to the type that several columns share.
func (e *editor) label() []schema.Change {
	if all := e.schema.SortedEnums(); len(all) > 0 {
		from := pick(e.Rand, all)
		return []schema.Change{schema.AlterEnum{From: from, To: schema.Enum{Name: from.Name, Labels: from.Labels + ",'own'"}}}
	}
	return e.alter(isEnum, schema.PropType, func(c *schema.Column) { c.Type.Args += ",'own'" })
}

func (e *editor) integer() []schema.Change {
	at := func(c schema.Column) int { return slices.Index(e.words.integers, c.Type.Name) }
	is := func(c schema.Column) bool { return at(c) >= 0 && at(c) < len(e.words.integers)-1 && c.Type.Args == "" }
	return e.alter(is, schema.PropType, func(c *schema.Column) { c.Type.Name = pick(e.Rand, e.words.integers[at(*c)+1:]) })
}

func (e *editor) defaultAdded() []schema.Change {
	is := func(c schema.Column) bool { return c.Default == "" && !isKey(c) && c.Type != e.words.text }
	return e.alter(is, schema.PropDefault, func(c *schema.Column) {
		switch {
		case c.Type.Name == "enum":
			c.Default = "'" + c.Type.Labels()[0] + "'"
		case isVarchar(*c):
			c.Default = "''"
		default:
			c.Default = "0"
		}
	})
}

func (e *editor) nullability() []schema.Change {
	return e.alter(anyColumn, schema.PropNullable, func(c *schema.Column) { c.Nullable = !c.Nullable })
}

// collation changes that of a table where tables have one, or of a column.
func (e *editor) collation() []schema.Change {
	if e.schema.Semantics.SafeEngine != "" && e.IntN(2) == 0 {
		to := schema.Options{Charset: "latin1", Collation: "latin1_swedish_ci"}
		return []schema.Change{schema.AlterTable{Table: e.table().Name, To: to}}
	}
	return e.alter(isVarchar, schema.PropCollation, func(c *schema.Column) { c.Collation = "C" })
}

func (e *editor) comment() []schema.Change {
	return e.alter(anyColumn, schema.PropComment, func(c *schema.Column) { c.Comment = "see the wiki" })
}

func (e *editor) ownIndex() []schema.Change {
	t := e.table()
	parts := []string{pick(e.Rand, t.Columns).Name}
	if second := pick(e.Rand, t.Columns).Name; second != parts[0] && e.IntN(3) == 0 {
		parts = append(parts, second)
	}
	kind := schema.Plain
	if e.IntN(5) == 0 {
		kind = schema.Unique
	}
	return []schema.Change{schema.AddIndex{Table: t.Name, Index: schema.Index{Name: e.name("idx_own_", "ix_"), Kind: kind, Parts: schema.Columns(parts...)}}}
}

// indexDropped drops one that is not unique: those beside a UNIQUE over the same column are redundant, and tools say so.
func (e *editor) indexDropped() []schema.Change {
	var all []schema.Change
	for _, t := range e.schema.SortedTables() {
		for _, x := range t.Indexes {
			if x.Kind == schema.Plain {
				all = append(all, schema.DropIndex{Table: t.Name, Name: x.Name})
			}
		}
	}
	if len(all) == 0 {
		return nil
	}
	return []schema.Change{pick(e.Rand, all)}
}

// primaryKey: clusters want one, and Asterisk's tables have none.
func (e *editor) primaryKey() []schema.Change {
	t := e.table()
	if _, has := t.PrimaryKey(); has || t.Column(e.schema.Semantics, "id") < 0 {
		return nil
	}
	name := "PRIMARY"
	if e.schema.Semantics.GlobalIndexNames {
		name = t.Name + "_pkey"
	}
	return []schema.Change{schema.AddIndex{Table: t.Name, Index: schema.Index{Name: name, Kind: schema.Primary, Parts: schema.Columns("id")}}}
}

func (e *editor) foreignKey() []schema.Change {
	from, to := e.table(), pick(e.Rand, []string{"ps_endpoints", "ps_aors", "ps_auths", "ps_transports"})
	column := pick(e.Rand, from.Columns)
	if !isVarchar(column) || isKey(column) || e.schema.Table(to) == nil {
		return nil
	}
	f := schema.ForeignKey{Name: e.name("fk_own_"), Columns: []string{column.Name}, RefTable: to, RefColumns: []string{"id"}}
	return []schema.Change{schema.AddForeignKey{Table: from.Name, ForeignKey: f}}
}

// optionalTable drops a table that many do not use. Its enum types stay.
func (e *editor) optionalTable() []schema.Change {
	names := slices.DeleteFunc(strings.Fields("sippeers iaxfriends meetme voicemail extensions musiconhold musiconhold_entry queue_rules queues queue_members"),
		func(name string) bool { return e.schema.Table(name) == nil })
	if len(names) == 0 || len(e.schema.Tables) == 1 {
		return nil
	}
	return []schema.Change{schema.DropTable{Table: pick(e.Rand, names)}}
}

func (e *editor) columnDropped() []schema.Change {
	table, c, ok := e.column(func(c schema.Column) bool { return !isKey(c) })
	if !ok {
		return nil
	}
	return []schema.Change{schema.DropColumn{Table: table, Column: c.Name}}
}

func (e *editor) columnRenamed() []schema.Change {
	table, c, ok := e.column(func(c schema.Column) bool { return !isKey(c) })
	if !ok {
		return nil
	}
	return []schema.Change{schema.RenameColumn{Table: table, From: c.Name, To: c.Name + e.name("_old_", "_x_")}}
}

// ahead are the columns that Asterisk wanted before a revision made them, and that people have added by hand.
var ahead = strings.Fields("ps_endpoints.tenantid ps_subscription_persistence.generator_data ps_contacts.qualify_2xx_only ps_aors.qualify_2xx_only " +
	"queue_members.reason_paused ps_registrations.user_agent")

// aheadOfTime adds a column that a later revision will add: in the very type, in another that does, or, on PostgreSQL, as
// res_config_pgsql does with requirements=createchar, which makes it a CHAR half as long again as it needs.
func (e *editor) aheadOfTime() []schema.Change {
	if len(e.later) == 0 {
		return nil
	}
	c := pick(e.Rand, e.later)
	switch e.IntN(5) {
	case 0:
		c.Column.Type = e.words.text
	case 1:
		c.Column.Type = varchar(pick(e.Rand, []int{40, 255}))
	case 2:
		if n := size(c.Column.Type); n > 0 && e.schema.Semantics.GlobalIndexNames {
			c.Column.Type = schema.Type{Name: "char", Args: strconv.Itoa(n * 3 / 2)}
		}
	}
	return []schema.Change{c}
}
