package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"assay/internal/lab"
)

// TestGate runs pending statements that rows decide on servers, and holds what preflight says against what they do: GO only where they run, NO-GO only where
// they fail, and GO IF seldom. Without a campaign it is every sixth kind, each form of it on the next server.
func TestGate(t *testing.T) {
	t.Parallel()
	var figures tally
	t.Cleanup(func() { figures.log(t) })
	for i, k := range kinds {
		if !lab.Campaign() && i%6 != 0 {
			continue
		}
		for j, form := range []string{"sql", "recording", "net"} {
			if form == "net" && untold[k.name] {
				continue
			}
			for _, s := range inTurn(t, i/6+j, k.on) {
				for _, rows := range []struct{ name, rows string }{{"pass", k.pass}, {"fail", k.fail}, {"none", ""}} {
					t.Run(fmt.Sprintf("%s/%s/%s/%s", s.Name, k.name, form, rows.name), func(t *testing.T) {
						t.Parallel()
						figures.count(form+", rows that "+rows.name, k.gate(t, s, form, rows.rows))
					})
				}
			}
		}
	}
}

// untold are kinds of which what revisions come to does not tell: statements that are not in it make rows that the next ones fail on.
var untold = map[string]bool{
	"new table, filled, unique": true, "parents deleted, foreign key": true, "row that may be there": true, "row without its key": true, "rows made equal": true,
	"rows made to refer to nothing": true, "parents deleted behind a foreign key": true, "rows made to violate a check": true,
	"row that refers to nothing": true, "row that violates a check": true, "row that fulfils a check": true, "row with a word for a number": true, "rows copied": true,
	"rows copied to where less fits": true, "rows copied to where no NULL is": true, "column set to another one": true, "rows put into a new table": true,
	"one row put twice into a new table": true, "rows copied in lower case, unique": true, "rows of two queries": true, "column set to that of another table": true,
	"number in lower case": true, "row that is changed where it is there": true, "row that is emptied where it is there": true,
	"parents changed behind a foreign key": true, "parents of no rows truncated": true, "parents replaced": true, "NULL for a number that counts": true, "row that loses its key where it is there": true, "parent in another case": true, "two accents": true, "NULL that is there": true,
	"computed of what is set": true, "computed of what is set, then unique": true, "time of change": true, "rows that come under a key": true,
	"row with a number for a text": true, "row that is rounded": true, "row that is left out by another key": true, "row that is there by another key": true,
	"reference that was not validated": true, "check that was not validated": true,
}

// gate holds the verdict on a kind of statements against what they do, and returns it.
func (k kind) gate(t *testing.T, s lab.Server, form, rows string) string {
	t.Helper()
	return gateOf(t, s, form, kindTables, spell(k.does, s.Server.Engine), rows)
}

// gateOf is the verdict on statements in a database that others have made.
func gateOf(t *testing.T, s lab.Server, form, made string, does []string, rows string) string {
	t.Helper()
	history, begin := twoSteps(made, strings.Join(does, ";\n"))
	db := built(t, s, begin, inserts(rows)...)
	file := historyFile(t, history)
	if form != "sql" {
		file = imported(t, file, s.Server.Engine, form == "net")
	}
	o := watched(t, s, db, "preflight", "--to", "heads", "--history", file)
	verdict := word(o.stdout)
	var refused error
	tx, err := db.DB.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, sql := range does {
		if _, err := tx.ExecContext(t.Context(), sql); err != nil {
			refused = fmt.Errorf("%s: %w", sql, err)
			break
		}
	}
	_ = tx.Rollback() // which is of no matter to a throw-away database
	if (refused == nil && verdict == "NO-GO") || (refused != nil && verdict == "GO") || verdict == "" {
		t.Errorf("%s, and the server says %v\n%s\n%s%s", verdict, refused, strings.Join(does, ";\n"), o.stdout, o.stderr)
	}
	t.Log(verdict)
	return verdict
}

// watched runs a command on a database, and holds what is sent to PostgreSQL to the rule that the search path finds nothing of it.
func watched(t *testing.T, s lab.Server, db *lab.Database, args ...string) outcome {
	t.Helper()
	if s.Server.Engine != "postgresql" {
		return assay(t, append(args, db.URL)...)
	}
	w := newWire(t, db.URL)
	o := assay(t, append(args, w.url(t, db.URL))...)
	uses(t, slices.Sorted(maps.Keys(w.texts)))
	return o
}

