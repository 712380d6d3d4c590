package rules

import (
	"fmt"

	"assay/schema"
)

var foreignKeyCollation = &Rule{
	Name: "foreign-key-collation", Severity: Error, Of: OfDesign, Engines: []string{"mysql"}, Since: "0.1",
	Title: "a column of a foreign key has a different character set or collation than the column it refers to",
	Why: "MySQL and MariaDB refuse such a key (errno 150, ER 3780), unless it is created before its target with foreign_key_checks=0, as when " +
		"a dump is loaded. Then every INSERT with a value there fails (ER 1452), and so does every ALTER that rebuilds either table (errno " +
		"150; MariaDB 10.11 has lost the key after that).",
	Bad: "CREATE TABLE p (id VARCHAR(40) PRIMARY KEY) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;\n" +
		"CREATE TABLE t (id INTEGER PRIMARY KEY, p VARCHAR(40), CONSTRAINT t_p FOREIGN KEY (p) REFERENCES p (id)) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;",
	Good: "CREATE TABLE p (id VARCHAR(40) PRIMARY KEY) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;\n" +
		"CREATE TABLE t (id INTEGER PRIMARY KEY, p VARCHAR(40), CONSTRAINT t_p FOREIGN KEY (p) REFERENCES p (id)) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;",
	Design: func(d *Design) []Finding {
		return d.eachReference(func(t, ref *schema.Table, _ schema.ForeignKey, own, other schema.Column) (Finding, bool) {
			_, a := collates(t, own)
			_, b := collates(ref, other)
			f := Finding{Severity: Error, Want: b, Got: a}
			f.Message = fmt.Sprintf("column %s.%s is %s and refers to %s.%s, which is %s: an INSERT with a value there fails, and so does an ALTER that rebuilds "+
				"either table; convert one of the tables", t.Name, own.Name, a, ref.Name, other.Name, b)
			return f, a != "" && b != "" && a != b
		})
	},
}
