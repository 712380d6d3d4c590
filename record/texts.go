package record

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"assay/expected"
	"assay/internal/files"
	"assay/migrations"
)

// ReadTexts reads a history: a file, all SQL files of a folder in their order, or what stdin holds, for "-".
func ReadTexts(name string, stdin io.Reader) ([]expected.Text, error) {
	if name == "-" {
		text, err := io.ReadAll(files.Bound(stdin, files.StandardInput, files.Data))
		if err != nil {
			return nil, fmt.Errorf("reading the history from standard input: %w", err)
		}
		if len(text) == 0 { // the command before the pipe has said why
			return nil, errors.New("the history on standard input is empty: did alembic upgrade base:heads --sql fail?")
		}
		return []expected.Text{{Name: files.StandardInput, SQL: string(text), Piped: true}}, nil
	}
	found := []string{name}
	if info, err := os.Stat(name); err == nil && info.IsDir() {
		if found, err = filepath.Glob(filepath.Join(escapeGlob(name), "*.sql")); err == nil && len(found) == 0 && isProject(name) {
			return nil, fmt.Errorf("--history: folder %s has the revisions in Python, and their SQL is needed: "+
				"alembic upgrade base:heads --sql > history.sql prints it, assay history record records it, and assay lint --run asks alembic itself", name)
		}
		if err != nil || len(found) == 0 {
			return nil, fmt.Errorf("--history: folder %s has no file that ends in .sql: alembic upgrade base:heads --sql writes one, assay history record a better one", name)
		}
	}
	var texts []expected.Text
	for _, file := range found {
		text, err := files.Read(file, files.Data)
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

// isProject reports whether a folder has the revisions of a project.
func isProject(dir string) bool {
	dirs, recursive, err := migrations.FindFolders(dir, "")
	if err != nil {
		return false
	}
	h, err := migrations.ReadRevisions(dirs, recursive)
	return err == nil && len(h.All) > 0
}

// escapeGlob spells a folder's name so that a pattern means it as it stands.
func escapeGlob(name string) string {
	return strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`, `[`, `\[`).Replace(name)
}
