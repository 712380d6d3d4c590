package schema_test

import (
	"testing"

	"assay/schema"
)

// TestIf: a change whose condition does not hold does nothing, and one that meets something else is refused all the same.
func TestIf(t *testing.T) {
	t.Parallel()
	begin := func() *schema.Schema {
		s := schema.New(schema.Semantics{GlobalIndexNames: true})
		s.Enums["e"] = schema.Enum{Name: "e", Labels: "'a'"}
		for _, name := range []string{"p", "t"} {
			err := s.Apply(schema.CreateTable{Table: &schema.Table{
				Name: name, Columns: []schema.Column{{Name: "id"}, {Name: "a", Nullable: true}}, Indexes: []schema.Index{{Name: "ix_" + name, Parts: schema.Columns("a")}},
				ForeignKeys: []schema.ForeignKey{{Name: "f_" + name, Columns: []string{"a"}, RefTable: "p", RefColumns: []string{"id"}}}, Checks: []schema.Check{{Name: "k", Expr: "a > 0"}},
			}})
			if err != nil {
				t.Fatal(err)
			}
		}
		return s
	}
	edit := &schema.LabelEdit{Label: "a"}
	for name, c := range map[string]schema.Change{
		"table":       schema.CreateTable{Table: &schema.Table{Name: "t"}, If: schema.IfObject},
		"no table":    schema.DropTable{Table: "nova", If: schema.IfObject},
		"rename":      schema.RenameTable{From: "nova", To: "novb", If: schema.IfTable},
		"column":      schema.AddColumn{Table: "t", Column: schema.Column{Name: "a"}, If: schema.IfObject},
		"no column":   schema.DropColumn{Table: "t", Column: "nova", If: schema.IfObject},
		"of no table": schema.DropColumn{Table: "nova", Column: "a", If: schema.IfTable},
		"index":       schema.AddIndex{Table: "t", Index: schema.Index{Name: "ix_p", Parts: schema.Columns("id")}, If: schema.IfObject},
		"no index":    schema.DropIndex{Name: "nova", If: schema.IfObject},
		"constraint":  schema.DropIndex{Table: "t", Name: "nova", Kind: schema.Constraint, If: schema.IfObject},
		"key":         schema.AddForeignKey{Table: "t", ForeignKey: schema.ForeignKey{Name: "f_t", Columns: []string{"id"}, RefTable: "p", RefColumns: []string{"id"}}, If: schema.IfObject},
		"unnamed key": schema.AddForeignKey{Table: "t", ForeignKey: schema.ForeignKey{Columns: []string{"a"}, RefTable: "p", RefColumns: []string{"id"}}, If: schema.IfObject},
		"no key":      schema.DropForeignKey{Table: "t", Name: "nova", If: schema.IfObject},
		"check":       schema.AddCheck{Table: "t", Check: schema.Check{Name: "k", Expr: "id > 0"}, If: schema.IfObject},
		"no check":    schema.DropCheck{Table: "t", Name: "nova", If: schema.IfObject},
		"no type":     schema.DropEnum{Name: "nova", If: schema.IfObject},
		"label":       schema.AlterEnum{From: schema.Enum{Name: "e"}, To: schema.Enum{Name: "e"}, Edit: edit, If: schema.IfObject},
	} {
		s := begin()
		if err := s.Apply(c); err != nil || !begin().Idle(c) {
			t.Errorf("%s: %v, idle %t", name, err, begin().Idle(c))
		}
		if err := s.Apply(schema.WithIf(c, 0)); err == nil && name != "unnamed key" {
			t.Errorf("%s is made without its condition", name)
		}
		if schema.IfOf(schema.WithIf(c, schema.IfTable)) != schema.IfTable {
			t.Errorf("%s keeps no condition", name)
		}
	}
	for name, c := range map[string]schema.Change{
		"in use":               schema.DropTable{Table: "p", If: schema.IfObject},
		"a column of no table": schema.AddColumn{Table: "nova", Column: schema.Column{Name: "a"}, If: schema.IfObject},
		"there already":        schema.AddColumn{Table: "t", Column: schema.Column{Name: "a"}, If: schema.IfTable},
		"a label of no type":   schema.AlterEnum{From: schema.Enum{Name: "nova"}, To: schema.Enum{Name: "nova"}, Edit: edit, If: schema.IfObject},
		"over no column":       schema.AddIndex{Table: "t", Index: schema.Index{Name: "new", Parts: schema.Columns("nova")}, If: schema.IfObject},
	} {
		if err := begin().Apply(c); err == nil || begin().Idle(c) {
			t.Errorf("%s is taken for done", name)
		}
	}
}
