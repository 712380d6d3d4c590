package expected_test

import (
	"slices"
	"strings"
	"testing"

	"assay/dialect"
	"assay/drift"
	"assay/expected"
	"assay/schema"
)

// TestOfflineChains: every chain of Asterisk's, written as Alembic prints it and read back, is the same revisions, and each of their statements does the same.
func TestOfflineChains(t *testing.T) {
	t.Parallel()
	for _, engine := range []string{"mysql", "postgresql"} {
		for _, tree := range expected.Trees() {
			t.Run(engine+"/"+tree, func(t *testing.T) {
				t.Parallel()
				room, err := dialect.For(schema.Server{Engine: engine})
				if err != nil {
					t.Fatal(err)
				}
				h, err := expected.Asterisk(tree, engine, room)
				if err != nil {
					t.Fatal(err)
				}
				checked := map[*expected.Revision]bool{}
				for _, c := range h.Chains {
					readBack(t, room, c, checked)
				}
			})
		}
	}
}

// readBack holds the chain that is read to the one that was written, statement by statement; what several chains share, once.
func readBack(t *testing.T, room dialect.Dialect, want *expected.Chain, checked map[*expected.Revision]bool) {
	t.Helper()
	var b strings.Builder
	if err := expected.WriteOffline(&b, want, "alembic_version_config", room); err != nil {
		t.Fatal(err)
	}
	p, err := expected.ReadOffline(room, expected.Text{Name: want.Name, SQL: b.String()})
	if err != nil {
		t.Fatal(err)
	}
	h, err := p.History(room.Semantics())
	if err != nil {
		t.Fatal(err)
	}
	if len(h.Remarks) > 0 || len(h.Opaque) > 0 || len(h.Chains) != 1 || p.VersionTable != "alembic_version_config" {
		t.Fatalf("%s: remarks %q, %v left out, %d chains, version table %s", want.Name, h.Remarks, h.Opaque, len(h.Chains), p.VersionTable)
	}
	got := h.Chains[0]
	if !slices.EqualFunc(got.Revisions, want.Revisions, func(a, b *expected.Revision) bool { return a.ID == b.ID }) {
		t.Fatalf("%s: the revisions are others", want.Name)
	}
	a, b2 := schema.New(room.Semantics()), schema.New(room.Semantics())
	for i, r := range want.Revisions {
		sameSteps(t, r, got.Revisions[i], a, b2, !checked[r])
		checked[r] = true
	}
	if d := append(drift.Compare(a, b2), drift.Compare(b2, a)...); len(d) > 0 {
		t.Errorf("%s: read back, it ends with %#v", want.Name, d)
	}
}

// sameSteps makes the changes of a revision to one schema and what was read of it to another; if hold, they are compared after each statement.
func sameSteps(t *testing.T, want, got *expected.Revision, a, b *schema.Schema, hold bool) {
	t.Helper()
	if len(got.Changes) != len(want.Changes) {
		t.Fatalf("%s: of %d changes, %d are read", want.ID, len(want.Changes), len(got.Changes))
	}
	for i := range want.Changes {
		if n, of := got.Statement(i); n != i+1 || of != len(want.Changes) {
			t.Fatalf("%s: statement %d of %d is read as %d of %d", want.ID, i+1, len(want.Changes), n, of)
		}
		for _, side := range []struct {
			s *schema.Schema
			c schema.Change
		}{{a, want.Changes[i]}, {b, got.Changes[i]}} {
			if err := side.s.Apply(schema.Mended(side.c)); err != nil {
				t.Fatalf("%s: %v", want.ID, err)
			}
		}
		if !hold {
			continue
		}
		if d := append(drift.Compare(a, b), drift.Compare(b, a)...); len(d) > 0 {
			t.Fatalf("%s: statement %d, read back, leaves %#v", want.ID, i+1, d)
		}
	}
}
