package audit

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"assay/expected"
	"assay/introspect"
)

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
		if texts, err = SQL(texts, name, text); err != nil {
			return nil, err
		}
	}
	return texts, nil
}

// SQL adds a file's SQL to that of others, without the mark that editors leave at its beginning.
func SQL(texts []expected.Text, name string, text []byte) ([]expected.Text, error) {
	switch {
	case strings.HasSuffix(name, ".py"): // in which nothing would be found
		return nil, fmt.Errorf("%s: it is Python, and SQL is judged: give what alembic upgrade base:heads --sql prints; "+
			"of the file itself, assay history verify says whether its place is right", name)
	case bytes.HasPrefix(text, []byte("\xff\xfe")), bytes.HasPrefix(text, []byte("\xfe\xff")):
		return nil, fmt.Errorf("%s: it is UTF-16, as PowerShell's > writes it: save it as UTF-8", name)
	}
	return append(texts, expected.Text{Name: name, SQL: strings.TrimPrefix(string(text), "\ufeff"), Piped: name == "-"}), nil
}
