package main

import (
	"cmp"
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"assay/dialect"
	"assay/expected"
	"assay/internal/lab"
	"assay/internal/lab/replay"
	"assay/result"
	"assay/rules"
	"assay/schema"
)

// More databases, or a single one again: go test ./cmd/assay -run TestUpgradesOfEditedDatabases -edited-from 37 -edited 1.
var (
	editedFrom = flag.Int("edited-from", 1, "the first seed of the databases that are edited at random")
	editedMany = flag.Int("edited", 0, "how many databases are edited at random, on each server; 0: two, six in a campaign")
)

const editedTo = "22.10.1"

// editedAt are the places in the chain of editedTo that the databases are built at: of long and short ways to go.
var editedAt = []int{24, 61, 88, 105, 118, 124}

// TestUpgradesOfEditedDatabases edits databases as people do, at random, and holds what Alembic does to each to the prediction; and then goes the
// plan: all of it runs, there is no error at its end that was not there before, and nothing is lost that somebody added.
func TestUpgradesOfEditedDatabases(t *testing.T) {
	t.Parallel()
	many := cmp.Or(*editedMany, map[bool]int{true: 6, false: 2}[lab.Campaign()])
	for nth, s := range servers(t) {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			room, err := dialect.For(s.Server)
			if err != nil {
				t.Fatal(err)
			}
			target, built := chainEnd(t, s, room), map[int]*lab.Database{}
			run := func(name string, at int, seed uint64, sql ...string) {
				if built[at] == nil {
					built[at] = buildAt(t, s, room, expected.Position{Chain: target.Chain, At: at})
				}
				t.Run(name, func(t *testing.T) {
					e := newEditor(t, room, s.Server.Engine, built[at], target.Chain.Revisions[at+1:target.At+1], seed)
					e.sql = sql
					upgradeEdited(t, s, e)
				})
			}
			for i, c := range editedCases[s.Server.Engine] {
				if lab.Sampled(i, nth, 1, 3) {
					run(c.name, c.at, 0, c.sql...)
				}
			}
			for seed := *editedFrom; seed < *editedFrom+many; seed++ {
				run(fmt.Sprint(seed), editedAt[seed%len(editedAt)], uint64(seed))
			}
		})
	}
}

// editedCases are edits that were once not foreseen, and where in editedAt.
var editedCases = map[string][]struct {
	name string
	at   int
	sql  []string
}{
	"mysql": {
		{"row format that allows no longer key", 88, []string{"ALTER TABLE ps_endpoint_id_ips ROW_FORMAT=REDUNDANT"}},
		{"own index that gets too long", 88, []string{"CREATE INDEX own ON ps_endpoints (id, aors)"}},
		{"own unique index that gets too long", 88, []string{"CREATE UNIQUE INDEX own ON ps_endpoints (id, aors)"}},
		{"own primary key of two", 88, []string{"ALTER TABLE ps_endpoints MODIFY aors VARCHAR(200) NOT NULL, ADD PRIMARY KEY (id, aors)"}},
		{"foreign key whose sides get wider", 88, []string{"ALTER TABLE ps_contacts ADD CONSTRAINT own FOREIGN KEY (endpoint) REFERENCES ps_endpoints (id)"}},
		{"foreign key of which one side gets wider", 88, []string{"ALTER TABLE ps_endpoints ADD CONSTRAINT own FOREIGN KEY (aors) REFERENCES ps_aors (id)"}},
		{"foreign key from an own table", 88, []string{"CREATE TABLE mine (e varchar(40), CONSTRAINT own FOREIGN KEY (e) REFERENCES ps_endpoints (id))"}},
		{"column of a later revision as a number", 105, []string{"ALTER TABLE ps_endpoints ADD tenantid int"}},
	},
	"postgresql": {
		{"index whose condition goes with a column", 118, []string{`CREATE INDEX part ON ps_endpoint_id_ips (id) WHERE transport <> '1'`}},
		{"views on views over two tables", 24, []string{
			"CREATE VIEW a AS SELECT e.id, e.dtmf_mode, c.uri FROM ps_endpoints e, ps_contacts c", "CREATE VIEW b AS SELECT a.id, a.uri, r.expiration FROM a, ps_registrations r",
			"CREATE VIEW c AS SELECT * FROM b", "CREATE VIEW d AS SELECT c.id, e.aors FROM c, ps_endpoints e",
		}},
		{"view of all columns", 88, []string{"CREATE VIEW own AS SELECT * FROM ps_endpoints"}},
		{"defaults of enumerations", 24, []string{"ALTER TABLE ps_endpoints ALTER dtmf_mode SET DEFAULT 'rfc4733', ALTER use_avpf SET DEFAULT 'no', ALTER identify_by SET DEFAULT 'username'"}},
		{"checks and conditions over enumerations", 24, []string{
			"ALTER TABLE ps_endpoints ADD CONSTRAINT ck CHECK (dtmf_mode <> 'info' OR use_avpf = 'no')", "CREATE INDEX part ON ps_endpoints (id) WHERE dtmf_mode = 'info' AND use_avpf = 'yes'",
			"CREATE INDEX byname ON ps_endpoints (id) WHERE identify_by = 'username'",
		}},
		{"foreign key of which one side gets wider", 88, []string{"ALTER TABLE ps_endpoints ADD CONSTRAINT own FOREIGN KEY (aors) REFERENCES ps_aors (id)"}},
		{"column of a later revision as a number", 105, []string{"ALTER TABLE ps_endpoints ADD tenantid int"}},
		{"boolean with a check", 88, []string{
			"ALTER TABLE ps_endpoints ALTER webrtc TYPE boolean USING webrtc::text = 'yes'", "ALTER TABLE ps_endpoints ADD CONSTRAINT own CHECK (webrtc OR use_avpf = 'no')",
		}},
	},
}

