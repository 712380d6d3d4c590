package expected

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"assay/schema"
)

// A Writer writes changes as SQL. A room is one.
type Writer interface {
	Normalizer
	Format(schema.Change) ([]string, error)
	Quote(name string) string
	Literal(text string) string
}

// WriteOffline writes the SQL of a chain as `alembic upgrade base:heads --sql` prints it, with the version table of that name: markers, statements,
// stamps. What [ReadOffline] makes of it is the chain again. A change that takes several statements counts as one in the chain.
func WriteOffline(w io.Writer, c *Chain, versionTable string, l Writer) error {
	table, err := VersionTable(versionTable, longest(c), l)
	if err != nil {
		return err
	}
	o := offlineWriter{w: w, language: l, table: l.Quote(versionTable)}
	if o.changes([]schema.Change{table}); o.err != nil {
		return fmt.Errorf("table %s: %w", versionTable, o.err)
	}
	var heads []string
	for _, r := range c.Revisions {
		next := strings.Split(r.ID, "+")
		if o.revision(r, heads, next); o.err != nil {
			return fmt.Errorf("revision %s: %w", r.ID, o.err)
		}
		heads = next
	}
	return nil
}

// longest is how many bytes the ids of a chain take.
func longest(c *Chain) int {
	n := 0
	for _, r := range c.Revisions {
		n = max(n, len(r.Own()))
	}
	return n
}

type offlineWriter struct {
	w        io.Writer
	language Writer
	table    string // quoted
	err      error
}

func (o *offlineWriter) write(text string) {
	if o.err == nil {
		_, o.err = io.WriteString(o.w, text+"\n\n")
	}
}

func (o *offlineWriter) changes(changes []schema.Change) {
	for _, c := range changes {
		statements, err := o.language.Format(schema.Mended(c))
		if err != nil && o.err == nil {
			o.err = err
		}
		for _, s := range statements {
			o.write(s + ";")
		}
	}
}

// revision writes one. A chain does not say what a revision comes after; what it replaces in the version table is near enough.
func (o *offlineWriter) revision(r *Revision, heads, next []string) {
	id := r.ID
	if r.Migration != "" {
		id = r.Migration
	}
	gone := without(heads, next)
	o.write("-- Running upgrade " + strings.Join(gone, ", ") + " -> " + id)
	o.changes(r.Changes)
	for i, from := range gone {
		if i < len(gone)-1 {
			o.write("DELETE FROM " + o.table + " WHERE " + o.table + ".version_num = " + o.language.Literal(from) + ";")
			continue
		}
		o.write("UPDATE " + o.table + " SET version_num=" + o.language.Literal(id) + " WHERE " + o.table + ".version_num = " + o.language.Literal(from) + ";")
	}
	if len(gone) == 0 {
		o.write("INSERT INTO " + o.table + " (version_num) VALUES (" + o.language.Literal(id) + ");")
	}
}

// without returns the names of one list that are not in another.
func without(a, b []string) []string {
	var left []string
	for _, s := range a {
		if !slices.Contains(b, s) {
			left = append(left, s)
		}
	}
	return left
}
