package assay_test

import (
	"fmt"
	"slices"
	"testing"

	"assay/schema"
)

// A catalogueDrift are changes by which a database differs, and the rule that finds them.
type catalogueDrift struct {
	rule string
	edit func(*schema.Schema) []schema.Change
}

// left reports that no statement ends it, or that it is its owner's to keep.
func (c catalogueDrift) left() bool {
	return slices.Contains([]string{"auto-increment", "identity", "generated", "counter-options", "extra-table"}, c.rule)
}

// unsaid reports that no statement of assay's makes it: an index is disabled.
func (c catalogueDrift) unsaid(s *schema.Schema) bool {
	return slices.ContainsFunc(c.edit(s), func(change schema.Change) bool {
		add, ok := change.(schema.AddIndex)
		return ok && add.Index.Invalid
	})
}

// alter gives the column context of ps_endpoints other properties.
func alter(set schema.Property, edit func(*schema.Column)) func(*schema.Schema) []schema.Change {
	return alterOf("ps_endpoints", "context", set, edit)
}

// alterOf gives a column other properties.
func alterOf(table, column string, set schema.Property, edit func(*schema.Column)) func(*schema.Schema) []schema.Change {
	return func(s *schema.Schema) []schema.Change {
		t := s.Table(table)
		from := t.Columns[t.Column(s.Semantics, column)]
		to := from
		edit(&to)
		return []schema.Change{schema.AlterColumn{Table: t.Name, Name: from.Name, From: from, To: to, Set: set}}
	}
}

func just(all ...schema.Change) func(*schema.Schema) []schema.Change {
	return func(*schema.Schema) []schema.Change { return all }
}

// sqlServerDrifts are the kinds that there are of them on SQL Server.
func sqlServerDrifts() []catalogueDrift {
	return slices.Concat(columnDrifts(), typeDrifts(), indexDrifts(), constraintDrifts())
}

// TestSQLServerDrifts counts the kinds, no two of which are alike.
func TestSQLServerDrifts(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, c := range sqlServerDrifts() {
		seen[fmt.Sprintf("%s %+v", c.rule, c.edit(installed(t).Schema))] = true
	}
	if len(seen) < 40 || len(seen) != len(sqlServerDrifts()) {
		t.Errorf("of %d kinds of drift, %d are not alike; want 40", len(sqlServerDrifts()), len(seen))
	}
}

func columnDrifts() []catalogueDrift {
	add := func(c schema.Column) func(*schema.Schema) []schema.Change {
		return just(schema.AddColumn{Table: "ps_endpoints", Column: c})
	}
	drop := func(table, column string) func(*schema.Schema) []schema.Change {
		return just(schema.DropColumn{Table: table, Column: column})
	}
	must := column("mine", "varchar", "20")
	must.Nullable, must.Default = false, "'x'"
	computed := schema.Column{Name: "mine", Type: schema.Type{Name: "int"}, Nullable: true, Generated: "len(context)"}
	stored := computed
	stored.Stored = true
	counting := schema.Column{Name: "mine", Type: schema.Type{Name: "int"}, AutoIncrement: true}
	return []catalogueDrift{
		{"missing-column", drop("ps_endpoints", "mailboxes")},
		{"missing-column", drop("ps_contacts", "via_addr")},
		{"missing-column", drop("ps_endpoints", "100rel")},
		{"missing-column", drop("cdr", "end")},
		{"renamed-column", just(schema.RenameColumn{Table: "ps_endpoints", From: "mwi_from_user", To: "mwi_fromuser"})},
		{"extra-column", add(column("mine", "int", ""))},
		{"extra-column", add(column("my ]own", "nvarchar", "max"))},
		{"extra-column", add(must)},
		{"extra-column", add(computed)},
		{"extra-column", add(stored)},
		{"extra-column", add(counting)},
		{"nullability", alter(schema.PropNullable, func(c *schema.Column) { c.Nullable = false })},
		{"nullability", indexed(alterOf("ps_contacts", "expiration_time", schema.PropNullable, func(c *schema.Column) { c.Nullable = false }))},
		{"nullability", alterOf("queue_rules", "time", schema.PropNullable, func(c *schema.Column) { c.Nullable = true })},
		{"default", alter(schema.PropDefault, func(c *schema.Column) { c.Default = "'x'" })},
		{"default", alter(schema.PropDefault, func(c *schema.Column) { c.Default = "N'ä'" })},
		{"default", alterOf("ps_endpoints", "rtp_timeout", schema.PropDefault, func(c *schema.Column) { c.Default = "30" })},
		{"default", alterOf("cdr", "start", schema.PropDefault, func(c *schema.Column) { c.Default = "getdate()" })},
		{"column-collation", alter(schema.PropCollation, func(c *schema.Column) { c.Collation = "Latin1_General_BIN2" })},
		{"auto-increment", alterOf("sippeers", "id", schema.PropAutoIncrement, func(c *schema.Column) { c.AutoIncrement = false })},
		{"counter-options", alterOf("sippeers", "id", schema.PropSequence, func(c *schema.Column) { c.Sequence = "START WITH 1000, INCREMENT BY 10" })},
		{"missing-table", just(schema.DropTable{Table: "ps_systems"})},
		{"extra-table", just(schema.CreateTable{Table: &schema.Table{Name: "ps_mine", Columns: []schema.Column{column("a", "int", "")}}})},
	}
}

