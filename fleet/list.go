package fleet

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"

	"assay/internal/files"
)

// ReadList reads a file that names databases, one a line; "-" is standard input, and no name no file. Empty lines do not count, nor does what begins
// with a number sign at the beginning of a line or behind a blank.
func ReadList(name string, stdin io.Reader) ([]string, error) {
	if name == "" {
		return nil, nil
	}
	in := stdin
	if name != "-" {
		f, err := files.Open(name, files.Data)
		if err != nil {
			if failed, ok := errors.AsType[*fs.PathError](err); ok {
				err = failed.Err
			}
			return nil, fmt.Errorf("the list of databases %s cannot be read: %w", name, err)
		}
		defer f.Close()
		in = f
	}
	text, err := io.ReadAll(files.Bound(in, name, files.Data))
	if err != nil {
		return nil, fmt.Errorf("reading the list of databases: %w", err)
	}
	var all []string
	for line := range strings.Lines(strings.TrimPrefix(string(text), "\ufeff")) {
		if line = strings.TrimSpace(uncommented(line)); line != "" {
			all = append(all, line)
		}
	}
	if len(all) == 0 {
		return nil, fmt.Errorf("the list %s names no database: write one a line, a URL, a name of assay.yaml or a file", name)
	}
	return all, nil
}

// uncommented is a line without its comment. A number sign without a blank before it belongs to the name.
func uncommented(line string) string {
	for i := range len(line) {
		if line[i] == '#' && (i == 0 || strings.ContainsRune(" \t", rune(line[i-1]))) {
			return line[:i]
		}
	}
	return line
}
