package report

import (
	"io"
	"net/url"
	"slices"
	"strings"

	"assay/result"
	"assay/rules"
)

// levels are SARIF's words for severities.
var levels = map[rules.Severity]string{rules.Error: "error", rules.Warning: "warning", rules.Info: "note"}

// These are the parts of SARIF 2.1.0 that are printed, by its own names. What is left out has its default there: a finding is a failure, and has no rank.
type (
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		AutomationDetails sarifID           `json:"automationDetails"`
		Invocations       []sarifInvocation `json:"invocations,omitempty"`
		Results           []sarifResult     `json:"results"`
		Tool              sarifTool         `json:"tool"`
	}
	sarifInvocation struct {
		Successful    bool          `json:"executionSuccessful"`
		Notifications []sarifNotice `json:"toolExecutionNotifications,omitempty"`
	}
	sarifNotice struct {
		Level   string    `json:"level"`
		Message sarifText `json:"message"`
	}
	sarifID struct {
		ID string `json:"id"`
	}
	sarifTool struct {
		Driver sarifDriver `json:"driver"`
	}
	sarifDriver struct {
		Name  string      `json:"name"`
		Rules []sarifRule `json:"rules"`
	}
	sarifRule struct {
		DefaultConfiguration *sarifLevel `json:"defaultConfiguration,omitempty"`
		FullDescription      *sarifText  `json:"fullDescription,omitempty"`
		Help                 *sarifText  `json:"help,omitempty"`
		ID                   string      `json:"id"`
		ShortDescription     *sarifText  `json:"shortDescription,omitempty"`
	}
	sarifLevel struct {
		Level string `json:"level"`
	}
	sarifText struct {
		Markdown string `json:"markdown,omitempty"`
		Text     string `json:"text"`
	}
	sarifResult struct {
		PartialFingerprints map[string]string `json:"partialFingerprints"`
		Level               string            `json:"level"`
		Locations           []sarifLocation   `json:"locations"`
		Message             sarifText         `json:"message"`
		Properties          map[string]string `json:"properties,omitempty"`
		RuleID              string            `json:"ruleId"`
		RuleIndex           int               `json:"ruleIndex"`
	}
	sarifLocation struct {
		LogicalLocations []sarifName `json:"logicalLocations,omitempty"`
		PhysicalLocation sarifPlace  `json:"physicalLocation"`
	}
	sarifName struct {
		FullyQualifiedName string `json:"fullyQualifiedName"`
		Kind               string `json:"kind"`
		Name               string `json:"name,omitempty"`
	}
	sarifPlace struct {
		ArtifactLocation sarifFile    `json:"artifactLocation"`
		Region           *sarifRegion `json:"region,omitempty"`
	}
	sarifFile struct {
		URI string `json:"uri"`
	}
	sarifRegion struct {
		StartLine int `json:"startLine"`
	}
)

// sarifSchema is where the schema of SARIF is.
const sarifSchema = "https://raw.githubusercontent.com/oasis-tcs/sarif-spec/main/sarif-2.1/schema/sarif-schema-2.1.0.json"

// SARIF prints the findings as SARIF 2.1.0, for code scanning. The SQL that ends a finding is among its properties: a fix of SARIF's changes files, and what
// is in a database is in none.
func SARIF(w io.Writer, r Result) error {
	l := List(r)
	run := newRun(l.Command)
	run.add(l, shown(l))
	return writeSARIF(w, run)
}

// FleetSARIF prints the findings of many databases as [SARIF] does, each with its database. Those of which nothing could be told are what the run failed at.
func FleetSARIF(w io.Writer, f *result.Fleet) error {
	run := newRun(f.Command)
	for _, g := range f.Groups {
		l := List(g.Report)
		for _, name := range g.Databases {
			found := slices.Clone(shown(l))
			for i := range found {
				found[i].Database = name
			}
			run.add(l, found)
		}
	}
	made := sarifInvocation{Successful: len(f.Unknown) == 0}
	for _, u := range f.Unknown {
		for _, name := range u.Databases {
			made.Notifications = append(made.Notifications, sarifNotice{Level: "error", Message: sarifText{Text: clean(name) + ": " + clean(u.Error)}})
		}
	}
	run.Invocations = []sarifInvocation{made}
	return writeSARIF(w, run)
}

