package upgrade

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/dustin/go-humanize/english"

	"assay/fixup"
	"assay/internal/shell"
)

// Script is the plans of all trees as one script, or an error: who runs it and goes on must not take a part of it for the whole. Where Alembic's
// turn comes, the client programs stop reading: what follows would otherwise run before the schema is ready for it.
func (p *Prediction) Script(to string) (string, error) {
	var out strings.Builder
	for _, l := range p.Room.Opening(true) { // the comments up to the first step, which has its own
		out.WriteString(l + "\n")
	}
	out.WriteString(fixup.Comment(fmt.Sprintf("assay preflight --to %s, for %s, database %s", shell.Quote(to), p.DB.Server, p.DB.Name)) + "\n")
	var failed error
	var passable []string
	var body strings.Builder
	restart := ""
	for _, f := range p.Forecasts {
		if f == nil {
			continue
		}
		r, err := f.plan()
		if err != nil {
			failed = errors.Join(failed, err)
			continue
		}
		passable = append(passable, "--tree "+f.Name)
		if len(r.stages) > 0 || r.end != "" {
			out.WriteString(fixup.Comment("tree "+f.Name+", "+wayOf(f, r).line(freshOf(f, to))) + "\n")
			restart = f.Usage.Restart
		}
		f.write(&body, r)
	}
	if failed != nil && len(passable) > 0 {
		failed = fmt.Errorf("%w (the rest can be had with %s)", failed, strings.Join(passable, " "))
	}
	if failed != nil {
		return "", failed
	}
	if restart != "" {
		out.WriteString(fixup.Comment("After the last step, "+restart+".") + "\n")
	}
	if strict := p.Room.Strict(); strict != "" {
		out.WriteString(strict + "\n")
	}
	return out.String() + body.String(), nil
}

// write prints the stages of one tree.
func (f *Forecast) write(out *strings.Builder, r *plan) {
	out.WriteByte('\n')
	if len(r.stages) == 0 {
		out.WriteString(fixup.Comment("tree "+f.Name+" is at "+f.To.Revision().ID+": nothing is to be done") + "\n")
		return
	}
	f.writeRows(out)
	sql := false
	for i, step := range r.stages {
		head := fmt.Sprintf("tree %s, step %d of %d: ", f.Name, i+1, len(r.stages))
		if step.upgrade != "" {
			for _, l := range f.of.Room.Say("now run, for the tree "+f.Name+":", step.upgrade) {
				out.WriteString(l + "\n")
			}
			if sql {
				out.WriteString(f.of.Room.Leave() + "\n\n")
			}
			out.WriteString(fixup.Comment(head+"now run, for the tree "+f.Name+": "+step.upgrade) + "\n")
			if i+1 < len(r.stages) {
				out.WriteString(fixup.Comment("and then what follows here; or let assay preflight --sql print the rest") + "\n" + f.of.Room.Leave() + "\n\n")
			}
			sql = false
			continue
		}
		script := fixup.Script{Title: []string{head + step.title}, Parts: []fixup.Part{step.part}}
		script.Enclose(f.of.Room, f.of.DB.Schema, f.of.DB.SearchPath()...)
		script.Before, script.After = step.drops, step.backs
		_ = script.Write(out)
		out.WriteByte('\n')
		sql = true
	}
	if r.end != "" {
		out.WriteString(fixup.Comment("tree "+f.Name+": the way ends here: "+r.end) + "\n")
	}
}

// writeRows stops the script at its beginning where rows would stop the upgrade: what they should hold instead, only people know. Of numbers, the plan makes
// text itself.
func (f *Forecast) writeRows(out *strings.Builder) {
	rows := rowsInTheWay(f)
	if len(rows) == 0 {
		return
	}
	comment := func(format string, args ...any) { out.WriteString(fixup.Comment(fmt.Sprintf(format, args...)) + "\n") }
	comment("tree %s, before all else: change the rows that block it, then run assay preflight --sql again", f.Name)
	for _, q := range rows {
		comment("%s.%s, %s, such as %s: %s (%s)", q.Table, q.Column, english.Plural(q.rows, "row", ""), strings.Join(q.examples, ", "), q.Problem, q.revision)
		comment("  see some of them with %s", q.Examples.SQL)
	}
	out.WriteString(f.of.Room.Leave() + "\n\n")
}

// rowsInTheWay are the answers of rows at which the upgrade stops.
func rowsInTheWay(f *Forecast) []*inquiry {
	return slices.DeleteFunc(slices.Clone(f.data), func(q *inquiry) bool { return !q.bad() || f.counts(q.Table, q.Column) })
}

// counts reports whether a column holds numbers.
func (f *Forecast) counts(table, column string) bool {
	t := f.of.DB.Schema.Table(table)
	if t == nil {
		return false
	}
	i := t.Column(f.of.DB.Schema.Semantics, column)
	return i >= 0 && fixup.IsNumber(t.Columns[i].Type)
}
