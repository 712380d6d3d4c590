// Package oracle says of a schema what an Oracle Database that held it would say of itself, as far as its documentation and recordings of real ones tell: the
// rows that the queries of assay snapshot --queries give. None of it has been held against a server yet.
package oracle

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"assay/internal/lab/rows"
	"assay/schema"
)

// Owner is whose tables they are.
const Owner = "ASTERISK"

// Print writes the rows, each as a line of JSON, and the one that ends them. quote is the room's: it knows what a name is called in the data dictionary.
func Print(db *schema.Database, quote func(string) string) string {
	p := &printer{stored: func(name string) string { return strings.Trim(quote(name), `"`) }}
	user, all := Owner, 1
	if db.Hidden != "" {
		user, all = "READER", 0
	}
	p.Row("server", "engine", "oracle", "version", db.Server.Version, "session_user", user, "owner", Owner, "con", "ORCLPDB1", "sees_all", all)
	for _, t := range db.Schema.SortedTables() {
		p.table(t)
	}
	for _, o := range db.Schema.Opaque {
		if o.Kind == "sequence" {
			p.Row("sequence", "sequence_name", p.stored(o.Name))
			continue
		}
		p.Row("object", "object_type", strings.ToUpper(o.Kind), "object_name", p.stored(o.Name), "table_name", rows.Null(p.stored(o.Table)))
	}
	for _, s := range db.Stamps {
		p.Row("version", "table", p.stored(s.Table), "may", 1)
		for _, r := range s.Revisions {
			p.Row("stamp", "table", p.stored(s.Table), "version_num", r)
		}
	}
	return p.End()
}

type printer struct {
	rows.Printer
	stored func(string) string
	made   int // names that the server has made up
	hidden int // columns of indexes over expressions
}

// make is a name as the server makes one up.
func (p *printer) make() string {
	p.made++
	return fmt.Sprintf("SYS_C%06d", 7000+p.made)
}

func yes(is bool) string { return map[bool]string{true: "YES", false: "NO"}[is] }

func (p *printer) table(t *schema.Table) {
	name := p.stored(t.Name)
	p.Row("table", "table_name", name, "temporary", "N", "partitioned", "NO", "external", "NO", "comments", rows.Null(t.Traits[schema.Comment]))
	for i, c := range t.Columns {
		p.column(name, i+1, c)
	}
	for _, c := range t.Columns {
		if !c.Nullable && c.Generated == "" {
			p.check(name, p.make(), `"`+p.stored(c.Name)+`" IS NOT NULL`, true, schema.Check{})
		}
	}
	for _, x := range t.Indexes {
		p.index(name, x)
	}
	for _, f := range t.ForeignKeys {
		p.foreignKey(name, f)
	}
	for _, k := range t.Checks {
		named := p.stored(k.Name)
		if k.Name == "" {
			named = p.make()
		}
		p.check(name, named, k.Expr, k.Name == "", k)
	}
}

var timed = regexp.MustCompile(`^timestamp`)

func (p *printer) column(table string, pos int, c schema.Column) {
	said, unit, used := strings.ToUpper(c.Type.Name), "", any(nil)
	var length, letters int
	var precision, scale, text, generation, options any
	first, second, both := strings.Cut(c.Type.Args, ",")
	if number, u, ok := strings.Cut(first, " "); ok {
		first, unit = number, u
	}
	n, _ := strconv.Atoi(first)
	length = n
	switch {
	case c.Type.Name == "varchar2", c.Type.Name == "char":
		letters, used = n, strings.ToUpper(unit[:1])
		if unit == "char" {
			length = 4 * n
		}
	case c.Type.Name == "nvarchar2", c.Type.Name == "nchar":
		length, letters, used = 2*n, n, "C"
	case c.Type.Name == "number" && both && first == "*":
		scale, _ = strconv.Atoi(second)
	case c.Type.Name == "number" && c.Type.Args != "":
		precision = n
		scale, _ = strconv.Atoi("0" + second)
	case c.Type.Name == "float":
		if precision = 126; n > 0 {
			precision = n
		}
	case timed.MatchString(c.Type.Name):
		said = strings.TrimSpace(fmt.Sprintf("TIMESTAMP(%s) %s", or(c.Type.Args, "6"), strings.ToUpper(c.Type.Attrs)))
	}
	def := strings.TrimPrefix(c.Default, "ON NULL ")
	if c.Default != "" {
		text = def + " " // as somebody typed it
	}
	if c.Generated != "" {
		text = c.Generated
	}
	if c.Identity != "" {
		generation, options = strings.TrimSuffix(c.Identity, " ON NULL"), identity(c.Sequence)
		text = `"` + Owner + `"."ISEQ$$_7` + strconv.Itoa(pos) + `".nextval`
	}
	p.Row("column", "table_name", table, "pos", pos, "column_name", p.stored(c.Name), "data_type", said, "data_length", length, "char_length", letters,
		"char_used", used, "data_precision", precision, "data_scale", scale, "nullable", map[bool]string{true: "Y", false: "N"}[c.Nullable],
		"default_on_null", yes(def != c.Default || strings.HasSuffix(c.Identity, "NULL")), "virtual_column", yes(c.Generated != ""),
		"hidden_column", yes(c.Invisible), "user_generated", "YES", "identity_column", yes(c.Identity != ""), "collation", or(c.Collation, "USING_NLS_COMP"),
		"generation_type", generation, "identity_options", options, "comments", rows.Null(c.Comment), "data_default", text)
}

