package mysql

import (
	"cmp"
	"slices"
	"strings"

	"assay/schema"
)

// A process is how the server executes a whole statement.
type process struct {
	alteration
	all []way // of all its parts
}

// cost is what one of the parts costs when the whole statement is executed.
func (p *process) cost(own way) schema.Cost {
	best, asked := p.algorithm(), slices.Index(algorithms, p.execution.Algorithm)
	taken := max(best, asked)
	if p.unknownAlgorithm() {
		taken = best
	}
	mildest := p.lock(algorithms[taken])
	demand := slices.Index(locks, p.execution.Lock)
	if demand == 0 && mildest > 0 && asked < 0 && p.copiesOnline() { // which it does where it is asked to
		taken, mildest = slices.Index(algorithms, "COPY"), 0
	}
	c := schema.Cost{Table: p.table.Name, Why: own.why, Refused: p.refused(best, asked, demand, mildest)}
	e := own.in(p.all, p.flavor.isMariaDB())
	switch {
	case algorithms[taken] == "COPY" && best < taken:
		e, c.Why = copied, "the statement asks for it"
	case algorithms[taken] == "COPY" && own.effort < copied: // it goes with those for whom the table is copied
		e, c.Why = noted, ""
	case algorithms[taken] == "INPLACE" && best == 0:
		e = own.effort
	}
	lock := max(mildest, demand)
	c.Lock, c.Work = schema.Lock(lock), [...]schema.Work{noted: schema.Instant, built: schema.Builds, rebuilt: schema.Rewrites, copied: schema.Rewrites}[e]
	c.Words = "ALGORITHM=" + algorithms[taken] + ", LOCK=" + locks[lock]
	return c
}

// refused is the clause that the server refuses (errors 1845 and 1846; 1800: no such algorithm; 1221: INSTANT with a lock, on MySQL).
func (p *process) refused(best, asked, demand, mildest int) string {
	switch {
	case asked >= 0 && asked < best && !p.passesOver(), p.unknownAlgorithm():
		return "ALGORITHM=" + p.execution.Algorithm
	case demand >= 0 && (demand < mildest || p.execution.Algorithm == "INSTANT" && !p.flavor.isMariaDB()):
		return "LOCK=" + p.execution.Lock
	}
	return ""
}

// unknownAlgorithm reports whether the server knows no such algorithm.
func (p *process) unknownAlgorithm() bool {
	f := p.flavor
	return p.execution.Algorithm == "NOCOPY" && (!f.isMariaDB() || !f.hasInstant) || p.execution.Algorithm == "INSTANT" && !f.hasInstant
}

// algorithm is the quickest that does the whole statement.
func (p *process) algorithm() int {
	f := p.flavor
	if f.hasInstant && !slices.ContainsFunc(p.all, func(w way) bool { return !w.instant }) {
		return 0
	}
	most := noted
	for _, w := range p.all {
		most = max(most, w.in(p.all, f.isMariaDB()))
	}
	switch {
	case most == copied:
		return 3
	case most < rebuilt && f.isMariaDB() && f.hasInstant:
		return 1
	}
	return 2
}

// lock is the mildest that goes with an algorithm, as a place in locks.
func (p *process) lock(algorithm string) int {
	switch {
	case p.flavor.vendor == mySQL && !p.flavor.atLeastMySQL(8) && !isInnoDB(p.table):
		return 1
	case algorithm == "INSTANT":
		return 0
	case algorithm == "COPY" && !p.copiesOnline():
		return 1
	case algorithm != "COPY" && slices.ContainsFunc(p.all, func(w way) bool { return w.locked }):
		return 1
	}
	return 0
}

// passesOver reports whether the server copies whatever it is asked for, as MariaDB does where the engine changes or the rows are put in order (10.11).
func (p *process) passesOver() bool {
	if !p.flavor.isMariaDB() || p.flavor.copiesOnline {
		return false
	}
	return slices.Contains(p.execution.Rest, "ORDER BY") || slices.ContainsFunc(p.execution.Beside, func(c schema.Change) bool {
		alter, ok := c.(schema.AlterTable)
		return ok && alter.To.Engine != "" && !strings.EqualFold(cmp.Or(p.table.Options.Engine, "InnoDB"), alter.To.Engine)
	})
}

// copiesOnline reports whether writers go on while the table is copied: not where a foreign key of its own changes its rows, or they get numbers.
func (p *process) copiesOnline() bool {
	acts := func(f schema.ForeignKey) bool { return f.OnDelete != "" || f.OnUpdate != "" }
	counts := func(c schema.Change) bool {
		add, ok := c.(schema.AddColumn)
		return ok && add.Column.AutoIncrement
	}
	return p.flavor.copiesOnline && !slices.ContainsFunc(p.table.ForeignKeys, acts) && !slices.ContainsFunc(p.execution.Beside, counts)
}

// in is what a part takes as one of several: a part that could be instant is not where another is not. But MariaDB makes it so beside what only drops an
// index (seen on 10.11).
func (w way) in(all []way, isMariaDB bool) effort {
	light := !slices.ContainsFunc(all, func(o way) bool { return !o.instant && o.effort > noted })
	if w.instant && light && (isMariaDB || !slices.ContainsFunc(all, func(o way) bool { return !o.instant })) {
		return noted
	}
	return w.effort
}