// word is the verdict that a report on an upgrade begins with.
func word(report string) string {
	for _, w := range []string{"GO IF ", "GO  ", "NO-GO  "} {
		if strings.HasPrefix(report, w) {
			return strings.TrimSpace(w)
		}
	}
	return ""
}

// imported makes a recording of a history; net: one that says what revisions come to.
func imported(t *testing.T, sql, engine string, net bool) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "own.jsonl")
	if o := assay(t, "history", "import", "--engine", engine, sql, "-o", file); o.code != exitClean {
		t.Fatalf("status %d: %s%s", o.code, o.stdout, o.stderr)
	}
	if !net {
		return file
	}
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	first, rest, _ := strings.Cut(string(text), "\n")
	first = strings.Replace(first, `,"data":true`, "", 1)
	all := strings.TrimSuffix(first, "}") + `,"net":true}` + "\n"
	for line := range strings.Lines(rest) {
		all += netOf(t, line) + "\n"
	}
	if err := os.WriteFile(file, []byte(all), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// netOf leaves out of a step what a recording of net changes does not hold.
func netOf(t *testing.T, line string) string {
	t.Helper()
	step := map[string]json.RawMessage{}
	if err := json.Unmarshal([]byte(line), &step); err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"places", "statements", "beside"} {
		delete(step, key)
	}
	text, err := json.Marshal(step)
	if err != nil {
		t.Fatal(err)
	}
	return strings.ReplaceAll(string(text), `{"kind":"table","name":"u"}`, `{"kind":"exclusion constraint","name":"e","table":"u"}`)
}

var (
	braces = regexp.MustCompile(`\{(\w+) (\w+)(?:\.(\w+))? ([^}]*)\}`)
	someOf = regexp.MustCompile(`(\w+)(\([^)]*\))`)
)

// inserts are the statements that make rows.
func inserts(rows string) []string {
	var all []string
	for _, m := range someOf.FindAllStringSubmatch(rows, -1) {
		all = append(all, "INSERT INTO "+m[1]+" VALUES "+m[2])
	}
	return all
}

// spell writes statements for an engine.
func spell(does, engine string) []string {
	enums := 0
	text := braces.ReplaceAllStringFunc(does, func(brace string) string {
		m := braces.FindStringSubmatch(brace)
		what, table, column, rest := m[1], m[2], m[3], m[4]
		alter := "ALTER TABLE " + table + " "
		mysql := engine == "mysql"
		switch what {
		case "NN":
			if mysql {
				return alter + "MODIFY " + column + " " + rest + " NOT NULL"
			}
			return alter + "ALTER COLUMN " + column + " SET NOT NULL"
		case "TYPE":
			if mysql {
				return alter + "MODIFY " + column + " " + rest
			}
			using := ""
			if rest == "INTEGER" && column == "s" {
				using = " USING s::integer"
			}
			return alter + "ALTER COLUMN " + column + " TYPE " + rest + using
		case "ENUM":
			labels := "('" + strings.ReplaceAll(rest, ",", "','") + "')"
			if mysql {
				return alter + "MODIFY " + column + " ENUM" + labels
			}
			enums++
			name := fmt.Sprint("e", enums)
			return "CREATE TYPE " + name + " AS ENUM " + labels + "; " + alter + "ALTER COLUMN " + column + " TYPE " + name + " USING " + column + "::text::" + name
		case "COL":
			to, definition, _ := strings.Cut(rest, " ")
			if mysql {
				return alter + "CHANGE " + column + " " + to + " " + definition
			}
			return alter + "RENAME COLUMN " + column + " TO " + to
		case "TABLE":
			return alter + "RENAME TO " + rest
		}
		return brace
	})
	return strings.Split(text, "; ")
}

// A tally counts verdicts.
type tally struct {
	mu sync.Mutex
	by map[string]map[string]int
}

func (c *tally) count(what, verdict string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.by == nil {
		c.by = map[string]map[string]int{}
	}
	for _, what := range []string{what, "all"} {
		if c.by[what] == nil {
			c.by[what] = map[string]int{}
		}
		c.by[what][verdict]++
	}
}

// log says the figures; of five verdicts, fewer than one may be GO IF.
func (c *tally) log(t *testing.T) {
	t.Helper()
	for _, what := range sortedKeys(c.by) {
		t.Logf("%-24s %v", what, c.by[what])
	}
	all := c.by["all"]
	if n := all["GO"] + all["NO-GO"] + all["GO IF"]; 5*all["GO IF"] >= n && lab.Campaign() {
		t.Errorf("%d of %d verdicts are GO IF", all["GO IF"], n)
	}
}
