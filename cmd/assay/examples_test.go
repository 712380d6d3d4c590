package main

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"assay/internal/lab"
	"assay/rules"
)

// An example's first line says what it is done to, and what is asked then; where it says nothing, to a clean install of the newest release:
//
//	-- Asterisk 20.19.0, on MySQL, assay check --at 20.20.1
var (
	ofRelease = regexp.MustCompile(`^-- Asterisk ([\d.]+)`)
	onEngine  = regexp.MustCompile(`^--.* on (MySQL|PostgreSQL)\b`)
	asked     = regexp.MustCompile(`^--.*, assay check (.*)`)
)

// ofOthers are the rules whose examples are of databases that are not Asterisk's.
var ofOthers = []string{"missing-check", "missing-object", "object-differs", "constraint-name", "not-alembic"}

// TestExamples holds the rules of drift and stamps to their own examples, on real servers: the bad one has a finding of the rule, the good one none.
func TestExamples(t *testing.T) {
	t.Parallel()
	for i, r := range rules.All {
		if r.Of != rules.OfDrift && r.Of != rules.OfStamps || slices.Contains(ofOthers, r.Name) {
			continue
		}
		engines := slices.DeleteFunc([]string{"mysql", "postgresql"}, func(e string) bool { return !r.On(e) || !exampleOf(e, r.Bad) })
		if len(engines) == 2 {
			engines = []string{""}
		}
		for _, s := range inTurn(t, i, engines[0]) {
			t.Run(s.Name+"/"+r.Name, func(t *testing.T) {
				t.Parallel()
				if !findsIn(t, s, r, r.Bad) {
					t.Errorf("nothing is found in the bad example:\n%s", r.Bad)
				}
				if findsIn(t, s, r, r.Good) {
					t.Errorf("something is found in the good example:\n%s", r.Good)
				}
			})
		}
	}
}

// exampleOf reports whether an example is one of an engine.
func exampleOf(engine, example string) bool {
	named := map[string]string{"MySQL": "mysql", "PostgreSQL": "postgresql"}[group(onEngine, example)]
	return named == "" || named == engine
}

// findsIn reports whether the rule finds anything in an example.
func findsIn(t *testing.T, s lab.Server, r *rules.Rule, example string) bool {
	t.Helper()
	db := builtWithRows(t, s, group(ofRelease, example))
	runExample(t, db, example)
	found, _ := reported(t, append([]string{"check", db.URL}, strings.Fields(group(asked, example))...)...)
	for _, tree := range found.Trees {
		for _, f := range tree.Findings {
			if f.Rule == r.Name {
				return true
			}
		}
	}
	return false
}

func runExample(t *testing.T, db *lab.Database, example string) {
	t.Helper()
	for sql := range strings.SplitSeq(example, ";") {
		if sql = strings.TrimSpace(comments.ReplaceAllString(sql, "")); sql != "" {
			db.Exec(t, sql)
		}
	}
}

var comments = regexp.MustCompile(`(?m)^--.*$`)

func group(pattern *regexp.Regexp, text string) string {
	first, _, _ := strings.Cut(text, "\n")
	if m := pattern.FindStringSubmatch(first); m != nil {
		return m[1]
	}
	return ""
}
