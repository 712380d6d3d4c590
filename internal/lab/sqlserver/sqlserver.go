// Package sqlserver says of a schema what a SQL Server that held it would say of itself, as far as its documentation and recordings of real ones tell: the
// rows that the queries of assay snapshot --queries give. None of it has been held against a server yet.
package sqlserver

import (
	"fmt"
	"hash/fnv"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"assay/internal/lab/rows"
	"assay/schema"
)

// Collation is the database's where nobody says another.
const Collation = "SQL_Latin1_General_CP1_CI_AS"

// Print writes the rows, each as a line of JSON, and the one that ends them.
func Print(db *schema.Database) string {
	p := &printer{}
	p.Row("server", "engine", "mssql", "version", db.Server.Version, "edition", 3, "db", db.Name, "schema", "dbo", "collation", Collation,
		"sees_all", map[bool]int{true: 1, false: 0}[db.Hidden == ""])
	for _, t := range db.Schema.SortedTables() {
		p.table(t)
	}
	for _, o := range db.Schema.Opaque {
		p.Row("object", "type", map[string]string{"view": "V ", "trigger": "TR", "sequence": "SO"}[o.Kind], "name", o.Name, "table", rows.Null(o.Table))
	}
	for _, s := range db.Stamps {
		for _, r := range s.Revisions {
			p.Row("stamp", "table", s.Table, "version_num", r)
		}
	}
	return p.End()
}

type printer struct{ rows.Printer }

func (p *printer) table(t *schema.Table) {
	var stamps any
	if slices.ContainsFunc(t.Columns, func(c schema.Column) bool { return c.Name == "version_num" }) {
		stamps = 1
	}
	p.Row("table", "name", t.Name, "temporal_type", 0, "is_memory_optimized", false, "is_external", false,
		"parts", 1, "comment", rows.Null(t.Traits[schema.Comment]), "stamps", stamps)
	for i, c := range t.Columns {
		p.column(t, i+1, c)
	}
	for i := range t.Indexes {
		p.index(t, &t.Indexes[i])
	}
	for _, f := range t.ForeignKeys {
		name := f.Name
		if name == "" {
			name = made("FK", t.Name, f.Columns[0], 8)
		}
		for i := range f.Columns {
			p.Row("fk", "table", t.Name, "name", name, "is_disabled", false, "is_not_trusted", f.NotValid, "on_delete", action(f.OnDelete),
				"on_update", action(f.OnUpdate), "ref_schema", "dbo", "ref_table", f.RefTable, "pos", i+1, "column", f.Columns[i], "ref_column", f.RefColumns[i])
		}
	}
	for _, k := range t.Checks {
		name := k.Name
		if name == "" {
			name = made("CK", t.Name, k.Expr, 8)
		}
		p.Row("check", "table", t.Name, "name", name, "generated", strings.HasPrefix(name, "CK__"), "is_disabled", false,
			"is_not_trusted", k.NotEnforced, "definition", Expression(k.Expr))
	}
}

func action(said string) string {
	if said == "" {
		return "NO_ACTION"
	}
	return strings.ReplaceAll(said, " ", "_")
}

// made is a name as the server makes one up: a prefix, the beginning of the table's name, of the column's for some, and digits.
func made(prefix, table, of string, digits int) string {
	h := fnv.New64a()
	_, _ = h.Write([]byte(table + of))
	hex := strings.ToUpper(fmt.Sprintf("%016x", h.Sum64()))
	name := prefix + "__" + table[:min(len(table), 9)] + "__"
	if digits == 8 {
		name += of[:min(len(of), 5)] + "__"
	}
	return name + hex[:digits]
}

