package main

import (
	"slices"

	"assay/expected"
	"assay/rules"
)

// known are the words that can be said for what a flag's predictor names, as far as assay knows.
func (p *process) known(predictor string) []string {
	switch predictor {
	case "database":
		return p.databases()
	case "tree":
		return expected.Trees()
	case "rule":
		return rules.Names()
	case "release":
		return expected.LastNames()
	}
	return nil
}

// databases are the names that the configuration file has.
func (p *process) databases() []string {
	file, err := configFlags{}.file(p)
	if err != nil {
		return nil
	}
	return slices.Clone(file.Names())
}
