package mysql

import (
	"context"
	"sync"
	"testing"
	"time"

	diff "github.com/google/go-cmp/cmp"

	"assay/internal/lab"
	"assay/schema"
)

// TestChangesMeanwhile: what another session changes between two answers is no damage. The rights change with every CREATE ROLE, which gives it to its maker
// (MariaDB), and a view's text with every CREATE OR REPLACE.
func TestChangesMeanwhile(t *testing.T) {
	onServers(t, func(t *testing.T, r *Room, db *lab.Database) {
		db.Exec(t, "CREATE TABLE t (a int, b int)", "CREATE VIEW v AS SELECT a FROM t")
		statements := []string{"CREATE OR REPLACE VIEW v AS SELECT b FROM t", "CREATE OR REPLACE VIEW v AS SELECT a FROM t"}
		if r.flavor.atLeastMySQL(8) || r.flavor.isMariaDB() { // which have roles
			role := quote("m" + db.Name[max(0, len(db.Name)-12):])
			statements = append(statements, "CREATE ROLE "+role, "DROP ROLE "+role)
		}
		ctx, stop := context.WithCancel(t.Context())
		var wg sync.WaitGroup
		wg.Go(func() {
			for ctx.Err() == nil {
				for _, s := range statements { // all of them, so that the role is gone in the end
					if _, err := db.DB.ExecContext(context.WithoutCancel(ctx), s); err != nil {
						t.Error(err)
						return
					}
					time.Sleep(2 * time.Millisecond) // as nobody does without: of two answers in a row some are to be the same
				}
			}
		})
		for range 40 {
			if _, err := Read(t.Context(), db.Target); err != nil {
				t.Error(err)
				break
			}
		}
		stop()
		wg.Wait()
	})
}

// TestSettled: what others change while a database is read has it read again, and where no two readings are the same, that is told.
func TestSettled(t *testing.T) {
	busy := meanwhile{definitions: true}
	running := []schema.Running{{Session: "7", Does: "ALTER TABLE", Table: "t"}}
	type reading struct {
		table    string
		changing []schema.Running
		seen     meanwhile
	}
	told := []schema.Running{{Table: "b"}, {Table: "c"}}
	for name, test := range map[string]struct {
		readings []reading
		changing []schema.Running
	}{
		"quiet":                  {[]reading{{table: "a"}}, nil},
		"the same twice":         {[]reading{{table: "a", seen: busy}, {table: "a", seen: busy}}, nil},
		"a change in between":    {[]reading{{table: "a", seen: busy}, {table: "b", seen: busy}, {table: "b", seen: busy}}, nil},
		"a change each time":     {[]reading{{table: "a", seen: busy}, {table: "b", seen: busy}, {table: "c", seen: busy}}, told},
		"a statement that waits": {[]reading{{table: "a", changing: running, seen: meanwhile{waits: true}}}, running},
		"a statement that ends":  {[]reading{{table: "a", changing: running}, {table: "a"}}, nil},
	} {
		n := 0
		got, err := settled(func() (*schema.Database, meanwhile, error) {
			r := test.readings[n]
			n++
			db := &schema.Database{Schema: schema.New(semanticsOf(flavor{})), Changing: r.changing}
			db.Schema.Add(&schema.Table{Name: r.table})
			return db, r.seen, nil
		})
		if err != nil || n != len(test.readings) {
			t.Fatalf("%s: %d readings, %v", name, n, err)
		}
		if d := diff.Diff(test.changing, got.Changing); d != "" || got.Schema.Table(test.readings[n-1].table) == nil {
			t.Errorf("%s (-want +got)\n%s", name, d)
		}
	}
}

// TestCountsDefinitions: what is common on a busy server and no change of a schema does not have a database read twice.
func TestCountsDefinitions(t *testing.T) {
	for name, want := range map[string]bool{
		"Com_create_table": true, "Com_drop_index": true, "Com_alter_db_upgrade": true, "Com_rename_table": true, "Com_create_or_else": true, "Com_drop_package_body": true,
		"Com_create_temporary_table": false, "Com_drop_temporary_table": false, "Com_create_user": false, "Com_rename_user": false, "Com_drop_role": false,
		"Com_alter_user_default_role": false, "Com_alter_instance": false, "Com_create_server": false,
	} {
		if countsDefinitions(name) != want {
			t.Errorf("%s: %v", name, !want)
		}
	}
}

func TestChanging(t *testing.T) {
	rd := &reader{target: schema.Target{VersionTable: "stamps"}, database: schema.Database{Name: "pbx", Schema: schema.New(semanticsOf(flavor{}))}}
	for sql, want := range map[string][]schema.Running{
		"ALTER TABLE ps_endpoints ADD COLUMN a ENUM('off','o":                     {{Does: "ALTER TABLE", Table: "ps_endpoints"}},
		"/* x */ alter table `pbx`.`a b` drop c":                                  {{Does: "ALTER TABLE", Table: "a b"}},
		"CREATE TABLE IF NOT EXISTS t (a int)":                                    {{Does: "CREATE TABLE", Table: "t"}},
		"CREATE UNIQUE INDEX i ON t (a)":                                          {{Does: "CREATE INDEX ON", Table: "t"}},
		"DROP TABLE a, b":                                                         {{Does: "DROP TABLE", Table: "a"}, {Does: "DROP TABLE", Table: "b"}},
		"UPDATE alembic_version_config SET version_num='a' WHERE version_num='b'": {{Does: "UPDATE", Table: "alembic_version_config", Stamps: true}},
		"INSERT INTO stamps (version_num) VALUES ('a')":                           {{Does: "INSERT", Table: "stamps", Stamps: true}},
		"ALTER TABLE other.t ADD COLUMN a int":                                    nil,
		"CREATE TEMPORARY TABLE t (a int)":                                        nil,
		"DROP TEMPORARY TABLE t":                                                  nil,
		"UPDATE ps_contacts SET a = 1":                                            nil,
		"SHOW PROCESSLIST":                                                        nil,
		"CREATE USER u IDENTIFIED BY 'x'":                                         nil,
		"":                                                                        nil,
	} {
		if d := diff.Diff(want, rd.changes(begun(sql), "pbx")); d != "" {
			t.Errorf("%s (-want +got)\n%s", sql, d)
		}
	}
	for _, in := range []string{"", "other"} {
		want := []schema.Running{{Does: "ALTER TABLE", Table: "t"}}
		if d := diff.Diff(want, rd.changes(begun("ALTER TABLE pbx.t ADD COLUMN a int"), in)); d != "" {
			t.Errorf("in database %q (-want +got)\n%s", in, d)
		}
		if got := rd.changes(begun("ALTER TABLE t ADD COLUMN a int"), in); got != nil {
			t.Errorf("in database %q: %v", in, got)
		}
	}
}
