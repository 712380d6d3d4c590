package main

import (
	"strings"
	"testing"
)

// ofDomains are statements that add columns of domains to tables with rows.
var ofDomains = map[string]string{
	"ALTER TABLE u ADD COLUMN z loose":                                                   "GO",
	"ALTER TABLE u ADD COLUMN z positive":                                                "GO",
	"ALTER TABLE u ADD COLUMN z filled":                                                  "NO-GO",
	"ALTER TABLE t ADD COLUMN z filled":                                                  "GO", // which has no row
	"ALTER TABLE u ADD COLUMN z told":                                                    "GO IF",
	"ALTER TABLE t ADD COLUMN z filled; INSERT INTO t (id) VALUES (5)":                   "GO IF",
	"INSERT INTO e (id) VALUES (1)":                                                      "GO IF",
	"INSERT INTO e (id, z) VALUES (1, DEFAULT)":                                          "GO IF",
	"INSERT INTO e DEFAULT VALUES":                                                       "GO IF",
	"INSERT INTO e (id) SELECT 1":                                                        "GO IF",
	"INSERT INTO e VALUES (1)":                                                           "GO IF",
	"CREATE TABLE n (a integer, z positive DEFAULT 0); INSERT INTO n (a) VALUES (1)":     "GO IF",
	"CREATE TABLE n (a integer, z positive); INSERT INTO n (a) VALUES (1)":               "GO",
	"ALTER TABLE t ADD COLUMN z loose; INSERT INTO t (id) VALUES (5)":                    "GO",
	"ALTER TABLE t ADD COLUMN z told":                                                    "GO",
	"ALTER TABLE u ADD COLUMN z preset":                                                  "GO IF",
	"ALTER TABLE u ADD COLUMN z again":                                                   "GO IF",
	"ALTER TABLE u ADD COLUMN z positive DEFAULT 0":                                      "GO IF",
	"ALTER TABLE u ADD COLUMN z app.pace":                                                "GO",
	"ALTER TABLE u ADD COLUMN z app.far":                                                 "GO IF",
	"CREATE DOMAIN y AS integer NOT NULL; ALTER TABLE u ADD COLUMN z y":                  "NO-GO",
	"CREATE DOMAIN y AS integer NOT NULL; ALTER TABLE t ADD COLUMN z y":                  "GO",
	"CREATE DOMAIN y AS integer CHECK (VALUE IS NOT NULL); ALTER TABLE u ADD COLUMN z y": "GO IF",
	"CREATE DOMAIN y AS integer CHECK (VALUE > 0); ALTER TABLE u ADD COLUMN z y":         "GO",
	"ALTER TYPE mood ADD VALUE 'z'; UPDATE u SET s = 'z'":                                "GO",
	"ALTER TYPE mood ADD VALUE 'z'; ALTER TABLE u ADD COLUMN y mood DEFAULT 'z'":         "GO IF",
	"ALTER TYPE mood ADD VALUE 'z'; ALTER TABLE u ADD COLUMN y mood DEFAULT 'a'":         "GO",
	"CREATE DOMAIN y AS integer CHECK (VALUE > 0); CREATE TABLE n (a integer, z y)":      "GO",

	"ALTER TYPE mood RENAME TO m; ALTER TYPE m ADD VALUE 'z'; ALTER TABLE u ADD COLUMN y m DEFAULT 'z'":                   "GO IF",
	"ALTER TYPE mood ADD VALUE 'z'; ALTER TABLE u ADD COLUMN y mood; CREATE INDEX i ON u (id) WHERE y = 'z'":              "GO IF",
	"ALTER TYPE mood ADD VALUE 'z'; ALTER TABLE u ADD COLUMN y mood; ALTER TABLE u ADD CONSTRAINT k CHECK (y <> 'z')":     "GO IF",
	"ALTER TYPE mood ADD VALUE 'z'; CREATE TABLE n (y mood, CHECK (y <> 'z'))":                                            "GO IF",
	"ALTER TYPE mood ADD VALUE 'z'; CREATE TABLE n (y text DEFAULT 'z')":                                                  "GO",
	"CREATE TABLE n (id integer); INSERT INTO n VALUES (1); ALTER TABLE n ADD COLUMN z filled":                            "GO IF",
	"CREATE TABLE n (id integer); INSERT INTO n VALUES (1); ALTER TABLE n RENAME TO o; ALTER TABLE o ADD COLUMN z filled": "GO IF",
	"CREATE TABLE n (id integer); ALTER TABLE n ADD COLUMN z filled":                                                      "GO",
	"CREATE TABLE n (id integer, z filled); INSERT INTO n VALUES (1, NULL)":                                               "GO IF",
	"CREATE TABLE n (id integer, z filled); INSERT INTO n VALUES (1, 2)":                                                  "GO IF",
}

// TestGateDomain: what is in the rows of a new column of a domain has to be what the domain takes.
func TestGateDomain(t *testing.T) {
	t.Parallel()
	made := kindTables + `;
CREATE SCHEMA app;
CREATE TYPE mood AS ENUM ('a');
CREATE DOMAIN loose AS integer;
CREATE DOMAIN positive AS integer CHECK (VALUE > 0 AND VALUE < 10);
CREATE DOMAIN filled AS integer NOT NULL;
CREATE DOMAIN told AS integer CHECK (VALUE IS NOT NULL);
CREATE DOMAIN preset AS integer DEFAULT 0 CHECK (VALUE > 0);
CREATE DOMAIN again AS filled;
CREATE DOMAIN app.far AS integer NOT NULL;
CREATE TYPE app.pace AS ENUM ('a');
CREATE TABLE e (id integer, z preset)`
	i := 0
	for does, want := range ofDomains {
		for _, s := range inTurn(t, i, "postgresql") {
			t.Run(s.Name+"/"+does, func(t *testing.T) {
				t.Parallel()
				if got := gateOf(t, s, "sql", made, strings.Split(does, "; "), "u(1,1,'x')"); got != want {
					t.Errorf("%s, want %s", got, want)
				}
			})
		}
		i++
	}
}
