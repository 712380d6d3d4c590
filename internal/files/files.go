// Package files reads what a user names: ordinary files, and of those no more than makes sense. A pipe that nobody writes to, a device without an end
// or a log of many gigabytes would otherwise keep a command for ever.
package files

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"unicode"
)

// The most that files of these kinds may hold, in bytes.
const (
	Text = 1 << 20   // what people write by hand: configurations, revisions
	Data = 256 << 20 // what programs write: dumps, recordings; a snapshot of the largest schemas known, of 10,000 tables, has some 50 MB
)

// StandardInput is the name of what came from there.
const StandardInput = "standard input"

// Read returns what stands in a file. Its error is an [fs.PathError], also where the file is none that is read, or too long.
func Read(name string, most int64) ([]byte, error) {
	f, err := Open(name, most)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(f)
}

// Open opens a file for reading. Reading it fails where it has more bytes than that.
func Open(name string, most int64) (io.ReadCloser, error) {
	if err := Check(name); err != nil {
		return nil, err
	}
	f, err := os.OpenFile(name, os.O_RDONLY|syscall.O_NONBLOCK, 0) // what became a pipe since would be waited for
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err == nil && info.Size() > most {
		err = tooLong(name, most)
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return &bounded{Reader: Bound(f, name, most), Closer: f}, nil
}

// Check says why a file is none to be read, before it is opened.
func Check(name string) error {
	info, err := os.Stat(name)
	if err != nil {
		return err
	}
	var problem string
	switch mode := info.Mode(); {
	case mode.IsRegular(), name == os.DevNull:
		return nil
	case mode.IsDir():
		return &fs.PathError{Op: "open", Path: name, Err: syscall.EISDIR}
	case mode&fs.ModeNamedPipe != 0 && inherited(name):
		return nil
	case mode&fs.ModeNamedPipe != 0:
		problem = "it is a named pipe, and only ordinary files are read: write what comes out of it to a file"
	case mode&fs.ModeSocket != 0:
		problem = "it is a socket, and only ordinary files are read"
	default:
		problem = "it is a device, and only ordinary files are read"
	}
	return &fs.PathError{Op: "open", Path: name, Err: errors.New(problem)}
}

// inherited reports whether a name is one of this process's own descriptors: standard input, or what a shell puts in the place of <(a command).
func inherited(name string) bool {
	name = filepath.Clean(name)
	return name == "/dev/stdin" || strings.HasPrefix(name, "/dev/fd/") || strings.HasPrefix(name, "/proc/self/fd/")
}

type bounded struct {
	io.Reader
	io.Closer
}

// Bound is a reader that fails beyond so many bytes; name is what is read, as messages call it.
func Bound(r io.Reader, name string, most int64) io.Reader {
	return &bound{r: r, left: most, err: tooLong(name, most)}
}

type bound struct {
	r    io.Reader
	left int64
	err  error
}

// Read implements io.Reader.
func (b *bound) Read(p []byte) (int, error) {
	if int64(len(p)) > b.left+1 {
		p = p[:b.left+1]
	}
	n, err := b.r.Read(p)
	if b.left -= int64(n); b.left < 0 {
		return 0, b.err
	}
	return n, err
}

// ErrTooLong is of files that have more bytes than are read.
var ErrTooLong = errors.New("is it the file that you mean?")

func tooLong(name string, most int64) error {
	return &fs.PathError{Op: "read", Path: name, Err: fmt.Errorf("it is longer than %d MB: %w", most>>20, ErrTooLong)}
}

// NameFor is what a file is called that has to do with a database of that name, which may be a URL.
func NameFor(name string) string {
	if _, behind, ok := strings.Cut(name, "://"); ok {
		name = behind
	}
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("-_.@", r) {
			return r
		}
		return '_'
	}, strings.TrimLeft(name, "."))
}

// Seen is a file as seen from a folder where it is in there, as those want it who show findings beside the files (GitLab leaves out what has an absolute
// path).
func Seen(dir, file string) string {
	if to, err := filepath.Rel(dir, file); err == nil && filepath.IsAbs(file) && filepath.IsLocal(to) {
		return to
	}
	return filepath.Clean(file)
}
