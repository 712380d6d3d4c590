package main

import (
	"errors"
	"fmt"

	"assay/audit"
	"assay/rules"
)

// scopeFlags say which findings are repaired.
type scopeFlags struct {
	Severity string   `enum:",error,warning,info" default:"" placeholder:"SEVERITY" help:"The mildest finding that is repaired: error, warning or info (default: warning; with --rule, info)."`
	All      bool     `help:"Repair infos too: drop indexes and defaults of your own, narrow wider types as far as that loses nothing, create optional tables again."`
	Rule     []string `placeholder:"RULE" predictor:"rule" help:"Repair the findings of these rules only, whatever their severity."`
	Table    []string `placeholder:"TABLE" help:"Repair the findings of these tables only."`
	Only     string   `enum:",stamp" default:"" placeholder:"stamp" help:"stamp: set the stamp right, and leave the schema as it is."`
}

// scope is what the flags come to.
func (f scopeFlags) scope() (audit.Scope, error) {
	c := audit.Scope{Severity: rules.Warning, Rules: f.Rule, Tables: f.Table, Stamp: f.Only == "stamp"}
	switch {
	case f.All && f.Severity != "" && f.Severity != "info":
		return c, fmt.Errorf("--all and --severity %s exclude each other: leave one out", f.Severity)
	case c.Stamp && (f.All || f.Severity != "" || len(f.Rule)+len(f.Table) > 0):
		return c, errors.New("--only stamp repairs nothing else: leave out --all, --severity, --rule and --table, or --only stamp")
	case f.All || f.Severity == "" && len(f.Rule) > 0:
		c.Severity = rules.Info
	case f.Severity != "":
		c.Severity, _ = rules.ParseSeverity(f.Severity) // kong lets no other word through
	}
	for _, name := range f.Rule {
		if rules.Named(name) == nil {
			return c, fmt.Errorf("--rule: %w", noRule(name))
		}
	}
	switch {
	case c.Stamp, f.All && len(f.Rule)+len(f.Table) == 0:
	case f.Severity != "" || len(f.Rule)+len(f.Table) > 0: // which --all does not undo
		c.More = "--all instead repairs all that there are"
	default:
		c.More = "--all repairs them too"
	}
	return c, nil
}
