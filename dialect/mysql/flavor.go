package mysql

import (
	"slices"
	"strconv"
	"strings"

	"assay/schema"
)

// A vendor is a family of servers with a version numbering of its own.
type vendor int

const (
	mariaDB vendor = iota
	mySQL          // and what is built from its source: Percona Server, Aurora
	tiDB
)

// A flavor is a vendor's version. All questions that begin with "does this server …" are its methods.
type flavor struct {
	vendor  vendor
	version [3]int
}

var newest = [3]int{999}

func flavorOf(s schema.Server) flavor {
	f := flavor{version: newest}
	switch {
	case strings.Contains(s.Product, "TiDB"):
		f.vendor = tiDB
	case s.Product != "" && s.Product != "MariaDB":
		f.vendor = mySQL
	}
	if s.Version != "" {
		f.version = versionNumbers(s.Version)
	}
	return f
}

var leadingNumbers = schema.Pattern(`^\d+(?:\.\d+){0,2}`)

func versionNumbers(s string) (v [3]int) {
	for i, n := range strings.Split(leadingNumbers().FindString(s), ".") {
		v[i], _ = strconv.Atoi(n)
	}
	return v
}

// ServerOf reads what a dump says of the version of its server.
func ServerOf(version string) schema.Server { return serverOf(version, "") }

// serverOf reads what VERSION() and @@version_comment say.
func serverOf(version, comment string) schema.Server {
	s := schema.Server{Engine: Engine, Product: "MySQL"}
	switch {
	case strings.Contains(version, "-TiDB-"):
		s.Product = "TiDB"
		_, version, _ = strings.Cut(version, "-TiDB-")
		version = strings.TrimPrefix(version, "v")
	case strings.Contains(version, "MariaDB") || strings.Contains(comment, "MariaDB"):
		s.Product = "MariaDB"
		// Replication once refused a primary whose version has two digits before the first point, so MariaDB 10 hid behind 5.5.5.
		version = strings.TrimPrefix(version, "5.5.5-")
	case strings.Contains(version, "aurora") || strings.Contains(comment, "Aurora"):
		s.Product = "Aurora MySQL"
		// "8.0.mysql_aurora.3.02.0" does not say which 8.0; Aurora 3 was never older than 8.0.23.
		if strings.HasPrefix(version, "8.0.mysql_aurora") {
			version = "8.0.23"
		}
	case strings.Contains(comment, "Percona"):
		s.Product = "Percona Server"
	}
	s.Version = leadingNumbers().FindString(version)
	return s
}

func (f flavor) isMariaDB() bool { return f.vendor == mariaDB }

func (f flavor) atLeast(v vendor, version ...int) bool {
	return f.vendor == v && slices.Compare(f.version[:], version) >= 0
}

func (f flavor) atLeastMySQL(version ...int) bool   { return f.atLeast(mySQL, version...) }
func (f flavor) atLeastMariaDB(version ...int) bool { return f.atLeast(mariaDB, version...) }

// defaultsAreExpressions reports whether COLUMN_DEFAULT is SQL text (with NULL for none) and not the bare value.
func (f flavor) defaultsAreExpressions() bool { return f.atLeastMariaDB(10, 2, 7) }

// keepsChecks reports whether CHECK constraints are stored; older servers parse them and forget them,
// as TiDB does unless tidb_enable_check_constraint is on.
func (f flavor) keepsChecks() bool { return f.atLeastMySQL(8, 0, 16) || f.atLeastMariaDB(10, 2, 1) }

// listsChecks reports whether information_schema has CHECK_CONSTRAINTS (MariaDB: MDEV-14474).
func (f flavor) listsChecks() bool { return f.atLeastMySQL(8, 0, 16) || f.atLeastMariaDB(10, 3, 10) }

// columnChecks reports whether a CHECK written behind a column belongs to it, is named as it and goes with its next MODIFY.
func (f flavor) columnChecks() bool { return f.atLeastMariaDB(10, 2, 1) }

// levelsOfChecks reports whether CHECK_CONSTRAINTS has LEVEL (MDEV-24601).
func (f flavor) levelsOfChecks() bool { return f.atLeastMariaDB(10, 5, 10) }

func (f flavor) hasGenerated() bool { return f.isMariaDB() || f.atLeastMySQL(5, 7) || f.vendor == tiDB }

// listsGenerated reports whether COLUMNS has GENERATION_EXPRESSION.
func (f flavor) listsGenerated() bool {
	return f.hasGenerated() && !f.isMariaDB() || f.atLeastMariaDB(10, 2, 5)
}

// escapesExpressions reports whether information_schema prints expressions with quotes and backslashes escaped once too often.
func (f flavor) escapesExpressions() bool { return f.atLeastMySQL(8) }

func (f flavor) hasFunctionalIndexes() bool { return f.atLeastMySQL(8, 0, 13) || f.vendor == tiDB }

// ordersIndexes reports whether DESC in an index means something; older servers parse it and forget it.
func (f flavor) ordersIndexes() bool { return f.atLeastMySQL(8) || f.atLeastMariaDB(10, 8) }

