package schema_test

import (
	"fmt"
	"strings"
	"testing"

	"assay/schema"
)

// TestWrites: what statements do to rows.
func TestWrites(t *testing.T) {
	t.Parallel()
	for sql, want := range map[string]string{
		"UPDATE u SET x = a": "u:update(x)",
		"/* fill */ UPDATE `my db`.`u` SET `x` = 1, y=f(a, b) WHERE z = 'a WHERE b'":                                   "u:update(x,y)",
		`UPDATE ONLY "public"."U u" AS k SET x = (SELECT max(b) FROM c WHERE d = 1), "y" = 2 FROM o WHERE o.id = k.id`: "U u:update(x,y)",
		"UPDATE u SET (x, y) = (1, 2)":                                        "u:update(any)",
		"UPDATE a JOIN b ON a.id = b.id SET a.x = b.y":                        "a:update(x) b:update(x)",
		"update a, b set a.x = b.y where a.id=b.id":                           "a:update(x) b:update(x)",
		"INSERT INTO u (id) VALUES (1)":                                       "u:insert",
		"insert ignore u select * from v":                                     "u:insert",
		"INSERT INTO u VALUES (1) ON CONFLICT (id) DO UPDATE SET a = 1":       "u:insert,update(any)",
		"REPLACE INTO u VALUES (1)":                                           "u:insert,delete,update(any)",
		"DELETE FROM u":                                                       "u:delete all",
		"DELETE FROM u WHERE a IS NULL":                                       "u:delete",
		"DELETE u FROM u JOIN v ON u.a = v.a WHERE v.b = 1":                   "u:delete v:delete",
		"DELETE FROM u USING v WHERE u.a = v.a":                               "u:delete v:delete",
		"TRUNCATE u, v RESTART IDENTITY":                                      "u:delete all v:delete all",
		"TRUNCATE TABLE u CASCADE":                                            "u:delete all :delete",
		"COPY u (a) FROM stdin":                                               "u:insert",
		"LOAD DATA INFILE 'x' INTO TABLE u":                                   "u:insert",
		"WITH d AS (DELETE FROM u RETURNING *) INSERT INTO v SELECT * FROM d": "u:insert,delete,update(any) v:insert,delete,update(any)",
		"DO $$ BEGIN PERFORM 1; END $$":                                       ":insert,delete,update(any)",
		"SET UNIQUE_CHECKS=0":                                                 ":insert,delete,update(any)",
		"SET FOREIGN_KEY_CHECKS=0":                                            ":references off",
		"SET lock_timeout = '5s'":                                             "",
		"SELECT setval('u_id_seq', 5)":                                        "",
		"COMMENT ON TABLE u IS 'UPDATE u SET x = 1'":                          "",
		"GRANT UPDATE ON u TO x":                                              "",
	} {
		var got []string
		for _, w := range schema.Writes(sql) {
			var does []string
			if w.Inserts {
				does = append(does, "insert")
			}
			if w.Deletes {
				does = append(does, map[bool]string{true: "delete all", false: "delete"}[w.All])
			}
			if w.Updates && w.Columns == nil {
				does = append(does, "update(any)")
			} else if w.Updates {
				does = append(does, "update("+strings.Join(w.Columns, ",")+")")
			}
			if w.References != "" {
				does = append(does, "references "+w.References)
			}
			got = append(got, fmt.Sprintf("%s:%s", w.Table, strings.Join(does, ",")))
		}
		if s := strings.Join(got, " "); s != want {
			t.Errorf("%s\n\tgot  %s\n\twant %s", sql, s, want)
		}
	}
}

