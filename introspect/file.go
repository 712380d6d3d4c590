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

	"assay/internal/files"
	"assay/schema"
)

// Parse is [ParseURL], but for a file that is there, or - for standard input.
func Parse(s string) (Source, error) {
	if s == stdin || isFile(s) {
		return Source{Path: s}, nil
	}
	src, err := ParseURL(s)
	switch {
	case err == nil, !plainWord().MatchString(s):
		return src, err
	case fileWord().MatchString(s):
		return src, fmt.Errorf("there is no file %q, and it is no database URL, which would be like %s", s, examples())
	}
	return src, fmt.Errorf("%w; and there is no file of that name", err)
}

// fileWord is a word that is meant to be a file, as its extension or its folder shows.
var fileWord = schema.Pattern(`(?i)/|\.(?:sql|dump|txt|jsonl?|[ct]sv|gz|zst|xz|bz2|ini|toml|ya?ml|py)$`)

// stdin is what stands for standard input.
const stdin = "-"

func isFile(s string) bool {
	if strings.Contains(s, "://") || strings.HasPrefix(s, releasePrefix) {
		return false
	}
	_, err := os.Stat(s)
	return err == nil
}

// ReadFile returns what stands in the source's file, or on standard input, unpacked if it is compressed. Its error is one sentence and names the file.
func ReadFile(s Source, standard io.Reader) (text []byte, err error) {
	name, in := s.file(), standard
	if s.Path != stdin {
		f, err := files.Open(s.Path, files.Data)
		if err != nil {
			return nil, pathError(name, err)
		}
		defer f.Close()
		in = f
	}
	r, err := unpacked(bufio.NewReader(in))
	if err == nil {
		text, err = io.ReadAll(files.Bound(r, name, files.Data)) // a few bytes can unpack to any number
	}
	switch {
	case errors.Is(err, errPacked):
		return nil, fmt.Errorf("%s: %w", name, err)
	case errors.Is(err, io.ErrUnexpectedEOF):
		return nil, fmt.Errorf("%s: it ends in the middle: was the command that wrote it stopped?", name)
	case err != nil:
		return nil, pathError(name, err)
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
