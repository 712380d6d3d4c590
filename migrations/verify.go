package migrations

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// widest is how many characters Alembic's version_num holds.
const widest = 32

// Heads are the ids that no revision comes after, sorted.
func (h *Revisions) Heads() []string { return newGraph(h.All).heads() }

// Verify judges the history by itself: what Alembic refuses, and what it takes in silence and people should not.
func (h *Revisions) Verify() []Flaw {
	v := &verifier{Revisions: h, g: newGraph(h.All)}
	v.found = slices.Clone(h.Flaws)
	for _, r := range h.All {
		v.id(r)
		v.parents(r)
		v.docstring(r)
	}
	v.duplicates()
	v.labels()
	v.abbreviations()
	if v.circles() {
		v.redundant()
		v.ends()
	}
	slices.SortStableFunc(v.found, func(a, b Flaw) int { return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line)) })
	return v.found
}

type verifier struct {
	*Revisions
	g     *graph
	found []Flaw
}

func (v *verifier) add(rule string, r *Revision, line int, format string, args ...any) {
	v.found = append(v.found, Flaw{Rule: rule, File: r.File, Line: line, Revision: r.ID, Message: fmt.Sprintf(format, args...)})
}

func (v *verifier) mild(rule string, r *Revision, line int, format string, args ...any) {
	v.add(rule, r, line, format, args...)
	v.found[len(v.found)-1].Mild = true
}

func (v *verifier) id(r *Revision) {
	if strings.ContainsAny(r.ID, "@+-") {
		v.add("refused-revision-id", r, r.Line, "the id %s holds one of the characters @, + and -, which Alembic keeps for relative names, and every command stops at it: give the revision another id, and those that come after it", r.ID)
	}
	if n := utf8.RuneCountInString(r.ID); n > widest {
		v.add("long-revision-id", r, r.Line, "the id %s has %d characters, and Alembic's version_num holds %d: the upgrade does its work and then fails to note it, or notes a part of it where the server cuts in silence; shorten the id before it is released", r.ID, n, widest)
	}
}

func (v *verifier) parents(r *Revision) {
	for _, p := range r.Down {
		v.parent("missing-parent", r, r.downLine, p, "down_revision")
	}
	for _, p := range r.DependsOn {
		v.parent("missing-dependency", r, r.dependsLine, p, "depends_on")
	}
}

func (v *verifier) parent(rule string, r *Revision, line int, name, attribute string) {
	if v.g.byName[name] != nil {
		return
	}
	if v.Vague || attribute == "depends_on" && slices.ContainsFunc(v.All, func(r *Revision) bool { return r.labelled }) {
		v.mild(rule, r, line, "%s of %s is %s, which none of the revisions that could be read has: if none of those that are not static or not read here has it either, every command of Alembic stops with KeyError: '%s'", attribute, r.ID, name, name)
		return
	}
	hint := "bring its file back, or name the revision that came before"
	if longer := v.abbreviates(name); longer != "" {
		hint = "write " + longer + " in full, as abbreviations are for the command line alone"
	}
	v.add(rule, r, line, "%s of %s is %s, which no revision has: every command of Alembic stops with KeyError: '%s'; %s", attribute, r.ID, name, name, hint)
}

// abbreviates returns the one id that begins so; empty: there is none, or several.
func (v *verifier) abbreviates(name string) string {
	found := ""
	for _, id := range v.g.ids {
		if name != "" && strings.HasPrefix(id, name) {
			if found != "" {
				return ""
			}
			found = id
		}
	}
	return found
}

func (v *verifier) docstring(r *Revision) {
	if id, said := r.doc["revision id"]; said && id != "" && id != r.ID {
		v.add("docstring-differs", r, r.docLine, "the docstring says that this is revision %s, the code %s: Alembic goes by the code, and people by the docstring; put it right", id, r.ID)
	}
	said, ok := r.doc["revises"]
	if !ok || r.vague {
		return
	}
	var parents []string
	for _, p := range trimmed(strings.Split(strings.Trim(said, "()[]"), ",")) {
		if p = strings.Trim(p, `'"`); strings.ContainsAny(p, " \t") { // prose
			return
		}
		if !slices.Contains([]string{"None", "<base>", "base"}, p) {
			parents = append(parents, p)
		}
	}
	if slices.Sort(parents); !slices.Equal(parents, slices.Sorted(slices.Values(r.Down))) {
		v.add("docstring-differs", r, r.docLine, "the docstring says that this comes after %s, the code after %s: Alembic goes by the code, and people by the docstring; put it right", named(parents), named(r.Down))
	}
}

// named spells revisions for people.
func named(ids []string) string {
	const few = 6
	switch n := len(ids); {
	case n == 0:
		return "none"
	case n > few:
		return strings.Join(ids[:few-1], ", ") + fmt.Sprintf(" and %d more", n-few+1)
	}
	return strings.Join(ids, ", ")
}

func (v *verifier) duplicates() {
	for _, id := range v.g.ids {
		of := v.g.of[id]
		for _, r := range of[1:] {
			v.add("duplicate-revision", r, r.Line, "the id %s is that of %s as well: Alembic warns and takes whichever the file system lists last, so that the other never runs; give one of them another id", id, place(of[0]))
		}
	}
}

