package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// textsOfSchemas are texts that people write, which work in several schemas, or make, rename and drop what stands beside tables. Their first line names the
// schemas.
var textsOfSchemas = []string{
	`public app
		CREATE SCHEMA app; CREATE TABLE public.tenants (id integer PRIMARY KEY); SET search_path TO app;
		CREATE TABLE t (id integer PRIMARY KEY, a varchar(10)); CREATE INDEX t_a ON t (a);`,
	`public app
		CREATE TABLE a (id integer PRIMARY KEY); CREATE SCHEMA app; SET search_path TO app, public;
		CREATE TABLE b (id integer PRIMARY KEY, a integer REFERENCES a (id)); ALTER TABLE a ADD COLUMN x integer; ALTER TABLE b ADD COLUMN y integer;
		CREATE INDEX ix ON a (x); CREATE INDEX iy ON b (y); SET search_path TO public; CREATE TABLE c (id integer);`,
	`public app
		CREATE SCHEMA app; CREATE TYPE app.m AS ENUM ('a'); CREATE TABLE t (id integer); SET search_path TO app; ALTER TYPE m RENAME TO n;
		SET search_path TO public; CREATE TYPE m AS ENUM ('q'); ALTER TABLE t ADD COLUMN k m, ADD COLUMN l app.n;`,
	`public app
		CREATE TABLE a (id integer PRIMARY KEY, b integer); CREATE SCHEMA app; CREATE TABLE app.a (id integer, b integer); SET search_path TO app;
		COMMENT ON TABLE a IS 'x'; COMMENT ON COLUMN a.b IS 'y'; COMMENT ON COLUMN public.a.b IS 'z'; SET search_path TO public, app;
		COMMENT ON TABLE a IS 'xx';`,
	`public app
		CREATE TABLE a (id integer PRIMARY KEY, b integer); CREATE SCHEMA app; CREATE TABLE app.a (id integer, b integer);
		CREATE TABLE app.z (id integer); CREATE INDEX ix ON app.a (b); CREATE INDEX ix ON a (b); SET search_path TO app; DROP INDEX ix; DROP TABLE z;
		ALTER TABLE a DROP COLUMN id; RESET search_path; ALTER TABLE a ADD COLUMN q integer;`,
	`public app
		CREATE SCHEMA app; CREATE TABLE a (id integer); SELECT pg_catalog.set_config('search_path', 'app', false); CREATE TABLE b (id integer);
		SELECT set_config('search_path', 'public', false); CREATE TABLE c (id integer);`,
	`public app
		CREATE SCHEMA app; CREATE TABLE a (id integer); BEGIN; SET LOCAL search_path TO app; CREATE TABLE b (id integer); COMMIT;
		CREATE TABLE c (id integer);`,
	`public app
		CREATE SCHEMA app; CREATE TABLE a (id integer); SET search_path TO app; CREATE SEQUENCE s START 5;
		CREATE TABLE b (id integer DEFAULT nextval('s'), k serial); ALTER SEQUENCE s OWNED BY b.id; ALTER SEQUENCE s INCREMENT 3;`,
	`public app
		CREATE SCHEMA app; CREATE TABLE a (id integer); SET search_path TO app; CREATE FUNCTION f() RETURNS integer LANGUAGE sql AS 'SELECT 1';
		CREATE FUNCTION tf() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'; CREATE TABLE b (id integer DEFAULT f());
		CREATE TRIGGER tr BEFORE INSERT ON b FOR EACH ROW EXECUTE FUNCTION tf(); CREATE VIEW v AS SELECT id FROM b; ALTER FUNCTION f() STABLE;
		CREATE TRIGGER tr2 BEFORE INSERT ON b FOR EACH ROW EXECUTE FUNCTION tf(); DROP TRIGGER tr ON b;`,
	`public app
		CREATE SCHEMA app; CREATE TABLE a (id integer); SET search_path TO app, public; CREATE DOMAIN d AS integer CHECK (VALUE > 0);
		ALTER DOMAIN d ADD CONSTRAINT k CHECK (VALUE < 10); CREATE TABLE b (x d); ALTER TABLE a ADD COLUMN x d;`,
	`public app
		CREATE SCHEMA app; CREATE TABLE a (id integer, b integer); SET search_path TO app, public; CREATE TABLE c (x integer, y integer);
		CREATE STATISTICS st ON x, y FROM c; CREATE STATISTICS public.su ON id, b FROM a; ALTER STATISTICS st RENAME TO st2;`,
	`public app
		CREATE SCHEMA app; CREATE TABLE a (id integer, b integer); CREATE TABLE app.a (id integer, b integer); SET search_path TO app, public;
		ALTER TABLE a RENAME TO q; ALTER TABLE a RENAME COLUMN b TO bb; ALTER TABLE q RENAME id TO iid; CREATE INDEX i ON q(iid);
		ALTER INDEX i RENAME TO j;`,
	`public app
		CREATE SCHEMA app; CREATE TABLE a (id integer); SET search_path TO app, public; CREATE TABLE b (id integer);
		ALTER TABLE b ENABLE ROW LEVEL SECURITY; CREATE POLICY p ON b USING (id > 0); CREATE POLICY p2 ON a USING (id > 1);
		ALTER TABLE a ENABLE ROW LEVEL SECURITY; DROP POLICY p2 ON a; CREATE RULE r AS ON INSERT TO b DO INSTEAD NOTHING;`,
	`public app
		CREATE SCHEMA app; CREATE TYPE app.m AS ENUM ('a','b'); CREATE TABLE a (id integer); SET search_path TO app, public;
		CREATE TABLE b (k m, n integer, CONSTRAINT c CHECK (k <> 'a'::m), g integer GENERATED ALWAYS AS (n + 1) STORED);
		CREATE INDEX e ON b ((n + 1)) WHERE k = 'a'::m; CREATE TABLE d (k m[] DEFAULT '{a}'::m[]);`,
	`public app
		CREATE SCHEMA app; CREATE TABLE p (id integer, d date) PARTITION BY RANGE (d); SET search_path TO app, public;
		CREATE TABLE p1 PARTITION OF p FOR VALUES FROM ('2020-01-01') TO ('2021-01-01'); CREATE TABLE u (LIKE p INCLUDING ALL);`,
	`public app
		CREATE SCHEMA app; CREATE TABLE a (id integer); SET search_path TO app, public; CREATE MATERIALIZED VIEW mv AS SELECT id FROM a;
		CREATE UNIQUE INDEX mi ON mv (id); CREATE VIEW v AS SELECT a.id FROM a JOIN mv ON mv.id = a.id; CREATE TABLE x AS SELECT 1 AS i;`,
	`public app b
		CREATE SCHEMA app; CREATE SCHEMA b; SET search_path TO app; CREATE TABLE t (id integer PRIMARY KEY); SET search_path TO b;
		CREATE TABLE t (id integer PRIMARY KEY, o integer REFERENCES app.t); SET search_path TO public; CREATE TABLE t (id bigint);`,
	`public app
		SET search_path TO DEFAULT; CREATE TABLE a (id integer); CREATE SCHEMA app; SET search_path = 'app'; CREATE TABLE b (id integer);
		SET search_path = ''; CREATE TABLE app.c (id integer); CREATE TABLE public.d (id integer);`,
	`public app
		CREATE SCHEMA app; CREATE TABLE a (id integer PRIMARY KEY); SET search_path TO app, public; CREATE TABLE b (id integer PRIMARY KEY, x integer);
		ALTER TABLE b ADD CONSTRAINT f FOREIGN KEY (x) REFERENCES a (id); ALTER TABLE a ADD COLUMN bb integer;
		ALTER TABLE a ADD FOREIGN KEY (bb) REFERENCES b; ALTER TABLE b RENAME CONSTRAINT f TO g; COMMENT ON CONSTRAINT g ON b IS 'x';`,
	`public
		CREATE TABLE a (id integer, b integer); CREATE VIEW v AS SELECT id FROM a; CREATE VIEW w AS SELECT id FROM a; DROP VIEW w;
		ALTER VIEW v RENAME TO v2; ALTER VIEW v2 SET (security_barrier = true); CREATE FUNCTION f(integer) RETURNS integer LANGUAGE sql AS 'SELECT 1';
		CREATE FUNCTION f(text) RETURNS integer LANGUAGE sql AS 'SELECT 1'; DROP FUNCTION f(text); ALTER FUNCTION f(integer) RENAME TO g;
		ALTER FUNCTION g STABLE; CREATE PROCEDURE p() LANGUAGE sql AS 'SELECT 1'; DROP PROCEDURE p; CREATE SEQUENCE s; ALTER SEQUENCE s RENAME TO s2;
		ALTER SEQUENCE s2 INCREMENT 5; CREATE SEQUENCE s3; DROP SEQUENCE s3; CREATE DOMAIN d AS integer; ALTER DOMAIN d SET NOT NULL;
		CREATE DOMAIN e AS text; DROP DOMAIN e; CREATE DOMAIN g AS text; ALTER DOMAIN g RENAME TO h; CREATE MATERIALIZED VIEW mv AS SELECT id FROM a;
		CREATE INDEX mi ON mv (id); CREATE INDEX mj ON mv (id); DROP INDEX mi; ALTER INDEX mj RENAME TO mk; CREATE POLICY po ON a USING (id > 0);
		ALTER POLICY po ON a USING (id > 1); CREATE POLICY pp ON a USING (id > 0); ALTER POLICY pp ON a RENAME TO pq;
		CREATE STATISTICS st ON id, b FROM a; DROP STATISTICS st; CREATE EXTENSION citext; DROP EXTENSION citext; CREATE SCHEMA z; DROP SCHEMA z;
		CREATE TYPE ct AS (a integer); ALTER TYPE ct ADD ATTRIBUTE b integer; CREATE TYPE cu AS (a integer); DROP TYPE cu;
		CREATE TABLE q (id integer, c integer); CREATE VIEW qv AS SELECT c FROM q; ALTER TABLE q RENAME COLUMN c TO cc;
		CREATE STATISTICS su ON id, cc FROM q; ALTER TABLE q RENAME TO qq; CREATE TABLE r (id integer); CREATE POLICY pr ON r USING (true); DROP TABLE r;`,
	`public
		CREATE TABLE a (id integer PRIMARY KEY, b integer); CREATE INDEX ix ON a (b); DROP INDEX ix; CREATE INDEX iy ON a (b);
		ALTER INDEX iy RENAME TO iz; COMMENT ON INDEX iz IS 'x'; CREATE INDEX IF NOT EXISTS iz ON a (id); DROP INDEX IF EXISTS nn;
		ALTER INDEX iz SET (fillfactor = 50); CREATE INDEX w ON a(id); ALTER INDEX w RENAME TO ww; ALTER TABLE a ALTER COLUMN b SET NOT NULL;
		ALTER TABLE a RENAME COLUMN b TO c; ALTER TABLE a RENAME TO aa; DROP INDEX ww;`,
}

// TestTextsOfSchemas: what a text makes is what the server makes of it, in each schema.
func TestTextsOfSchemas(t *testing.T) {
	t.Parallel()
	for _, s := range servers(t) {
		if s.Server.Engine != "postgresql" {
			continue
		}
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			for _, text := range textsOfSchemas {
				schemas, sql, _ := strings.Cut(text, "\n")
				db := s.Database(t)
				client(t, db, sql)
				file := filepath.Join(t.TempDir(), "text.sql")
				if err := os.WriteFile(file, []byte(sql), 0o600); err != nil {
					t.Fatal(err)
				}
				for name := range strings.FieldsSeq(schemas) {
					for _, from := range []string{file, db.Dump(t, "pg_dump", "--schema-only")} {
						if r := assay(t, "diff", from, db.URL, "--schema", name, "--engine", "postgresql"); r.code != 0 {
							t.Errorf("schema %s: exit %d:\n%s%s\nof\n%s", name, r.code, r.stdout, r.stderr, sql)
						}
					}
				}
			}
		})
	}
}
