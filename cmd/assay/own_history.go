package main

import (
	"errors"

	"assay/expected"
)

// historyTexts reads the history that --history names: a file, all SQL files of a folder, or standard input.
func (p *process) historyTexts(name string) ([]expected.Text, error) {
	return p.reader().Texts(p.ctx, name)
}

var errTreesOfProject = errors.New("--tree is for the built-in histories: the one of --history is a single one")
