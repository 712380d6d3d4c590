package dialect_test

import (
	"slices"
	"testing"

	"assay/dialect"
	"assay/drift"
	"assay/expected"
	"assay/internal/lab/sqlserver"
	"assay/introspect"
	"assay/schema"
)

var sqlServer = schema.Server{Engine: "mssql", Product: "SQL Server", Version: "16.0.4175"}

// TestCatalogueHeads: whatever head a database is at, its catalogue is that head's very schema, and the place is found again; also where a client program that
// stops at an error left it, behind the last revision that the server takes.
func TestCatalogueHeads(t *testing.T) {
	t.Parallel()
	room, err := dialect.For(sqlServer)
	if err != nil {
		t.Fatal(err)
	}
	for _, tree := range expected.Trees() {
		h, err := expected.Asterisk(tree, sqlServer.Engine, room)
		if err != nil {
			t.Fatal(err)
		}
		lines := make([][]*line, len(h.Chains))
		seen := map[*expected.Revision]*line{}
		for i, c := range h.Chains {
			for _, r := range c.Revisions {
				if seen[r] == nil {
					seen[r] = &line{r}
				}
				lines[i] = append(lines[i], seen[r])
			}
		}
		done := map[*expected.Revision]bool{}
		for _, c := range h.Chains {
			for _, at := range []int{len(c.Revisions) - 1, stops(c) - 1} {
				if at < 0 || at < len(c.Revisions)-1 && done[c.Revisions[at]] {
					continue
				}
				done[c.Revisions[at]] = true
				checkCatalogue(t, expected.Position{Chain: c, At: at}, lines)
			}
		}
	}
}

// A line is a revision as drift asks for it.
type line struct{ *expected.Revision }

func (l *line) Steps() []schema.Change { return l.Changes }
func (l *line) Name() string           { return l.ID }

// stops is the place of the first revision of a chain that the server refuses; -1: it takes all.
func stops(c *expected.Chain) int {
	return slices.IndexFunc(c.Revisions, func(r *expected.Revision) bool {
		return slices.ContainsFunc(r.Changes, func(c schema.Change) bool { return schema.Flaw(c) != "" })
	})
}

func checkCatalogue(t *testing.T, p expected.Position, lines [][]*line) {
	t.Helper()
	room, err := dialect.For(sqlServer)
	if err != nil {
		t.Fatal(err)
	}
	want, err := p.Schema(room.Semantics())
	if err != nil {
		t.Fatal(err)
	}
	text := sqlserver.Print(&schema.Database{Server: sqlServer, Name: "asterisk", Schema: want})
	db, err := introspect.ReadCatalogue(introspect.Source{Path: "catalogue.jsonl"}, []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	if err := introspect.VetCatalogue(introspect.Source{Path: "catalogue.jsonl"}, db, room); err != nil {
		t.Error(err)
	}
	if d := append(drift.Compare(want, db.Schema), drift.Compare(db.Schema, want)...); len(d) > 0 {
		t.Fatalf("%s, %s: %#v", p.Chain.Name, p.Revision().ID, d[0])
	}
	best := drift.Infer(lines, db.Schema)[0]
	if best.Distance != (drift.Distance{}) || !slices.ContainsFunc(best.Places, func(q drift.Place[*line]) bool { return q.Revision.Revision == p.Revision() }) {
		t.Errorf("%s, %s is taken for %+v", p.Chain.Name, p.Revision().ID, best)
	}
}

// TestRefusals counts the chains that stop, at what the server's documentation says.
func TestRefusals(t *testing.T) {
	t.Parallel()
	room, err := dialect.For(sqlServer)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]int{}
	for _, tree := range expected.Trees() {
		h, err := expected.Asterisk(tree, sqlServer.Engine, room)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range h.Chains {
			found := map[string]bool{}
			s := schema.New(room.Semantics())
			for _, r := range c.Revisions {
				for _, change := range r.Changes {
					if f := room.Refusal(s, change); f != nil {
						found[tree+" "+f.Code] = true
					}
					if err := s.Replay(change); err != nil {
						t.Fatal(err)
					}
				}
			}
			for code := range found {
				got[code]++
			}
		}
	}
	for code, want := range map[string]int{"config 3728": 79, "config 5074": 20, "voicemail 4927": 5} {
		if got[code] != want {
			t.Errorf("%d chains meet %s, want %d", got[code], code, want)
		}
		delete(got, code)
	}
	if len(got) > 0 {
		t.Errorf("chains meet %v as well", got)
	}
}
