package main

import (
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/dustin/go-humanize/english"

	"assay/drift"
	"assay/expected"
	"assay/fixup"
	"assay/report"
	"assay/schema"
)

type fixCommand struct {
	databaseFlags
	asteriskFlag
	At    string `placeholder:"REVISION|RELEASE" predictor:"release" help:"Where the database should be: a release, a series for its last one, or a revision; with --history, a revision, several joined by +, or heads (default: where its stamp says, or without a stamp where its schema is)."`
	Allow bool   `name:"allow-destructive" help:"Print statements that can destroy data as statements, not as comments."`
}

// Help implements kong's HelpProvider.
func (*fixCommand) Help() string {
	return `The script goes to standard output, for the engine's own client. assay ran it in memory before printing it, and it ends at the expected schema.
Statements that could destroy data are comments unless --allow-destructive. Indexes, constraints and defaults of your own that the revision does not have
are dropped by plain statements, since no data is lost with them; the comment above each says how to restore it. What the server would refuse (a new type
of a column that a view uses) is a comment that says what to drop first. assay itself never writes to a database.

  assay fix mysql://asterisk@localhost/asterisk > fix.sql
  less fix.sql && mysql asterisk < fix.sql
  assay fix --at 22.10.1 postgresql:///asterisk | psql -v ON_ERROR_STOP=1 asterisk

Exit status: 0 the script is printed (or nothing is to be done), 2 could not tell.`
}

// Run prints the script.
func (c *fixCommand) Run(p *process) error {
	c.to = c.At
	s, err := look(p, &c.databaseFlags, c.asteriskFlag)
	if err != nil {
		return err
	}
	s.destroy = c.Allow
	if err := s.measure(c.At); err != nil {
		return err
	}
	return c.emit(p, func(format string, w io.Writer) error {
		if format == "json" {
			return report.JSON(w, s.report("fix", true))
		}
		script, err := s.script()
		if err != nil {
			return err
		}
		return toClient(w, script.String())
	})
}

// printed is the script as text, or why there is none; empty where nothing is to be done.
func (s *survey) printed() string {
	script, err := s.script()
	if err != nil {
		return fixup.Comment(err.Error())
	}
	if script.Empty() {
		return ""
	}
	return script.String()
}

// script writes what every tree needs into one script.
func (s *survey) script() (*fixup.Script, error) {
	script := &fixup.Script{Opening: s.room.Opening, Title: []string{fmt.Sprintf("assay fix, for %s, database %s", s.db.Server, s.db.Name)}}
	if n := len(s.settled.ignored); n > 0 {
		script.Title = append(script.Title, fmt.Sprintf("%s ignored by %s: left as they are", english.Plural(n, "finding", ""), s.settings.Path))
	}
	script.First, script.Last = s.room.Envelope(s.db.SearchPath()...)
	unsure := 0
	for _, a := range s.measured() {
		if !a.proposes() && a.verdict() == drift.Newer {
			script.Parts = append(script.Parts, fixup.Part{Title: "tree " + a.tree, Plan: &fixup.Plan{}, Remark: a.newerRemark()})
			continue
		}
		if !a.proposes() {
			unsure++
			script.Parts = append(script.Parts, fixup.Part{Title: "tree " + a.tree, Plan: &fixup.Plan{}, Remark: unsureRemark})
			continue
		}
		part, err := s.part(a)
		if err != nil {
			return nil, err
		}
		if len(part.Plan.Steps)+len(part.Stamp) > 0 {
			script.Parts = append(script.Parts, *part)
		}
	}
	switch len(s.measured()) {
	case 0:
		return nil, errors.New("there is nothing to repair: the database is no Alembic schema that assay knows (assay infer says more)")
	case unsure:
		return nil, errors.New(unsureRemark)
	}
	if script.Empty() && len(script.Parts) == 0 {
		script.Title = append(script.Title, "Nothing is to be done.")
		return script, nil
	}
	if !script.Alters() {
		return script, nil
	}
	script.End = []string{"", "Now run assay check again."}
	if s.usage.Restart != "" {
		script.End = []string{
			"",
			"Now " + s.usage.Restart,
			"(over ODBC, it may be that no phone can register until then), and after that run assay check again.",
		}
	}
	return script, nil
}

