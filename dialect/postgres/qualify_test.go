package postgres

import (
	"errors"
	"slices"
	"strings"
	"testing"

	pg "github.com/pganalyze/pg_query_go/v5"

	"assay/schema"
)

// TestOperators: an operator that is written with its schema binds otherwise than one that is not. Our own queries mean the same with it.
func TestOperators(t *testing.T) {
	for _, version := range []string{"12", "15", "18"} {
		c := newCatalog(New(schema.Server{Version: version}), schema.Target{VersionTable: "it's"})
		c.homes = homes{{name: "public", id: 2200}, {name: "x", id: 16500}}
		const n = "2200"
		queries := slices.Concat(c.queries(n), measureReader{c}.queries(n), []query{{sql: computing}})

		for _, sql := range definitions {
			queries = append(queries, query{sql: sql})
		}
		for _, q := range queries {
			plain, written := trees(t, q.sql), trees(t, operators(q.sql))
			if strip(plain) != strip(written) {
				t.Errorf("it means something else with %s", operators(q.sql))
			}
		}
	}
}

func trees(t *testing.T, sql string) string {
	t.Helper()
	tree, err := pg.Parse(sql)
	if err != nil {
		t.Fatalf("%v in %s", err, sql)
	}
	return shape(tree.GetStmts()[0].GetStmt())
}

// strip leaves out of a tree the schema of whatever is PostgreSQL's own.
func strip(tree string) string {
	for _, field := range []string{"oper_name", "funcname", "names", "name"} {
		tree = strings.ReplaceAll(tree, field+`:{string:{sval:"pg_catalog"}}`, "")
	}
	return tree
}

func TestQualified(t *testing.T) {
	a := asker{namespace: "pbx"}
	enums := map[string]string{"k": "kind"}
	for sql, want := range map[string]string{
		"SELECT 1 FROM t WHERE a IN ('x', 'y')":                `SELECT 1 FROM ONLY pbx.t WHERE a OPERATOR(pg_catalog.=) 'x' OR a OPERATOR(pg_catalog.=) 'y'`,
		"SELECT 1 FROM t WHERE a NOT IN (1)":                   `SELECT 1 FROM ONLY pbx.t WHERE a OPERATOR(pg_catalog.<>) 1`,
		"SELECT 1 FROM t WHERE a NOT IN (1, 2)":                `SELECT 1 FROM ONLY pbx.t WHERE a OPERATOR(pg_catalog.<>) 1 AND a OPERATOR(pg_catalog.<>) 2`,
		"SELECT 1 FROM t WHERE a BETWEEN 1 AND b":              `SELECT 1 FROM ONLY pbx.t WHERE a OPERATOR(pg_catalog.>=) 1 AND a OPERATOR(pg_catalog.<=) b`,
		"SELECT 1 FROM t WHERE a LIKE 'x%'":                    `SELECT 1 FROM ONLY pbx.t WHERE a OPERATOR(pg_catalog.~~) 'x%'`,
		"SELECT 1 FROM t WHERE a = b || 'x'":                   `SELECT 1 FROM ONLY pbx.t WHERE a OPERATOR(pg_catalog.=) (b OPERATOR(pg_catalog.||) 'x')`,
		"SELECT 1 FROM t WHERE a IS DISTINCT FROM b":           `SELECT 1 FROM ONLY pbx.t WHERE NOT COALESCE(a OPERATOR(pg_catalog.=) b, a IS NULL AND b IS NULL)`,
		"SELECT count(*) FROM t":                               `SELECT pg_catalog.count(*) FROM ONLY pbx.t`,
		"SELECT a::text FROM t GROUP BY a HAVING count(*) > 1": `SELECT a::pg_catalog.text FROM ONLY pbx.t GROUP BY a HAVING pg_catalog.count(*) OPERATOR(pg_catalog.>) 1`,
		"SELECT CASE a WHEN 1 THEN 'x' END FROM t":             `SELECT CASE WHEN a OPERATOR(pg_catalog.=) 1 THEN 'x' END FROM ONLY pbx.t`,
		"SELECT k::text FROM t WHERE k = 'a'::kind": `SELECT pg_catalog.textin(pg_catalog.enum_out(k))::pg_catalog.text FROM ONLY pbx.t WHERE ` +
			`pg_catalog.textin(pg_catalog.enum_out(k)) OPERATOR(pg_catalog.=) 'a'::pg_catalog.text`,
		"SELECT 1 FROM t WHERE NOT EXISTS (SELECT 1 FROM (SELECT id AS i FROM p) AS p WHERE p.i = t.f)": `SELECT 1 FROM ONLY pbx.t WHERE NOT EXISTS (SELECT 1 FROM ` +
			`(SELECT id AS i FROM ONLY pbx.p) p WHERE p.i OPERATOR(pg_catalog.=) t.f)`,
		"SELECT 1 FROM t WHERE a = ANY (SELECT b FROM u)": `SELECT 1 FROM ONLY pbx.t WHERE a OPERATOR(pg_catalog.=) ANY (SELECT b FROM ONLY pbx.u)`,
	} {
		got, err := a.qualified(sql, enums)
		if err != nil || got.sql != want {
			t.Errorf("%s\n got %s, %v\nwant %s", sql, got.sql, err, want)
		}
	}
	for sql, why := range map[string]string{
		"SELECT 1 FROM other.t":              "of another schema",
		"SELECT public.f(a) FROM t":          "function f is not PostgreSQL's own",
		"SELECT a OPERATOR(public.+) 1":      "operator + is not PostgreSQL's own",
		"SELECT a::mood FROM t":              "type mood is not PostgreSQL's own",
		"SELECT a::public.text FROM t":       "type text is not PostgreSQL's own",
		"SELECT 1 FROM t WHERE k < 'b'":      "order of an enum type's labels",
		"SELECT 1 FROM t JOIN u USING (a)":   "joins by the names of columns",
		"SELECT * FROM t":                    "all columns",
		"SELECT a FROM t FOR UPDATE":         "more than a simple query",
		"SELECT a INTO x FROM t":             "no plain query",
		"SELECT 1; SELECT 2":                 "no query",
		"DELETE FROM t":                      "no query",
		"SELECT NULLIF(a, b) FROM t":         "more than a simple query",
		"SELECT a FROM generate_series(1)":   "more than a simple query",
		"SELECT row_number() OVER () FROM t": "more than a simple query",
	} {
		_, err := a.qualified(sql, enums)
		if declined, ok := errors.AsType[*declinedError](err); !ok || !strings.Contains(declined.why, why) {
			t.Errorf("%s: got %v, want %s", sql, err, why)
		}
	}
}

