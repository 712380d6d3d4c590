package expected_test

import (
	"strings"
	"testing"

	"assay/expected"
)

// TestObjects: what SQL makes beside tables is known until something takes it away, or may have.
func TestObjects(t *testing.T) {
	t.Parallel()
	const made = "CREATE TABLE u (id INTEGER, a INTEGER);\nCREATE VIEW v AS SELECT id FROM u;\n" +
		"CREATE FUNCTION f() RETURNS trigger AS $$ BEGIN RETURN NEW; END $$ LANGUAGE plpgsql;\nCREATE TRIGGER r BEFORE INSERT ON u FOR EACH ROW EXECUTE FUNCTION f();\n"
	const all = "view v, function f, trigger r on u"
	for does, want := range map[string]string{
		"SELECT 1": all, "INSERT INTO u (id) VALUES (1)": all,
		"DROP VIEW v": "function f, trigger r on u", "DROP VIEW IF EXISTS public.v": "function f, trigger r on u", "DROP VIEW v CASCADE": "function f, trigger r on u",
		"DROP TRIGGER r ON u": "view v, function f", "DROP FUNCTION f() CASCADE": "view v", "DROP TABLE u": "function f",
		"ALTER TABLE u RENAME TO w": "view v, function f, trigger r on w", "ALTER TABLE u DROP COLUMN id": "function f, trigger r on u",
		"ALTER VIEW v RENAME TO w": "function f, trigger r on u", "ALTER VIEW v OWNER TO CURRENT_USER": all,
		"CREATE OR REPLACE VIEW v AS SELECT a FROM u": "function f, trigger r on u, view v", "CREATE VIEW app.w AS SELECT 1": all,
		"CREATE TEMPORARY VIEW w AS SELECT 1": all, "DROP VIEW v; CREATE VIEW v AS SELECT a FROM u": "function f, trigger r on u, view v",
		"CREATE MATERIALIZED VIEW m AS SELECT id FROM v": all + ", materialized view m",
		"DO $$ BEGIN EXECUTE 'DROP VIEW v'; END $$":      "", "CALL anything()": "", "SELECT f()": all, "UPDATE u SET a = f()": all,
		"DROP FUNCTION g(), f()": "view v", "DROP ROUTINE f": "view v", "ALTER TABLE u SET SCHEMA app": "view v, function f", "DROP SCHEMA app CASCADE": "",
		"CREATE VIEW w AS SELECT id FROM v; DROP VIEW v CASCADE": "function f, trigger r on u", "CREATE VIEW größe AS SELECT 1": all,
		"CREATE TEMP TABLE n (id integer); CREATE VIEW w AS SELECT id FROM n": all, "SET search_path = app; CREATE VIEW w AS SELECT 1": all,
	} {
		_, h := readOffline(t, "postgresql", "-- Running upgrade  -> a1\n\n"+made+"\nINSERT INTO alembic_version (version_num) VALUES ('a1');\n\n"+
			"-- Running upgrade a1 -> a2\n\n"+does+";\n\nUPDATE alembic_version SET version_num='a2' WHERE alembic_version.version_num = 'a1';\n")
		chain := h.Newest()
		for at, want := range []string{all, want} {
			var got []string
			for _, o := range (expected.Position{Chain: chain, At: at}).Objects() {
				got = append(got, o.String())
				if o.SQL != "" {
					t.Errorf("%s: the server's spelling of %s is not known", does, o)
				}
			}
			if strings.Join(got, ", ") != want {
				t.Errorf("%s, at revision %d: %s, want %s", does, at+1, strings.Join(got, ", "), want)
			}
		}
	}
}
