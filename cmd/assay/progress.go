package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/term"
)

// patience is how long nobody wonders what assay is doing.
const patience = time.Second

// waiting does something that may take long. Who waits for it at a terminal is told what it is, until it is done.
func (p *process) waiting(what string, work func() error) error {
	if !isTerminal(p.stderr) {
		return work()
	}
	done, gone := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(gone)
		spin(p.stderr, what, done)
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
	started, line := time.Now().Add(-patience), statusLine{w: w}
	defer line.clear()
	turn := time.NewTicker(patience / 8)
	defer turn.Stop()
	for i := 0; ; i++ {
		line.show(fmt.Sprintf("%c %s [%s]", `|/-\`[i%4], what, time.Since(started).Truncate(time.Second)))
		select {
		case <-done:
			return
		case <-turn.C:
		}
	}
}

// A statusLine is a line of a terminal that says what is under way, and leaves no trace.
type statusLine struct {
	w      io.Writer
	widest int // of what it has said
}

func (l *statusLine) show(text string) {
	l.widest = max(l.widest, utf8.RuneCountInString(text))
	_, _ = fmt.Fprintf(l.w, "\r%-*s", l.widest, text)
}

func (l *statusLine) clear() { _, _ = fmt.Fprintf(l.w, "\r%s\r", strings.Repeat(" ", l.widest)) }

func isTerminal(w any) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}
