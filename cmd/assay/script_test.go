package main

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"assay/dialect"
	"assay/expected"
	"assay/internal/lab"
	"assay/internal/lab/replay"
	"assay/upgrade"
)

var update = flag.Bool("update", false, "write what the scripts print into them")

// TestScripts runs the scripts in testdata/script: a database, commands, and what they print. They have these verbs besides testscript's own:
//
//	assay ARG…                                  runs the command in the script's folder; with ! before it, it must find something (status 1). In its output
//	                                            the database's URL, its name and the server stand as DB, NAME and SERVER
//	refused ARG…                                runs the command, which must say in a sentence why it cannot (status 2)
//	database mysql|postgresql RELEASE [TREE…]   builds a database as the release does; $DB is its URL
//	at mysql|postgresql REVISION RELEASE [TREE] builds a database that stopped at a revision on its way to the release, with that stamp
//	alembic RELEASE [REVISION]                  runs the statements that Alembic would run with the release's config tree, as it runs them; with ! before
//	                                            it, the server must stop it, and its words are printed
//	sql STATEMENT…                              runs statements in it
//	count N QUERY                               asks it for a number
//	client FILE                                 runs a file in the engine's own client program
//	fill FILE…                                  puts the URL of the database in the place of $DB in files
//
// Run go test ./cmd/assay -run Scripts -update to accept new output, and read the difference.
func TestScripts(t *testing.T) {
	t.Parallel()
	private := map[string]lab.Server{"mysql": lab.MySQL(t)[0], "postgresql": lab.Postgres(t)[0]}
	testscript.Run(t, testscript.Params{
		Dir:           "../../testdata/script",
		UpdateScripts: *update,
		Setup: func(env *testscript.Env) error {
			env.Values["servers"] = private
			env.Values["test"] = t
			env.Values["database"] = new(*lab.Database)
			env.Setenv("hide", env.WorkDir+"/\n") // of no database yet
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"assay": scriptAssay, "refused": scriptRefused, "database": scriptDatabase, "at": scriptAt, "alembic": scriptAlembic, "sql": scriptSQL, "client": scriptClient, "count": scriptCount, "fill": scriptFill,
		},
	})
}

func scriptAssay(ts *testscript.TestScript, neg bool, args []string) {
	scriptRun(ts, map[bool]int{true: exitFindings}[neg], args)
}

func scriptRefused(ts *testscript.TestScript, neg bool, args []string) {
	if neg {
		ts.Fatalf("usage: refused ARG…")
	}
	scriptRun(ts, exitUnknown, args)
}

// scriptRun runs the command, which must exit like that.
func scriptRun(ts *testscript.TestScript, want int, args []string) {
	env := func(name string) (string, bool) { return ts.Getenv(name), ts.Getenv(name) != "" }
	o := assayIn(ts.Value("test").(*testing.T), ts.MkAbs("."), env, args...)
	hide := hidden(ts)
	_, err := hide.WriteString(ts.Stdout(), o.stdout)
	ts.Check(err)
	_, err = hide.WriteString(ts.Stderr(), o.stderr)
	ts.Check(err)
	if o.code == want && want != exitUnknown && args[0] != "diff" && slices.Contains(args, "json") {
		validJSON(ts.Value("test").(*testing.T), o.stdout)
	}
	if o.code != want {
		ts.Fatalf("exit status %d, want %d: %s", o.code, want, o.stderr)
	}
	scriptsTold.tell(ts.Value("test").(*testing.T), ts.MkAbs("."), env, args)
}

func scriptFill(ts *testscript.TestScript, neg bool, files []string) {
	if neg || len(files) == 0 {
		ts.Fatalf("usage: fill FILE…")
	}
	for _, file := range files {
		text := strings.ReplaceAll(ts.ReadFile(file), "$DB", ts.Getenv("DB"))
		ts.Check(os.WriteFile(ts.MkAbs(file), []byte(text), 0o600))
	}
}

// hidden puts names that stay the same in the place of those of the script's database.
func hidden(ts *testscript.TestScript) *strings.Replacer {
	return strings.NewReplacer(append(strings.Split(ts.Getenv("hide"), "\n"), ts.Getenv("WORK")+"/", "")...)
}

