package upgrade

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/dustin/go-humanize/english"

	"assay/dialect"
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
	walks, err := p.walks()
	if err != nil {
		return "", err
	}
	restart, busy := "", false
	for _, k := range walks {
		if len(k.plan.stages) > 0 || k.plan.end != "" {
			out.WriteString(fixup.Comment("tree "+k.Name+", "+k.way.line(freshOf(k.Forecast, to))) + "\n")
			restart = k.Usage.Restart
		}
		busy = busy || len(k.plan.stages) > 0 && !k.stopped()
	}
	if restart != "" {
		out.WriteString(fixup.Comment("After the last step, "+restart+".") + "\n")
	}
	if strict := p.Room.Strict(); strict != "" {
		out.WriteString(strict + "\n")
	}
	for _, stopped := range []bool{false, true} { // a tree at which the client stops before all else is not to keep it from the others
		for _, k := range walks {
			if k.stopped() == stopped {
				k.write(&out, busy)
			}
		}
	}
	return out.String(), nil
}

// A walk is the plan of one tree, and what it comes to.
type walk struct {
	*Forecast
	plan *plan
	way  *Way
}

// walks are those of all trees.
func (p *Prediction) walks() ([]walk, error) {
	var failed error
	var all []walk
	var passable []string
	for _, f := range p.Forecasts {
		if f == nil {
			continue
		}
		r, err := f.plan()
		if err != nil {
			failed = errors.Join(failed, err)
			continue
		}
		all, passable = append(all, walk{f, r, wayOf(f, r)}), append(passable, "--tree "+f.Name)
	}
	if failed != nil && len(passable) > 0 {
		failed = fmt.Errorf("%w (the rest can be had with %s)", failed, strings.Join(passable, " "))
	}
	return all, failed
}

// stopped reports whether rows are in the way of the first step.
func (k walk) stopped() bool { return len(k.plan.stages) > 0 && len(rowsInTheWay(k.Forecast)) > 0 }

// write prints the stages of one tree. Another one that is busy has the last word.
func (k walk) write(out *strings.Builder, busy bool) {
	comment := func(text string) { out.WriteString(fixup.Comment("tree "+k.Name+text) + "\n") }
	out.WriteByte('\n')
	steps := k.plan.stages
	if len(steps) == 0 {
		comment(" is at " + k.To.Revision().ID + ": nothing is to be done")
		return
	}
	k.writeRows(out, busy)
	for i, step := range steps {
		head := fmt.Sprintf(", step %d of %d: ", i+1, len(steps))
		if step.upgrade == "" {
			script := fixup.Script{Title: []string{"tree " + k.Name + head + step.title}, Parts: []fixup.Part{step.part}}
			script.Enclose(k.of.Room, k.of.DB.Schema, k.of.DB.SearchPath()...)
			script.Before, script.After = step.drops, step.backs
			_ = script.Write(out)
			out.WriteByte('\n')
			continue
		}
		if step.loses != "" {
			say(out, k.of.Room, "the next run of alembic drops:", step.loses)
		}
		say(out, k.of.Room, "now run, for the tree "+k.Name+":", step.upgrade)
		if i > 0 && steps[i-1].upgrade == "" {
			out.WriteString(k.of.Room.Leave() + "\n\n")
		}
		comment(head + "now run, for the tree " + k.Name + ": " + step.upgrade)
		if i+1 < len(steps) {
			out.WriteString(fixup.Comment("and then what follows here; or let assay preflight --sql print the rest") + "\n" + k.of.Room.Leave() + "\n\n")
		}
	}
	if k.plan.end != "" || k.way.Why != "" && k.way.Scripts+k.way.Runs == 0 {
		comment(": the way ends here: " + k.way.Why)
	}
}

// say has the client program print something.
func say(out *strings.Builder, room dialect.Dialect, first, second string) {
	for _, l := range room.Say(first, second) {
		out.WriteString(l + "\n")
	}
}

// writeRows stops the script at its beginning where rows would stop the upgrade: what they should hold instead, only people know. Of numbers, the plan makes
// text itself.
func (k walk) writeRows(out *strings.Builder, quiet bool) {
	rows := rowsInTheWay(k.Forecast)
	if len(rows) == 0 {
		return
	}
	comment := func(format string, args ...any) { out.WriteString(fixup.Comment(fmt.Sprintf(format, args...)) + "\n") }
	comment("tree %s, before all else: change the rows that block it, then run assay preflight --sql again", k.Name)
	for _, q := range rows {
		comment("%s.%s, %s, such as %s: %s (%s)", q.Table, q.Column, english.Plural(q.rows, "row", ""), strings.Join(q.examples, ", "), q.Problem, q.revision)
		comment("  see some of them with %s", q.Examples.SQL)
	}
	if !quiet {
		say(out, k.of.Room, "the way of the tree "+k.Name+" ends here:", "change the rows that the script names, then run assay preflight --sql again")
	}
	out.WriteString(k.of.Room.Leave() + "\n\n")
}

// rowsInTheWay are the answers of rows at which the upgrade stops.
func rowsInTheWay(f *Forecast) []*inquiry {
	return slices.DeleteFunc(slices.Clone(f.walked().data), func(q *inquiry) bool { return !q.bad() || f.counts(q.Table, q.Column) })
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
