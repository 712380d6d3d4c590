package fleet_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"assay/drift"
	"assay/fleet"
	"assay/result"
	"assay/rules"
)

// at is a report of a database at a revision, with findings of these objects.
func at(database, revision string, objects ...string) *result.Report {
	tree := result.Tree{
		Tree: "config", Verdict: drift.Agrees, Stamp: result.Stamp{Table: "alembic_version", Revisions: []string{revision}}, Match: &result.Match{Revision: revision},
	}
	for _, o := range objects {
		tree.Findings = append(tree.Findings, result.Finding{Rule: "missing-column", Severity: rules.Warning, Table: "t", Object: o, Message: o + " is missing"})
	}
	r := &result.Report{Database: result.Database{Name: database}, Trees: []result.Tree{tree}}
	r.Count()
	return r
}

func member(i int, name string) fleet.Member {
	return fleet.Member{At: i, Name: name, Database: result.Database{Name: "db " + name, Server: "MariaDB 10.11.14"}}
}

// collect judges databases in an order that is not theirs.
func collect(t *testing.T, reports map[string]*result.Report, names ...string) *result.Fleet {
	t.Helper()
	var c fleet.Collector
	for i := range names {
		i = len(names) - 1 - i
		name := names[i]
		c.Judge(member(i, name), fleet.Print{byte(i + 1)}, func() (*result.Report, error) { return reports[name], nil })
	}
	return c.Fleet("check")
}

