package main

import (
	"assay/result"
	"assay/rules"
)

// coverFlag is [failFlag] where a gate can be made to fail on what was not looked at as well.
type coverFlag struct {
	FailOn string `enum:"error,warning,info,not-compared" default:"error" help:"The mildest finding that makes the exit status 1: error, warning or info; or not-compared: errors, and anything that could not be compared."`
}

const notCompared = "not-compared"

// severity is the mildest that makes the command fail.
func (f coverFlag) severity() rules.Severity {
	if f.FailOn == notCompared {
		return rules.Error
	}
	return failFlag(f).severity()
}

func (f coverFlag) judge(r *result.Report) error {
	if f.FailOn == notCompared && r.Coverage != nil && len(r.Coverage.NotCompared) > 0 || r.Reaches(f.severity()) {
		return errFindings
	}
	return nil
}
