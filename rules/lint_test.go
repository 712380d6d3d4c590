package rules_test

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"assay/dialect"
	"assay/expected"
	"assay/internal/lab"
	"assay/lint"
	"assay/rules"
	"assay/schema"
)

// fixtures are the engines on which rules are tried, and the servers that they are tried for where the text does not say.
var fixtures = map[string]schema.Server{
	"mysql":      {Engine: "mysql", Product: "MariaDB", Version: "10.11.0"},
	"postgresql": {Engine: "postgresql", Product: "PostgreSQL", Version: "15.0"},
}

// narrow are the engines of which no server can be had, and which have fixtures for their own rules alone.
var narrow = map[string]schema.Server{
	"mssql":  {Engine: "mssql", Product: "SQL Server", Version: "16.0"},
	"oracle": {Engine: "oracle", Product: "Oracle", Version: "19.0"},
}

// all are the engines of both kinds.
func all() map[string]schema.Server {
	both := maps.Clone(fixtures)
	maps.Copy(both, narrow)
	return both
}

// A want is what a fixture says that a rule finds.
type want struct {
	line int // of the statement; 0: anywhere
	text string
}

var wanted = regexp.MustCompile(`-- want ([a-z0-9-]+) "((?:[^"\\]|\\.)*)"`)

// A lintFixture is SQL in which a rule finds what the text itself says, and nothing else. What is there before it stands above a line "-- then".
type lintFixture struct {
	text, engine string
	room         dialect.Dialect
	before, then []schema.Statement
	wants        []want
}

// readFixture reads a fixture. The first line may name a server: "-- MySQL 8.0.30".
func readFixture(t *testing.T, engine, text string) *lintFixture {
	t.Helper()
	server := all()[engine]
	if m := regexp.MustCompile(`^-- (MySQL|MariaDB|PostgreSQL) ([\d.]+)\n`).FindStringSubmatch(text); m != nil {
		server = schema.Server{Engine: engine, Product: m[1], Version: m[2]}
	}
	room, err := dialect.For(server)
	if err != nil {
		t.Fatal(err)
	}
	f := &lintFixture{text: text, engine: engine, room: room}
	all, err := room.Split(text)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(text, "\n")
	then := 0
	for i, line := range lines {
		if strings.TrimSpace(line) == "-- then" {
			then = i + 1
		}
	}
	for _, s := range all {
		if s.Line < then {
			f.before = append(f.before, s)
		} else {
			f.then = append(f.then, s)
		}
	}
	for i, line := range lines {
		for _, m := range wanted.FindAllStringSubmatch(line, -1) {
			f.wants = append(f.wants, want{line: follows(all, i+1), text: strings.ReplaceAll(m[2], `\"`, `"`)})
		}
	}
	return f
}

// follows is the line of the statement that a comment on a line is about: the one that it stands in or beside, else the next.
func follows(all []schema.Statement, line int) int {
	for _, s := range all {
		if last := s.Line + strings.Count(s.Text, "\n"); line <= last {
			return s.Line
		}
	}
	return 0
}

// script makes a script of statements.
func (f *lintFixture) script(statements []schema.Statement) *rules.Script {
	changes, errs := f.room.ParseEach(statements)
	s := &rules.Script{}
	for i, st := range statements {
		s.Statements = append(s.Statements, lint.Statement(f.engine, f.room, expected.Ran{Statement: st, File: "fixture.sql", Changes: changes[i], Err: errs[i]}))
	}
	return s
}

// live are what a rule finds in a database in which the fixture's statements were run, those that fail among them.
func (f *lintFixture) live(t *testing.T, s lab.Server, r *rules.Rule) []rules.Finding {
	t.Helper()
	db := s.Database(t)
	for _, st := range append(f.before, f.then...) {
		if _, err := db.DB.ExecContext(t.Context(), st.Text); err != nil {
			t.Logf("%s: %v", st.Text, err)
		}
	}
	db.Target.Measure = true
	read, err := dialect.Read(t.Context(), s.Server.Engine, db.Target)
	if err != nil {
		t.Fatal(err)
	}
	d := &rules.Design{Name: s.Server.Engine, Engine: f.room, Schema: read.Schema, Measured: read.Measures}
	return ofRule(r, rules.Lint(d, nil))
}

// servers are those of an engine to try rules on.
func servers(t *testing.T, engine string) []lab.Server {
	t.Helper()
	if engine == "mysql" {
		return lab.MySQL(t)
	}
	return lab.Postgres(t)
}

// findings are what a rule finds in the fixture.
func (f *lintFixture) findings(engine string, r *rules.Rule) []rules.Finding {
	w := rules.NewWalk(engine, f.room, schema.New(f.room.Semantics()))
	if r.Of == rules.OfDesign {
		w.Pass(f.script(append(f.before, f.then...)))
		return ofRule(r, rules.Lint(&rules.Design{Name: engine, Engine: f.room, Schema: w.Before}, nil))
	}
	w.Pass(f.script(f.before))
	s := f.script(f.then)
	rules.Suppress(s.Statements, rules.ReadSuppressions("fixture.sql", f.text))
	return ofRule(r, w.Judge(s))
}

