package expected

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"assay/schema"
)

// A Language reads the SQL of one server. A room is one.
type Language interface {
	Normalizer
	// Split cuts a text into statements.
	Split(sql string) ([]schema.Statement, error)
	// ParseEach reads the statements of one text; the changes and the error of each stand at its place. A change of data is none of the schema.
	ParseEach([]schema.Statement) ([][]schema.Change, []error)
}

// ReadOffline reads what `alembic upgrade base:heads --sql` prints, or what it prints for one revision after the other (`down:rev --sql`). file is what
// messages call the text. What of the SQL is not understood is said in the remarks and does not stop the history, nor does an end in the middle of a
// revision: then it is that of the revisions before. An error means that there is no history in the text.
func ReadOffline(file, text string, l Language) (*Project, error) {
	r := &offlineReader{language: l, messages: map[string]string{}, budget: 8*len(text) + 1<<20}
	err := r.read(text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return &r.project, nil
}

// An offlineReader reads one text.
type offlineReader struct {
	language Language
	project  Project
	segments []segment
	messages map[string]string // what log lines say of revisions
	// budget bounds how many bytes are cut into statements again, because a piece turned out to go on behind a blank line.
	budget int
	broken string // why the text ends in the middle; empty: it does not
	sorted bool   // the revisions were put into another order than the text's
	cutOff bool   // the last revision is not there as a whole
}

// A segment is the SQL of one revision.
type segment struct {
	id         string
	down       []string
	line       int // of the marker
	statements []schema.Statement
	piece      piece
	stored     []row // what it does to the version table
}

// A piece is a part of the text.
type piece struct {
	text string
	line int // that it begins on
}

var (
	marker  = regexp.MustCompile(`^-- Running (upgrade|downgrade|stamp_revision) (.*?) ?-> ?([^,]*?)(?:, (.*))?$`)
	logLine = regexp.MustCompile(`\[alembic[\w.]*\] Running upgrade .*-> ([^,\s]+), (.+)$`)
	// stop is how Python and Alembic say that a revision cannot run.
	stop = regexp.MustCompile(`^(Traceback \(most recent call last\):|FAILED: )`)
)

func (r *offlineReader) read(text string) error {
	if strings.IndexByte(text, 0) >= 0 {
		return errors.New("this is no SQL text in UTF-8: on Windows, cmd's > writes one, PowerShell's does not")
	}
	text = strings.ReplaceAll(strings.TrimPrefix(text, "\ufeff"), "\r\n", "\n")
	err := r.mark(text)
	if err != nil {
		return err
	}
	err = r.order()
	if err != nil {
		return err
	}
	for i := range r.segments {
		r.cut(&r.segments[i])
	}
	if err := r.findStamps(); err != nil {
		return err
	}
	r.steps()
	return nil
}

func (r *offlineReader) remark(format string, args ...any) {
	r.project.Remarks = append(r.project.Remarks, fmt.Sprintf(format, args...))
}

// mark finds the revisions in the text.
func (r *offlineReader) mark(text string) error {
	now := segment{piece: piece{line: 1}}
	from, line := 0, 0
	end := func(at int) {
		now.piece.text = text[from:at]
		r.segments = append(r.segments, now)
	}
	for at := 0; at < len(text); {
		line++
		next := len(text)
		if i := strings.IndexByte(text[at:], '\n'); i >= 0 {
			next = at + i + 1
		}
		this := strings.TrimRight(text[at:next], " \t\n")
		switch m := marker.FindStringSubmatch(this); {
		case m != nil && m[1] != "upgrade":
			return fmt.Errorf("line %d begins a %s, which is not the way a history goes: print it with alembic upgrade base:heads --sql", line, strings.TrimSuffix(m[1], "_revision"))
		case m != nil:
			end(at)
			from, now = next, segment{id: m[3], down: downs(m[2]), line: line, piece: piece{line: line + 1}}
			if m[4] != "" {
				r.messages[m[3]] = m[4]
			}
		case stop.MatchString(this):
			end(at)
			r.broken = lastLine(text[at:])
			return r.prologue()
		default:
			if m := logLine.FindStringSubmatch(this); m != nil {
				r.messages[m[1]] = m[2]
			}
		}
		at = next
	}
	end(len(text))
	return r.prologue()
}

// downs reads a marker's left side. Early versions of Alembic wrote None for a base.
func downs(list string) []string {
	if list = strings.TrimSpace(list); list == "" || list == "None" {
		return nil
	}
	ids := strings.Split(list, ",")
	for i := range ids {
		ids[i] = strings.TrimSpace(ids[i])
	}
	return ids
}

// lastLine is the last line of a text that says something: of a traceback, what went wrong.
func lastLine(text string) string {
	const enough = 160
	text = strings.TrimSpace(text)
	text = strings.TrimSpace(text[strings.LastIndexByte(text, '\n')+1:])
	if len(text) > enough {
		text = strings.ToValidUTF8(text[:enough], "") + "…"
	}
	return text
}

// prologue makes what stands before the first marker a part of the first revision.
func (r *offlineReader) prologue() error {
	if len(r.segments) < 2 {
		if r.broken != "" {
			return fmt.Errorf("there is no revision in it: Alembic stopped before the first one (%s)", r.broken)
		}
		return errors.New("there is no revision in it: alembic upgrade base:heads --sql writes a line “-- Running upgrade …” before each")
	}
	before := r.segments[0].piece
	r.segments = r.segments[1:]
	head := &r.segments[0]
	head.piece = piece{before.text + strings.Repeat("\n", head.piece.line-head.line) + head.piece.text, before.line}
	return nil
}

// order drops revisions that are there twice, and puts them into an order in which they can run: files of one revision each come by their names.
func (r *offlineReader) order() error {
	seen := map[string]bool{}
	r.segments = slices.DeleteFunc(r.segments, func(s segment) bool {
		again := seen[s.id]
		if again {
			r.remark("line %d: revision %s is there a second time: only the first counts", s.line, s.id)
		}
		seen[s.id] = true
		return again
	})
	steps := make([]Step, len(r.segments))
	base := false
	for i, s := range r.segments {
		steps[i] = Step{ID: s.id, Down: s.down}
		base = base || len(s.down) == 0
		for _, id := range s.down {
			if !seen[id] {
				r.remark("line %d: revision %s comes after %s, which is not there: what that one made is not known", s.line, s.id, id)
			}
		}
	}
	if !base {
		return fmt.Errorf("it begins after revision %s, so that nothing tells what was there before: print it with alembic upgrade base:heads --sql", strings.Join(r.segments[0].down, ", "))
	}
	order, ok := newGraph(steps).sorted()
	if !ok {
		return errors.New("its revisions come after each other in a circle")
	}
	sorted := make([]segment, len(order))
	for n, i := range order {
		sorted[n] = r.segments[i]
		r.sorted = r.sorted || n != i
	}
	r.segments = sorted
	return nil
}
