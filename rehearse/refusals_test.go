package rehearse_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"assay/expected"
	"assay/internal/lab"
	"assay/internal/lab/alembic"
	"assay/record"
	"assay/rehearse"
)

// plainRevisions are a project of which everything is predicted.
var plainRevisions = []revision{
	{id: "r1", sql: []string{"CREATE TABLE t (id INTEGER PRIMARY KEY, name VARCHAR(40))"}},
	{id: "r2", sql: []string{"ALTER TABLE t ADD COLUMN a INTEGER"}},
	{id: "r3", sql: []string{"CREATE TABLE u (id INTEGER PRIMARY KEY)"}},
}

// TestDisagrees: where the project does something else than its history says, a prediction is wrong, and that is said.
func TestDisagrees(t *testing.T) {
	t.Parallel()
	alembic.Need(t)
	for i, c := range []struct {
		name  string
		edit  string
		does  []string // in place of r2's statements
		part  string
		came  string
		wrong int
	}{
		{"a stop that was not predicted", "", []string{"ALTER TABLE nowhere ADD COLUMN a INTEGER"}, "run", "stopped at r2: ", 1},
		{"a predicted stop that does not come", "ALTER TABLE t ADD COLUMN a INTEGER", []string{"ALTER TABLE t ADD COLUMN b INTEGER"}, "run", "it ran to its end", 1},
		{"another end", "", []string{"ALTER TABLE t ADD COLUMN a INTEGER", "ALTER TABLE t ADD COLUMN b INTEGER"}, "schema", "other: column t.b", 1},
		{"other words", "ALTER TABLE t ADD COLUMN a INTEGER", []string{"ALTER TABLE nowhere ADD COLUMN a INTEGER"}, "run", "stopped at r2: ", 1},
	} {
		for _, s := range lab.InTurn(t, i, "") {
			t.Run(s.Name+"/"+c.name, func(t *testing.T) {
				t.Parallel()
				p := begin(t, s, "r1", plainRevisions...)
				p.rewrite(t, "r2", "r1", c.does...)
				if c.edit != "" {
					p.DB.Exec(t, c.edit)
				}
				r := p.run(t, p.options(t, "r3"))
				wrong := 0
				for _, x := range r.Predictions {
					if !x.True {
						wrong++
					}
				}
				if is := about(r, c.part); r.Agrees != (c.wrong == 0) || wrong != c.wrong || !strings.HasPrefix(is.Came, c.came) {
					t.Errorf("%d predictions are wrong: %+v", wrong, r.Predictions)
				}
			})
		}
	}
}

// TestCommitsEach: where env.py has each revision committed by itself, something stays that was said to be rolled back.
func TestCommitsEach(t *testing.T) {
	t.Parallel()
	alembic.Need(t)
	p := begin(t, lab.Postgres(t)[0], "r1", plainRevisions...)
	alembic.ReplaceIn(t, filepath.Join(filepath.Dir(p.INI), "migrations", "env.py"), "connection=connection", "connection=connection, transaction_per_migration=True")
	p.DB.Exec(t, "CREATE TABLE u (id INTEGER)")
	r := p.run(t, p.options(t, "r3"))
	if stamp := about(r, "stamp"); r.Agrees || !about(r, "run").True || about(r, "schema").Came != "other: column t.a" ||
		!strings.HasPrefix(stamp.Came, "it is r2, as the project commits each revision by itself (transaction_per_migration)") {
		t.Errorf("%+v", r.Predictions)
	}
}

// TestReachesNoFurther: a statement that names another database, or what all of a server's share, is run by nobody; nor is a view made that reads another one.
func TestReachesNoFurther(t *testing.T) {
	t.Parallel()
	alembic.Need(t)
	for i, c := range []struct{ engine, sql, want string }{
		{"mysql", "DROP TABLE OTHER.p", "it names the database OTHER"},
		{"mysql", "INSERT INTO `OTHER`.p VALUES (1)", "it names the database OTHER"},
		{"mysql", "UPDATE t JOIN OTHER.p ON t.id = p.id SET p.id = 2", "it names the database OTHER"},
		{"mysql", "DELETE OTHER.p FROM OTHER.p", "it names the database OTHER"},
		{"mysql", "INSERT OTHER . p VALUES (1)", "it names the database OTHER"},
		{"mysql", "RENAME TABLE OTHER.p TO q", "it names the database OTHER"},
		{"mysql", "PREPARE s FROM 'DROP TABLE OTHER.p'", "it names the database OTHER"},
		{"mysql", "CREATE USER nobody_at_all", "it names what all databases of the server share"},
		{"postgresql", "CREATE ROLE nobody_at_all", "it names what all databases of the server share"},
		{"postgresql", "ALTER DATABASE OTHER SET work_mem = 1024", "it names what all databases of the server share"},
	} {
		for _, s := range lab.InTurn(t, i, c.engine) {
			t.Run(s.Name+"/"+c.sql, func(t *testing.T) {
				t.Parallel()
				other := s.Database(t)
				other.Exec(t, "CREATE TABLE p (id INTEGER)", "INSERT INTO p VALUES (1)")
				name := func(sql string) string { return strings.ReplaceAll(sql, "OTHER", other.Name) }
				p := begin(t, s, "r1", revision{id: "r1", sql: []string{"CREATE TABLE t (id INTEGER NOT NULL, PRIMARY KEY (id))"}}, revision{id: "r2", sql: []string{name(c.sql)}})
				if _, err := rehearse.Run(t.Context(), p.options(t, "r2")); err == nil || !strings.Contains(err.Error(), name(c.want)) {
					t.Errorf("it says %v, want %s", err, name(c.want))
				}
				var n int
				if err := other.DB.QueryRowContext(t.Context(), "SELECT COUNT(*) FROM p WHERE id = 1").Scan(&n); err != nil || n != 1 {
					t.Errorf("%d rows are left: %v", n, err)
				}
			})
		}
	}
	s := lab.MySQL(t)[0]
	recorded := begin(t, s, "r1", plainRevisions...)
	o := recorded.options(t, "r2")
	o.Look.History = recording(t, o.Look.History, s)
	if _, err := rehearse.Run(t.Context(), o); err == nil || !strings.Contains(err.Error(), "is not in the recording, and could write to ") {
		t.Errorf("of a recording it says %v", err)
	}
	other := s.Database(t)
	other.Exec(t, "CREATE TABLE p (id INTEGER)", "INSERT INTO p VALUES (1)")
	p := begin(t, s, "r1", revision{id: "r1", sql: []string{"CREATE TABLE t (id INTEGER NOT NULL, PRIMARY KEY (id))"}}, revision{id: "r2", sql: []string{"DELETE FROM v"}})
	p.DB.Exec(t, "CREATE VIEW v AS SELECT * FROM "+other.Name+".p")
	if r, err := rehearse.Run(t.Context(), p.options(t, "r2")); err != nil || len(r.Unmade) != 1 || r.Unmade[0].Object != "view v" {
		t.Errorf("%v: %+v", err, r)
	}
	var n int
	if err := other.DB.QueryRowContext(t.Context(), "SELECT COUNT(*) FROM p").Scan(&n); err != nil || n != 1 {
		t.Errorf("%d rows are left: %v", n, err)
	}
}