// TestGroups: what is the same is one group, what stands alone comes first, and a group is told apart from the nearest larger one.
func TestGroups(t *testing.T) {
	t.Parallel()
	f := collect(t, map[string]*result.Report{
		"a": at("a", "r2"), "b": at("b", "r2"), "c": at("c", "r2"), "d": at("d", "r1"), "e": at("e", "r1"),
		"odd": at("odd", "r1", "x"), "worse": at("worse", "r2", "x", "y"),
	}, "a", "odd", "b", "d", "worse", "c", "e")
	var got []string
	for _, g := range f.Groups {
		line := fmt.Sprintf("%s: %s, of %s", g.Name, strings.Join(g.Databases, " "), g.Report.Database.Name)
		for _, d := range g.Differences {
			line += fmt.Sprintf("; unlike %s %s %s/%s", g.Nearest, d.What, d.Here, d.There)
		}
		got = append(got, line)
	}
	want := []string{
		"worse: worse, of db worse; unlike 1 finding x is missing [missing-column]/; unlike 1 finding y is missing [missing-column]/",
		"odd: odd, of db odd; unlike 2 finding x is missing [missing-column]/",
		"1: a b c, of db a",
		"2: d e, of db d; unlike 1 revision r1/r2; unlike 1 stamp r1/r2",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if f.Databases != 7 || f.Summary.Warning != 3 {
		t.Errorf("%d databases, %+v", f.Databases, f.Summary)
	}
}

// TestStakes: databases of which an upgrade drops something are no group with those of which it drops nothing.
func TestStakes(t *testing.T) {
	t.Parallel()
	losing := func(name string, values int) *result.Report {
		r := at(name, "r1")
		r.Trees[0].Upgrade = &result.Upgrade{Target: "r2", Go: true, Dropped: []result.Dropped{{Table: "t", Column: "a", Values: &values}}}
		return r
	}
	f := collect(t, map[string]*result.Report{"a": losing("a", 2), "b": losing("b", 0), "c": losing("c", 5)}, "a", "b", "c")
	var got []string
	for _, g := range f.Groups {
		got = append(got, strings.Join(g.Databases, " "))
	}
	if d := cmp.Diff([]string{"b", "a c"}, got); d != "" {
		t.Error(d)
	}
}

// TestOnce: databases of one print are judged once, but an error is each one's own.
func TestOnce(t *testing.T) {
	t.Parallel()
	var c fleet.Collector
	var all sync.WaitGroup
	var judged atomic.Int32
	for i := range 50 {
		all.Go(func() {
			c.Judge(member(i, fmt.Sprint(i)), fleet.Print{1}, func() (*result.Report, error) {
				judged.Add(1)
				return at("x", "r1"), nil
			})
			c.Judge(member(100+i, fmt.Sprint(100+i)), fleet.Print{2}, func() (*result.Report, error) { return nil, errors.New("no " + fmt.Sprint(i%2)) })
		})
	}
	all.Wait()
	f := c.Fleet("check")
	if judged.Load() != 1 || len(f.Groups) != 1 || len(f.Groups[0].Databases) != 50 || f.Databases != 50 {
		t.Errorf("judged %d times: %+v", judged.Load(), f.Groups)
	}
	if len(f.Unknown) != 2 || len(f.Unknown[0].Databases) != 25 || f.Unknown[0].Error != "no 0" {
		t.Errorf("%+v", f.Unknown)
	}
}

// TestStrangers: what a pattern found and is nobody's is left out, and named; what was named is told.
func TestStrangers(t *testing.T) {
	t.Parallel()
	stranger := &result.Report{Database: result.Database{Name: "x"}, Trees: []result.Tree{{
		Verdict: drift.NotAlembic, Findings: []result.Finding{{Rule: "not-alembic", Severity: rules.Error, Message: "the only table of x is not"}},
	}}}
	stranger.Count()
	var c fleet.Collector
	for i, name := range []string{"found", "named", "other"} {
		m := member(i, name)
		m.Found = name == "found"
		c.Judge(m, fleet.Print{9}, func() (*result.Report, error) { return stranger, nil })
	}
	f := c.Fleet("check")
	if diff := cmp.Diff([]string{"found"}, f.Others); diff != "" || len(f.Groups) != 1 || f.Summary.Error != 2 {
		t.Errorf("%+v", f)
	}
	if said := f.Groups[0].Report.Trees[0].Findings[0].Message; said != "the only table of db named is not" {
		t.Errorf("it says %q", said)
	}
}

// TestInterrupted: what was not come to is said to be so.
func TestInterrupted(t *testing.T) {
	t.Parallel()
	var c fleet.Collector
	c.Interrupt(member(1, "b"))
	c.Interrupt(member(0, "a"))
	if f := c.Fleet("check"); !f.Incomplete || len(f.Unknown) != 1 || strings.Join(f.Unknown[0].Databases, " ") != "a b" {
		t.Errorf("%+v", f)
	}
}

// TestRun: each is done once, never more at a time than there may be, in all and on a host, and nothing is begun once the context is done.
func TestRun(t *testing.T) {
	t.Parallel()
	hosts := make([]string, 300)
	for i := range hosts {
		hosts[i] = []string{"", "a", "b", "b"}[i%4]
	}
	var mu sync.Mutex
	running, most, done := map[string]int{}, map[string]int{}, make([]int, len(hosts))
	all, mostOfAll := 0, 0
	count := func(host string, by int) {
		mu.Lock()
		defer mu.Unlock()
		running[host] += by
		all += by
		most[host], mostOfAll = max(most[host], running[host]), max(mostOfAll, all)
	}
	fleet.Run(t.Context(), fleet.Limits{All: 5, PerHost: 2}, hosts, func(at int) {
		count(hosts[at], 1)
		done[at]++
		count(hosts[at], -1)
	})
	for i, n := range done {
		if n != 1 {
			t.Errorf("%d was done %d times", i, n)
		}
	}
	if mostOfAll > 5 || most["a"] > 2 || most["b"] > 2 {
		t.Errorf("at a time %d, %v", mostOfAll, most)
	}
	ctx, stop := context.WithCancel(t.Context())
	begun := 0
	fleet.Run(ctx, fleet.Limits{All: 1, PerHost: 1}, hosts, func(int) {
		begun++
		stop()
	})
	if begun != 1 {
		t.Errorf("%d were begun", begun)
	}
}

// TestReadList: a line is a database, unless it says nothing.
func TestReadList(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "list")
	if err := os.WriteFile(file, []byte("\ufeff# ours\r\nmysql://u@h/a \r\n\n  staging\t# prod # eu\nmysql://u@h/a#b\n # none\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	got, err := fleet.ReadList(file, nil)
	if diff := cmp.Diff([]string{"mysql://u@h/a", "staging", "mysql://u@h/a#b"}, got); err != nil || diff != "" {
		t.Errorf("%v %s", err, diff)
	}
	if got, err := fleet.ReadList("-", strings.NewReader("a\nb")); err != nil || len(got) != 2 {
		t.Errorf("%v %v", got, err)
	}
	for name, want := range map[string]string{
		"-":       "the list - names no database: write one a line, a URL, a name of assay.yaml or a file",
		"nowhere": "the list of databases nowhere cannot be read: no such file or directory",
	} {
		if _, err := fleet.ReadList(name, strings.NewReader("# none")); err == nil || err.Error() != want {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestMemory: what has changed since the last run is told, of what was not read nothing is forgotten, and what is no memory is refused.
func TestMemory(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "memory")
	if m, err := fleet.Recall(file); m != nil || err != nil {
		t.Fatalf("%v, %v", m, err)
	}
	first := collect(t, map[string]*result.Report{"a": at("a", "r1"), "b": at("b", "r1", "x"), "c": at("c", "r1")}, "a", "b", "c")
	before := fleet.Remember(first, nil)
	if s := fleet.Since(nil, before); s != nil {
		t.Errorf("before the first run: %+v", s)
	}
	if err := before.Keep(file); err != nil {
		t.Fatal(err)
	}
	before, err := fleet.Recall(file)
	if err != nil {
		t.Fatal(err)
	}
	second := collect(t, map[string]*result.Report{"a": at("a", "r1", "y"), "b": at("b", "r1", "x"), "d": at("d", "r1")}, "a", "b", "d")
	second.Unknown = []result.Unknown{{Databases: []string{"c"}, Error: "gone"}}
	s := fleet.Since(before, fleet.Remember(second, before))
	if len(s.Changed) != 2 || s.Changed[0].Database != "a" || len(s.Changed[0].New) != 1 || len(s.Changed[0].Gone) != 0 || !s.Changed[1].Added {
		t.Errorf("%+v", s)
	}
	if !fleet.Reaches(s, rules.Warning) || fleet.Reaches(s, rules.Error) {
		t.Errorf("%+v", s)
	}
	if err := os.WriteFile(file, []byte("{}"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := fleet.Recall(file); err == nil || !strings.Contains(err.Error(), "it is not what assay check --since-last wrote: name another file") {
		t.Errorf("%v", err)
	}
}
