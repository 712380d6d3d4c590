package main

import (
	"slices"
	"strings"
	"testing"

	"assay/internal/lab"
)

// An arrival is a schema that a script is to make of another one, where something is in its way.
type arrival struct {
	name, engine string
	from, to     []string
	// rest are the lines that the comparison still has when the script has run, of what it held; none: it ends at the schema.
	rest []string
}

var arrivals = []arrival{
	{
		name: "two indexes swap their names", engine: "mysql",
		from: []string{"CREATE TABLE t (a int, b int, gone int, KEY i1 (a), KEY i2 (a, b))"},
		to:   []string{"CREATE TABLE t (a int, b int, KEY i2 (a), KEY i1 (a, b))"},
		rest: []string{"t.gone"},
	},
	{
		name: "three indexes go round", engine: "postgresql",
		from: []string{"CREATE TABLE t (a int, b int, c int)", "CREATE INDEX i1 ON t (a)", "CREATE INDEX i2 ON t (b)", "CREATE INDEX i3 ON t (c)"},
		to:   []string{"CREATE TABLE t (a int, b int, c int)", "CREATE INDEX i2 ON t (a)", "CREATE INDEX i3 ON t (b)", "CREATE INDEX i1 ON t (c)"},
	},
	{
		name: "an index goes to another table", engine: "postgresql",
		from: []string{"CREATE TABLE a (x int)", "CREATE TABLE b (x int)", "CREATE INDEX i ON b (x)"},
		to:   []string{"CREATE TABLE a (x int)", "CREATE TABLE b (x int)", "CREATE INDEX i ON a (x)"},
	},
	{
		name: "a table that was renamed has the names of the indexes", engine: "postgresql",
		from: []string{"CREATE TABLE orders (id int CONSTRAINT orders_pkey PRIMARY KEY, c int)", "CREATE INDEX ix_orders_c ON orders (c)", "CREATE TABLE x (id int)"},
		to:   []string{"CREATE TABLE purchases (id int CONSTRAINT orders_pkey PRIMARY KEY, c int)", "CREATE INDEX ix_orders_c ON purchases (c)", "CREATE TABLE x (id int, added int)"},
		rest: []string{"orders"},
	},
	{
		name: "a table that was renamed has the name of the foreign key", engine: "mysql",
		from: []string{"CREATE TABLE p (id int PRIMARY KEY)", "CREATE TABLE c_old (x int, CONSTRAINT fk FOREIGN KEY (x) REFERENCES p (id))", "CREATE TABLE z (id int)"},
		to:   []string{"CREATE TABLE p (id int PRIMARY KEY)", "CREATE TABLE c (x int, CONSTRAINT FK FOREIGN KEY (x) REFERENCES p (id))", "CREATE TABLE z (id int, added int)"},
		rest: []string{"c_old"},
	},
	{
		name: "a foreign key needs a key that is held", engine: "postgresql",
		from: []string{"CREATE TABLE usr (id int PRIMARY KEY)", "CREATE TABLE post (author int CONSTRAINT post_author REFERENCES usr)"},
		to: []string{
			"CREATE TABLE usr (tenant int NOT NULL, id int, PRIMARY KEY (tenant, id))",
			"CREATE TABLE post (author int, tenant int, CONSTRAINT post_author FOREIGN KEY (tenant, author) REFERENCES usr (tenant, id))",
		},
		rest: []string{"post.post_author", "usr.usr_pkey"},
	},
}

// TestArrives: the script runs through the engine's own client whatever has the names that it needs, and what it cannot mend does not keep it from the rest.
func TestArrives(t *testing.T) {
	t.Parallel()
	for _, s := range servers(t) {
		for _, a := range arrivals {
			if a.engine != s.Server.Engine {
				continue
			}
			t.Run(s.Name+"/"+a.name, func(t *testing.T) {
				t.Parallel()
				arrive(t, s, a)
			})
		}
	}
}

func arrive(t *testing.T, s lab.Server, a arrival) {
	t.Helper()
	from, to := s.Database(t), s.Database(t)
	from.Exec(t, a.from...)
	to.Exec(t, a.to...)
	script := assay(t, "diff", from.URL, to.URL, "--format", "sql")
	if script.code == exitFindings {
		script.code = exitClean
	}
	checkLinted(t, from, script.stdout)
	inClient(t, from, script)
	after := assay(t, "diff", from.URL, to.URL)
	for _, rest := range a.rest {
		if !strings.Contains(after.stdout, "\n"+rest+" ") {
			t.Errorf("%s is repaired, and was to be blocked:\n%s", rest, after.stdout)
		}
	}
	lines := 0
	for line := range strings.Lines(after.stdout) {
		if strings.Contains(line, "→") {
			lines++
			if object, _, _ := strings.Cut(line, " "); !slices.Contains(a.rest, object) {
				t.Errorf("left: %s", line)
			}
		}
	}
	if len(a.rest) == 0 && lines > 0 {
		t.Errorf("the script does not end at what is wanted:\n%s", after.stdout)
	}
}