// TestUnqualified: what a server prints without the schema in its search path is as it would be printed with it.
func TestUnqualified(t *testing.T) {
	c := &catalog{homes: homes{
		{name: "p b", covered: map[string]bool{"lower": true, "+": true}}, {name: "public", covered: map[string]bool{"text": true}},
	}}
	for text, want := range map[string]string{
		`public.mood`:                       `mood`,
		`public."My mood"[]`:                `"My mood"[]`,
		`public.text`:                       `public.text`,
		`"p b".mood`:                        `mood`,
		`x.mood`:                            `x.mood`,
		`public.f(a, 'public.x', "public")`: `f(a, 'public.x', "public")`,
		`"p b".lower(a)`:                    `"p b".lower(a)`,
		`(a OPERATOR(public.=) 'b'::public.mood)`:                       `(a = 'b'::mood)`,
		`(a OPERATOR("p b".+) 1)`:                                       `(a OPERATOR("p b".+) 1)`,
		`(a OPERATOR(x.=) 1)`:                                           `(a OPERATOR(x.=) 1)`,
		`nextval('public.t_id_seq'::regclass)`:                          `nextval('t_id_seq'::regclass)`,
		`nextval('"p b"."T_seq"'::regclass)`:                            `nextval('"T_seq"'::regclass)`,
		`'public.x'::text`:                                              `'public.x'::text`,
		`E'public.x\\'::text || public.f()`:                             `E'public.x\\'::text || f()`,
		`a COLLATE public.c`:                                            `a COLLATE c`,
		`x.public.f`:                                                    `x.public.f`,
		`CREATE VIEW public.v AS SELECT public.id FROM public.t public`: `CREATE VIEW public.v AS SELECT public.id FROM public.t public`,
	} {
		got := c.homes.unqualified(text)
		if strings.HasPrefix(text, "CREATE") {
			got = c.homes.unaliased(text)
		}
		if got != want {
			t.Errorf("%s: got %s, want %s", text, got, want)
		}
	}
}
