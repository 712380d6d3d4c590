package migrations

import (
	"slices"
	"strings"

	"assay/internal/files"
	"assay/migrations/python"
)

// Lines says where the statements of a revision come from: its file, and the line in it of the operation that makes each, as far as that shows. An empty file:
// there is no such revision.
func (h *Revisions) Lines(revision string, statements []string) (file string, lines []int) {
	i := slices.IndexFunc(h.All, func(r *Revision) bool { return r.ID == revision })
	if i < 0 || h.All[i].File == "" {
		return "", nil
	}
	r := h.All[i]
	lines = make([]int, len(statements))
	for n := range lines {
		lines[n] = r.Line
	}
	source, err := files.Read(r.File, files.Text)
	if err != nil {
		return r.File, lines
	}
	m, err := python.Read(string(source))
	if err != nil {
		return r.File, lines
	}
	if upgrade := m.Lookup("upgrade"); upgrade.Line > 0 {
		for n := range lines {
			lines[n] = upgrade.Line
		}
	}
	for n, line := range align(m.Calls("upgrade"), statements) {
		if line > 0 {
			lines[n] = line
		}
	}
	return r.File, lines
}

// made are the beginnings of the statements that an operation makes, and along those that it may make as well.
var made, along = map[string][]string{
	"create_table": {"create table"}, "drop_table": {"drop table"}, "rename_table": {"alter table", "rename table"},
	"create_table_comment": {"comment on", "alter table"}, "drop_table_comment": {"comment on", "alter table"},
	"add_column": {"alter table"}, "drop_column": {"alter table"}, "alter_column": {"alter table"},
	"create_index": {"create index", "create unique index", "create fulltext", "create spatial"}, "drop_index": {"drop index", "alter table"},
	"create_unique_constraint": {"alter table"}, "create_foreign_key": {"alter table"}, "create_primary_key": {"alter table"},
	"create_check_constraint": {"alter table"}, "create_exclude_constraint": {"alter table"}, "drop_constraint": {"alter table"},
	"bulk_insert": {"insert"}, "autocommit_block": {"begin", "commit", "start transaction"},
	"create": {"create"}, "drop": {"drop"},
}, map[string][]string{
	"create_table": {"create type", "create index", "create unique index", "comment on"}, "drop_table": {"drop type", "drop index"},
	"add_column": {"create type", "comment on", "create index", "create unique index"}, "alter_column": {"comment on"},
}

const (
	// mostPairs bounds the work for one revision: statements times operations.
	mostPairs = 4 << 20
	firstFew  = 3 // texts of an operation that are looked for in a statement

	// What an operation scores that makes such statements, for each of its first texts that the statement holds, and for a text that holds the statement.
	ofKind, ofName, ofText = 1600, 800, 6400
	// What it costs to take another operation than the next one: to make one more statement, to pass over one, and to go back, as a loop does.
	toStay, toSkip, toReturn = 50, 1, 1000
)

// A way is one of assigning the statements so far to operations: how well they fit, the way before the last statement, and where that comes from.
type way struct {
	score  int
	before *way
	line   int // 0: from no operation
}

// align returns the line of the operation that makes each statement; 0: none does. Operations run in their order, one may make several statements, and loops go
// back: of all ways to assign them, that is taken which fits best.
func align(calls []python.Call, statements []string) []int {
	lines := make([]int, len(statements))
	if len(calls)*len(statements) > mostPairs {
		return lines
	}
	ways := make([]way, len(calls)+1) // the best one that ends at each operation; the first ends at none
	for i := range ways[1:] {
		ways[i+1].score = -ofText * (len(statements) + 1)
	}
	for _, sql := range statements {
		ways = further(ways, calls, squeeze(sql))
	}
	last := &ways[bestOf(ways)]
	for n := len(statements) - 1; n >= 0; n-- {
		lines[n], last = last.line, last.before
	}
	return lines
}

// further are the best ways with one more statement.
func further(ways []way, calls []python.Call, statement string) []way {
	next := make([]way, len(ways))
	best := bestOf(ways)
	next[0] = way{score: ways[0].score, before: &ways[0]}
	on, score := 0, ways[0].score // the best way to go on from an operation before, and what is left of its score
	for i, c := range calls {
		at := i + 1
		next[at] = way{score: ways[at].score, before: &ways[at]}
		if fit, line := fits(c, statement); fit > 0 {
			from, reached := on, score
			if stay := ways[at].score - toStay; stay > reached {
				from, reached = at, stay
			}
			if again := ways[best].score - toReturn; again > reached {
				from, reached = best, again
			}
			if reached+fit > next[at].score {
				next[at] = way{reached + fit, &ways[from], line}
			}
		}
		if score -= toSkip; ways[at].score >= score {
			on, score = at, ways[at].score
		}
	}
	return next
}

func bestOf(ways []way) int {
	best := 0
	for i := range ways {
		if ways[i].score > ways[best].score {
			best = i
		}
	}
	return best
}

// fits says how well a statement fits an operation, and on which line it stands there; 0: not at all.
func fits(c python.Call, statement string) (score, line int) {
	begins := func(begin string) bool { return strings.HasPrefix(statement, begin) }
	switch {
	case c.Name == "execute": // which makes any
		for _, t := range c.Texts {
			if line, ok := within(t, statement); ok {
				return ofText, line
			}
		}
		score = ofKind / 2
	case slices.ContainsFunc(made[c.Name], begins):
		score = ofKind
	case slices.ContainsFunc(along[c.Name], begins):
		score = ofKind / 4
	default:
		return 0, 0
	}
	for _, t := range c.Texts[:min(len(c.Texts), firstFew)] {
		if t.Text != "" && strings.Contains(statement, strings.ToLower(t.Text)) {
			score += ofName
		}
	}
	return score, c.Line
}

// within finds a statement in a text, and the line that it begins on there.
func within(t python.Place, statement string) (line int, ok bool) {
	if len(statement) == 0 || !strings.Contains(squeeze(t.Text), statement) {
		return 0, false
	}
	first, _, _ := strings.Cut(statement, " ")
	lower := strings.ToLower(t.Text)
	for at := 0; ; {
		i := strings.Index(lower[at:], first)
		if i < 0 {
			return t.Line, true
		}
		if at += i; strings.HasPrefix(squeeze(t.Text[at:]), statement) {
			return t.Line + strings.Count(t.Text[:at], "\n"), true
		}
		at += len(first)
	}
}

// squeeze is a text in lower case with one blank where there are several.
func squeeze(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), " ")) }
