package drift_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"assay/dialect"
	"assay/drift"
	"assay/expected"
	"assay/schema"
)

type (
	place = drift.Place[*expected.Revision]
	match = drift.Match[*expected.Revision]
)

// A course is a history as its engine runs it, and all schemas that it passes through.
type course struct {
	engine, tree  string
	lines         [][]*expected.Revision
	history       *expected.History
	semantics     schema.Semantics
	whole, inside []place // one place for each schema: after a revision, and between the statements of one
	later         []schema.AddColumn
}

func courses(tb testing.TB, engine string, trees ...string) []*course {
	tb.Helper()
	room, err := dialect.For(schema.Server{Engine: engine})
	if err != nil {
		tb.Fatal(err)
	}
	var all []*course
	for _, tree := range trees {
		h, err := expected.Asterisk(tree, engine, room)
		if err != nil {
			tb.Fatal(err)
		}
		c := &course{engine: engine, tree: tree, history: h, semantics: room.Semantics()}
		for _, chain := range h.Chains {
			c.lines = append(c.lines, chain.Revisions)
		}
		for _, m := range drift.Infer(c.lines, schema.New(c.semantics)) {
			if p := m.Places[0]; p.Statement == 0 {
				c.whole = append(c.whole, p)
			} else {
				c.inside = append(c.inside, p)
			}
		}
		c.later = c.additions()
		all = append(all, c)
	}
	return all
}

// additions are the columns in ahead, as the newest chain adds them.
func (c *course) additions() []schema.AddColumn {
	var all []schema.AddColumn
	for _, r := range c.lines[len(c.lines)-1] {
		for _, step := range r.Changes {
			if a, ok := step.(schema.AddColumn); ok && slices.Contains(ahead, a.Table+"."+a.Column.Name) {
				all = append(all, a)
			}
		}
	}
	return all
}

// at returns the schema at a place, with the names that a server gives to what has none.
func (c *course) at(tb testing.TB, p place) *schema.Schema {
	tb.Helper()
	s := schema.New(c.semantics)
	line := c.lines[p.Lines[0]]
	steps := p.Revision.Changes
	if p.Statement > 0 {
		steps = steps[:p.Statement]
	}
	for _, r := range line[:p.At] {
		apply(tb, s, r.Changes)
	}
	apply(tb, s, steps)
	for _, t := range s.SortedTables() {
		t = t.Clone()
		for i, x := range t.Indexes {
			switch {
			case x.Name != "":
			case c.semantics.GlobalIndexNames:
				t.Indexes[i].Name = fmt.Sprint(t.Name, "_key", i)
			default:
				t.Indexes[i].Name = x.Parts[0].Column
			}
		}
		s.Add(t)
	}
	return s
}

func apply(tb testing.TB, s *schema.Schema, changes []schema.Change) {
	tb.Helper()
	for _, c := range changes {
		if err := s.Apply(schema.Mended(c)); err != nil {
			tb.Fatal(err)
		}
	}
}

// edited returns the schema at a place after n edits, as far as the history knows its tables.
func (c *course) edited(tb testing.TB, r *rand.Rand, p place, n int) *schema.Schema {
	tb.Helper()
	e := &editor{Rand: r, schema: c.at(tb, p), words: vocabularies[c.engine], later: c.later}
	e.edit(n)
	return e.schema.Only(c.history.Owns, c.history.OwnsEnum)
}

func holds(m match, p place) bool {
	return slices.ContainsFunc(m.Places, func(q place) bool {
		return q.At == p.At && q.Statement == p.Statement && slices.Contains(q.Lines, p.Lines[0])
	})
}

// A score counts how often an inference was right.
type score struct {
	trials int
	first  int // the true place is among those of the nearest match
	id     int // the nearest match's revision has the true id, perhaps as another series has it
	near   int // no match is nearer than the true one
	agrees int // the true stamp is believed
	wrong  int // a stamp of another revision, whose schema differs in more than one object, is believed
}

// try infers n databases, each at one of the places and with that many edits.
func (c *course) try(tb testing.TB, seed uint64, places []place, n, edits int) score {
	tb.Helper()
	s := score{trials: n}
	for i := range n {
		r := rand.New(rand.NewPCG(seed+uint64(edits), uint64(i)))
		p := pick(r, places)
		got := c.edited(tb, r, p, edits)
		matches := drift.Infer(c.lines, got)
		truth := slices.IndexFunc(matches, func(m match) bool { return holds(m, p) })
		nearest := matches[0].Places[0]
		s.first += count(truth == 0)
		s.id += count(truth == 0 || nearest.Revision.ID == p.Revision.ID && min(nearest.Statement, 1) == min(p.Statement, 1))
		s.near += count(matches[truth].Distance.Sum() == matches[0].Distance.Sum())
		if p.Statement > 0 {
			continue
		}
		s.agrees += count(drift.Judge(c.lines, matches, []string{p.Revision.ID}, nil).Verdict == drift.Agrees)
		other := c.other(r, p)
		reading := drift.Judge(c.lines, matches, []string{other.Revision.ID}, nil)
		s.wrong += count(reading.Verdict == drift.Agrees && len(drift.Compare(c.at(tb, reading.Stamped.Places[0]), c.at(tb, p))) > 1)
	}
	return s
}

