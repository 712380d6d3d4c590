package main

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/dustin/go-humanize/english"

	"assay/compare"
	"assay/dialect"
	"assay/expected"
	"assay/record"
	"assay/report"
	"assay/schema"
)

type historyCommand struct {
	Releases historyReleases `cmd:"" help:"List the releases and the revision that each ends at, by tree."`
	Show     historyShow     `cmd:"" help:"Show what a revision does, or the revisions of a release."`
	Blame    historyBlame    `cmd:"" help:"Say which revision and release set each column and index of a table."`
	Diff     historyDiff     `cmd:"" set:"formats=text,json,sql" help:"Show what differs between two revisions or releases."`
	Record   historyRecord   `cmd:"" help:"Record a project's own history by running it on a scratch database."`
	Import   historyImport   `cmd:"" help:"Make the same recording of the SQL that Alembic prints for a project without a database."`
	Verify   historyVerify   `cmd:"" help:"Judge the revisions in a project's files, without running them."`
}

// Help implements kong's HelpProvider.
func (*historyCommand) Help() string {
	return `Asterisk's histories are built in: no database is needed to ask them. record and import make one of a project of your own; show, blame and diff
ask that with --history, and so do check, infer, fix, preflight and lint. verify reads a project's files themselves.

  assay history show 74dc751dfe8e
  assay history blame ps_contacts.qualify_2xx_only
  assay history diff 20.20.1 22.10.1
  assay history show heads --history history.jsonl

Exit status: 0 it is printed, 2 could not tell; verify has findings, and then it is 1.`
}

// historyFlags say which history, and how it is printed.
type historyFlags struct {
	Engine string   `enum:",${engines}" default:"" placeholder:"ENGINE" help:"The engine whose statements and types are shown: mysql (MariaDB too) or postgresql (default: that of the history, else mysql)."`
	Tree   []string `placeholder:"TREE" predictor:"tree" help:"Look at these trees only: config, voicemail, cdr, queue_log."`
}

// ownHistoryFlag says that it is a project's own history.
type ownHistoryFlag struct {
	History string `placeholder:"FILE|DIR|-" help:"A project's own history instead of the built-in ones: a recording (assay history record), or what alembic upgrade base:heads --sql prints."`
}

// own reads the project's history that is named.
func (f *historyFlags) own(p *process, name string) (dialect.Dialect, []*expected.History, error) {
	if len(f.Tree) > 0 {
		return nil, nil, errTreesOfProject
	}
	texts, err := p.historyTexts(name)
	if err != nil {
		return nil, nil, err
	}
	switch engine := record.EngineOf(texts); {
	case f.Engine == "" && engine == "":
		return nil, nil, fmt.Errorf("%s: it does not show whose SQL this is: say so with --engine mysql or --engine postgresql", name)
	case f.Engine != "" && engine != "" && engine != f.Engine:
		return nil, nil, fmt.Errorf("the history %s is of %s: leave --engine out", name, engine)
	default:
		f.Engine = cmp.Or(f.Engine, engine)
	}
	server := schema.Server{Engine: f.Engine}
	room, err := dialect.For(server)
	if err != nil {
		return nil, nil, err
	}
	project, err := record.ReadProject(texts, server)
	if err != nil {
		return nil, nil, err
	}
	h, err := project.History(room.Semantics(), project.Heads("heads"))
	if err != nil {
		return nil, nil, err
	}
	return room, []*expected.History{h}, nil
}

// load returns the room and the histories of the trees that are asked for, or the project's own.
func (f *historyFlags) load(p *process, own string) (dialect.Dialect, []*expected.History, error) {
	if own != "" {
		return f.own(p, own)
	}
	f.Engine = cmp.Or(f.Engine, dialect.Default())
	if err := expected.KnowTrees(f.Tree); err != nil {
		return nil, nil, err
	}
	trees := f.Tree
	if len(trees) == 0 {
		trees = expected.Trees()
	}
	room, err := dialect.For(schema.Server{Engine: f.Engine})
	if err != nil {
		return nil, nil, err
	}
	histories, err := expected.BuiltIn(trees, f.Engine, room)
	if err != nil {
		return nil, nil, err
	}
	return room, histories, nil
}

type historyReleases struct{ historyFlags }

// Help implements kong's HelpProvider.
func (*historyReleases) Help() string {
	return `The oldest comes first. Each tree has a column; - says that the release does not have the tree.

  assay history releases
  assay history releases --tree voicemail

Exit status: 0 it is printed, 2 could not tell.`
}

