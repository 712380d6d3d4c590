package main

import (
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
	return config.Choose(p.dir, f.Config, f.NoConfig, p.env)
}

// again spells the flags as another command takes them.
func (f configFlags) again() string {
	if f.NoConfig {
		return "--no-config "
	}
	return shell.Flag("--config", f.Config)
}
