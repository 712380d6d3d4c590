package terminal

import (
	"fmt"
	"io"
	"sync"
	"time"
)

// A Teller says what is being done, a line at a time, however many do something. Its zero value is ready.
type Teller struct {
	mu   sync.Mutex
	told map[string]bool
}

// Trace says what a server was asked, in one line, and how long it took.
func (t *Teller) Trace(w io.Writer, sql string, rows int, took time.Duration) {
	t.mu.Lock()
	defer t.mu.Unlock()
	_, _ = fmt.Fprintf(w, "assay: %8.1f ms  %5d rows  %s\n", float64(took.Microseconds())/1000, rows, sql)
}

// Warn says something once. Where w is nil, nobody is told.
func (t *Teller) Warn(w io.Writer, told string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if w == nil || t.told[told] {
		return
	}
	if t.told == nil {
		t.told = map[string]bool{}
	}
	t.told[told] = true
	_, _ = fmt.Fprintln(w, "assay: "+told)
}

// Once asks a question and keeps the answer.
func Once(ask func(string) (string, error)) func(string) (string, error) {
	var answer string
	var err error
	var asked sync.Once
	return func(question string) (string, error) {
		asked.Do(func() { answer, err = ask(question) })
		return answer, err
	}
}
