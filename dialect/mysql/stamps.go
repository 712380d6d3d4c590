package mysql

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	driver "github.com/go-sql-driver/mysql"

	"assay/schema"
)

// stamps reads all version tables in one query.
func (rd *reader) stamps() error {
	tables, home := rd.versionTables(), ""
	if other := rd.target.VersionSchema; other != "" && other != rd.database.Name {
		var err error
		if tables, err = versionTablesOf(rd, other); err != nil {
			return err
		}
		home = other
	}
	rd.database.StampsIn = home
	if len(tables) == 0 {
		return nil
	}
	parts := make([]string, len(tables))
	for i, t := range tables {
		parts[i] = fmt.Sprintf("SELECT %d AS i, CAST(version_num AS CHAR) AS v FROM %s.%s", i, quote(cmp.Or(home, rd.database.Name)), quote(t))
		rd.database.Stamps = append(rd.database.Stamps, schema.Stamp{Schema: home, Table: t})
	}
	err := rd.query("the stamps", []string{"i", "v"}, " FROM ("+strings.Join(parts, " UNION ALL ")+") AS stamps", func(row row) error {
		i, err := strconv.Atoi(string(row[0]))
		if err != nil {
			return err
		}
		s := &rd.database.Stamps[i]
		if row[1] == nil {
			s.Nulls = true
			return nil
		}
		s.Revisions = append(s.Revisions, string(row[1]))
		return nil
	})
	if denies(err) {
		return stampDenied(rd, cmp.Or(home, rd.database.Name), err)
	}
	for i := range rd.database.Stamps {
		slices.Sort(rd.database.Stamps[i].Revisions)
	}
	return err
}

// denies reports whether the user may not read a table, or its database.
func denies(err error) bool {
	var refused *driver.MySQLError
	return errors.As(err, &refused) && (refused.Number == 1142 || refused.Number == 1143 || refused.Number == 1044)
}

func stampDenied(rd *reader, home string, cause error) error {
	return &schema.ReadError{
		Problem: fmt.Sprintf("user %s may not read the version table", account(rd.user)),
		Hint:    fmt.Sprintf("GRANT SELECT ON %s.* TO %s", quote(home), account(rd.user)),
		Cause:   cause,
	}
}

// versionTablesOf are those of another database, which is not read beside that: Alembic's version_table_schema names it. Only what is known to be a table is
// asked for rows: to ask a view for none runs functions of its owner (MariaDB).
func versionTablesOf(rd *reader, home string) (names []string, err error) {
	m, needed := rd.database.Schema.Semantics, cmp.Or(rd.target.VersionTable, "alembic_version")
	var tables []string
	listed := false
	err = rd.query("the tables of "+home, []string{"TABLE_NAME", "TABLE_TYPE"},
		" FROM information_schema.TABLES WHERE TABLE_SCHEMA = "+textLiteral(home)+" ORDER BY TABLE_NAME", func(r row) error {
			name := string(r[0])
			if !rd.target.IsVersionTable(m, name) {
				return nil
			}
			listed = listed || m.TableKey(name) == m.TableKey(needed)
			if kind := string(r[1]); kind == "BASE TABLE" || kind == systemVersioned {
				tables = append(tables, name)
			} else {
				rd.database.Unread = append(rd.database.Unread, schema.Unread{Table: name, Why: "it is no ordinary table of database " + home})
			}
			return nil
		})
	if err == nil && !listed {
		err = notListed(rd, home, needed)
	}
	for _, name := range tables {
		if err != nil {
			return nil, err
		}
		var has bool
		if has, err = hasVersions(rd, home, name); has {
			names = append(names, name)
		}
		if denies(err) && m.TableKey(name) != m.TableKey(needed) {
			rd.database.Unread, err = append(rd.database.Unread, schema.Unread{Table: name, Why: "the user may not read it", Barred: true}), nil
		}
		if denies(err) {
			err = stampDenied(rd, home, err)
		}
	}
	return names, err
}

// hasVersions asks a table of another database for the column in which Alembic keeps stamps, and whether the user may read it.
func hasVersions(rd *reader, home, table string) (bool, error) {
	err := rd.query("the version table of "+home, []string{"version_num"}, " FROM "+quote(home)+"."+quote(table)+" WHERE 1 = 0", func(row) error { return nil })
	if refused, ok := errors.AsType[*driver.MySQLError](err); ok && refused.Number == noSuchColumn {
		return false, nil
	}
	return err == nil, err
}

// noSuchColumn is the number of the error "Unknown column".
const noSuchColumn = 1054

// notListed makes sure that a table that is not listed is not there, and its database is: neither is listed where the user has no right on it. The server runs
// nothing of what it shows the columns of.
func notListed(rd *reader, home, table string) error {
	there, m := false, rd.database.Schema.Semantics
	err := rd.query("the database "+home, []string{"SCHEMA_NAME"}, " FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = "+textLiteral(home), func(r row) error {
		there = there || m.TableKey(string(r[0])) == m.TableKey(home) // the server may compare without case here, and only here
		return nil
	})
	if err != nil {
		return err
	}
	err = rd.say("the version table of "+home, "SHOW COLUMNS FROM "+quote(home)+"."+quote(table), func(row) error { return nil })
	refused, _ := errors.AsType[*driver.MySQLError](err)
	switch gone := refused != nil && (refused.Number == 1146 || refused.Number == 1049); { // no such table, no such database
	case denies(err):
		return stampDenied(rd, home, err)
	case err != nil && !gone:
		return err
	case !there:
		return &schema.ReadError{
			Problem: "there is no database " + quote(home) + " for the version table to be in",
			Hint:    "check the name that --version-table-schema gives", Cause: err,
		}
	}
	return nil
}

// versionTables are the tables that Alembic keeps its stamps in, by name.
func (rd *reader) versionTables() []string {
	m := rd.database.Schema.Semantics
	var names []string
	for _, t := range rd.tables {
		if rd.target.IsVersionTable(m, t.Name) && t.Column(m, "version_num") >= 0 {
			names = append(names, t.Name)
		}
	}
	slices.Sort(names)
	return names
}
