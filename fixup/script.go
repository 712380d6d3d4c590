package fixup

import (
	"bufio"
	"io"
	"reflect"
	"slices"
	"strings"
	"unicode"

	"assay/schema"
)

// A Script is what assay fix prints: SQL for the engine's own client.
type Script struct {
	Title []string // what it is for, as comments
	Parts []Part
	// Before and After are lines of SQL, closed by semicolons, or of comment, that run first and last of all.
	Before, After []string
	// End are remarks for whoever has run it.
	End []string

	client               Client         // what it is written for; nil: nothing stands around it
	before               *schema.Schema // that it finds
	first, last, session []string       // around all statements but those that run apart, and before these
}

// A Client is what a script for the engine's own client stands between, and how that engine goes about statements, see dialect.Scripting and dialect.Locking.
type Client interface {
	Opening(ascii bool) []string
	Envelope(path ...string) (first, last []string)
	Session(path ...string) []string
	Concurrently(s *schema.Schema, c schema.Change) []string
	Clause(c schema.Change) (head, clause string)
	Execution(sql string) schema.Execution
	Cost(before *schema.Schema, c schema.Change, m schema.Execution) []schema.Cost
}

// Enclose puts the statements into what the engine wants around them, for a database of this schema and search path.
func (s *Script) Enclose(c Client, before *schema.Schema, path ...string) {
	s.client, s.before = c, before
	s.first, s.last = c.Envelope(path...)
	s.session = c.Session(path...)
}

// A Part is what one tree needs.
type Part struct {
	Title string
	Plan  *Plan
	// Why returns what the step mends, for the comment above it.
	Why func(Step) string
	// Stamp are the statements that set the stamp, with the reason. StampBlocked says why they are not to be run; empty: they are.
	Stamp        []string
	StampWhy     string
	StampBlocked string
	// Remark is said instead where nothing can be planned; empty: something is.
	Remark string
}

// Alters reports whether the script changes anything but stamps.
func (s *Script) Alters() bool {
	return slices.ContainsFunc(s.Parts, func(p Part) bool {
		return slices.ContainsFunc(p.Plan.Steps, func(step Step) bool { return !step.Blocked })
	})
}

// Empty reports whether nothing in the script would be run.
func (s *Script) Empty() bool { return !s.Alters() && !s.inside(nil) }

// inside reports whether the script runs anything within the envelope, of which within are the parts.
func (s *Script) inside(within []Part) bool {
	return len(s.Before)+len(s.After) > 0 || slices.ContainsFunc(s.Parts, Part.stamps) || (&Script{Parts: within}).Alters()
}

// Write prints the script.
func (s *Script) Write(w io.Writer) error {
	_, err := io.WriteString(w, s.String())
	return err
}

// String is the script as text. Whatever a name or a message holds, a comment stays a comment.
func (s *Script) String() string {
	var body strings.Builder
	out := &writer{Writer: bufio.NewWriter(&body)}
	for _, l := range s.Title {
		out.comment(l)
	}
	within, apart := s.parts()
	for _, l := range s.remarks(within, apart, out) {
		out.comment(l)
	}
	runs := s.inside(within)
	if runs {
		out.statements(s.first)
	}
	out.lines(s.Before)
	for _, p := range within {
		out.part(p)
	}
	out.lines(s.After)
	if runs {
		out.statements(s.last)
	}
	if len(apart) > 0 {
		out.line("")
		for _, l := range apartRemarks {
			out.comment(l)
		}
		out.statements(s.session)
	}
	for _, p := range apart {
		out.part(p)
	}
	out.held(within, runs || len(apart) > 0)
	for _, l := range s.End {
		out.comment(l)
	}
	_ = out.Flush() // a builder takes all
	text := body.String()
	if s.client != nil && !s.Empty() {
		text = strings.Join(s.client.Opening(!out.beyond), "\n") + "\n" + text
	}
	return text
}

// remarks say what holds for all statements that are run; what does not, the writer says of each.
func (s *Script) remarks(within, apart []Part, out *writer) []string {
	statements, asked, loses := 0, false, false
	for _, p := range slices.Concat(within, apart) {
		for _, step := range p.Plan.Steps {
			if !step.Blocked {
				statements += len(step.SQL)
				asked, loses = asked || step.asked, loses || step.Loses != ""
			}
		}
	}
	var all []string
	if out.asked = asked && loses; asked && !loses {
		all = append(all, "The rows were asked: none is in the way of what is run.")
	}
	if commits := len(s.last) == 0 || s.before != nil && !s.before.Semantics.TransactionalDDL; statements > 1 && s.client != nil && commits {
		all = append(all, "Each statement commits by itself: if one fails, mend what the error names, then ask assay again for the rest.")
	}
	return all
}

