package record

import (
	"bytes"
	"context"
	"fmt"
	"strings"

	"assay/dialect"
	"assay/internal/files"
	"assay/introspect"
	"assay/schema"
)

// elsewhere are the commands with which a script leaves the database that it was started on.
var elsewhere = schema.Pattern(`(?i)^\s*(?:use\s|\\c(?:onnect)?\b|\\u\b|(?:create|drop|alter)\s+(?:database|schema\s+if\s+not\s+exists)\b)`)

// runClient has the engine's own client run a file on the database, so that it means what it means everywhere and assay needs no right to write.
func runClient(ctx context.Context, s introspect.Source, file string) error {
	text, err := files.Read(file, files.Data)
	if err != nil {
		return fmt.Errorf("reading what is to be run before the first revision: %w", err)
	}
	line := 0
	for l := range strings.Lines(string(text)) {
		if line++; elsewhere().MatchString(l) {
			return fmt.Errorf("%s:%d: this leaves the scratch database or makes another (%s): take the line out, as it was not run", file, line, strings.TrimSpace(l))
		}
	}
	e, err := dialect.Find(s.Engine)
	if err != nil {
		return err
	}
	if e.Client == nil {
		return fmt.Errorf("--before: %s has no client program that assay knows", s.Engine)
	}
	cmd, err := e.Client(ctx, s.Target)
	if err != nil {
		return err
	}
	var said bytes.Buffer
	cmd.Stdin, cmd.Stderr = bytes.NewReader(text), &said
	if err := cmd.Run(); err != nil {
		lines := strings.Split(strings.TrimSpace(said.String()), "\n")
		return fmt.Errorf("%s was not run on %s to its end, so empty that database first: %w: %s", file, s, err, lines[0])
	}
	return nil
}
