package postgres

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"
	"google.golang.org/protobuf/reflect/protoreflect"

	"assay/schema"
)

// numbered asks for the sequences whose numbers a query sets or takes, and for the settings that it gives to the session.
func (d *lookup) numbered(m protoreflect.Message) {
	if call, ok := m.Interface().(*pg.FuncCall); ok && len(call.GetArgs()) > 0 {
		path, args := texts(call.GetFuncname()), call.GetArgs()
		name := args[0].GetAConst().GetSval().GetSval()
		switch bare := schema.NamePath(name); path[len(path)-1] {
		case "setval", "nextval":
			if len(bare) == 1 {
				d.relation(&pg.RangeVar{Relname: bare[0]})
			}
			if len(args) > 1 && name != "" {
				d.bounded(name, args[1])
			}
		case "pg_get_serial_sequence":
			if column := constantText(args[len(args)-1]); len(bare) == 1 && d.schema.Table(bare[0]) == d.observed.Table(bare[0]) && !d.pending.Touches(bare[0]) {
				d.looksUp("pg_catalog.pg_get_serial_sequence(" + literal(name) + ", " + literal(column) + ") AS s(name) WHERE s.name = ''")
			}
		case "set_config":
			if value := args[min(1, len(args)-1)].GetAConst(); value != nil && name != "" && !strings.Contains(name, ".") {
				d.set(strings.ToLower(name), settingOf(name, value.GetSval().GetSval()))
			}
		}
	}
	below(m, func(m protoreflect.Message) { d.numbered(m) })
}

// numbersAnew reports whether a query names a sequence that the server may not have yet, and so cannot be asked to look at it.
func numbersAnew(d *lookup, m protoreflect.Message) bool {
	if call, ok := m.Interface().(*pg.FuncCall); ok && len(call.GetArgs()) > 0 {
		path, name := texts(call.GetFuncname()), call.GetArgs()[0].GetAConst().GetSval().GetSval()
		bare := schema.NamePath(name)
		if slices.Contains([]string{"setval", "nextval", "currval"}, path[len(path)-1]) && len(bare) == 1 && name != "" {
			there := slices.ContainsFunc(d.observed.Beside, func(b schema.Beside) bool { return b.Kind == "sequence" && b.Name == bare[0] })
			return d.pending.Touches(bare[0]) || !there && (!d.counts(bare[0]) || d.unmade(bare[0]))
		}
		if path[len(path)-1] == "pg_get_serial_sequence" {
			return true
		}
	}
	anew := false
	below(m, func(m protoreflect.Message) { anew = anew || numbersAnew(d, m) })
	return anew
}

// settingOf are the values that a text gives a setting.
func settingOf(name, value string) []string {
	if strings.EqualFold(name, "search_path") || strings.EqualFold(name, "datestyle") {
		return strings.Split(value, ",")
	}
	return []string{value}
}

// bounded asks whether a sequence can have a number: one that is written, or the one that is taken where there are no rows.
func (d *lookup) bounded(sequence string, to *pg.Node) {
	rows := to.GetCoalesceExpr().GetArgs()
	written := to
	if len(rows) > 0 {
		written = rows[len(rows)-1]
	}
	n := constantText(written)
	if n == "" || !isNumeric(written) {
		return
	}
	from := "pg_catalog.pg_sequence AS s WHERE s.seqrelid = pg_catalog.to_regclass(" + literal(sequence) + ") AND ((" + n + " < s.seqmin) OR (" + n + " > s.seqmax))"
	if len(rows) > 0 {
		d.unsettled(fmt.Sprintf("sequence %s cannot have the number %s, which it gets where there are no rows", sequence, n), from, true)
		return
	}
	d.settled(fmt.Sprintf("setval: value %s is out of bounds for sequence %q", n, sequence), from, true)
}

