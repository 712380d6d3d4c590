package record

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"assay/schema"
)

// A Revision is a revision as Alembic sees it in a project's scripts.
type Revision struct {
	ID      string
	Message string // the first line of its docstring
	// Down are the revisions that it comes after, several for a merge; none: a base. DependsOn are the ids of those that it needs besides.
	Down, DependsOn []string
	Labels          []string // of the branch that begins with it, sorted
}

// Revisions returns all revisions in an order in which Alembic upgrades to all heads, each behind what it comes after and depends on.
func (t *Tool) Revisions(ctx context.Context) ([]Revision, error) {
	list := t.List
	ask := func() (string, error) { return t.alembic(ctx, "history", "--verbose") }
	if list != "" {
		ask = func() (string, error) { return t.shell(ctx, list, "") }
	}
	text, err := ask()
	if err != nil {
		return nil, err
	}
	all := parse(text)
	if len(all) == 0 {
		return nil, fmt.Errorf("the project's history lists no revision: is %s the right configuration file?", t.Config)
	}
	slices.Reverse(all)
	if err := t.resolve(ctx, all); err != nil {
		return nil, err
	}
	return sorted(all)
}

var (
	revLine   = schema.Pattern(`^Rev: (\S+)`)
	fieldLine = schema.Pattern(`^(Parent|Merges|Also depends on|Branch names): (.*?)\s*$`)
)

// parse reads what `alembic history --verbose` prints, the newest revision first. Other lines are what scripts print on their own.
func parse(text string) []Revision {
	var all []Revision
	for line := range strings.Lines(text) {
		if m := revLine().FindStringSubmatch(line); m != nil {
			all = append(all, Revision{ID: m[1]})
			continue
		}
		if len(all) == 0 {
			continue
		}
		r := &all[len(all)-1]
		if m := fieldLine().FindStringSubmatch(line); m != nil {
			r.set(m[1], strings.Split(m[2], ", "))
		} else if doc, ok := strings.CutPrefix(line, "    "); ok && r.Message == "" {
			r.Message = strings.TrimSpace(doc)
		}
	}
	return all
}

func (r *Revision) set(field string, values []string) {
	switch field {
	case "Parent", "Merges":
		if values[0] != "<base>" {
			r.Down = values
		}
	case "Also depends on":
		slices.Sort(values) // it is a set
		r.DependsOn = values
	case "Branch names":
		slices.Sort(values)
		r.Labels = values
	}
}

var pathLine = schema.Pattern(`^Path: (.*?)\s*$`)

// Blamed is the revision in whose file a run has failed, by the last of Python's own lines that names one; empty: none does.
func (t *Tool) Blamed(ctx context.Context, failed *ToolError) string {
	text, err := t.alembic(ctx, "history", "--verbose")
	if err != nil {
		return ""
	}
	blamed, last, id := "", -1, ""
	for line := range strings.Lines(text) {
		if m := revLine().FindStringSubmatch(line); m != nil {
			id = m[1]
		} else if m := pathLine().FindStringSubmatch(line); m != nil {
			if at := strings.LastIndex(failed.Said, string(filepath.Separator)+filepath.Base(m[1])+"\", line "); at > last {
				blamed, last = id, at
			}
		}
	}
	return blamed
}

// resolve puts ids in place of labels and abbreviations in what revisions depend on, and leaves a label with the revision that has it:
// Alembic prints it with all of its branch.
func (t *Tool) resolve(ctx context.Context, all []Revision) error {
	ids, owner := map[string]bool{}, map[string]string{}
	for _, r := range all {
		ids[r.ID] = true
	}
	for i := range all {
		r := &all[i]
		for _, name := range slices.Concat(r.Labels, r.DependsOn) {
			if owner[name] != "" || ids[name] {
				continue
			}
			var err error
			if owner[name], err = t.owner(ctx, name, all); err != nil {
				return err
			}
			if !ids[owner[name]] {
				return fmt.Errorf("revision %s depends on %s, which no revision of the project is or has as its label", r.ID, name)
			}
		}
		for j, name := range r.DependsOn {
			if !ids[name] {
				r.DependsOn[j] = owner[name]
			}
		}
		slices.Sort(r.DependsOn)
	}
	for i := range all {
		all[i].Labels = slices.DeleteFunc(all[i].Labels, func(l string) bool { return owner[l] != all[i].ID })
	}
	return nil
}

// owner is the id of the revision that has a label, or whose id begins so; empty: none.
func (t *Tool) owner(ctx context.Context, name string, all []Revision) (string, error) {
	if t.List == "" {
		text, err := t.alembic(ctx, "show", name)
		if shown := parse(text); err == nil && len(shown) > 0 {
			return shown[0].ID, nil
		}
		return "", err
	}
	for _, r := range all { // all but the first that have it have it from there
		if slices.Contains(r.Labels, name) || strings.HasPrefix(r.ID, name) {
			return r.ID, nil
		}
	}
	return "", nil
}

// sorted brings the revisions into an order in which each is behind what it needs, and otherwise leaves them in theirs.
func sorted(all []Revision) ([]Revision, error) {
	done := map[string]bool{}
	waits := func(r Revision) bool {
		return slices.ContainsFunc(slices.Concat(r.Down, r.DependsOn), func(id string) bool { return !done[id] })
	}
	rest := slices.Clone(all)
	var order []Revision
	for len(rest) > 0 {
		i := slices.IndexFunc(rest, func(r Revision) bool { return !waits(r) })
		if i < 0 {
			return nil, fmt.Errorf("revision %s never gets its turn: it comes after one that is missing or comes after it: look at its down_revision and depends_on", rest[0].ID)
		}
		done[rest[i].ID] = true
		order = append(order, rest[i])
		rest = slices.Delete(rest, i, i+1)
	}
	return order, nil
}
