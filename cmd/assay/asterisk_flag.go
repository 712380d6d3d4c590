package main

import (
	"fmt"

	"assay/config"
	"assay/expected"
	"assay/internal/shell"
)

// asteriskFlag says which Asterisk uses the database.
type asteriskFlag struct {
	Asterisk string `placeholder:"RELEASE" predictor:"release" help:"The Asterisk that uses the database, as 20.20.1 or 20 (default: the release that the schema points to): the schema must have room for all that it writes. Not with --history."`
}

// release returns the release that the user names, else the one that the configuration file names for the database; the zero Release if none is named.
func (f asteriskFlag) release(entry config.Database) (expected.Release, error) {
	name, where := f.Asterisk, "--asterisk"
	if name == "" {
		name, where = entry.Asterisk, entry.Where
	}
	if name == "" {
		return expected.Release{}, nil
	}
	r, err := expected.FindRelease(name)
	if err != nil {
		return r, fmt.Errorf("%s: %w", where, err)
	}
	return r, nil
}

// again spells the flag as another command takes it.
func (f *asteriskFlag) again() string {
	if f.Asterisk == "" {
		return ""
	}
	return "--asterisk " + shell.Quote(f.Asterisk) + " "
}
