package dialect_test

import (
	"fmt"
	"strings"
	"testing"

	"assay/dialect"
	"assay/drift"
	"assay/expected"
	"assay/schema"
)

// servers are one of each version that a room tells apart.
var servers = []schema.Server{
	{Engine: "mysql", Product: "MariaDB", Version: "10.11.19"},
	{Engine: "mysql", Product: "MariaDB", Version: "10.1.48"},
	{Engine: "mysql", Product: "MySQL", Version: "9.7.0"},
	{Engine: "mysql", Product: "MySQL", Version: "5.6.51"},
	{Engine: "postgresql", Product: "PostgreSQL", Version: "18.0"},
	{Engine: "postgresql", Product: "PostgreSQL", Version: "12.22"},
	{Engine: "mssql", Product: "SQL Server", Version: "16.0.4175"},
	{Engine: "oracle", Product: "Oracle", Version: "19.0.0.0.0"},
}

// TestHistories is the conformance suite of a room: over every statement of every chain that was ever released, what is formatted and parsed
// again does to a schema what the change does; and any two heads are made into each other by what a comparison says.
func TestHistories(t *testing.T) {
	t.Parallel()
	for _, server := range servers {
		for _, tree := range expected.Trees() {
			t.Run(server.String()+"/"+tree, func(t *testing.T) {
				t.Parallel()
				room, err := dialect.For(server)
				if err != nil {
					t.Fatal(err)
				}
				h, err := expected.Asterisk(tree, server.Engine, room)
				if err != nil {
					t.Fatal(err)
				}
				seen := map[*expected.Revision]bool{}
				var last *schema.Schema
				for _, chain := range h.Chains {
					head := checkChain(t, room, chain, seen)
					if last != nil {
						checkHeads(t, last, head)
					}
					last = head
				}
			})
		}
	}
}

// checkChain replays a chain twice: by its changes, and by the SQL of those revisions that no chain has shown yet.
func checkChain(t *testing.T, room dialect.Dialect, chain *expected.Chain, seen map[*expected.Revision]bool) *schema.Schema {
	t.Helper()
	s := schema.New(room.Semantics())
	for _, r := range chain.Revisions {
		for i, c := range r.Changes {
			checkRefusal(t, room, s, c)
			before := s.Clone()
			if err := s.Replay(c); err != nil {
				t.Fatalf("%s: statement %d of %s: %v", chain.Name, i+1, r.ID, err)
			}
			if !seen[r] {
				checkSame(t, room, schema.Mended(c), before)
			}
		}
		seen[r] = true
	}
	return s
}

// checkRefusal: a server refuses a statement of a history only where it was released with a flaw.
func checkRefusal(t *testing.T, room dialect.Dialect, s *schema.Schema, c schema.Change) {
	t.Helper()
	refusal := room.Refusal(s, c)
	if refusal != nil && refusal.Code == "2744" && c.Object().Table == "extensions" { // of 12.0.0, which the facts do not count: see TestCatalogueHeads
		return
	}
	if (refusal != nil) != (schema.Flaw(c) != "") {
		t.Errorf("Refusal(%#v) = %v, and its flaw is %q", c, refusal, schema.Flaw(c))
	}
}

// checkSame holds Apply(s, Parse(Format(c))) to Apply(s, c).
func checkSame(t *testing.T, room dialect.Dialect, c schema.Change, before *schema.Schema) {
	t.Helper()
	after := before.Clone()
	if err := after.Apply(c); err != nil {
		t.Fatal(err)
	}
	sql, err := room.Format(c)
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Join(sql, ";\n")
	parsed, err := room.Parse(text)
	if err != nil {
		t.Fatalf("Parse(%s) = %v", text, err)
	}
	for _, p := range parsed {
		if err := before.Apply(p); err != nil {
			t.Fatalf("applying what Parse made of %s: %v", text, err)
		}
	}
	if d := append(drift.Compare(after, before), drift.Compare(before, after)...); len(d) > 0 {
		t.Fatalf("%s, parsed again, leaves %#v", text, d)
	}
}

// checkHeads makes each of two schemas into the other.
func checkHeads(t *testing.T, a, b *schema.Schema) {
	t.Helper()
	for _, pair := range [][2]*schema.Schema{{a, b}, {b, a}} {
		want, got := pair[0], named(pair[1])
		for _, c := range drift.Compare(want, got) {
			if err := got.Apply(c); err != nil {
				t.Fatalf("applying %#v: %v", c, err)
			}
		}
		if rest := drift.Compare(want, got); len(rest) > 0 {
			t.Fatalf("what Compare found leaves %#v", rest)
		}
	}
}

// named gives names to what the history leaves without, as a server does.
func named(s *schema.Schema) *schema.Schema {
	s = s.Clone()
	for _, t := range s.SortedTables() {
		t = t.Clone()
		for i := range t.Indexes {
			if t.Indexes[i].Name == "" {
				t.Indexes[i].Name = fmt.Sprintf("%s_unnamed_%d", t.Name, i)
			}
		}
		s.Add(t)
	}
	return s
}

func TestForRefusesOtherEngines(t *testing.T) {
	t.Parallel()
	_, err := dialect.For(schema.Server{Engine: "sybase"})
	if err == nil || !strings.Contains(err.Error(), "there are mysql, postgresql, mssql and oracle") {
		t.Errorf("For(sybase) = %v, want it to say which engines there are", err)
	}
}
