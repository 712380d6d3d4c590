package upgrade

import (
	"strings"

	"assay/expected"
	"assay/schema"
)

// A leaving follows what pending statements drop beside tables, or make anew, which no change says: it stops no change any more as it was.
type leaving struct {
	pending []*expected.Revision
	at, n   int // up to which of a revision's statements it has followed
	gone    []schema.Opaque
	names   map[string]string // the views and functions that have another name by then, by their kinds and these
	along   string            // a statement that drops with CASCADE what nobody knows here; empty: none
}

// before goes on to a change of a revision, and returns which objects are there no more.
func (l *leaving) before(r *expected.Revision, change int) func(schema.Opaque) bool {
	statement, _ := r.Statement(change)
	for ; l.at < len(l.pending) && l.pending[l.at] != r; l.at, l.n = l.at+1, 0 {
		for _, b := range l.pending[l.at].Beside[l.n:] {
			l.take(b)
		}
	}
	for ; l.n < len(r.Beside) && r.Beside[l.n].Statement < statement; l.n++ {
		l.take(r.Beside[l.n])
	}
	return l.left
}

func (l *leaving) take(b expected.Beside) {
	o := b.Object
	o.Name, _, _ = strings.Cut(o.Name, "(")
	if o.Kind == "procedure" { // which the server keeps among the functions
		o.Kind = "function"
	}
	if was, ok := l.names[o.Kind+" "+o.Name]; ok {
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
		if l.names == nil {
			l.names = map[string]string{}
		}
		l.names[o.Kind+" "+path[len(path)-1]] = o.Name
	case b.Verb == "DROP" || b.Verb == "CREATE" && b.Either:
		l.gone = append(l.gone, o)
		if b.Verb == "DROP" && o.Kind != "schema" && cascades().MatchString(b.SQL) {
			l.along = said(b)
		}
	}
}

// left reports whether an object has been dropped, or made anew.
func (l *leaving) left(o schema.Opaque) bool {
	for _, g := range l.gone {
		if g.Kind == "schema" && o.Space == g.Name || g.Kind == o.Kind && g.Name == o.Name && (o.Space == "" || o.Space == g.Space) {
			return true
		}
	}
	return false
}
