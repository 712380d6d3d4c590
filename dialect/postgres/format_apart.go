package postgres

import (
	"slices"
	"strings"

	"assay/schema"
)

// Concurrently writes an index so that nobody who writes to its table waits, and a dropped one so that nobody who reads it does. A unique constraint takes over
// an index that was built so. The server refuses all that for a partitioned table.
func (r *Room) Concurrently(s *schema.Schema, c schema.Change) []string {
	if slices.ContainsFunc(s.Opaque, func(o schema.Opaque) bool {
		return o.Table == c.Object().Table && (o.Kind == schema.Partition || o.Kind == schema.Partitioning)
	}) {
		return nil
	}
	switch c := c.(type) {
	case schema.AddIndex:
		return r.addConcurrently(s, c)
	case schema.DropIndex:
		if c.Kind == schema.Plain || c.Kind == schema.Unique {
			return r.concurrently(c)
		}
	}
	return nil
}

func (r *Room) addConcurrently(s *schema.Schema, c schema.AddIndex) []string {
	switch {
	case c.Using != "":
		return nil
	case c.Index.Kind == schema.Plain || c.Index.Kind == schema.Unique:
		return r.concurrently(c)
	case c.Index.Kind != schema.Constraint || c.Index.Traits[schema.Comment] != "":
		return nil
	}
	if c.Index.Name == "" { // the one that the server would give it
		columns := make([]string, len(c.Index.Parts))
		for i, p := range c.Index.Parts {
			columns[i] = p.Column
		}
		c.Index.Name = objectName(c.Table, strings.Join(columns, "_"), "key")
		if s.Table(c.Index.Name) != nil || (&costs{before: s}).indexed(c.Index.Name) != "" {
			return nil // it would give another one
		}
	}
	build, adopt := c, c
	build.Index.Kind, build.Index.Deferrable, build.Index.Traits = schema.Unique, false, c.Index.Traits.With(schema.Timing, "")
	adopt.Using = c.Index.Name
	behind, err := r.Format(adopt)
	before := r.concurrently(build)
	if before == nil || err != nil {
		return nil
	}
	// The index is built however long others hold their locks; all who come wait behind who waits to take it over.
	return slices.Concat(before, []string{"SET lock_timeout = '5s'"}, behind, []string{"RESET lock_timeout"})
}

// concurrently writes a change of an index with the word for it.
func (r *Room) concurrently(c schema.Change) []string {
	sql, err := r.Format(c)
	if err != nil {
		return nil
	}
	for _, verb := range []string{"CREATE INDEX ", "CREATE UNIQUE INDEX ", "DROP INDEX "} {
		if rest, ok := strings.CutPrefix(sql[0], verb); ok {
			return append([]string{verb + "CONCURRENTLY " + rest}, sql[1:]...)
		}
	}
	return nil
}

// Session sets what [Room.Envelope] sets for its transaction, for statements outside of it.
func (scripting) Session(path ...string) []string {
	if len(path) == 0 {
		return nil
	}
	return []string{"SET search_path TO " + strings.Join(quotedNames(path), ", ")}
}

// Clause has none: in a transaction, several statements lock a table no longer than one, and each has its reason above it.
func (scripting) Clause(schema.Change) (head, clause string) { return "", "" }
