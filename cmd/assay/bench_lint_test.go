package main

import (
	"fmt"
	"io"
	"strings"
	"testing"
)

// revisionsToLint is what Alembic prints for a project of that many revisions and tables, of which each revision alters what an earlier one made.
func revisionsToLint(n, tables int) string {
	var b strings.Builder
	down := ""
	for i := range n {
		id, table := fmt.Sprintf("%012x", i), fmt.Sprintf("t%d", i%tables)
		fmt.Fprintf(&b, "-- Running upgrade %s -> %s\n\n", down, id)
		if i < tables {
			fmt.Fprintf(&b, "CREATE TABLE %s (\n    id INTEGER NOT NULL, \n    name VARCHAR(40), \n    PRIMARY KEY (id)\n);\n\n", table)
		}
		fmt.Fprintf(&b, "ALTER TABLE %s ADD COLUMN a%d VARCHAR(80) DEFAULT 'x' NOT NULL;\n\n", table, i)
		fmt.Fprintf(&b, "ALTER TABLE %s ADD COLUMN b%d INTEGER;\n\n", table, i)
		fmt.Fprintf(&b, "CREATE INDEX ix_%s_a%d ON %s (a%d, name);\n\n", table, i, table, i)
		fmt.Fprintf(&b, "UPDATE %s SET b%d = id;\n\n", table, i)
		fmt.Fprintf(&b, "ALTER TABLE %s DROP COLUMN b%d;\n\n", table, i)
		if down == "" {
			fmt.Fprintf(&b, "INSERT INTO alembic_version (version_num) VALUES ('%s');\n\n", id)
		} else {
			fmt.Fprintf(&b, "UPDATE alembic_version SET version_num='%s' WHERE alembic_version.version_num = '%s';\n\n", id, down)
		}
		down = id
	}
	return b.String()
}

// BenchmarkLint judges 1,000 revisions, 5,000 statements, by all rules.
func BenchmarkLint(b *testing.B) { benchmarkLint(b, revisionsToLint(1000, 100)) }

// BenchmarkLintMany judges 10,000 revisions over 2,000 tables.
func BenchmarkLintMany(b *testing.B) { benchmarkLint(b, revisionsToLint(10_000, 2000)) }

func benchmarkLint(b *testing.B, text string) {
	b.Helper()
	for _, server := range []string{"mariadb:10.11", "postgresql:15"} {
		b.Run(server, func(b *testing.B) {
			for b.Loop() {
				p := process{ctx: b.Context(), stdin: strings.NewReader(text), stdout: io.Discard, stderr: io.Discard, env: func(string) (string, bool) { return "", false }}
				if code := p.run([]string{"lint", "--no-config", "--server", server, "--history", "-"}); code == exitUnknown {
					b.Fatalf("exit status %d", code)
				}
			}
		})
	}
}
