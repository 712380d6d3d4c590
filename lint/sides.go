package lint

import (
	"assay/dialect"
	"assay/expected"
	"assay/rules"
	"assay/schema"
)

// A sideHistory is what the history of a project does on one engine.
type sideHistory struct {
	name    string // "mysql"
	room    dialect.Dialect
	project *expected.Project
}

// lintSides holds what a history makes on one engine against what it makes on another.
func lintSides(a, b sideHistory) []rules.Finding {
	x, y := a.side(), b.side()
	found := rules.Asymmetry(x, y)
	blame := a.blame()
	for table, revision := range b.blame() {
		if blame[table] == "" {
			blame[table] = revision
		}
	}
	for i, f := range found {
		found[i].Revision = blame[schema.Object{Table: f.Table, Name: f.Object}]
		if found[i].Revision == "" {
			found[i].Revision = blame[schema.Object{Table: f.Table}]
		}
	}
	return found
}

func (h sideHistory) side() rules.Side {
	vague := map[string]bool{}
	for _, step := range h.project.Steps {
		for _, o := range step.Opaque {
			vague[o.Table], vague[o.Name] = true, true
		}
	}
	return rules.Side{Name: h.name, Schema: headSchema(h.room, h.project), Vague: func(table string) bool { return vague[table] }}
}

// blame is the last revision that made or changed each object, by its table and name alone.
func (h sideHistory) blame() map[schema.Object]string {
	last := map[schema.Object]string{}
	for _, step := range h.project.Steps {
		for _, c := range step.Changes {
			if _, ok := c.(schema.SetTrait); ok { // a comment makes no column
				continue
			}
			o := c.Object()
			last[schema.Object{Table: o.Table, Name: o.Name}] = step.ID
		}
	}
	return last
}