func newRun(command string) *sarifRun {
	return &sarifRun{
		AutomationDetails: sarifID{"assay/" + strings.ReplaceAll(command, " ", "-") + "/"},
		Results:           []sarifResult{},
		Tool:              sarifTool{sarifDriver{Name: "assay", Rules: []sarifRule{}}},
	}
}

// add adds findings of a listing.
func (run *sarifRun) add(l *result.Listing, found []result.Finding) {
	prints := fingerprints(found)
	for i, f := range found {
		run.Results = append(run.Results, sarifResult{
			PartialFingerprints: map[string]string{"finding/v1": prints[i]},
			Level:               levels[f.Severity],
			Locations:           []sarifLocation{location(l, f)},
			Message:             sarifText{Text: sentences(f)},
			Properties:          facts(f),
			RuleID:              f.Rule,
			RuleIndex:           run.Tool.Driver.rule(f.Rule, l.Asterisk),
		})
	}
}

func writeSARIF(w io.Writer, run *sarifRun) error {
	return encodeJSON(w, sarifLog{Schema: sarifSchema, Version: "2.1.0", Runs: []sarifRun{*run}})
}

// sentences are what is to be read of a finding where there is room for a few lines.
func sentences(f result.Finding) string {
	s := said(f)
	if sql := statementOf(f); sql != "" {
		s += "\n" + sql
	}
	if more := comparedIn(f); more != "" {
		s += "\n" + more
	}
	return s
}

// rule is the place of a rule among those that are described. What is known of it is added once.
func (d *sarifDriver) rule(name string, asterisk bool) int {
	if i := slices.IndexFunc(d.Rules, func(x sarifRule) bool { return x.ID == name }); i >= 0 {
		return i
	}
	described := sarifRule{ID: name}
	if r := rules.Named(name); r != nil {
		why := r.Reason(asterisk)
		described.ShortDescription = &sarifText{Text: r.Title}
		described.FullDescription = &sarifText{Text: why}
		described.Help = &sarifText{Markdown: why, Text: why}
		described.DefaultConfiguration = &sarifLevel{levels[r.Severity]}
	}
	d.Rules = append(d.Rules, described)
	return len(d.Rules) - 1
}

// location says where a finding is: by file, and in a database by name too.
func location(l *result.Listing, f result.Finding) sarifLocation {
	uri := url.URL{Path: pathOf(l, f)}
	at := sarifLocation{PhysicalLocation: sarifPlace{ArtifactLocation: sarifFile{uri.String()}}}
	if f.File == "" || f.Line > 0 {
		at.PhysicalLocation.Region = &sarifRegion{max(f.Line, 1)}
	}
	if name := qualifiedName(f); name != "" {
		logical := sarifName{FullyQualifiedName: name, Kind: "table"}
		if f.Object != "" {
			logical.Name, logical.Kind = f.Object, "object"
		}
		at.LogicalLocations = []sarifName{logical}
	}
	return at
}

// qualifiedName is what a finding is about: DATABASE.TREE.TABLE.OBJECT, as far as there are such; empty: no object.
func qualifiedName(f result.Finding) string {
	var parts []string
	for _, p := range []string{f.Database, f.Tree, f.Table, f.Object} {
		if p != "" {
			parts = append(parts, p)
		}
	}
	if f.Table == "" && f.Object == "" {
		return ""
	}
	return strings.Join(parts, ".")
}

// facts are what a program may want of a finding; nil: there is nothing more.
func facts(f result.Finding) map[string]string {
	all := map[string]string{}
	for _, p := range []struct{ name, value string }{
		{"database", f.Database},
		{"tree", f.Tree},
		{"expected", f.Want},
		{"found", f.Got},
		{"revision", f.Revision},
		{"release", f.Release},
		{"statement", f.Statement},
		{"fix", strings.Join(f.Fix, "\n")},
	} {
		if p.value != "" {
			all[p.name] = p.value
		}
	}
	return all
}
