package main

import (
	"errors"

	"assay/config"
	"assay/internal/shell"
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
	case f.NoConfig, named && name == "":
		return &config.File{}, nil
	case named:
		return config.Read(p.dir, name)
	}
	return config.Nearest(p.dir)
}

// again spells the flags as another command takes them.
func (f configFlags) again() string {
	if f.NoConfig {
		return "--no-config "
	}
	return shell.Flag("--config", f.Config)
}
