package main

import (
	"embed"
	"path"
	"strings"

	"github.com/alecthomas/kong"
)

// helps are the texts that people read before they use a command: help/NAME.txt, that of a command of history in help/history, and assay.txt for all.
//
//go:embed help
var helps embed.FS

// helpOf is the text of one command.
func helpOf(name string) (string, error) {
	text, err := helps.ReadFile(path.Join("help", name+".txt"))
	return strings.TrimSuffix(string(text), "\n"), err
}

// explain gives the program and all its commands their texts.
func explain(app *kong.Kong) (err error) {
	if app.Model.Help, err = helpOf("assay"); err != nil {
		return err
	}
	return detail(app.Model.Node, "")
}

// detail gives each command below a node its text.
func detail(n *kong.Node, under string) (err error) {
	for _, c := range n.Children {
		name := path.Join(under, c.Name)
		if c.Detail, err = helpOf(name); err != nil {
			return err
		}
		if err = detail(c, name); err != nil {
			return err
		}
	}
	return nil
}