func chainEnd(t *testing.T, s lab.Server, room dialect.Dialect) expected.Position {
	t.Helper()
	h, err := expected.Asterisk("config", s.Server.Engine, room)
	if err != nil {
		t.Fatal(err)
	}
	found, err := h.Resolve(editedTo)
	if err != nil {
		t.Fatal(err)
	}
	return found[len(found)-1]
}

// buildAt builds a database that is at a place in the history and is stamped so.
func buildAt(t *testing.T, s lab.Server, room dialect.Dialect, p expected.Position) *lab.Database {
	t.Helper()
	db := replay.Built(t, s, room, p)
	replay.SetStamp(t, db, room, "config", p.Revision().ID, true)
	return db
}

// upgradeEdited edits two copies of a database alike, upgrades the one and lets the other follow the plan.
func upgradeEdited(t *testing.T, s lab.Server, e *editor) {
	t.Helper()
	db := e.from.Copy(t)
	if len(e.sql) > 0 {
		db.Exec(t, e.sql...)
	} else {
		e.edit(t, db, 1+e.IntN(4))
	}
	defer func() {
		if t.Failed() {
			t.Logf("edited by:\n%s", strings.Join(e.sql, "\n"))
		}
	}()
	other := e.from.Copy(t)
	other.Exec(t, e.sql...)
	confirm(t, s, db, pair{to: editedTo})

	e.fill(t, other)
	before, _ := reported(t, "check", "--tree", "config", other.URL)
	var flags []string
	if e.IntN(2) == 0 {
		flags = append(flags, "--allow-destructive")
	}
	comments := commentsOf(followPlan(t, s, other, editedTo, flags...))
	after, _ := reported(t, "check", "--tree", "config", "--at", editedTo, other.URL)
	for _, f := range errorsOf(after) {
		if !slices.ContainsFunc(errorsOf(before), func(b result.Finding) bool { return b.Rule == f.Rule && b.Table == f.Table && b.Object == f.Object }) &&
			!strings.Contains(comments, f.Table) {
			t.Errorf("at the end of the plan there is: %s of %s.%s, %s", f.Rule, f.Table, f.Object, f.Message)
		}
	}
	e.checkKept(t, other, comments)
	if t.Failed() {
		t.Logf("flags %v; the scripts say:\n%s", flags, comments)
	}
}

func errorsOf(r result.Report) []result.Finding {
	var all []result.Finding
	for _, tree := range r.Trees {
		for _, f := range tree.Findings {
			if f.Severity == rules.Error {
				all = append(all, f)
			}
		}
	}
	return all
}

// commentsOf are the lines of scripts that no client runs, without the names' quotes.
func commentsOf(script string) string {
	var all []string
	for line := range strings.Lines(script) {
		if strings.HasPrefix(line, "--") {
			all = append(all, line)
		}
	}
	return strings.NewReplacer("`", "", `"`, "").Replace(strings.Join(all, ""))
}