// Run lists the releases, the oldest first.
func (c *historyReleases) Run(p *process) error {
	_, histories, err := c.load(p, "")
	if err != nil {
		return err
	}
	w := tabwriter.NewWriter(p.stdout, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprint(w, "RELEASE\tDATE")
	heads := map[expected.Release]map[string]string{}
	var all []expected.Release
	for _, h := range histories {
		_, _ = fmt.Fprintf(w, "\t%s", strings.ToUpper(h.Tree))
		for _, chain := range h.Chains {
			for _, r := range chain.Releases {
				if heads[r] == nil {
					heads[r] = map[string]string{}
					all = append(all, r)
				}
				heads[r][h.Tree] = chain.Revisions[len(chain.Revisions)-1].ID
			}
		}
	}
	_, _ = fmt.Fprintln(w)
	for _, r := range expected.Sorted(all) {
		_, _ = fmt.Fprintf(w, "%s\t%s", r.Name, r.Date)
		for _, h := range histories {
			_, _ = fmt.Fprintf(w, "\t%s", cmp.Or(heads[r][h.Tree], "-"))
		}
		_, _ = fmt.Fprintln(w)
	}
	return w.Flush()
}

type historyShow struct {
	Name string `arg:"" name:"revision|release" help:"A revision's id (or its beginning), or a release such as 20.20.1; with --history, heads stands for all revisions."`
	historyFlags
	ownHistoryFlag
}

// Help implements kong's HelpProvider.
func (*historyShow) Help() string {
	return `Some revisions were released with several contents: each is shown, with the releases that ship it.

  assay history show 24c12d8e9014
  assay history show 22.10.1 --tree voicemail
  assay history show 74dc751dfe8e --engine postgresql
  assay history show heads --history history.jsonl

Exit status: 0 it is printed, 2 could not tell.`
}

// Run shows the revision, or the release's chains.
func (c *historyShow) Run(p *process) error {
	room, histories, err := c.load(p, c.History)
	if err != nil {
		return err
	}
	found, unknown := false, error(nil)
	for _, h := range histories {
		at, err := h.Resolve(c.Name)
		if err != nil {
			unknown = cmp.Or(unknown, err)
			continue
		}
		found = true
		if c.ofRevision(at[0].Revision()) {
			err = showRevision(p.stdout, room, h, at)
		} else {
			showChain(p.stdout, h, at[len(at)-1])
		}
		if err != nil {
			return err
		}
	}
	if !found {
		return unknown
	}
	return nil
}

// ofRevision reports whether the name is that of a revision, and not of a release, or of the end of a history.
func (c *historyShow) ofRevision(r *expected.Revision) bool {
	if c.History != "" {
		return c.Name != "head" && c.Name != "heads"
	}
	return strings.HasPrefix(r.ID, strings.ToLower(c.Name))
}

func showRevision(w io.Writer, room dialect.Dialect, h *expected.History, at []expected.Position) error {
	var shown []*expected.Revision
	for _, p := range slices.Backward(at) {
		r := p.Revision()
		if slices.Contains(shown, r) {
			continue
		}
		shown = append(shown, r)
		if releases := shipping(h, r); len(releases) > 0 {
			_, _ = fmt.Fprintf(w, "%s  %s  (tree %s, %s)\nin Asterisk %s\n", r.ID, r.Slug, h.Tree, r.Created, expected.Brief(releases))
		} else {
			_, _ = fmt.Fprintf(w, "%s\n", strings.TrimSpace(cmp.Or(r.Migration, r.ID)+"  "+r.Slug))
		}
		if len(r.Changes) == 0 {
			_, _ = fmt.Fprintln(w, "\n-- does nothing here")
		}
		for _, change := range r.Changes {
			sql, err := room.Format(change)
			if err != nil {
				return err
			}
			for _, s := range sql {
				_, _ = fmt.Fprintf(w, "\n%s;", s)
			}
		}
		_, _ = fmt.Fprint(w, "\n\n")
	}
	return nil
}

// shipping are the releases that ship a revision with this content.
func shipping(h *expected.History, r *expected.Revision) []expected.Release {
	var releases []expected.Release
	for _, c := range h.Chains {
		if slices.Contains(c.Revisions, r) {
			releases = append(releases, c.Releases...)
		}
	}
	return releases
}

func showChain(w io.Writer, h *expected.History, p expected.Position) {
	shipped := ""
	if len(p.Chain.Releases) > 0 {
		shipped = ", in Asterisk " + expected.Brief(p.Chain.Releases)
	}
	_, _ = fmt.Fprintf(w, "%s: %s%s\n", h.Tree, english.Plural(len(p.Chain.Revisions), "revision", ""), shipped)
	for _, r := range p.Chain.Revisions {
		_, _ = fmt.Fprintln(w, strings.TrimRight(fmt.Sprintf("  %-12s  %s  %s", cmp.Or(r.Migration, r.ID), r.Created, r.Slug), " "))
	}
	_, _ = fmt.Fprintln(w)
}

type historyBlame struct {
	Object string `arg:"" name:"table[.column]" help:"A table, or one of its columns."`
	At     string `placeholder:"REVISION|RELEASE" predictor:"release" help:"The place in the history: a release, a series for its last one, or a revision (default: the newest release, or with --history the head)."`
	historyFlags
	ownHistoryFlag
}

// Help implements kong's HelpProvider.
func (*historyBlame) Help() string {
	return `One line per column and index: its name, its type, the revision that last set it, and the first release with that.

  assay history blame ps_registrations.user_agent
  assay history blame ps_contacts --at 20.20.1 --engine postgresql

Exit status: 0 it is printed, 2 could not tell.`
}

// Run says who set what.
func (c *historyBlame) Run(p *process) error {
	_, histories, err := c.load(p, c.History)
	if err != nil {
		return err
	}
	table, column, _ := strings.Cut(c.Object, ".")
	for _, h := range histories {
		if h.Owns(table) {
			return c.blame(p.stdout, h, table, column)
		}
	}
	return fmt.Errorf("no revision makes a table %q: is it spelled right?", table)
}

func (c *historyBlame) blame(w io.Writer, h *expected.History, table, column string) error {
	at, err := h.Place(c.At)
	if err != nil {
		return err
	}
	s, err := at.Schema(schema.Semantics{FoldTables: true, FoldColumns: true})
	if err != nil {
		return err
	}
	t := s.Table(table)
	if t == nil {
		return fmt.Errorf("at %s there is no table %s; %s", at.Revision().ID, table, madeBy(h, schema.Object{Kind: schema.TableObject, Table: table}))
	}
	out := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	know := expected.NewOrigins(h, at, nil)
	line := func(o schema.Object, what string) {
		by := know.SetBy(o)
		_, _ = fmt.Fprintln(out, strings.TrimRight(strings.Join([]string{o.Name, what, by.Revision, by.Release}, "\t"), "\t"))
	}
	found := false
	for _, col := range t.Columns {
		if column == "" || strings.EqualFold(col.Name, column) {
			line(schema.Object{Kind: schema.ColumnObject, Table: t.Name, Name: col.Name}, col.Type.String())
			found = true
		}
	}
	if !found {
		return fmt.Errorf("at %s table %s has no column %s; %s", at.Revision().ID, table, column,
			madeBy(h, schema.Object{Kind: schema.ColumnObject, Table: table, Name: column}))
	}
	for _, x := range t.Indexes {
		if column == "" {
			line(schema.Object{Kind: schema.IndexObject, Table: t.Name, Name: cmp.Or(x.Name, x.On())}, "index "+x.On())
		}
	}
	return out.Flush()
}

// madeBy says which revision makes an object.
func madeBy(h *expected.History, o schema.Object) string {
	made := h.Known(o)
	if len(made) == 0 {
		return "no revision makes it"
	}
	if first := h.FirstRelease(made[0]).Name; first != "" {
		return fmt.Sprintf("%s makes it (Asterisk %s)", made[0].ID, first)
	}
	return made[0].ID + " makes it"
}

type historyDiff struct {
	A string `arg:"" help:"A revision or release."`
	B string `arg:"" help:"The one to compare it with."`
	historyFlags
	ownHistoryFlag
	formatFlag
}

// Help implements kong's HelpProvider.
func (*historyDiff) Help() string {
	return `Every line says what A has and what B has, and which revision and release set it. A series stands for its last release.

  assay history diff 20.20.1 22.10.1
  assay history diff 74dc751dfe8e e89e30cee53f --format sql --engine postgresql

Exit status: 0 it is printed, whatever differs (assay diff exits with 1 then), 2 could not tell.`
}

// Run shows the difference.
func (c *historyDiff) Run(p *process) error {
	if err := c.ready(); err != nil {
		return err
	}
	_, histories, err := c.load(p, c.History)
	if err != nil {
		return err
	}
	k, err := compare.New(compare.Place(c.A), compare.Place(c.B), schema.Server{Engine: c.Engine}, histories)
	if err != nil {
		return err
	}
	return c.emit(p, func(format string, w io.Writer) error {
		switch format {
		case "json":
			return report.DifferencesJSON(w, k.All)
		case "sql":
			return writeSQL(w, k)
		}
		return report.Differences(w, k.All)
	})
}

// writeSQL writes the plain statements, for people to read.
func writeSQL(w io.Writer, k *compare.Comparison) error {
	plan, err := k.Plan(true)
	if err != nil {
		return err
	}
	for _, l := range k.Room.Opening(true) {
		_, _ = fmt.Fprintln(w, l)
	}
	for _, step := range plan.Steps {
		for _, sql := range step.SQL {
			_, _ = fmt.Fprintf(w, "%s;\n", sql)
		}
	}
	return nil
}
