package mysql

import (
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
	tables := rd.versionTables()
	if len(tables) == 0 {
		return nil
	}
	parts := make([]string, len(tables))
	for i, t := range tables {
		parts[i] = fmt.Sprintf("SELECT %d AS i, CAST(version_num AS CHAR) AS v FROM %s", i, quote(t))
		rd.database.Stamps = append(rd.database.Stamps, schema.Stamp{Table: t})
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
	var refused *driver.MySQLError
	if errors.As(err, &refused) && (refused.Number == 1142 || refused.Number == 1143) {
		return &schema.ReadError{
			Problem: fmt.Sprintf("user %s may not read the version table", account(rd.user)),
			Hint:    fmt.Sprintf("GRANT SELECT ON %s.* TO %s", quote(rd.database.Name), account(rd.user)),
			Cause:   err,
		}
	}
	for i := range rd.database.Stamps {
		slices.Sort(rd.database.Stamps[i].Revisions)
	}
	return err
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
