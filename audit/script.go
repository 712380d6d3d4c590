package audit

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/dustin/go-humanize/english"

	"assay/drift"
	"assay/expected"
	"assay/fixup"
	"assay/schema"
)

// Printed is the script as text, or why there is none; empty where nothing is to be done.
func (s *Answer) Printed() string {
	script, err := s.Script()
	if err != nil {
		return fixup.Comment(err.Error())
	}
	if script.Empty() {
		return ""
	}
	return script.String()
}

// Script writes what every tree needs into one script.
func (s *Answer) Script() (*fixup.Script, error) {
	script := &fixup.Script{Title: []string{fmt.Sprintf("assay fix, for %s, database %s", s.DB.Server, s.DB.Name)}}
	if n := len(s.settled.ignored); n > 0 {
		script.Title = append(script.Title, fmt.Sprintf("%s ignored by %s: left as they are", english.Plural(n, "finding", ""), s.settings.Path))
	}
	if s.beyond != "" {
		script.Title = append(script.Title, s.beyond)
	}
	script.Enclose(s.Room, s.DB.Schema, s.DB.SearchPath()...)
	unsure := 0
	for _, a := range s.measured() {
		if a.Target.Chain == nil {
			script.Parts = append(script.Parts, *s.orphanPart(a))
			continue
		}
		if !a.proposes() && a.Verdict() == drift.Newer {
			script.Parts = append(script.Parts, fixup.Part{Title: "tree " + a.Name, Plan: &fixup.Plan{}, Remark: newerRemark(a.Inferred)})
			continue
		}
		if !a.proposes() {
			unsure++
			script.Parts = append(script.Parts, fixup.Part{Title: "tree " + a.Name, Plan: &fixup.Plan{}, Remark: unsureRemark})
			continue
		}
		part, err := s.part(a)
		if err != nil {
			return nil, err
		}
		before, behind := s.objectParts(a)
		script.Parts = append(script.Parts, before...)
		if len(part.Plan.Steps)+len(part.Stamp) > 0 {
			script.Parts = append(script.Parts, *part)
		}
		script.Parts = append(script.Parts, behind...)
	}
	switch len(s.measured()) {
	case 0:
		return nil, errors.New("there is nothing to repair: the database is no Alembic schema that assay knows (assay infer says more)")
	case unsure:
		return nil, errors.New(unsureRemark)
	}
	if script.Empty() && len(script.Parts) == 0 {
		nothing := "Nothing is to be done."
		if s.beyond != "" {
			nothing = "Nothing else is to be done."
		}
		script.Title = append(script.Title, nothing)
		return script, nil
	}
	if !script.Alters() {
		return script, nil
	}
	script.End = []string{"", "Now run assay check again."}
	if s.Usage.Restart != "" {
		script.End = []string{
			"",
			"Now " + s.Usage.Restart,
			"(over ODBC, it may be that no phone can register until then), and after that run assay check again.",
		}
	}
	return script, nil
}

// part plans what one tree needs, and proves it: played through, nothing may differ any more but what is blocked back.
func (s *Answer) part(a *Tree) (*fixup.Part, error) {
	part := &fixup.Part{
		Title: fmt.Sprintf("tree %s, to be at %s", a.Name, a.goal()),
		Why:   a.Why,
	}
	part.Plan = s.plan(a)
	blocked := 0
	for _, step := range part.Plan.Steps {
		if step.Blocked {
			blocked++
		}
	}
	rest := keep(drift.Compare(a.Want, part.Plan.Result), func(c schema.Change) bool { return !a.leaves(c) })
	if blocked == 0 && len(rest) > 0 {
		return nil, fmt.Errorf("the fix for %s would leave %s other than expected: please report this", a.Name, rest[0].Object())
	}
	return part, a.stampPart(part)
}

// plan plans what one tree needs in the whole schema, since the administrator's own tables can block it. Its result is the tree's
// part of the schema.
func (s *Answer) plan(a *Tree) *fixup.Plan {
	plan := fixup.MakeKnowing(s.Rows, s.DB.Schema, a.Together(s.DB.Schema, a.Open), s.Room, s.Destroy)
	for i := range plan.Steps {
		if step := &plan.Steps[i]; step.Refused != "" && s.ignores(a, step.Change) {
			step.Refused += fmt.Sprintf(" (what %s ignores may be in its way: --no-config repairs all)", s.settings.Path)
		}
	}
	plan.Result = a.OfTree(plan.Result)
	return plan
}

// Together has the changes of each skipped revision follow the first of them, so that a script has a revision under one heading; unless they cannot be made in
// that order.
func (a *Tree) Together(got *schema.Schema, changes []schema.Change) []schema.Change {
	first := map[string]int{} // by revision
	var groups [][]schema.Change
	for _, c := range changes {
		revision := a.skippedBy(c)
		if at, there := first[revision]; there && revision != "" {
			groups[at] = append(groups[at], c)
			continue
		}
		first[revision] = len(groups)
		groups = append(groups, []schema.Change{c})
	}
	if len(groups) == len(changes) {
		return changes
	}
	grouped, played := slices.Concat(groups...), got.Clone()
	for _, c := range grouped {
		if played.Apply(c) != nil {
			return changes
		}
	}
	return grouped
}

