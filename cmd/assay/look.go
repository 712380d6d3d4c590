package main

import (
	"errors"

	"assay/audit"
	"assay/expected"
	"assay/internal/target"
	"assay/introspect"
)

// look reads the database and finds out where each tree is. runs says which Asterisk uses it.
func look(p *process, f *databaseFlags, runs asteriskFlag) (*audit.Inference, error) {
	o, err := f.wanted(p, runs)
	if err != nil {
		return nil, err
	}
	return audit.Look(p.ctx, p.reader(), o)
}

// wanted says which database is to be looked at, and with what it is compared.
func (f *databaseFlags) wanted(p *process, runs asteriskFlag) (o audit.Options, err error) {
	source, err := f.source(p)
	if err != nil {
		return o, err
	}
	if o, err = f.options(source, runs); err == nil && f.history() != "" && source.Release == "" {
		o.History, err = p.historyTexts(f.history())
	}
	return o, err
}

// options say how a database is to be looked at, but for the project's own history.
func (f *databaseFlags) options(source introspect.Source, runs asteriskFlag) (o audit.Options, err error) {
	if f.history() != "" && runs.Asterisk != "" && source.Release == "" {
		return o, errors.New("--asterisk is for the built-in histories: what else uses a database is not known")
	}
	release, err := target.Release(runs.Asterisk, f.entry)
	return audit.Options{
		Source: source, Trees: f.trees(source), To: f.to, Places: f.places, VersionTable: f.versionTable(), Settings: f.settings, Asterisk: release,
		Measure: f.measure, Unstamped: f.unstamped, Destroy: f.destroy, AllOptions: f.allOptions, AtBase: f.atBase,
	}, err
}

// historyTexts reads the history that --history names: a file, all SQL files of a folder, or standard input.
func (p *process) historyTexts(name string) ([]expected.Text, error) {
	return p.reader().Texts(p.ctx, name)
}

var errTreesOfProject = errors.New("--tree is for the built-in histories: the one of --history is a single one")
