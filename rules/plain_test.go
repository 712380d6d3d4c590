package rules_test

import (
	"strings"
	"testing"

	"assay/rules"
	"assay/schema"
	"assay/schema/schematest"
)

// TestUnknownProgram: of what uses a project's own database nothing is known but that statements which meet the drift fail.
func TestUnknownProgram(t *testing.T) {
	t.Parallel()
	wide, narrow := typed("varchar", "80"), typed("varchar", "20")
	for _, test := range []struct {
		change schema.Change
		says   string
	}{
		{schema.AddColumn{Table: "ps_contacts", Column: schema.Column{Name: "via_addr", Type: schema.Type{Name: "text"}}}, "statements that name it fail"},
		{schema.RenameColumn{Table: "ps_contacts", From: "own", To: "uri"}, "statements that use the new name fail"},
		{schema.DropColumn{Table: "ps_contacts", Column: "own"}, "must be given a value (NOT NULL, no default): every INSERT that omits it fails"},
		{schema.DropColumn{Table: "ps_contacts", Column: "free"}, "is not part of this revision, and no revision adds it"},
		{schema.DropForeignKey{Table: "ps_contacts", Name: "own_fk"}, "where it refuses a row, the statement that writes it fails"},
		{alter("ps_contacts", schema.PropType, narrow, wide), "where a value does not fit, the statement fails"},
		{alter("ps_contacts", schema.PropInvisible, schema.Column{Invisible: true}, schema.Column{}), "expected visible: SELECT * does not return it"},
		{alter("ps_contacts", schema.PropCollation, schema.Column{Collation: "C"}, schema.Column{}), "expected the default collation"},
	} {
		m := schematest.MySQL
		found := rules.Check(&rules.Pass{Tree: "shop", Want: schema.New(m), Got: world(m), Origins: story{}}, []schema.Change{test.change})
		if len(found) != 1 || !strings.HasSuffix(found[0].Message, test.says) || strings.Contains(found[0].Message, "Asterisk") {
			t.Errorf("%v: %+v, want %q", test.change, found, test.says)
		}
	}
}

// TestShrinks: what becomes of a wider column is told only where a revision to come gives it a type that holds less.
func TestShrinks(t *testing.T) {
	t.Parallel()
	found := func(pending ...schema.Change) string {
		p := &rules.Pass{Want: schema.New(schematest.MySQL), Got: world(schematest.MySQL), Origins: story{pending: pending, pendingTouch: later}}
		return rules.Check(p, []schema.Change{alter("ps_contacts", schema.PropType, typed("varchar", "80"), typed("varchar", "40"))})[0].Message
	}
	const again = "sets the type again: the column will then shrink to varchar(60), and the upgrade fails if a value does not fit"
	if got := found(alter("ps_contacts", schema.PropType, typed("varchar", "40"), typed("varchar", "60"))); !strings.HasSuffix(got, again) {
		t.Error(got)
	}
	for _, other := range []schema.Change{
		alter("ps_contacts", schema.PropType, typed("varchar", "40"), typed("varchar", "80")),
		alter("ps_contacts", schema.PropType, typed("varchar", "40"), typed("varchar", "90")),
		schema.DropColumn{Table: "ps_contacts", Column: "id"},
	} {
		if got := found(other); strings.Contains(got, "again") {
			t.Errorf("%v: %s", other, got)
		}
	}
}
