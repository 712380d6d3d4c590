package main

import (
	"encoding/binary"
	"fmt"
	"io"
	"maps"
	"net"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	pg "github.com/pganalyze/pg_query_go/v5"
	"google.golang.org/protobuf/reflect/protoreflect"

	"assay/internal/lab"
)

// A wire stands between assay and a PostgreSQL server, and keeps every SQL text that assay sends.
type wire struct {
	net.Listener
	mutex sync.Mutex
	texts map[string]bool
}

func newWire(t *testing.T, address string) *wire {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	w := &wire{Listener: l, texts: map[string]bool{}}
	var all sync.WaitGroup
	all.Go(func() {
		for {
			client, err := w.Accept()
			if err != nil {
				return
			}
			all.Go(func() { w.serve(client, hostOf(t, address)) })
		}
	})
	t.Cleanup(func() { _ = w.Close(); all.Wait() })
	return w
}

func (w *wire) url(t *testing.T, address string) string {
	t.Helper()
	return atHost(t, address, w.Addr().String())
}

func (w *wire) serve(client net.Conn, host string) {
	defer client.Close()
	server, err := net.Dial("tcp", host)
	if err != nil {
		return
	}
	defer server.Close()
	go func() { _, _ = io.Copy(client, server); _ = client.Close() }()
	parsed := ""
	for started := false; ; {
		head := make([]byte, 4, 5)
		if started {
			head = head[:5]
		}
		if _, err := io.ReadFull(client, head); err != nil {
			return
		}
		body := make([]byte, binary.BigEndian.Uint32(head[len(head)-4:])-4)
		if _, err := io.ReadFull(client, body); err != nil {
			return
		}
		switch {
		case !started:
			started = binary.BigEndian.Uint32(body) == 3<<16 // else it asks for encryption
		case head[0] == 'Q':
			w.keep(string(body))
		case head[0] == 'P':
			_, parsed, _ = strings.Cut(string(body), "\x00")
		case head[0] == 'B': // what is parsed and never bound is looked up and not run
			w.keep(parsed)
		}
		if _, err := server.Write(append(head, body...)); err != nil {
			return
		}
	}
}

func (w *wire) keep(sql string) {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	sql, _, _ = strings.Cut(sql, "\x00")
	w.texts[sql] = true
}

// A use is what SQL asks the server to find by name.
type used struct {
	functions, operators map[string]bool
	wrong                []string
}

// uses walks through SQL texts. Wrong is what the search path would find, or what stands for an operator that it would.
func uses(t *testing.T, texts []string) used {
	t.Helper()
	u := used{functions: map[string]bool{}, operators: map[string]bool{}}
	for _, sql := range texts {
		tree, err := pg.Parse(sql)
		if err != nil {
			t.Errorf("%v in %s", err, sql)
			continue
		}
		ctes := map[string]bool{}
		u.walk(tree.ProtoReflect(), ctes)
		for _, w := range u.wrong {
			t.Errorf("%s, in %s", w, sql)
		}
		u.wrong = nil
	}
	return u
}

func (u *used) walk(m protoreflect.Message, ctes map[string]bool) {
	if with, ok := m.Interface().(*pg.CommonTableExpr); ok {
		ctes[with.GetCtename()] = true
	}
	if s, ok := m.Interface().(*pg.SelectStmt); ok {
		for _, c := range s.GetWithClause().GetCtes() {
			ctes[c.GetCommonTableExpr().GetCtename()] = true
		}
	}
	u.look(m.Interface(), ctes)
	m.Range(func(f protoreflect.FieldDescriptor, v protoreflect.Value) bool {
		switch {
		case f.Kind() != protoreflect.MessageKind:
		case f.IsList():
			for i := range v.List().Len() {
				u.walk(v.List().Get(i).Message(), ctes)
			}
		default:
			u.walk(v.Message(), ctes)
		}
		return true
	})
}

func (u *used) own(what string, nodes []*pg.Node, into map[string]bool) {
	var path []string
	for _, n := range nodes {
		path = append(path, n.GetString_().GetSval())
	}
	if len(path) != 2 || path[0] != "pg_catalog" {
		u.wrong = append(u.wrong, what+" "+strings.Join(path, ".")+" has no schema")
		return
	}
	if into != nil {
		into[path[1]] = true
	}
}

