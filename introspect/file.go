package introspect

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"syscall"
)

// Parse is [ParseURL], but for a file that is there, or - for standard input.
func Parse(s string) (Source, error) {
	if s == stdin || isFile(s) {
		return Source{Path: s}, nil
	}
	src, err := ParseURL(s)
	if err != nil && plainWord().MatchString(s) {
		return src, fmt.Errorf("%w; and there is no file of that name", err)
	}
	return src, err
}

// stdin is what stands for standard input.
const stdin = "-"

func isFile(s string) bool {
	if strings.Contains(s, "://") || strings.HasPrefix(s, releasePrefix) {
		return false
	}
	_, err := os.Stat(s)
	return err == nil
}

// largestFile is how many bytes a file may have: a snapshot of the largest schemas known, of 10,000 tables, has some 50 MB.
const largestFile = 256 << 20

// ReadFile returns what stands in the source's file, or on standard input. Its error is one sentence and names the file.
func ReadFile(s Source, standard io.Reader) (text []byte, err error) {
	name, in := s.file(), standard
	if s.Path != stdin {
		f, err := os.Open(s.Path)
		if err != nil {
			return nil, pathError(name, err)
		}
		defer f.Close()
		in = f
	}
	r := bufio.NewReader(in)
	if text, err = io.ReadAll(io.LimitReader(r, largestFile+1)); err != nil {
		return nil, pathError(name, err)
	}
	switch {
	case len(text) > largestFile:
		return nil, fmt.Errorf("%s: it has more than %d MB, which no schema needs: is it the right file?", name, largestFile>>20)
	case len(bytes.TrimSpace(text)) == 0:
		return nil, fmt.Errorf("%s: it is empty: was the command that wrote it stopped?", name)
	}
	return text, nil
}

// file names the source's file for people.
func (s Source) file() string {
	if s.Path == stdin {
		return "standard input"
	}
	return s.Path
}

// pathError says why a file cannot be read, without naming it twice.
func pathError(name string, err error) error {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("%s: there is no such file", name)
	case errors.Is(err, syscall.EISDIR):
		return fmt.Errorf("%s: it is a folder: name the file", name)
	}
	if p, ok := errors.AsType[*fs.PathError](err); ok {
		err = p.Err
	}
	return fmt.Errorf("%s: it cannot be read: %w", name, err)
}
