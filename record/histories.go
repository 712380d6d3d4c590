package record

import (
	"cmp"
	"fmt"
	"strings"

	"assay/dialect"
	"assay/expected"
	"assay/schema"
)

// Histories are those that are asked without any database: the room of their engine, and the history of each tree.
type Histories struct {
	Engine string
	Room   dialect.Dialect
	All    []*expected.History
	own    bool // a project's own
}

// Found is what a name stands for in one of the histories: a revision at its places or, where Chain is not nil, all revisions of a release.
type Found struct {
	History  *expected.History
	Revision []expected.Position
	Chain    *expected.Chain
}

// Find is what a name stands for in each history that knows it: a revision's id or its beginning, a release or, in a project's own history, head or heads.
func (h *Histories) Find(name string) ([]Found, error) {
	var all []Found
	var unknown error
	for _, history := range h.All {
		at, err := history.Resolve(name)
		switch {
		case err != nil:
			unknown = cmp.Or(unknown, err)
		case h.ofRevision(name, at[0].Revision()):
			all = append(all, Found{History: history, Revision: at})
		default:
			all = append(all, Found{History: history, Chain: at[len(at)-1].Chain})
		}
	}
	if len(all) > 0 {
		unknown = nil
	}
	return all, unknown
}

// ofRevision reports whether the name is that of a revision, and not of a release, or of the end of a history.
func (h *Histories) ofRevision(name string, r *expected.Revision) bool {
	if h.own {
		return name != "head" && name != "heads"
	}
	return strings.HasPrefix(r.ID, strings.ToLower(name))
}

// Blame says who set each part of a table, or of TABLE.COLUMN alone, at a place: a revision or a release; empty: the newest.
func (h *Histories) Blame(object, place string) ([]expected.Part, error) {
	table, column, _ := strings.Cut(object, ".")
	for _, history := range h.All {
		if !history.Owns(table) {
			continue
		}
		at, err := history.Place(place)
		if err != nil {
			return nil, err
		}
		return expected.Parts(history, at, table, column)
	}
	return nil, fmt.Errorf("no revision makes a table %q: is it spelled right?", table)
}

// Own reads a project's own history. engine may be empty where the texts show it; name is what messages call them.
func Own(texts []expected.Text, name, engine string) (*Histories, error) {
	switch shown := EngineOf(texts); {
	case engine == "" && shown == "":
		return nil, fmt.Errorf("%s: it does not show whose SQL this is: say so with --engine mysql or --engine postgresql", name)
	case engine != "" && shown != "" && shown != engine:
		return nil, fmt.Errorf("the history %s is of %s: leave --engine out", name, shown)
	default:
		engine = cmp.Or(engine, shown)
	}
	server := schema.Server{Engine: engine}
	room, err := dialect.For(server)
	if err != nil {
		return nil, err
	}
	project, err := ReadProject(texts, server)
	if err != nil {
		return nil, err
	}
	h, err := project.History(room.Semantics(), project.Heads("heads"))
	if err != nil {
		return nil, err
	}
	return &Histories{engine, room, []*expected.History{h}, true}, nil
}

// BuiltIn returns Asterisk's histories: of these trees, or of all of them where none is named, and of the default engine where none is.
func BuiltIn(trees []string, engine string) (*Histories, error) {
	if err := expected.KnowTrees(trees); err != nil {
		return nil, err
	}
	if len(trees) == 0 {
		trees = expected.Trees()
	}
	engine = cmp.Or(engine, dialect.Default())
	room, err := dialect.For(schema.Server{Engine: engine})
	if err != nil {
		return nil, err
	}
	all, err := expected.BuiltIn(trees, engine, room)
	if err != nil {
		return nil, err
	}
	return &Histories{engine, room, all, false}, nil
}
