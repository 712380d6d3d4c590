package postgres

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"

	"assay/schema"
)

// oldest is the first version whose catalogues the queries know.
const oldest = 12

// Read reads one schema of a live database in one read-only transaction.
func Read(ctx context.Context, t schema.Target) (db *schema.Database, err error) {
	defer recovered(&err)
	conn, err := connect(ctx, t)
	if err != nil {
		return nil, err
	}
	defer func() { _ = conn.Close(ctx) }() // nothing was written, and what could be read was
	server := ServerOf(conn.ParameterStatus("server_version"))
	room := New(server)
	if !room.since(oldest) {
		return nil, &schema.ReadError{Problem: "the server is " + server.String(), Hint: fmt.Sprintf("the oldest PostgreSQL that assay knows is %d", oldest)}
	}
	if t.Met != nil {
		t.Met(server)
	}
	s := session{conn}
	for range attempts {
		c := newCatalog(room, t)
		err = c.all(ctx, s)
		if !c.torn && !changing(err) {
			if err != nil {
				return nil, fmt.Errorf("reading database %s: %w", t.Database, err)
			}
			return c.database(server), nil
		}
		if err := s.run(ctx, query{sql: "ROLLBACK"}); err != nil {
			return nil, err
		}
	}
	return nil, &schema.ReadError{
		Problem: "its tables are being changed while they are read, perhaps by a migration that runs", Hint: "try again when it is done", Cause: err,
	}
}

// attempts is how often a reading is tried that a change of the tables spoils.
const attempts = 3

func (c *catalog) all(ctx context.Context, s session) error {
	for _, step := range []func(context.Context, session) error{c.open, c.read, objectReader{c}.define, measureReader{c}.read, c.readStamps} {
		if err := step(ctx, s); err != nil || c.torn {
			return err
		}
	}
	return nil
}

// changing reports whether an error is one of what was there a moment ago: what a server prints, such as an expression, it makes of what its tables
// are now, not of the transaction's snapshot.
func changing(err error) bool {
	refused, ok := errors.AsType[*pgconn.PgError](err)
	if !ok {
		return false
	}
	switch refused.Code {
	case "42P01", "42703", "42704", "42883", "3F000": // an undefined table, column, object, function, schema
		return true
	case "XX000": // the server's internal errors are not translated
		return slices.ContainsFunc([]string{"could not open relation", "cache lookup failed", "could not find", "concurrently", "does not exist"},
			func(words string) bool {
				return strings.Contains(refused.Message, words)
			})
	}
	return false
}

// suspect notes a text in which something is lacking that was there a moment ago.
func (c *catalog) suspect(text string, lacking bool) {
	c.torn = c.torn || lacking || text == "???" || strings.HasPrefix(text, "???[") || strings.Contains(text, "........pg.dropped.")
}

// ServerOf makes a server of "15.18 (Debian 15.18-0+deb12u1)" or "18beta1", as a server or a dump says it.
func ServerOf(version string) schema.Server {
	end := strings.IndexFunc(version, func(c rune) bool { return (c < '0' || c > '9') && c != '.' })
	if end >= 0 {
		version = version[:end]
	}
	return schema.Server{Engine: Engine, Product: "PostgreSQL", Version: version}
}

// A catalog is what has been read so far.
type catalog struct {
	room   *Room
	target schema.Target

	namespace    uint32
	name, dbName string
	user         string
	super        bool
	homes        homes // the schema that is read before others
	tables       map[uint32]*relation
	order        []*relation
	enums        []schema.Enum
	types        map[string]schema.Opaque // types that are no enums, by name
	alien        map[string]bool          // those of them that are in another schema of the search path
	brought      map[string]bool          // the types that belong to an extension
	opaque       []schema.Opaque
	found        []schema.Beside // the objects beside tables that are compared by their text
	undefined    undefined
	stamps       []schema.Stamp
	measures     schema.Measures
	unreadable   []string
	unread       []schema.Unread
	secured      []schema.Secured
	torn         bool // something went while it was read
}

func newCatalog(room *Room, t schema.Target) *catalog {
	return &catalog{
		room: room, target: t, undefined: undefined{},
		tables: map[uint32]*relation{},
		types:  map[string]schema.Opaque{}, alien: map[string]bool{}, brought: map[string]bool{},
	}
}

// A relation is a table and what is needed to make sense of what refers to it.
type relation struct {
	*schema.Table
	id         uint32
	columns    []string // by number; dropped ones are empty
	collations []int    // by number
	stamp      bool
	secured    bool        // rows are hidden by policies
	version    versionType // of the column that holds stamps
}

// A place is a column.
type place struct {
	table  uint32
	number int
}

