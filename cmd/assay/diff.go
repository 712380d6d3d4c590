package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"assay/dialect"
	"assay/expected"
	"assay/fixup"
	"assay/introspect"
	"assay/schema"
)

type diffCommand struct {
	A string `arg:"" help:"A database's URL, a snapshot (a file, or - for standard input), asterisk:RELEASE, or a revision or release (revision:NAME where it could be taken for a file)."`
	B string `arg:"" help:"Another."`
	accessFlags
	Tree []string `placeholder:"TREE" help:"Compare the tables of these trees only: config, voicemail, cdr, queue_log."`
	formatFlag
	Allow bool `name:"allow-destructive" help:"With --format sql: print statements that can destroy data as statements, not as comments."`
}

// Help implements kong's HelpProvider.
func (*diffCommand) Help() string {
	return `Every line says what A has and what B has. Two databases are compared as a whole, a database and a release or revision only in the tables that the history has.
Version tables are told of and not compared. Views, triggers and what else assay does not model are named and not compared.

  assay diff mysql://asterisk@staging/asterisk mysql://asterisk@production/asterisk
  assay diff yesterday.json mysql://asterisk@localhost/asterisk
  assay diff --format sql postgresql:///asterisk asterisk:22.10.1
  assay diff snap.json 74dc751dfe8e

Exit status: 0 they are the same, 1 they differ, 2 could not tell.`
}

// Run compares.
func (c *diffCommand) Run(p *process) error {
	if err := c.ready(); err != nil {
		return err
	}
	k, err := c.contrast(p)
	if err != nil {
		return err
	}
	if err := c.emit(p, func(format string, w io.Writer) error { return c.write(format, w, k) }); err != nil {
		return err
	}
	if len(k.all) > 0 {
		return errFindings
	}
	return nil
}

// A side is one of the two things that are compared.
type side struct {
	word   string
	source introspect.Source // what is to be read; zero for a place in the histories
	name   string            // the revision or release, where it is one
	// release reports that the name can only be a release's, bare that it could have been a file's.
	release, bare bool
	db            *schema.Database
	// at are the places by tree; nil for a database.
	at map[string]expected.Position
}

func (s *side) history() bool { return s.name != "" }

// title names the side for people. A revision can mean several schemas: which of them was taken shows in the releases.
func (k *contrast) title(s *side) string {
	if s.history() {
		at := s.at[k.histories[0].Tree]
		if !strings.HasPrefix(at.Revision().ID, strings.ToLower(s.name)) {
			return s.word
		}
		return fmt.Sprintf("%s (as in Asterisk %s)", s.word, brief(at.Chain.Releases))
	}
	return fmt.Sprintf("%s, database %s (%s)", s.source, s.db.Name, s.db.Server)
}

// sides finds out what the two words mean, and reads what is a database.
func (c *diffCommand) sides(p *process) (a, b *side, err error) {
	if err := knownTrees(c.Tree); err != nil {
		return nil, nil, err
	}
	if c.A == "-" && c.B == "-" {
		return nil, nil, errors.New("standard input can stand for one of the two only: write one of them into a file")
	}
	if a, err = c.side(p, c.A); err != nil {
		return nil, nil, err
	}
	b, err = c.side(p, c.B)
	return a, b, err
}

// bareName is how a revision or a release can be named where a database could be.
var bareName = schema.Pattern(`^[\w.-]+$`)

// revisionPrefix begins a name that is to be taken for no file.
const revisionPrefix = "revision:"