func place(r *Revision) string {
	if r.File == "" {
		return r.ID
	}
	return fmt.Sprintf("%s:%d", r.File, r.Line)
}

func (v *verifier) labels() {
	first := map[string]*Revision{}
	for _, r := range v.All {
		for _, l := range r.Labels {
			switch other := first[l]; {
			case v.g.of[l] != nil:
				v.add("branch-label-taken", r, r.labelsLine, "the branch label %s is the id of a revision as well (%s), and every command of Alembic stops at it: choose another label", l, place(v.g.of[l][0]))
			case other != nil && other.ID != r.ID:
				v.add("branch-label-taken", r, r.labelsLine, "the branch label %s is that of revision %s as well (%s), and every command of Alembic stops at it: label one of them, since all that come after it share the label", l, other.ID, place(other))
			}
			first[l] = r
		}
	}
}

// shortest is how many characters of an id Alembic takes for an abbreviation.
const shortest = 4

func (v *verifier) abbreviations() {
	for i, id := range v.g.ids {
		if len(id) < shortest {
			continue
		}
		var longer []string
		for _, other := range v.g.ids[i+1:] { // they are sorted
			if !strings.HasPrefix(other, id) {
				break
			}
			longer = append(longer, other)
		}
		if len(longer) > 0 {
			r := v.g.byName[id]
			v.add("abbreviating-revision-id", r, r.Line, "the id %s is the beginning of %s as well: an abbreviation of the latter on the command line means %s; write such ids in full", id, named(longer), id)
		}
	}
}

// circles reports whether there are none.
func (v *verifier) circles() bool {
	found := v.g.circles(v.g.down)
	for _, c := range found {
		r, does := v.g.byName[c[0]], "every command of Alembic stops with a cycle"
		if v.entered(c) {
			does = "Alembic may overlook it, and then runs one before its own parent"
		}
		v.add("revision-cycle", r, r.downLine, "revisions come after themselves by their down_revision (%s): %s; let the first of them come after what was there before", named(c), does)
	}
	if len(found) > 0 {
		return false
	}
	found = v.g.circles(v.g.before)
	for _, c := range found {
		i := max(0, slices.IndexFunc(c, func(id string) bool { return len(v.g.byName[id].DependsOn) > 0 }))
		r := v.g.byName[c[i]]
		v.add("revision-cycle", r, r.dependsLine, "revisions depend on themselves by down_revision and depends_on (%s): every command of Alembic stops with a cycle; take one depends_on back", named(c))
	}
	return len(found) == 0
}

// entered reports whether a way from outside leads into a circle: Alembic 1.8 finds no fault with such if another leads out again.
func (v *verifier) entered(circle []string) bool {
	return slices.ContainsFunc(circle, func(id string) bool {
		return slices.ContainsFunc(v.g.down(id), func(p string) bool { return !slices.Contains(circle, p) })
	})
}

func (v *verifier) redundant() {
	for _, r := range v.All {
		past := map[string]bool{}
		if len(r.DependsOn) > 0 {
			past = reach(v.g.resolve(r.Down), v.g.before)
		}
		for _, d := range r.DependsOn {
			if to := v.g.byName[d]; to != nil && past[to.ID] {
				v.add("redundant-dependency", r, r.dependsLine, "depends_on of %s names %s, which runs before it in any case: it does nothing; take it out as long as the revision is not released", r.ID, d)
			}
		}
	}
}

// ends judges heads and bases, which nobody knows while a part of the history is missing.
func (v *verifier) ends() {
	if v.Vague || slices.ContainsFunc(v.All, func(r *Revision) bool { return r.vague || len(v.g.down(r.ID)) < len(r.Down) }) {
		return
	}
	heads := v.g.heads()
	if bare := v.unlabelled(heads); len(heads) > 1 && len(bare) > 0 {
		r := v.g.byName[bare[0]]
		rule := v.add
		if len(bare) == 1 { // a trunk beside labelled branches
			rule = v.mild
		}
		rule("several-heads", r, r.Line, "there are %d heads (%s), not each with a branch label of its own, so that `alembic upgrade head` fails: `alembic merge -m merge heads` ends it, or branch_labels where branches are meant", len(heads), named(heads))
	}
	bases := v.g.bases()
	for _, id := range bases[min(1, len(bases)):] {
		if r := v.g.byName[id]; len(bases) != len(heads) && len(r.Labels) == 0 { // branches that never met are said as heads
			v.add("several-bases", r, r.downLine, "%s comes after no revision, and neither does %s: a history usually begins once, so this one may have lost its down_revision; set it, or give the branch a label", id, bases[0])
		}
	}
}

// unlabelled are the heads without a branch label that no other head shares.
func (v *verifier) unlabelled(heads []string) []string {
	shared := map[string]int{}
	labels := map[string][]string{}
	for _, id := range heads {
		for past := range reach([]string{id}, v.g.down) {
			r := v.g.byName[past]
			own := r.Labels
			if r.labelled { // some that are not known, no other's
				own = append(slices.Clone(own), "\x00"+r.ID)
			}
			for _, l := range own {
				labels[id] = append(labels[id], l)
				shared[l]++
			}
		}
	}
	return slices.DeleteFunc(slices.Clone(heads), func(id string) bool {
		return slices.ContainsFunc(labels[id], func(l string) bool { return shared[l] == 1 })
	})
}