func (u *used) look(m protoreflect.ProtoMessage, ctes map[string]bool) {
	bad := func(what string) { u.wrong = append(u.wrong, what) }
	switch x := m.(type) {
	case *pg.FuncCall:
		u.own("function", x.GetFuncname(), u.functions)
	case *pg.TypeName:
		u.own("type", x.GetNames(), nil)
	case *pg.CollateClause:
		u.own("collation", x.GetCollname(), nil)
	case *pg.A_Expr:
		switch x.GetKind() {
		case pg.A_Expr_Kind_AEXPR_OP, pg.A_Expr_Kind_AEXPR_OP_ANY, pg.A_Expr_Kind_AEXPR_OP_ALL:
			u.own("operator", x.GetName(), u.operators)
		default:
			bad("what stands for an operator, " + x.GetKind().String())
		}
	case *pg.SubLink:
		if x.GetTestexpr() != nil {
			u.own("operator", x.GetOperName(), u.operators)
		}
	case *pg.RangeVar:
		if x.GetSchemaname() == "" && !ctes[x.GetRelname()] {
			bad("table " + x.GetRelname() + " has no schema")
		}
	case *pg.CaseExpr:
		if x.GetArg() != nil {
			bad("CASE compares")
		}
	case *pg.JoinExpr:
		if x.GetIsNatural() || len(x.GetUsingClause()) > 0 {
			bad("JOIN compares")
		}
	case *pg.SortBy:
		if len(x.GetUseOp()) > 0 {
			bad("ORDER BY USING")
		}
	case *pg.VariableSetStmt:
		if x.GetName() == "search_path" && x.GetArgs()[0].GetAConst().GetSval().GetSval() != "pg_catalog" {
			bad("another search path")
		}
	}
}

// questions is a history of which every pending statement is decided by rows.
const questions = `CREATE TABLE alembic_version (version_num varchar(32) PRIMARY KEY);
-- Running upgrade  -> r0
CREATE TYPE kind AS ENUM ('a', 'b');
CREATE TABLE p (id integer PRIMARY KEY);
CREATE TABLE t (id integer PRIMARY KEY, n integer, v varchar(40), w varchar(40), x text, y text, z numeric(10,3), i bigint, k kind, l varchar(20), u integer, f integer, c integer, b varchar(5), r double precision, d text);
INSERT INTO alembic_version (version_num) VALUES ('r0');
-- Running upgrade r0 -> r1
ALTER TABLE t ALTER COLUMN n SET NOT NULL;
ALTER TABLE t ALTER COLUMN v TYPE varchar(3);
ALTER TABLE t ALTER COLUMN w TYPE varchar(3) USING w::varchar(3);
ALTER TABLE t ALTER COLUMN x TYPE integer USING x::integer;
ALTER TABLE t ALTER COLUMN y TYPE numeric(5,2) USING y::numeric(5,2);
ALTER TABLE t ALTER COLUMN z TYPE numeric(5,1);
ALTER TABLE t ALTER COLUMN i TYPE smallint;
ALTER TABLE t ALTER COLUMN b TYPE boolean USING b::boolean;
ALTER TABLE t ALTER COLUMN r TYPE integer;
CREATE TYPE mode AS ENUM ('b', 'c');
ALTER TABLE t ALTER COLUMN l TYPE mode USING l::mode;
ALTER TABLE t ALTER COLUMN k TYPE varchar(1) USING k::varchar(1);
ALTER TABLE t ALTER COLUMN d TYPE double precision USING d::double precision;
ALTER TABLE t ADD CONSTRAINT tu UNIQUE (u, k);
ALTER TABLE t ADD CONSTRAINT tf FOREIGN KEY (f) REFERENCES p (id);
ALTER TABLE t ADD CONSTRAINT tc CHECK (c > 10 AND v IN ('a', 'b') AND w LIKE 'x%' OR c BETWEEN 2 AND 3);
ALTER TABLE t ADD COLUMN m integer NOT NULL;
UPDATE alembic_version SET version_num='r1' WHERE alembic_version.version_num = 'r0';
`

