package rehearse

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"assay/record"
	"assay/result"
	"assay/schema"
)

// An inventor is a room that makes values up: the n-th of a column, as SQL, and how many there are that differ; 0: none is known.
type inventor interface {
	Invent(d schema.Domain, n int) (sql string, most int)
}

// null and byDefault are values that any column of their kind takes.
const (
	null      = "NULL"
	byDefault = "DEFAULT"
)

// A filler makes rows up, table by table, each behind those that it refers to.
type filler struct {
	inventor
	stage  *record.Stage
	schema *schema.Schema
	rows   int
	made   map[string]*filled // by the table's key
}

// A filled is a table with its rows.
type filled struct {
	*schema.Table
	rows    int
	columns []column
}

// A column is one whose values are made up.
type column struct {
	name   string
	value  func(row int) string
	most   int // how many values differ
	stride int // for how many rows a value stays the same; 0: it goes with the row
	count  bool
}

// at is the value of a row. Of what the server counts, it is the number that it comes to.
func (c column) at(row int) string {
	if c.stride > 0 {
		row = row / c.stride % c.most
	}
	return c.value(row)
}

// fill makes up rows of the tables on the scratch database.
func (r *rehearsal) fill(ctx context.Context, db *schema.Database) error {
	if r.Rows == 0 {
		return nil
	}
	room, ok := r.stage.Room().(inventor)
	if !ok {
		return fmt.Errorf("--rows: of %s, no values are known to make rows of: leave it out", db.Server)
	}
	f := &filler{inventor: room, stage: r.stage, schema: tables(db, db.Schema), rows: r.Rows, made: map[string]*filled{}}
	for _, t := range f.order() {
		n, why := f.fill(ctx, t)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		r.told.Filled = append(r.told.Filled, result.Filled{Table: t.Name, Rows: n, Why: why})
	}
	return nil
}

// order are the tables, each behind those that its foreign keys refer to, as far as that can be.
func (f *filler) order() []*schema.Table {
	var all []*schema.Table
	seen := map[string]bool{}
	var visit func(*schema.Table)
	visit = func(t *schema.Table) {
		key := f.schema.Semantics.TableKey(t.Name)
		if seen[key] {
			return
		}
		seen[key] = true
		for _, k := range t.ForeignKeys {
			if to := f.schema.Table(k.RefTable); to != nil {
				visit(to)
			}
		}
		all = append(all, t)
	}
	for _, t := range f.schema.SortedTables() {
		visit(t)
	}
	return all
}

// fill makes up the rows of a table; why says what kept it from having all.
func (f *filler) fill(ctx context.Context, t *schema.Table) (n int, why string) {
	x := &filled{Table: t, rows: f.rows}
	for i := range t.Columns {
		c, why := f.column(t, &t.Columns[i])
		if why != "" {
			return 0, why
		}
		if c.value != nil {
			x.columns = append(x.columns, c)
		}
	}
	if index := x.fit(f.schema.Semantics); index != "" {
		why = index + " has room for no more"
	}
	refusal := ""
	for _, other := range f.attempts(x) {
		err := f.stage.Run(ctx, "made-up rows of "+t.Name, f.script(x.with(other)))
		if err == nil {
			f.made[f.schema.Semantics.TableKey(t.Name)] = x.with(other)
			return x.rows, why
		}
		if refusal != "" { // the first says most: others are guesses
			continue
		}
		refusal = err.Error()
		if refused := new(record.ClientError); errors.As(err, &refused) {
			refusal = "the server refuses what was made up: " + refused.Said
		}
	}
	return 0, refusal
}

// column says how the values of a column are made up; no value: it is left out.
func (f *filler) column(t *schema.Table, c *schema.Column) (_ column, why string) {
	x := column{name: c.Name, most: math.MaxInt}
	if c.Generated != "" {
		return x, ""
	}
	if refers, why := f.reference(t, c, &x); refers || why != "" {
		return x, why
	}
	d := schema.Domain{Type: c.Type, Labels: schema.SplitLabels(f.schema.Enums[strings.TrimSuffix(c.Type.Name, "[]")].Labels)}
	first, most := f.Invent(d, 0)
	x.most = most
	x.count = c.AutoIncrement || c.Identity != "" || strings.Contains(c.Default, "(") && isNumber(first)
	switch {
	case x.count:
		x.most = math.MaxInt
		x.value = func(row int) string { return strconv.Itoa(row + 1) }
	case most > 0:
		x.value = func(row int) string { sql, _ := f.Invent(d, row); return sql }
	case c.Default != "":
		x.value = func(int) string { return byDefault }
	case c.Nullable:
		x.value = func(int) string { return null }
	default:
		return x, fmt.Sprintf("no value is known for column %s, which is %s", c.Name, c.Type)
	}
	return x, ""
}