// TestWritesInserts: which columns an INSERT names, where its rows come from, and which they are.
func TestWritesInserts(t *testing.T) {
	t.Parallel()
	for sql, want := range map[string]string{
		"INSERT INTO u (id, s) VALUES (1, 'a''b'), (2, NULL)":                                                      "into [id s] from - values [[1 'a''b'] [2 NULL]]",
		"INSERT INTO u VALUES (-1.5, TRUE)":                                                                        "into - from - values [[-1.5 TRUE]]",
		"INSERT INTO u (id) VALUES (now())":                                                                        "into [id] from - values [[now()]]",
		`INSERT INTO u (s) VALUES ('a\\b')`:                                                                        "into [s] from - values []",
		`INSERT INTO u ("Id") SELECT a FROM v JOIN w ON v.a = w.a`:                                                 "into [Id] from [v w] values []",
		"INSERT INTO u SELECT 9":                                                                                   "into - from - values [[9]]",
		"INSERT IGNORE INTO u (id) VALUES (1)":                                                                     "into [id] from - values [[1]] lenient ignores",
		"INSERT INTO u (id) VALUES (1) ON CONFLICT DO NOTHING":                                                     "into [id] from - values [[1]] lenient",
		"INSERT INTO u (id, s) VALUES (1, concat('a,', \"b)\")), (DEFAULT, '')":                                    "into [id s] from - values [[1 concat('a,', \"b)\")] [DEFAULT '']]",
		"INSERT INTO u (id, s) SELECT id, lower(s) FROM v WHERE id > 1":                                            "into [id s] from [v] values [] selects [id lower(s)]",
		"INSERT INTO u (id) SELECT DISTINCT id FROM v":                                                             "into [id] from [v] values []",
		"UPDATE u SET a = 1, b = coalesce(c, 'x, y') WHERE a = 2":                                                  "into - from - values [] sets [{a 1} {b coalesce(c, 'x, y')}] some",
		"UPDATE u AS x SET a = b":                                                                                  "into - from - values [] sets [{a b}]",
		"UPDATE u, v SET u.a = v.a":                                                                                "into - from - values [] some",
		"UPDATE u SET a = o.a FROM o WHERE o.id = u.id":                                                            "into - from - values [] some",
		"INSERT INTO u SELECT 1, 'a' UNION ALL SELECT 2, 'b'":                                                      "into - from [] values []",
		"INSERT INTO u SELECT a FROM v WHERE a > 1 UNION SELECT b FROM w":                                          "into - from [v w] values []",
		"INSERT INTO u (a) SELECT a FROM v UNION SELECT b FROM w":                                                  "into [a] from [v w] values []",
		"INSERT INTO u (id, a) VALUES (1, 2) ON CONFLICT (id) DO UPDATE SET a = EXCLUDED.a, b = 'x' WHERE u.a > 1": "into [id a] from - values [[1 2]] sets [{a EXCLUDED.a} {b 'x'}] lenient some",
		"INSERT INTO u (id, a) VALUES (1, 2) ON DUPLICATE KEY UPDATE a = VALUES(a)":                                "into [id a] from - values [[1 2]] sets [{a VALUES(a)}] lenient some",
		"INSERT INTO u SELECT 9 WHERE NOT EXISTS (SELECT 1 FROM u WHERE id = 9)":                                   "into - from - values [[9]] lenient",
		"INSERT INTO u (id) VALUES " + strings.Repeat("(1), ", 500) + "(1)":                                        "into [id] from - values []",
	} {
		w := schema.Writes(sql)[0]
		list := func(names []string) string {
			if names == nil {
				return "-"
			}
			return fmt.Sprint(names)
		}
		got := fmt.Sprintf("into %s from %s values %v", list(w.Into), list(w.From), w.Values)
		if w.Selects != nil {
			got += fmt.Sprint(" selects ", w.Selects)
		}
		if w.Sets != nil {
			got += fmt.Sprint(" sets ", w.Sets)
		}
		for i, on := range []bool{w.Lenient, w.Ignores, w.Some} {
			if on {
				got += []string{" lenient", " ignores", " some"}[i]
			}
		}
		if got != want {
			t.Errorf("%s\n\tgot  %s\n\twant %s", sql, got, want)
		}
	}
}

// TestNeedsOf: what a statement names that has to be there.
func TestNeedsOf(t *testing.T) {
	t.Parallel()
	for sql, want := range map[string]string{
		"CREATE ROLE one":                                                       "[] [] [] [] [one]",
		"CREATE USER one PASSWORD 'x'":                                          "[] [] [] [] [one]",
		"GRANT SELECT ON u TO one, PUBLIC":                                      "[] [] [] [one] []",
		"CREATE POLICY p ON u TO one, two":                                      "[] [] [] [one two] []",
		"CREATE POLICY p ON u USING (a TO b)":                                   "[] [] [] [] []",
		"ALTER DEFAULT PRIVILEGES IN SCHEMA s REVOKE SELECT ON TABLES FROM one": "[] [] [] [one] []",
		"CREATE FUNCTION f() RETURNS TRIGGER AS $$ INSERT INTO u VALUES (NEW.a) ON CONFLICT DO NOTHING $$":           "[] [] [] [] []",
		"CREATE EVENT TRIGGER e ON ddl_command_end EXECUTE FUNCTION f()":                                             "[] [] [] [] []",
		"CREATE TRIGGER r BEFORE UPDATE ON u FOR EACH ROW EXECUTE FUNCTION tsvector_update_trigger(a, 'x', b)":       "[u] [] [] [] []",
		"CREATE CONSTRAINT TRIGGER r AFTER INSERT ON u FOR EACH ROW WHEN (NEW.a > 1) EXECUTE FUNCTION f()":           "[u] [a] [f] [] []",
		"CREATE DEFINER = `root`@`localhost` TRIGGER r BEFORE INSERT ON `u` FOR EACH ROW SET NEW.`b` = upper(NEW.b)": "[u] [b] [] [] []",
	} {
		n := schema.NeedsOf(sql)
		if got := fmt.Sprint(n.Relations, n.Columns, n.Functions, n.Roles, n.NewRoles); got != want {
			t.Errorf("%s\n got %s\nwant %s", sql, got, want)
		}
	}
}