func typeDrifts() []catalogueDrift {
	to := func(table, column, name, args string) func(*schema.Schema) []schema.Change {
		return alterOf(table, column, schema.PropType, func(c *schema.Column) { c.Type = schema.Type{Name: name, Args: args} })
	}
	return []catalogueDrift{
		{"type-narrower", to("ps_endpoints", "context", "varchar", "20")},
		{"type-wider", to("ps_endpoints", "context", "varchar", "80")},
		{"type-wider", to("ps_endpoints", "context", "varchar", "max")},
		{"type-wider", to("ps_endpoints", "context", "nvarchar", "40")},
		{"type-changed", to("ps_endpoints", "context", "char", "40")},
		{"type-changed", to("ps_endpoints", "context", "int", "")},
		{"type-wider", to("ps_endpoints", "rtp_timeout", "bigint", "")},
		{"type-narrower", indexed(to("ps_contacts", "expiration_time", "int", ""))},
		{"type-narrower", to("ps_contacts", "qualify_timeout", "real", "")},
		{"type-changed", to("cdr", "start", "datetime2", "")},
		{"type-narrower", to("voicemail_messages", "recording", "varbinary", "8000")},
	}
}

// indexed makes a change of a column that the index of ps_contacts has, which the server takes only without that.
func indexed(edit func(*schema.Schema) []schema.Change) func(*schema.Schema) []schema.Change {
	return func(s *schema.Schema) []schema.Change {
		const name = "ps_contacts_qualifyfreq_exp"
		t := s.Table("ps_contacts")
		again := schema.AddIndex{Table: t.Name, Index: t.Indexes[t.Index(s.Semantics, name)]}
		return slices.Concat([]schema.Change{schema.DropIndex{Table: t.Name, Name: name}}, edit(s), []schema.Change{again})
	}
}

