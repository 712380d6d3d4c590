package main

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/go-sql-driver/mysql"
	"github.com/jackc/pgx/v5/pgconn"

	"assay/audit"
	"assay/dialect"
	"assay/drift"
	"assay/internal/lab"
	"assay/schema"
	"assay/upgrade"
)

// confirmed are upgrades of all kinds that end: clean ones, with revisions left out, repeated, stopped by a skipped revision, by a twin and by a mistake of
// the release.
var confirmed = []pair{
	{"12.8.2", "13.38.3"},
	{"13.2.1", "14.7.8"},
	{"13.18.5", "16.30.1"},
	{"13.18.5", "22.10.1"},
	{"13.29.2", "16.30.1"},
	{"13.38.3", "16.30.1"},
	{"13.38.3", "18.26.4"},
	{"13.38.3", "22.10.1"},
	{"14.7.8", "15.7.4"},
	{"14.7.8", "16.30.1"},
	{"14.7.8", "20.20.1"},
	{"15.7.4", "16.30.1"},
	{"15.7.4", "21.12.3"},
	{"16.17.0", "18.26.4"},
	{"16.17.0", "22.10.1"},
	{"16.28.0", "18.26.4"},
	{"16.30.1", "18.26.4"},
	{"17.9.4", "18.26.4"},
	{"18.21.0", "20.20.1"},
	{"18.22.0", "22.10.1"},
	{"18.26.4", "20.20.1"},
	{"18.26.4", "22.10.1"},
	{"19.8.1", "20.20.1"},
	{"20.17.0", "21.12.3"},
	{"20.20.1", "22.10.1"},
	{"21.12.3", "22.10.1"},
	{"22.10.1", "23.4.1"},
}

// TestUpgradesOnServers runs what Alembic would run, on real servers, and holds what happens to the prediction: where it stops and with which words,
// and the schema in the end.
func TestUpgradesOnServers(t *testing.T) {
	t.Parallel()
	for nth, s := range servers(t) {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			for i, p := range confirmed {
				if !lab.Sampled(i, nth, 1, 4) {
					continue
				}
				t.Run(p.from+" to "+p.to, func(t *testing.T) {
					t.Parallel()
					confirm(t, s, install(t, s, p.from, "config"), p)
				})
			}
		})
	}
}

// confirm predicts an upgrade and then runs it.
func confirm(t *testing.T, s lab.Server, db *lab.Database, p pair) {
	t.Helper()
	before := inferenceOf(t, db)
	f := forecastOf(t, before, p.to)
	u := f.Upgrade
	if u == nil {
		t.Fatalf("the forecast is that Alembic does not start: %s", f.Refuses)
	}
	revision, statement, err := alembicUpgrade(t, s, db, u)
	switch {
	case err == nil && u.Stop == nil:
	case err == nil:
		t.Errorf("the upgrade ran to its end, and was to stop at %s, statement %d: %v", u.Stop.Revision.ID, u.Stop.Statement, u.Stop.Refusal)
	case u.Stop == nil:
		t.Errorf("the upgrade stopped at %s, statement %d, and was to run to its end: %v", revision, statement, err)
	default:
		got := fmt.Sprintf("%s, statement %d: %s", revision, statement, strings.NewReplacer(db.Name+".", "", db.Name+"/", "").Replace(words(err)))
		want := fmt.Sprintf("%s, statement %d: %s", u.Stop.Revision.ID, u.Stop.Statement, u.Stop.Refusal.Code+" "+u.Stop.Refusal.Text)
		if got != want {
			t.Errorf("it stopped at %s\nand was to stop at %s", got, want)
		}
	}
	after := inferenceOf(t, db)
	for _, d := range drift.Compare(u.Result, after.DB.Schema) {
		t.Errorf("the schema is not as predicted: %T of %s", d, d.Object())
	}
}

func inferenceOf(t *testing.T, db *lab.Database) *audit.Inference {
	t.Helper()
	p := &process{ctx: t.Context(), env: func(string) (string, bool) { return "", false }}
	s, err := look(p, &databaseFlags{nameFlags: nameFlags{DB: db.URL}, Tree: []string{"config"}}, asteriskFlag{})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// alembicUpgrade runs the statements of pending revisions as Alembic does: on MySQL one by one, the stamp behind each revision; on PostgreSQL in one
// transaction. It returns where a statement failed.
func alembicUpgrade(t *testing.T, s lab.Server, db *lab.Database, u *upgrade.Upgrade) (revision string, statement int, failed error) {
	t.Helper()
	room, err := dialect.For(s.Server)
	if err != nil {
		t.Fatal(err)
	}
	whole := room.Semantics().TransactionalDDL
	if whole {
		db.Exec(t, "BEGIN")
	}
	for _, r := range u.Pending {
		for i, c := range r.Changes {
			for _, sql := range released(t, room, c) {
				if _, err := db.DB.Exec(sql); err != nil {
					if whole {
						db.Exec(t, "ROLLBACK")
					}
					return r.ID, i + 1, err
				}
			}
		}
		db.Exec(t, fmt.Sprintf("UPDATE alembic_version_config SET version_num = '%s'", r.ID))
	}
	if whole {
		db.Exec(t, "COMMIT")
	}
	return "", 0, nil
}

// released is a statement as it was released, with its mistake if it has one.
func released(t *testing.T, room dialect.Dialect, c schema.Change) []string {
	t.Helper()
	if a, ok := c.(schema.AlterColumn); ok && a.Fails != "" {
		sql := "ALTER TABLE " + room.Quote(a.Table) + " ALTER COLUMN " + room.Quote(a.Name) + " TYPE " + a.To.Type.Name
		if a.Using != "" {
			sql += " USING " + strings.ReplaceAll(a.Using, `"`, "")
		}
		return []string{sql}
	}
	sql, err := room.Format(c)
	if err != nil {
		t.Fatal(err)
	}
	return sql
}

// words are a server's code and its own words.
func words(err error) string {
	var my *mysql.MySQLError
	var pg *pgconn.PgError
	switch {
	case errors.As(err, &my):
		return fmt.Sprintf("%d %s", my.Number, my.Message)
	case errors.As(err, &pg):
		return pg.Code + " " + pg.Message
	}
	return err.Error()
}
