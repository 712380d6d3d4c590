package migrations

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"

	"assay/internal/files"
	"assay/migrations/python"
)

// A Revision is one migration as its file says it.
type Revision struct {
	ID                      string
	Down, DependsOn, Labels []string
	Message                 string // the first line of its docstring; empty: it has none
	File                    string // empty: it is known from a recording
	Line                    int    // where the id is

	downLine, dependsLine, labelsLine int
	// upgrade is the fingerprint of what it does; empty: not known.
	upgrade string
	// doc is what the docstring says besides: "revision id" and "revises". A key that is not there was not said.
	doc     map[string]string
	docLine int
	// vague: its parents are not static; labelled: its labels are not, and it has some.
	vague, labelled bool
}

// Revisions are those of a project, in the order of their files.
type Revisions struct {
	All []*Revision
	// Vague reports whether there are revisions that could not be read, so that what seems to be missing may be there.
	Vague bool
	// Flaws are those that reading the files found; [Revisions.Verify] has them too.
	Flaws []Flaw

	entries int   // of folders, so far
	bytes   int64 // of files, so far
}

// A Flaw is something wrong with a history, or about to go wrong.
type Flaw struct {
	Rule     string // its name in package rules
	Mild     bool   // one degree milder than the rule's worst
	File     string
	Line     int    // 0: the file as a whole
	Revision string // empty: of none
	Message  string // what it breaks, and what to do
}

// No project has as many files in its versions folders, nor as much in them: a whole machine is not gone through because a line of the configuration
// names the wrong folder.
const (
	mostEntries = 20_000
	mostBytes   = 32 << 20
	biggest     = 16 << 20 // of one file: migrations that load data are big, but not that big
)

// ReadRevisions reads the files of versions folders that Alembic would load, with those in folders below where recursive is set.
func ReadRevisions(dirs []string, recursive bool) (*Revisions, error) {
	h := &Revisions{}
	seen := map[string]bool{}
	for _, dir := range dirs {
		if err := h.readFolder(dir, recursive, seen); err != nil {
			return nil, err
		}
	}
	if len(h.All) == 0 && len(h.Flaws) == 0 {
		return nil, fmt.Errorf("%s: there is no revision in it: name the versions folder, or the project's alembic.ini", strings.Join(dirs, ", "))
	}
	return h, nil
}