// altered asks whether the bounds of a sequence, and where it begins and goes on, fit together once an ALTER SEQUENCE has changed some of them.
func (d *lookup) altered(x *pg.AlterSeqStmt) {
	name, given := x.GetSequence().GetRelname(), sequenceOptions(schema.Sequence{}, x.GetOptions())
	restarts, restart := restartOf(x.GetOptions())
	switch {
	case given.Start+given.Min+given.Max+given.Type == "" && !restarts:
		return
	case given.Min == "NO" || given.Max == "NO" || given.Type != "" && given.Start+given.Min+given.Max != "":
		d.counted = append(d.counted, schema.Demand{Unknown: "the bounds that sequences of a type have are not looked at"})
		return
	case d.pending.Touches(name), d.counts(name) && d.unmade(name):
		d.counted = append(d.counted, schema.Demand{Unknown: "a statement before it makes or changes that sequence"})
		return
	}
	at := func(written, there string) string {
		if written == "" {
			return there
		}
		return "(" + written + "::pg_catalog.numeric)"
	}
	low, high, start := at(given.Min, "s.seqmin"), at(given.Max, "s.seqmax"), at(given.Start, "s.seqstart")
	if given.Type != "" {
		high = at(highest[given.Type], high)
	}
	last := "COALESCE(pg_catalog.pg_sequence_last_value(s.seqrelid), s.seqstart)"
	if restarts {
		last = at(restart, start)
	}
	d.settled("the bounds of sequence "+name+" and the numbers where it begins and goes on do not fit together", "pg_catalog.pg_sequence AS s "+
		"WHERE s.seqrelid = pg_catalog.to_regclass("+literal(quote(name))+") AND (("+low+" >= "+high+") OR ("+start+" < "+low+") OR ("+start+" > "+high+
		") OR ("+last+" < "+low+") OR ("+last+" > "+high+"))", true)
}

// unmade reports whether a table's sequence of that name may be one that the server does not have yet.
func (d *demander) unmade(name string) bool {
	return slices.ContainsFunc(d.schema.SortedTables(), func(t *schema.Table) bool {
		return strings.HasPrefix(name, t.Name[:min(len(t.Name), 29)]) && t != d.observed.Table(t.Name)
	})
}

// restartOf is the number with which a sequence goes on; empty: the one with which it begins.
func restartOf(options []*pg.Node) (restarts bool, with string) {
	for _, o := range options {
		if o.GetDefElem().GetDefname() == "restart" {
			return true, optionValue(o.GetDefElem().GetArg())
		}
	}
	return false, ""
}

// highest is the greatest number of a type.
var highest = map[string]string{"smallint": "32767", "integer": "2147483647", "bigint": "9223372036854775807"}

// refuseBounds refuses a new sequence whose bounds, beginning and steps do not fit together.
func refuseBounds(of schema.Sequence, options []*pg.Node) *schema.Refusal {
	if f := refuseOptions(options); f != nil {
		return f
	}
	q := sequenceOptions(of, options)
	number := func(written string, usual int64) int64 {
		if n, err := strconv.ParseInt(written, 10, 64); err == nil {
			return n
		}
		return usual
	}
	most := number(highest[q.Type], math.MaxInt64)
	step := number(q.Increment, 1)
	low, high := int64(1), most
	if step < 0 {
		low, high = -most-1, -1
	}
	low, high = number(q.Min, low), number(q.Max, high)
	start := number(q.Start, low)
	if step < 0 {
		start = number(q.Start, high)
	}
	switch {
	case highest[q.Type] == "":
		return refuse("22023", "sequence type must be smallint, integer, or bigint")
	case high > most:
		return refuse("22023", "MAXVALUE (%d) is out of range for sequence data type %s", high, q.Type)
	case low < -most-1:
		return refuse("22023", "MINVALUE (%d) is out of range for sequence data type %s", low, q.Type)
	case low >= high:
		return refuse("22023", "MINVALUE (%d) must be less than MAXVALUE (%d)", low, high)
	case start < low:
		return refuse("22023", "START value (%d) cannot be less than MINVALUE (%d)", start, low)
	case start > high:
		return refuse("22023", "START value (%d) cannot be greater than MAXVALUE (%d)", start, high)
	}
	return nil
}
