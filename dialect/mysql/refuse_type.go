package mysql

import (
	"strconv"
	"strings"

	"assay/schema"
)

// typeRefused says what the server makes no column of: too many digits, characters or bits.
func (r refuser) typeRefused(c schema.Column) *schema.Refusal {
	maria := r.isMariaDB()
	column, stop, scale := "column ", ".", 30
	if maria {
		column, stop, scale = "", "", 38
	}
	m, d, two := arguments(c.Type)
	short := strings.HasPrefix(c.Type.Name, "time") || c.Type.Name == "datetime"
	scaled := c.Type.Name == "decimal" || c.Type.Name == "double" || c.Type.Name == "float"
	switch {
	case c.Type.Name == "decimal" && two && d > scale:
		return tooBig(r.flavor, c.Name, "1425", "scale", d, scale)
	case c.Type.Name == "decimal" && m > 65:
		return tooBig(r.flavor, c.Name, "1426", "precision", m, 65)
	case short && m > 6:
		return tooBig(r.flavor, c.Name, "1426", "precision", m, 6)
	case scaled && two && d > m:
		return syntax("1427", "For float(M,D), double(M,D) or decimal(M,D), M must be >= D (column '%s')%s", c.Name, stop)
	case (c.Type.Name == "char" || c.Type.Name == "binary") && m > 255:
		return syntax("1074", "Column length too big for column '%s' (max = 255); use BLOB or TEXT instead", c.Name)
	case c.Type.Name == "bit" && m > 64:
		return syntax("1439", "Display width out of range for %s'%s' (max = 64)", column, c.Name)
	}
	return nil
}

// arguments are the numbers that a type has in parentheses.
func arguments(t schema.Type) (m, d int, two bool) {
	first, second, two := strings.Cut(t.Args, ",")
	m, _ = strconv.Atoi(strings.TrimSpace(first)) // labels are no number, and 0
	d, _ = strconv.Atoi(strings.TrimSpace(second))
	return m, d, two
}

// tooBig is said in other words by MySQL.
func tooBig(f flavor, column, code, what string, n, most int) *schema.Refusal {
	if f.isMariaDB() {
		return syntax(code, "Too big %s specified for '%s'. Maximum is %d", what, column, most)
	}
	adjective, of := "Too-big", "'"
	if what == "scale" || !f.atLeastMySQL(5, 7, 0) {
		adjective, of = "Too big", "column '"
	}
	return syntax(code, "%s %s %d specified for %s%s'. Maximum is %d.", adjective, what, n, of, column, most)
}

// syntax is a refusal that counts as one of syntax.
func syntax(code, format string, args ...any) *schema.Refusal {
	f := say(code, format, args...)
	f.State = "42000"
	return f
}

// indexRefused: a full text is of texts, and a place in space is one that is there.
func indexRefused(f flavor, t *schema.Table, x schema.Index) *schema.Refusal {
	for _, p := range x.Parts {
		i := t.Column(schema.Semantics{FoldColumns: true}, p.Column)
		switch {
		case i < 0:
		case x.Method == "fulltext" && !isText(t.Columns[i].Type):
			return say("1283", "Column '%s' cannot be part of FULLTEXT index", p.Column)
		case x.Method == "fulltext" && t.Columns[i].Generated != "" && !t.Columns[i].Stored && f.isMariaDB():
			return say("1907", "This is not yet supported for generated columns")
		case x.Method == "fulltext" && t.Columns[i].Generated != "" && !t.Columns[i].Stored:
			return say("3106", "'Fulltext index on virtual generated column' is not supported for generated columns.")
		case x.Method == "spatial" && t.Columns[i].Nullable:
			return syntax("1252", "All parts of a SPATIAL index must be NOT NULL")
		}
	}
	return nil
}