// skippedBy is the revision whose skip a change makes up for; empty: none.
func (a *Tree) skippedBy(c schema.Change) string {
	for _, f := range a.Findings {
		if f.Rule == "skipped-revision" && schema.HasChange(f.Fix, c) {
			return f.Revision
		}
	}
	return ""
}

// ignores reports whether what the configuration file ignores may be in the way of a change: it is about the same table, and no row is in the way.
func (s *Answer) ignores(a *Tree, c schema.Change) bool {
	return slices.ContainsFunc(a.ignored, func(x schema.Change) bool { return x.Object().Table == c.Object().Table }) &&
		!slices.ContainsFunc(s.Rows, func(r fixup.Rows) bool { return r.N > 0 && schema.HasChange([]schema.Change{r.Change}, c) })
}

// OfTree is a tree's part of a whole schema.
func (a *Inferred) OfTree(whole *schema.Schema) *schema.Schema {
	return a.History.Compared(whole.Only(a.History.Owns, func(enum string) bool {
		_, adopted := a.Got.Enums[enum]
		return adopted || a.History.OwnsEnum(enum)
	}))
}

const unsureRemark = "the schema does not say for sure which revision it is, so nothing is proposed: name it with --at (assay infer names the candidates)"

// newerRemark says why nothing is proposed for a stamp that is newer than the history.
func newerRemark(a *Inferred) string {
	if a.Newest() == "" {
		return "its stamp is newer than this history, so nothing is proposed: take the history of a newer checkout"
	}
	return "its stamp is newer than what this assay knows, so nothing is proposed: look for a newer assay"
}

// measured are the trees that have a place to be measured at, or nothing but types, which are to go.
func (s *Answer) measured() []*Tree {
	return slices.DeleteFunc(slices.Clone(s.Trees), func(a *Tree) bool { return a.Target.Chain == nil && len(a.Open) == 0 })
}

// leavesOwed reports whether something of an interrupted revision is beyond the scope: Alembic would take it for done.
func (a *Tree) leavesOwed() bool {
	return slices.ContainsFunc(a.left, func(x schema.Change) bool {
		return !schema.HasChange(a.ignored, x) && slices.ContainsFunc(a.owed, func(c schema.Change) bool { return c.Object() == x.Object() })
	})
}

// chosen says between which revisions a stamp is chosen, where no schema tells them apart and the user names none, and why that one; empty: it is no choice.
func chosen(a *Judged, id string) string {
	var others []string
	for _, m := range a.Reading.Matches {
		if at := func(p Place) bool { return p.Revision.ID == id && p.Statement == 0 }; !slices.ContainsFunc(m.Places, at) {
			continue
		}
		for _, p := range m.Places {
			if p.Statement == 0 && p.Revision.ID != id && !slices.Contains(others, p.Revision.ID) {
				others = append(others, p.Revision.ID)
			}
		}
	}
	stored := func(id string) bool { return slices.Contains(a.Stamp.Revisions, id) }
	if a.Asked || len(others) == 0 || stored(id) && !slices.ContainsFunc(others, stored) { // of several rows one is kept
		return ""
	}
	return fmt.Sprintf("; no schema tells it from %s: of these a head is taken, else the latest, so name another with --at if what it does to the rows is not done yet",
		strings.Join(others, ", "))
}

// stampPart sets the stamp, but only where it is true once the script has run, and puts it where Alembic looks for it.
func (a *Tree) stampPart(part *fixup.Part) error {
	if a.stampLeft {
		return nil
	}
	w := Stamper{a.Judged}
	table := w.TableSQL()
	sql, err := w.SQL()
	if err != nil {
		return err
	}
	part.Stamp = append(sql, table...)
	if len(sql) == 0 {
		part.StampWhy = fmt.Sprintf("for Alembic to find the stamp of %s in %s", a.Name, a.History.VersionTable)
		return nil
	}
	id := a.Target.Revision().ID
	part.StampWhy = fmt.Sprintf("the stamp of %s, which is then true (the same as: %s)", a.Name, AlembicStamp(id)) + chosen(a.Judged, id)
	_, wider, err := w.Widen(a.Stored()...)
	if err != nil {
		return err
	}
	if wider != "" && !a.Stamp.Shared {
		part.StampWhy += "; " + wider
	}
	after := drift.Judge(a.Lines, drift.Infer(a.Lines, part.Plan.Result), []string{id}, nil)
	if after.Verdict != drift.Agrees && after.Verdict != drift.OtherLineage || a.leavesOwed() {
		part.StampBlocked = "without the statements above that are not run, the schema is not at " + id
		if !slices.ContainsFunc(part.Plan.Steps, func(step fixup.Step) bool { return step.Blocked }) {
			part.StampBlocked = "the schema is not at " + id + ", and what would bring it there is left as it is"
		}
	}
	return nil
}

// goal names where the schema is to be.
func (a *Judged) goal() string {
	for _, m := range a.Reading.Matches {
		for _, p := range m.Places {
			if p.Revision == a.Target.Revision() && p.Statement == 0 && slices.ContainsFunc(p.Lines, func(l int) bool { return a.History.Chains[l] == a.Target.Chain }) {
				return p.Revision.ID + in(expected.Brief(a.releasesOf(m, p.Revision.ID)))
			}
		}
	}
	return a.Target.Revision().ID
}
