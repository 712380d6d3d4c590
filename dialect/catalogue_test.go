package dialect_test

import (
	"maps"
	"slices"
	"testing"

	"assay/dialect"
	"assay/drift"
	"assay/expected"
	"assay/internal/lab/oracle"
	"assay/internal/lab/sqlserver"
	"assay/introspect"
	"assay/schema"
)

// A teller is a server that none runs here of, and what it says of a schema.
type teller struct {
	schema.Server
	print func(*schema.Database) string
	// refused are how many chains of a tree meet each refusal.
	refused map[string]int
}

// tellers are all.
func tellers(t *testing.T) []teller {
	t.Helper()
	ora := schema.Server{Engine: "oracle", Product: "Oracle", Version: "19.0.0.0.0"}
	return []teller{
		{
			schema.Server{Engine: "mssql", Product: "SQL Server", Version: "16.0.4175"},
			sqlserver.Print,
			// 2744: the table extensions of the first 12.0.0 counts two columns up, as Alembic writes it here.
			map[string]int{"config 2744": 1, "config 3728": 79, "config 5074": 20, "voicemail 4927": 5},
		},
		{
			ora, func(db *schema.Database) string { return oracle.Print(db, speaking(t, ora).Quote) },
			map[string]int{"config ORA-01408": 118, "config ORA-02261": 95, "config ORA-01442": 20, "voicemail ORA-22859": 5, "queue_log ORA-02261": 1},
		},
	}
}

func speaking(t *testing.T, s schema.Server) dialect.Dialect {
	t.Helper()
	room, err := dialect.For(s)
	if err != nil {
		t.Fatal(err)
	}
	return room
}

// TestCatalogueHeads: whatever head a database is at, its catalogue is that head's very schema, and the place is found again; also where a client program that
// stops at an error left it, behind the last statement or revision that the server takes.
func TestCatalogueHeads(t *testing.T) {
	t.Parallel()
	for _, server := range tellers(t) {
		t.Run(server.String(), func(t *testing.T) {
			t.Parallel()
			for _, tree := range expected.Trees() {
				checkTree(t, server, tree)
			}
		})
	}
}

func checkTree(t *testing.T, server teller, tree string) {
	t.Helper()
	h, err := expected.Asterisk(tree, server.Engine, speaking(t, server.Server))
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
	done := map[[2]any]bool{}
	for _, c := range h.Chains {
		at := len(c.Revisions) - 1
		checkCatalogue(t, server, place{c, at, len(c.Revisions[at].Changes)}, h.Chains, lines)
		for _, p := range stops(c, h.Names) {
			key := [2]any{c.Revisions[p.at], p.ran}
			if !done[key] {
				checkCatalogue(t, server, p, h.Chains, lines)
			}
			done[key] = true
		}
	}
}

// A place is where a database is that has run so many statements of a revision.
type place struct {
	*expected.Chain
	at, ran int
}

// A line is a revision as drift asks for it.
type line struct{ *expected.Revision }

func (l *line) Steps() []schema.Change { return l.Changes }
func (l *line) Name() string           { return l.ID }

// stops are the places where a client program stops that does so at an error, on its way through a chain whose statements somebody mends one by one: before a
// statement that the server refuses, or behind the revision before where that takes all of it back.
func stops(c *expected.Chain, m schema.Semantics) []place {
	var all []place
	for at, r := range c.Revisions {
		for i, change := range r.Changes {
			switch {
			case schema.Flaw(change) == "":
			case !m.TransactionalDDL && i > 0:
				all = append(all, place{c, at, i})
			case at > 0:
				all = append(all, place{c, at - 1, len(c.Revisions[at-1].Changes)})
			}
		}
	}
	return all
}

// schemaAt is what a database at a place holds.
func (p place) schemaAt(t *testing.T, m schema.Semantics) *schema.Schema {
	t.Helper()
	s := schema.New(m)
	for at, r := range p.Revisions[:p.at+1] {
		for i, c := range r.Changes {
			if at == p.at && i == p.ran {
				return s
			}
			if err := s.Replay(c); err != nil {
				t.Fatal(err)
			}
		}
	}
	return s
}

func checkCatalogue(t *testing.T, server teller, p place, chains []*expected.Chain, lines [][]*line) {
	t.Helper()
	room := speaking(t, server.Server)
	want := p.schemaAt(t, room.Semantics())
	text := server.print(&schema.Database{Server: server.Server, Name: "asterisk", Schema: want})
	db, err := introspect.ReadCatalogue(introspect.Source{Path: "catalogue.jsonl"}, []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	if err := introspect.VetCatalogue(introspect.Source{Path: "catalogue.jsonl"}, db, room); err != nil {
		t.Error(err)
	}
	revision := p.Revisions[p.at]
	if d := append(drift.Compare(want, db.Schema), drift.Compare(db.Schema, want)...); len(d) > 0 {
		t.Fatalf("%s, %s: %#v", p.Name, revision.ID, d[0])
	}
	// A statement that is skipped leaves no trace, and the place before it is that behind it.
	same := func(q drift.Place[*line]) bool {
		at := place{chains[q.Lines[0]], q.At, q.Statement}
		if q.Statement == 0 {
			at.ran = len(q.Revision.Changes)
		}
		return q.Revision.Revision == revision || len(drift.Compare(want, at.schemaAt(t, room.Semantics()))) == 0
	}
	best := drift.Infer(lines, db.Schema)[0]
	if best.Distance != (drift.Distance{}) || !slices.ContainsFunc(best.Places, same) {
		t.Errorf("%s, %s is taken for %+v", p.Name, revision.ID, best)
	}
}

// TestRefusals counts the chains that stop, at what the server's documentation says.
func TestRefusals(t *testing.T) {
	t.Parallel()
	for _, server := range tellers(t) {
		t.Run(server.String(), func(t *testing.T) {
			t.Parallel()
			got := map[string]int{}
			for _, tree := range expected.Trees() {
				countRefusals(t, speaking(t, server.Server), server.Engine, tree, got)
			}
			if !maps.Equal(got, server.refused) {
				t.Errorf("chains meet %v, want %v", got, server.refused)
			}
		})
	}
}

func countRefusals(t *testing.T, room dialect.Dialect, engine, tree string, got map[string]int) {
	t.Helper()
	h, err := expected.Asterisk(tree, engine, room)
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
