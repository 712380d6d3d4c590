package rules_test

import (
	"reflect"
	"regexp"
	"testing"

	"assay/rules"
	"assay/schema"
	"assay/schema/schematest"
)

func TestRulesAreDocumented(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	kebab := regexp.MustCompile(`^[a-z]+(-[a-z]+)*$`)
	for _, r := range rules.All {
		if !kebab.MatchString(r.Name) || seen[r.Name] {
			t.Errorf("rule %q: want a unique name in kebab-case", r.Name)
		}
		seen[r.Name] = true
		if r.Title == "" || len(r.Why) < 20 {
			t.Errorf("rule %s: want a title and what it does to those who run the database", r.Name)
		}
	}
}

// story is what tests let a history know.
type story struct{ set, made, pendingMake, pendingTouch rules.Origin }

func (s story) SetBy(schema.Object) rules.Origin        { return s.set }
func (s story) MadeBy(schema.Object) rules.Origin       { return s.made }
func (s story) PendingMake(schema.Object) rules.Origin  { return s.pendingMake }
func (s story) PendingTouch(schema.Object) rules.Origin { return s.pendingTouch }

var later = rules.Origin{Revision: "abdc9ede147d", Release: "22.5.0"}

// world is what was found when the changes of the tests are to mend it.
func world() *schema.Schema {
	s := schema.New(schematest.PostgreSQL)
	s.Enums["mood"] = schema.Enum{Name: "mood", Labels: "'good'"}
	for _, name := range []string{"ps_contacts", "ps_endpoints", "sippeers", "musiconhold"} {
		s.Add(&schema.Table{
			Name: name,
			Columns: []schema.Column{
				{Name: "id", Type: schema.Type{Name: "varchar", Args: "40"}},
				{Name: "own", Type: schema.Type{Name: "integer"}},
				{Name: "free", Type: schema.Type{Name: "integer"}, Nullable: true},
			},
			Indexes:     []schema.Index{{Name: "own_key", Kind: schema.Unique, Parts: schema.Columns("own")}, {Name: "own_idx", Parts: schema.Columns("own")}, {Name: "own_pk", Kind: schema.Primary, Parts: schema.Columns("id")}},
			ForeignKeys: []schema.ForeignKey{{Name: "own_fk", Columns: []string{"own"}, RefTable: "x", RefColumns: []string{"y"}}},
			Checks:      []schema.Check{{Name: "own_check", Expr: "own > 0"}},
		})
	}
	return s
}

func alter(table string, set schema.Property, from, to schema.Column) schema.Change {
	from.Name, to.Name = "id", "id"
	return schema.AlterColumn{Table: table, Name: "id", From: from, To: to, Set: set}
}

func typed(name, args string) schema.Column {
	return schema.Column{Type: schema.Type{Name: name, Args: args}}
}