func (h *Revisions) readFolder(dir string, recursive bool, seen map[string]bool) error {
	entries, err := h.list(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("%s: there is no such folder: check its path", dir)
	case errors.Is(err, fs.ErrPermission):
		return fmt.Errorf("%s: you may not read this folder: ask for the right to", dir)
	case err != nil:
		return err
	}
	for _, e := range entries {
		path := filepath.Join(dir, e.Name())
		switch {
		case isDir(path):
			err = h.below(path, recursive, seen)
		case strings.HasSuffix(e.Name(), ".py"):
			err = h.readFile(path, seen)
		case strings.HasSuffix(e.Name(), ".pyc") && !isFile(strings.TrimSuffix(path, "c")):
			h.flaw(Flaw{Rule: "not-loaded", Mild: true, File: path, Message: "this is compiled, without its source: Alembic loads it where sourceless is set, and assay does not read it; keep the source with it"})
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// below reads a folder in a versions folder, or says what Alembic leaves out by not doing so.
func (h *Revisions) below(dir string, recursive bool, seen map[string]bool) error {
	name := filepath.Base(dir)
	if name == "__pycache__" {
		return nil
	}
	if recursive {
		target, err := filepath.EvalSymlinks(dir)
		if err != nil || seen[target] { // a link to a folder above would have no end
			return err
		}
		seen[target] = true
		return h.readFolder(dir, true, seen)
	}
	entries, err := h.list(dir)
	if err != nil {
		return nil //nolint:nilerr // Alembic does not look into it, and neither need we
	}
	n := 0
	for _, e := range entries {
		if filepath.Ext(e.Name()) != ".py" {
			continue
		}
		source, err := h.source(filepath.Join(dir, e.Name()))
		if errors.Is(err, errTooMuch) {
			return err
		}
		if m, failed := python.Read(source); err == nil && failed == nil && m.Lookup("revision").Kind == python.Text {
			n++
		}
	}
	if n > 0 {
		h.Vague = true
		h.flaw(Flaw{Rule: "not-loaded", Mild: true, File: dir, Message: fmt.Sprintf(
			"revisions stand in this folder (%d), which are not read here: Alembic reads such folders only where recursive_version_locations is set or version_locations names them; assay does with --recursive", n,
		)})
	}
	return nil
}

func (h *Revisions) flaw(f Flaw) { h.Flaws = append(h.Flaws, f) }

// list returns what is in a folder, by name.
func (h *Revisions) list(dir string) ([]os.DirEntry, error) {
	f, err := os.Open(dir)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	entries, err := f.ReadDir(mostEntries + 1)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	if h.entries += len(entries); h.entries > mostEntries {
		return nil, fmt.Errorf("%s: %w than %d files and folders: name the folder in which the revisions are", dir, errTooMuch, mostEntries)
	}
	slices.SortFunc(entries, func(a, b os.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return entries, nil
}

// errTooMuch is of folders that cannot be those of a project's revisions.
var errTooMuch = errors.New("this and the folders before and below it hold more")

// source returns a file's text.
func (h *Revisions) source(path string) (string, error) {
	source, err := files.Read(path, files.Text)
	if info, failed := os.Stat(path); failed == nil && info.Size() > biggest {
		return "", fmt.Errorf("%s: this is no file that Alembic could load, or one of more than %d MB: move it out of the folder", path, biggest>>20)
	}
	if h.bytes += int64(len(source)); h.bytes > mostBytes {
		return "", fmt.Errorf("%s: %w than %d MB of Python: name the folder in which the revisions are", filepath.Dir(path), errTooMuch, mostBytes>>20)
	}
	if failed, ok := errors.AsType[*fs.PathError](err); ok && !errors.Is(err, fs.ErrPermission) {
		err = fmt.Errorf("%s: %w; move it out of the folder", path, failed.Err)
	}
	return string(source), err
}

// unloaded are the beginnings of names that Alembic passes over: editors' locks, and the mark of a package with whatever follows it.
var unloaded = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^(\.#|__init__)`) })

// legacy are the names of files that gave the revision's id before Alembic 0.2, and still do where the module says none.
var legacy = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^([a-f0-9]+)\.py$`) })

// readFile takes a file, once under whatever names.
func (h *Revisions) readFile(path string, seen map[string]bool) error {
	base := filepath.Base(path)
	if strings.HasPrefix(base, ".#") { // a dangling link as a rule
		return nil
	}
	target, err := filepath.EvalSymlinks(path)
	switch {
	case err != nil:
		return fmt.Errorf("%s: this link leads nowhere, and Alembic stops at it: remove it", path)
	case seen[target]: // two names of one folder: Alembic loads it once as well
		return nil
	}
	seen[target] = true
	source, err := h.source(path)
	switch {
	case errors.Is(err, fs.ErrPermission):
		return fmt.Errorf("%s: you may not read this file: ask for the right to", path)
	case errors.Is(err, files.ErrTooLong):
		h.Vague = true
		h.flaw(Flaw{Rule: "not-static", File: path, Message: "this file has more than 1 MB, which assay does not read, so that it leaves the file out; keep the " +
			"data in a file beside it"})
		return nil
	case err != nil:
		return err
	}
	m, err := python.Read(source)
	if unloaded().MatchString(base) {
		if err == nil && base != "__init__.py" && m.Lookup("revision").Kind == python.Text {
			h.flaw(Flaw{Rule: "not-loaded", File: path, Line: m.Lookup("revision").Line, Revision: m.Lookup("revision").Text, Message: "Alembic loads no file whose name begins with __init__, so this revision never runs: rename the file"})
		}
		return nil
	}
	if syntax, ok := errors.AsType[*python.SyntaxError](err); ok {
		h.Vague = true
		h.flaw(Flaw{Rule: "unreadable-revision", File: path, Line: syntax.Line, Message: "Python cannot read this file (" + syntax.Problem + "), so that every command of Alembic stops at it: put it right, or move it out of the folder"})
		return nil
	}
	h.module(path, m)
	return nil
}

// module takes the revision that a module holds.
func (h *Revisions) module(path string, m *python.Module) {
	id := m.Lookup("revision")
	if match := legacy().FindStringSubmatch(filepath.Base(path)); id.Kind == python.Unbound && match != nil {
		id = python.Value{Kind: python.Text, Text: match[1], Line: 1}
	}
	down := m.Lookup("down_revision")
	switch {
	case id.Kind == python.Unbound:
		h.flaw(Flaw{Rule: "no-revision-id", File: path, Line: 1, Message: "this file sets no revision, and Alembic stops at it in every command (Could not determine revision id from filename): set one, or move the file out of the folder"})
		return
	case id.Kind != python.Text:
		h.Vague = true
		h.flaw(Flaw{Rule: "not-static", File: path, Line: id.Line, Message: "revision is not static: only running the file tells the id, so that assay leaves the file out; write the id as a plain string"})
		return
	}
	r := &Revision{
		ID: id.Text, File: path, Line: id.Line, downLine: cmp.Or(down.Line, id.Line),
		upgrade: m.Fingerprint("upgrade"), doc: docFacts(m.Doc), docLine: m.DocLine,
	}
	r.Message, _, _ = strings.Cut(strings.TrimSpace(m.Doc), "\n")
	if down.Kind == python.Unbound {
		h.flaw(Flaw{Rule: "no-down-revision", File: path, Line: id.Line, Revision: r.ID, Message: "this file sets no down_revision, and Alembic stops at it in every command: set it to the revision that this one comes after, or to None for the first one"})
		r.vague = true
	}
	depends, labels := m.Lookup("depends_on"), m.Lookup("branch_labels")
	r.dependsLine, r.labelsLine = depends.Line, labels.Line
	r.Down, r.DependsOn, r.Labels = h.names(r, "down_revision", down), h.names(r, "depends_on", depends), h.names(r, "branch_labels", labels)
	h.All = append(h.All, r)
	h.judge(r, m)
}

// names are the strings of a value that may be one, several or None.
func (h *Revisions) names(r *Revision, attribute string, v python.Value) []string {
	list := v.List
	static := v.Kind != python.Unknown
	if v.Kind == python.Text {
		list = []python.Value{v}
	}
	var names []string
	for _, item := range list {
		switch {
		case item.Kind != python.Text:
			static = false
		case !slices.Contains(names, item.Text):
			names = append(names, item.Text)
		}
	}
	if !static {
		r.vague = r.vague || attribute == "down_revision"
		r.labelled = r.labelled || attribute == "branch_labels"
		h.flaw(Flaw{Rule: "not-static", File: r.File, Line: v.Line, Revision: r.ID, Message: attribute + " is not static: only running the file tells it, so that assay does not know it; write it as plain strings"})
	}
	return names
}

var fact = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?mi)^[ \t]*(revision id|revises)[ \t]*:[ \t]*(.*?)[ \t\r]*$`)
})

// docFacts are what the head of a docstring says, as Alembic's template writes it.
func docFacts(doc string) map[string]string {
	facts := map[string]string{}
	for _, m := range fact().FindAllStringSubmatch(doc, -1) {
		facts[strings.ToLower(m[1])] = m[2]
	}
	return facts
}

// FlaskFolder is where Flask-Migrate keeps a project's scripts, and its alembic.ini beside them.
const FlaskFolder = "migrations"

// FindFolders says which versions folders a path stands for: itself, those that a project's configuration names, or those of the configuration in a
// project's folder, or where Flask-Migrate has them. An empty section is "alembic".
func FindFolders(path, section string) (dirs []string, recursive bool, err error) {
	if isDir(path) {
		if file := filepath.Join(path, "alembic.ini"); isFile(file) {
			return foldersOf(file, section)
		}
		if file := filepath.Join(path, "pyproject.toml"); isFile(file) {
			dirs, recursive, err := foldersOf(file, section)
			if !errors.Is(err, errNoTable) { // most are of no concern
				return dirs, recursive, err
			}
		}
		for _, scripts := range []string{path, filepath.Join(path, FlaskFolder)} {
			if versions := filepath.Join(scripts, "versions"); isFile(filepath.Join(scripts, "env.py")) && isDir(versions) {
				return []string{versions}, false, nil
			}
		}
		return []string{path}, false, nil
	}
	return foldersOf(path, section)
}

func foldersOf(file, section string) ([]string, bool, error) {
	c, err := ReadConfig(file, section)
	if err != nil {
		return nil, false, err
	}
	return c.Folders()
}

// IsConfig reports whether [FindFolders] is what to ask about a path: it is a folder, or a file that a project's configuration may be in.
func IsConfig(path string) bool {
	return isDir(path) || slices.Contains([]string{".ini", ".cfg", ".toml", ".conf"}, filepath.Ext(path))
}