func indexDrifts() []catalogueDrift {
	index := func(x schema.Index) func(*schema.Schema) []schema.Change {
		return just(schema.AddIndex{Table: "ps_endpoints", Index: x})
	}
	instead := func(x schema.Index) func(*schema.Schema) []schema.Change {
		x.Name = "ps_contacts_qualifyfreq_exp"
		return just(schema.DropIndex{Table: "ps_contacts", Name: x.Name}, schema.AddIndex{Table: "ps_contacts", Index: x})
	}
	frequency := []string{"qualify_frequency", "expiration_time"}
	return []catalogueDrift{
		{"missing-index", just(schema.DropIndex{Table: "ps_endpoints", Name: "ps_endpoints_id"})},
		{"missing-index", instead(schema.Index{Parts: schema.Columns(frequency[1], frequency[0])})},
		{"missing-index", instead(schema.Index{Parts: schema.Columns(frequency[0])})},
		{"missing-index", instead(schema.Index{Parts: schema.Columns(frequency...), Where: "expiration_time IS NOT NULL"})},
		{"missing-index", instead(schema.Index{Parts: schema.Columns(frequency...), Kind: schema.Unique})},
		{"missing-index", instead(schema.Index{Parts: schema.Columns(frequency...), Invalid: true})},
		{"extra-index", index(schema.Index{Name: "mine", Parts: schema.Columns("context")})},
		{"extra-index", index(schema.Index{Name: "mine", Parts: schema.Columns("context"), Method: "clustered"})},
		{"extra-index", index(schema.Index{
			Name: "my index", Parts: []schema.Part{{Column: "context", Desc: true}}, Include: []string{"auth"}, Where: "auth IS NOT NULL",
		})},
		{"extra-unique", index(schema.Index{Name: "mine", Kind: schema.Unique, Parts: schema.Columns("context")})},
		{"extra-unique", index(schema.Index{Name: "mine", Kind: schema.Unique, Parts: schema.Columns("context"), Where: "context IS NOT NULL"})},
		{"extra-unique", index(schema.Index{Name: "mine", Kind: schema.Constraint, Parts: schema.Columns("context")})},
		{"extra-primary-key", just(schema.AddIndex{Table: "ps_systems", Index: schema.Index{Name: "mine", Kind: schema.Primary, Parts: schema.Columns("id")}})},
		{"index-name", just(schema.RenameIndex{Table: "ps_endpoints", From: "ps_endpoints_id", To: "other"})},
		{"missing-unique", dropUnique("ps_endpoints")},
		{"missing-primary-key", dropPrimary("queue_log")},
	}
}

func constraintDrifts() []catalogueDrift {
	check := func(k schema.Check) func(*schema.Schema) []schema.Change {
		k.Name = "mine"
		return just(schema.AddCheck{Table: "ps_endpoints", Check: k})
	}
	const held = "fk_musiconhold_entry_name_musiconhold"
	gone := schema.DropForeignKey{Table: "musiconhold_entry", Name: held}
	entry := func(k schema.ForeignKey) func(*schema.Schema) []schema.Change {
		k.Columns, k.RefTable, k.RefColumns = []string{"name"}, "musiconhold", []string{"name"}
		return just(gone, schema.AddForeignKey{Table: "musiconhold_entry", ForeignKey: k})
	}
	return []catalogueDrift{
		{"extra-check", check(schema.Check{Expr: "context <> 'x'"})},
		{"extra-check", check(schema.Check{Expr: "context IN ('x', 'y')"})},
		{"extra-check", check(schema.Check{Expr: "len(context) > 3 AND context <> aors"})},
		{"extra-check", check(schema.Check{Expr: "context <> 'x'", NotEnforced: true})},
		{"extra-foreign-key", just(schema.AddForeignKey{Table: "ps_endpoints", ForeignKey: schema.ForeignKey{
			Name: "mine", Columns: []string{"aors"}, RefTable: "ps_aors", RefColumns: []string{"id"}, OnDelete: "SET NULL",
		}})},
		{"missing-foreign-key", just(gone)},
		{"missing-foreign-key", entry(schema.ForeignKey{Name: held, OnDelete: "CASCADE"})},
		{"missing-foreign-key", entry(schema.ForeignKey{Name: held, OnUpdate: "SET DEFAULT"})},
		{"option-differs", entry(schema.ForeignKey{Name: held, NotValid: true})},
		{"missing-foreign-key", entry(schema.ForeignKey{Name: held, OnDelete: "SET NULL", OnUpdate: "CASCADE"})},
	}
}
