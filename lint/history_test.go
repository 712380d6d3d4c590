package lint

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"assay/dialect"
	"assay/expected"
	"assay/rules"
	"assay/schema"
)

func roomOf(t *testing.T, engine string) dialect.Dialect {
	t.Helper()
	room, err := dialect.For(schema.Server{Engine: engine})
	if err != nil {
		t.Fatal(err)
	}
	return room
}

func upgrades(t *testing.T, room dialect.Dialect, sql string) *expected.Project {
	t.Helper()
	p, err := expected.ReadOffline(room, expected.Text{Name: "up.sql", SQL: sql})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// messages are what is found in an example: the way back, the other engine's way, or what create_all makes of the models, stands below "-- then".
func messages(t *testing.T, engine, example string) []string {
	t.Helper()
	first, second, _ := strings.Cut(example, "-- then\n")
	room := roomOf(t, engine)
	up := upgrades(t, room, first)
	var found []rules.Finding
	if strings.Contains(second, "Running downgrade") {
		down, err := expected.ReadDowngrades(room, headSchema(room, up), expected.Text{Name: "down.sql", SQL: second})
		if err != nil {
			t.Fatal(err)
		}
		found = lintDowngrades(room, up, down)
	} else if !strings.Contains(second, "Running") {
		found = declared(t, room, up, second)
	} else {
		other := roomOf(t, "postgresql")
		found = lintSides(sideHistory{engine, room, up}, sideHistory{"postgresql", other, upgrades(t, other, second)})
	}
	var all []string
	for _, f := range found {
		all = append(all, f.Rule+" "+f.Severity.String()+" "+f.Revision+": "+f.Message)
	}
	return all
}

// declared is what is found of models of which create_all makes this.
func declared(t *testing.T, room dialect.Dialect, up *expected.Project, sql string) []rules.Finding {
	t.Helper()
	models := &schema.Database{Schema: schema.New(room.Semantics())}
	changes, err := room.Parse(sql)
	for _, c := range changes {
		if err == nil {
			err = models.Schema.Apply(c)
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	h, err := up.History(room.Semantics(), up.Heads("heads"))
	if err != nil {
		t.Fatal(err)
	}
	return compareModels(h, headSchema(room, up), models, sideHistory{project: up}.blame())
}

// TestHistoryExamples holds the rules about two histories to their own examples.
func TestHistoryExamples(t *testing.T) {
	t.Parallel()
	for _, r := range rules.All {
		if r.Of != rules.OfHistory {
			continue
		}
		if found := messages(t, "mysql", r.Bad); len(found) == 0 || !strings.HasPrefix(found[0], r.Name+" ") {
			t.Errorf("%s: in the bad example %q is found", r.Name, found)
		}
		if found := messages(t, "mysql", r.Good); len(found) > 0 {
			t.Errorf("%s: in the good example %q is found", r.Name, found)
		}
	}
}

// TestDowngrades holds ways back against their ways up, as Alembic prints them.
func TestDowngrades(t *testing.T) {
	t.Parallel()
	const made = `
-- Running upgrade  -> a1

CREATE TABLE t (id INTEGER NOT NULL, note VARCHAR(40) NOT NULL, PRIMARY KEY (id));

INSERT INTO alembic_version (version_num) VALUES ('a1');
`
	const gone = `
-- Running downgrade a1 -> 

DROP TABLE t;

DELETE FROM alembic_version WHERE alembic_version.version_num = 'a1';

DROP TABLE alembic_version;
`
	for name, test := range map[string]struct {
		engine, up, down string
		want             []string
	}{
		"inverse": {
			"mysql", "ALTER TABLE t ADD COLUMN a INTEGER;\n\nALTER TABLE t MODIFY note VARCHAR(80) NOT NULL;\n\nALTER TABLE t ADD FOREIGN KEY (a) REFERENCES t (id);",
			"ALTER TABLE t DROP FOREIGN KEY t_ibfk_1;\n\nALTER TABLE t MODIFY note VARCHAR(40) NOT NULL;\n\nALTER TABLE t DROP COLUMN a;", nil,
		},
		"loses NOT NULL": {
			"mysql", "ALTER TABLE t MODIFY note VARCHAR(80) NOT NULL;", "ALTER TABLE t MODIFY note VARCHAR(40);",
			[]string{"downgrade-not-inverse warning b2: after the downgrade of revision b2 the schema is not what it was before: column t.note is NULL (was NOT NULL)"},
		},
		"stays": {
			"postgresql", "CREATE TYPE mood AS ENUM ('sad', 'ok');\n\nALTER TABLE t ADD COLUMN m mood;\n\nCREATE INDEX ix_m ON t (m);", "DROP INDEX ix_m;\n\nALTER TABLE t DROP COLUMN m;",
			[]string{"downgrade-not-inverse warning b2: after the downgrade of revision b2 the schema is not what it was before: type mood remains"},
		},
		"does not come back": {
			"postgresql", "ALTER TABLE t DROP COLUMN note;", "ALTER TABLE t ADD COLUMN remark VARCHAR(40);",
			[]string{"downgrade-not-inverse warning b2: after the downgrade of revision b2 the schema is not what it was before: column t.note is missing; column " +
				"t.remark remains"},
		},
		"none": {
			"postgresql", "ALTER TABLE t ADD COLUMN a INTEGER;", "",
			[]string{"downgrade-not-inverse info b2: revision b2 has no downgrade: its stamp is removed, and what it created remains (column t.a remains)"},
		},
		"stops": {
			"postgresql", "ALTER TABLE t ADD COLUMN a INTEGER;", "ALTER TABLE t DROP COLUMN b;",
			[]string{`downgrade-not-inverse warning b2: the downgrade of revision b2 fails: the server refuses a statement (ERROR 42703: column "b" of relation "t" does not exist)`},
		},
		"lenient":    {"postgresql", "ALTER TABLE t ADD COLUMN a INTEGER;", "DROP TABLE IF EXISTS u;\n\nALTER TABLE t DROP COLUMN IF EXISTS a;", nil},
		"renamed":    {"postgresql", "ALTER TABLE t RENAME TO u;", "ALTER TABLE u RENAME TO t;", nil},
		"not to say": {"postgresql", "CREATE TABLE u AS SELECT id FROM t;", "DROP TABLE u;", nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			up := made + "\n-- Running upgrade a1 -> b2\n\n" + test.up + "\n\nUPDATE alembic_version SET version_num='b2' WHERE alembic_version.version_num = 'a1';\n"
			down := "\n-- Running downgrade b2 -> a1\n\n" + test.down + "\n\nUPDATE alembic_version SET version_num='a1' WHERE alembic_version.version_num = 'b2';\n" + gone
			if diff := cmp.Diff(test.want, messages(t, test.engine, up+"-- then\n"+down)); diff != "" {
				t.Errorf("want(-), got(+):\n%s", diff)
			}
		})
	}
}

// TestSides holds what a history makes on two engines against each other.
func TestSides(t *testing.T) {
	t.Parallel()
	mysql := `
-- Running upgrade  -> a1

CREATE TABLE p (id INTEGER NOT NULL AUTO_INCREMENT, at TIMESTAMP NOT NULL, flag BOOL, kind ENUM('x','y'), PRIMARY KEY (id));

CREATE TABLE T (id INTEGER NOT NULL, p_id INTEGER, note VARCHAR(40), code VARCHAR(40) NOT NULL, body TEXT, PRIMARY KEY (id), FOREIGN KEY (p_id) REFERENCES p (id), UNIQUE (code));

CREATE FULLTEXT INDEX ft ON T (body);

-- Running upgrade a1 -> b2

CREATE INDEX ix_note ON T (note);

CREATE INDEX ix_p ON T (p_id);

CREATE TABLE mine (id INTEGER NOT NULL, PRIMARY KEY (id));
`
	postgres := `
-- Running upgrade  -> a1

CREATE TYPE kind AS ENUM ('x', 'y');

CREATE TABLE p (id SERIAL NOT NULL, at TIMESTAMP WITHOUT TIME ZONE, flag BOOLEAN, kind kind, PRIMARY KEY (id));

CREATE TABLE t (id INTEGER NOT NULL, p_id INTEGER, note VARCHAR(40), code VARCHAR(40), body TEXT, extra JSONB, PRIMARY KEY (id));

CREATE INDEX ix_code ON t (code);

CREATE INDEX ix_lower ON t (lower(note));

-- Running upgrade a1 -> b2

COMMENT ON TABLE t IS 'nothing';
`
	want := []string{
		"sides-differ warning b2: table mine is created only on mysql: programs that use it fail on postgresql",
		"sides-differ warning a1: foreign key (p_id) to p (id) of table T is created only on mysql: postgresql accepts rows without a match",
		"sides-differ warning a1: unique key (code) of table T is created only on mysql: postgresql accepts duplicates",
		"sides-differ warning a1: column T.code is NOT NULL only on mysql: rows that postgresql accepts fail there",
		"sides-differ warning b2: index (note) of table T is created only on mysql: queries read the whole table on postgresql",
		"sides-differ warning a1: column t.extra is created only on postgresql: programs that use it fail on mysql",
	}
	got := messages(t, "mysql", mysql+"-- then\n"+postgres)
	sortStrings := cmp.Transformer("sorted", func(all []string) map[string]bool {
		set := map[string]bool{}
		for _, s := range all {
			set[s] = true
		}
		return set
	})
	if diff := cmp.Diff(want, got, sortStrings); diff != "" {
		t.Errorf("want(-), got(+):\n%s", diff)
	}
}
