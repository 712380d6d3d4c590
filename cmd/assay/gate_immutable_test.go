package main

import (
	"strings"
	"testing"
)

// changing is a table with columns of many types, and functions that are IMMUTABLE or not.
const changing = `CREATE TYPE mood AS ENUM ('x', 'y');
CREATE TABLE n (a integer, b text, c varchar(9), at timestamptz, ts timestamp, d date, j jsonb, k mood, l text[]);
CREATE FUNCTION f(x integer) RETURNS integer AS $$ SELECT x + 1 $$ LANGUAGE sql IMMUTABLE;
CREATE FUNCTION g(x integer) RETURNS integer AS $$ BEGIN RETURN x;END $$ LANGUAGE plpgsql;
CREATE FUNCTION h(x integer) RETURNS integer AS $$ SELECT x + 1 $$ LANGUAGE sql;
CREATE FUNCTION alike() RETURNS integer AS $$ SELECT 1 $$ LANGUAGE sql;
CREATE VIEW nv AS SELECT a FROM n;
CREATE SEQUENCE nq;
CREATE TYPE comp AS (x integer, y text);
ALTER TABLE n ADD CONSTRAINT nc UNIQUE (c), ADD CONSTRAINT nk CHECK (a > 0)`

// always are expressions of an index, by whether they give the same for the same always; GO IF: nobody looks into a function's body.
var always = map[string]string{
	"GO": `upper(c) || a; md5(b || c); a::text; c::text; a::float8::text; b::integer; (j ->> 'a')::numeric; k = 'x'; 'x'::mood; b = ANY (l); b COLLATE "C"
date_trunc('day', ts); date_trunc('day', at AT TIME ZONE 'UTC'); extract(year FROM d); d + 1; ts + interval '1 day'; at > at; at < '2020-01-01'; ts::date; d::timestamp
to_tsvector('english', b); to_tsvector('simple', coalesce(b, '') || ' ' || c); lower(b), upper(c); f(a); age(ts, ts); to_timestamp(a); coalesce(b, c); array_length(l, 1)
l || 'x'::text; l || b; coalesce(d, ts); coalesce(at, 'epoch'); greatest(ts, ts); CASE WHEN a > 0 THEN ts ELSE d END; nullif(ts, ts)`,
	"NO-GO": `to_tsvector(b); to_tsquery(b); at::date; CAST(at AS date); b::date; b::timestamptz; (j ->> 'a')::timestamptz; at::text; d::text; k::text; b::mood
ts::timestamptz; d::timestamptz; date_trunc('day', at); date_trunc('day', d); extract(year FROM at); date_part('year', at); to_char(ts, 'YYYY'); concat(b, c); b || at
'x' || at; at + interval '1 day'; at > ts; at > d; age(ts); array_to_string(l, ','); to_json(b); g(a); now()
coalesce(at, ts); coalesce(ts, at); greatest(ts, at); CASE WHEN a > 0 THEN at ELSE ts END; nullif(at, ts); at IS DISTINCT FROM ts; (at, a) > (ts, a)`,
	"GO IF": `h(a)`,
}

