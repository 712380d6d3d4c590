package terminal

import (
	"strings"
	"sync"
	"testing"
)

// heard is a writer that tells when it was first written to.
type heard struct {
	once  sync.Once
	first chan struct{}
	text  strings.Builder
}

func (h *heard) Write(b []byte) (int, error) {
	h.text.Write(b)
	h.once.Do(func() { close(h.first) })
	return len(b), nil
}

// TestSpin: what takes long is named, and nothing of it stays; what does not is not.
func TestSpin(t *testing.T) {
	t.Parallel()
	h := &heard{first: make(chan struct{})}
	done, gone := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(gone)
		spin(h, "reading the database", done)
	}()
	<-h.first
	close(done)
	<-gone
	got := h.text.String()
	if last := got[strings.LastIndex(strings.TrimRight(got, "\r"), "\r")+1:]; !strings.Contains(got, "reading the database") || strings.TrimSpace(last) != "" {
		t.Errorf("it shows %q and leaves %q", got, last)
	}
	quick := &heard{first: make(chan struct{})}
	spin(quick, "reading", done)
	if quick.text.Len() > 0 {
		t.Errorf("it shows %q of what is done", quick.text.String())
	}
}

// TestProgress: how far it is shows in a bar and in numbers, on a line that fits, and nothing of it stays.
func TestProgress(t *testing.T) {
	t.Parallel()
	var said strings.Builder
	p := &Progress{line: &Status{w: &said}, all: 4, width: 40}
	for _, name := range []string{"a", "b", strings.Repeat("long", 20)} {
		p.Begin(name)
		p.End()
	}
	p.Clear()
	lines := strings.Split(strings.TrimPrefix(said.String(), "\r"), "\r")
	if lines[0] != "[....................] 0 of 4 a" ||
		!strings.HasPrefix(lines[2], "[##########..........] 2 of 4 long") || len(lines[2]) != 39 || strings.TrimSpace(lines[3]) != "" {
		t.Errorf("%q", lines)
	}
}
