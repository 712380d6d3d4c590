package dialect_test

import (
	"fmt"
	"strings"
	"testing"

	"assay/dialect"
	"assay/internal/lab"
	"assay/schema"
)

// A conversion is a type that becomes another, with values of it. A value is lost where the new type, as a text or as the old type again, is not the same.
type conversion struct {
	engine, from, to string
	values           []string
}

var conversions = []conversion{
	{"mysql", "datetime", "date", []string{"2020-01-01 00:00:00", "2020-01-01 23:59:59", "2020-01-01 00:00:01"}},
	{"mysql", "datetime(6)", "date", []string{"2020-01-01 00:00:00.000000", "2020-01-01 23:59:59.600000", "2020-01-01 00:00:00.100000"}},
	{"mysql", "timestamp", "date", []string{"2020-01-01 00:00:00", "2020-01-01 12:00:00"}},
	{"mysql", "datetime(6)", "datetime", []string{"2020-01-01 10:00:00.000000", "2020-01-01 10:00:00.400000", "2020-01-01 23:59:59.600000"}},
	{"mysql", "datetime(6)", "datetime(3)", []string{"2020-01-01 10:00:00.123000", "2020-01-01 10:00:00.123400"}},
	{"mysql", "time(3)", "time", []string{"10:00:00.000", "10:00:00.600"}},
	{"mysql", "datetime", "time", []string{"2020-01-01 00:00:00", "2020-01-01 12:00:00"}},
	{"mysql", "date", "time", []string{"2020-01-01"}},
	{"mysql", "double", "float", []string{"0.1", "1.5", "-2.25", "1.23456789", "123456789", "100000000", "1e39"}},
	{"mysql", "decimal(20,10)", "float", []string{"0.1000000000", "1.2345678901", "1000000000.0000000000"}},
	{"mysql", "decimal(30,10)", "double", []string{"0.1000000000", "12345678901234567.8901234567"}},
	{"mysql", "bigint", "double", []string{"5", "-5", "9007199254740993"}},
	{"mysql", "int", "float", []string{"5", "123456789"}},
	{"postgresql", "timestamp", "date", []string{"2020-01-01 00:00:00", "2020-01-01 23:59:59"}},
	{"postgresql", "timestamptz", "date", []string{"2020-01-01 12:00:01"}},
	{"postgresql", "timestamp", "timestamp(0)", []string{"2020-01-01 10:00:00", "2020-01-01 10:00:00.6"}},
	{"postgresql", "time(3)", "time(0)", []string{"10:00:00", "10:00:00.6"}},
	{"postgresql", "interval", "interval(0)", []string{"1 day", "1.5 seconds"}},
	{"postgresql", "timestamp", "time", []string{"2020-01-01 10:00:00"}},
	{"postgresql", "double precision", "real", []string{"0.1", "1.5", "-2.25", "1.23456789", "1e39", "Infinity", "NaN"}},
	{"postgresql", "numeric", "real", []string{"0.1", "1.23456789"}},
	{"postgresql", "numeric", "double precision", []string{"0.1", "1.234567890123456789"}},
	{"postgresql", "bigint", "double precision", []string{"5", "9007199254740993"}},
	{"postgresql", "json", "jsonb", []string{`{"a":1}`, `{"a":1,"b":2}`, `{"a":1,"a":2}`, `[1]`, `{"a":"\u0000"}`, `{"a":"\\u0000"}`}},
}

// TestLossyOnServers has servers convert values: what a room says is lost is lost or refused, and nothing else is.
func TestLossyOnServers(t *testing.T) {
	t.Parallel()
	for _, s := range append(lab.MySQL(t), lab.Postgres(t)...) {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			room, err := dialect.For(s.Server)
			if err != nil {
				t.Fatal(err)
			}
			db := s.Database(t)
			if s.Server.Engine == "mysql" {
				db.Exec(t, "SET SESSION sql_mode = 'STRICT_TRANS_TABLES'")
			}
			for _, c := range conversions {
				if c.engine == s.Server.Engine {
					tryConversion(t, db, room, c)
				}
			}
		})
	}
}

func tryConversion(t *testing.T, db *lab.Database, room dialect.Dialect, c conversion) {
	t.Helper()
	retype, key := "ALTER TABLE c MODIFY v %s NULL", "id int PRIMARY KEY, "
	if c.engine == "postgresql" {
		retype = "ALTER TABLE c ALTER COLUMN v TYPE %s"
	}
	create := "CREATE TABLE c (" + key + "v " + c.from + " NULL, o " + c.from + " NULL)"
	changes, err := room.Parse(create + "; " + fmt.Sprintf(retype, c.to))
	if err != nil || len(changes) != 2 {
		t.Fatal(changes, err)
	}
	from, to := changes[0].(schema.CreateTable).Table.Columns[1].Type, changes[1].(schema.AlterColumn).To.Type
	lossy := room.Lossy("v", schema.Domain{Type: from}, schema.Domain{Type: to}, false)
	for _, value := range c.values {
		db.Exec(t, create, "INSERT INTO c VALUES (1, '"+strings.ReplaceAll(value, `\`, map[string]string{"mysql": `\\`}[c.engine]+`\`)+"', NULL)", "UPDATE c SET o = v")
		said, refused := "", false
		for _, m := range lossy {
			if m.Where == "" {
				t.Errorf("%s to %s: %s", c.from, c.to, m.Problem)
				continue
			}
			var n int
			if err := db.DB.QueryRowContext(t.Context(), "SELECT count(*) FROM c WHERE "+m.Where).Scan(&n); err != nil {
				t.Fatalf("%s: %v", m.Where, err)
			}
			if n > 0 && !refused {
				said, refused = m.Problem, strings.HasPrefix(m.Problem, "the upgrade stops")
			}
			refused = refused || n > 0 && strings.HasPrefix(m.Problem, "the upgrade stops")
		}
		_, err := db.DB.ExecContext(t.Context(), fmt.Sprintf(retype, c.to))
		if lost := err == nil && !survived(t, db, retype, c); (err != nil) != refused || !refused && lost != (said != "") {
			t.Errorf("%s %s to %s: said %q, the server: %v, lost %v", c.from, value, c.to, said, err, lost)
		}
		db.Exec(t, "DROP TABLE c")
	}
}

// survived reports whether a converted value says what the old one did.
func survived(t *testing.T, db *lab.Database, retype string, c conversion) bool {
	t.Helper()
	same := "v = o"
	switch {
	case c.to == "jsonb": // the keys of both
		same = "json_typeof(o) <> 'object' OR (SELECT count(*) FROM json_object_keys(o)) = (SELECT count(*) FROM jsonb_object_keys(v))"
	case strings.Contains(c.to, "float") || strings.Contains(c.to, "double") || c.to == "real":
		same = "CAST(v AS CHAR(60)) IN (CAST(o AS CHAR(60)), TRIM(TRAILING '0' FROM CAST(o AS CHAR(60)))) OR CAST(v AS DECIMAL(40,12)) = CAST(o AS DECIMAL(40,12))"
		if c.engine == "postgresql" {
			same = "CASE WHEN v::text = o::text THEN TRUE ELSE v::numeric = o::numeric END"
		}
	default:
		if _, err := db.DB.ExecContext(t.Context(), fmt.Sprintf(retype, c.from)); err != nil {
			return false // timestamps and times of PostgreSQL: there is no way back
		}
	}
	var n int
	if err := db.DB.QueryRowContext(t.Context(), "SELECT count(*) FROM c WHERE "+same).Scan(&n); err != nil {
		t.Fatalf("%s: %v", same, err)
	}
	return n > 0
}
