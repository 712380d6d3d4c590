package audit_test

import (
	"slices"
	"testing"

	"assay"

	"assay/dialect"
	"assay/drift"
	"assay/expected"
	"assay/internal/lab"
	"assay/internal/lab/replay"
	"assay/result"
	"assay/rules"
)

// TestEveryRevision builds the newest chain of each tree on a real server, revision by revision: each is inferred exactly from the
// schema alone, and is clean under its own stamp. Without a campaign each server checks an eighth of the revisions, another one than the server before it.
func TestEveryRevision(t *testing.T) {
	t.Parallel()
	eachTree(t, func(t *testing.T, nth int, s lab.Server, room dialect.Dialect, h *expected.History) {
		t.Helper()
		db := s.Database(t)
		chain := h.Newest()
		for i, r := range chain.Revisions {
			sql, err := replay.Revision(room, r)
			if err != nil {
				t.Fatal(err)
			}
			db.Exec(t, sql...)
			replay.SetStamp(t, db, room, h.Tree, r.ID, i == 0)
			if sampled(nth, i, len(chain.Revisions)) {
				checkExact(t, db.URL, expected.Position{Chain: chain, At: i})
			}
		}
	})
}

// TestEveryHead builds the head of every chain that was ever released; without a campaign each server an eighth of them.
func TestEveryHead(t *testing.T) {
	t.Parallel()
	eachTree(t, func(t *testing.T, nth int, s lab.Server, room dialect.Dialect, h *expected.History) {
		t.Helper()
		for i, chain := range h.Chains {
			if !sampled(nth, i, len(h.Chains)) {
				continue
			}
			t.Run(chain.Name, func(t *testing.T) {
				t.Parallel()
				head := expected.Position{Chain: chain, At: len(chain.Revisions) - 1}
				db := replay.Built(t, s, room, head)
				replay.SetStamp(t, db, room, h.Tree, head.Revision().ID, true)
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

// sampled reports whether a server is to try a case of many: all of them in a campaign, or else every eighth and the last one, and the next server others.
func sampled(server, i, n int) bool { return lab.Campaign() || (i+4*server)%8 == 0 || i == n-1 }

// eachTree runs a test for every server, which have numbers, and every tree, in parallel.
func eachTree(t *testing.T, test func(*testing.T, int, lab.Server, dialect.Dialect, *expected.History)) {
	t.Helper()
	for nth, s := range append(lab.MySQL(t), lab.Postgres(t)...) {
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
				test(t, nth, s, room, h)
			})
		}
	}
}

// flawed reports whether a revision before a position was released with a mistake.
func flawed(p expected.Position, id string) bool {
	return slices.ContainsFunc(p.Chain.Revisions[:p.At+1], func(r *expected.Revision) bool { return r.ID == id && r.Flaw() != "" })
}

// checkExact holds a database to being exactly at a position: with its stamp, and from the schema alone. Where a revision was released with a mistake,
// that is the only finding.
func checkExact(t *testing.T, url string, p expected.Position) result.Match {
	t.Helper()
	id := p.Revision().ID
	r, err := assay.Check(t.Context(), url, assay.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Trees) != 1 {
		t.Fatalf("%s: the report has %d trees, want one", id, len(r.Trees))
	}
	got := r.Trees[0]
	found := slices.DeleteFunc(slices.Clone(got.Findings), func(f result.Finding) bool { return f.Rule == "skipped-revision" && flawed(p, f.Object) })
	if r.Reaches(rules.Info) != (len(got.Findings) > 0) || got.Verdict != drift.Agrees || len(found) > 0 {
		t.Fatalf("%s of %s: check gives %+v, verdict %s, findings %+v", id, p.Chain.Name, r.Summary, got.Verdict, got.Findings)
	}
	if r, err = assay.Infer(t.Context(), url, assay.Options{}); err != nil {
		t.Fatal(err)
	}
	m := r.Trees[0].Match
	if !m.Exact || m.Distance != 0 || m.Statement != nil || m.Revision != id && !slices.Contains(m.Equivalent, id) {
		t.Fatalf("%s of %s: infer gives %+v", id, p.Chain.Name, *m)
	}
	if len(r.Trees[0].RunnersUp) == 0 && len(p.Chain.Revisions) > 1 {
		t.Errorf("%s of %s: infer names no runner-up", id, p.Chain.Name)
	}
	return *m
}
