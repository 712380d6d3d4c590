package main

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"assay/internal/lab"
)

// TestPlans follows what assay preflight --sql prints, from stage to stage, and comes out at the target without an error and without a finding.
func TestPlans(t *testing.T) {
	t.Parallel()
	for i, p := range plans {
		for _, s := range inTurn(t, i, "") {
			t.Run(s.Name+"/"+p.from+" to "+p.to, func(t *testing.T) {
				t.Parallel()
				db := install(t, s, p.from, "config")
				followPlan(t, s, db, p.to)
				if o := assay(t, "check", "--tree", "config", "--fail-on", "warning", "--at", p.to, db.URL); o.code != exitClean {
					t.Errorf("at the end of the plan, assay check says:\n%s%s", o.stdout, o.stderr)
				}
			})
		}
	}
}

// plans are upgrades that cannot simply be run, each for a reason of its own.
var plans = []pair{
	{"12.8.2", "13.38.3"},  // other keys of extensions
	{"13.2.1", "14.7.8"},   // a revision that has run under another id
	{"13.38.3", "22.10.1"}, // eleven revisions left out, and a stop for want of one
	{"14.7.8", "15.7.4"},   // PostgreSQL: a statement that can never run
	{"16.17.0", "22.10.1"}, // a revision that has run already
	{"16.30.1", "18.26.4"}, // a revision that has run in part, under another id
	{"18.22.0", "22.10.1"}, // a revision released with a mistake
	{"20.20.1", "22.10.1"}, // a revision that did nothing where the database comes from
}

var alembicLine = regexp.MustCompile(`(?m)^-- .*: alembic upgrade (\w+)$`)

// followPlan does as the script says: it runs it in the client, which stops where Alembic's turn is, then what Alembic would run, and asks anew. It
// returns the scripts.
func followPlan(t *testing.T, s lab.Server, db *lab.Database, to string, flags ...string) string {
	t.Helper()
	var scripts strings.Builder
	for range 12 {
		o := assay(t, append([]string{"preflight", "--tree", "config", "--sql", "--to", to, db.URL}, flags...)...)
		if o.code != exitClean {
			t.Fatalf("there is no plan: %s", o.stderr)
		}
		if strings.Contains(o.stdout, "nothing is to be done") {
			return scripts.String()
		}
		m := alembicLine.FindStringSubmatch(o.stdout)
		scripts.WriteString(o.stdout)
		if m == nil && len(statements(o.stdout)) == 0 { // what is left is blocked
			return scripts.String()
		}
		cmd := db.Client(t)
		cmd.Stdin = strings.NewReader(o.stdout)
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("%v: %s\nin:\n%s", err, out, o.stdout)
		}
		if !strings.Contains(o.stdout, "\n-- tree config, way: ") {
			t.Errorf("the script's head does not say what the way comes to:\n%s", o.stdout)
		}
		if m == nil {
			continue
		}
		if said := strings.TrimSpace(string(out)); !strings.HasSuffix("\n"+said, "\nalembic upgrade "+m[1]) {
			t.Errorf("the client says last %q, want alembic upgrade %s", said, m[1])
		}
		now := inferenceOf(t, db)
		f := forecastOf(t, now, to)
		if f.Refuses != "" {
			t.Fatalf("Alembic does not start after the first step: %s", f.Refuses)
		}
		upTo := f.To.Chain.Index(m[1])
		run := *f.Upgrade
		run.Pending = slices.Clone(f.To.Chain.Revisions[f.From+1 : upTo+1])
		if at, n, err := alembicUpgrade(t, s, db, &run); err != nil {
			t.Fatalf("alembic upgrade %s stops at %s, statement %d: %v\nafter:\n%s", m[1], at, n, err, o.stdout)
		}
	}
	t.Fatalf("the plan has no end:\n%s", assay(t, append([]string{"preflight", "--tree", "config", "--sql", "--to", to, db.URL}, flags...)...).stdout)
	return ""
}

// TestNoPlan: where only dropping columns leads to the target, nothing is printed that could be run.
func TestNoPlan(t *testing.T) {
	t.Parallel()
	o := assay(t, "preflight", "--tree", "config", "--sql", "--to", "21.12.3", "asterisk:20.20.1")
	if o.code != exitUnknown || o.stdout != "" || !strings.Contains(o.stderr, "nothing leads back without losing ps_endpoints.follow_redirect_methods") {
		t.Errorf("status %d, %q, %q", o.code, o.stdout, o.stderr)
	}
}
