package expected_test

import (
	"fmt"
	"strings"
	"testing"

	"assay/dialect"
	"assay/expected"
	"assay/schema"
)

// longHistory is the SQL of a history of as many revisions, of five statements each: every tenth makes a table, the others alter one.
func longHistory(revisions int) string {
	var b strings.Builder
	b.WriteString("CREATE TABLE alembic_version (\n    version_num VARCHAR(32) NOT NULL, \n    CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)\n);\n\n")
	down := ""
	for i := range revisions {
		id, table := fmt.Sprintf("%012x", i), fmt.Sprintf("t%d", i/10)
		fmt.Fprintf(&b, "-- Running upgrade %s -> %s\n\n", down, id)
		if i%10 == 0 {
			fmt.Fprintf(&b, "CREATE TABLE %s (\n    id INTEGER NOT NULL, \n    name VARCHAR(40), \n    kept TEXT, \n    PRIMARY KEY (id)\n);\n\n", table)
		} else {
			fmt.Fprintf(&b, "ALTER TABLE %s DROP COLUMN b%d;\n\n", table, i-1)
		}
		fmt.Fprintf(&b, "ALTER TABLE %s ADD COLUMN a%d VARCHAR(80) DEFAULT 'x' NOT NULL;\n\n", table, i)
		fmt.Fprintf(&b, "ALTER TABLE %s ADD COLUMN b%d INTEGER;\n\n", table, i)
		fmt.Fprintf(&b, "CREATE INDEX ix_%s_a%d ON %s (a%d, name);\n\n", table, i, table, i)
		fmt.Fprintf(&b, "UPDATE %s SET a%d = name WHERE kept = 'a;b';\n\n", table, i)
		if down == "" {
			fmt.Fprintf(&b, "INSERT INTO alembic_version (version_num) VALUES ('%s');\n\n", id)
		} else {
			fmt.Fprintf(&b, "UPDATE alembic_version SET version_num='%s' WHERE alembic_version.version_num = '%s';\n\n", id, down)
		}
		down = id
	}
	return b.String()
}

// BenchmarkOffline reads a history of 1,000 revisions and 5,000 statements and replays it to its end.
func BenchmarkOffline(b *testing.B) {
	text := longHistory(1000)
	for _, engine := range []string{"mysql", "postgresql"} {
		b.Run(engine, func(b *testing.B) {
			room, err := dialect.For(schema.Server{Engine: engine})
			if err != nil {
				b.Fatal(err)
			}
			b.ReportAllocs()
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				p, err := expected.ReadOffline(room, expected.Text{Name: "long.sql", SQL: text})
				if err != nil {
					b.Fatal(err)
				}
				h, err := p.History(room.Semantics())
				if err != nil || len(h.Remarks) > 0 || len(h.Newest().Revisions) != 1000 {
					b.Fatal(err, h.Remarks)
				}
				if _, err := (expected.Position{Chain: h.Newest(), At: 999}).Schema(room.Semantics()); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
