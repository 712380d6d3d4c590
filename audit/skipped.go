package audit

import (
	"fmt"
	"slices"
	"strings"

	"assay/drift"
	"assay/expected"
	"assay/rules"
	"assay/schema"
)

// A Gap is a revision that a database was led around.
type Gap = drift.Skip[*expected.Revision]

// Skipped finds the revisions that the stamp says are applied up to a place in a chain, and that the schema lacks as a whole. A project's own history has
// no releases that lead around a revision: its chains are orders in which the same ones run.
func (a *Inferred) Skipped(chain *expected.Chain, at int, got *schema.Schema) []Gap {
	if at < 0 || a.Newest() == "" {
		return nil
	}
	found := drift.Skipped(a.Lines, slices.Index(a.History.Chains, chain), at, got)
	return slices.DeleteFunc(found, func(k Gap) bool { return droppedOnPurpose(a, k, got) })
}

// droppedOnPurpose reports whether nothing tells of a skip but tables that are not there and that administrators are told to drop: whoever did has skipped
// no revision.
func droppedOnPurpose(a *Inferred, k Gap, got *schema.Schema) bool {
	traces := k.Changes
	if len(traces) == 0 {
		traces = k.Revision.Changes
	}
	return !slices.ContainsFunc(traces, func(c schema.Change) bool {
		table := c.Object().Table
		return got.Table(table) != nil || !slices.Contains(a.Usage.Optional, strings.ToLower(table))
	})
}

// Believed is the place up to which Alembic takes the revisions of the target's chain for applied, as far as the target goes;
// -1 where the stamp says nothing of that chain.
func (a *Judged) Believed() int {
	if a.Route != nil {
		return min(a.Target.At, a.Route.Start.At)
	}
	switch len(a.Stamp.Revisions) {
	case 0: // nobody says anything, and the target is where the schema is
		if a.Asked {
			return -1
		}
		return a.Target.At
	case 1:
		if a.Verdict() == drift.Ahead { // what such a stamp claims beyond the schema was not skipped: the upgrade makes it once the stamp is cured
			return min(a.Target.At, a.Standing(slices.Index(a.History.Chains, a.Target.Chain)))
		}
		return min(a.Target.At, a.Target.Chain.Index(a.Stamp.Revisions[0]))
	}
	return -1
}

// Skips takes the changes that skipped revisions would have made out of what is left to be judged by itself, and returns a finding for each
// revision.
func (a *Inferred) Skips(p *rules.Pass, skips []Gap, changes []schema.Change) (found []rules.Finding, rest []schema.Change) {
	rest = slices.Clone(changes)
	for _, k := range skips {
		var own []schema.Change
		rest = slices.DeleteFunc(rest, func(c schema.Change) bool {
			explained := k.Explains(c)
			if explained {
				own = append(own, c)
			}
			return explained
		})
		if len(own) > 0 {
			found = append(found, skipFinding(a, p, k, own))
		}
	}
	return found, rest
}

// skipFinding says which revision was skipped, what is missing for it, and why.
func skipFinding(a *Inferred, p *rules.Pass, k Gap, changes []schema.Change) rules.Finding {
	r := k.Revision
	worst := worstOf(rules.Check(p, changes))
	f := rules.Finding{
		Rule: "skipped-revision", Severity: min(rules.Error, a.Usage.Ceiling(a.Name)),
		Object: r.ID, Want: r.ID, Got: instead(k),
		Revision: r.ID, Release: a.History.FirstRelease(r).Name, Fix: changes,
	}
	f.Table = oneTable(changes)
	f.Message = fmt.Sprintf("revision %s counts as applied, but its changes are missing (%s), and no later upgrade will add them: %s",
		r.ID, Parts(changes), a.Cause(k))
	switch {
	case OnlyDrops(changes): // what is left over does the harm that it does, and no more
		f.Severity = worst.Severity
		f.Message = fmt.Sprintf("revision %s counts as applied, but what it drops still exists (%s): %s", r.ID, Parts(changes), a.Cause(k))
	case !Lost(k):
		f.Severity = rules.Info
		f.Message = fmt.Sprintf("revision %s was applied with other contents (%s), which serve %s as well: %s", r.ID, Parts(changes), a.Usage.Name(), a.Cause(k))
		return f
	}
	if worst.Severity == rules.Error {
		f.Message += "; " + worst.Message
	}
	return f
}

// OnlyDrops reports whether changes do nothing but drop.
func OnlyDrops(changes []schema.Change) bool {
	return !slices.ContainsFunc(changes, func(c schema.Change) bool {
		switch c.(type) {
		case schema.DropTable, schema.DropColumn, schema.DropIndex, schema.DropForeignKey, schema.DropCheck, schema.DropEnum:
			return false
		}
		return true
	})
}

// Lost reports whether something of the revision is lost for good: what it would have dropped is only left over. And of one that Asterisk edited after its
// release, without any mistake in it, either form will do: extensions has two layouts of its keys (581a4264e537), each with all that Asterisk asks for.
func Lost(k Gap) bool {
	if len(k.Changes) > 0 && OnlyDrops(k.Changes) {
		return false
	}
	return k.Instead == nil || len(k.Instead.Changes) == 0 || k.Instead.ID != k.Revision.ID || k.Instead.Flaw() != ""
}

// instead describes what was applied in place of a skipped revision, as a finding says what was found.
func instead(k Gap) string {
	switch {
	case k.Instead == nil:
		return ""
	case len(k.Instead.Changes) == 0:
		return k.Revision.ID + " without its changes"
	case k.Instead.ID != k.Revision.ID:
		return k.Instead.ID
	}
	return k.Revision.ID + " with other contents"
}

// Cause says which releases lead to a skipped revision.
func (a *Inferred) Cause(k Gap) string {
	var releases []expected.Release
	for _, l := range k.Lines {
		releases = append(releases, a.History.Chains[l].Releases...)
	}
	from := "the database comes from " + a.Usage.Name() + " " + expected.Brief(releases)
	if len(releases) == 0 {
		from = "the database comes another way (" + a.History.Chains[k.Lines[0]].Name + ")"
	}
	switch {
	case k.Instead == nil:
		return from + ", which runs it later or never"
	case len(k.Instead.Changes) == 0:
		return from + ", where it does nothing"
	case k.Instead.ID != k.Revision.ID:
		return from + ", which had " + k.Instead.ID + " instead, a part of it"
	case k.Instead.Flaw() != "":
		return from + ", which shipped it with a mistake: " + k.Instead.Flaw()
	}
	return from + ", where it has other contents"
}

// oneTable returns the table of all changes; empty where they are of several, or of none.
func oneTable(changes []schema.Change) string {
	table := changes[0].Object().Table
	if slices.ContainsFunc(changes, func(c schema.Change) bool { return c.Object().Table != table }) {
		return ""
	}
	return table
}

// Parts names what changes are about, for people: some of it where that is much.
func Parts(changes []schema.Change) string {
	const few = 4
	var names []string
	for _, c := range changes {
		o := c.Object()
		name := strings.Trim(o.Table+"."+o.Name, ".")
		if o.Kind != schema.ColumnObject {
			name = o.String()
		}
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	if len(names) > few {
		return fmt.Sprintf("%s and %d more", strings.Join(names[:few-1], ", "), len(names)-few+1)
	}
	return strings.Join(names, ", ")
}

// worstOf returns the worst finding; the zero Finding if there is none.
func worstOf(found []rules.Finding) rules.Finding {
	var worst rules.Finding
	for _, f := range found {
		if worst.Rule == "" || f.Severity > worst.Severity {
			worst = f
		}
	}
	return worst
}
