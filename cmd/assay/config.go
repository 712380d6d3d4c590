package main

import (
	"errors"
	"fmt"
	"strings"

	"assay/audit"
	"assay/config"
	"assay/expected"
	"assay/internal/shell"
	"assay/introspect"
)

// configFlags say which configuration file holds.
type configFlags struct {
	Config   string `placeholder:"FILE" help:"assay's configuration file (default: what ASSAY_CONFIG holds, else the nearest assay.yaml in this folder and those above it, up to the one with .git)."`
	NoConfig bool   `help:"Use no assay.yaml."`
}

// file reads the configuration file. Where there is none, nothing is said in it.
func (f configFlags) file(p *process) (*config.File, error) {
	name, named := f.Config, f.Config != ""
	if !named {
		name, named = p.env("ASSAY_CONFIG")
	}
	switch {
	case f.NoConfig && f.Config != "":
		return nil, errors.New("--config and --no-config exclude each other: leave one of them out")
	case f.NoConfig, named && name == "", !named && p.dir == "":
		return &config.File{}, nil
	case !named:
		var err error
		if name, err = config.Find(p.dir); err != nil || name == "" {
			return &config.File{}, err
		}
	}
	return config.Read(p.dir, name)
}

// again spells the flags as another command takes them.
func (f configFlags) again() []string {
	switch {
	case f.NoConfig:
		return []string{"--no-config"}
	case f.Config != "":
		return []string{"--config", shell.Quote(f.Config)}
	}
	return nil
}

// open finds out how to get into a database that is named by its URL or by its name in the configuration file.
func (f *nameFlags) open(p *process, db string) (introspect.Source, error) {
	if entry, ok := f.settings.Database(db); ok {
		return f.enter(p, entry)
	}
	s, err := introspect.Parse(db)
	if names := f.settings.Names(); err != nil && len(names) > 0 && config.IsName(db) {
		return s, fmt.Errorf("there is no database %q in %s: there are %s", db, f.settings.Path, strings.Join(names, ", "))
	}
	return s, err
}

// enter takes what the configuration file says of a database. Its flags hold as far as the command line does not say otherwise.
func (f *nameFlags) enter(p *process, entry config.Database) (introspect.Source, error) {
	f.entry = entry
	s, err := audit.Named(entry, p.env)
	if err != nil {
		return s, err
	}
	if err := expected.KnowTrees(entry.Tree); err != nil {
		return s, fmt.Errorf("%s: %w", entry.Where, err)
	}
	if entry.Schema != "" {
		s.Target.Schema = entry.Schema
	}
	if entry.VersionTable != "" {
		s.Target.VersionTable = entry.VersionTable
	}
	return s, nil
}

// nameless is the database where the user names none: the only one in the configuration file.
func (f *nameFlags) nameless(p *process) (introspect.Source, error) {
	switch names := f.settings.Names(); len(names) {
	case 0:
		return introspect.Source{}, errors.New("no database is named: give its URL, -c config.ini or ASSAY_DATABASE_URL, as in: assay check mysql://user@host/asterisk")
	case 1:
		return f.enter(p, f.settings.Databases[0])
	default:
		return introspect.Source{}, fmt.Errorf("no database is named, and %s has several: name one of %s", f.settings.Path, strings.Join(names, ", "))
	}
}
