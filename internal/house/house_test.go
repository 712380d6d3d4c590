// Package house holds the code to the size of its parts.
package house

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// What no part of the code exceeds.
const (
	mostMethods = 25   // of a type
	mostInAll   = 100  // of a type that is a link in a chain, each of which is the one before and what was found out since: it has the methods of all
	mostLines   = 450  // of a file
	widest      = 160  // characters of a line
	mostCommand = 2500 // lines of the command: flags, output, exit status; what else there is has a room
)

// A source is a file of Go that people write.
type source struct {
	name string // as seen from the module's root
	text []byte
	set  *token.FileSet
	ast  *ast.File
}

// sources are all files of Go in the module but generated ones, and those of other modules and of test data.
func sources(t *testing.T) []source {
	t.Helper()
	const root = "../.."
	var all []source
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && path != root && (d.Name() == "testdata" || strings.HasPrefix(d.Name(), ".")) {
			return fs.SkipDir
		}
		if filepath.Ext(path) != ".go" {
			return nil
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		set := token.NewFileSet()
		file, err := parser.ParseFile(set, path, text, parser.SkipObjectResolution|parser.ParseComments)
		if err != nil || ast.IsGenerated(file) {
			return err
		}
		name, err := filepath.Rel(root, path)
		all = append(all, source{name, text, set, file})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(all) < 500 {
		t.Fatalf("only %d files were found", len(all))
	}
	return all
}

// TestFiles: a file is read from its beginning to its end.
func TestFiles(t *testing.T) {
	t.Parallel()
	for _, s := range sources(t) {
		if n := bytes.Count(s.text, []byte("\n")); n > mostLines {
			t.Errorf("%s: %d lines", s.name, n)
		}
	}
}

// TestCommand: what makes assay assay can be imported by others, and what only a command line needs is little.
func TestCommand(t *testing.T) {
	t.Parallel()
	n := 0
	for _, s := range sources(t) {
		if filepath.ToSlash(filepath.Dir(s.name)) == "cmd/assay" && !strings.HasSuffix(s.name, "_test.go") {
			n += bytes.Count(s.text, []byte("\n"))
		}
	}
	if n == 0 || n > mostCommand {
		t.Errorf("cmd/assay has %d lines: move what is no flag, output or exit status to the room that it belongs to", n)
	}
}

// TestLines: a line is read without scrolling. A text for people stays in one piece, so that it can be searched for, and does not count; nor does a case of
// a test, which is a row of a table.
func TestLines(t *testing.T) {
	t.Parallel()
	for _, s := range sources(t) {
		if strings.HasSuffix(s.name, "_test.go") {
			continue
		}
		texts := s.texts()
		for i, line := range strings.Split(string(s.text), "\n") {
			if width := utf8.RuneCountInString(line); width-texts[i+1] > widest {
				t.Errorf("%s:%d: %d characters", s.name, i+1, width)
			}
		}
	}
}

// texts is how many characters of each line, counted from 1, are those of a long text in quotes.
func (s source) texts() map[int]int {
	const long = 40
	n := map[int]int{}
	ast.Inspect(s.ast, func(node ast.Node) bool {
		lit, ok := node.(*ast.BasicLit)
		if !ok || lit.Kind != token.STRING || len(lit.Value) < long {
			return true
		}
		for i, line := range strings.Split(lit.Value, "\n") {
			n[s.set.Position(lit.Pos()).Line+i] += utf8.RuneCountInString(line)
		}
		return true
	})
	return n
}

// A shape is what a type can do: its own methods, and the types of the module that it embeds, whose methods it has too.
type shape struct {
	methods map[string]bool
	embeds  []string
}

// TestMethods: what can do too much is several things. Methods of a standard library's type that is embedded do not count.
func TestMethods(t *testing.T) {
	t.Parallel()
	types := map[string]*shape{}
	for _, s := range sources(t) {
		if !strings.HasSuffix(s.name, "_test.go") {
			s.shapes(types)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(types)) {
		all := map[string]bool{}
		collect(types, name, all)
		switch n, own := len(all), len(types[name].methods); {
		case own > mostMethods:
			t.Errorf("%s has %d methods", name, own)
		case n > mostInAll:
			t.Errorf("%s has %d methods, %d of its own", name, n, own)
		}
	}
}

// collect finds the methods of a type, and of those that it embeds.
func collect(types map[string]*shape, name string, all map[string]bool) {
	s := types[name]
	if s == nil {
		return
	}
	maps.Copy(all, s.methods)
	for _, e := range s.embeds {
		collect(types, e, all)
	}
}

// shapes notes what a file says of types.
func (s source) shapes(types map[string]*shape) {
	of := func(e ast.Expr) *shape {
		name := s.typeName(e)
		if types[name] == nil {
			types[name] = &shape{methods: map[string]bool{}}
		}
		return types[name]
	}
	for _, d := range s.ast.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			if d.Recv != nil {
				of(d.Recv.List[0].Type).methods[d.Name.Name] = true
			}
		case *ast.GenDecl:
			for _, spec := range d.Specs {
				if spec, ok := spec.(*ast.TypeSpec); ok {
					s.declare(of(spec.Name), spec.Type)
				}
			}
		}
	}
}

// declare notes what a type embeds, and the methods that an interface has.
func (s source) declare(to *shape, e ast.Expr) {
	var fields *ast.FieldList
	switch e := e.(type) {
	case *ast.StructType:
		fields = e.Fields
	case *ast.InterfaceType:
		fields = e.Methods
	default:
		return
	}
	for _, f := range fields.List {
		switch {
		case len(f.Names) == 0:
			to.embeds = append(to.embeds, s.typeName(f.Type))
		case isInterface(e):
			to.methods[f.Names[0].Name] = true
		}
	}
}

func isInterface(e ast.Expr) bool {
	_, ok := e.(*ast.InterfaceType)
	return ok
}

// typeName is the whole name of a type that the file names: FOLDER.NAME.
func (s source) typeName(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.StarExpr:
		return s.typeName(e.X)
	case *ast.IndexExpr:
		return s.typeName(e.X)
	case *ast.IndexListExpr:
		return s.typeName(e.X)
	case *ast.SelectorExpr:
		pkg, _ := e.X.(*ast.Ident)
		for _, i := range s.ast.Imports {
			path := strings.Trim(i.Path.Value, `"`)
			if pkg != nil && (i.Name != nil && i.Name.Name == pkg.Name || i.Name == nil && filepath.Base(path) == pkg.Name) {
				return strings.TrimPrefix(path, "assay/") + "." + e.Sel.Name
			}
		}
	case *ast.Ident:
		return filepath.ToSlash(filepath.Dir(s.name)) + "." + e.Name
	}
	return ""
}
