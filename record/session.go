package record

import (
	"bufio"
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"assay/internal/files"
	"assay/schema"
)

//go:embed session.py
var sessionScript string

// A session is one process of Alembic's that carries out command after command. Most of what a command takes is Python's start, up to 20 s on a small machine:
// a project of hundreds of revisions is recorded in minutes so.
type session struct {
	cmd       *exec.Cmd
	commands  *os.File // a line of JSON each
	answers   *os.File
	lines     *bufio.Reader
	out, said *os.File // what it prints, and what it prints as errors
}

var shebang = schema.Pattern(`^#!(?:/bin/sh\n'''exec' "?)?(\S*python[\d.]*)"?(?: "\$0" "\$@"|((?: -\w+)*))\n`)

// interpreter is the Python that a script of its runs in, with its flags; none: it is no script of Python's.
func interpreter(script string) []string {
	text, err := files.Read(script, files.Text)
	if err != nil {
		return nil
	}
	m := shebang().FindStringSubmatch(string(text))
	if m == nil {
		return nil
	}
	return append([]string{m[1]}, strings.Fields(m[2])...)
}

// startSession starts Alembic as the program of that path would be; nil: it cannot be told how.
func startSession(program string, env []string) *session {
	words := interpreter(program)
	if words == nil {
		return nil
	}
	s := &session{}
	if err := s.start(append(words, "-c", sessionScript, filepath.Dir(program)), env); err != nil {
		s.close()
		return nil
	}
	return s
}

func (s *session) start(words, env []string) (err error) {
	var commands, answers *os.File
	if commands, s.commands, err = os.Pipe(); err != nil {
		return err
	}
	defer commands.Close()
	if s.answers, answers, err = os.Pipe(); err != nil {
		return err
	}
	defer answers.Close()
	if s.out, err = unnamed(); err != nil {
		return err
	}
	if s.said, err = unnamed(); err != nil {
		return err
	}
	s.lines = bufio.NewReader(s.answers)
	s.cmd = exec.Command(words[0], words[1:]...) //nolint:noctx // it lives as long as the tool, and ends when it is given no more commands
	s.cmd.Env, s.cmd.ExtraFiles, s.cmd.Stdout, s.cmd.Stderr = env, []*os.File{answers, commands}, s.out, s.said
	if err = s.cmd.Start(); err != nil {
		s.cmd = nil
		return err
	}
	answers.Close()                   // so that its end is seen
	_, err = s.lines.ReadString('\n') // it is ready: Alembic is there, as this Python sees it
	return err
}

// unnamed is a file for what is printed, which is gone when it is closed.
func unnamed() (*os.File, error) {
	f, err := os.CreateTemp("", "assay-")
	if err != nil {
		return nil, err
	}
	return f, os.Remove(f.Name())
}

// errGone says that the process ended before it answered.
var errGone = errors.New("Alembic's process ended") //nolint:staticcheck // it is a name

// A statusError is the status of a command that failed, and says so as os/exec does.
type statusError int

func (s statusError) Error() string { return fmt.Sprintf("exit status %d", int(s)) }

// run carries out a command. again reports whether another one may follow: it left no connection open, and the folder and the environment as they were.
func (s *session) run(ctx context.Context, args []string) (out, said string, again bool, err error) {
	for _, f := range []*os.File{s.out, s.said} {
		if err := errors.Join(f.Truncate(0), seek(f)); err != nil {
			return "", "", false, err
		}
	}
	line, err := json.Marshal(args)
	if err != nil {
		return "", "", false, err
	}
	done := make(chan struct{})
	defer close(done)
	go s.interrupt(ctx, done)
	status := statusError(0)
	kept := 0
	if _, err = s.commands.Write(append(line, '\n')); err == nil {
		_, err = fmt.Fscanln(s.lines, &status, &kept)
	}
	if err != nil {
		err = errGone
	} else if status != 0 {
		err = status
	}
	return wrote(s.out), wrote(s.said), err == nil && kept == 1, err
}

func seek(f *os.File) error {
	_, err := f.Seek(0, io.SeekStart)
	return err
}

func wrote(f *os.File) string {
	if seek(f) != nil {
		return ""
	}
	text, _ := io.ReadAll(f)
	return string(text)
}

// interrupt has the process end where the context does: as a user would at first, so that it can roll back.
func (s *session) interrupt(ctx context.Context, done <-chan struct{}) {
	select {
	case <-done:
		return
	case <-ctx.Done():
	}
	_ = s.cmd.Process.Signal(os.Interrupt)
	select {
	case <-done:
	case <-time.After(patience):
		_ = s.cmd.Process.Kill()
	}
}

// close ends the process, which has nothing left to do.
func (s *session) close() {
	for _, f := range []*os.File{s.commands, s.answers, s.out, s.said} {
		if f != nil {
			_ = f.Close()
		}
	}
	if s.cmd != nil {
		_ = s.cmd.Wait() // a process that has ended with an error has said so to whoever asked
	}
}