// reference has a column hold what a foreign key of its table refers to, if it has one.
func (f *filler) reference(t *schema.Table, c *schema.Column, x *column) (refers bool, why string) {
	same := f.schema.Semantics.SameName
	for _, k := range t.ForeignKeys {
		i := slices.IndexFunc(k.Columns, func(name string) bool { return same(name, c.Name) })
		if i < 0 || i >= len(k.RefColumns) {
			continue
		}
		key := f.schema.Semantics.TableKey(k.RefTable)
		to := f.made[key]
		switch {
		case to == nil && c.Nullable:
			x.value = func(int) string { return null }
			return true, ""
		case to == nil && key == f.schema.Semantics.TableKey(t.Name): // each row refers to itself
			return false, ""
		case to == nil:
			return false, "its column " + c.Name + " refers to " + k.RefTable + ", which has no rows"
		}
		n := slices.IndexFunc(to.columns, func(y column) bool { return same(y.name, k.RefColumns[i]) })
		if n < 0 {
			return false, ""
		}
		x.most = to.rows
		x.value = func(row int) string { return to.columns[n].at(row % to.rows) }
		return true, ""
	}
	return false, ""
}

// fit makes no more rows than unique indexes have room for, and has columns of few values take turns in them. It names the index with the least room; empty:
// there is room for all.
func (x *filled) fit(m schema.Semantics) (least string) {
	for _, index := range x.Indexes {
		var few []*column
		for _, p := range index.Parts {
			i := slices.IndexFunc(x.columns, func(c column) bool { return m.SameName(c.name, p.Column) })
			if i < 0 || x.columns[i].most >= x.rows { // an expression, or a value for each row
				few = nil
				break
			}
			few = append(few, &x.columns[i])
		}
		if !index.Kind.Unique() || len(few) == 0 {
			continue
		}
		room := 1
		for _, c := range few {
			c.stride = room
			room = min(room*c.most, x.rows)
		}
		if room < x.rows {
			x.rows, least = room, "the unique index "+strings.TrimSpace(index.Name+" "+index.On())
		}
	}
	return least
}

// with has some columns other values.
func (x *filled) with(other map[string]func(int) string) *filled {
	y := *x
	y.columns = slices.Clone(x.columns)
	for i := range y.columns {
		if v, ok := other[y.columns[i].name]; ok {
			y.columns[i].value = v
		}
	}
	return &y
}

// script inserts the rows, all or none.
func (f *filler) script(x *filled) []string {
	const together = 500 // rows in a statement
	room := f.stage.Room()
	first, last := room.Envelope()
	if len(last) == 0 {
		first, last = append(slices.Clone(first), "BEGIN"), []string{"COMMIT"}
	}
	var names []string
	for _, c := range x.columns {
		names = append(names, room.Quote(c.name))
	}
	text := room.Opening(false)
	if strict := room.Strict(); strict != "" {
		text = append(text, strict)
	}
	for _, sql := range first {
		text = append(text, sql+";")
	}
	for begin := 0; begin < x.rows && len(names) > 0; begin += together {
		var rows []string
		for row := begin; row < min(begin+together, x.rows); row++ {
			rows = append(rows, x.row(row))
		}
		text = append(text, "INSERT INTO "+room.Quote(x.Name)+" ("+strings.Join(names, ", ")+") VALUES\n"+strings.Join(rows, ",\n")+";")
	}
	for _, sql := range last {
		text = append(text, sql+";")
	}
	return text
}

// row is a row's values. What the server counts, it counts by itself, so that it goes on behind them.
func (x *filled) row(n int) string {
	values := make([]string, len(x.columns))
	for i, c := range x.columns {
		if values[i] = c.at(n); c.count {
			values[i] = byDefault
		}
	}
	return "(" + strings.Join(values, ", ") + ")"
}

func isNumber(sql string) bool {
	_, err := strconv.ParseFloat(sql, 64)
	return err == nil
}