// other returns a place of another revision: every other time one of the next in the line, which are the hardest to tell.
func (c *course) other(r *rand.Rand, p place) place {
	for range 20 {
		q := pick(r, c.whole)
		if line := c.lines[p.Lines[0]]; r.IntN(2) == 0 {
			at := min(max(p.At+r.IntN(7)-3, 0), len(line)-1)
			q = place{Lines: p.Lines, At: at, Revision: line[at]}
		}
		if q.Revision.ID != p.Revision.ID {
			return q
		}
	}
	return p // there is no other
}

func count(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

func (s score) String() string {
	return fmt.Sprintf("found %5.1f%%, the revision's id %5.1f%%, nothing nearer %5.1f%%", s.share(s.first), s.share(s.id), s.share(s.near))
}

func (s score) share(n int) float64 { return 100 * float64(n) / float64(s.trials) }

// floors are the least shares of databases of config that are to be found by numbers of edits, a bit below what is measured: after a revision,
// and inside one. Nothing that only knows the schema finds all: who drops the one column that the last revision has added, or adds the
// one that the next will, has made another revision's very schema.
var floors = map[int]struct{ whole, inside float64 }{1: {97, 95}, 2: {97, 95}, 5: {95, 92}, 10: {93, 87}, 20: {90, 85}}

// TestInferenceQuality says how often the true place is found from the schema alone: always in a clean database, after every revision of every
// chain and inside many; and how often after random edits of the kinds that people make, see edits. With -v it prints the shares.
func TestInferenceQuality(t *testing.T) {
	t.Parallel()
	for engine := range vocabularies {
		for _, c := range courses(t, engine, expected.Trees()...) {
			t.Run(engine+"/"+c.tree, func(t *testing.T) {
				t.Parallel()
				c.checkClean(t)
				var table strings.Builder
				for _, n := range []int{1, 2, 5, 10, 20} {
					whole := c.try(t, 1, c.whole, 40, n)
					fmt.Fprintf(&table, "\n%2d edits after a revision:  %s; believed: its stamp %5.1f%%, another's %5.1f%%", n, whole, whole.share(whole.agrees), whole.share(whole.wrong))
					inside := score{trials: 1, first: 1}
					if len(c.inside) > 0 {
						inside = c.try(t, 1, c.inside, 20, n)
						fmt.Fprintf(&table, "\n%2d edits inside a revision: %s", n, inside)
					}
					if c.tree != "config" { // so small that a few edits leave nothing of them
						continue
					}
					if whole.share(whole.first) < floors[n].whole || inside.share(inside.first) < floors[n].inside {
						t.Errorf("after %d edits %.1f%% are found, and %.1f%% inside revisions; want %+v", n, whole.share(whole.first), inside.share(inside.first), floors[n])
					}
					if whole.agrees < whole.trials || whole.wrong > 0 && n <= 5 {
						t.Errorf("after %d edits %d of %d stamps are not believed, and %d of other revisions are", n, whole.trials-whole.agrees, whole.trials, whole.wrong)
					}
				}
				t.Log(engine, c.tree, table.String())
			})
		}
	}
}

// checkClean holds every schema that the history passes through to being found at distance 0, with nothing else as near.
func (c *course) checkClean(t *testing.T) {
	t.Helper()
	places := slices.Clone(c.whole)
	for i, p := range c.inside {
		if i%8 == 0 { // every statement of the longest on a real server: TestEveryStatement
			places = append(places, p)
		}
	}
	for _, p := range places {
		matches := drift.Infer(c.lines, c.at(t, p))
		if !holds(matches[0], p) || matches[0].Distance != (drift.Distance{}) {
			t.Errorf("%s/%d of line %d is taken for %s/%d at %+v", p.Revision.ID, p.Statement, p.Lines[0],
				matches[0].Places[0].Revision.ID, matches[0].Places[0].Statement, matches[0].Distance)
		}
		if len(matches) > 1 && matches[1].Distance == (drift.Distance{}) {
			t.Errorf("%s/%d and %s/%d are alike", p.Revision.ID, p.Statement, matches[1].Places[0].Revision.ID, matches[1].Places[0].Statement)
		}
	}
}

// BenchmarkInferenceQuality measures what TestInferenceQuality does, on more databases and with other edits.
func BenchmarkInferenceQuality(b *testing.B) {
	for engine := range vocabularies {
		for _, c := range courses(b, engine, "config") {
			for _, n := range []int{1, 2, 5, 10, 20} {
				b.Run(fmt.Sprintf("%s/edits=%d", engine, n), func(b *testing.B) {
					var s score
					for b.Loop() {
						s = c.try(b, 2, c.whole, 300, n)
					}
					b.ReportMetric(s.share(s.first), "%first")
					b.ReportMetric(s.share(s.id), "%id")
					b.ReportMetric(s.share(s.near), "%none-nearer")
					b.ReportMetric(s.share(s.agrees), "%stamp-believed")
					b.ReportMetric(s.share(s.wrong), "%wrong-believed")
				})
			}
		}
	}
}