func TestCheck(t *testing.T) {
	t.Parallel()
	column := schema.Column{Name: "user_agent", Type: schema.Type{Name: "varchar", Args: "255"}, Nullable: true}
	tests := []struct {
		name     string
		change   schema.Change
		lore     story
		rule     string
		severity rules.Severity
	}{
		{"a table in use", schema.CreateTable{Table: &schema.Table{Name: "ps_globals"}}, story{}, "missing-table", rules.Error},
		{"a table dropped on purpose", schema.CreateTable{Table: &schema.Table{Name: "sippeers"}}, story{}, "missing-table", rules.Info},
		{"a table dropped before a revision alters it", schema.CreateTable{Table: &schema.Table{Name: "musiconhold"}}, story{pendingTouch: later}, "missing-table", rules.Error},
		{"a left-over table", schema.DropTable{Table: "sippeers"}, story{made: later}, "extra-table", rules.Info},
		{"a table too early", schema.DropTable{Table: "sippeers"}, story{made: later, pendingMake: later}, "extra-table", rules.Error},
		{"a column of a written table", schema.AddColumn{Table: "ps_contacts", Column: column}, story{}, "missing-column", rules.Error},
		{"a column of a table that is only read", schema.AddColumn{Table: "ps_endpoints", Column: column}, story{}, "missing-column", rules.Warning},
		{"a column that a later revision alters", schema.AddColumn{Table: "ps_endpoints", Column: column}, story{pendingTouch: later}, "missing-column", rules.Error},
		{"an own column that wants a value, written", schema.DropColumn{Table: "ps_contacts", Column: "own"}, story{}, "extra-column", rules.Error},
		{"an own column that wants a value, read", schema.DropColumn{Table: "ps_endpoints", Column: "own"}, story{}, "extra-column", rules.Info},
		{"an own nullable column", schema.DropColumn{Table: "ps_contacts", Column: "free"}, story{}, "extra-column", rules.Info},
		{"a column too early", schema.DropColumn{Table: "ps_endpoints", Column: "free"}, story{pendingMake: later}, "extra-column", rules.Error},
		{"an old name", schema.RenameColumn{Table: "ps_endpoints", From: "mwi_fromuser", To: "mwi_from_user"}, story{}, "renamed-column", rules.Warning},
		{"wider", alter("ps_contacts", schema.PropType, typed("varchar", "255"), typed("varchar", "40")), story{}, "type-wider", rules.Info},
		{"narrower, written", alter("ps_contacts", schema.PropType, typed("varchar", "20"), typed("varchar", "40")), story{}, "type-narrower", rules.Error},
		{"narrower, read", alter("ps_endpoints", schema.PropType, typed("varchar", "20"), typed("varchar", "40")), story{}, "type-narrower", rules.Warning},
		{"a shorter time that still holds", alter("ps_contacts", schema.PropType, typed("integer", ""), typed("bigint", "")), story{}, "type-narrower", rules.Warning},
		{"another type, written", alter("ps_contacts", schema.PropType, typed("integer", ""), typed("double precision", "")), story{}, "type-changed", rules.Error},
		{"another type, read", alter("ps_endpoints", schema.PropType, typed("integer", ""), typed("varchar", "40")), story{}, "type-changed", rules.Warning},
		{"another type, to be converted", alter("ps_endpoints", schema.PropType, typed("tinyint", "1"), typed("enum", "'0','1'")), story{pendingTouch: later}, "type-changed", rules.Error},
		{"a label missing", alter("ps_endpoints", schema.PropType, typed("enum", "'a'"), typed("enum", "'a','b'")), story{}, "enum-label-missing", rules.Warning},
		{"a label too many", alter("ps_endpoints", schema.PropType, typed("enum", "'a','b'"), typed("enum", "'a'")), story{}, "enum-label-extra", rules.Info},
		{"labels in another order", alter("ps_endpoints", schema.PropType, typed("enum", "'b','a'"), typed("enum", "'a','b'")), story{}, "enum-label-order", rules.Info},
		{"a label missing in a type", schema.AlterEnum{From: schema.Enum{Name: "mood", Labels: "'good'"}, To: schema.Enum{Name: "mood", Labels: "'good','bad'"}}, story{}, "enum-label-missing", rules.Warning},
		{"takes NULL", alter("ps_contacts", schema.PropNullable, schema.Column{Nullable: true}, schema.Column{}), story{}, "nullability", rules.Warning},
		{"refuses NULL, written", alter("ps_contacts", schema.PropNullable, schema.Column{}, schema.Column{Nullable: true}), story{}, "nullability", rules.Warning},
		{"refuses NULL, read", alter("ps_endpoints", schema.PropNullable, schema.Column{}, schema.Column{Nullable: true}), story{}, "nullability", rules.Info},
		{"an own default", alter("ps_endpoints", schema.PropDefault, schema.Column{Default: "'no'"}, schema.Column{}), story{}, "default", rules.Info},
		{"an own default that will be lost", alter("ps_endpoints", schema.PropDefault, schema.Column{Default: "'no'"}, schema.Column{}), story{pendingTouch: later}, "default", rules.Warning},
		{"no counter", alter("ps_endpoints", schema.PropAutoIncrement, schema.Column{}, schema.Column{AutoIncrement: true}), story{}, "auto-increment", rules.Error},
		{"generated", alter("ps_endpoints", schema.PropGenerated, schema.Column{Generated: "1"}, schema.Column{}), story{}, "generated", rules.Error},
		{"an own collation", alter("ps_endpoints", schema.PropCollation, schema.Column{Collation: "utf8mb4_bin"}, schema.Column{}), story{}, "column-collation", rules.Info},
		{"a column's own check", alter("ps_endpoints", schema.PropCheck, schema.Column{Check: "id > 0"}, schema.Column{}), story{}, "extra-check", rules.Info},
		{"no primary key", schema.AddIndex{Table: "ps_contacts", Index: schema.Index{Kind: schema.Primary, Parts: schema.Columns("id")}}, story{}, "missing-primary-key", rules.Error},
		{"no unique constraint", schema.AddIndex{Table: "ps_contacts", Index: schema.Index{Kind: schema.Constraint, Parts: schema.Columns("id")}}, story{}, "missing-unique", rules.Error},
		{"no index", schema.AddIndex{Table: "ps_contacts", Index: schema.Index{Name: "i", Parts: schema.Columns("id")}}, story{}, "missing-index", rules.Warning},
		{"an own primary key", schema.DropIndex{Table: "ps_contacts", Name: "own_pk", Kind: schema.Primary}, story{}, "extra-primary-key", rules.Info},
		{"an own unique index, written", schema.DropIndex{Table: "ps_contacts", Name: "own_key", Kind: schema.Unique}, story{}, "extra-unique", rules.Warning},
		{"an own index", schema.DropIndex{Table: "ps_contacts", Name: "own_idx"}, story{}, "extra-index", rules.Info},
		{"an index too early", schema.DropIndex{Table: "ps_contacts", Name: "own_idx"}, story{pendingMake: later}, "extra-index", rules.Error},
		{"an index under another name", schema.RenameIndex{Table: "ps_contacts", From: "a", To: "b"}, story{}, "index-name", rules.Info},
		{"no foreign key", schema.AddForeignKey{Table: "musiconhold"}, story{}, "missing-foreign-key", rules.Warning},
		{"an own foreign key", schema.DropForeignKey{Table: "ps_contacts", Name: "own_fk"}, story{}, "extra-foreign-key", rules.Warning},
		{"no check", schema.AddCheck{Table: "ps_contacts", Check: schema.Check{Expr: "x"}}, story{}, "missing-check", rules.Warning},
		{"an own check, written", schema.DropCheck{Table: "ps_contacts", Name: "own_check"}, story{}, "extra-check", rules.Warning},
		{"no type", schema.CreateEnum{Enum: schema.Enum{Name: "mood"}}, story{pendingTouch: later}, "missing-type", rules.Error},
		{"a left-over type", schema.DropEnum{Name: "mood"}, story{}, "extra-type", rules.Info},
		{"a charset of its own", schema.AlterTable{Table: "ps_contacts", To: schema.Options{Charset: "utf8mb4", Collation: "utf8mb4_bin"}}, story{}, "table-charset", rules.Warning},
		{"a storage engine of its own", schema.AlterTable{Table: "ps_contacts", To: schema.Options{Engine: "InnoDB"}}, story{}, "storage-engine", rules.Warning},
	}
	kinds := map[reflect.Type]bool{}
	for _, tt := range tests {
		kinds[reflect.TypeOf(tt.change)] = true
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			tt.lore.set = rules.Origin{Revision: "74dc751dfe8e", Release: "20.7.0"}
			want := world()
			for _, table := range want.SortedTables() {
				table.Indexes = nil
			}
			pass := &rules.Pass{Tree: "config", Want: want, Got: world(), Lore: tt.lore, Usage: rules.Asterisk}
			found := rules.Check(pass, []schema.Change{tt.change})
			if len(found) != 1 || found[0].Rule != tt.rule || found[0].Severity != tt.severity {
				t.Fatalf("Check = %+v, want one finding of %s, %s", found, tt.rule, tt.severity)
			}
			if found[0].Revision == "" || found[0].Message == "" || found[0].Table+found[0].Object == "" {
				t.Errorf("Check = %+v, want it to name its object and revision", found[0])
			}
			pass.Tree = "cdr"
			if found := rules.Check(pass, []schema.Change{tt.change}); found[0].Severity != rules.Info {
				t.Errorf("in the tree cdr, an example to be changed, it is %s, want info", found[0].Severity)
			}
		})
	}
	if len(kinds) != 17 {
		t.Errorf("%d kinds of changes are judged, want all that a comparison finds", len(kinds))
	}
}