func (c *diffCommand) side(p *process, word string) (*side, error) {
	if name, ok := strings.CutPrefix(word, revisionPrefix); ok {
		return &side{word: word, name: name}, nil
	}
	s, err := introspect.Parse(word)
	switch {
	case err != nil && bareName().MatchString(word):
		return &side{word: word, name: word, bare: true}, nil
	case err != nil:
		return nil, err
	case s.Release != "":
		return &side{word: word, name: s.Release, release: true}, nil
	}
	flags := c.accessFlags
	flags.Engine = ""
	if err := flags.complete(p, &s); err != nil {
		return nil, err
	}
	db, err := p.read(s)
	if err != nil {
		return nil, err
	}
	if c.Engine != "" && db.Server.Engine != c.Engine {
		return nil, fmt.Errorf("%s is of %s: leave --engine out, or name another database", s, db.Server)
	}
	return &side{word: word, source: s, db: db}, nil
}

// ambiguous refuses a file that is named as a revision or a release is.
func (k *contrast) ambiguous() error {
	for _, s := range []*side{k.a, k.b} {
		if s.source.Path == "" || !historyName().MatchString(s.word) {
			continue
		}
		known := &library{trees: expected.Trees()}
		if err := known.load(schema.Server{Engine: s.db.Server.Engine}); err != nil {
			return err
		}
		if slices.ContainsFunc(known.histories, func(h *expected.History) bool { _, err := h.Resolve(s.word); return err == nil }) {
			return fmt.Errorf("%q is a file here, and a revision or release as well: write ./%[1]s or revision:%[1]s", s.word)
		}
	}
	return nil
}

// historyName is what a revision's id or a release looks like.
var historyName = schema.Pattern(`^(certified-)?[0-9a-f][0-9a-f.]*[\w-]*$`)

// contrast compares the two sides as the server of one of them understands them.
func (c *diffCommand) contrast(p *process) (*contrast, error) {
	a, b, err := c.sides(p)
	if err != nil {
		return nil, err
	}
	server := schema.Server{Engine: cmp.Or(c.Engine, "mysql")}
	for _, s := range []*side{b, a} {
		if s.db != nil {
			server = s.db.Server
		}
	}
	if b.db != nil && b.db.Server.Engine != server.Engine {
		return nil, fmt.Errorf("%s is of %s and %s of %s: only databases of one engine can be compared", a.source, server, b.source, b.db.Server)
	}
	k := &contrast{a: a, b: b, server: server}
	if k.room, err = dialect.For(server); err != nil {
		return nil, err
	}
	if a.history() || b.history() || len(c.Tree) > 0 {
		known := &library{trees: c.Tree, all: expected.Trees()}
		if len(c.Tree) == 0 {
			known.trees = known.all
		}
		if err := known.load(server); err != nil {
			return nil, err
		}
		k.histories = known.histories
	}
	return k, k.compare()
}

// write prints what was found.
func (c *diffCommand) write(format string, w io.Writer, k *contrast) error {
	switch format {
	case "json":
		return k.writeJSON(w)
	case "sql":
		script, err := k.script(c.Allow)
		if err != nil {
			return err
		}
		return toClient(w, script.String())
	}
	return k.writeText(w)
}

// script is the SQL that makes B of A.
func (k *contrast) script(destroy bool) (*fixup.Script, error) {
	script := &fixup.Script{Opening: k.room.Opening, Title: append([]string{"assay diff", "from " + k.title(k.a), "to   " + k.title(k.b)}, k.remarks()...)}
	plan, err := k.plan(destroy)
	if err != nil {
		return nil, err
	}
	var path []string
	if !k.a.history() {
		path = k.a.db.SearchPath()
	}
	script.First, script.Last = k.room.Envelope(path...)
	if len(plan.Steps) == 0 {
		script.Title = append(script.Title, "Nothing is to be done.")
		return script, nil
	}
	script.Parts = []fixup.Part{{Plan: plan, Why: k.why}}
	return script, nil
}

// why says what a step is for.
func (k *contrast) why(step fixup.Step) string {
	var texts []string
	for i, f := range k.findings {
		if mends(step, f) {
			d := k.all[i]
			texts = append(texts, fmt.Sprintf("%s: %s → %s", d.what(), cmp.Or(d.A, "-"), cmp.Or(d.B, "-")))
		}
	}
	return strings.Join(slices.Compact(texts), "; ")
}