// fill puts a row into each table that somebody added a column to.
func (e *editor) fill(t *testing.T, db *lab.Database) {
	t.Helper()
	now := inferenceOf(t, db).DB.Schema
	rows := map[string]map[string]string{}
	for _, v := range e.values {
		if rows[v.table] == nil {
			rows[v.table] = map[string]string{}
		}
		rows[v.table][v.column] = v.literal
	}
	for _, table := range sortedKeys(rows) {
		row := rows[table]
		for _, c := range now.Table(table).Columns {
			if _, set := row[c.Name]; !set && (!c.Nullable || c.Name == "id") && c.Default == "" && !c.AutoIncrement && c.Generated == "" {
				row[c.Name] = fillerOf(now, c)
			}
		}
		var names, literals []string
		for _, name := range sortedKeys(row) {
			names, literals = append(names, e.room.Quote(name)), append(literals, row[name])
		}
		db.Exec(t, "INSERT INTO "+e.room.Quote(table)+" ("+strings.Join(names, ", ")+") VALUES ("+strings.Join(literals, ", ")+")")
	}
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// fillerOf is a value for a column that must have one.
func fillerOf(s *schema.Schema, c schema.Column) string {
	labels := c.Type.Labels()
	if c.Type.Named {
		labels = schema.SplitLabels(s.Enums[c.Type.Name].Labels)
	}
	if slices.Contains(labels, "yes") {
		return "'yes'"
	}
	if len(labels) > 0 {
		return "'" + labels[0] + "'"
	}
	return "'1'"
}

// checkKept looks for what was added: the columns with their values, and the objects, unless the script says what becomes of one.
func (e *editor) checkKept(t *testing.T, db *lab.Database, comments string) {
	t.Helper()
	for _, v := range e.values {
		var got *string
		text := "CAST(" + e.room.Quote(v.column) + " AS CHAR)"
		if e.engine == "postgresql" {
			text = e.room.Quote(v.column) + "::text"
		}
		if err := db.DB.QueryRow("SELECT " + text + " FROM " + e.room.Quote(v.table)).Scan(&got); err != nil {
			t.Errorf("%s.%s: %v", v.table, v.column, err)
		} else if got == nil || *got != v.want {
			t.Errorf("%s.%s is %v, and was %s", v.table, v.column, got, v.want)
		}
	}
	end := inferenceOf(t, db).DB.Schema
	for _, name := range e.names {
		if !stands(end, name) && !strings.Contains(comments, name) && !e.goesWithColumn(end, name) {
			t.Errorf("%s is gone, and no script says so", name)
		}
	}
}

// goesWithColumn reports whether what made an object names a column that is no more: the upgrade dropped or renamed it, and the object with it.
func (e *editor) goesWithColumn(end *schema.Schema, name string) bool {
	i := slices.IndexFunc(e.sql, func(sql string) bool { return strings.Contains(sql, name) })
	return slices.ContainsFunc(e.touched, func(o schema.Object) bool {
		t := end.Table(o.Table)
		return strings.Contains(e.sql[i], e.room.Quote(o.Table)) && strings.Contains(e.sql[i], e.room.Quote(o.Name)) && (t == nil || t.Column(end.Semantics, o.Name) < 0)
	})
}

// stands reports whether a schema has an index, a constraint or an object that assay does not model of a name.
func stands(s *schema.Schema, name string) bool {
	for _, t := range s.Tables {
		if slices.ContainsFunc(t.Indexes, func(x schema.Index) bool { return x.Name == name }) ||
			slices.ContainsFunc(t.ForeignKeys, func(x schema.ForeignKey) bool { return x.Name == name }) ||
			slices.ContainsFunc(t.Checks, func(x schema.Check) bool { return x.Name == name }) {
			return true
		}
	}
	return slices.ContainsFunc(s.Opaque, func(o schema.Opaque) bool { return o.Name == name })
}

func newEditor(t *testing.T, room dialect.Dialect, engine string, from *lab.Database, pending []*expected.Revision, seed uint64) *editor {
	t.Helper()
	e := &editor{
		Rand: rand.New(rand.NewPCG(seed, 0)), room: room, engine: engine, from: from, schema: inferenceOf(t, from).DB.Schema,
		kinds: slices.Concat(editsOfAll, editsOf[engine]),
	}
	e.schema = e.schema.Only(func(name string) bool { return !strings.HasPrefix(name, "alembic_version") }, func(string) bool { return true })
	for _, r := range pending {
		for _, c := range r.Changes {
			if add, ok := c.(schema.AddColumn); ok && e.schema.Table(add.Table) != nil {
				e.later = append(e.later, add)
			}
			if _, there := e.column(c.Object()); there {
				e.touched = append(e.touched, c.Object())
			}
		}
	}
	return e
}
