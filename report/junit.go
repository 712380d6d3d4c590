package report

import (
	"cmp"
	"encoding/xml"
	"fmt"
	"io"
	"slices"
	"strings"

	"assay/result"

	"github.com/jstemmer/go-junit-report/v2/junit"
)

// JUnit prints the findings as the results of tests, as Jenkins, GitLab and Maven's Surefire read them: a suite per tree, in it a test per table or place in a
// file that something was found of. What makes the command fail fails the test, and the rest is its output. Of a tree without findings, one test passes.
func JUnit(w io.Writer, r Result) error {
	l := List(r)
	all := &junit.Testsuites{Name: "assay " + l.Command}
	addSuites(all, l, "")
	return writeJUnit(w, all)
}

// FleetJUnit prints what is found of many databases as [JUnit] does, with the database's name in that of each suite. One of which nothing could be told is a
// test that could not be run.
func FleetJUnit(w io.Writer, f *result.Fleet) error {
	all := &junit.Testsuites{Name: "assay " + f.Command}
	for _, g := range f.Groups {
		l := List(g.Report)
		l.FailOn = f.FailOn
		for _, name := range g.Databases {
			addSuites(all, l, name)
		}
	}
	for _, u := range f.Unknown {
		for _, name := range u.Databases {
			class := suiteName(f.Command, name, "")
			suite := junit.Testsuite{Name: class, ID: len(all.Suites), Time: "0"}
			suite.AddProperty("subject", clean(name))
			suite.AddTestcase(junit.Testcase{
				Classname: class, Name: "database", Time: "0", Error: &junit.Result{Message: clean(u.Error), Type: "unknown", Data: clean(u.Error)},
			})
			all.AddSuite(suite)
		}
	}
	return writeJUnit(w, all)
}

func writeJUnit(w io.Writer, all *junit.Testsuites) error {
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	return all.WriteXML(w)
}

// addSuites adds those of a listing; database is the one that it is of, of many.
func addSuites(all *junit.Testsuites, l *result.Listing, database string) {
	for _, s := range suites(l, database) {
		suite := junit.Testsuite{Name: s.name, ID: len(all.Suites), Time: "0"}
		subject := strings.Join(about(l), "; ")
		if database != "" {
			subject = clean(database)
		}
		suite.AddProperty("subject", subject)
		for _, n := range l.Notes {
			suite.AddProperty("note", clean(n))
		}
		for _, g := range s.groups {
			suite.AddTestcase(testcase(l, s.name, g))
		}
		if len(s.groups) == 0 {
			suite.AddTestcase(junit.Testcase{Classname: s.name, Name: "no findings", Time: "0"})
		}
		all.AddSuite(suite)
	}
}

// suiteName is what a suite is called: its parts stand between dots, which those who show tests make folders of.
func suiteName(command, database, tree string) string {
	name := "assay." + strings.ReplaceAll(command, " ", "-")
	if database != "" {
		name += "." + strings.ReplaceAll(clean(database), ".", "_")
	}
	if tree != "" {
		name += "." + tree
	}
	return name
}

// A suite is the findings of one tree, by table.
type suite struct {
	name   string
	groups []group
}

// suites are those of each tree, in order, with findings or without.
func suites(l *result.Listing, database string) []suite {
	trees := slices.Clone(l.Trees)
	found := shown(l)
	for _, f := range found {
		if !slices.Contains(trees, f.Tree) {
			trees = append(trees, f.Tree)
		}
	}
	if len(trees) == 0 {
		trees = []string{""}
	}
	var all []suite
	for _, tree := range trees {
		s := suite{name: suiteName(l.Command, database, tree)}
		s.groups = merged(byTable(keep(found, func(f result.Finding) bool { return f.Tree == tree })))
		all = append(all, s)
	}
	return all
}

// merged are groups of which no two have one name: those who count tests take two of one name for one.
func merged(groups []group) []group {
	var all []group
	for _, g := range groups {
		i := slices.IndexFunc(all, func(a group) bool { return a.Name == g.Name })
		if i < 0 {
			all = append(all, group{Name: g.Name})
			i = len(all) - 1
		}
		all[i].Findings = append(all[i].Findings, g.Findings...)
	}
	return all
}

// testcase is a table as a test.
func testcase(l *result.Listing, class string, g group) junit.Testcase {
	c := junit.Testcase{Classname: class, Name: cmp.Or(clean(g.Name), "database"), Time: "0"}
	var failing, other []result.Finding
	for _, f := range g.Findings {
		if f.Severity >= l.FailOn {
			failing = append(failing, f)
		} else {
			other = append(other, f)
		}
	}
	if len(failing) > 0 {
		worst := slices.MaxFunc(failing, func(a, b result.Finding) int { return cmp.Compare(a.Severity, b.Severity) })
		message := said(worst)
		if n := len(failing) - 1; n > 0 {
			message += fmt.Sprintf(" (and %d more)", n)
		}
		c.Failure = &junit.Result{Message: message, Type: worst.Rule, Data: output(failing)}
	}
	if len(other) > 0 {
		c.SystemOut = &junit.Output{Data: output(other)}
	}
	return c
}

// output is findings as a test prints them.
func output(found []result.Finding) string {
	var b strings.Builder
	for _, f := range found {
		fmt.Fprintf(&b, "%s: %s [%s]\n", f.Severity, sentences(f), f.Rule)
		if sql := sqlOf(f); sql != "" {
			fmt.Fprintf(&b, "%s\n", sql)
		}
	}
	return b.String()
}
