package main

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"assay/internal/commandline"
)

// costly are functions whose work is for when it is asked for, and not for every start of the program.
var costly = []string{"regexp.MustCompile", "template.Must", "jsonschema.MustCompile", "json.Unmarshal"}

// TestStart: no package of ours compiles or parses anything before it is asked to (see schema.Pattern and sync.OnceValue).
func TestStart(t *testing.T) {
	t.Parallel()
	root := filepath.Join("..", "..")
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") || strings.Contains(path, "internal/lab") {
			return err
		}
		files := token.NewFileSet()
		f, err := parser.ParseFile(files, path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		for _, decl := range f.Decls {
			if gen, ok := decl.(*ast.GenDecl); ok && gen.Tok == token.VAR {
				ast.Inspect(gen, func(n ast.Node) bool { return atStart(t, files, n) })
			}
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

// atStart reports what is called as the program starts, which the inside of a function is not.
func atStart(t *testing.T, files *token.FileSet, n ast.Node) bool {
	t.Helper()
	if _, later := n.(*ast.FuncLit); later {
		return false
	}
	call, ok := n.(*ast.CallExpr)
	if !ok {
		return true
	}
	if s, ok := call.Fun.(*ast.SelectorExpr); ok {
		if x, ok := s.X.(*ast.Ident); ok {
			for _, name := range costly {
				if name == x.Name+"."+s.Sel.Name {
					t.Errorf("%s: %s runs at every start", files.Position(n.Pos()), name)
				}
			}
		}
	}
	return true
}

// TestGrammarAlone: the help of every command, its flags and their mistakes are the same where no other command is read.
func TestGrammarAlone(t *testing.T) {
	t.Parallel()
	all, err := (&process{}).parser(&commands{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, command := range all.Model.Children {
		for _, args := range [][]string{{command.Name, "--help"}, {command.Name, "--no-such-flag"}, {command.Name, "a", "b", "c"}} {
			var whole bytes.Buffer
			p := process{ctx: t.Context(), stdout: &whole, stderr: &whole, env: noEnvironment}
			parser, err := p.parser(&commands{}, func(int) {})
			if err != nil {
				t.Fatal(err)
			}
			_, err = parser.Parse(args)
			switch {
			case slices.Contains(args, "--help"):
			case err == nil:
				continue // it would run
			default:
				p.fail(commandline.Refused(err, args))
			}
			if o := assay(t, args...); o.stdout+o.stderr != whole.String() {
				t.Errorf("%q says\n%s%s, in place of\n%s", args, o.stdout, o.stderr, &whole)
			}
		}
	}
}
