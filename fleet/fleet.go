// Package fleet looks at many databases in one run, and groups them by what they are: databases whose schemas are at the same places, with the same stamps and
// the same findings, are one group, and what one group differs in from the nearest is all that has to be read of it.
//
// A [Survey] finds them and has each read and judged; [Run] does that side by side, and a [Collector] is told what was found of each, in whatever order
// that comes.
package fleet

import (
	"cmp"
	"crypto/sha256"
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"

	"assay/result"
)

// A Member is a database that was named, or found by a pattern.
type Member struct {
	At       int    // its place among all
	Name     string // as the user knows it
	Database result.Database
	// Found reports that nobody has named it: then it is of no interest where it holds nothing of a known history.
	Found bool
}

// A Collector groups databases as they come. It keeps one report of each group, so that it grows with what is different and not with how much there is.
type Collector struct {
	mu      sync.Mutex
	prints  map[Print]*judged
	groups  map[Print]*group
	unknown map[string][]Member
	others  []Member
	count   int
	stopped []Member
}

// A Print is the same for what is the same.
type Print = [sha256.Size]byte

// judged is what came of the databases of one print.
type judged struct {
	once  sync.Once
	group *group // nil: an error
}

type group struct {
	members []Member
	servers []string
	report  *result.Report
	first   int            // the place of the member that the report is of
	weights map[string]int // see [weigh]
	name    string
}

// Judge notes what is found of a database, which is worked out once for all databases of one print.
func (c *Collector) Judge(m Member, mark Print, judge func() (*result.Report, error)) {
	c.mu.Lock()
	if c.prints == nil {
		c.prints, c.groups = map[Print]*judged{}, map[Print]*group{}
	}
	j := c.prints[mark]
	if j == nil {
		j = &judged{}
		c.prints[mark] = j
	}
	c.mu.Unlock()
	mine := false
	j.once.Do(func() {
		mine = true
		j.group = c.judge(m, judge)
	})
	switch {
	case mine:
	case j.group == nil: // the error is one of this database's
		c.judge(m, judge)
	default:
		c.join(j.group, m)
	}
}

// judge puts a database into the group to which it belongs; nil: nothing can be told of it.
func (c *Collector) judge(m Member, judge func() (*result.Report, error)) *group {
	r, err := judge()
	switch {
	case errors.Is(err, errNothing):
		c.passOver(m)
		return nil
	case err != nil:
		c.Fail(m, err.Error())
		return nil
	}
	key := sha256.Sum256([]byte(strings.Join(conclusion(r), "\n")))
	c.mu.Lock()
	g := c.groups[key]
	if g == nil {
		g = &group{report: r, first: m.At}
		c.groups[key] = g
	}
	if m.At < g.first {
		g.report, g.first = r, m.At
	}
	c.mu.Unlock()
	c.join(g, m)
	return g
}

// join adds a database to a group.
func (c *Collector) join(g *group, m Member) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if m.Found && foreign(g.report) {
		c.others = append(c.others, m)
		return
	}
	c.count++
	g.members = append(g.members, m)
	if !slices.Contains(g.servers, m.Database.Server) {
		g.servers = append(g.servers, m.Database.Server)
	}
}

// Fail notes why nothing can be told of a database.
func (c *Collector) Fail(m Member, why string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.unknown == nil {
		c.unknown = map[string][]Member{}
	}
	c.unknown[why] = append(c.unknown[why], m)
}

// errNothing says of a database that nobody has named that there is nothing in it.
var errNothing = errors.New("there is nothing in it")

// passOver leaves a database out in which there is nothing.
func (c *Collector) passOver(m Member) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.others = append(c.others, m)
}

// Interrupt notes a database that was not come to.
func (c *Collector) Interrupt(m Member) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.stopped = append(c.stopped, m)
}

// Fleet is what was found of all.
func (c *Collector) Fleet(command string) *result.Fleet {
	c.mu.Lock()
	defer c.mu.Unlock()
	f := &result.Fleet{Version: 1, Command: command, Databases: c.count, Others: names(c.others)}
	for _, why := range slices.Sorted(maps.Keys(c.unknown)) {
		f.Unknown = append(f.Unknown, result.Unknown{Databases: names(c.unknown[why]), Error: why})
	}
	if len(c.stopped) > 0 {
		f.Incomplete = true
		f.Unknown = append(f.Unknown, result.Unknown{Databases: names(c.stopped), Error: "not looked at, since it was interrupted"})
	}
	groups := c.sorted()
	for _, g := range groups {
		f.Groups = append(f.Groups, g.present(groups))
		n := len(g.members)
		f.Summary.Error += n * g.report.Summary.Error
		f.Summary.Warning += n * g.report.Summary.Warning
		f.Summary.Info += n * g.report.Summary.Info
		f.Summary.Inherited += n * g.report.Summary.Inherited
	}
	return f
}

// names are those of members, in the order in which they were named.
func names(all []Member) []string {
	slices.SortFunc(all, func(a, b Member) int { return cmp.Compare(a.At, b.At) })
	list := make([]string, len(all))
	for i, m := range all {
		list[i] = m.Name
	}
	return list
}

// sorted are the groups, with names: those of one database first, the worst of them before the others, then the largest.
func (c *Collector) sorted() []*group {
	var all []*group
	for _, g := range c.groups {
		if len(g.members) == 0 {
			continue
		}
		g.weights = weigh(g.report)
		all = append(all, g)
	}
	slices.SortFunc(all, func(a, b *group) int {
		if alone := cmp.Compare(min(len(a.members), 2), min(len(b.members), 2)); alone != 0 || len(a.members) > 1 {
			return cmp.Or(alone, cmp.Compare(len(b.members), len(a.members)), cmp.Compare(a.first, b.first))
		}
		x, y := a.report.Summary, b.report.Summary
		return cmp.Or(cmp.Compare(y.Error, x.Error), cmp.Compare(y.Warning, x.Warning), cmp.Compare(y.Info, x.Info), cmp.Compare(a.first, b.first))
	})
	n := 0
	for _, g := range all {
		if len(g.members) == 1 {
			g.name = g.members[0].Name
			continue
		}
		n++
		g.name = strconv.Itoa(n)
	}
	return all
}

// present makes a group printable, with the group nearest to it of all that are larger.
func (g *group) present(all []*group) result.Group {
	slices.Sort(g.servers)
	p := result.Group{Name: g.name, Databases: names(g.members), Servers: g.servers, Report: g.representative()}
	var nearest *group
	least := 0
	for _, other := range all {
		if len(other.members) <= len(g.members) {
			continue
		}
		if d := apart(g.weights, other.weights); nearest == nil || d < least {
			nearest, least = other, d
		}
	}
	if nearest != nil {
		p.Nearest, p.Differences = nearest.name, differences(g.report, nearest.report)
	}
	return p
}

// representative is the report as one of the database that was named first.
func (g *group) representative() *result.Report {
	r := *g.report
	was := r.Database.Name
	r.Database = g.members[0].Database
	r.Trees = slices.Clone(r.Trees)
	for i := range r.Trees {
		r.Trees[i].Findings = slices.Clone(r.Trees[i].Findings)
		for j, f := range r.Trees[i].Findings {
			if f.Rule == notAlembic {
				r.Trees[i].Findings[j].Message = strings.Replace(f.Message, was, r.Database.Name, 1)
			}
		}
	}
	return &r
}
