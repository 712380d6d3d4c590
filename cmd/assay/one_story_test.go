package main

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"assay/drift"
	"assay/internal/lab"
	"assay/result"
)

// A teller has the other commands tell of a database what one is asked about it in a test, and holds what they say against each other. It asks each time in a
// campaign, otherwise each so many times.
type teller struct {
	every int64
	at    atomic.Int64
}

var scriptsTold = teller{every: 6}

// tell is for what a command is told on its command line.
func (w *teller) tell(t *testing.T, dir string, env func(string) (string, bool), args []string) {
	t.Helper()
	if n := w.at.Add(1); !slices.Contains([]string{"check", "infer", "preflight", "fix"}, args[0]) || slices.Contains(args, "-") || !lab.Campaign() && n%w.every != 0 {
		return
	}
	oneStory(t, func(args ...string) outcome { return assayIn(t, dir, env, args...) }, args[1:])
}

// unshared are the flags that not all of the commands have, or that choose how they print; those with true are followed by a value.
var unshared = map[string]bool{
	"--at": true, "--to": true, "--fail-on": true, "--format": true, "--baseline": true, "--data-rows": true, "--asterisk": true, "--data-timeout": true,
	"--plot": false, "--sql": false, "--data": false, "--no-data": false, "--accept-unasked": false, "--allow-destructive": false,
	"--models": true, "--all": false, "--all-options": false, "--severity": true, "--rule": true, "--table": true, "--only": true, "--from": true,
}

// common are the arguments that all of the commands have, and the place that is named by --at or --to; empty: none.
func common(args []string) (shared []string, target string) {
	for i := 0; i < len(args); i++ {
		name, value, joined := strings.Cut(args[i], "=")
		valued, is := unshared[name]
		if !is {
			shared = append(shared, args[i])
			continue
		}
		if valued && !joined && i+1 < len(args) {
			i++
			value = args[i]
		}
		if name == "--at" || name == "--to" {
			target = value
		}
	}
	return shared, target
}

// oneStory has infer, check, fix and preflight tell of the same database, and holds what they say against each other.
func oneStory(t *testing.T, run func(...string) outcome, args []string) {
	t.Helper()
	shared, target := common(args)
	tells := func(command string, more ...string) *result.Report {
		o := run(slices.Concat([]string{command, "--format", "json"}, more, shared)...)
		var r result.Report
		if json.Unmarshal([]byte(o.stdout), &r) != nil {
			return nil // it says in a sentence why it cannot
		}
		return &r
	}
	infer, check, fix := tells("infer"), tells("check"), tells("fix")
	where := strings.Join(args, " ")
	sameStory(t, where+": check, fix", check, fix)
	inferStory(t, where+": infer, check", infer, check)
	if target == "" {
		return
	}
	at := tells("check", "--at", target)
	sameStory(t, where+": check --at, fix --at", at, tells("fix", "--at", target))
	to := tells("preflight", "--no-data", "--to", target)
	if to == nil {
		return // without rows there is no upgrade to tell of, and a stamp to begin at
	}
	sameStory(t, where+": check --at, preflight --to", at, to)
}

// sameStory holds two reports on a database to the same trees, stamps, verdicts, matches and runners-up. Their findings it does not hold against each other.
func sameStory(t *testing.T, what string, a, b *result.Report) {
	t.Helper()
	if a == nil || b == nil {
		if a != b {
			t.Errorf("%s: one of them cannot tell: %v, %v", what, a != nil, b != nil)
		}
		return
	}
	if !reflect.DeepEqual(placesOf(a), placesOf(b)) {
		t.Errorf("%s: they tell\n%+v\n%+v", what, placesOf(a), placesOf(b))
	}
}

// telling is what every command tells of a tree.
type telling struct {
	Tree, Stamp, Verdict, Match string
	RunnersUp                   []string
}

func placesOf(r *result.Report) []telling {
	var all []telling
	for _, tree := range r.Trees {
		one := telling{Tree: tree.Tree, Stamp: fmt.Sprint(tree.Stamp), Verdict: string(tree.Verdict), Match: placeOf(tree.Match)}
		for _, m := range tree.RunnersUp {
			one.RunnersUp = append(one.RunnersUp, placeOf(&m))
		}
		all = append(all, one)
	}
	return all
}

// placeOf is a match as one can compare it.
func placeOf(m *result.Match) string {
	if m == nil {
		return "none"
	}
	statement := "all"
	if m.Statement != nil {
		statement = fmt.Sprint(*m.Statement)
	}
	return fmt.Sprintf("%s %s distance %d exact %v, equivalent %v, releases %v", m.Revision, statement, m.Distance, m.Exact, m.Equivalent, m.Releases)
}

// inferStory holds what infer says against a check. It names the nearest place, whatever the stamp says; a check names another one only where it believes the
// stamp, or where of the nearest the stamp tells which it is.
func inferStory(t *testing.T, what string, infer, check *result.Report) {
	t.Helper()
	if infer == nil || check == nil {
		if infer != check {
			t.Errorf("%s: one of them cannot tell: %v, %v", what, infer != nil, check != nil)
		}
		return
	}
	if len(infer.Trees) != len(check.Trees) {
		t.Errorf("%s: they tell of other trees:\n%+v\n%+v", what, placesOf(infer), placesOf(check))
		return
	}
	for i, a := range infer.Trees {
		b := check.Trees[i]
		one, other := placesOf(infer)[i], placesOf(check)[i]
		alike := one.Tree == other.Tree && one.Stamp == other.Stamp && one.Verdict == other.Verdict && (a.Match == nil) == (b.Match == nil)
		if alike && a.Match != nil && one.Match != other.Match {
			believed := slices.Contains([]drift.Verdict{drift.Agrees, drift.Shadowed, drift.PlainTable}, b.Verdict)
			alike = a.Match.Distance < b.Match.Distance && believed || a.Match.Distance == b.Match.Distance && a.Match.Exact == b.Match.Exact
		}
		if !alike {
			t.Errorf("%s: they tell\n%+v\n%+v", what, one, other)
		}
	}
}
