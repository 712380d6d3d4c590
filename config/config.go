// Package config reads assay.yaml, in which a project says once what its databases are called, what of them is its own business, and how bad a finding
// is there. It knows YAML and the file's shape; what the file says is applied elsewhere.
package config

import (
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"

	"assay/internal/files"
	"assay/rules"
)

// Name is what the file is called where nobody names it.
const Name = "assay.yaml"

// A File is what a configuration file says. The zero File says nothing.
type File struct {
	// Path is the file as it was named or found.
	Path string
	// History is the file or folder of the project's own history, beside the configuration file unless its path is absolute; empty: the built-in ones.
	History string
	// Baseline is the file of the findings that are accepted as they are, beside the configuration file unless its path is absolute; empty: none.
	Baseline string
	// Databases are in the file's order.
	Databases []Database
	// Ignore are in the file's order: of those that match a finding, the first counts.
	Ignore []Ignore
	// Severities are in the file's order: of those that match a finding, the first counts.
	Severities []Severity
	// InUse are patterns of the tables that the program uses here; nil: all.
	InUse []string
}

// A Database is one that has a name.
type Database struct {
	Name string
	// URL is as it is written, with ${VARIABLE}s: see [Database.Marked].
	URL string
	// Tree, Asterisk, VersionTable, VersionSchema and Schema are what the flags of these names say (--version-table-schema); empty: nothing.
	Tree                                          []string
	Asterisk, VersionTable, VersionSchema, Schema string
	// Baseline is as in [File], for this database alone; empty: the file's.
	Baseline string
	// Where is the file and line, for messages.
	Where string
}

// An Ignore is a kind of finding that is accepted.
type Ignore struct {
	// Rule is the rule of the findings; empty: any that is not about stamps.
	Rule string
	// Object is what they are about, as KIND:PATTERN; empty: anything.
	Object string
	Reason string
	// Where is the file and line, for messages.
	Where string
}

// A Severity is how bad the findings of a rule are.
type Severity struct {
	Rule string
	// Tables are patterns of the tables for which it holds; nil: all, and what is in none.
	Tables []string
	// Off says that they are none; then Severity means nothing.
	Off      bool
	Severity rules.Severity
}

// Nearest reads the file that holds in a folder: see [Find]. Where there is none, or no folder, nothing is said in it.
func Nearest(dir string) (*File, error) {
	if dir == "" {
		return &File{}, nil
	}
	name, err := Find(dir)
	if err != nil || name == "" {
		return &File{}, err
	}
	return Read(dir, name)
}

// Find looks for the file in a folder and upwards from it. It looks no further than the folder that holds .git, since what lies beyond is not the project's.
// The path is relative to the folder, for messages; empty: there is none.
func Find(dir string) (string, error) {
	for up := ""; ; up = filepath.Join("..", up) {
		file := filepath.Join(dir, Name)
		switch info, err := os.Stat(file); {
		case err == nil && info.Mode().IsRegular():
			return filepath.Join(up, Name), nil
		case err == nil:
			return "", fmt.Errorf("%s is no file: call it otherwise, or run with --no-config", file)
		case !os.IsNotExist(err):
			return "", fmt.Errorf("looking for %s: %w", Name, err)
		}
		_, err := os.Stat(filepath.Join(dir, ".git")) // a folder, or in a worktree a file
		parent := filepath.Dir(dir)
		if err == nil || parent == dir {
			return "", nil
		}
		dir = parent
	}
}

// Read reads a file, which is called as seen from a folder.
func Read(dir, file string) (*File, error) {
	where := file
	if !filepath.IsAbs(file) {
		where = filepath.Join(dir, file)
	}
	content, err := files.Read(where, files.Text)
	if failed, ok := errors.AsType[*os.PathError](err); ok {
		err = failed.Err // it would name the file otherwise than the user does
	}
	if err != nil {
		return nil, fmt.Errorf("the configuration file %s cannot be read: %w", file, err)
	}
	f, err := Parse(file, content)
	if err != nil {
		return nil, err
	}
	beside := func(path *string) {
		if *path != "" && !filepath.IsAbs(*path) {
			*path = filepath.Join(filepath.Dir(file), *path)
		}
	}
	beside(&f.History)
	beside(&f.Baseline)
	for i := range f.Databases {
		beside(&f.Databases[i].Baseline)
	}
	return f, nil
}

// IsName reports whether a word can be a database's name, and is neither a URL nor a path.
func IsName(word string) bool { return databaseName().MatchString(word) }

