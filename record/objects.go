package record

import (
	"slices"
	"strings"

	"assay/dialect"
	"assay/expected"
	"assay/schema"
)

// objects are what became of the objects beside tables since the database was last read, with the changes of a step: what tables use is made before them and
// dropped behind them, and the rest the other way round. held are the objects that held columns before.
func (w *written) objects(now *schema.Schema, held []schema.Opaque, changes []schema.Change) (all []expected.Beside) {
	room, ok := w.room.(dialect.Besides)
	was := w.beside
	w.beside = now.Beside
	if !ok {
		return nil
	}
	again := redone(now, was, held, changes)
	var made, dropped []schema.Beside
	for _, b := range now.Beside {
		if b.SQL != "" && (!slices.Contains(was, b) || again(b)) {
			made = append(made, b)
		}
	}
	anew := func(b schema.Beside) bool { // no server keeps a view as it is whose columns change, or a function that returns something else
		i := slices.IndexFunc(made, b.Same)
		return i >= 0 && (!room.Early(b) || b.Kind == "function" && !room.Replaceable(b, made[i]))
	}
	for _, b := range was {
		if anew(b) || !slices.ContainsFunc(now.Beside, b.Same) {
			dropped = append(dropped, b)
		}
	}
	behind := len(changes) + 1
	place := func(early bool) int {
		if early {
			return 0
		}
		return behind
	}
	for _, b := range slices.Backward(inOrder(dropped)) {
		sql, err := room.DropBeside(b)
		if err != nil {
			continue // it goes with what it belongs to
		}
		all = append(all, objectOf(b, "DROP", strings.Join(sql, "; "), place(!room.Early(b) || anew(b)), false))
	}
	for _, b := range inOrder(made) {
		early := room.Early(b)
		all = append(all, objectOf(b, "CREATE", b.SQL, place(early), early && slices.ContainsFunc(was, func(w schema.Beside) bool { return w.Same(b) && !anew(w) })))
	}
	slices.SortStableFunc(all, func(x, y expected.Beside) int { return x.Statement - y.Statement })
	return all
}

// redone reports whether a revision dropped a view and made it again as it was: the server alters no column that a view reads, and drops no view that another
// reads (PostgreSQL), so that before and after are alike and it was gone in between.
func redone(now *schema.Schema, was []schema.Beside, held []schema.Opaque, changes []schema.Change) func(schema.Beside) bool {
	names := now.Semantics
	if !names.TypedExpressions {
		return func(schema.Beside) bool { return false }
	}
	var gone []string
	for _, b := range was {
		if !slices.Contains(now.Beside, b) {
			gone = append(gone, b.Name)
		}
	}
	isGone := func(b schema.Beside) bool { return slices.Contains(gone, b.Name) }
	for _, o := range held {
		if slices.ContainsFunc(changes, func(c schema.Change) bool { return lets(names, c, o) }) {
			gone = append(gone, o.Name)
		}
	}
	views := slices.DeleteFunc(slices.Clone(was), func(b schema.Beside) bool { return !strings.HasSuffix(b.Kind, "view") })
	for n := -1; n != len(gone); {
		n = len(gone)
		for _, b := range views {
			reads := func(name string) bool { return schema.Mentions(b.SQL, name) }
			if !isGone(b) && slices.ContainsFunc(views, func(v schema.Beside) bool { return v.Name != b.Name && isGone(v) && reads(v.Name) }) {
				gone = append(gone, b.Name)
			}
		}
	}
	return func(b schema.Beside) bool { return strings.HasSuffix(b.Kind, "view") && isGone(b) }
}

// lets reports whether a change is made only once an object has let go of its column.
func lets(names schema.Semantics, c schema.Change, o schema.Opaque) bool {
	column := ""
	switch c := c.(type) {
	case schema.AlterColumn:
		if c.Set&schema.PropType != 0 {
			column = c.Name
		}
	case schema.DropColumn:
		column = c.Column
	}
	return column != "" && names.SameName(c.Object().Table, o.Table) && slices.Contains(o.Columns, column)
}

func objectOf(b schema.Beside, verb, sql string, place int, either bool) expected.Beside {
	return expected.Beside{
		Statement: place, Text: schema.Excerpt(sql), SQL: sql, Verb: verb, Either: either,
		Object: schema.Opaque{Kind: b.Kind, Name: b.Name, Table: b.Table},
	}
}

// inOrder puts objects behind those that their texts mention.
func inOrder(all []schema.Beside) []schema.Beside {
	open, sorted := slices.Clone(all), make([]schema.Beside, 0, len(all))
	for len(open) > 0 {
		at := max(0, slices.IndexFunc(open, func(b schema.Beside) bool { // 0: some mention each other
			return !slices.ContainsFunc(open, func(other schema.Beside) bool {
				name, _, _ := strings.Cut(other.Name, "(")
				return !b.Same(other) && schema.Mentions(b.SQL, name)
			})
		}))
		sorted, open = append(sorted, open[at]), slices.Delete(open, at, at+1)
	}
	return sorted
}
