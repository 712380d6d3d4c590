package lint

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"assay/schema"
)

// meet is the schema that the statements meet first. Of the other schemas that they name it has what could be read of them, a schema's name and a point before
// the names, as [inOneSpace] writes them; read are those.
func (j *judging) meet() (start *schema.Schema, read []string) {
	start = schema.New(j.room.Semantics())
	if j.Before != nil {
		start = j.Before.Schema
	}
	start.Semantics.Spaces = len(j.others) > 0
	if j.Before == nil || len(j.others) == 0 {
		return start, nil
	}
	var unread []string
	var why string
	for _, name := range j.others {
		db, err := j.space(name)
		if err != nil {
			unread, why = append(unread, name), err.Error()
			continue
		}
		read = append(read, name)
		addSpace(start, db.Schema, name, j.home)
	}
	for _, t := range start.SortedTables() {
		if !strings.Contains(t.Name, ".") {
			start.Add(spaced(t, start, "", j.home))
		}
	}
	if len(unread) > 0 {
		j.unseen = fmt.Sprintf("nothing is known of schema %s: %s; what is refused there for what it has is not said", strings.Join(unread, ", "), why)
	}
	return start, read
}

// space is another schema of the database.
func (j *judging) space(name string) (*schema.Database, error) {
	alone := errors.New("--on was read for schema " + j.home + " alone")
	if j.Space == nil {
		return nil, alone
	}
	db, err := j.Space(name)
	switch {
	case err != nil:
		return nil, err
	case cmp.Or(db.Namespace, db.Name) != name: // it is a snapshot
		return nil, alone
	case db.Hidden != "":
		return nil, errors.New(db.Hidden)
	}
	return db, nil
}

// addSpace adds what another schema has, under names that say where it is.
func addSpace(to, from *schema.Schema, space, home string) {
	for _, t := range from.SortedTables() {
		to.Add(spaced(t, from, space, home))
	}
	for _, e := range from.SortedEnums() {
		e.Name = space + "." + e.Name
		to.Enums[e.Name] = e
	}
	for _, o := range from.Opaque {
		if o.Space != "" { // it is of another schema again
			continue
		}
		o.Name = space + "." + o.Name
		if o.Table != "" {
			o.Table = space + "." + o.Table
		}
		to.Opaque = append(slices.Clip(to.Opaque), o)
	}
}

// spaced is a table of a schema, as one that stands for several has it.
func spaced(t *schema.Table, of *schema.Schema, space, home string) *schema.Table {
	t = t.Clone()
	within := func(name string) string {
		if space == "" {
			return name
		}
		return space + "." + name
	}
	t.Name = within(t.Name)
	for i := range t.Columns {
		name, _ := strings.CutSuffix(t.Columns[i].Type.Name, "[]")
		if _, named := of.Enums[name]; named {
			t.Columns[i].Type.Name = within(t.Columns[i].Type.Name)
		}
	}
	for i := range t.Indexes {
		if x := &t.Indexes[i]; (x.Kind == schema.Plain || x.Kind == schema.Unique) && of.Semantics.GlobalIndexNames { // a constraint's is called without its schema
			x.Name = within(x.Name)
		}
	}
	for i := range t.ForeignKeys {
		switch path := schema.NamePath(t.ForeignKeys[i].RefTable); {
		case len(path) < 2: //nolint:mnd // a schema's name and a table's
			t.ForeignKeys[i].RefTable = within(t.ForeignKeys[i].RefTable)
		case path[0] == home:
			t.ForeignKeys[i].RefTable = path[1]
		default:
			t.ForeignKeys[i].RefTable = strings.Join(path, ".")
		}
	}
	return t
}
