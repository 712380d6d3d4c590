package rules_test

import (
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"assay/rules"
	"assay/schema"
	"assay/schema/schematest"
)

func TestRulesAreDocumented(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	kebab := regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`)
	for _, r := range rules.All {
		if !kebab.MatchString(r.Name) || seen[r.Name] {
			t.Errorf("rule %q: want a unique name in kebab-case", r.Name)
		}
		seen[r.Name] = true
		if r.Title == "" || len(r.Why) < 20 || r.Since == "" || r.Bad == "" || r.Good == "" {
			t.Errorf("rule %s: want a title, what it does to those who run the database, since when there is it, and two examples", r.Name)
		}
	}
}

// TestWhyIsGeneral: what Asterisk does with a finding is said apart, for a project's own database is not to be told of phones.
func TestWhyIsGeneral(t *testing.T) {
	t.Parallel()
	special := regexp.MustCompile(`(?i)asterisk|phone|\bps_|pjsip|sippeers|voicemail|provision|caller`)
	for _, r := range append(slices.Clone(rules.All), rules.UpgradeRefused, rules.UpgradeStops, rules.UpgradeData, rules.UpgradeUnsafe) {
		if m := special.FindString(r.Title + r.Why); m != "" {
			t.Errorf("rule %s: %q is of Asterisk alone: it belongs into Asterisk", r.Name, m)
		}
		if got := r.Reason(false); got != r.Why {
			t.Errorf("rule %s says to others: %s", r.Name, got)
		}
		if got := r.Reason(true); r.Asterisk != "" && got != r.Why+" "+r.Asterisk {
			t.Errorf("rule %s says of Asterisk's: %s", r.Name, got)
		}
	}
}

// story is what tests let a history know.
type story struct {
	set, made, pendingMake, pendingTouch schema.Origin
	pending                              []schema.Change // of the revision later
}

func (s story) SetBy(schema.Object) schema.Origin        { return s.set }
func (s story) MadeBy(schema.Object) schema.Origin       { return s.made }
func (s story) PendingMake(schema.Object) schema.Origin  { return s.pendingMake }
func (s story) PendingTouch(schema.Object) schema.Origin { return s.pendingTouch }

func (s story) Pending(is func(schema.Change) bool) schema.Origin {
	if slices.ContainsFunc(s.pending, is) {
		return later
	}
	return schema.Origin{}
}

var later = schema.Origin{Revision: "abdc9ede147d", Release: "22.5.0"}

// world is what was found when the changes of the tests are to mend it.
func world(m schema.Semantics) *schema.Schema {
	s := schema.New(m)
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
			ForeignKeys: []schema.ForeignKey{{Name: "own_fk", Columns: []string{"own"}, RefTable: "musiconhold", RefColumns: []string{"own"}}},
			Checks:      []schema.Check{{Name: "own_check", Expr: "own > 0"}},
		})
	}
	return s
}

func alter(table string, set schema.Property, from, to schema.Column) schema.Change {
	from.Name, to.Name = "id", "id"
	return schema.AlterColumn{Table: table, Name: "id", From: from, To: to, Set: set}
}

// alterOwn changes the type of a column that Asterisk does not know.
func alterOwn(table string, from, to schema.Column) schema.Change {
	from.Name, to.Name = "own", "own"
	return schema.AlterColumn{Table: table, Name: "own", From: from, To: to, Set: schema.PropType}
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
		origins  story
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
		{"an old name, to be changed", schema.RenameColumn{Table: "ps_endpoints", From: "mwi_fromuser", To: "mwi_from_user"}, story{pendingTouch: later}, "renamed-column", rules.Error},
		{"wider", alter("ps_contacts", schema.PropType, typed("varchar", "255"), typed("varchar", "40")), story{}, "type-wider", rules.Info},
		{"narrower, written", alter("ps_contacts", schema.PropType, typed("varchar", "20"), typed("varchar", "40")), story{}, "type-narrower", rules.Error},
		{"narrower, read", alter("ps_endpoints", schema.PropType, typed("varchar", "20"), typed("varchar", "40")), story{}, "type-narrower", rules.Warning},
		{"a shorter time that still holds", alterOwn("ps_contacts", typed("integer", ""), typed("bigint", "")), story{}, "type-narrower", rules.Warning},
		{"another type, written", alter("ps_contacts", schema.PropType, typed("integer", ""), typed("double precision", "")), story{}, "type-changed", rules.Error},
		{"another type, read", alter("ps_endpoints", schema.PropType, typed("integer", ""), typed("varchar", "40")), story{}, "type-changed", rules.Warning},
		{"a label missing", alter("ps_endpoints", schema.PropType, typed("enum", "'a'"), typed("enum", "'a','b'")), story{}, "enum-label-missing", rules.Warning},
		{"a label too many", alter("ps_endpoints", schema.PropType, typed("enum", "'a','b'"), typed("enum", "'a'")), story{}, "enum-label-extra", rules.Info},
		{"labels in another order", alter("ps_endpoints", schema.PropType, typed("enum", "'b','a'"), typed("enum", "'a','b'")), story{}, "enum-label-order", rules.Info},
		{"a label missing in a type", schema.AlterEnum{From: schema.Enum{Name: "mood", Labels: "'good'"}, To: schema.Enum{Name: "mood", Labels: "'good','bad'"}}, story{}, "enum-label-missing", rules.Warning},
		{"takes NULL", alter("ps_contacts", schema.PropNullable, schema.Column{Nullable: true}, schema.Column{}), story{}, "nullability", rules.Warning},
		{"refuses NULL, written", alter("ps_contacts", schema.PropNullable, schema.Column{}, schema.Column{Nullable: true}), story{}, "nullability", rules.Warning},
		{"refuses NULL, read", alter("ps_endpoints", schema.PropNullable, schema.Column{}, schema.Column{Nullable: true}), story{}, "nullability", rules.Info},
		{"an own default", alter("ps_endpoints", schema.PropDefault, schema.Column{Default: "'no'"}, schema.Column{}), story{}, "default", rules.Info},
		{
			"a default lost that filled a column", alter("ps_endpoints", schema.PropDefault, schema.Column{}, schema.Column{Default: "'no'"}),
			story{},
			"default",
			rules.Error,
		},
		{"a default lost where NULL is taken", alter("ps_endpoints", schema.PropDefault, schema.Column{Nullable: true},
			schema.Column{Default: "'no'", Nullable: true}), story{}, "default", rules.Info},
		{
			"a counter that fills a column", alter("ps_endpoints", schema.PropIdentity, schema.Column{Identity: "ALWAYS"}, schema.Column{}),
			story{},
			"auto-increment",
			rules.Info,
		},
		{
			"a counter where NULL is taken", alter("ps_endpoints", schema.PropAutoIncrement, schema.Column{AutoIncrement: true}, schema.Column{Nullable: true}),
			story{},
			"auto-increment", rules.Warning,
		},
		{"no counter", alter("ps_endpoints", schema.PropAutoIncrement, schema.Column{}, schema.Column{AutoIncrement: true}), story{}, "auto-increment", rules.Error},
		{"generated", alter("ps_endpoints", schema.PropGenerated, schema.Column{Generated: "1"}, schema.Column{}), story{}, "generated", rules.Error},
		{"an own collation", alter("ps_endpoints", schema.PropCollation, schema.Column{Collation: "utf8mb4_bin"}, schema.Column{}), story{}, "column-collation", rules.Info},
		{"invisible", alter("ps_contacts", schema.PropInvisible, schema.Column{Invisible: true}, schema.Column{}), story{}, "column-invisible", rules.Warning},
		{"visible by choice", alter("ps_contacts", schema.PropInvisible, schema.Column{}, schema.Column{Invisible: true}), story{}, "column-invisible", rules.Info},
		{"a column's own check", alter("ps_endpoints", schema.PropCheck, schema.Column{Check: "id > 0"}, schema.Column{}), story{}, "extra-check", rules.Info},
		{"no primary key", schema.AddIndex{Table: "ps_contacts", Index: schema.Index{Kind: schema.Primary, Parts: schema.Columns("id")}}, story{}, "missing-primary-key", rules.Error},
		{"no unique constraint", schema.AddIndex{Table: "ps_contacts", Index: schema.Index{Kind: schema.Constraint, Parts: schema.Columns("id")}}, story{}, "missing-unique", rules.Error},
		{"no index", schema.AddIndex{Table: "ps_contacts", Index: schema.Index{Name: "i", Parts: schema.Columns("uri")}}, story{}, "missing-index", rules.Warning},
		{
			"no index beside a key of the same column",
			schema.AddIndex{Table: "ps_contacts", Index: schema.Index{Name: "i", Parts: schema.Columns("id")}},
			story{},
			"missing-index", rules.Info,
		},
		{"an own primary key", schema.DropIndex{Table: "ps_contacts", Name: "own_pk", Kind: schema.Primary}, story{}, "extra-primary-key", rules.Info},
		{"an own unique index, written", schema.DropIndex{Table: "ps_contacts", Name: "own_key", Kind: schema.Unique}, story{}, "extra-unique", rules.Warning},
		{"an own index", schema.DropIndex{Table: "ps_contacts", Name: "own_idx"}, story{}, "extra-index", rules.Info},
		{"an index too early", schema.DropIndex{Table: "ps_contacts", Name: "own_idx"}, story{pendingMake: later}, "extra-index", rules.Error},
		{"an index under another name", schema.RenameIndex{Table: "ps_contacts", From: "a", To: "b"}, story{}, "index-name", rules.Info},
		{"no foreign key", schema.AddForeignKey{Table: "musiconhold"}, story{}, "missing-foreign-key", rules.Warning},
		{"an own foreign key, written", schema.DropForeignKey{Table: "ps_contacts", Name: "own_fk"}, story{}, "extra-foreign-key", rules.Warning},
		{"an own foreign key, read", schema.DropForeignKey{Table: "musiconhold", Name: "own_fk"}, story{}, "extra-foreign-key", rules.Warning},
		{"no check", schema.AddCheck{Table: "ps_contacts", Check: schema.Check{Expr: "x"}}, story{}, "missing-check", rules.Warning},
		{"an own check, written", schema.DropCheck{Table: "ps_contacts", Name: "own_check"}, story{}, "extra-check", rules.Warning},
		{"no type", schema.CreateEnum{Enum: schema.Enum{Name: "mood"}}, story{pendingTouch: later}, "missing-type", rules.Error},
		{"a type under another name", schema.RenameEnum{From: "own", To: "mood"}, story{}, "renamed-type", rules.Warning},
		{"a type under another name, which is needed", schema.RenameEnum{From: "own", To: "mood"}, story{pendingTouch: later}, "renamed-type", rules.Error},
		{"a left-over type", schema.DropEnum{Name: "mood"}, story{}, "extra-type", rules.Info},
		{"a charset of its own", schema.AlterTable{Table: "ps_contacts", To: schema.Options{Charset: "utf8mb4", Collation: "utf8mb4_bin"}}, story{}, "table-charset", rules.Warning},
		{"a storage engine of its own", schema.AlterTable{Table: "ps_contacts", To: schema.Options{Engine: "InnoDB"}}, story{}, "storage-engine", rules.Warning},
	}
	kinds := map[reflect.Type]bool{}
	for _, tt := range tests {
		kinds[reflect.TypeOf(tt.change)] = true
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			tt.origins.set = schema.Origin{Revision: "74dc751dfe8e", Release: "20.7.0"}
			want := world(schematest.PostgreSQL)
			for _, table := range want.SortedTables() {
				table.Indexes = nil
			}
			pass := &rules.Pass{Tree: "config", Want: want, Got: world(schematest.PostgreSQL), Origins: tt.origins, Usage: rules.Asterisk}
			found := rules.Check(pass, []schema.Change{tt.change})
			if len(found) != 1 || found[0].Rule != tt.rule || found[0].Severity != tt.severity {
				t.Fatalf("Check = %+v, want one finding of %s, %s", found, tt.rule, tt.severity)
			}
			if by := found[0].Revision; (by == "") != (found[0].Want == "" || found[0].Rule == "table-charset" || found[0].Rule == "storage-engine") {
				t.Errorf("Check = %+v: the revision is %q, want it where one set what is expected", found[0], by)
			}
			if found[0].Message == "" || found[0].Table+found[0].Object == "" {
				t.Errorf("Check = %+v, want it to name its object", found[0])
			}
			pass.Tree = "cdr"
			if found := rules.Check(pass, []schema.Change{tt.change}); found[0].Severity != rules.Info {
				t.Errorf("in the tree cdr, an example to be changed, it is %s, want info", found[0].Severity)
			}
		})
	}
	if len(kinds) != 18 {
		t.Errorf("%d kinds of changes are judged, want all that a comparison finds", len(kinds))
	}
}

// TestCheckKnowsCallRecords: nobody knows whether Asterisk writes its call records here, but that it ignores what it must give a value to is false.
func TestCheckKnowsCallRecords(t *testing.T) {
	t.Parallel()
	got := schema.New(schematest.MySQL)
	got.Add(&schema.Table{Name: "cdr", Columns: []schema.Column{
		{Name: "tenant_id", Type: schema.Type{Name: "int"}},
		{Name: "userfield", Type: schema.Type{Name: "varchar", Args: "255"}},
	}})
	pass := &rules.Pass{Tree: "cdr", Want: schema.New(schematest.MySQL), Got: got, Origins: story{}, Usage: rules.Asterisk}
	for _, c := range []schema.Change{
		schema.DropColumn{Table: "cdr", Column: "tenant_id"},
		schema.AlterColumn{
			Table: "cdr", Name: "userfield", From: schema.Column{Name: "userfield"}, To: schema.Column{Name: "userfield", Nullable: true},
			Set: schema.PropNullable,
		},
	} {
		found := rules.Check(pass, []schema.Change{c})
		if len(found) != 1 || !strings.Contains(found[0].Message, "each one that lacks the column is lost") || strings.Contains(found[0].Message, "ignores") {
			t.Errorf("Check = %+v", found)
		}
	}
}

// TestCheckLooksAhead: what is harmless now stops, or is lost by, the revision that comes next, and not alike on both engines.
func TestCheckLooksAhead(t *testing.T) {
	t.Parallel()
	enum := schema.Type{Name: "mood", Named: true}
	own := func(table, column string, to schema.Type, set schema.Property) []schema.Change {
		return []schema.Change{schema.AlterColumn{Table: table, Name: column, To: schema.Column{Type: to}, Set: set}}
	}
	boolean, wide := typed("enum", "'0','1'").Type, typed("varchar", "255").Type
	def := alter("ps_endpoints", schema.PropDefault, schema.Column{Default: "'no'", Type: schema.Type{Name: "integer"}}, schema.Column{})
	other := schema.AlterColumn{Table: "ps_endpoints", Name: "own", From: typed("integer", ""), To: typed("varchar", "40"), Set: schema.PropType}
	restated := own("ps_endpoints", "id", wide, schema.PropAll)
	retyped := own("ps_endpoints", "id", enum, schema.PropType)
	using := []schema.Change{schema.AlterColumn{Table: "ps_endpoints", Name: "id", To: schema.Column{Type: enum}, Set: schema.PropType, Using: "id::text::mood"}}
	key := schema.DropForeignKey{Table: "sippeers", Name: "own_fk"}
	check := schema.DropCheck{Table: "sippeers", Name: "own_check"}
	missing := schema.AddIndex{Table: "sippeers", Index: schema.Index{Name: "gone", Parts: schema.Columns("host")}}
	missingKey := schema.AddForeignKey{Table: "sippeers", ForeignKey: schema.ForeignKey{Name: "gone"}}
	missingCheck := schema.AddCheck{Table: "sippeers", Check: schema.Check{Name: "gone", Expr: "id > 0"}}
	null := alter("ps_endpoints", schema.PropNullable, schema.Column{}, schema.Column{Nullable: true})
	mysql, postgres := schematest.MySQL, schematest.PostgreSQL
	tests := []struct {
		name     string
		engine   schema.Semantics
		change   schema.Change
		pending  []schema.Change
		rule     string
		severity rules.Severity
	}{
		{"a default is lost", mysql, def, restated, "default", rules.Warning},
		{"a default is kept", postgres, def, own("ps_endpoints", "id", wide, schema.PropType), "default", rules.Info},
		{"a default is not cast", postgres, def, retyped, "default", rules.Error},
		{"a default is not cast, whatever the values are", postgres, def, using, "default", rules.Error},
		{"a number becomes the place of a value", mysql, other, own("ps_endpoints", "own", boolean, schema.PropAll), "type-changed", rules.Error},
		{"a number becomes a text", mysql, other, own("ps_endpoints", "own", wide, schema.PropAll), "type-changed", rules.Warning},
		{"a number is not cast", postgres, other, own("ps_endpoints", "own", enum, schema.PropType), "type-changed", rules.Error},
		{"a number is cast", postgres, other, []schema.Change{
			schema.AlterColumn{Table: "ps_endpoints", Name: "own", To: schema.Column{Type: enum}, Set: schema.PropType, Using: "own::text::mood"},
		}, "type-changed", rules.Warning},
		{"a foreign key holds its column", mysql, key, own("sippeers", "own", wide, schema.PropAll), "extra-foreign-key", rules.Error},
		{"a foreign key holds the column that it refers to", mysql, key, own("musiconhold", "own", wide, schema.PropAll), "extra-foreign-key", rules.Error},
		{"a foreign key does not mind its column as it was", mysql, key, own("sippeers", "own", schema.Type{Name: "integer"}, schema.PropAll), "extra-foreign-key", rules.Warning},
		{"a foreign key lets its column go", postgres, key, own("sippeers", "own", wide, schema.PropType), "extra-foreign-key", rules.Warning},
		{"a check holds its column", postgres, check, own("sippeers", "own", enum, schema.PropType), "extra-check", rules.Error},
		{"a check does not mind a longer column", postgres, check, own("sippeers", "own", schema.Type{Name: "bigint"}, schema.PropType), "extra-check", rules.Info},
		{"a check does not mind another column", postgres, check, own("sippeers", "id", enum, schema.PropType), "extra-check", rules.Info},
		{"a check lets its column go", mysql, check, own("sippeers", "own", wide, schema.PropAll), "extra-check", rules.Info},
		{"a condition holds its column", postgres, schema.DropIndex{Table: "sippeers", Name: "own_part"}, own("sippeers", "own", enum, schema.PropType), "extra-index", rules.Error},
		{"a computed column holds another", postgres, schema.DropColumn{Table: "sippeers", Column: "sum"}, own("sippeers", "own", schema.Type{Name: "bigint"}, schema.PropType), "extra-column", rules.Error},
		{"an index is dropped", postgres, missing, []schema.Change{schema.DropIndex{Name: "gone"}}, "missing-index", rules.Error},
		{"an index is made again", postgres, missing, []schema.Change{missing}, "missing-index", rules.Warning},
		{"a foreign key is dropped", mysql, missingKey, []schema.Change{schema.DropForeignKey{Table: "sippeers", Name: "gone"}}, "missing-foreign-key", rules.Error},
		{"a foreign key is dropped as a constraint", postgres, missingKey, []schema.Change{schema.DropIndex{Table: "sippeers", Name: "gone", Kind: schema.Constraint}}, "missing-foreign-key", rules.Error},
		{"another's foreign key is dropped", mysql, missingKey, []schema.Change{schema.DropForeignKey{Table: "musiconhold", Name: "gone"}}, "missing-foreign-key", rules.Warning},
		{"a check is dropped", mysql, missingCheck, []schema.Change{schema.DropCheck{Table: "sippeers", Name: "gone"}}, "missing-check", rules.Error},
		{"a NOT NULL is undone", mysql, null, restated, "nullability", rules.Info},
		{"a fraction is rounded", mysql, alter("ps_contacts", schema.PropType, typed("int", ""), typed("float", "")), nil, "type-changed", rules.Warning},
		{"a fraction is refused", postgres, alter("ps_contacts", schema.PropType, typed("integer", ""), typed("double precision", "")), nil, "type-changed", rules.Error},
		{"words are taken", postgres, alterOwn("ps_contacts", typed("boolean", ""), schema.Column{Type: schema.Type{Name: "truth", Named: true}}), nil, "type-changed", rules.Warning},
		{"words are refused", postgres, alterOwn("ps_contacts", typed("boolean", ""), schema.Column{Type: enum}), nil, "type-changed", rules.Error},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := world(tt.engine)
			got.Enums["truth"] = schema.Enum{Name: "truth", Labels: "'false','true','no','yes'"}
			sippeers := got.Table("sippeers")
			sippeers.Columns = append(sippeers.Columns, schema.Column{Name: "sum", Generated: "own + 1"})
			sippeers.Indexes = append(sippeers.Indexes, schema.Index{Name: "own_part", Parts: schema.Columns("id"), Where: "own > 3"})
			pass := &rules.Pass{Tree: "config", Want: got, Got: got, Origins: story{pending: tt.pending}, Usage: rules.Asterisk}
			found := rules.Check(pass, []schema.Change{tt.change})
			if len(found) != 1 || found[0].Rule != tt.rule || found[0].Severity != tt.severity {
				t.Fatalf("Check = %+v, want one finding of %s, %s", found, tt.rule, tt.severity)
			}
			t.Log(found[0].Message)
		})
	}
}
