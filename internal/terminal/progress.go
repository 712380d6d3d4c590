package terminal

import (
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf8"
)

// patience is how long nobody wonders what assay is doing.
const patience = time.Second

// Wait does something that may take long. Whoever waits for it at a terminal, w, is told what it is, until it is done.
func Wait(w io.Writer, what string, work func() error) error {
	if !Is(w) {
		return work()
	}
	done, gone := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(gone)
		spin(w, what, done)
	}()
	err := work()
	close(done)
	<-gone // what is printed next has the line to itself
	return err
}

// spin shows that something is under way and how long it has been, from when patience ends until it is done, and leaves no trace.
func spin(w io.Writer, what string, done <-chan struct{}) {
	select {
	case <-done:
		return
	case <-time.After(patience):
	}
	started, line := time.Now().Add(-patience), Status{w: w}
	defer line.Clear()
	turn := time.NewTicker(patience / 8)
	defer turn.Stop()
	for i := 0; ; i++ {
		line.Show(fmt.Sprintf("%c %s [%s]", `|/-\`[i%4], what, time.Since(started).Truncate(time.Second)))
		select {
		case <-done:
			return
		case <-turn.C:
		}
	}
}

// A Status is a line of a terminal that says what is under way, and leaves no trace. The zero Status says nothing.
type Status struct {
	w      io.Writer
	widest int // of what it has said
}

// NewStatus returns a line on w, or none where that is no terminal.
func NewStatus(w io.Writer) *Status {
	if !Is(w) {
		w = nil
	}
	return &Status{w: w}
}

// Show puts a text in the place of the one before.
func (l *Status) Show(text string) {
	if l.w == nil {
		return
	}
	l.widest = max(l.widest, utf8.RuneCountInString(text))
	_, _ = fmt.Fprintf(l.w, "\r%-*s", l.widest, text)
}

// Clear takes it away.
func (l *Status) Clear() {
	if l.w != nil {
		_, _ = fmt.Fprintf(l.w, "\r%s\r", strings.Repeat(" ", l.widest))
	}
}
