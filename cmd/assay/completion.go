package main

import (
	"embed"
	"slices"

	"github.com/alecthomas/kong"
	kongcompletion "github.com/jotaen/kong-completion"
	"github.com/posener/complete"

	"assay/expected"
	"assay/rules"
)

type completionCommand struct {
	Shell string `arg:"" enum:"bash,zsh,fish" help:"The shell that is to complete: ${enum}."`
}

// Help implements kong's HelpProvider.
func (*completionCommand) Help() string {
	return `The script has the shell ask assay itself, which must be on the PATH, what can stand at the cursor.

  assay completion bash > /etc/bash_completion.d/assay
  assay completion zsh > "${fpath[1]}/_assay"
  assay completion fish > ~/.config/fish/completions/assay.fish`
}

//go:embed completion
var completions embed.FS

// Run prints the script.
func (c *completionCommand) Run(p *process) error {
	script, err := completions.ReadFile("completion/assay." + c.Shell)
	if err != nil {
		return err
	}
	_, err = p.stdout.Write(script)
	return err
}

// complete answers a shell that asks what can be typed next, if one does: it says in COMP_LINE what is typed already. Where assay knows of
// nothing, the shell offers files.
func (p *process) complete(parser *kong.Kong) {
	if _, asked := p.env("COMP_LINE"); !asked {
		return
	}
	kongcompletion.Register(parser,
		kongcompletion.WithPredictor("database", complete.PredictFunc(p.databases)),
		kongcompletion.WithPredictor("tree", complete.PredictSet(expected.Trees()...)),
		kongcompletion.WithPredictor("rule", complete.PredictFunc(ruleNames)),
		kongcompletion.WithPredictor("release", complete.PredictFunc(lastReleases)),
	)
}

// databases are the names that the configuration file has.
func (p *process) databases(complete.Args) []string {
	file, err := configFlags{}.file(p)
	if err != nil {
		return nil
	}
	return slices.Clone(file.Names())
}

func ruleNames(complete.Args) []string {
	names := make([]string, len(rules.All))
	for i, r := range rules.All {
		names[i] = r.Name
	}
	return names
}

// lastReleases are those that somebody who upgrades goes to.
func lastReleases(complete.Args) []string {
	last, _, _ := expected.LastReleases() // a test reads them
	names := make([]string, len(last))
	for i, r := range last {
		names[i] = r.Name
	}
	return names
}
