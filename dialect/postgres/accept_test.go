package postgres

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"

	"assay/internal/lab"
	"assay/schema"
)

// A ground is what hangs on the column v of table t when it gets another type; %s: a value of the type, or the type.
type ground struct {
	name, ddl, using string
	// few: it is tried with few pairs unless it is a campaign.
	few bool
}

var grounds = []ground{
	{name: "plain"},
	{name: "USING ::", using: "v::%s"},
	{name: "USING CAST", using: "CAST(v AS %s)", few: true},
	{name: "USING ::text", using: "(v::text)::%s"},
	{name: "USING ::varchar, as the catalogue calls it", using: "v::pg_catalog.varchar::%s", few: true},
	{name: "default", ddl: "ALTER TABLE t ALTER v SET DEFAULT %s"},
	{name: "default and USING", ddl: "ALTER TABLE t ALTER v SET DEFAULT %s", using: "v::text::%s"},
	{name: "check", ddl: "ALTER TABLE t ADD CONSTRAINT c CHECK (v <> %s)"},
	{name: "check and USING", ddl: "ALTER TABLE t ADD CONSTRAINT c CHECK (v > %s)", using: "v::text::%s"},
	{name: "check of NULL", ddl: "ALTER TABLE t ADD CONSTRAINT c CHECK (v IS NOT NULL)", using: "v::text::%s", few: true},
	{name: "check of a list", ddl: "ALTER TABLE t ADD CONSTRAINT c CHECK (v IN (%s, %s))", using: "v::text::%s", few: true},
	{name: "index", ddl: "CREATE INDEX i ON t (v)", using: "v::text::%s"},
	{name: "unique", ddl: "ALTER TABLE t ADD CONSTRAINT u UNIQUE (v)", using: "v::text::%s", few: true},
	{name: "partial index", ddl: "CREATE INDEX i ON t (id) WHERE v = %s", using: "v::text::%s"},
	{name: "index of an expression", ddl: "CREATE INDEX i ON t (coalesce(v, %s))", using: "v::text::%s"},
	{name: "generated", ddl: "ALTER TABLE t ADD g text GENERATED ALWAYS AS (CASE WHEN v = %s THEN 'x' END) STORED", using: "v::text::%s", few: true},
	{
		name: "foreign key", ddl: "ALTER TABLE t ADD CONSTRAINT u UNIQUE (v), ADD w %[2]s, ADD CONSTRAINT f FOREIGN KEY (w) REFERENCES t (v)", using: "v::text::%s",
		few: true,
	},
}

var twoMoods = []string{"CREATE TYPE mood AS ENUM ('a', 'b')", "CREATE TYPE temper AS ENUM ('a', 'b', 'c')"}

var acceptedTypes = []struct{ name, value string }{
	{"int2", "1"},
	{"integer", "1"},
	{"int8", "1"},
	{"numeric", "1.5"},
	{"decimal(12,2)", "1.5"},
	{"float4", "1.5"},
	{"float8", "1.5"},
	{"money", "'1'"},
	{"bool", "true"},
	{"text", "'a'"},
	{"varchar(40)", "'a'"},
	{"character varying", "'a'"},
	{"char(3)", "'a'"},
	{"bpchar", "'a'"},
	{"name", "'a'"},
	{`"char"`, "'a'"},
	{"bytea", "'a'"},
	{"date", "'2026-01-01'"},
	{"time", "'10:00'"},
	{"timetz", "'10:00+00'"},
	{"timestamp(3)", "'2026-01-01'"},
	{"timestamptz", "'2026-01-01 00:00+00'"},
	{"interval", "'1 day'"},
	{"uuid", "'123e4567-e89b-12d3-a456-426614174000'"},
	{"json", "'1'"},
	{"jsonb", "'1'"},
	{"xml", "'<a/>'"},
	{"inet", "'10.0.0.1'"},
	{"cidr", "'10.0.0.1'"},
	{"macaddr", "'08:00:2b:01:02:03'"},
	{"macaddr8", "'08:00:2b:01:02:03:04:05'"},
	{"bit(3)", "B'101'"},
	{"varbit", "B'101'"},
	{"oid", "1"},
	{"regclass", "'t'"},
	{"int4range", "'[1,2)'"},
	{"numrange", "'[1,2)'"},
	{"point", "'(1,2)'"},
	{"box", "'(1,2),(3,4)'"},
	{"tsvector", "'a'"},
	{"int4[]", "'{1}'"},
	{"bigint[]", "'{1}'"},
	{"text[]", "'{a}'"},
	{"mood", "'a'"},
	{"temper", "'a'"},
	{"mood[]", "'{a}'"},
}

