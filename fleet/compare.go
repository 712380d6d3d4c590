package fleet

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/dustin/go-humanize/english"

	"assay/result"
	"assay/rules"
)

// conclusion is what two databases have to share to be the same, a line each.
func conclusion(r *result.Report) []string {
	var all []string
	for _, t := range r.Trees {
		all = append(all, fmt.Sprintf("%q %q %q %q", t.Tree, t.Verdict, t.Stamp.Table, t.Stamp.Revisions))
		if t.Match != nil {
			all = append(all, fmt.Sprintf("%q %d", place(t), t.Match.Distance))
		}
		if t.Upgrade != nil {
			all = append(all, upgrade(t))
			all = append(all, stakes(t.Upgrade)...)
			for _, f := range t.Upgrade.After {
				all = append(all, told(f))
			}
		}
		for _, f := range t.Findings {
			all = append(all, told(f))
		}
	}
	if r.Coverage != nil {
		all = append(all, fmt.Sprintf("%q", r.Coverage.NotCompared))
	}
	return all
}

// stakes are what the rows of a database say of an upgrade, but for how many there are: what is dropped and holds something, and which questions decide.
func stakes(u *result.Upgrade) []string {
	var all []string
	for _, d := range u.Dropped {
		holds := "not looked at"
		if d.Values != nil {
			holds = fmt.Sprint(*d.Values > 0)
		}
		all = append(all, fmt.Sprintf("drops %q %q %s", d.Table, d.Column, holds))
	}
	for _, p := range u.Data {
		if found := p.Rows != nil && *p.Rows > 0; found || p.Undecided || p.Error != "" {
			all = append(all, fmt.Sprintf("asks %q %q %q %q %v %v", p.Table, p.Column, p.Problem, p.Error, found, p.Undecided))
		}
	}
	return all
}

// upgrade is what an upgrade of a tree will do; empty: none was asked for.
func upgrade(t result.Tree) string {
	u := t.Upgrade
	switch {
	case u == nil:
		return ""
	case u.Refuses != "":
		return "Alembic does nothing: " + u.Refuses
	case u.Stops != nil:
		return fmt.Sprintf("stops at %s, statement %d of %d: %s", u.Stops.Revision, u.Stops.Statement, u.Stops.Of, u.Stops.Error)
	case u.Blocked || !u.Go && u.Undecided == 0:
		return fmt.Sprintf("may not be run to %s", u.Target)
	case u.Undecided > 0:
		return fmt.Sprintf("runs to %s, with %s to the data open", u.Target, english.Plural(u.Undecided, "question", ""))
	}
	return fmt.Sprintf("runs %s to %s", english.Plural(len(u.Pending), "revision", ""), u.Target)
}

// place is where the schema of a tree is; empty: nowhere.
func place(t result.Tree) string {
	switch {
	case t.Match == nil:
		return ""
	case t.Match.Statement != nil:
		return fmt.Sprintf("inside %s, after statement %d", cmp.Or(t.Match.Migration, t.Match.Revision), *t.Match.Statement)
	}
	return t.Match.Revision
}

// told is what makes a finding the same in two databases. That a database holds nothing of Alembic's is said with its own name.
func told(f result.Finding) string {
	said := f.Message
	if f.Rule == notAlembic {
		said = ""
	}
	return fmt.Sprintf("%q %d %q %q %q %q %q %q %v", f.Rule, f.Severity, f.Table, f.Object, f.Want, f.Got, f.Revision, said, f.Inherited)
}

const notAlembic = "not-alembic"

// How much it says that two groups do not share something.
const (
	weightOfPlace   = 50
	weightOfStamp   = 10
	weightOfFinding = 1
)

// weigh is what a group is, and how much each of that says.
func weigh(r *result.Report) map[string]int {
	all := map[string]int{}
	for _, t := range r.Trees {
		all["place "+t.Tree+" "+place(t)] = weightOfPlace
		all[fmt.Sprintf("stamp %s %q", t.Tree, t.Stamp.Revisions)] = weightOfStamp
		all["verdict "+t.Tree+" "+string(t.Verdict)] = weightOfStamp
		all["upgrade "+t.Tree+" "+upgrade(t)] = weightOfStamp
		for _, f := range t.Findings {
			all[t.Tree+" "+told(f)] = weightOfFinding
		}
	}
	return all
}

// apart is how much of two groups is not shared.
func apart(a, b map[string]int) int {
	n := 0
	for key, weight := range a {
		if b[key] == 0 {
			n += weight
		}
	}
	for key, weight := range b {
		if a[key] == 0 {
			n += weight
		}
	}
	return n
}

// differences are what a report says otherwise than another one.
func differences(here, there *result.Report) []result.Difference {
	var all []result.Difference
	say := func(tree, what, h, t string) {
		if h != t {
			all = append(all, result.Difference{Tree: tree, What: what, Here: h, There: t})
		}
	}
	for _, t := range here.Trees {
		i := slices.IndexFunc(there.Trees, func(o result.Tree) bool { return o.Tree == t.Tree })
		if i < 0 {
			say(t.Tree, "tree", "is there", "")
			all = append(all, found(t, result.Tree{})...)
			continue
		}
		other := there.Trees[i]
		say(t.Tree, "revision", place(t), place(other))
		say(t.Tree, "stamp", strings.Join(t.Stamp.Revisions, ", "), strings.Join(other.Stamp.Revisions, ", "))
		say(t.Tree, "verdict", string(t.Verdict), string(other.Verdict))
		say(t.Tree, "upgrade", upgrade(t), upgrade(other))
		all = append(all, found(t, other)...)
	}
	for _, t := range there.Trees {
		if !slices.ContainsFunc(here.Trees, func(o result.Tree) bool { return o.Tree == t.Tree }) {
			say(t.Tree, "tree", "", "is there")
		}
	}
	if here.Coverage != nil && there.Coverage != nil {
		say("", "not-compared", strings.Join(here.Coverage.NotCompared, ", "), strings.Join(there.Coverage.NotCompared, ", "))
	}
	return all
}

// found are the findings of one tree that the other one has not, and the other way round.
func found(here, there result.Tree) []result.Difference {
	var all []result.Difference
	missing := func(f result.Finding, in []result.Finding) bool {
		return !slices.ContainsFunc(in, func(o result.Finding) bool { return told(o) == told(f) })
	}
	for _, f := range here.Findings {
		if missing(f, there.Findings) {
			all = append(all, result.Difference{Tree: here.Tree, What: "finding", Here: sentence(f), Severity: f.Severity})
		}
	}
	for _, f := range there.Findings {
		if missing(f, here.Findings) {
			all = append(all, result.Difference{Tree: here.Tree, What: "finding", There: sentence(f), Severity: f.Severity})
		}
	}
	return all
}

func sentence(f result.Finding) string {
	if f.Inherited {
		return f.Message + " (inherited) [" + f.Rule + "]"
	}
	return f.Message + " [" + f.Rule + "]"
}

// foreign reports whether a report says of a database that it holds nothing of a known history.
func foreign(r *result.Report) bool {
	return !slices.ContainsFunc(r.Trees, func(t result.Tree) bool {
		return t.Tree != "" || t.Match != nil || len(t.Stamp.Revisions) > 0 || !slices.ContainsFunc(t.Findings, func(f result.Finding) bool {
			return f.Rule == notAlembic && f.Severity == rules.Error
		})
	})
}
