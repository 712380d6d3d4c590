package probe_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"assay/dialect"
	"assay/internal/lab"
	"assay/probe"
	"assay/schema"
)

const bools = `'0','1','off','on','false','true','no','yes'`

// A trial is a table with rows that a statement takes and rows that it does not.
type trial struct {
	name       string
	setup      []string
	statements []string // the pending ones, the last of which is looked at
	bad        string   // the condition of the rows that the probes are to find, to delete them by in the end
	// want are the probes: what each says, how many rows it counts, and its examples, sorted.
	want []want
	// becomes is a query and what it gives after the statement has run with the bad rows still there; empty: the server refuses it.
	becomes [2]string
}

type want struct {
	problem  string
	count    string
	examples string
}

// run holds the probes to what is there, and then to what the server does: it refuses the statement or makes other values, and takes it once the
// rows are gone that the probes have found.
func (c trial) run(t *testing.T, s lab.Server) {
	t.Helper()
	db := s.Database(t)
	db.Exec(t, c.setup...)
	room, err := dialect.For(s.Server)
	if err != nil {
		t.Fatal(err)
	}
	changes, sql := c.pending(t, room)
	last := len(changes) - 1
	if len(c.want) == 0 {
		last = 0 // all are looked at
	}
	probes := probesOf(t, room, db, changes)[last:]
	all := flat(probes)
	if len(all) != len(c.want) {
		t.Fatalf("want %d probes, got %+v", len(c.want), all)
	}
	for i, a := range answersTo(t, s, db, all) {
		p, w := all[i], c.want[i]
		if got := (want{w.problem, a.count, a.examples}); got != w || !strings.Contains(p.Problem, w.problem) {
			t.Errorf("want %q\ngot  %q %q\n%s\n%s", w, p.Problem, got, p.Count.SQL, p.Examples.SQL)
		}
		if kept := regexp.MustCompile(`^(?:rounded|written|0, and)`); p.Asks() && p.Fatal == kept.MatchString(p.Problem) {
			t.Errorf("%s: Fatal = %t", p.Problem, p.Fatal)
		}
	}
	for _, statement := range sql[:len(sql)-1] {
		db.Exec(t, statement)
	}
	_, err = db.DB.ExecContext(t.Context(), sql[len(sql)-1])
	if c.becomes[0] != "" {
		var got string
		if err != nil {
			t.Fatal(err)
		}
		if err := db.DB.QueryRowContext(t.Context(), c.becomes[0]).Scan(&got); err != nil || got != c.becomes[1] {
			t.Errorf("%s gives %s, %v; want %s", c.becomes[0], got, err, c.becomes[1])
		}
		return
	}
	if err == nil {
		t.Fatalf("the server took %s", sql[len(sql)-1])
	}
	db.Exec(t, "DELETE FROM "+room.Quote(changes[last].Object().Table)+" WHERE "+c.bad, sql[len(sql)-1])
}

// pending parses the statements, and writes them as a script would.
func (c trial) pending(t *testing.T, room dialect.Dialect) (changes []schema.Change, sql []string) {
	t.Helper()
	for _, s := range c.statements {
		parsed, err := room.Parse(s)
		if err != nil {
			t.Fatal(err)
		}
		for _, change := range parsed {
			text, err := room.Format(change)
			if err != nil {
				t.Fatal(err)
			}
			changes, sql = append(changes, change), append(sql, text...)
		}
	}
	return changes, sql
}

// probesOf returns the probes of each change to a database.
func probesOf(t *testing.T, room dialect.Dialect, db *lab.Database, changes []schema.Change) [][]probe.Probe {
	t.Helper()
	read, err := dialect.Read(t.Context(), serverOf(room), db.Target)
	if err != nil {
		t.Fatal(err)
	}
	p := probe.New(read.Schema, room, 1000)
	all := make([][]probe.Probe, len(changes))
	for i, c := range changes {
		all[i] = p.Next(c)
	}
	return all
}

func serverOf(room dialect.Dialect) string {
	if room.Semantics().TransactionalDDL {
		return "postgresql"
	}
	return "mysql"
}

func flat(all [][]probe.Probe) []probe.Probe {
	var flat []probe.Probe
	for _, some := range all {
		flat = append(flat, some...)
	}
	return flat
}

type answer struct{ count, examples string }

// answersTo asks all probes and fails the test where one is not answered.
func answersTo(t *testing.T, s lab.Server, db *lab.Database, probes []probe.Probe) []answer {
	t.Helper()
	var questions []schema.Question
	for _, p := range probes {
		if p.Asks() {
			questions = append(questions, p.Count, p.Examples)
		}
	}
	got, err := dialect.Ask(t.Context(), s.Server.Engine, db.Target, questions, time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	answers := make([]answer, len(probes))
	for i, p := range probes {
		if !p.Asks() {
			continue
		}
		for _, a := range got[:2] {
			if a.Unanswered != "" {
				t.Fatalf("%s: %s", p.Count.SQL, a.Unanswered)
			}
		}
		var rows []string
		for _, r := range got[1].Rows {
			rows = append(rows, strings.Join(r, " "))
		}
		answers[i] = answer{got[0].Rows[0][0], strings.Join(slices.Sorted(slices.Values(rows)), "; ")}
		got = got[2:]
	}
	return answers
}