// TestWhatServersAccept: for every pair of types, and everything that can hang on a column, the server changes the column's type where the room says so, and
// refuses it in the words that the room says. What the room does not foresee is counted, and may not get more.
func TestWhatServersAccept(t *testing.T) {
	onServers(t, func(t *testing.T, db *lab.Database, r *Room) {
		db.Exec(t, twoMoods...)
		counts := map[string]int{}
		for i, from := range acceptedTypes {
			for g, ground := range grounds {
				tryFrom(t, db, r, i, g, ground, from.name, from.value, counts)
			}
		}
		t.Logf("%v", counts)
		if missed := counts["missed"]; missed*50 > counts["tried"] {
			t.Errorf("%d refusals of %d were not foreseen", missed, counts["tried"])
		}
	})
}

func tryFrom(t *testing.T, db *lab.Database, r *Room, i, g int, ground ground, from, value string, counts map[string]int) {
	t.Helper()
	setUp := []string{fmt.Sprintf("CREATE TABLE t (id integer PRIMARY KEY, v %s)", from)}
	if ground.ddl != "" {
		if !strings.HasPrefix(value, "B'") && !strings.HasSuffix(from, "numeric") {
			value += "::" + from
		}
		ddl := strings.ReplaceAll(strings.ReplaceAll(ground.ddl, "%[2]s", from), "%s", value)
		setUp = append(setUp, ddl)
	}
	defer db.Exec(t, "DROP TABLE IF EXISTS t")
	for _, s := range setUp {
		if _, err := db.DB.ExecContext(t.Context(), s); err != nil {
			return // there is no such operator
		}
	}
	before := parsed(t, r, append(slices.Clone(twoMoods), setUp...)...)
	if lab.Campaign() {
		before = read(t, db)
	}
	for j, to := range acceptedTypes {
		both := slices.Contains(telling, from) && slices.Contains(telling, to.name)
		if i == j || !lab.Campaign() && ((i*7+j+g)%23 != 0 && !both || ground.few && (i+j)%5 != 0) {
			continue
		}
		statement := "ALTER TABLE t ALTER COLUMN v TYPE " + to.name
		if ground.using != "" {
			statement += " USING " + fmt.Sprintf(ground.using, to.name)
		}
		changes, err := r.Parse(statement)
		if err != nil || len(changes) != 1 {
			t.Fatalf("%s: %v, %v", statement, changes, err)
		}
		said := r.Refusal(before, changes[0])
		db.Exec(t, "BEGIN")
		_, refused := db.DB.ExecContext(t.Context(), statement)
		db.Exec(t, "ROLLBACK")
		counts["tried"]++
		judge(t, said, refused, strings.Join(setUp, "; ")+"; "+statement, counts)
	}
}

// telling are the types between which people change columns: every pair of them is tried.
var telling = []string{"integer", "int8", "numeric", "bool", "text", "varchar(40)", "timestamptz", "date", "mood", "float8"}

func judge(t *testing.T, said *schema.Refusal, refused error, what string, counts map[string]int) {
	t.Helper()
	code := stateOf(refused)
	switch {
	case said != nil && refused == nil:
		counts["false"]++
		t.Errorf("FALSE %s\n\tthe room says %s %s", what, said.Code, said.Text)
	case said == nil && refused != nil:
		counts["missed"]++
		t.Logf("MISSED %s\n\tthe server says %v", what, refused)
	case said != nil && said.Code != code:
		counts["other words"]++
		t.Logf("WORDS %s\n\tthe room says %s %s, the server %v", what, said.Code, said.Text, refused)
	case said != nil:
		counts["refused"]++
	default:
		counts["accepted"]++
	}
}

func stateOf(err error) string {
	if said, ok := errors.AsType[*pgconn.PgError](err); ok {
		return said.Code
	}
	return ""
}
