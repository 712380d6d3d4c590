package rules

import (
	"fmt"
	"strings"

	"assay/schema"
)

var foreignKeyType = &Rule{
	Name: "foreign-key-type", Severity: Error, Milder: true, Of: OfDesign, Since: "0.1",
	Title: "a column of a foreign key has a different type than the column it refers to",
	Why: "A narrower column cannot refer to all rows: on PostgreSQL an integer that refers to a bigint fails at 2147483648. MySQL and MariaDB " +
		"refuse such a key (errno 150, ER 3780), unless it is created before its target with foreign_key_checks=0, as when a dump is loaded. " +
		"Then every INSERT with a value there fails (ER 1452), and so does every ALTER that rebuilds either table (errno 150; MariaDB 10.11 " +
		"has lost the key after that).",
	Bad:  "CREATE TABLE p (id BIGINT PRIMARY KEY);\nCREATE TABLE t (id INTEGER PRIMARY KEY, p INTEGER, CONSTRAINT t_p FOREIGN KEY (p) REFERENCES p (id));",
	Good: "CREATE TABLE p (id BIGINT PRIMARY KEY);\nCREATE TABLE t (id INTEGER PRIMARY KEY, p BIGINT, CONSTRAINT t_p FOREIGN KEY (p) REFERENCES p (id));",
	Design: func(d *Design) []Finding {
		return d.eachReference(func(t, ref *schema.Table, k schema.ForeignKey, own, other schema.Column) (Finding, bool) {
			w := d.Schema.Semantics.Compare(stored(other.Type), stored(own.Type))
			f := Finding{Severity: Warning, Want: other.Type.String(), Got: own.Type.String()}
			f.Message = fmt.Sprintf("column %s.%s is %s and refers to %s.%s, which is %s: ", t.Name, own.Name, f.Got, ref.Name, other.Name, f.Want)
			switch {
			case isText(own.Type) && isText(other.Type):
				if w != schema.Narrower {
					return f, false
				}
				f.Severity = Info // servers allow it, and keys that long may never come
				f.Message += "a row with a longer key cannot be referred to; give both the same type"
			case w == schema.Same, own.Type.Labels() != nil, other.Type.Labels() != nil:
				return f, false
			case d.Schema.Semantics.FixedKeyColumns:
				f.Severity = Error
				f.Message += "an INSERT with a value there fails, and so does an ALTER that rebuilds either table; give both the same type"
			case w == schema.Narrower:
				f.Message += "a row with a larger key cannot be referred to; give both the same type"
			default:
				return f, false
			}
			return f, true
		})
	},
}

// stored is a type without what a server only shows it by: tinyint(1) is a tinyint, and zerofill is for display.
func stored(t schema.Type) schema.Type {
	if isInteger(t) {
		t.Args, t.Attrs = "", strings.TrimSuffix(t.Attrs, " zerofill")
	}
	return t
}

// eachReference collects what a function finds in each pair of columns that a foreign key joins. What is not seen is not judged.
func (d *Design) eachReference(judge func(t, ref *schema.Table, k schema.ForeignKey, own, other schema.Column) (Finding, bool)) []Finding {
	return d.each(func(t *schema.Table) []Finding {
		var found []Finding
		for _, k := range t.ForeignKeys {
			ref := d.Schema.Table(k.RefTable)
			if ref == nil || len(k.Columns) != len(k.RefColumns) {
				continue
			}
			for i := range k.Columns {
				own, known := d.column(t, k.Columns[i])
				other, there := d.column(ref, k.RefColumns[i])
				if !known || !there {
					continue
				}
				if f, ok := judge(t, ref, k, own, other); ok {
					f.Object = own.Name
					found = append(found, f)
				}
			}
		}
		return found
	})
}
