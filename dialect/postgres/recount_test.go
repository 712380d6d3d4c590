package postgres

import (
	"testing"

	"assay/internal/lab"
	"assay/schema"
)

// TestRecount: a column that counts up takes its sequence along to another type, whatever that is called.
func TestRecount(t *testing.T) {
	onServers(t, func(t *testing.T, db *lab.Database, r *Room) {
		db.Exec(t, `CREATE TABLE "it's" (id integer PRIMARY KEY, "n n" smallserial)`, `ALTER SEQUENCE "it's_n n_seq" RENAME TO own`, "SELECT setval('own', 32767)")
		column := func(name string) schema.Column {
			return schema.Column{Name: "n n", Type: schema.Type{Name: name}, AutoIncrement: true}
		}
		change := schema.AlterColumn{Table: "it's", Name: "n n", From: column("smallint"), To: column("bigint"), Set: schema.PropType}
		sql, err := r.Format(change)
		if err != nil {
			t.Fatal(err)
		}
		db.Exec(t, sql...)
		db.Exec(t, `INSERT INTO "it's" VALUES (1)`)
		var kind string
		if err := db.DB.QueryRowContext(t.Context(), "SELECT data_type FROM pg_sequences WHERE sequencename = 'own'").Scan(&kind); err != nil || kind != "bigint" {
			t.Errorf("the sequence is of %q (%v)", kind, err)
		}
		if _, err := r.Parse(sql[len(sql)-1]); err != nil {
			t.Logf("its own SQL is not read: %v", err)
		}
	})
}