func (f flavor) hasInvisibleIndexes() bool { return f.atLeastMySQL(8) || f.vendor == tiDB }
func (f flavor) hasIgnoredIndexes() bool   { return f.atLeastMariaDB(10, 6) }

// renamesColumns reports whether ALTER TABLE knows RENAME COLUMN.
func (f flavor) renamesColumns() bool {
	return f.atLeastMySQL(8, 0, 3) || f.atLeastMariaDB(10, 5, 2) || f.vendor == tiDB
}

func (f flavor) renamesIndexes() bool {
	return f.atLeastMySQL(5, 7) || f.atLeastMariaDB(10, 5, 2) || f.vendor == tiDB
}

// keepsDictionary reports whether information_schema comes from tables, and not from opening one table after the other.
func (f flavor) keepsDictionary() bool { return f.atLeastMySQL(8) || f.vendor == tiDB }

// cachesCounters reports whether information_schema shows AUTO_INCREMENT as it was up to a day ago.
func (f flavor) cachesCounters() bool { return f.atLeastMySQL(8) }

// literalsForText reports whether TEXT and BLOB take a literal default as it stands; MySQL wants it in parentheses.
func (f flavor) literalsForText() bool { return f.isMariaDB() }

// shortensKeys reports whether a column that is too long for an index that need not be unique is indexed by its beginning, instead of being refused.
func (f flavor) shortensKeys() bool { return f.isMariaDB() }

// isLax reports whether the server cuts what does not fit, with a warning, unless it is told not to (sql_mode is empty by default before 5.7).
func (f flavor) isLax() bool { return f.vendor == mySQL && !f.atLeastMySQL(5, 7) }

// hashesKeys reports whether unique keys that are too long are kept as hashes (MDEV-371).
func (f flavor) hashesKeys() bool { return f.atLeastMariaDB(10, 4) }

// dynamicRows reports whether InnoDB's tables are of ROW_FORMAT=DYNAMIC by default.
func (f flavor) dynamicRows() bool {
	return f.atLeastMySQL(5, 7, 9) || f.atLeastMariaDB(10, 2, 2) || f.vendor == tiDB
}

// jsonIsText reports whether JSON is only another word for longtext, with nothing that would tell it from one.
func (f flavor) jsonIsText() bool { return f.isMariaDB() && !f.jsonIsChecked() }

// jsonIsChecked reports whether JSON is a longtext with a collation and a check of its own (MDEV-13916).
func (f flavor) jsonIsChecked() bool { return f.atLeastMariaDB(10, 4, 3) }

// implicitTimestamps reports whether explicit_defaults_for_timestamp is off by default:
// a TIMESTAMP that does not say NULL is NOT NULL, and the first one of a table counts its changes.
func (f flavor) implicitTimestamps() bool {
	return f.vendor == mySQL && !f.atLeastMySQL(8, 0, 2) || f.isMariaDB() && !f.atLeastMariaDB(10, 10)
}

// refersInline reports whether REFERENCES behind a column makes a foreign key; elsewhere it is parsed and forgotten.
func (f flavor) refersInline() bool { return f.atLeastMySQL(9) || f.atLeastMariaDB(10, 5) }

// localtimeIsTime reports whether LOCALTIME is the time of day, as the SQL standard has it (seen on 11.8), and not NOW().
func (f flavor) localtimeIsTime() bool { return f.atLeastMariaDB(11, 8) }

// fillsKeys reports whether a column that is made NOT NULL by the primary key alone gets a zero as its default.
func (f flavor) fillsKeys() bool { return f.vendor == mySQL && !f.atLeastMySQL(5, 7, 3) }

// saysUTF8MB3 reports whether the server knows utf8 by its new name, in collations too.
func (f flavor) saysUTF8MB3() bool { return f.atLeastMySQL(8, 0, 30) || f.atLeastMariaDB(10, 6) }

// hasInstant reports whether the server is one of that vendor and knows ALGORITHM=INSTANT.
func (f flavor) hasInstant(v vendor) bool {
	return v == f.vendor && (f.atLeastMySQL(8, 0, 12) || f.atLeastMariaDB(10, 3, 2))
}

// addsLast reports whether a column can be added behind the last without touching the rows, addsAnywhere whether one can be added anywhere or dropped, and
// movesColumns whether one can be moved.
func (f flavor) addsLast() bool     { return f.atLeastMySQL(8, 0, 12) || f.atLeastMariaDB(10, 3, 2) }
func (f flavor) addsAnywhere() bool { return f.atLeastMySQL(8, 0, 29) || f.atLeastMariaDB(10, 4) }
func (f flavor) movesColumns() bool { return f.atLeastMariaDB(10, 4) }

// lengthens reports whether a varchar gets longer without touching the rows.
func (f flavor) lengthens() bool { return f.atLeastMySQL(5, 7) || f.atLeastMariaDB(10, 2, 2) }

// copiesOnline reports whether writers go on while a table is copied (MDEV-16329).
func (f flavor) copiesOnline() bool { return f.atLeastMariaDB(11, 2) }
