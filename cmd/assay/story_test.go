package main

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"assay/dialect"
	"assay/drift"
	"assay/expected"
	"assay/internal/lab"
	"assay/internal/lab/replay"
	"assay/schema"
)

// install builds a database as a release's own scripts do, stamps included.
func install(t *testing.T, s lab.Server, release string, trees ...string) *lab.Database {
	t.Helper()
	sql, err := replay.Release(s.Server, release, trees...)
	if err != nil {
		t.Fatal(err)
	}
	return s.Built(t, sql)
}

// TestOneStampTwoSchemas: releases 20.20.1 and 22.10.1 end at the same revision e89e30cee53f, and 20's never made a column that 22's make.
func TestOneStampTwoSchemas(t *testing.T) {
	t.Parallel()
	for _, s := range inTurn(t, 0, "") {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			old, recent := install(t, s, "20.20.1", "config"), install(t, s, "22.10.1", "config")

			r, code := reported(t, "check", old.URL, "--fail-on", "info")
			got := tree(t, r, "config")
			if code != exitClean || got.Verdict != drift.Agrees || !slices.Contains(got.Match.Releases, "20.20.1") {
				t.Errorf("20.20.1: status %d, %s, releases %v, findings %+v", code, got.Verdict, got.Match.Releases, got.Findings)
			}
			if !strings.Contains(strings.Join(got.Notes, "\n"), "the same stamp e89e30cee53f means another schema in Asterisk 22.10.0") {
				t.Errorf("20.20.1: the notes %q do not say that the stamp means another schema elsewhere", got.Notes)
			}

			r, code = reported(t, "check", old.URL, "--at", "22.10.1")
			got = tree(t, r, "config")
			if code != exitFindings || got.Verdict != drift.OtherLineage {
				t.Errorf("20.20.1 against 22.10.1: status %d, verdict %s", code, got.Verdict)
			}
			if len(got.Findings) != 1 || got.Findings[0].Rule != "skipped-revision" || got.Findings[0].Table != "ps_registrations" ||
				got.Findings[0].Revision != "24c12d8e9014" || got.Findings[0].Release != "21.2.0" || !strings.Contains(got.Findings[0].Message, "(ps_registrations.user_agent)") {
				t.Errorf("20.20.1 against 22.10.1: findings %+v, want the skipped 24c12d8e9014, first in 21.2.0", got.Findings)
			}
			fix := statements(assay(t, "fix", old.URL, "--at", "22.10.1").stdout)
			if len(fix) != 1 || !strings.Contains(fix[0], "ADD COLUMN") || !strings.Contains(fix[0], "user_agent") {
				t.Errorf("the fix is %q, want one ADD COLUMN", fix)
			}
			old.Exec(t, fix...)
			for _, args := range [][]string{{old.URL, "--at", "22.10.1"}, {recent.URL}, {recent.URL, "--at", "22.10.1"}} {
				r, code := reported(t, append([]string{"check", "--fail-on", "info"}, args...)...)
				if got := tree(t, r, "config"); code != exitClean || got.Verdict != drift.Agrees || !got.Match.Exact {
					t.Errorf("check %v: status %d, %s, %+v", args, code, got.Verdict, got.Findings)
				}
			}
		})
	}
}