// recording makes one of the SQL that Alembic prints.
func recording(t *testing.T, texts []expected.Text, s lab.Server) []expected.Text {
	t.Helper()
	project, room, err := record.Import(texts, s.Server.Engine, "own")
	if err != nil {
		t.Fatal(err)
	}
	project.Net = true // as history record has it, which sees what revisions come to
	var b strings.Builder
	if err := expected.WriteRecording(&b, project, room); err != nil {
		t.Fatal(err)
	}
	return []expected.Text{{Name: "own.jsonl", SQL: b.String()}}
}

// TestMySQLStaysInTheMiddle: what a server without transactions for DDL has run stays, and that is said.
func TestMySQLStaysInTheMiddle(t *testing.T) {
	t.Parallel()
	alembic.Need(t)
	p := begin(t, lab.MySQL(t)[0], "r1", plainRevisions...)
	p.DB.Exec(t, "CREATE TABLE u (id INTEGER)")
	r := p.run(t, p.options(t, "r3"))
	if !r.Agrees || r.Left != "in the middle of r3, stamped r2: the server commits each statement by itself, so what ran before the stop stays" {
		t.Errorf("it is left %s: %+v", r.Left, r.Predictions)
	}
}

// TestRefused: nothing is run where anything but an empty scratch database of the same kind could be written.
func TestRefused(t *testing.T) {
	t.Parallel()
	alembic.Need(t)
	for _, s := range lab.InTurn(t, 0, "") {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			p := begin(t, s, "r1", plainRevisions...)
			refused := func(want string, change func(*rehearse.Options)) {
				t.Helper()
				o := p.options(t, "r3")
				change(&o)
				_, err := rehearse.Run(t.Context(), o)
				if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "\n") {
					t.Errorf("it says %v, want %q", err, want)
				}
			}
			refused("--scratch names the database itself", func(o *rehearse.Options) { o.Scratch = o.Look.Source })
			p.scratch.Exec(t, "CREATE TABLE kept (id INTEGER)")
			refused("holds table kept: --scratch must name an empty database", func(*rehearse.Options) {})
			p.scratch.Exec(t, "DROP TABLE kept")
			refused("no client program that assay knows", func(o *rehearse.Options) { o.Scratch = at(t, "mssql://sa@localhost/scratch") })

			other := s.Database(t)
			envFile := filepath.Join(filepath.Dir(p.INI), "migrations", "env.py")
			text, err := os.ReadFile(envFile)
			if err != nil {
				t.Fatal(err)
			}
			alembic.ReplaceIn(t, envFile, `context.config.get_main_option("sqlalchemy.url")`, `"`+alembic.URL(t, other)+`"`)
			refused("the project goes to "+other.URL, func(*rehearse.Options) {})
			if err := os.WriteFile(envFile, append([]byte("raise RuntimeError('out of order')\n"), text...), 0o600); err != nil {
				t.Fatal(err)
			}
			refused("`alembic current --verbose` failed (exit status 1): RuntimeError: out of order", func(*rehearse.Options) {})
			if tables := p.scratch.Tables(t); len(tables) > 0 {
				t.Errorf("the scratch database has %v", tables)
			}
			if tables := other.Tables(t); len(tables) > 0 {
				t.Errorf("the other database has %v", tables)
			}
		})
	}
}

// TestOtherEngine: a database of one engine is not rehearsed on a server of another one.
func TestOtherEngine(t *testing.T) {
	t.Parallel()
	alembic.Need(t)
	p := begin(t, lab.Postgres(t)[0], "r1", plainRevisions...)
	p.scratch = lab.MySQL(t)[0].Database(t)
	_, err := rehearse.Run(t.Context(), p.options(t, "r3"))
	if err == nil || !strings.Contains(err.Error(), "take a server of the same product") {
		t.Errorf("it says %v", err)
	}
}
