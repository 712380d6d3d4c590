package expected

import (
	"errors"
	"fmt"
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

// A Text is what a file holds.
type Text struct {
	Name  string // what messages call it
	SQL   string
	Piped bool // it is in no file that people could open
}

// largest is how many bytes of SQL are read: 10,000 revisions need 10 MB. widest is how many heads a history can have at once.
const (
	largest = 64 << 20
	widest  = 1000
)

// ReadOffline reads what `alembic upgrade base:heads --sql` prints, be it one text or one for each revision (`down:rev --sql`). What of the SQL is not
// understood is said in the remarks and does not stop the history, nor does an end in the middle of a revision: then it is that of the revisions before.
// An error means that there is no history in the texts.
func ReadOffline(l Language, texts ...Text) (*Project, error) {
	return (&offlineReader{language: l}).all(texts)
}

// ReadPart reads the same of a history that need not begin at its base, as `alembic upgrade FROM:TO --sql` prints it.
func ReadPart(l Language, texts ...Text) (*Project, error) {
	return (&offlineReader{language: l, part: true}).all(texts)
}

// IsOffline reports whether any of the texts has revisions in it.
func IsOffline(texts ...Text) bool {
	return slices.ContainsFunc(texts, func(t Text) bool { return anyMarker().MatchString(t.SQL) })
}

func (r *offlineReader) all(texts []Text) (*Project, error) {
	r.messages = map[string]string{}
	r.project.Data = true
	size := 0
	for _, t := range texts {
		r.budget += 2*len(t.SQL) + 1<<20
		if size += len(t.SQL); size > largest {
			return nil, fmt.Errorf("%s: with more than %d MB this is no SQL of a history", t.Name, largest>>20)
		}
		err := r.mark(t)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", t.Name, err)
		}
	}
	err := r.read()
	if err != nil {
		return nil, err
	}
	return &r.project, nil
}

// An offlineReader reads the texts of one history.
type offlineReader struct {
	language Language
	project  Project
	segments []segment
	messages map[string]string // what log lines say of revisions
	// budget bounds how many bytes are cut into statements again, because a piece turned out to go on behind a blank line.
	budget int
	part   bool           // see [ReadPart]
	back   *schema.Schema // what a way back begins at, see [ReadDowngrades]; nil: it is a way up
	sorted bool           // the revisions were put into another order than the text's
}

// A segment is the SQL of one revision.
type segment struct {
	id         string
	down       []string
	file       string
	line       int // of the marker
	piece      piece
	broken     string // why Alembic stopped in it; empty: it does not say so
	statements []schema.Statement
	stored     []row // what it does to the version table
	back       bool  // it takes the revision back
	cut        bool  // it has more statements, which are not known
}

// A piece is a part of the text.
type piece struct {
	text string
	line int // that it begins on
}

// at is the place of a segment's line, for messages.
func (s *segment) at(line int) string { return fmt.Sprintf("%s:%d", s.file, line) }

var (
	anyMarker = schema.Pattern(`(?m)^-- Running upgrade `)
	marker    = schema.Pattern(`^-- Running (upgrade|downgrade|stamp_revision) (.*?) ?-> ?([^,]*?)(?:, (.*))?$`)
	logLine   = schema.Pattern(`\[alembic[\w.]*\] Running upgrade .*-> ([^,\s]+), (.+)$`)
	// stop is how Python and Alembic say that a revision cannot run.
	stop = schema.Pattern(`^(Traceback \(most recent call last\):|FAILED: )`)
)

func (r *offlineReader) read() error {
	if len(r.segments) == 0 {
		return errors.New("there is no SQL of a history")
	}
	if r.back == nil {
		if err := r.order(); err != nil {
			return err
		}
	}
	for i := range r.segments {
		r.cut(&r.segments[i])
	}
	if err := r.findStamps(); err != nil {
		return err
	}
	return r.steps()
}

func (r *offlineReader) remark(format string, args ...any) {
	r.project.Remarks = append(r.project.Remarks, fmt.Sprintf(format, args...))
}

