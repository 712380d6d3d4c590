package rules_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"assay/dialect"
	"assay/rules"
	"assay/schema"
)

// TestWalkPostgres holds rules to what depends on the server's version, on the scripts around, and on how much is known.
func TestWalkPostgres(t *testing.T) {
	t.Parallel()
	const types = "CREATE TYPE state AS ENUM ('new'); CREATE TABLE t (id INTEGER, s state, n INTEGER); CREATE TABLE u (id INTEGER);"
	for name, test := range map[string]struct {
		version string
		rule    string
		partial bool
		net     bool
		scripts []string
		want    []string // the scripts, from 1
	}{
		"a label used by the next revision": {
			rule: "enum-value-in-transaction", scripts: []string{types, "BEGIN; ALTER TYPE state ADD VALUE 'done';", "UPDATE t SET s = 'done'; COMMIT;", "UPDATE t SET s = 'done';"},
			want: []string{"3"},
		},
		"no BEGIN, no transaction": {
			rule: "enum-value-in-transaction", scripts: []string{types, "ALTER TYPE state ADD VALUE 'done';", "UPDATE t SET s = 'done';"},
		},
		"a label of a new type before 17": {
			version: "16.1", rule: "enum-value-in-transaction",
			scripts: []string{"BEGIN; " + types + "ALTER TYPE state ADD VALUE 'done'; UPDATE t SET s = 'done';"}, want: []string{"1"},
		},
		"a label of a new type since 17": {
			version: "17.0", rule: "enum-value-in-transaction", scripts: []string{"BEGIN; " + types + "ALTER TYPE state ADD VALUE 'done'; UPDATE t SET s = 'done';"},
		},
		"a label in a transaction before 12": {
			version: "11.5", rule: "fails-in-transaction", scripts: []string{types, "BEGIN; ALTER TYPE state ADD VALUE 'done'; COMMIT; ALTER TYPE state ADD VALUE 'gone';"}, want: []string{"2"},
		},
		"a label of a new type before 12": {
			version: "11.5", rule: "fails-in-transaction", scripts: []string{"BEGIN; " + types + "ALTER TYPE state ADD VALUE 'done';"},
		},
		"a proof that 11 does not know": {
			version: "11.5", rule: "set-not-null-scans",
			scripts: []string{"CREATE TABLE t (n INTEGER, CHECK (n IS NOT NULL));", "ALTER TABLE t ALTER COLUMN n SET NOT NULL;"}, want: []string{"2"},
		},
		"a default that 10 writes into every row": {
			version: "10.1", rule: "column-rewrites", scripts: []string{types, "ALTER TABLE t ADD COLUMN x INTEGER DEFAULT 0;"}, want: []string{"2"},
		},
		"validated by the next revision": {
			rule: "validate-in-same-transaction", scripts: []string{types, "BEGIN; ALTER TABLE t ADD CONSTRAINT c CHECK (n > 0) NOT VALID;", "ALTER TABLE t VALIDATE CONSTRAINT c; COMMIT;"},
		},
		"work of the next revision": {
			rule: "work-under-lock", scripts: []string{types, "BEGIN; ALTER TABLE t ADD COLUMN x INTEGER;", "UPDATE t SET x = 1; ALTER TABLE u ADD COLUMN x INTEGER; COMMIT;"},
		},
		"no timeout": {
			rule:    "lock-timeout-missing",
			scripts: []string{types, "ALTER TABLE t ADD COLUMN x INTEGER; ALTER TABLE u ADD COLUMN x INTEGER;", "SET lock_timeout = 0; ALTER TABLE t DROP COLUMN x;"}, want: []string{"2", "3"},
		},
		"a timeout anywhere": {
			rule: "lock-timeout-missing", scripts: []string{types, "ALTER TABLE t ADD COLUMN x INTEGER;", "SET LOCAL lock_timeout = 5000; ALTER TABLE t DROP COLUMN x;"},
		},
		"a timeout by a function": {
			rule: "lock-timeout-missing", scripts: []string{types, "ALTER TABLE t ADD COLUMN x INTEGER;", "SELECT set_config('lock_timeout', '5s', false);"},
		},
		"what was recorded": {
			rule: "index-not-concurrent", net: true, scripts: []string{types, "CREATE INDEX i ON t (n);"},
		},
		"an index of nobody knows which table": {
			rule: "drop-index-not-concurrent", partial: true, want: []string{"1"},
			scripts: []string{"DROP INDEX i;", "CREATE TABLE fresh (id INTEGER); CREATE INDEX f ON fresh (id); DROP INDEX f; DROP INDEX CONCURRENTLY i;"},
		},
		"a column of which nothing is known": {
			rule: "set-not-null-scans", partial: true, scripts: []string{"ALTER TABLE x ALTER COLUMN n SET NOT NULL;"}, want: []string{"1"},
		},
		"a type of which nothing is known": {
			rule: "type-rewrites", partial: true, scripts: []string{"ALTER TABLE x ALTER COLUMN n TYPE BIGINT;"},
		},
		"rows of which nothing is known": {
			rule: "truncate-cascade", partial: true, scripts: []string{"TRUNCATE x CASCADE;"}, want: []string{"1"},
		},
		"a domain": {
			rule: "type-rewrites", scripts: []string{types, "CREATE DOMAIN d AS INTEGER; ALTER TABLE t ALTER COLUMN n TYPE d;"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			room, err := dialect.For(schema.Server{Engine: "postgresql", Product: "PostgreSQL", Version: test.version})
			if err != nil {
				t.Fatal(err)
			}
			w := rules.NewWalk("postgresql", room, schema.New(room.Semantics()))
			w.Partial = test.partial
			var all []*rules.Script
			for _, sql := range test.scripts {
				statements, err := room.Split(sql)
				if err != nil {
					t.Fatal(err)
				}
				s := (&lintFixture{room: room}).script(statements)
				s.Net = test.net
				all = append(all, s)
			}
			w.Foresee(all)
			var got []string
			for i, s := range all {
				for range ofRule(rules.Named(test.rule), w.Judge(s)) {
					got = append(got, fmt.Sprint(i+1))
				}
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("%s in\n%s\n(-want +got):\n%s", test.rule, strings.Join(test.scripts, "\n"), diff)
			}
		})
	}
}