func scriptDatabase(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: database mysql|postgresql RELEASE [TREE…]")
	}
	server := ts.Value("servers").(map[string]lab.Server)[args[0]]
	sql, err := replay.Release(server.Server, args[1], args[2:]...)
	ts.Check(err)
	scriptOn(ts, server, server.Built(ts.Value("test").(*testing.T), sql))
}

func scriptAt(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 3 || len(args) > 4 {
		ts.Fatalf("usage: at mysql|postgresql REVISION RELEASE [TREE]")
	}
	tree := "config"
	if len(args) == 4 {
		tree = args[3]
	}
	server := ts.Value("servers").(map[string]lab.Server)[args[0]]
	room, err := dialect.For(server.Server)
	ts.Check(err)
	h, err := expected.Asterisk(tree, server.Server.Engine, room)
	ts.Check(err)
	head, err := h.ResolveRelease(args[2])
	ts.Check(err)
	t := ts.Value("test").(*testing.T)
	db := replay.Built(t, server, room, expected.Position{Chain: head.Chain, At: head.Chain.Index(args[1])})
	replay.SetStamp(t, db, room, tree, args[1], true)
	scriptOn(ts, server, db)
}

// scriptAlembic prints nothing where it runs to its end.
func scriptAlembic(ts *testscript.TestScript, neg bool, args []string) {
	t := ts.Value("test").(*testing.T)
	db := *ts.Value("database").(**lab.Database)
	s := inferenceOf(t, db)
	p, err := upgrade.Predict(s, "", args[0])
	ts.Check(err)
	f := p.Forecasts[0]
	if f.Refuses != "" {
		if !neg {
			ts.Fatalf("Alembic does nothing: %s", f.Refuses)
		}
		_, err := ts.Stdout().Write([]byte(f.Refuses + "\n"))
		ts.Check(err)
		return
	}
	from, target := f.From, f.To
	if len(args) > 1 {
		target.At = target.Chain.Index(args[1])
	}
	u := &upgrade.Upgrade{Pending: target.Chain.Revisions[from+1 : target.At+1]}
	server := ts.Value("servers").(map[string]lab.Server)[s.Source.Engine]
	revision, statement, failed := alembicUpgrade(t, server, db, u)
	switch {
	case failed == nil && neg:
		ts.Fatalf("the upgrade ran to its end")
	case failed != nil && !neg:
		ts.Fatalf("the upgrade stopped at %s, statement %d: %v", revision, statement, failed)
	case failed != nil:
		_, err := hidden(ts).WriteString(ts.Stdout(), fmt.Sprintf("%s, statement %d: %s\n", revision, statement, words(failed)))
		ts.Check(err)
	}
}

// scriptOn has a script go on with a database.
func scriptOn(ts *testscript.TestScript, server lab.Server, db *lab.Database) {
	ts.Setenv("DB", db.URL)
	ts.Setenv("hide", strings.Join([]string{db.URL, "DB", db.Name, "NAME", server.Server.String(), "SERVER"}, "\n"))
	*ts.Value("database").(**lab.Database) = db
}

func scriptSQL(ts *testscript.TestScript, neg bool, args []string) {
	db := *ts.Value("database").(**lab.Database)
	for _, s := range args {
		if _, err := db.DB.Exec(s); (err != nil) != neg {
			ts.Fatalf("%s: %v", s, err)
		}
	}
}

func scriptCount(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: count N QUERY")
	}
	var n string
	ts.Check((*ts.Value("database").(**lab.Database)).DB.QueryRow(args[1]).Scan(&n))
	if n != args[0] {
		ts.Fatalf("%s: %s, want %s", args[1], n, args[0])
	}
}

func scriptClient(ts *testscript.TestScript, neg bool, args []string) {
	cmd := (*ts.Value("database").(**lab.Database)).Client(ts.Value("test").(*testing.T))
	cmd.Stdin = strings.NewReader(ts.ReadFile(args[0]))
	if out, err := cmd.CombinedOutput(); (err != nil) != neg {
		ts.Fatalf("%s: %v\n%s", cmd, err, out)
	}
}