// questioned is a database with data that the questions find, and commands that read it in every way.
func questioned(t *testing.T, s lab.Server) (db *lab.Database, commands func(address string) [][]string) {
	t.Helper()
	history := write(t, filepath.Join(t.TempDir(), "history.sql"), questions)
	db = s.Database(t)
	made, _, _ := strings.Cut(questions, "-- Running upgrade r0")
	db.Exec(t, made, `INSERT INTO t VALUES (1, NULL, 'abcd', 'abcd', 'x', 'y', 1.234, 70000, 'a', 'z', 1, 1, 1, 'maybe', 1.5, 'no')`)
	return db, func(address string) [][]string {
		return [][]string{
			{"infer", address, "--history", history},
			{"check", address, "--history", history, "--fail-on", "info"},
			{"lint", address},
			{"snapshot", address},
			{"fix", address, "--history", history},
			{"preflight", address, "--to", "r1", "--history", history, "--data"},
			{"diff", address, address},
			{"check", address},
		}
	}
}

// TestNothingIsFoundByThePath: of what assay sends, the search path finds nothing: a database's owner could put something into it that fits better,
// whose code would run with the rights of whoever reads.
func TestNothingIsFoundByThePath(t *testing.T) {
	t.Parallel()
	for _, s := range lab.Postgres(t) {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			db, commands := questioned(t, s)
			w := newWire(t, db.URL)
			for _, c := range commands(w.url(t, db.URL)) {
				if o := assay(t, c...); o.code == exitUnknown && c[0] != "fix" {
					t.Errorf("%s: %s", c, o.stderr)
				}
			}
			texts := slices.Sorted(maps.Keys(w.texts))
			if u := uses(t, texts); len(texts) < 20 || len(u.operators) < 9 || len(u.functions) < 20 {
				t.Errorf("only %d texts with %d operators and %d functions were sent", len(texts), len(u.operators), len(u.functions))
			}
		})
	}
}

// TestOwnersCodeNeverRuns: a schema before all others defines every operator and function that assay uses, for all types that they are used with, and types,
// casts, domains, indexes, statistics, views, rules and policies besides, each of which raises an error.
func TestOwnersCodeNeverRuns(t *testing.T) {
	t.Parallel()
	for _, s := range lab.Postgres(t) {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			db, commands := questioned(t, s)
			w := newWire(t, db.URL)
			for _, c := range commands(w.url(t, db.URL)) {
				assay(t, c...)
			}
			u := uses(t, slices.Sorted(maps.Keys(w.texts)))
			trap(t, db, u)
			db.Exec(t, "ALTER DATABASE "+db.Name+" SET search_path = public, trap, pg_catalog")
			if _, err := db.Again(t).DB.ExecContext(t.Context(), "SELECT 1 FROM pg_catalog.pg_class WHERE relname ~ 'x'"); err == nil ||
				!strings.Contains(err.Error(), sprung) {
				t.Fatalf("the trap does not work: %v", err)
			}
			for _, c := range commands(db.URL) {
				o := assay(t, c...)
				if strings.Contains(o.stdout+o.stderr, sprung) || o.code == exitUnknown && c[0] != "fix" {
					t.Errorf("%s: status %d, %s%s", c, o.code, o.stdout, o.stderr)
				}
			}
		})
	}
}

const sprung = "the code of the owner ran"