func or(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

// identity are the options of an identity's sequence, all of them.
func identity(said string) string {
	q := schema.ParseSequence(said)
	cycle := map[bool]string{true: "Y", false: "N"}[q.Cycle != ""]
	return fmt.Sprintf("START WITH: %s, INCREMENT BY: %s, MAX_VALUE: %s, MIN_VALUE: %s, CYCLE_FLAG: %s, CACHE_SIZE: %s, ORDER_FLAG: N", or(q.Start, "1"),
		or(q.Increment, "1"), or(q.Max, strings.Repeat("9", 28)), or(q.Min, "1"), cycle, or(q.Cache, "20"))
}

// index prints an index, and the constraint that it holds.
func (p *printer) index(table string, x schema.Index) {
	held := x.Kind == schema.Primary || x.Kind == schema.Constraint
	name := p.stored(x.Name)
	if x.Name == "" {
		name = p.make()
	}
	if held {
		kind := map[bool]string{true: "P", false: "U"}[x.Kind == schema.Primary]
		for i, part := range x.Parts {
			p.constraint(table, name, kind, x.Name == "", "index_name", name, "position", i+1, "column_name", p.stored(part.Column), "validated", "VALIDATED",
				"deferrable", timing(map[bool]string{true: "DEFERRABLE"}[x.Deferrable])[0])
		}
	}
	what := strings.ToUpper(or(x.Method, "normal"))
	if computes := slices.ContainsFunc(x.Parts, func(p schema.Part) bool { return p.Expr != "" || p.Desc }); computes {
		what = "FUNCTION-BASED " + what
	}
	for i, part := range x.Parts {
		column, expr := p.stored(part.Column), any(nil)
		if part.Expr != "" || part.Desc {
			p.hidden++
			column, expr = fmt.Sprintf("SYS_NC%05d$", p.hidden), `"`+column+`"`
			if part.Expr != "" {
				expr = strings.ToUpper(part.Expr)
			}
			p.Row("column", "table_name", table, "pos", 900+p.hidden, "column_name", column, "data_type", "RAW", "data_length", 34, "nullable", "Y",
				"virtual_column", "YES", "hidden_column", "YES", "user_generated", "NO", "data_default", expr)
		}
		p.Row("index", "table_name", table, "index_name", name, "index_type", what,
			"uniqueness", map[bool]string{true: "UNIQUE", false: "NONUNIQUE"}[x.Kind.Unique()],
			"visibility", map[bool]string{true: "INVISIBLE", false: "VISIBLE"}[x.Invisible], "status", map[bool]string{true: "UNUSABLE", false: "VALID"}[x.Invalid],
			"column_position", i+1, "column_name", column, "descend", map[bool]string{true: "DESC", false: "ASC"}[part.Desc], "column_expression", expr)
	}
}

// timing is whether a constraint can be deferred, and whether it is.
func timing(said string) [2]string {
	is := [2]string{"NOT DEFERRABLE", "IMMEDIATE"}
	if said != "" {
		is[0] = "DEFERRABLE"
	}
	if strings.HasSuffix(said, "DEFERRED") {
		is[1] = "DEFERRED"
	}
	return is
}

func (p *printer) constraint(table, name, kind string, generated bool, pairs ...any) {
	p.Row("constraint", append([]any{
		"table_name", table, "constraint_name", name, "constraint_type", kind, "status", "ENABLED",
		"generated", map[bool]string{true: "GENERATED NAME", false: "USER NAME"}[generated],
	}, pairs...)...)
}

func validated(not bool) string {
	return map[bool]string{true: "NOT VALIDATED", false: "VALIDATED"}[not]
}

func (p *printer) foreignKey(table string, f schema.ForeignKey) {
	name := p.stored(f.Name)
	if f.Name == "" {
		name = p.make()
	}
	at := timing(f.Traits[schema.Timing])
	for i := range f.Columns {
		p.constraint(table, name, "R", f.Name == "", "validated", validated(f.NotValid), "deferrable", at[0], "deferred", at[1], "delete_rule",
			or(f.OnDelete, "NO ACTION"), "position", i+1, "column_name", p.stored(f.Columns[i]), "ref_owner", Owner, "ref_table", p.stored(f.RefTable),
			"ref_column", p.stored(f.RefColumns[i]))
	}
}

func (p *printer) check(table, name, expr string, generated bool, k schema.Check) {
	at := timing(k.Traits[schema.Timing])
	p.constraint(table, name, "C", generated, "validated", validated(k.NotEnforced), "deferrable", at[0], "deferred", at[1], "search_condition", expr)
}
