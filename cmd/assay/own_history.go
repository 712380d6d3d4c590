package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"assay/dialect"
	"assay/expected"
	"assay/schema"
)

// standardInput is what messages call it.
const standardInput = "standard input"

// historyTexts reads the history that --history names: a file, all SQL files of a folder, or standard input.
func (p *process) historyTexts(name string) ([]expected.Text, error) {
	return unlessStopped(p.ctx, "--history "+name, func() ([]expected.Text, error) { return p.readTexts(name) })
}

func (p *process) readTexts(name string) ([]expected.Text, error) {
	if name == "-" {
		text, err := io.ReadAll(p.stdin)
		if err != nil {
			return nil, fmt.Errorf("reading the history from standard input: %w", err)
		}
		if len(text) == 0 { // the command before the pipe has said why
			return nil, errors.New("the history on standard input is empty: did alembic upgrade base:heads --sql fail?")
		}
		return []expected.Text{{Name: standardInput, SQL: string(text)}}, nil
	}
	files := []string{name}
	if info, err := os.Stat(name); err == nil && info.IsDir() {
		if files, err = filepath.Glob(filepath.Join(escapeGlob(name), "*.sql")); err != nil || len(files) == 0 {
			return nil, fmt.Errorf("--history: folder %s has no file that ends in .sql: alembic upgrade base:heads --sql writes one, assay history record a better one", name)
		}
	}
	var texts []expected.Text
	for _, file := range files {
		text, err := os.ReadFile(file)
		if errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("the history %s is not there: check its path, or make it with assay history record", file)
		}
		if err != nil {
			return nil, fmt.Errorf("--history: %w", err)
		}
		texts = append(texts, expected.Text{Name: file, SQL: string(text)})
	}
	if !slices.ContainsFunc(texts, func(t expected.Text) bool { return strings.TrimSpace(t.SQL) != "" }) {
		return nil, fmt.Errorf("%s is empty: alembic upgrade base:heads --sql writes a history, assay history record a better one", name)
	}
	return texts, nil
}

// escapeGlob spells a folder's name so that a pattern means it as it stands.
func escapeGlob(name string) string {
	return strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`, `[`, `\[`).Replace(name)
}

// isRecording reports whether a text is what assay history record writes, and not SQL.
func isRecording(texts []expected.Text) bool {
	return len(texts) == 1 && strings.HasPrefix(strings.TrimSpace(strings.TrimPrefix(texts[0].SQL, "\ufeff")), "{")
}

// readProject reads a history, for a server.
func readProject(texts []expected.Text, server schema.Server) (*expected.Project, error) {
	p, err := parseProject(texts, server)
	if err != nil {
		return nil, fmt.Errorf("reading the history: %w", err)
	}
	if p.Engine != "" && p.Engine != server.Engine {
		return nil, fmt.Errorf("the history %s is of %s, and the database is one of %s: a history of the same engine is needed", texts[0].Name, p.Engine, server.Engine)
	}
	p.Name = cmp.Or(p.Name, projectName(texts[0].Name))
	p.VersionTable = cmp.Or(p.VersionTable, expected.PlainTable)
	return p, nil
}

func parseProject(texts []expected.Text, server schema.Server) (*expected.Project, error) {
	if isRecording(texts) {
		return expected.ReadRecording(strings.NewReader(texts[0].SQL), texts[0].Name, speak)
	}
	room, err := dialect.For(server)
	if err != nil {
		return nil, err
	}
	p, err := expected.ReadOffline(room, texts...)
	if err != nil {
		return nil, err
	}
	p.Engine = dialect.Recognise(texts[0].SQL)
	return p, nil
}

// projectName is what a history is called that does not say so itself: as its file.
func projectName(file string) string {
	if file == standardInput {
		return "history"
	}
	base := filepath.Base(file)
	return cmp.Or(strings.TrimSuffix(base, filepath.Ext(base)), base)
}

var errTreesOfProject = errors.New("--tree is for the built-in histories: the one of --history is a single one")