// open begins the transaction and finds the schema. The search path counts for nothing but this.
func (c *catalog) open(ctx context.Context, s session) error {
	var path homes
	usable := false
	queries := append(beginning(c.room.version, "REPEATABLE READ", remaining(ctx), lockLimit), linear...)
	queries = append(queries, query{`SELECT current_user, pg_catalog.current_database(), pg_catalog.current_setting('is_superuser')`, func(r row) {
		c.user, c.dbName, c.super = r.text(0), r.text(1), r.text(2) == "on"
	}}, query{`SELECT n.oid, n.nspname, u.place IS NOT NULL, pg_catalog.has_schema_privilege(n.oid, 'USAGE')
		FROM pg_catalog.pg_namespace AS n
		LEFT JOIN pg_catalog.unnest(pg_catalog.current_schemas(false)) WITH ORDINALITY AS u (name, place) ON u.name = n.nspname AND u.name !~ '^pg_'
		WHERE u.place IS NOT NULL OR n.nspname = ` + literal(c.target.Schema) + ` ORDER BY u.place`, func(r row) {
		h := home{name: r.text(1), id: r.id(0), covered: map[string]bool{}}
		first := c.target.Schema == "" && len(path) == 0
		if r.flag(2) {
			path = append(path, h)
		}
		if first || h.name == c.target.Schema {
			c.namespace, c.name, usable, c.homes = h.id, h.name, r.flag(3), homes{h}
		}
	}}, query{sql: "SET LOCAL search_path TO pg_catalog"})
	if err := s.run(ctx, queries...); err != nil {
		return err
	}
	if len(path) > 0 && path[0].id == c.namespace {
		c.homes = path
	}
	switch {
	case c.namespace == 0 && c.target.Schema != "":
		return &schema.ReadError{Problem: "there is no schema " + quote(c.target.Schema), Hint: "check its name, in which case matters"}
	case c.namespace == 0:
		return &schema.ReadError{
			Problem: "the search path of user " + quote(c.user) + " leads to no schema that is there and that the user may look into",
			Hint:    "name one with --schema, or GRANT USAGE ON SCHEMA public TO " + quote(c.user),
		}
	case !usable:
		return &schema.ReadError{
			Problem: "user " + quote(c.user) + " may not look into schema " + quote(c.name),
			Hint:    "GRANT USAGE ON SCHEMA " + quote(c.name) + " TO " + quote(c.user),
		}
	}
	return s.run(ctx, c.homes.covering())
}

// read reads the whole schema in one round trip.
func (c *catalog) read(ctx context.Context, s session) error {
	n := strconv.FormatUint(uint64(c.namespace), 10)
	return s.run(ctx, c.queries(n)...)
}

// queries are those of a reading. What later ones refer to comes first: sequences before columns, columns before indexes.
func (c *catalog) queries(namespace string) []query {
	n, tables, keys, objects := namespace, newTableReader(c), newKeyReader(c), objectReader{c}
	return []query{
		tables.relations(n), tables.sequences(n), tables.columns(n), tables.comments(n), objects.labels(n),
		keys.operatorClasses(), keys.allCollations(), keys.allConstraints(n), keys.indexes(n),
		objects.others(n), objects.dependents(n), c.security(n), objects.besides(n),
	}
}

// database puts everything together, each list in an order that does not depend on the server.
func (c *catalog) database(server schema.Server) *schema.Database {
	s := schema.New(semantics())
	s.Detail, s.Told = schema.Whole, schema.AllTypes
	for _, t := range c.order {
		t.generated(c.room.speller)
		s.Add(t.Table)
	}
	for _, e := range c.enums {
		s.Enums[e.Name] = e
	}
	s.Beside = c.found
	schema.SortBeside(s.Beside)
	s.Opaque = append(c.opaque, objectReader{c}.usedTypes()...)
	s.Types = slices.Sorted(maps.Keys(c.brought))
	slices.SortFunc(s.Opaque, func(a, b schema.Opaque) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Table, b.Table), cmp.Compare(a.Name, b.Name))
	})
	var path []string
	for _, h := range c.homes[1:] {
		path = append(path, h.name)
	}
	if c.super && c.target.Warn != nil {
		c.target.Warn(c.tooMuch())
	}
	name := c.dbName
	if c.name != "public" {
		name += "." + c.name
	}
	return &schema.Database{
		Server: server, Name: name, Namespace: c.name, Schema: s, Stamps: c.stamps, StampsIn: c.elsewhere(), Measures: c.measures, Unread: c.unread,
		Secured: c.secured, Path: path,
	}
}

// tooMuch says which rights would be enough.
func (c *catalog) tooMuch() string {
	enough := []string{"CREATE ROLE assay LOGIN", "GRANT USAGE ON SCHEMA " + quote(c.name) + " TO assay"}
	for i, s := range c.stamps {
		if i == 0 && s.Schema != "" {
			enough = append(enough, "GRANT USAGE ON SCHEMA "+quote(s.Schema)+" TO assay")
		}
		enough = append(enough, "GRANT SELECT ON "+quote(cmp.Or(s.Schema, c.name))+"."+quote(s.Table)+" TO assay")
	}
	return "user " + quote(c.user) + " is a superuser, and assay needs no more than this (to ask the data, SELECT on its tables as well): " +
		strings.Join(enough, "; ")
}
