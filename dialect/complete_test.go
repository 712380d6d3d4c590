package dialect_test

import (
	"slices"
	"testing"

	"assay/dialect"
	"assay/schema"
)

// least is a room that gives no more than it must.
type least struct{ dialect.Syntax }

// scripted gives a part besides.
type scripted struct{ least }

func (scripted) Opening(bool) []string { return []string{"-- scripted"} }
func (scripted) Envelope(...string) (first, last []string) {
	return []string{"BEGIN"}, []string{"COMMIT"}
}
func (scripted) Session(...string) []string                          { return nil }
func (scripted) Strict() string                                      { return "" }
func (scripted) Clause(schema.Change) (head, clause string)          { return "", "" }
func (scripted) Concurrently(*schema.Schema, schema.Change) []string { return nil }
func (scripted) Say(string, string) []string                         { return nil }
func (scripted) Leave() string                                       { return "" }

// TestComplete: what a room has is asked, and what it has not is never taken for harmless.
func TestComplete(t *testing.T) {
	t.Parallel()
	for _, engine := range dialect.Names() {
		whole, err := dialect.For(schema.Server{Engine: engine})
		if err != nil {
			t.Fatal(err)
		}
		if got := dialect.Complete(whole); got != whole {
			t.Errorf("%s: a room with every part is wrapped", engine)
		}
		d := dialect.Complete(least{whole})
		if d.Quote("a") != whole.Quote("a") || d.Opening(true) != nil {
			t.Errorf("%s: the syntax is not the room's, or the script is", engine)
		}
		text, number := schema.Domain{Type: schema.Type{Name: "text"}}, schema.Domain{Type: schema.Type{Name: "int"}}
		if _, known := d.Casts(schema.AlterColumn{}); known || len(d.Lossy("a", text, number, true)) == 0 || len(d.Lossy("a", text, text, true)) > 0 {
			t.Errorf("%s: a conversion of which nothing is known passes for one that loses nothing", engine)
		}
		if d.Vet(&schema.Table{}) == nil || d.VetDefinition("") == nil || d.VetServer(schema.Server{}) == nil {
			t.Errorf("%s: a snapshot that nobody can check is let pass", engine)
		}
		if d.TooLong("a", schema.Type{}) == nil || d.Refusal(schema.New(d.Semantics()), nil) != nil || d.Cost(nil, nil, schema.Execution{}) != nil {
			t.Errorf("%s: the defaults say what nobody knows", engine)
		}
		part := dialect.Complete(scripted{least{whole}})
		if first, _ := part.Envelope(); !slices.Equal(first, []string{"BEGIN"}) || part.Opening(true)[0] != "-- scripted" {
			t.Errorf("%s: the part that the room has is not asked", engine)
		}
	}
}
