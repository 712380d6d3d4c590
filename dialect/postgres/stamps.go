package postgres

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"assay/schema"
)

// versionColumn is the column in which Alembic keeps stamps, and versionType what it is of.
const versionColumn = "version_num"

type versionType struct {
	id       uint32
	computed bool
}

// firstNormal is FirstNormalObjectId: what has a smaller one is the server's own.
const firstNormal = 16384

// readStamps reads the version tables by COPY, which hands out what a table holds and neither plans nor computes anything: a view, a cast, the expression
// of an index or a policy could run code of the database's owner with the rights of whoever reads.
func (c *catalog) readStamps(ctx context.Context, s session) error {
	if other := c.elsewhere(); other != "" {
		return c.readStampsOf(ctx, s, other)
	}
	if len(c.unreadable) > 0 {
		return c.denied(c.name, c.unreadable[0], nil)
	}
	return c.stampsOf(ctx, s, c.name, c.order)
}

// elsewhere is the schema that the version tables are in; empty: that of the others.
func (c *catalog) elsewhere() string {
	if c.target.VersionSchema == c.name {
		return ""
	}
	return c.target.VersionSchema
}

// readStampsOf reads those of another schema, which is not read beside that: Alembic's version_table_schema names it. Tenants may have theirs in it as well, of
// which the user need not have a right on more than the one that is asked for.
func (c *catalog) readStampsOf(ctx context.Context, s session, home string) error {
	var tables []*relation
	there, denied, needed := false, false, cmp.Or(c.target.VersionTable, "alembic_version")
	err := s.run(ctx, query{`SELECT n.oid FROM pg_catalog.pg_namespace AS n WHERE n.nspname = ` + literal(home), func(row) {
		there = true
	}}, query{`SELECT c.relname, c.relkind = 'r' AND NOT c.relispartition
		AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_inherits AS h WHERE h.inhparent = c.oid),
		pg_catalog.has_schema_privilege(n.oid, 'USAGE') AND pg_catalog.has_column_privilege(c.oid, a.attnum, 'SELECT'),
		c.relrowsecurity, a.atttypid, a.attgenerated, pg_catalog.row_security_active(c.oid)
		FROM pg_catalog.pg_namespace AS n
		JOIN pg_catalog.pg_class AS c ON c.relnamespace = n.oid
		JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.oid AND a.attname = ` + literal(versionColumn) + `
		WHERE n.nspname = ` + literal(home) + ` AND c.relkind = ANY (ARRAY['r', 'p', 'v', 'm', 'f'])
		AND (c.relname ~ '^alembic_version(_|$)' OR c.relname = ` + literal(c.target.VersionTable) + `)
		ORDER BY c.relname`, func(r row) {
		name := r.text(0)
		isOther := name != needed
		switch {
		case !r.flag(1):
			c.unread = append(c.unread, schema.Unread{Table: name, Why: "it is no ordinary table of schema " + home})
			return
		case isOther && !r.flag(2):
			c.unread = append(c.unread, schema.Unread{Table: name, Why: "the user may not read it", Barred: true})
			return
		case isOther && r.flag(6):
			c.unread = append(c.unread, schema.Unread{Table: name, Why: "row security may hide its rows from the user", Barred: true, Hint: whoSeesAll})
			return
		}
		denied = denied || !r.flag(2)
		tables = append(tables, &relation{
			Table: &schema.Table{Name: name}, stamp: true, secured: r.flag(3), columns: []string{versionColumn},
			version: versionType{id: r.id(4), computed: r.text(5) != ""},
		})
	}})
	switch {
	case err != nil:
		return err
	case !there:
		return &schema.ReadError{
			Problem: "there is no schema " + quote(home) + " for the version table to be in", Hint: "check the name that --version-table-schema gives, in which case matters",
		}
	case denied:
		return c.denied(home, needed, nil)
	}
	return c.stampsOf(ctx, s, home, tables)
}

// whoSeesAll is who sees all rows of a table.
const whoSeesAll = "name its owner, or a user with BYPASSRLS"

// stampsOf reads those among the tables of a schema.
func (c *catalog) stampsOf(ctx context.Context, s session, home string, tables []*relation) error {
	for _, t := range tables {
		if !t.stamp || !slices.Contains(t.columns, versionColumn) {
			continue
		}
		if t.version.id >= firstNormal || t.version.computed {
			c.unread = append(c.unread, schema.Unread{Table: t.Name, Why: "its column " + versionColumn + " is computed, or of a type that is not PostgreSQL's own"})
			continue
		}
		rows, nulls, err := s.copy(ctx, fmt.Sprintf("COPY %s.%s (%s) TO STDOUT", quote(home), quote(t.Name), versionColumn))
		switch {
		case codeOf(err) == noPrivilege && t.secured:
			return &schema.ReadError{
				Problem: "row security may hide rows of the version table " + quote(t.Name) + " from user " + quote(c.user),
				Hint:    whoSeesAll, Cause: err,
			}
		case codeOf(err) == noPrivilege:
			return c.denied(home, t.Name, err)
		case errors.Is(err, errTooMuch):
			return &schema.ReadError{
				Problem: "the version table " + quote(t.Name) + " holds over a megabyte", Hint: "it is none of Alembic's: name the right one",
				Cause: err,
			}
		case err != nil:
			return err
		}
		slices.Sort(rows)
		stamp := schema.Stamp{Table: t.Name, Revisions: rows, Nulls: nulls}
		if home != c.name {
			stamp.Schema = home
		}
		c.stamps = append(c.stamps, stamp)
	}
	return nil
}

func (c *catalog) denied(home, table string, err error) error {
	usage := ""
	if home != c.name {
		usage = ", and USAGE ON SCHEMA " + quote(home)
	}
	return &schema.ReadError{
		Problem: "user " + quote(c.user) + " may not read the version table " + quote(table),
		Hint:    "GRANT SELECT ON " + quote(home) + "." + quote(table) + " TO " + quote(c.user) + usage,
		Cause:   err,
	}
}

// copy returns the rows of a COPY of one column, without those that are NULL, and whether there are such.
func (s session) copy(ctx context.Context, sql string) (rows []string, nulls bool, err error) {
	var out bounded
	tag, err := s.conn.CopyTo(ctx, &out, sql)
	if err != nil {
		return nil, false, errors.Join(out.err, readError(err))
	}
	if tag.String() == "" || int64(bytes.Count(out.Bytes(), []byte("\n"))) != tag.RowsAffected() { // without a tag, the end of another answer came twice
		return nil, false, errDamaged
	}
	text := strings.TrimSuffix(out.String(), "\n")
	if out.Len() == 0 {
		return nil, false, nil
	}
	rows = strings.Split(text, "\n")
	all := len(rows)
	rows = slices.DeleteFunc(rows, func(r string) bool { return r == `\N` })
	for i := range rows {
		rows[i] = unescape.Replace(rows[i])
	}
	return rows, len(rows) < all, nil
}

var unescape = strings.NewReplacer(`\\`, `\`, `\b`, "\b", `\f`, "\f", `\n`, "\n", `\r`, "\r", `\t`, "\t", `\v`, "\v")

// bounded keeps what is written to it, a megabyte at the most.
type bounded struct {
	bytes.Buffer
	err error
}

var errTooMuch = errors.New("too much of it")

func (b *bounded) Write(p []byte) (int, error) {
	if b.Len()+len(p) > 1<<20 {
		b.err = errTooMuch
		return 0, errTooMuch
	}
	return b.Buffer.Write(p)
}
