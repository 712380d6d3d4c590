package terminal

import (
	"bytes"
	"io"
	"os"
	"os/exec"

	"golang.org/x/term"
)

// usualPager is taken where there is one. What it is to do is said as git says it, since not every less has these flags, and one that the user names is told as
// well: it ends by itself where all fits, shows colours, and leaves the last page standing.
const (
	usualPager  = "less"
	pagerIsTold = "LESS=FRX"
)

// Paged has something written to w. Where that is a terminal, and not high enough for all of it, a program shows it page by page: that of ASSAY_PAGER, else of
// PAGER; an empty one, or cat, is none, and so it is where CI is set.
func Paged(w io.Writer, env Env, write func(io.Writer) error) error {
	program := pager(env)
	f, is := w.(*os.File)
	if !is || !Is(f) || program == "" {
		return write(w)
	}
	kept := &page{terminal: f}
	if err := write(kept); err != nil {
		_, _ = kept.text.WriteTo(f)
		return err
	}
	return kept.show(program)
}

// pager is the program that is to show pages; empty: none.
func pager(env Env) string {
	dumb, _ := env("TERM")
	if ci, _ := env("CI"); ci != "" || dumb == "dumb" { // some give a build a terminal, at which nobody sits
		return ""
	}
	for _, name := range []string{"ASSAY_PAGER", "PAGER"} {
		switch named, ok := env(name); {
		case ok && named == "cat":
			return ""
		case ok:
			return named
		}
	}
	if _, err := exec.LookPath(usualPager); err != nil {
		return ""
	}
	return usualPager
}

// A page is a terminal for who asks it, and keeps what is written.
type page struct {
	terminal *os.File
	text     bytes.Buffer
}

// Fd is the terminal's, which is asked how wide it is.
func (p *page) Fd() uintptr { return p.terminal.Fd() }

// Write implements [io.Writer].
func (p *page) Write(b []byte) (int, error) { return p.text.Write(b) }

// show has the program show what was kept. Where there is no such program, or it fails by itself, all of it is simply written.
func (p *page) show(program string) error {
	_, rows, err := term.GetSize(int(p.Fd()))
	if err == nil && rows > 0 && bytes.Count(p.text.Bytes(), []byte("\n")) >= rows {
		cmd := exec.Command("/bin/sh", "-c", program) //nolint:gosec,noctx // it is the user's own, and ends when he says so
		cmd.Stdin, cmd.Stdout, cmd.Stderr = bytes.NewReader(p.text.Bytes()), p.terminal, p.terminal
		cmd.Env = append([]string{pagerIsTold}, os.Environ()...) // what the user has said is the last word
		if failed := cmd.Run(); failed == nil || cmd.ProcessState != nil && !cmd.ProcessState.Exited() {
			return nil
		}
	}
	_, err = p.text.WriteTo(p.terminal)
	return err
}
