package upgrade

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"assay/audit"
	"assay/drift"
	"assay/internal/lab"
	"assay/introspect"
	"assay/schema"
)

var updateWays = flag.Bool("update-ways", false, "write what becomes of the ways into testdata")

// TestWays goes every way between series in memory, question by question, as an administrator does: each ends equal to a fresh install or says at once why
// it does not, after as many scripts and runs of Alembic as it says, and never asks for the same twice. Run it with -update-ways, and read the difference.
func TestWays(t *testing.T) {
	t.Parallel()
	for nth, engine := range []string{"mysql", "postgresql"} {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			known := audit.BuiltIn([]string{"config"})
			if err := known.Load(schema.Server{Engine: engine}); err != nil {
				t.Fatal(err)
			}
			file := "../testdata/ways." + engine + ".txt"
			pairs := pairsOf(t, "../testdata/upgrades."+engine+".txt")
			want := map[string]string{}
			if text, err := os.ReadFile(file); err == nil {
				for line := range strings.Lines(string(text)) {
					want[strings.Join(strings.Fields(line)[:2], " ")] = strings.TrimRight(line, "\n")
				}
			}
			var all strings.Builder
			for i, p := range pairs {
				if i%29 != 14*nth && !lab.Campaign() && !*updateWays { // minutes for all
					continue
				}
				line := fmt.Sprintf("%-8s %-8s %s", p[0], p[1], goes(t, known, engine, p[0], p[1]))
				all.WriteString(line + "\n")
				if d := cmp.Diff(want[p[0]+" "+p[1]], line); d != "" && !*updateWays {
					t.Errorf("want - got +:\n%s", d)
				}
			}
			if *updateWays {
				if err := os.WriteFile(file, []byte(all.String()), 0o644); err != nil { //nolint:gosec // it is for everyone to read
					t.Fatal(err)
				}
			}
			if len(want) != len(pairs) && !*updateWays {
				t.Errorf("%s has %d ways, want one for each of the %d upgrades", file, len(want), len(pairs))
			}
		})
	}
}

// pairsOf are the releases from and to which the upgrades in a table go.
func pairsOf(t *testing.T, file string) [][2]string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var pairs [][2]string
	for line := range strings.Lines(string(text)) {
		fields := strings.Fields(line)
		pairs = append(pairs, [2]string{fields[0], fields[2]})
	}
	return pairs
}

// goes goes a way, and says in a line how it was.
func goes(t *testing.T, known *audit.Library, engine, from, to string) string {
	t.Helper()
	db, err := known.Install(engine, from)
	if err != nil {
		t.Fatal(err)
	}
	var first *Way
	var seen []*schema.Schema
	scripts, runs := 0, 0
	for {
		p, err := Predict(known.Database(introspect.Source{Engine: engine, Release: from}, db).Infer(), "", to)
		if err != nil {
			t.Fatalf("%s to %s: %v", from, to, err)
		}
		f := p.Forecasts[0]
		r, err := f.plan()
		if err != nil {
			return "no way: " + err.Error()
		}
		w := wayOf(f, r)
		if first == nil {
			first = w
		}
		if w.Why != first.Why {
			t.Errorf("%s to %s: the way was to end otherwise: %q, and now %q", from, to, first.Why, w.Why)
		}
		at := strings.Join(f.Stamp.Revisions, " ")
		ran, stopped := one(r)
		scripts, runs = scripts+ran, runs+stopped
		if ran+stopped == 0 {
			break
		}
		db = &schema.Database{
			Server: db.Server, Name: db.Name, Schema: w.Then.Clone(),
			Stamps: []schema.Stamp{{Table: f.History.VersionTable, Revisions: []string{w.At}}},
		}
		if slices.ContainsFunc(seen, func(s *schema.Schema) bool { return len(drift.Compare(s, db.Schema)) == 0 }) && w.At == at || len(seen) > 12 {
			t.Errorf("%s to %s: the way goes in circles at %s", from, to, w.At)
			break
		}
		seen = append(seen, db.Schema)
	}
	if scripts != first.Scripts || runs != first.Runs {
		t.Errorf("%s to %s: it took %d scripts and %d runs of Alembic, and was to take %d and %d", from, to, scripts, runs, first.Scripts, first.Runs)
	}
	ends := "equal"
	if first.Why != "" {
		ends = "no, " + first.Why
	} else if first.But != "" {
		ends += ", but " + first.But
	}
	return fmt.Sprintf("%d %d %s", scripts, runs, ends)
}

// TestWaysSayOnce: what is not run is said in the stage that it is of, and not again in those behind, of which one that says nothing else is none; and what
// makes up for a skipped revision stands under one heading.
func TestWaysSayOnce(t *testing.T) {
	t.Parallel()
	known := audit.BuiltIn([]string{"config"})
	if err := known.Load(schema.Server{Engine: "postgresql"}); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		from, to string
		once     []string
	}{
		{"18.22.0", "22.10.1", []string{`ALTER COLUMN "timers" TYPE`, "way: 1 script, 1 run of alembic", "step 2 of 2"}},
		{"16.17.0", "18.26.4", []string{"\n-- revision 465f47f880be", "\n-- revision b80485ff4dd0", "After the last step, restart"}},
	} {
		db, err := known.Install("postgresql", test.from)
		if err != nil {
			t.Fatal(err)
		}
		p, err := Predict(known.Database(introspect.Source{Engine: "postgresql", Release: test.from}, db).Infer(), "", test.to)
		if err != nil {
			t.Fatal(err)
		}
		script, err := p.Script(test.to)
		if err != nil {
			t.Fatal(err)
		}
		for _, said := range test.once {
			if n := strings.Count(script, said); n != 1 {
				t.Errorf("%s to %s: %q stands in it %d times:\n%s", test.from, test.to, said, n, script)
			}
		}
	}
}

// TestFreshOf: an install is called as the release that was asked for, also by its series, and not as another one that ends at the same revision.
func TestFreshOf(t *testing.T) {
	t.Parallel()
	known := audit.BuiltIn([]string{"voicemail"})
	if err := known.Load(schema.Server{Engine: "mysql"}); err != nil {
		t.Fatal(err)
	}
	h := known.Histories[0]
	for to, want := range map[string]string{"22": "22.10.1", "22.10.0": "22.10.0", "certified-22.8-cert2": "certified-22.8-cert2"} {
		found, err := h.Resolve(to)
		if err != nil {
			t.Fatal(err)
		}
		if got := freshOf(&Forecast{To: found[0]}, to); got != want {
			t.Errorf("%s: %s, want %s", to, got, want)
		}
	}
}

// one counts what the client runs of a plan before it stops, and the run of Alembic that follows.
func one(r *plan) (scripts, runs int) {
	for _, s := range r.stages {
		if s.upgrade != "" {
			return scripts, 1
		}
		if s.runs() {
			scripts = 1
		}
	}
	return scripts, 0
}