// part plans what one tree needs, and proves it: played through, nothing may differ any more but what is held back.
func (s *survey) part(a *assessment) (*fixup.Part, error) {
	part := &fixup.Part{
		Title: fmt.Sprintf("tree %s, to be at %s", a.tree, a.goal()),
		Why:   a.why,
	}
	var err error
	if part.Plan, err = s.plan(a); err != nil {
		return nil, err
	}
	held := 0
	for _, step := range part.Plan.Steps {
		if step.Held {
			held++
		}
	}
	rest := keep(drift.Compare(a.want, part.Plan.Result), func(c schema.Change) bool { return !a.leaves(c) })
	if held == 0 && len(rest) > 0 {
		return nil, fmt.Errorf("the fix for %s would leave %s other than expected: please report this", a.tree, rest[0].Object())
	}
	return part, s.stampPart(a, part)
}

// plan plans what one tree needs in the whole schema, since the administrator's own tables can be in the way of it. Its result is the tree's
// part of the schema.
func (s *survey) plan(a *assessment) (*fixup.Plan, error) {
	plan, err := fixup.Make(s.db.Schema, a.changes, s.room, s.destroy)
	if err != nil && len(a.left) > 0 {
		return nil, fmt.Errorf("what %s ignores is in the way of the rest (--no-config repairs all): %w", s.settings.Path, err)
	}
	if err != nil {
		return nil, err
	}
	plan.Result = s.ofTree(a, plan.Result)
	return plan, nil
}

// ofTree is a tree's part of a whole schema.
func (s *survey) ofTree(a *assessment, whole *schema.Schema) *schema.Schema {
	return a.history.Compared(whole.Only(a.history.Owns, func(enum string) bool {
		_, adopted := a.got.Enums[enum]
		return adopted || a.history.OwnsEnum(enum)
	}))
}

const unsureRemark = "the schema does not say for sure which revision it is, so nothing is proposed: name it with --at (assay infer names the candidates)"

// newerRemark says why nothing is proposed for a stamp that is newer than the history.
func (a *assessment) newerRemark() string {
	if a.newest() == "" {
		return "its stamp is newer than this history, so nothing is proposed: take the history of a newer checkout"
	}
	return "its stamp is newer than what this assay knows, so nothing is proposed: look for a newer assay"
}

// measured are the trees that have a place to be measured at.
func (s *survey) measured() []*assessment {
	return slices.DeleteFunc(slices.Clone(s.trees), func(a *assessment) bool { return a.target.Chain == nil })
}

// stampPart sets the stamp, but only where it is true once the script has run, and puts it where Alembic looks for it.
func (s *survey) stampPart(a *assessment, part *fixup.Part) error {
	if a.stampLeft {
		return nil
	}
	table := s.tableSQL(a)
	sql, err := s.stampSQL(a)
	if err != nil {
		return err
	}
	part.Stamp = append(sql, table...)
	if len(sql) == 0 {
		part.StampWhy = fmt.Sprintf("for Alembic to find the stamp of %s in %s", a.tree, a.history.VersionTable)
		return nil
	}
	id := a.target.Revision().ID
	part.StampWhy = fmt.Sprintf("the stamp of %s, which is then true (the same as: %s)", a.tree, alembicStamp(id))
	_, wider, err := s.widen(a, a.stored()...)
	if err != nil {
		return err
	}
	if wider != "" && !a.stamp.shared {
		part.StampWhy += "; " + wider
	}
	after := drift.Judge(a.lines, drift.Infer(a.lines, part.Plan.Result), []string{id}, nil)
	if after.Verdict != drift.Agrees && after.Verdict != drift.OtherLineage {
		part.StampHeld = "without the statements above that are not run, the schema is not at " + id
	}
	return nil
}

// goal names where the schema is to be.
func (a *assessment) goal() string {
	for _, m := range a.reading.Matches {
		for _, p := range m.Places {
			if p.Revision == a.target.Revision() && p.Statement == 0 && slices.ContainsFunc(p.Lines, func(l int) bool { return a.history.Chains[l] == a.target.Chain }) {
				return p.Revision.ID + in(expected.Brief(a.releasesOf(m, p.Revision.ID)))
			}
		}
	}
	return a.target.Revision().ID
}
