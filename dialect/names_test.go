package dialect_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"assay/dialect"
)

// namesAsData are the places that name engines as data: their rooms, the data of Asterisk's, and the servers of tests.
var namesAsData = []string{"dialect/mssql/", "dialect/mysql/", "dialect/oracle/", "dialect/postgres/", "expected/asterisk/", "internal/lab/"}

// TestNoEngineIsNamed: outside of the rooms, no code asks for an engine by its name. That a rule is of some engines only is data.
func TestNoEngineIsNamed(t *testing.T) {
	t.Parallel()
	var names []string
	for _, e := range dialect.Engines {
		names = append(append(names, e.Name), e.Schemes...)
		for _, s := range e.Products {
			names = append(names, s.Product)
		}
	}
	root := ".."
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		file, _ := filepath.Rel(root, path)
		file = filepath.ToSlash(file)
		if d.IsDir() && (strings.HasPrefix(d.Name(), ".") && file != "." || d.Name() == "testdata") {
			return fs.SkipDir
		}
		ours := !slices.ContainsFunc(namesAsData, func(room string) bool { return strings.HasPrefix(file, room) })
		if strings.HasSuffix(file, ".go") && !strings.HasSuffix(file, "_test.go") && ours {
			checkNames(t, path, names)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// checkNames looks for names of engines in a file.
func checkNames(t *testing.T, path string, names []string) {
	t.Helper()
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, path, nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.KeyValueExpr:
			if key, ok := n.Key.(*ast.Ident); ok && key.Name == "Engines" { // of a rule
				return false
			}
		case *ast.BasicLit:
			if text, err := strconv.Unquote(n.Value); err == nil && n.Kind == token.STRING && slices.Contains(names, text) {
				t.Errorf("%s names the engine %s: ask its entry in dialect.Engines instead", set.Position(n.Pos()), n.Value)
			}
		}
		return true
	})
}
