package main

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/dustin/go-humanize/english"

	"assay/fixup"
)

// writeRoads prints the roads of all trees as one script, or nothing: who runs it and goes on must not take a part of it for the whole. Where Alembic's
// turn comes, the client programs stop reading: what follows would otherwise run before the schema is ready for it.
func (s *survey) writeRoads(w io.Writer, to string) error {
	var out strings.Builder
	for _, l := range s.room.Opening(true) { // the comments up to the first step, which has its own
		out.WriteString(l + "\n")
	}
	out.WriteString(fixup.Comment(fmt.Sprintf("assay preflight --to %s, for %s, database %s", shellQuote(to), s.db.Server, s.db.Name)) + "\n")
	if strict := s.room.Strict(); strict != "" {
		out.WriteString(strict + "\n")
	}
	var failed error
	var passable []string
	for _, a := range s.trees {
		if a.forecast == nil {
			continue
		}
		r, err := s.road(a)
		if err != nil {
			failed = errors.Join(failed, err)
			continue
		}
		passable = append(passable, "--tree "+a.tree)
		s.writeRoad(&out, a, r)
	}
	if failed != nil && len(passable) > 0 {
		failed = fmt.Errorf("%w (the rest can be had with %s)", failed, strings.Join(passable, " "))
	}
	if failed != nil {
		return failed
	}
	return toClient(w, out.String())
}

// writeRoad prints the steps of one tree.
func (s *survey) writeRoad(out *strings.Builder, a *assessment, r *road) {
	out.WriteByte('\n')
	if len(r.steps) == 0 {
		out.WriteString(fixup.Comment("tree "+a.tree+" is at "+a.forecast.target.Revision().ID+": nothing is to be done") + "\n")
		return
	}
	s.writeRows(out, a)
	first, last := s.room.Envelope(s.db.SearchPath()...)
	sql := false
	for i, step := range r.steps {
		head := fmt.Sprintf("tree %s, step %d of %d: ", a.tree, i+1, len(r.steps))
		if step.upgrade != "" {
			if sql {
				out.WriteString("\\q\n\n")
			}
			out.WriteString(fixup.Comment(head+"now run, for the tree "+a.tree+": "+step.upgrade) + "\n")
			if i+1 < len(r.steps) {
				out.WriteString(fixup.Comment("and then what follows here; or let assay preflight --sql print the rest") + "\n\\q\n\n")
			}
			sql = false
			continue
		}
		script := fixup.Script{Opening: s.room.Opening, Title: []string{head + step.title}, First: first, Last: last, Parts: []fixup.Part{step.part}}
		script.Before, script.After = step.drops, step.backs
		_ = script.Write(out)
		out.WriteByte('\n')
		sql = true
	}
	if r.end != "" {
		out.WriteString(fixup.Comment("tree "+a.tree+": the way ends here: "+r.end) + "\n")
	}
	if s.usage.Restart != "" {
		out.WriteString(fixup.Comment("After the last step, "+s.usage.Restart+".") + "\n")
	}
}

// writeRows stops the script at its beginning where rows are in the upgrade's way: what they should hold instead, only people know. Of numbers, the road makes
// text itself.
func (s *survey) writeRows(out *strings.Builder, a *assessment) {
	rows := slices.DeleteFunc(slices.Clone(a.forecast.data), func(q *inquiry) bool { return !q.bad() || s.counts(q.Table, q.Column) })
	if len(rows) == 0 {
		return
	}
	comment := func(format string, args ...any) { out.WriteString(fixup.Comment(fmt.Sprintf(format, args...)) + "\n") }
	comment("tree %s, before all else: change the rows that are in the way, then run assay preflight --sql again", a.tree)
	for _, q := range rows {
		comment("%s.%s, %s, such as %s: %s (%s)", q.Table, q.Column, english.Plural(q.rows, "row", ""), strings.Join(q.examples, ", "), q.Problem, q.revision)
		comment("  see some of them with %s", q.Examples.SQL)
	}
	out.WriteString("\\q\n\n")
}

// counts reports whether a column holds numbers.
func (s *survey) counts(table, column string) bool {
	t := s.db.Schema.Table(table)
	if t == nil {
		return false
	}
	i := t.Column(s.db.Schema.Semantics, column)
	return i >= 0 && fixup.IsNumber(t.Columns[i].Type)
}
