package main

import (
	"errors"
	"io"

	"assay/compare"
	"assay/internal/terminal"
	"assay/record"
	"assay/report"
	"assay/schema"
)

type historyCommand struct {
	Releases historyReleases `cmd:"" help:"List the releases and the revision that each ends at, by tree."`
	Show     historyShow     `cmd:"" help:"Show what a revision does, or the revisions of a release."`
	Plot     historyPlot     `cmd:"" set:"formats=text,html" help:"Draw the lineages as a map: where they part, which releases end where, and where a database is."`
	Blame    historyBlame    `cmd:"" help:"Say which revision and release set each column and index of a table."`
	Diff     historyDiff     `cmd:"" set:"formats=text,json,sql" help:"Show what differs between two revisions or releases."`
	Record   historyRecord   `cmd:"" help:"Record a project's own history by running it on a scratch database."`
	Import   historyImport   `cmd:"" help:"Make the same recording of the SQL that Alembic prints for a project without a database."`
	Verify   historyVerify   `cmd:"" help:"Judge the revisions in a project's files, without running them."`
}

// historyFlags say which history, and how it is printed.
type historyFlags struct {
	Engine string   `enum:",${engines}" default:"" placeholder:"ENGINE" help:"The engine whose statements and types are shown: mysql (MariaDB too), postgresql, mssql or oracle (default: that of the history, else mysql)."`
	Tree   []string `placeholder:"TREE" predictor:"tree" help:"Look at these trees only: config, voicemail, cdr, queue_log."`
}

// ownHistoryFlag says that it is a project's own history.
type ownHistoryFlag struct {
	History string `placeholder:"FILE|DIR|-" help:"A project's own history instead of the built-in ones: a recording (assay history record), or what alembic upgrade base:heads --sql prints."`
}

// load returns the histories of the trees that are asked for, or the project's own where one is named.
func (f *historyFlags) load(p *process, own string) (*record.Histories, error) {
	if own == "" {
		return record.BuiltIn(f.Tree, f.Engine)
	}
	if len(f.Tree) > 0 {
		return nil, errTreesOfProject
	}
	texts, err := p.historyTexts(own)
	if err != nil {
		return nil, err
	}
	return record.Own(texts, own, f.Engine)
}

type historyReleases struct{ historyFlags }

// Run lists the releases.
func (c *historyReleases) Run(p *process) error {
	known, err := c.load(p, "")
	if err != nil {
		return err
	}
	return terminal.Paged(p.stdout, p.env, func(w io.Writer) error { return report.Releases(w, known.All) })
}

type historyShow struct {
	Name string `arg:"" name:"revision|release" help:"A revision's id (or its beginning), or a release such as 20.20.1; with --history, heads stands for all revisions."`
	historyFlags
	ownHistoryFlag
}

// Run shows the revision, or the release's chains.
func (c *historyShow) Run(p *process) error {
	known, err := c.load(p, c.History)
	if err != nil {
		return err
	}
	all, err := known.Find(c.Name)
	if err != nil {
		return err
	}
	return terminal.Paged(p.stdout, p.env, func(w io.Writer) error {
		for _, f := range all {
			if f.Chain != nil {
				err = errors.Join(err, report.Chain(w, f.History, f.Chain))
			} else {
				err = errors.Join(err, report.Revision(w, known.Room, f.History, f.Revision))
			}
		}
		return err
	})
}

type historyBlame struct {
	Object string `arg:"" name:"table[.column]" help:"A table, or one of its columns."`
	At     string `placeholder:"REVISION|RELEASE" predictor:"release" help:"The place in the history: a release, a series for its last one, or a revision (default: the newest release, or with --history the head)."`
	historyFlags
	ownHistoryFlag
}

// Run says who set what.
func (c *historyBlame) Run(p *process) error {
	known, err := c.load(p, c.History)
	if err != nil {
		return err
	}
	parts, err := known.Blame(c.Object, c.At)
	if err != nil {
		return err
	}
	return report.Parts(p.stdout, parts)
}

type historyDiff struct {
	A string `arg:"" help:"A revision or release."`
	B string `arg:"" help:"The one to compare it with."`
	historyFlags
	ownHistoryFlag
	formatFlag
}

// Run shows the difference.
func (c *historyDiff) Run(p *process) error {
	if err := c.ready(); err != nil {
		return err
	}
	known, err := c.load(p, c.History)
	if err != nil {
		return err
	}
	k, err := compare.New(compare.Place(c.A), compare.Place(c.B), schema.Server{Engine: known.Engine}, known.All)
	if err != nil {
		return err
	}
	return c.emit(p, func(format string, w io.Writer) error {
		switch format {
		case "json":
			return report.DifferencesJSON(w, k.All)
		case "sql":
			return report.Statements(w, k)
		}
		return report.Differences(w, k.All)
	})
}