func (p *printer) column(t *schema.Table, pos int, c schema.Column) {
	name, size, precision, scale := typeOf(c.Type)
	var computed, persisted, seed, incr, text, collation any
	id := 0
	if c.Generated != "" {
		name, computed, persisted = "int", Expression(c.Generated), c.Stored
	}
	if c.AutoIncrement {
		seed, incr = "1", "1"
		if q := schema.ParseSequence(c.Sequence); c.Sequence != "" {
			seed, incr = or1(q.Start), or1(q.Increment)
		}
	}
	if c.Default != "" {
		text, id = Expression(c.Default), 1000+pos
	}
	if strings.HasSuffix(name, "char") {
		collation = Collation
		if c.Collation != "" {
			collation = c.Collation
		}
	}
	p.Row("column", "table", t.Name, "pos", pos, "name", c.Name, "type", name, "alias", false, "type_name", name, "max_length", size,
		"precision", precision, "scale", scale, "is_nullable", c.Nullable, "collation_name", collation, "is_identity", c.AutoIncrement,
		"seed", seed, "incr", incr, "computed", computed,
		"is_persisted", persisted, "default_text", text, "default_object_id", id, "generated_always_type", 0, "comment", rows.Null(c.Comment))
}

func or1(s string) string {
	if s == "" {
		return "1"
	}
	return s
}

// typeOf is a type as sys.columns has it, its length in bytes.
func typeOf(t schema.Type) (name string, size, precision, scale int) {
	first, second, _ := strings.Cut(t.Args, ",")
	n, _ := strconv.Atoi(first)
	switch t.Name {
	case "nvarchar", "nchar":
		size = 2 * n
	case "varchar", "char", "varbinary", "binary":
		size = n
	case "numeric":
		precision = n
		scale, _ = strconv.Atoi(second)
	case "float":
		precision = 53
	case "real":
		precision = 24
	case "time", "datetime2", "datetimeoffset":
		scale = 7
		if t.Args != "" {
			scale = n
		}
	}
	if t.Args == "max" {
		size = -1
	}
	return t.Name, size, precision, scale
}

func (p *printer) index(t *schema.Table, x *schema.Index) {
	kind, name := 2, x.Name
	if x.Method == "clustered" || x.Kind == schema.Primary && x.Method == "" {
		kind = 1
	}
	if name == "" {
		name = made(map[bool]string{true: "PK", false: "UQ"}[x.Kind == schema.Primary], t.Name, x.On(), 16)
	}
	row := func(ordinal, pos int, column string, included, desc bool) {
		var where any
		if x.Where != "" {
			where = Expression(x.Where)
		}
		p.Row("index", "table", t.Name, "name", name, "type", kind, "is_unique", x.Kind.Unique(), "is_primary_key", x.Kind == schema.Primary,
			"is_unique_constraint", x.Kind == schema.Constraint, "is_disabled", x.Invalid, "ignore_dup_key", false, "filter_definition", where,
			"key_ordinal", ordinal, "pos", pos, "is_included_column", included, "is_descending_key", desc, "column", column)
	}
	for i, part := range x.Parts {
		row(i+1, i+1, part.Column, false, part.Desc)
	}
	for i, column := range x.Include {
		row(0, len(x.Parts)+i+1, column, true, false)
	}
}

var (
	list   = regexp.MustCompile(`^(\w+) IN \((.*)\)$`)
	number = regexp.MustCompile(`^-?\d+(\.\d+)?$`)
	names  = regexp.MustCompile(`'(?:[^']|'')*'|"(?:[^"]|"")*"|\b[A-Za-z_]\w*\b\(?`)
)

// keywords are the words of an expression that are no names.
var keywords = []string{"AND", "OR", "NOT", "NULL", "IS", "IN", "LIKE"}

// Expression is an expression as the catalogue prints it: in parentheses, numbers in more of them, names in brackets, and an IN as an OR from its last value
// on.
func Expression(expr string) string {
	if number.MatchString(expr) {
		return "((" + expr + "))"
	}
	if m := list.FindStringSubmatch(expr); m != nil {
		values := strings.Split(m[2], ", ")
		slices.Reverse(values)
		for i, v := range values {
			if number.MatchString(v) {
				v = "(" + v + ")"
			}
			values[i] = "[" + m[1] + "]=" + v
		}
		return "(" + strings.Join(values, " OR ") + ")"
	}
	return "(" + names.ReplaceAllStringFunc(expr, func(s string) string {
		switch {
		case s[0] == '\'' || strings.HasSuffix(s, "(") || slices.Contains(keywords, strings.ToUpper(s)):
			return s
		case s[0] == '"':
			s = strings.ReplaceAll(s[1:len(s)-1], `""`, `"`)
		}
		return "[" + s + "]"
	}) + ")"
}
