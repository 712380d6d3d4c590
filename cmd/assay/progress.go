package main

import (
	"io"
	"os"
	"time"

	"github.com/schollz/progressbar/v3"
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
	bar := progressbar.NewOptions(-1, progressbar.OptionSetWriter(w), progressbar.OptionSetDescription(what), progressbar.OptionSetWidth(8),
		progressbar.OptionSetElapsedTime(true), progressbar.OptionClearOnFinish())
	turn := time.NewTicker(patience / 8)
	defer turn.Stop()
	for {
		_ = bar.Add(1)
		select {
		case <-done:
			_ = bar.Clear()
			return
		case <-turn.C:
		}
	}
}

func isTerminal(w any) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}
