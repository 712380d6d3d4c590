package record

import (
	"cmp"
	"fmt"

	"assay/dialect"
	"assay/expected"
	"assay/schema"
)

// Histories are those that are asked without any database: the room of their engine, and the history of each tree.
type Histories struct {
	Engine string
	Room   dialect.Dialect
	All    []*expected.History
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
	return &Histories{engine, room, []*expected.History{h}}, nil
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
	return &Histories{engine, room, all}, nil
}