// mark finds the revisions in a text. What stands before the first is a part of that.
func (r *offlineReader) mark(t Text) error {
	if strings.IndexByte(t.SQL, 0) >= 0 {
		return errors.New("this is no SQL text in UTF-8: on Windows, cmd's > writes one, PowerShell's does not")
	}
	text := strings.ReplaceAll(strings.TrimPrefix(t.SQL, byteOrderMark), "\r\n", "\n")
	var found []segment
	now := segment{file: t.Name, piece: piece{line: 1}}
	from, line := 0, 0
	for at := 0; at < len(text); {
		line++
		next := len(text)
		if i := strings.IndexByte(text[at:], '\n'); i >= 0 {
			next = at + i + 1
		}
		this := strings.TrimRight(text[at:next], " \t\n")
		if stop().MatchString(this) {
			now.broken = lastLine(text[at:])
			text = text[:at]
			break
		}
		m := marker().FindStringSubmatch(this)
		switch {
		case m != nil && r.back != nil && m[1] != "downgrade":
			return fmt.Errorf("line %d begins a %s, which is no way back: print that with alembic downgrade head:base --sql", line, strings.TrimSuffix(m[1], "_revision"))
		case m != nil && r.back == nil && m[1] != "upgrade":
			return fmt.Errorf("line %d begins a %s, which is not the way a history goes: print it with alembic upgrade base:heads --sql", line, strings.TrimSuffix(m[1], "_revision"))
		case m != nil:
			if now.id != "" {
				now.piece.text = text[from:at]
				found, from = append(found, now), at
			}
			now = segment{id: m[3], down: downs(m[2]), file: t.Name, line: line, piece: piece{line: 1}}
			if from > 0 {
				now.piece.line = line
			}
			if r.back != nil {
				now.back, now.id, now.down = true, m[2], downs(strings.TrimSuffix(m[3]+","+m[4], ","))
				break
			}
			r.note(m[3], m[4])
		default:
			if m := logLine().FindStringSubmatch(this); m != nil {
				r.note(m[1], m[2])
			}
		}
		at = next
	}
	now.piece.text = text[from:]
	if now.id == "" {
		return noRevision(now.broken)
	}
	r.segments = append(append(r.segments, found...), now)
	return nil
}

// note keeps the first line of a revision's docstring.
func (r *offlineReader) note(id, message string) {
	if message != "" {
		r.messages[id] = message
	}
}

func noRevision(broken string) error {
	if broken != "" {
		return fmt.Errorf("there is no revision in it: Alembic stopped before the first one (%s)", broken)
	}
	return errors.New("there is no revision in it: alembic upgrade base:heads --sql writes a line “-- Running upgrade …” before each")
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

// order drops revisions that are there twice, and puts them into an order in which they can run: files of one revision each come by their names.
func (r *offlineReader) order() error {
	seen := map[string]bool{}
	r.segments = slices.DeleteFunc(r.segments, func(s segment) bool {
		again := seen[s.id]
		if again {
			r.remark("%s: revision %s is there a second time: only the first counts", s.at(s.line), s.id)
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
			if !seen[id] && !r.part {
				r.remark("%s: revision %s comes after %s, which is not there: what that one made is not known", s.at(s.line), s.id, id)
			}
		}
	}
	if !base && !r.part {
		return fmt.Errorf("%s begins after revision %s, so that nothing tells what was there before: print it with alembic upgrade base:heads --sql", r.segments[0].file, strings.Join(r.segments[0].down, ", "))
	}
	order, ok := newGraph(steps).sorted()
	if !ok {
		return errors.New("the revisions come after each other in a circle")
	}
	if width(steps, order) > widest {
		return fmt.Errorf("its revisions have more than %d heads at once: this is no history", widest)
	}
	sorted := make([]segment, len(order))
	for n, i := range order {
		sorted[n] = r.segments[i]
		r.sorted = r.sorted || n != i
	}
	r.segments = sorted
	return nil
}

// width is how many heads a history has at once.
func width(steps []Step, order []int) int {
	heads, most := map[string]bool{}, 0
	for _, i := range order {
		for _, id := range steps[i].Down {
			delete(heads, id)
		}
		heads[steps[i].ID] = true
		most = max(most, len(heads))
	}
	return most
}
