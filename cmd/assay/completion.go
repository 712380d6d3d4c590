package main

import "embed"

type completionCommand struct {
	Shell string `arg:"" enum:"bash,zsh,fish" help:"The shell that is to complete: ${enum}."`
}

// Help implements kong's HelpProvider.
func (*completionCommand) Help() string {
	return `The script has the shell ask assay itself, which must be on the PATH, what can stand at the cursor.

  assay completion bash > /etc/bash_completion.d/assay
  assay completion zsh > "${fpath[1]}/_assay"
  assay completion fish > ~/.config/fish/completions/assay.fish

Exit status: 0 it is printed.`
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