// writer keeps the first error until Flush, as bufio does.
type writer struct {
	*bufio.Writer
	why  string // the comment above the part's last statements; empty: none
	more bool   // the last step's statement is still to come
	work string // what was said last of whom a statement keeps waiting, in this paragraph
	// asked reports that of each step is to be said whether the rows were asked: it is not so of all that are run.
	asked bool
	// beyond reports that a statement holds letters beyond ASCII. Comments do not count: they end with their line in all encodings.
	beyond bool
}

func (w *writer) line(s string) { _, _ = w.WriteString(s + "\n") }

// Comment makes a line of comment of a text: nothing in it ends the comment, or makes a line of its own, which could read as one of assay's.
func Comment(s string) string {
	return strings.TrimRight("-- "+strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == '\u2028' || r == '\u2029' {
			return ' '
		}
		return r
	}, strings.TrimRight(s, "\r\n")), " ")
}

// CommentSQL makes lines of comment of a statement.
func CommentSQL(sql string) string {
	var lines []string
	for l := range strings.Lines(flat(sql)) {
		lines = append(lines, Comment(l))
	}
	return strings.Join(lines, "\n")
}

// flat is a statement with blanks for the control characters in its quotes, so that its lines are its own.
func flat(sql string) string {
	var quote rune
	return strings.Map(func(r rune) rune {
		switch {
		case quote == 0 && (r == '\'' || r == '"' || r == '`'):
			quote = r
		case r == quote:
			quote = 0
		case quote != 0 && unicode.IsControl(r):
			return ' '
		}
		return r
	}, sql)
}

func (w *writer) comment(s string) { w.line(Comment(s)) }

func (w *writer) statements(sql []string) {
	for _, s := range sql {
		w.sql(s + ";")
	}
}

// lines prints whole statements, or comments.
func (w *writer) lines(all []string) {
	for _, l := range all {
		if strings.HasPrefix(l, "--") {
			w.line(l)
			continue
		}
		w.sql(l)
	}
}

func (w *writer) sql(s string) {
	w.beyond = w.beyond || strings.ContainsFunc(s, func(r rune) bool { return r > unicode.MaxASCII })
	w.line(s)
}

// title prints the title of a part, if it has one.
func (w *writer) title(title string) {
	if title != "" {
		w.line("")
		w.comment(title)
	}
}

// part prints what is run of a part.
func (w *writer) part(p Part) {
	w.why = ""
	if !p.onlyHeld() {
		w.title(p.Title)
	}
	var last Step
	for _, step := range p.Plan.Steps {
		if !step.Blocked {
			w.step(step, last, p.Why)
			last = step
		}
	}
	if p.Remark != "" {
		w.comment("  " + p.Remark)
	}
	if p.stamps() {
		w.line("")
		w.comment(p.StampWhy)
		w.statements(p.Stamp)
	}
}

// step prints a step that is run. What it shares with the last one is said once.
func (w *writer) step(s, last Step, why func(Step) string) {
	if !s.follows(last) {
		w.heading(why(s), s.plain() && last.plain())
	}
	w.more = s.more
	if s.Note != "" && (s.Note != last.Note || !s.follows(last)) {
		w.comment("  " + s.Note)
	}
	if s.asked && w.asked && !s.follows(last) {
		w.comment("  the rows were asked: none is in the way")
	}
	if len(s.Undo) > 0 {
		w.comment("  to restore it: " + strings.Join(s.Undo, "; ") + ";")
	}
	if s.Loses != "" && !s.follows(last) {
		w.comment("  " + s.cost())
	}
	w.open(s)
	if s.work != "" && s.work != w.work {
		w.comment("  " + s.work)
		w.work = s.work
	}
	w.statements(s.SQL)
}

// open prints what somebody has to complete.
func (w *writer) open(s Step) {
	if len(s.open) > 0 {
		w.comment("  complete these, and run them before:")
	}
	for _, sql := range s.open {
		w.comment("    " + flat(sql) + ";")
	}
}

// heading says what the next statements mend, unless it is what the last ones mend and nothing else is to be said of either.
func (w *writer) heading(why string, plain bool) {
	if plain && why != "" && why == w.why {
		return
	}
	w.why, w.work = why, ""
	if !w.more {
		w.line("")
	}
	if why != "" {
		w.comment(why)
	}
}

// plain reports whether a step is a statement that is run, and that needs no comment of its own.
func (s Step) plain() bool {
	return s.Note == "" && s.Loses == "" && len(s.Undo)+len(s.open) == 0
}

// follows reports whether a step goes on with what another began, for the same reasons.
func (s Step) follows(last Step) bool {
	return s.For != nil && s.Blocked == last.Blocked && s.Loses == last.Loses && s.Refused == last.Refused && reflect.DeepEqual(s.For, last.For)
}

// cost says what a step that is run can do to the data.
func (s Step) cost() string {
	if s.Stops {
		return "refused while there are " + s.Loses
	}
	return "DESTROYS " + s.Loses
}
