package record

import (
	"cmp"
	"fmt"
	"path/filepath"
	"strings"

	"assay/dialect"
	"assay/expected"
	"assay/internal/files"
	"assay/schema"
)

// IsRecording reports whether a text is what assay history record writes, and not SQL.
func IsRecording(texts []expected.Text) bool {
	return len(texts) == 1 && strings.HasPrefix(strings.TrimSpace(strings.TrimPrefix(texts[0].SQL, "\ufeff")), "{")
}

// EngineOf returns the engine that a history says it is of; empty: it does not show.
func EngineOf(texts []expected.Text) string {
	if !IsRecording(texts) {
		return dialect.Recognise(texts[0].SQL)
	}
	if p, err := expected.ReadRecording(strings.NewReader(texts[0].SQL), texts[0].Name, Speak); err == nil {
		return p.Engine
	}
	return dialect.Default() // what is wrong with it is said where it is read
}

// An EngineError says that a history is of another engine than what is compared with it.
type EngineError struct{ History, Engine, Database string }

// Error implements error.
func (e *EngineError) Error() string {
	return fmt.Sprintf("the history %s is of %s, and the database is one of %s: a history of the same engine is needed", e.History, e.Engine, e.Database)
}

// ReadProject reads a history, for a server.
func ReadProject(texts []expected.Text, server schema.Server) (*expected.Project, error) {
	p, err := parseProject(texts, server)
	if err != nil {
		return nil, fmt.Errorf("reading the history: %w", err)
	}
	if p.Engine != "" && p.Engine != server.Engine {
		return nil, &EngineError{History: texts[0].Name, Engine: p.Engine, Database: server.Engine}
	}
	p.Name = cmp.Or(p.Name, projectName(texts[0].Name))
	p.VersionTable = cmp.Or(p.VersionTable, expected.PlainTable)
	return p, nil
}

func parseProject(texts []expected.Text, server schema.Server) (*expected.Project, error) {
	if IsRecording(texts) {
		return expected.ReadRecording(strings.NewReader(texts[0].SQL), texts[0].Name, func(of schema.Server) (expected.Parser, error) {
			if of.Product == "" && of.Engine == server.Engine { // an import: its SQL means what it means to the server
				of = server
			}
			return Speak(of)
		})
	}
	room, err := dialect.For(server)
	if err != nil {
		return nil, err
	}
	p, err := expected.ReadOffline(room, texts...)
	if err != nil {
		return nil, err
	}
	p.Engine = dialect.Foreign(texts[0].SQL, server.Engine)
	return p, nil
}

// projectName is what a history is called that does not say so itself: as its file.
func projectName(file string) string {
	if file == files.StandardInput {
		return "history"
	}
	base := filepath.Base(file)
	return cmp.Or(strings.TrimSuffix(base, filepath.Ext(base)), base)
}

// Speak is [dialect.For], for who reads recordings.
func Speak(s schema.Server) (expected.Parser, error) { return dialect.For(s) }