// trap makes a database in which everything raises an error that can.
func trap(t *testing.T, db *lab.Database, u used) {
	t.Helper()
	list := func(names map[string]bool) string {
		var all []string
		for _, n := range slices.Sorted(maps.Keys(names)) {
			all = append(all, "'"+n+"'")
		}
		return "ARRAY[" + strings.Join(all, ", ") + "]"
	}
	const body = `LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN RAISE EXCEPTION '` + sprung + `'; END $$`
	db.Exec(t, "CREATE SCHEMA trap",
		fmt.Sprintf(`DO $do$ DECLARE f record; BEGIN
			FOR f IN SELECT p.proname, pg_get_function_arguments(p.oid) AS args, pg_get_function_identity_arguments(p.oid) AS ident, pg_get_function_result(p.oid) AS result
				FROM pg_proc p WHERE p.pronamespace = 'pg_catalog'::regnamespace AND p.prokind IN ('f', 'a', 'w') AND p.proname::text = ANY (%s) LOOP
				BEGIN EXECUTE format('CREATE FUNCTION trap.%%I(%%s) RETURNS %%s %s', f.proname, f.ident, f.result); EXCEPTION WHEN OTHERS THEN NULL; END;
			END LOOP; END $do$`, list(u.functions), strings.ReplaceAll(body, "'", "''")),
		fmt.Sprintf(`DO $do$ DECLARE f record; o text; BEGIN
			FOR f IN SELECT l.typname AS l, r.typname AS r FROM pg_type l, pg_type r WHERE l.typnamespace = 'pg_catalog'::regnamespace AND r.typnamespace = 'pg_catalog'::regnamespace
				AND l.typname = ANY (%[1]s) AND r.typname = ANY (%[1]s) LOOP
				EXECUTE format('CREATE FUNCTION trap.yes(l pg_catalog.%%I, r pg_catalog.%%I) RETURNS boolean %[2]s', f.l, f.r);
				EXECUTE format('CREATE FUNCTION trap.joined(l pg_catalog.%%I, r pg_catalog.%%I) RETURNS text %[2]s', f.l, f.r);
				FOREACH o IN ARRAY %[3]s LOOP
					EXECUTE format('CREATE OPERATOR trap.%%s (LEFTARG = pg_catalog.%%I, RIGHTARG = pg_catalog.%%I, FUNCTION = trap.%%s)', o, f.l, f.r,
						CASE WHEN o IN ('||', '+', '-') THEN 'joined' ELSE 'yes' END);
				END LOOP;
			END LOOP; END $do$`, "ARRAY['name', 'text', 'oid', 'char', 'int2', 'int4', 'int8', 'bool', 'varchar', 'numeric', 'float8', 'regclass', '_text', '_name', '_oid', 'oidvector', 'int2vector']",
			strings.ReplaceAll(body, "'", "''"), list(u.operators)),
		"CREATE FUNCTION trap.never() RETURNS boolean "+body, "CREATE FUNCTION trap.zero() RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 0'",
		"CREATE FUNCTION trap.fine(integer) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT true'",
		"CREATE DOMAIN trap.text AS pg_catalog.text", "CREATE DOMAIN trap.oid AS pg_catalog.oid", "CREATE TYPE trap.regclass AS ENUM ('a')",
		"CREATE DOMAIN trap.name AS pg_catalog.name",
		"CREATE TYPE public.composite AS (x varchar(32))", "CREATE FUNCTION trap.cast(public.composite) RETURNS pg_catalog.text "+body,
		"CREATE CAST (public.composite AS pg_catalog.text) WITH FUNCTION trap.cast(public.composite) AS IMPLICIT",
		"CREATE FUNCTION trap.cast(public.kind) RETURNS pg_catalog.text "+body,
		"CREATE CAST (public.kind AS pg_catalog.text) WITH FUNCTION trap.cast(public.kind) AS IMPLICIT",
		"CREATE FUNCTION trap.vcast(public.kind) RETURNS pg_catalog.varchar "+body,
		"CREATE CAST (public.kind AS pg_catalog.varchar) WITH FUNCTION trap.vcast(public.kind) AS IMPLICIT",
		"CREATE DOMAIN public.checked AS integer CHECK (trap.fine(VALUE))",
		"CREATE TABLE public.own (a public.checked, b public.composite, c integer, CHECK (trap.fine(c)))",
		"CREATE INDEX ON public.own ((c + trap.zero()))", "CREATE INDEX ON public.p ((id + trap.zero())) WHERE trap.zero() = 0",
		"CREATE VIEW public.alembic_version_seen AS SELECT trap.never()::pg_catalog.text AS version_num", "CREATE MATERIALIZED VIEW public.m AS SELECT 1 AS a",
		"CREATE VIEW public.v AS SELECT trap.zero() AS zero, * FROM public.t",
		"ALTER TABLE public.t ENABLE ROW LEVEL SECURITY", "CREATE POLICY pol ON public.t USING (trap.never())", "ALTER TABLE public.t FORCE ROW LEVEL SECURITY",
		"CREATE RULE r AS ON UPDATE TO public.own DO INSTEAD SELECT trap.never()",
		"CREATE TABLE public.pg_class (x integer)", "CREATE TABLE trap.pg_class (x integer)", "CREATE TABLE trap.alembic_version (version_num varchar(32))",
		"CREATE INDEX ON public.alembic_version ((version_num::pg_catalog.text || trap.zero()::pg_catalog.text))",
		"CREATE OR REPLACE FUNCTION trap.zero() RETURNS integer "+body, "CREATE OR REPLACE FUNCTION trap.fine(integer) RETURNS boolean "+body,
	)
}
