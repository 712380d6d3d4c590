package compare

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"assay/audit"
	"assay/dialect"
	"assay/expected"
	"assay/introspect"
	"assay/schema"
)

// A Side is one of the two things that are compared.
type Side struct {
	// Source is what DB is read from; zero for a place in the histories, from which DB is made.
	Source introspect.Source
	DB     *schema.Database

	word  string
	name  string // the revision or release, where it is a place in the histories
	place bool
	// release reports that the name can only be a release's, bare that it could have been a file's.
	release, bare bool
	at            map[string]expected.Position // the places by tree; nil for a database
}

// Parse finds out what a word stands for: a database's URL, a file, "asterisk:RELEASE", "revision:NAME", or a revision or release by its bare name.
func Parse(word string) (*Side, error) {
	if name, ok := strings.CutPrefix(word, revisionPrefix); ok {
		return &Side{word: word, name: name, place: true}, nil
	}
	s, err := introspect.Parse(word)
	switch {
	case err != nil && bareName().MatchString(word):
		return &Side{word: word, name: word, place: true, bare: true}, nil
	case err != nil:
		return nil, err
	case s.Release != "":
		return &Side{word: word, name: s.Release, place: true, release: true}, nil
	}
	return &Side{word: word, Source: s}, nil
}

// Place is a revision or release in the histories.
func Place(name string) *Side { return &Side{word: name, name: name, place: true} }

// InHistory reports whether the side is a place in the histories, which needs no reading.
func (s *Side) InHistory() bool { return s.place }

// Title names the side for people. A revision can mean several schemas: which of them was taken shows in the releases.
func (k *Comparison) Title(s *Side) string {
	if s.InHistory() {
		at := s.at[k.Histories[0].Tree]
		if !strings.HasPrefix(at.Revision().ID, strings.ToLower(s.name)) {
			return s.word
		}
		return fmt.Sprintf("%s (as in Asterisk %s)", s.word, expected.Brief(at.Chain.Releases))
	}
	return fmt.Sprintf("%s, database %s (%s)", s.Source, s.DB.Name, s.DB.Server)
}

// bareName is how a revision or a release can be named where a database could be.
var bareName = schema.Pattern(`^[\w.-]+$`)

// revisionPrefix begins a name that is never a file's.
const revisionPrefix = "revision:"

// ambiguous refuses a file whose name is also that of a revision or a release.
func (s *Side) ambiguous() error {
	if s.Source.Path == "" || !historyName().MatchString(s.word) {
		return nil
	}
	engine := s.DB.Server.Engine
	room, err := dialect.For(schema.Server{Engine: engine})
	if err != nil {
		return err
	}
	known, err := expected.BuiltIn(expected.Trees(), engine, room)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(known, func(h *expected.History) bool { _, err := h.Resolve(s.word); return err == nil }) {
		return fmt.Errorf("%q is a file here, and a revision or release as well: write ./%[1]s or revision:%[1]s", s.word)
	}
	return nil
}

// historyName is what a revision's id or a release looks like.
var historyName = schema.Pattern(`^(certified-)?[0-9a-f][0-9a-f.]*[\w-]*$`)

// vague reports whether a side was read of a file that does not tell its server, and can be read again.
func (s *Side) vague() bool {
	return s.Source.Path != "" && s.Source.Path != "-" && s.DB.Server.Version == ""
}

// Sides compares two sides, of which databases are read, as the server of one of them understands them; of two places in the histories, as engine does, which
// is the default one where it is empty. trees are those of the built-in histories whose tables are compared; none: all, where a side is a place in them, and
// every table else.
func Sides(a, b *Side, engine string, trees []string) (*Comparison, error) {
	server := schema.Server{Engine: cmp.Or(engine, dialect.Default())}
	for _, s := range []*Side{b, a} {
		if s.DB != nil {
			server = s.DB.Server
		}
	}
	if b.DB != nil && b.DB.Server.Engine != server.Engine {
		return nil, fmt.Errorf("%s is of %s and %s of %s: only databases of one engine can be compared", a.Source, server, b.Source, b.DB.Server)
	}
	if !a.InHistory() && !b.InHistory() && len(trees) == 0 {
		return New(a, b, server, nil)
	}
	room, err := dialect.For(server)
	if err != nil {
		return nil, err
	}
	if len(trees) == 0 {
		trees = expected.Trees()
	}
	histories, err := expected.BuiltIn(trees, server.Engine, room)
	if err != nil {
		return nil, err
	}
	return New(a, b, server, histories)
}

// Read reads those of the sides that are databases of the engine (empty: of any), two at a time where both may be asked at once. A file that does not tell its
// server is read as that of the other side would be.
func Read(ctx context.Context, reader *audit.Reader, engine string, atOnce bool, sides ...*Side) (err error) {
	all := slices.DeleteFunc(sides, (*Side).InHistory)
	slices.SortStableFunc(all, func(x, y *Side) int { return cmp.Compare(min(len(x.Source.Path), 1), min(len(y.Source.Path), 1)) }) // files behind
	if len(all) == 2 && atOnce && (all[0].Source.Path == "") == (all[1].Source.Path == "") {
		dbs, err := reader.ReadBoth(ctx, [2]introspect.Source{all[0].Source, all[1].Source})
		if err != nil {
			return err
		}
		all[0].DB, all[1].DB = dbs[0], dbs[1]
	}
	for i, s := range all {
		if other := all[len(all)-1-i]; other != s && other.DB != nil && (s.DB == nil || s.vague() && !other.vague()) {
			s.Source.Like = other.DB.Server
			s.DB = nil
		}
		if s.DB == nil {
			if s.DB, err = reader.ReadWhole(ctx, s.Source); err != nil {
				return err
			}
		}
		if engine != "" && s.DB.Server.Engine != engine {
			return fmt.Errorf("%s is of %s: leave --engine out, or name another database", s.Source, s.DB.Server)
		}
	}
	return nil
}
