package terminal

import (
	"fmt"
	"io"
	"strings"
	"sync"
	"unicode/utf8"
)

// A Progress shows on a terminal how far many things have come that are done side by side, and leaves no trace. On anything else it shows nothing.
type Progress struct {
	mu        sync.Mutex
	line      *Status
	done, all int
	width     int
}

// NewProgress is the progress of so many things.
func NewProgress(w io.Writer, all int, env Env) *Progress {
	return &Progress{line: NewStatus(w), all: all, width: Width(w, env)}
}

// Begin says that one has begun.
func (p *Progress) Begin(name string) { p.show(0, name) }

// End says that one has ended.
func (p *Progress) End() { p.show(1, "") }

func (p *Progress) show(ended int, name string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.done += ended; name == "" {
		return
	}
	text := bar(p.done, p.all) + " " + Tame(name)
	if most := p.width - 1; utf8.RuneCountInString(text) > most {
		text = string([]rune(text)[:most])
	}
	p.line.Show(text)
}

// Clear takes it away.
func (p *Progress) Clear() { p.line.Clear() }

// bar is how far it is, and in numbers.
func bar(done, all int) string {
	const cells = 20
	full := cells * done / max(all, 1)
	return fmt.Sprintf("[%s%s] %d of %d", strings.Repeat("#", full), strings.Repeat(".", cells-full), done, all)
}
