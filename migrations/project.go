package migrations

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"

	"assay/migrations/python"
)

// A Project is where the revisions of a project are. They are read when something is asked of them.
type Project struct {
	dirs      []string
	recursive bool
	revisions func() (*Revisions, error)
}

// OpenProject finds the revisions that a configuration file or a folder stands for, as [FindFolders] does.
func OpenProject(path, section string) (*Project, error) {
	dirs, recursive, err := FindFolders(path, section)
	if err != nil {
		return nil, err
	}
	read := func() (*Revisions, error) { return ReadRevisions(dirs, recursive) }
	return &Project{dirs, recursive, sync.OnceValues(read)}, nil
}

// ProjectOf finds the revisions of a configuration file or, where none is named, those of the project around a folder, if one can be read; nil: there is none.
func ProjectOf(config, dir, section string) (*Project, error) {
	named := config != ""
	if !named {
		config = ConfigAround(dir)
	}
	if config == "" {
		return nil, nil
	}
	p, err := OpenProject(config, section)
	if err != nil && !named {
		return nil, nil
	}
	return p, err
}

// Lines says where the statements of a revision come from: see [Revisions.Lines].
func (p *Project) Lines(revision string, statements []string) (file string, lines []int) {
	h, err := p.revisions()
	if err != nil {
		return "", nil
	}
	return h.Lines(revision, statements)
}

// ConfigAround is the configuration file of the project that a folder belongs to: in it or in those above it, up to the one with .git; empty: there is none.
func ConfigAround(dir string) string {
	for dir != "" {
		if file := filepath.Join(dir, "alembic.ini"); isFile(file) {
			return file
		}
		if file := filepath.Join(dir, "pyproject.toml"); isFile(file) {
			if _, err := loadTOML(file); !errors.Is(err, errNoTable) {
				return file
			}
		}
		above := filepath.Dir(dir)
		if isDir(filepath.Join(dir, ".git")) || isFile(filepath.Join(dir, ".git")) || above == dir {
			return ""
		}
		dir = above
	}
	return ""
}

// Since says which revisions are as they were at a reference of git's, by their ids: the others came or were changed since.
func (p *Project) Since(ctx context.Context, ref string) (map[string]bool, error) {
	h, err := p.revisions()
	if err != nil {
		return nil, err
	}
	was := &Revisions{}
	for _, dir := range p.dirs {
		commit, err := git(ctx, dir, "", "rev-parse", "--verify", "--quiet", "--end-of-options", ref+"^{commit}")
		if err != nil {
			return nil, err
		}
		if commit == "" {
			return nil, fmt.Errorf("%s is no revision of the history, and git knows no such branch, tag or commit in %s: is it fetched? "+
				"(actions/checkout does so with fetch-depth: 0)", ref, dir)
		}
		if err := was.readCommit(ctx, dir, strings.TrimSpace(commit), p.recursive); err != nil {
			return nil, err
		}
	}
	same := map[string]bool{}
	before := newGraph(was.All).byName
	for _, r := range h.All {
		if old := before[r.ID]; old != nil && old.ID == r.ID && old.upgrade == r.upgrade {
			same[r.ID] = true
		}
	}
	return same, nil
}

// readCommit reads the revisions of a folder as they are in a commit of git's.
func (h *Revisions) readCommit(ctx context.Context, dir, commit string, recursive bool) error {
	list, err := git(ctx, dir, "", "ls-tree", "-r", "-z", commit)
	if err != nil {
		return err
	}
	var names, objects []string
	for entry := range strings.SplitSeq(list, "\x00") {
		facts, name, ok := strings.Cut(entry, "\t")
		if kind := strings.Fields(facts); ok && len(kind) == 3 && kind[1] == "blob" && strings.HasSuffix(name, ".py") && (recursive || !strings.Contains(name, "/")) {
			names, objects = append(names, name), append(objects, kind[2])
		}
	}
	if len(objects) == 0 {
		return nil
	}
	all, err := git(ctx, dir, strings.Join(objects, "\n")+"\n", "cat-file", "--batch")
	if err != nil {
		return err
	}
	for _, name := range names {
		head, rest, _ := strings.Cut(all, "\n") // OBJECT blob SIZE
		size, err := strconv.Atoi(head[strings.LastIndexByte(head, ' ')+1:])
		if err != nil || size > len(rest) {
			return fmt.Errorf("git cat-file: %s is not understood", head)
		}
		source := rest[:size]
		all = strings.TrimPrefix(rest[size:], "\n")
		if m, err := python.Read(source); err == nil {
			h.module(name, m)
		}
	}
	return nil
}

// git runs git in a folder. That it does not know a name is no error, and says nothing.
func git(ctx context.Context, dir, stdin string, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, "git", append([]string{"-C", dir}, args...)...)
	var stdout, stderr bytes.Buffer
	cmd.Stdin, cmd.Stdout, cmd.Stderr = strings.NewReader(stdin), &stdout, &stderr
	err := cmd.Run()
	said, _, _ := strings.Cut(strings.TrimSpace(stderr.String()), "\n")
	switch {
	case errors.Is(err, exec.ErrNotFound):
		return "", errors.New("there is no git on PATH: install it, or name a revision")
	case err != nil && said != "":
		return "", fmt.Errorf("git %s: %s", args[0], strings.TrimPrefix(said, "fatal: "))
	}
	return stdout.String(), nil
}
