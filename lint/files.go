package lint

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"assay/expected"
	"assay/internal/files"
	"assay/introspect"
)

// A File is what there is to be judged of one.
type File struct {
	Texts []expected.Text // whose statements are judged; nil: a schema is
	// Guess says what it was taken for, and how to have it taken for the other; empty: that is certain.
	Guess string
}

// Recognise finds out whether a file holds a schema or a migration. as is what the user says that it is, schema or migration; empty: nothing. asked reports
// that something is asked that makes sense of statements alone.
func Recognise(name string, text []byte, as string, asked bool) (f File, err error) {
	snapshot := introspect.IsSnapshot(text)
	sure := snapshot || introspect.IsDump(text)
	isSchema := sure || !asked && introspect.MayBeDump(text)
	guessed := as == "" && !sure && !expected.IsOffline(expected.Text{SQL: string(text)})
	if as == "schema" || isSchema && as == "" || snapshot {
		if guessed {
			f.Guess = "taken for a schema (--as migration judges its statements)"
		}
		return f, nil
	}
	if guessed {
		f.Guess = "taken for a migration (--as schema judges the tables that it makes)"
	}
	f.Texts, err = addSQL(nil, name, text)
	return f, err
}

// ReadSQL reads files of SQL, which are no dumps.
func ReadSQL(names []string, stdin io.Reader) ([]expected.Text, error) {
	var texts []expected.Text
	for _, name := range names {
		text, err := introspect.ReadFile(introspect.Source{Path: name}, stdin)
		if err != nil {
			return nil, err
		}
		if introspect.IsSnapshot(text) || introspect.IsDump(text) {
			return nil, fmt.Errorf("%s: it is a dump or snapshot, which is judged by itself: name it alone, or as --on for the other files", name)
		}
		if texts, err = addSQL(texts, name, text); err != nil {
			return nil, err
		}
	}
	return texts, nil
}

// addSQL adds a file's SQL to that of others, without the mark that editors leave at its beginning.
func addSQL(texts []expected.Text, name string, text []byte) ([]expected.Text, error) {
	piped := name == "-"
	if piped {
		name = files.StandardInput
	}
	switch {
	case strings.HasSuffix(name, ".py"): // in which nothing would be found
		return nil, fmt.Errorf("%s: it is Python, and SQL is judged: give what alembic upgrade base:heads --sql prints; "+
			"of the file itself, assay history verify says whether its place is right", name)
	case bytes.HasPrefix(text, []byte("\xff\xfe")), bytes.HasPrefix(text, []byte("\xfe\xff")):
		return nil, fmt.Errorf("%s: it is UTF-16, as PowerShell's > writes it: save it as UTF-8", name)
	}
	return append(texts, expected.Text{Name: name, SQL: strings.TrimPrefix(string(text), "\ufeff"), Piped: piped}), nil
}
