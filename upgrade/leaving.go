package upgrade

import (
	"slices"
	"strings"

	"assay/expected"
	"assay/schema"
)

// A leaving follows what pending statements drop beside tables, or make anew, which no change says: it stops no change any more as it was.
type leaving struct {
	pending []*expected.Revision
	was     *schema.Database // as it is there
	at, n   int              // up to which of a revision's statements it has followed
	gone    []schema.Opaque
	names   map[schema.Beside]string // the objects that have another name by then, by their kinds, tables and these
	parts   map[schema.Beside]bool   // of gone, those of tables, by the names that these had before
	tables  map[string]string        // what tables were called before
	steps   int                      // up to which of a revision's changes it has followed
	along   string                   // a statement that drops with CASCADE what nobody knows here; empty: none
}

func newLeaving(pending []*expected.Revision, was *schema.Database) *leaving {
	return &leaving{pending: pending, was: was, names: map[schema.Beside]string{}, parts: map[schema.Beside]bool{}, tables: map[string]string{}}
}

// before goes on to a change of a revision, and returns which objects are there no more.
func (l *leaving) before(r *expected.Revision, change int) func(schema.Opaque) bool {
	statement, _ := r.Statement(change)
	for ; l.at < len(l.pending) && l.pending[l.at] != r; l.at, l.n, l.steps = l.at+1, 0, 0 {
		for _, c := range l.pending[l.at].Changes[l.steps:] {
			l.follow(c)
		}
		for _, b := range l.pending[l.at].Beside[l.n:] {
			l.take(b)
		}
	}
	for ; l.steps < change; l.steps++ {
		l.follow(r.Changes[l.steps])
	}
	for ; l.n < len(r.Beside) && r.Beside[l.n].Statement < statement; l.n++ {
		l.take(r.Beside[l.n])
	}
	return l.left
}

func (l *leaving) take(b expected.Beside) {
	o := b.Object
	if o.Table = l.table(o.Table); o.Space == l.was.Namespace {
		o.Space = ""
	}
	o.Name, _, _ = strings.Cut(o.Name, "(")
	if o.Kind == "procedure" { // which the server keeps among the functions
		o.Kind = "function"
	}
	if was, ok := l.names[named(o, o.Name)]; ok {
		o.Name = was
	}
	switch m := renamed().FindStringSubmatch(b.SQL); {
	case b.Words:
	case b.Verb == "":
		if b.Unread && cascades().MatchString(b.SQL) {
			l.along = said(b)
		}
	case b.Verb == "ALTER" && m != nil:
		path := schema.NamePath(m[1])
		l.names[named(o, path[len(path)-1])] = o.Name
	case b.Verb == "DROP" || b.Verb == "CREATE" && b.Either:
		l.gone = append(l.gone, o)
		l.parts[named(o, o.Name)] = true
		if b.Verb == "DROP" && o.Kind != "schema" && cascades().MatchString(b.SQL) {
			l.along = said(b)
		}
	}
}

// named is what an object is told by from others of its kind, under a name.
func named(o schema.Opaque, name string) schema.Beside {
	return schema.Beside{Kind: o.Kind, Name: strings.TrimPrefix(o.Space+"."+name, "."), Table: o.Table}
}

// left reports whether an object has been dropped, or made anew.
func (l *leaving) left(o schema.Opaque) bool {
	if ofTable[o.Kind] {
		if all := l.alike(o); len(all) > 0 {
			return !slices.ContainsFunc(all, func(b schema.Beside) bool {
				return !l.parts[named(schema.Opaque{Kind: b.Kind, Table: b.Table}, b.Name)]
			})
		}
	}
	return slices.ContainsFunc(l.gone, func(g schema.Opaque) bool {
		if g.Kind == "schema" {
			return o.Space == g.Name
		}
		unsaid := o.Space == "" && (l.was.Namespace == "" || ofTable[o.Kind]) // what is part of a table of another schema is told of without that
		return g.Kind == o.Kind && g.Name == o.Name && (o.Space == g.Space || unsaid)
	})
}

// alike are the parts of tables that an object may be by its kind and its name, which it shares with parts of others: a policy is told of where its condition
// reads another table too.
func (l *leaving) alike(o schema.Opaque) (all []schema.Beside) {
	for _, b := range l.was.Schema.Beside {
		if table := l.table(o.Table); b.Kind == o.Kind && b.Name == o.Name && (b.Table == table || b.SQL == "" || schema.Mentions(b.SQL, table)) {
			all = append(all, b)
		}
	}
	return all
}

// table is what a table was called before.
func (l *leaving) table(name string) string {
	if was, ok := l.tables[name]; ok {
		return was
	}
	return name
}

// follow goes on past a change.
func (l *leaving) follow(c schema.Change) {
	if rename, ok := schema.Mended(c).(schema.RenameTable); ok {
		l.tables[rename.To] = l.table(rename.From)
	}
}

// ofTable are the kinds of objects that have their names among those of one table.
var ofTable = map[string]bool{"trigger": true, "policy": true, "rule": true}
