package expected

import (
	"maps"
	"testing"

	"github.com/google/go-cmp/cmp"

	"assay/schema"
)

// TestBlame follows names through renames and drops.
func TestBlame(t *testing.T) {
	column := func(name string) schema.Column { return schema.Column{Name: name, Type: schema.Type{Name: "int"}} }
	unnamed := schema.Index{Kind: schema.Constraint, Parts: schema.Columns("a", "b")}
	c := &Chain{Revisions: []*Revision{
		{ID: "1", Changes: []schema.Change{
			schema.CreateTable{Table: &schema.Table{Name: "t", Columns: []schema.Column{column("a"), column("b")}, Indexes: []schema.Index{unnamed}}},
			schema.CreateTable{Table: &schema.Table{Name: "gone", Columns: []schema.Column{column("a")}}},
			schema.CreateEnum{Enum: schema.Enum{Name: "e"}},
			schema.AddIndex{Table: "t", Index: schema.Index{Name: "i", Parts: schema.Columns("a")}},
			schema.AddIndex{Table: "t", Index: schema.Index{Name: "j", Parts: schema.Columns("a")}},
		}},
		{ID: "2", Changes: []schema.Change{
			schema.AddColumn{Table: "t", Column: column("c")},
			schema.RenameColumn{Table: "t", From: "b", To: "d"},
			schema.DropTable{Table: "gone"},
			schema.RenameEnum{From: "e", To: "f"},
			schema.DropIndex{Name: "i"},
		}},
		{ID: "3", Changes: []schema.Change{
			schema.AlterColumn{Table: "t", Name: "c", To: schema.Column{Nullable: true}, Set: schema.PropNullable},
			schema.DropColumn{Table: "t", Column: "a"},
			schema.RenameIndex{Table: "t", From: "j", To: "k"},
		}},
	}}
	object := func(kind schema.ObjectKind, name string) schema.Object {
		return schema.Object{Kind: kind, Table: "t", Name: name}
	}
	for at, want := range []map[schema.Object]string{
		1: {
			object(schema.TableObject, ""):       "1",
			object(schema.ColumnObject, "a"):     "1",
			object(schema.ColumnObject, "d"):     "2",
			object(schema.ColumnObject, "c"):     "2",
			object(schema.IndexObject, "(a, d)"): "1",
			object(schema.IndexObject, "j"):      "1",
			{Kind: schema.EnumObject, Name: "f"}: "2",
		},
		2: {
			object(schema.TableObject, ""):       "1",
			object(schema.ColumnObject, "d"):     "2",
			object(schema.ColumnObject, "c"):     "3",
			object(schema.IndexObject, "(d)"):    "1",
			object(schema.IndexObject, "k"):      "3",
			{Kind: schema.EnumObject, Name: "f"}: "2",
		},
	} {
		if want == nil {
			continue
		}
		got := map[schema.Object]string{}
		for o, r := range (Position{c, at}).Blame() {
			got[o] = r.ID
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("at %d (-want +got):\n%s", at, diff)
		}
	}
}

// TestBlameAll: at the head of every chain, all that the schema has is blamed, and nothing else.
func TestBlameAll(t *testing.T) {
	for engine, m := range semantics {
		for _, tree := range Trees() {
			for _, c := range load(t, tree, engine).Chains {
				p := Position{c, len(c.Revisions) - 1}
				s, err := p.Schema(m)
				if err != nil {
					t.Fatal(err)
				}
				want, got := map[schema.Object]bool{}, map[schema.Object]bool{}
				for name := range s.Enums {
					want[schema.Object{Kind: schema.EnumObject, Name: name}] = true
				}
				for _, table := range s.Tables {
					for _, o := range madeWith(table) {
						if o.Kind != schema.IndexObject {
							want[o] = true
						}
					}
					for _, x := range table.Indexes {
						o := schema.Object{Kind: schema.IndexObject, Table: table.Name, Name: x.Name}
						if x.Name == "" {
							o.Name = x.On()
						}
						want[o] = true
					}
				}
				for o := range p.Blame() {
					got[o] = true
				}
				if !maps.Equal(want, got) {
					t.Errorf("%s on %s (-want +got):\n%s", c.Name, engine, cmp.Diff(want, got))
				}
			}
		}
	}
}

func TestBlameAsterisk(t *testing.T) {
	h := load(t, "config", "mysql")
	p, err := h.Resolve("22.10.1")
	if err != nil {
		t.Fatal(err)
	}
	r := p[0].Blame()[schema.Object{Kind: schema.ColumnObject, Table: "ps_registrations", Name: "user_agent"}]
	if r == nil || r.ID != "24c12d8e9014" {
		t.Errorf("ps_registrations.user_agent is set by %v", r)
	}
}
