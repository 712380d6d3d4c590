package postgres

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"assay/schema"
)

// oldest is the first version whose catalogues the queries know.
const oldest = 12

// Read reads one schema of a live database in one read-only transaction.
func Read(ctx context.Context, t schema.Target) (*schema.Database, error) {
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
	c := newCatalog(room, t)
	s := session{conn}
	for _, step := range []func(context.Context, session) error{c.open, c.read, c.define, c.measure, c.readStamps} {
		if err := step(ctx, s); err != nil {
			return nil, fmt.Errorf("reading database %s: %w", t.Database, err)
		}
	}
	return c.database(server), nil
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
	tables       map[uint32]*relation
	order        []*relation
	owned        map[string]place // the columns that own sequences, by the default that asks the sequence for its next value
	enums        []schema.Enum
	types        map[string]schema.Opaque // types that are no enums, by name
	alien        map[string]bool          // those that belong to an extension
	opaque       []schema.Opaque
	undefined    undefined
	operators    map[int]string // operator classes that are no defaults
	collations   map[int]string
	constraints  map[uint32]held
	stamps       []schema.Stamp
	measures     schema.Measures
	unreadable   []string
}

func newCatalog(room *Room, t schema.Target) *catalog {
	return &catalog{
		room: room, target: t, undefined: undefined{},
		tables: map[uint32]*relation{}, owned: map[string]place{}, constraints: map[uint32]held{},
		types: map[string]schema.Opaque{}, alien: map[string]bool{}, operators: map[int]string{}, collations: map[int]string{},
	}
}

// A relation is a table and what is needed to make sense of what refers to it.
type relation struct {
	*schema.Table
	id         uint32
	columns    []string // by number; dropped ones are empty
	collations []int    // by number
	stamp      bool
}

// A place is a column.
type place struct {
	table  uint32
	number int
}

// settings make the server print one and the same text whatever the user, the database or the server is set to,
// stop it from compiling queries over large catalogues and from sorting them on disk, from waiting for a migration, and from hiding rows
// silently.
var settings = []string{
	"BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
	"SET LOCAL DateStyle = 'ISO, YMD'",
	"SET LOCAL IntervalStyle = 'postgres'",
	"SET LOCAL TimeZone = 'UTC'",
	"SET LOCAL extra_float_digits = 1",
	"SET LOCAL bytea_output = 'hex'",
	"SET LOCAL quote_all_identifiers = off",
	"SET LOCAL standard_conforming_strings = on",
	"SET LOCAL row_security = off",
	"SET LOCAL jit = off",
	"SET LOCAL work_mem = '64MB'",
	"SET LOCAL lock_timeout = '10s'",
}

// open begins the transaction and finds the schema.
func (c *catalog) open(ctx context.Context, s session) error {
	var queries []query
	for _, sql := range settings {
		queries = append(queries, query{sql: sql})
	}
	which := "pg_catalog.current_schema()"
	if c.target.Schema != "" {
		which = literal(c.target.Schema)
	}
	usable := false
	queries = append(queries, query{`SELECT n.oid, n.nspname, pg_catalog.current_database(), current_user,
		pg_catalog.has_schema_privilege(n.oid, 'USAGE')
		FROM (SELECT 1) AS one LEFT JOIN pg_catalog.pg_namespace AS n ON n.nspname = ` + which, func(r row) {
		c.namespace, c.name, c.dbName, c.user, usable = r.id(0), r.text(1), r.text(2), r.text(3), r.flag(4)
	}})
	if err := s.run(ctx, queries...); err != nil {
		return err
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
	return nil
}

// read reads the whole schema in one round trip. The search path makes names of the schema's own objects come without its name.
// What later queries refer to comes first: sequences before columns, columns before indexes.
func (c *catalog) read(ctx context.Context, s session) error {
	n := strconv.FormatUint(uint64(c.namespace), 10)
	return s.run(ctx, []query{
		{"SET LOCAL search_path = " + quote(c.name), nil},
		c.relations(n), c.sequences(n), c.columns(n), c.comments(n), c.labels(n),
		c.operatorClasses(), c.allCollations(), c.allConstraints(n), c.indexes(n), c.others(n), c.dependents(n),
	}...)
}

// database puts everything together, each list in an order that does not depend on the server.
func (c *catalog) database(server schema.Server) *schema.Database {
	s := schema.New(c.room.Semantics())
	for _, t := range c.order {
		c.generated(t)
		s.Add(t.Table)
	}
	for _, e := range c.enums {
		s.Enums[e.Name] = e
	}
	s.Opaque = append(c.opaque, c.usedTypes()...)
	slices.SortFunc(s.Opaque, func(a, b schema.Opaque) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Table, b.Table), cmp.Compare(a.Name, b.Name))
	})
	name := c.dbName
	if c.name != "public" {
		name += "." + c.name
	}
	return &schema.Database{Server: server, Name: name, Namespace: c.name, Schema: s, Stamps: c.stamps, Measures: c.measures}
}

// usedTypes returns the types that are no enums: those of the schema's own, and those of extensions that a column is of.
func (c *catalog) usedTypes() []schema.Opaque {
	used := map[string]bool{}
	for _, t := range c.order {
		for _, col := range t.Columns {
			used[strings.TrimSuffix(col.Type.Name, "[]")] = true
		}
	}
	var all []schema.Opaque
	for name, o := range c.types {
		if used[name] || !c.alien[name] {
			all = append(all, o)
		}
	}
	return all
}