// statements returns the statements of a script that do something to the schema or the stamp.
func statements(script string) []string {
	var all []string
	for s := range strings.SplitSeq(script, ";\n") {
		var lines []string
		for l := range strings.Lines(s) {
			if !strings.HasPrefix(l, "--") && !strings.HasPrefix(l, `\`) { // nor what is for the client program
				lines = append(lines, l)
			}
		}
		s = strings.TrimSpace(strings.Join(lines, ""))
		if s != "" && !strings.HasPrefix(s, "SET ") && !strings.HasPrefix(s, "SELECT '") && s != "BEGIN" && s != "COMMIT" {
			all = append(all, s)
		}
	}
	return all
}

// TestHarmlessEditsDoNotDisturb: what administrators do every day, five random edits of it, leaves the right revision first,
// for 40 lineages spread over all releases; without a campaign, each server has a quarter of them.
func TestHarmlessEditsDoNotDisturb(t *testing.T) {
	t.Parallel()
	for nth, s := range servers(t) {
		room, err := dialect.For(s.Server)
		if err != nil {
			t.Fatal(err)
		}
		h, err := expected.Asterisk("config", s.Server.Engine, room)
		if err != nil {
			t.Fatal(err)
		}
		const lineages = 40
		for i := range lineages {
			if !lab.Campaign() && (i+2*nth)%4 != 0 {
				continue
			}
			chain := h.Chains[i*(len(h.Chains)-1)/(lineages-1)]
			t.Run(s.Name+"/"+chain.Name, func(t *testing.T) {
				t.Parallel()
				head := expected.Position{Chain: chain, At: len(chain.Revisions) - 1}
				want, err := head.Schema(room.Semantics())
				if err != nil {
					t.Fatal(err)
				}
				random := rand.New(rand.NewPCG(7, uint64(i))) //nolint:gosec // the same edits every time
				edits := harmless(t, random, room, want, 5)
				db := replay.Built(t, s, room, head)
				db.Exec(t, edits...)
				r, _ := reported(t, "infer", db.URL, "--tree", "config")
				m := tree(t, r, "config").Match
				if id := head.Revision().ID; m.Revision != id && !slices.Contains(m.Equivalent, id) || m.Statement != nil {
					t.Errorf("infer gives %+v, want %s; edits: %q", *m, id, edits)
				}
			})
		}
	}
}

// droppable are the tables that guides tell administrators to drop.
var droppable = []string{"sippeers", "iaxfriends", "meetme", "voicemail", "musiconhold_entry", "musiconhold", "queues", "queue_members", "queue_rules", "extensions"}

// harmless makes n random edits of the kinds that administrators make and Asterisk does not mind. It makes them in s as well.
func harmless(t *testing.T, r *rand.Rand, room dialect.Dialect, s *schema.Schema, n int) []string {
	t.Helper()
	var sql []string
	for len(sql) < n {
		c := harmlessEdit(r, s, len(sql))
		if c == nil || s.Apply(c) != nil {
			continue
		}
		statements, err := room.Format(c)
		if err != nil {
			t.Fatal(err)
		}
		sql = append(sql, strings.Join(statements, ";"))
	}
	return sql
}

func harmlessEdit(r *rand.Rand, s *schema.Schema, i int) schema.Change {
	tables := s.SortedTables()
	t := tables[r.IntN(len(tables))]
	col := t.Columns[r.IntN(len(t.Columns))]
	own := schema.Column{Name: fmt.Sprint("own", i), Type: schema.Type{Name: "varchar", Args: "40"}, Nullable: true}
	switch r.IntN(5) {
	case 0:
		return schema.DropTable{Table: droppable[r.IntN(len(droppable))]}
	case 1:
		if col.Type.Name != "varchar" {
			return nil
		}
		to := col
		to.Type.Args = map[string]string{"20": "64", "40": "60", "80": "120", "128": "160", "200": "240"}[col.Type.Args]
		if to.Type.Args == "" {
			return nil
		}
		return schema.AlterColumn{Table: t.Name, Name: col.Name, From: col, To: to, Set: schema.PropType}
	case 2:
		return schema.CreateTable{Table: &schema.Table{Name: fmt.Sprint("crm", i), Columns: []schema.Column{own}}}
	case 3:
		return schema.AddColumn{Table: t.Name, Column: own}
	}
	if col.Type.Name != "varchar" || len(col.Type.Args) > 2 {
		return nil
	}
	return schema.AddIndex{Table: t.Name, Index: schema.Index{Name: fmt.Sprint("own_idx", i), Parts: schema.Columns(col.Name)}}
}
