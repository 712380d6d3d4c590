package main

import (
	"strings"
	"testing"
)

// brought are statements over what those before them make: functions, and what extensions of the server's own distribution bring.
var brought = map[string]string{
	"CREATE EXTENSION citext; ALTER TABLE u ADD COLUMN z citext":                                                                   "GO",
	"CREATE EXTENSION IF NOT EXISTS citext; CREATE TABLE n (z citext NOT NULL DEFAULT 'x' UNIQUE); CREATE INDEX z ON n (z)":        "GO",
	"CREATE EXTENSION citext; ALTER TABLE u ALTER COLUMN s TYPE citext":                                                            "GO IF",
	"CREATE EXTENSION citext; ALTER TABLE u ADD COLUMN z hstore":                                                                   "GO IF",
	"create extension citext; alter table u add column z citext":                                                                   "GO",
	"CREATE EXTENSION gone; ALTER TABLE u ADD COLUMN z citext":                                                                     "NO-GO",
	"CREATE EXTENSION citext SCHEMA app; ALTER TABLE u ADD COLUMN z citext":                                                        "GO IF",
	"CREATE EXTENSION hstore; ALTER TABLE u ADD COLUMN z hstore; CREATE INDEX z ON u USING gin (z)":                                "GO",
	"CREATE EXTENSION hstore; ALTER TABLE u ADD COLUMN z hstore DEFAULT 'x'":                                                       "GO IF",
	"CREATE EXTENSION citext; ALTER TABLE u ADD COLUMN z citext; CREATE INDEX z ON u USING gin (z)":                                "GO IF",
	"CREATE EXTENSION ltree; ALTER TABLE u ADD COLUMN z ltree; CREATE INDEX z ON u USING gist (z)":                                 "GO",
	`CREATE EXTENSION "uuid-ossp"; CREATE TABLE n (id uuid DEFAULT uuid_generate_v4() PRIMARY KEY)`:                                "GO",
	`CREATE EXTENSION "uuid-ossp"; ALTER TABLE u ADD COLUMN z integer DEFAULT uuid_generate_v4()`:                                  "GO IF",
	"CREATE EXTENSION pgcrypto; ALTER TABLE u ADD COLUMN z bytea DEFAULT gen_random_bytes(16)":                                     "GO",
	"CREATE EXTENSION pg_trgm; CREATE INDEX z ON u USING gin (s gin_trgm_ops)":                                                     "GO",
	"CREATE EXTENSION pg_trgm; CREATE INDEX z ON u USING gin (a gin_trgm_ops)":                                                     "GO IF",
	"CREATE EXTENSION pg_trgm; CREATE INDEX z ON u USING gist (s gin_trgm_ops)":                                                    "GO IF",
	"CREATE EXTENSION btree_gin; CREATE INDEX z ON u USING gin (a)":                                                                "GO",
	"CREATE EXTENSION btree_gist; ALTER TABLE u ADD CONSTRAINT z EXCLUDE USING gist (a WITH =)":                                    "GO",
	"CREATE EXTENSION unaccent; CREATE INDEX z ON u (unaccent(s))":                                                                 "GO IF",
	anInteger + " IMMUTABLE; ALTER TABLE u ADD COLUMN y integer DEFAULT z(1)":                                                      "GO",
	anInteger + " IMMUTABLE; CREATE INDEX z ON u (z(a))":                                                                           "GO",
	anInteger + "; CREATE INDEX z ON u (z(a))":                                                                                     "GO IF",
	anInteger + " IMMUTABLE; CREATE INDEX z ON u (z(s))":                                                                           "GO IF",
	anInteger + " IMMUTABLE; CREATE INDEX z ON u (lower(z(a)))":                                                                    "GO IF",
	anInteger + " IMMUTABLE; ALTER TABLE u ADD COLUMN y integer GENERATED ALWAYS AS (z(a)) STORED":                                 "GO",
	anInteger + "; DROP FUNCTION z(integer); ALTER TABLE u ADD COLUMN y integer DEFAULT z(1)":                                      "GO IF",
	anInteger + "; CREATE POLICY y ON u USING (z(a) > 0)":                                                                          "GO",
	anInteger + "; CREATE TABLE n (id integer DEFAULT z(4), k date DEFAULT z(4))":                                                  "GO IF",
	anInteger + "; CREATE TRIGGER y BEFORE INSERT ON u FOR EACH ROW EXECUTE FUNCTION z()":                                          "GO IF",
	"CREATE FUNCTION z() RETURNS integer AS $$ SELECT 1 $$ LANGUAGE sql; CREATE TRIGGER y BEFORE INSERT ON u EXECUTE FUNCTION z()": "GO IF",
	"CREATE FUNCTION z() RETURNS text AS $$ BEGIN RETURN 'x';END $$ LANGUAGE plpgsql; ALTER TABLE u ADD COLUMN y text DEFAULT z()": "GO",
}

const anInteger = "CREATE FUNCTION z(x integer) RETURNS integer AS $$ SELECT x + 1 $$ LANGUAGE sql"

// TestGateBrought: what a pending statement makes is known to those behind it.
func TestGateBrought(t *testing.T) {
	t.Parallel()
	i := 0
	for does, want := range brought {
		for _, s := range inTurn(t, i, "postgresql") {
			t.Run(s.Name+"/"+does, func(t *testing.T) {
				t.Parallel()
				got := gateOf(t, s, "sql", kindTables+";\nCREATE SCHEMA app", strings.Split(does, "; "), "")
				if got != want && (want != "GO IF" || got != "NO-GO") {
					t.Errorf("%s, want %s", got, want)
				}
			})
		}
		i++
	}
}