// Database returns the database of that name, and whether there is one.
func (f *File) Database(name string) (Database, bool) {
	i := slices.IndexFunc(f.Databases, func(d Database) bool { return d.Name == name })
	if i < 0 {
		return Database{}, false
	}
	return f.Databases[i], true
}

// Names are those of the databases.
func (f *File) Names() []string {
	var names []string
	for _, d := range f.Databases {
		names = append(names, d.Name)
	}
	return names
}

var variable = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`\$\{([^}]*)\}`) })

// A Variable is one of the environment's that a URL asks for, and the word that stands for it while the URL is taken apart.
type Variable struct{ Name, Word string }

// Marked returns the URL with a word in the place of each ${VARIABLE}: what the environment holds is put in only where it is known to be the password, so that
// it gets into no message, be it a name that a stranger wrote into the file.
func (d Database) Marked() (url string, variables []Variable) {
	url = variable().ReplaceAllStringFunc(d.URL, func(s string) string {
		v := Variable{Name: s[len("${") : len(s)-len("}")], Word: fmt.Sprintf("assayvariable%dz", len(variables))}
		variables = append(variables, v)
		return v.Word
	})
	return url, variables
}

// Misplaced says that a variable stands where it is not the password.
func (d Database) Misplaced(v Variable) error {
	return fmt.Errorf("%s: the URL of %s has ${%s} where it is not the password: only that is taken from the environment, since the rest of a URL is printed; "+
		"write it out, or give the whole URL in ASSAY_DATABASE_URL", d.Where, d.Name, v.Name)
}

// Fill returns a password with the variables' values in it, as they stand. It fails where one is not set: an empty password would be another one.
func (d Database) Fill(password string, variables []Variable, env func(string) (string, bool)) (string, error) {
	var pairs []string
	for _, v := range variables {
		value, ok := env(v.Name)
		if !ok {
			return "", fmt.Errorf("%s: the URL of %s needs the environment variable %s, which is not set", d.Where, d.Name, v.Name)
		}
		pairs = append(pairs, v.Word, value)
	}
	return strings.NewReplacer(pairs...).Replace(password), nil
}

// Used reports whether a table is among those in use.
func (f *File) Used(table string) bool { return f.InUse == nil || matchAny(f.InUse, table) }

// Ignored returns the place in Ignore of the first that accepts a finding; -1: none does.
func (f *File) Ignored(found rules.Finding) int {
	return slices.IndexFunc(f.Ignore, func(i Ignore) bool { return i.matches(found) })
}

// Severity returns what the file says of how bad a finding is, and whether it says anything.
func (f *File) Severity(found rules.Finding) (Severity, bool) {
	i := slices.IndexFunc(f.Severities, func(s Severity) bool {
		return s.Rule == found.Rule && (s.Tables == nil || matchAny(s.Tables, found.Table))
	})
	if i < 0 {
		return Severity{}, false
	}
	return f.Severities[i], true
}

func (i Ignore) matches(f rules.Finding) bool {
	if i.Rule != "" && i.Rule != f.Rule || i.Rule == "" && rules.OfStamp(f.Rule) {
		return false
	}
	if i.Object == "" {
		return true
	}
	kind, pattern, _ := strings.Cut(i.Object, ":")
	switch {
	case kind == "table": // and all that is in it
		return f.Table != "" && match(pattern, f.Table)
	case kind != kindOf(f):
		return false
	case kind == "type", kind == "object" && f.Table == "":
		return f.Object != "" && match(pattern, f.Object)
	}
	return match(pattern, f.Table+"."+f.Object)
}

// kinds are those of objects, as patterns name them.
var kinds = []string{"table", "column", "index", "foreign-key", "check", "type", "object"}

// kindOf is what a finding is about. Primary keys and unique constraints are indexes here, as they are in the engines.
func kindOf(f rules.Finding) string {
	r := rules.Named(f.Rule)
	switch {
	case r != nil && r.Kind != "":
		return strings.ReplaceAll(string(r.Kind), " ", "-")
	case f.Table == "":
		return "type"
	case f.Object == "":
		return "table"
	}
	return "column"
}

func matchAny(patterns []string, name string) bool {
	return name != "" && slices.ContainsFunc(patterns, func(p string) bool { return match(p, name) })
}

// match ignores the case, as most servers do.
func match(pattern, name string) bool {
	ok, err := path.Match(strings.ToLower(pattern), strings.ToLower(name))
	return err == nil && ok // a bad pattern was refused when it was read
}
