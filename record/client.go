package record

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"assay/dialect"
	"assay/internal/files"
	"assay/introspect"
	"assay/schema"
)

// Scratch is the database of a URL that --scratch gives, as SQLAlchemy spells it.
func Scratch(url string) (introspect.Source, error) {
	if !strings.Contains(url, "://") {
		return introspect.Source{}, errors.New("--scratch: write the URL as SQLAlchemy does, since the project gets it so: mysql+pymysql://user@host/scratch, " +
			"postgresql://user@host/scratch")
	}
	s, err := introspect.ParseURL(url)
	if err != nil {
		return s, fmt.Errorf("--scratch: %w", err)
	}
	if s.Release != "" {
		return s, errors.New("--scratch: name a database on a server: a release has none")
	}
	return s, nil
}

// elsewhere are the commands with which a script leaves the database that it was started on.
var elsewhere = schema.Pattern(`(?i)^\s*(?:use\s|\\c(?:onnect)?\b|\\u\b|(?:create|drop|alter)\s+(?:database|schema\s+if\s+not\s+exists)\b)`)

// runClient has the engine's own client run a file on the database, so that it means what it means everywhere and assay needs no right to write.
func runClient(ctx context.Context, s introspect.Source, file string) error {
	text, err := files.Read(file, files.Data)
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("--before: there is no file %q: check its path", file)
	}
	if err != nil {
		return fmt.Errorf("--before: %w", err)
	}
	line := 0
	for l := range strings.Lines(string(text)) {
		if line++; elsewhere().MatchString(l) {
			return fmt.Errorf("%s:%d: this leaves the scratch database or makes another (%s): take the line out, as it was not run", file, line, strings.TrimSpace(l))
		}
	}
	return runStatements(ctx, s, file, string(text))
}

// runStatements has the client run a text, which messages call by a name.
func runStatements(ctx context.Context, s introspect.Source, named, text string) error {
	e, err := dialect.Find(s.Engine)
	if err != nil {
		return err
	}
	if e.Client == nil {
		return fmt.Errorf("%s: %s has no client program that assay knows", named, s.Engine)
	}
	cmd, err := e.Client(ctx, s.Target)
	if err != nil {
		return err
	}
	var said bytes.Buffer
	cmd.Stdin, cmd.Stderr = strings.NewReader(text), &said
	if err := cmd.Run(); err != nil {
		return &ClientError{Named: named, Source: s, Said: errorIn(said.String()), Cause: err}
	}
	return nil
}

// errorIn is the line of what a client program printed that says what went wrong: it may print warnings before, and the statement.
func errorIn(said string) string {
	first, _, _ := strings.Cut(strings.TrimSpace(said), "\n")
	for line := range strings.Lines(said) {
		if i := strings.Index(line, "ERROR"); i == 0 || i > 0 && strings.Contains(line[i:], "ERROR: ") {
			return strings.TrimSpace(line[i:])
		}
	}
	return first
}

// A ClientError says that a client program did not run a text to its end.
type ClientError struct {
	Named  string // the text
	Source introspect.Source
	Said   string // the line that the program printed of what went wrong
	Cause  error
}

// Error says it, and what to do.
func (e *ClientError) Error() string {
	return fmt.Sprintf("%s was not run on %s to its end, so empty that database first: %v: %s", e.Named, e.Source, e.Cause, e.Said)
}

// Unwrap returns the cause.
func (e *ClientError) Unwrap() error { return e.Cause }
