package audit

import (
	"context"
	"crypto/sha256"
	"fmt"
	"sync"

	"assay/expected"
	"assay/introspect"
	"assay/result"
	"assay/schema"
)

// A Shelf keeps the histories that many databases are compared with, each loaded once for all databases that are on the same server. Its zero value is ready,
// and many may use it at a time. All that are looked at with one are of the same settings.
type Shelf struct {
	mu        sync.Mutex
	libraries map[string]*Library
}

// Seen is a database that was read, and of which nothing is made yet.
type Seen struct {
	shelf   *Shelf
	options Options
	db      *schema.Database
	empty   *introspect.EmptyError // as [Library.observed] has it
}

// Read reads a database.
func (s *Shelf) Read(ctx context.Context, r *Reader, o Options) (*Seen, error) {
	x := &Seen{shelf: s, options: o}
	known := x.options.library()
	var err error
	if o.Source.Release != "" {
		x.db, err = known.open(ctx, r, o.Source)
	} else {
		x.db, x.empty, err = known.observed(ctx, r, o.Source, nil)
	}
	return x, x.options.misnamed(known, err)
}

// Database says what was read.
func (x *Seen) Database() result.Database {
	return presentDatabase(x.db)
}

// Fingerprint is the same for databases of which all is the same that an answer depends on, their names aside, and what else the caller says it depends on.
func (x *Seen) Fingerprint(also string) [sha256.Size]byte {
	h := sha256.New()
	nameless := *x.db
	nameless.Name = ""
	o := &x.options
	_, _ = fmt.Fprintf(h, "%q %q %q %q %q %q %q\n",
		o.Trees, o.VersionTable, o.Asterisk, o.Source.Tree, o.Source.Target.VersionTable, o.Source.Release, also) // a hash takes all
	if err := introspect.WriteSnapshot(h, &nameless); err != nil { // it is like no other
		_, _ = fmt.Fprintf(h, "%p", x)
	}
	return [sha256.Size]byte(h.Sum(nil))
}

// Infer finds out where each tree of the database is.
func (x *Seen) Infer() (*Inference, error) {
	loaded, err := x.shelf.loaded(x.options, x.db.Server)
	if err != nil {
		return nil, err
	}
	known := loaded.lend()
	if known.project != nil {
		if err := known.settle(x.db, x.options.Source); err != nil {
			return nil, err
		}
	}
	if x.empty != nil && !known.typed(x.db) {
		return nil, x.empty
	}
	return x.options.infer(known, x.db)
}

// loaded is the library for databases on a server.
func (s *Shelf) loaded(o Options, server schema.Server) (*Library, error) {
	key := fmt.Sprintf("%+v %q %q", server, o.Trees, o.To)
	s.mu.Lock()
	if s.libraries == nil {
		s.libraries = map[string]*Library{}
	}
	l := s.libraries[key]
	if l == nil {
		l = o.library()
		s.libraries[key] = l
	}
	s.mu.Unlock()
	return l, l.Load(server)
}

// lend is a library of what another one has loaded.
func (l *Library) lend() *Library {
	return &Library{
		texts: l.texts, project: l.project, to: l.to, Trees: l.Trees, All: l.All, usage: l.usage, measure: l.measure, unstamped: l.unstamped,
		cosmetic: l.cosmetic, room: l.room,
		Histories: append([]*expected.History(nil), l.Histories...),
	}
}