// TestGateImmutable: what an index is made of has to give the same always, as the server sees it.
func TestGateImmutable(t *testing.T) {
	t.Parallel()
	i := 0
	for verdict, list := range always {
		for expr := range strings.SplitSeq(strings.ReplaceAll(list, "\n", "; "), "; ") {
			does := "CREATE INDEX z ON n ((" + expr + "))"
			if strings.Contains(expr, "), ") {
				does = "CREATE INDEX z ON n (" + expr + ")"
			}
			immutableIs(t, i, does, verdict)
			i++
		}
	}
	for does, verdict := range map[string]string{
		"CREATE INDEX z ON n (a) WHERE at::date > d":                                                             "NO-GO",
		"CREATE INDEX z ON n (a) WHERE at >= '2020-01-01'":                                                       "GO",
		"CREATE INDEX z ON n (a) WHERE at > '2024-01-01'::timestamp":                                             "NO-GO",
		"CREATE INDEX z ON n (a) WHERE ts > '2024-01-01'::timestamptz":                                           "NO-GO",
		"CREATE INDEX z ON n (a) WHERE ts > '2024-01-01 00:00:00'::timestamp AND n.at > public.n.at":             "GO",
		"CREATE TABLE o (a timestamptz); CREATE INDEX z ON o (a) WHERE a > '2024-01-01'::timestamp":              "NO-GO",
		"CREATE INDEX z ON n (a) WHERE d IN (at, at)":                                                            "NO-GO",
		"CREATE INDEX z ON n (a) WHERE d IN (ts, d)":                                                             "GO",
		"CREATE INDEX z ON n (a) WHERE d = ANY (ARRAY[at])":                                                      "NO-GO",
		"CREATE INDEX z ON n (a) WHERE ts = ANY ('{2024-01-01}'::timestamptz[])":                                 "NO-GO",
		"CREATE INDEX z ON n (a) WHERE b = ANY (l)":                                                              "GO",
		"CREATE INDEX z ON n (a) WHERE CASE d WHEN at THEN true ELSE false END":                                  "NO-GO",
		"CREATE INDEX z ON n (a) WHERE at NOT BETWEEN d AND d":                                                   "NO-GO",
		"CREATE INDEX z ON n (a) WHERE ts BETWEEN d AND '2024-01-01'":                                            "GO",
		"CREATE INDEX z ON n (a) WHERE d < CURRENT_DATE":                                                         "NO-GO",
		"CREATE INDEX z ON n (coalesce(at, '2024-01-01'::timestamp))":                                            "NO-GO",
		"CREATE INDEX z ON n ((l || 'x'))":                                                                       "NO-GO",
		"CREATE INDEX z ON n ((l || '{x}'))":                                                                     "GO",
		"CREATE INDEX z ON n (('x'))":                                                                            "NO-GO",
		"CREATE INDEX z ON n (('x'::text))":                                                                      "GO",
		"ALTER TABLE n ADD COLUMN x xml; CREATE INDEX z ON n ((x))":                                              "NO-GO",
		"ALTER TABLE n ADD COLUMN z integer DEFAULT '1'::text":                                                   "NO-GO",
		"ALTER TABLE n ADD COLUMN z integer DEFAULT '1'::integer":                                                "GO",
		"ALTER TABLE n ADD COLUMN z boolean DEFAULT 't'::text":                                                   "NO-GO",
		"ALTER TABLE n ALTER COLUMN k SET DEFAULT 'x'::text":                                                     "NO-GO",
		"ALTER TABLE n ALTER COLUMN k SET DEFAULT 'x'::public.mood":                                              "GO",
		"ALTER TABLE n ADD CHECK (d > '2024-01-01'::text)":                                                       "NO-GO",
		"CREATE INDEX z ON n (a int8_ops)":                                                                       "NO-GO",
		"CREATE INDEX z ON n (a int4_ops, b varchar_ops, l array_ops)":                                           "GO",
		"CREATE INDEX z ON n (b enum_ops)":                                                                       "NO-GO",
		"ALTER TABLE n ADD COLUMN z date GENERATED ALWAYS AS (at::date) STORED":                                  "NO-GO",
		"ALTER TABLE n ADD COLUMN z date GENERATED ALWAYS AS (at) STORED":                                        "GO",
		"ALTER TABLE n ADD COLUMN z tsvector GENERATED ALWAYS AS (to_tsvector(b)) STORED":                        "NO-GO",
		"ALTER TABLE n ADD COLUMN z tsvector GENERATED ALWAYS AS (to_tsvector('simple', b)) STORED":              "GO",
		"CREATE TABLE o (a timestamptz, z date GENERATED ALWAYS AS (a::date) STORED)":                            "NO-GO",
		"CREATE TABLE o (a timestamptz); CREATE INDEX z ON o ((a::date))":                                        "NO-GO",
		"CREATE TABLE o (a timestamp); CREATE INDEX z ON o ((a::date))":                                          "GO",
		"ALTER TABLE n ALTER COLUMN ts TYPE timestamptz; CREATE INDEX z ON n ((ts::date))":                       "NO-GO",
		"ALTER TABLE n ADD CONSTRAINT z EXCLUDE USING gist (tstzrange(at, at) WITH &&)":                          "GO",
		"ALTER TABLE n ADD CONSTRAINT z EXCLUDE USING gist (daterange(at::date, d) WITH &&)":                     "NO-GO",
		"CREATE TYPE pace AS ENUM ('x'); ALTER TABLE n ADD COLUMN z pace; CREATE INDEX i ON n ((z::text))":       "NO-GO",
		"CREATE TYPE pace AS ENUM ('x'); ALTER TABLE n ADD COLUMN z pace; CREATE INDEX i ON n (a) WHERE z = 'x'": "GO",
		"CREATE TYPE pace AS ENUM ('x'); CREATE TABLE o (z pace); CREATE INDEX i ON o (lower(z::text))":          "NO-GO",
		"ALTER TABLE n ADD COLUMN z timestamptz GENERATED ALWAYS AS (coalesce(at, ts)) STORED":                   "NO-GO",
		"CREATE INDEX z ON n (abs(a) text_pattern_ops)":                                                          "NO-GO",
		"CREATE INDEX z ON n (a text_pattern_ops)":                                                               "NO-GO",
		"CREATE INDEX z ON n (lower(c) text_pattern_ops, c varchar_pattern_ops)":                                 "GO",
		"CREATE INDEX z ON n USING gin (lower(b))":                                                               "NO-GO",
		"CREATE INDEX z ON n USING gin ((j -> 'a') jsonb_path_ops, to_tsvector('simple', b), (l || b))":          "GO",
		"CREATE INDEX z ON n (to_json(a))":                                                                       "NO-GO",
		"CREATE TABLE o (a integer NULL NOT NULL)":                                                               "NO-GO",
		"CREATE TABLE o (a integer DEFAULT 1 GENERATED ALWAYS AS (2) STORED)":                                    "NO-GO",
		"ALTER TABLE n ADD COLUMN z integer GENERATED ALWAYS AS (a) STORED DEFAULT 4":                            "NO-GO",
		"CREATE TABLE o (a integer REFERENCES nv (a))":                                                           "GO IF",
		"ALTER TABLE n ADD COLUMN z integer REFERENCES nv (a)":                                                   "GO IF",
		"CREATE TABLE o (a integer, b integer, UNIQUE (a) INCLUDE (gone))":                                       "NO-GO",
		"CREATE TABLE o (a integer, b integer, UNIQUE (a) INCLUDE (b))":                                          "GO",
		"ALTER TABLE n ADD UNIQUE (a) INCLUDE (gone)":                                                            "NO-GO",
		"CREATE INDEX z ON n (a) INCLUDE (lower(b))":                                                             "NO-GO",
		"ALTER TABLE n VALIDATE CONSTRAINT nc":                                                                   "GO IF",
		"ALTER TABLE n VALIDATE CONSTRAINT nk":                                                                   "GO",
		"ALTER TYPE comp RENAME ATTRIBUTE gone TO z":                                                             "NO-GO",
		"ALTER TYPE comp RENAME ATTRIBUTE x TO z":                                                                "GO",
		"ALTER FUNCTION f RENAME TO alike":                                                                       "GO",
		"ALTER FUNCTION f RENAME TO g":                                                                           "NO-GO",
		"ALTER SEQUENCE nq INCREMENT BY 0":                                                                       "NO-GO",
		"ALTER SEQUENCE nq CACHE 0":                                                                              "NO-GO",
		"ALTER SEQUENCE nq CACHE 5 INCREMENT BY 2":                                                               "GO",
		"CREATE SEQUENCE z START 1 START 2":                                                                      "NO-GO",
		"GRANT USAGE ON n TO PUBLIC":                                                                             "NO-GO",
		"GRANT USAGE ON nq TO PUBLIC":                                                                            "GO",
		"ALTER TABLE n ADD COLUMN z integer[] DEFAULT ARRAY['a']":                                                "NO-GO",
		"ALTER TABLE n ADD COLUMN z smallint[] DEFAULT ARRAY[1, 2]":                                              "GO",
		"ALTER TABLE n ADD COLUMN z text[] DEFAULT ARRAY[1, 2]":                                                  "GO",
		"ALTER TABLE n ADD CONSTRAINT z CHECK (at::date > '2000-01-01')":                                         "GO",
	} {
		immutableIs(t, i, does, verdict)
		i++
	}
}

// immutableIs holds the verdict on statements over [changing] against one.
func immutableIs(t *testing.T, turn int, does, want string) {
	t.Helper()
	for _, s := range inTurn(t, turn, "postgresql") {
		t.Run(s.Name+"/"+does, func(t *testing.T) {
			t.Parallel()
			if got := gateOf(t, s, "sql", kindTables+";\n"+changing, strings.Split(does, "; "), ""); got != want {
				t.Errorf("%s, want %s", got, want)
			}
		})
	}
}
