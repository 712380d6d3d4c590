package main

import (
	"slices"
	"testing"

	"assay/dialect"
	"assay/expected"
	"assay/internal/lab"
	"assay/internal/lab/replay"
	"assay/result"
)

// TestEveryRevision builds the newest chain of each tree on a real server, revision by revision: each is inferred exactly from the
// schema alone, and is clean under its own stamp.
func TestEveryRevision(t *testing.T) {
	t.Parallel()
	eachTree(t, func(t *testing.T, s lab.Server, room dialect.Dialect, h *expected.History) {
		t.Helper()
		db := s.Database(t)
		chain := h.Newest()
		for i, r := range chain.Revisions {
			sql, err := replay.Revision(room, r)
			if err != nil {
				t.Fatal(err)
			}
			db.Exec(t, sql...)
			stamp(t, db, room, h.Tree, r.ID, i == 0)
			checkExact(t, db.URL, expected.Position{Chain: chain, At: i})
		}
	})
}

// TestEveryHead builds the head of every chain that was ever released.
func TestEveryHead(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("building 127 databases takes minutes; this is -short")
	}
	eachTree(t, func(t *testing.T, s lab.Server, room dialect.Dialect, h *expected.History) {
		t.Helper()
		for _, chain := range h.Chains {
			t.Run(chain.Name, func(t *testing.T) {
				t.Parallel()
				head := expected.Position{Chain: chain, At: len(chain.Revisions) - 1}
				db := builtTo(t, s, room, head)
				stamp(t, db, room, h.Tree, head.Revision().ID, true)
				m := checkExact(t, db.URL, head)
				for _, release := range chain.Releases {
					if !slices.Contains(m.Releases, release.Name) && m.Revision == head.Revision().ID {
						t.Errorf("the releases are %v, want %s among them", m.Releases, release.Name)
					}
				}
			})
		}
	})
}

// builtTo builds a database that is at a position and has no stamp. The chains are prefixes of each other for most of their length, so they are built
// from copies of databases that are some revisions back.
func builtTo(t *testing.T, s lab.Server, room dialect.Dialect, p expected.Position) *lab.Database {
	t.Helper()
	const stride = 16
	var parts [][]string
	for i, r := range p.Chain.Revisions[:p.At+1] {
		if i%stride == 0 {
			parts = append(parts, nil)
		}
		sql, err := replay.Revision(room, r)
		if err != nil {
			t.Fatal(err)
		}
		parts[i/stride] = append(parts[i/stride], sql...)
	}
	rest := len(parts) - 1 // which is not worth keeping
	if rest < 1 {
		db := s.Database(t)
		db.Exec(t, parts[rest]...)
		return db
	}
	db := s.Built(t, parts[:rest]...)
	db.Exec(t, parts[rest]...)
	return db
}

// eachTree runs a test for every server and tree, in parallel.
func eachTree(t *testing.T, test func(*testing.T, lab.Server, dialect.Dialect, *expected.History)) {
	t.Helper()
	for _, s := range servers(t) {
		room, err := dialect.For(s.Server)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range expected.Trees() {
			h, err := expected.Asterisk(name, s.Server.Engine, room)
			if err != nil {
				t.Fatal(err)
			}
			t.Run(s.Name+"/"+name, func(t *testing.T) {
				t.Parallel()
				test(t, s, room, h)
			})
		}
	}
}

// flawed reports whether a revision before a position was released with a mistake.
func flawed(p expected.Position, id string) bool {
	return slices.ContainsFunc(p.Chain.Revisions[:p.At+1], func(r *expected.Revision) bool { return r.ID == id && r.Flaw() != "" })
}

// stamp sets a tree's stamp, in a new version table if first.
func stamp(t *testing.T, db *lab.Database, room dialect.Dialect, tree, revision string, first bool) {
	t.Helper()
	table := "alembic_version_" + tree
	if !first {
		db.Exec(t, "UPDATE "+room.Quote(table)+" SET version_num = "+room.Literal(revision))
		return
	}
	sql, err := replay.Stamp(room, table, revision)
	if err != nil {
		t.Fatal(err)
	}
	db.Exec(t, sql...)
}

// checkExact holds a database to being exactly at a position: with its stamp, and from the schema alone. Where a revision was released with a mistake,
// that is the only finding.
func checkExact(t *testing.T, url string, p expected.Position) result.Match {
	t.Helper()
	id := p.Revision().ID
	r, code := reported(t, "check", url, "--fail-on", "info")
	if len(r.Trees) != 1 {
		t.Fatalf("%s: the report has %d trees, want one", id, len(r.Trees))
	}
	got := r.Trees[0]
	found := slices.DeleteFunc(slices.Clone(got.Findings), func(f result.Finding) bool { return f.Rule == "skipped-revision" && flawed(p, f.Object) })
	if code != min(len(got.Findings), exitFindings) || got.Verdict != "agrees" || len(found) > 0 {
		t.Fatalf("%s of %s: check gives status %d, verdict %s, findings %+v", id, p.Chain.Name, code, got.Verdict, got.Findings)
	}
	r, _ = reported(t, "infer", url)
	m := r.Trees[0].Match
	if !m.Exact || m.Distance != 0 || m.Statement != nil || m.Revision != id && !slices.Contains(m.Equivalent, id) {
		t.Fatalf("%s of %s: infer gives %+v", id, p.Chain.Name, *m)
	}
	if len(r.Trees[0].RunnersUp) == 0 && len(p.Chain.Revisions) > 1 {
		t.Errorf("%s of %s: infer names no runner-up", id, p.Chain.Name)
	}
	return *m
}
