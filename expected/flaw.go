package expected

import "slices"

// flaws are the variants of revisions that Asterisk released by mistake and put right by editing the revision in place, so that no upgrade
// ever mends a database that was made with them: what is wrong there, by revision and variant.
var flaws = map[[2]string]string{
	// commit e5e9692738
	{"74dc751dfe8e", "18.22.0"}: "it made booleans of ps_endpoints.100rel and timers, which cannot hold required, peer_supported or forced",
}

// Flaw says what is wrong with a revision as it was released; empty: nothing is known to be.
func (r *Revision) Flaw() string { return flaws[[2]string{r.ID, r.Variant}] }

// Unflawed returns the position with the same past but for revisions that were released with a flaw, which it has as they were put right, and
// whether there is such a position and it is another.
func (h *History) Unflawed(p Position) (Position, bool) {
	past := p.Chain.Revisions[:p.At+1]
	if !slices.ContainsFunc(past, func(r *Revision) bool { return r.Flaw() != "" }) {
		return p, false
	}
	for _, c := range slices.Backward(h.Chains) {
		if len(c.Revisions) < len(past) {
			continue
		}
		if slices.EqualFunc(c.Revisions[:len(past)], past, func(a, b *Revision) bool {
			return a.Flaw() == "" && (a == b || a.ID == b.ID && b.Flaw() != "")
		}) {
			return Position{c, p.At}, true
		}
	}
	return p, false
}
