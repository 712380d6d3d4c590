package fixup

import (
	"fmt"
	"slices"
	"strings"

	"github.com/dustin/go-humanize/english"
)

// few statements that are not run are all printed; of more, which nobody would run one by one, the first.
const few = 6

// held are the steps of a part that are not run.
func (p Part) held() []Step {
	return slices.DeleteFunc(slices.Clone(p.Plan.Steps), func(s Step) bool { return !s.Blocked })
}

// stamps reports whether a part sets the stamp.
func (p Part) stamps() bool { return len(p.Stamp) > 0 && p.StampBlocked == "" }

// onlyHeld reports whether there is something in a part, and nothing that is run.
func (p Part) onlyHeld() bool {
	held := len(p.held())
	return p.Remark == "" && !p.stamps() && held == len(p.Plan.Steps) && (held > 0 || len(p.Stamp) > 0)
}

// held prints what is not run, behind all that is, where something is.
func (w *writer) held(parts []Part, behind bool) {
	n := 0
	for _, p := range parts {
		for _, step := range p.held() {
			n += len(step.SQL)
		}
		if p.StampBlocked != "" {
			n += len(p.Stamp)
		}
	}
	if n > 0 && behind {
		w.line("")
		w.comment("NOT RUN, each for its reason: " + english.Plural(n, "statement", ""))
	}
	for _, p := range parts {
		if len(parts) == 1 && !p.onlyHeld() {
			p.Title = "" // which stands above what is run
		}
		w.heldOf(p)
	}
}

// heldOf prints what is not run of a part.
func (w *writer) heldOf(p Part) {
	steps := p.held()
	blockedStamp := len(p.Stamp) > 0 && !p.stamps()
	if len(steps) > 0 || blockedStamp {
		w.title(p.Title)
	}
	w.why, w.more = "", false
	var last Step
	alike := 0 // statements from here on that are held for the same reason
	for i, step := range steps {
		if step.follows(last) {
			alike -= len(last.SQL)
		} else {
			alike = heldWith(steps[i:])
		}
		if alike > few && step.follows(last) {
			if !last.cut {
				w.comment(fmt.Sprintf("  … and %d statements more%s", alike, step.whenAll()))
			}
			step.cut = true
		} else if step.cut = last.cut && step.follows(last); !step.cut {
			w.heldStep(step, last, p.Why(step))
		}
		last = step
	}
	if !blockedStamp {
		return
	}
	w.line("")
	w.comment(p.StampWhy)
	w.comment("  not run: " + p.StampBlocked)
	for _, sql := range p.Stamp {
		w.line(CommentSQL("  " + sql + ";"))
	}
}

// heldWith counts the statements of the steps at the beginning that are held for the same reason.
func heldWith(steps []Step) (n int) {
	for i, s := range steps {
		if i > 0 && !s.follows(steps[0]) {
			break
		}
		n += len(s.SQL)
	}
	return n
}

// heldStep prints a step that is not run. What it shares with the last one is said once.
func (w *writer) heldStep(s, last Step, why string) {
	if !s.follows(last) {
		w.heading(why, true)
	}
	if s.Note != "" && (s.Note != last.Note || !s.follows(last)) {
		w.comment("  " + s.Note)
	}
	if !s.follows(last) {
		w.comment("  " + s.reason())
	}
	w.open(s)
	for _, sql := range s.SQL { // none where none can be written
		for l := range strings.Lines(flat(sql) + ";") {
			w.line(Comment("  " + l))
		}
	}
}

// reason says why a step is not run.
func (s Step) reason() string {
	if s.Refused != "" {
		return "not run: " + s.Refused
	}
	if s.Stops {
		return "not run, since the server refuses it while there are " + s.Loses + " (--allow-destructive runs it):"
	}
	return "not run, since it would lose " + s.Loses + " (--allow-destructive runs it):"
}

// whenAll says when all of the statements are printed of which this is one.
func (s Step) whenAll() string {
	if s.Refused != "" {
		return ", once nothing is in the way"
	}
	return ": --allow-destructive prints them all"
}
