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

// A flavor is a vendor's version, and what its servers do.
type flavor struct {
	vendor  vendor
	version [3]int
	facts
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
	f.facts = f.findFacts()
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
