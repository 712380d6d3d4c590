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

// versionTablesOf are those of another database, which is not read beside that: Alembic's version_table_schema names it. A user sees those that he has a right
// on.
func versionTablesOf(rd *reader, home string) (names []string, err error) {
	err = rd.query("the version tables of "+home, []string{"c.TABLE_NAME", "t.TABLE_TYPE"},
		" FROM information_schema.COLUMNS AS c JOIN information_schema.TABLES AS t ON t.TABLE_SCHEMA = c.TABLE_SCHEMA AND t.TABLE_NAME = c.TABLE_NAME"+
			" WHERE c.TABLE_SCHEMA = "+textLiteral(home)+" AND c.COLUMN_NAME = 'version_num' ORDER BY c.TABLE_NAME", func(r row) error {
			switch name := string(r[0]); {
			case !rd.target.IsVersionTable(rd.database.Schema.Semantics, name):
			case string(r[1]) != "BASE TABLE":
				rd.database.Unread = append(rd.database.Unread, schema.Unread{Table: name, Why: "it is no ordinary table of database " + home})
			default:
				names = append(names, name)
			}
			return nil
		})
	if err != nil || len(names) > 0 {
		return names, err
	}
	// That of which the user has no right is not listed, as what is not there.
	err = rd.query("the version table of "+home, []string{"1"}, " FROM "+quote(home)+"."+quote(cmp.Or(rd.target.VersionTable, "alembic_version"))+" WHERE 1 = 0",
		func(row) error { return nil })
	switch refused, _ := errors.AsType[*driver.MySQLError](err); {
	case denies(err):
		return nil, stampDenied(rd, home, err)
	case refused != nil && (refused.Number == 1146 || refused.Number == 1049): // no such table, no such database
		return nil, nil
	}
	return nil, err
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