func ofRule(r *rules.Rule, found []rules.Finding) []rules.Finding {
	var own []rules.Finding
	for _, f := range found {
		if f.Rule == r.Name {
			own = append(own, f)
		}
	}
	return own
}

// judged are the rules that find something in SQL.
func judged() []*rules.Rule {
	var some []*rules.Rule
	for _, r := range rules.All {
		if r.Of == rules.OfDesign || r.Of == rules.OfMigration {
			some = append(some, r)
		}
	}
	return some
}

// TestExamples holds every rule to its own examples.
func TestExamples(t *testing.T) {
	t.Parallel()
	for engine := range all() {
		for _, r := range judged() {
			if _, own := narrow[engine]; !r.On(engine) || r.Live || own && r.Engines == nil {
				continue
			}
			bad, good := readFixture(t, engine, example(engine, r, r.Bad)), readFixture(t, engine, example(engine, r, r.Good))
			if len(bad.findings(engine, r)) == 0 {
				t.Errorf("%s on %s finds nothing in its bad example:\n%s", r.Name, engine, r.Bad)
			}
			for _, f := range good.findings(engine, r) {
				t.Errorf("%s on %s finds in its good example: %s", r.Name, engine, f.Message)
			}
		}
	}
}

// TestLiveExamples does so for what only a live database shows.
func TestLiveExamples(t *testing.T) {
	t.Parallel()
	for engine := range fixtures {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			for _, s := range servers(t, engine) {
				for _, r := range judged() {
					if !r.On(engine) || !r.Live {
						continue
					}
					if found := readFixture(t, engine, r.Bad).live(t, s, r); len(found) == 0 {
						t.Errorf("%s on %s finds nothing in its bad example:\n%s", r.Name, s.Name, r.Bad)
					}
					for _, f := range readFixture(t, engine, r.Good).live(t, s, r) {
						t.Errorf("%s on %s finds in its good example: %s", r.Name, s.Name, f.Message)
					}
				}
			}
		})
	}
}

// example is an example as an engine reads it: those that are for all engines quote names as the standard does.
func example(engine string, r *rules.Rule, text string) string {
	if engine == "mysql" && r.Engines == nil {
		return strings.ReplaceAll(text, `"`, "`")
	}
	return text
}

// TestFixtures holds every rule to a fixture an engine, testdata/lint/ENGINE/RULE.sql: it finds just what is written there, on that statement or table.
func TestFixtures(t *testing.T) {
	t.Parallel()
	for engine := range all() {
		for _, r := range judged() {
			if _, own := narrow[engine]; !r.On(engine) || own && r.Engines == nil {
				continue
			}
			t.Run(engine+"/"+r.Name, func(t *testing.T) {
				t.Parallel()
				text, err := os.ReadFile(filepath.Join("..", "testdata", "lint", engine, r.Name+".sql"))
				if err != nil {
					t.Fatal(err)
				}
				f := readFixture(t, engine, string(text))
				if len(f.wants) == 0 {
					t.Fatal("a fixture in which nothing is found cannot fail")
				}
				if !r.Live {
					f.compare(t, r, f.findings(engine, r))
					return
				}
				for _, s := range servers(t, engine) {
					f.compare(t, r, f.live(t, s, r))
				}
			})
		}
	}
}

// TestFixturesHaveRules: a rule that is taken out leaves a fixture in which nothing is found.
func TestFixturesHaveRules(t *testing.T) {
	t.Parallel()
	for engine := range all() {
		files, err := filepath.Glob(filepath.Join("..", "testdata", "lint", engine, "*.sql"))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			name := strings.TrimSuffix(filepath.Base(file), ".sql")
			if !slices.ContainsFunc(judged(), func(r *rules.Rule) bool { return r.Name == name && r.On(engine) }) {
				t.Errorf("%s: no rule of that name finds anything on %s", file, engine)
			}
		}
	}
}

func (f *lintFixture) compare(t *testing.T, r *rules.Rule, all []rules.Finding) {
	t.Helper()
	place := map[string]int{} // where tables are made
	for _, st := range f.script(append(f.before, f.then...)).Statements {
		for _, c := range st.Changes {
			if c, ok := c.(schema.CreateTable); ok {
				place[c.Table.Name] = st.Line
			}
		}
	}
	missed := map[string]int{}
	for _, w := range f.wants {
		missed[fmt.Sprintf("%d: %s", w.line, w.text)]++
	}
	for _, found := range all {
		line := follows(append(f.before, f.then...), found.Line)
		if r.Of == rules.OfDesign {
			line = place[found.Table]
		}
		key := fmt.Sprintf("%d: %s", line, found.Message)
		if missed[key]--; missed[key] < 0 {
			t.Errorf("not wanted: line %s", key)
		}
	}
	for key, n := range missed {
		if n > 0 {
			t.Errorf("not found: line %s", key)
		}
	}
}
