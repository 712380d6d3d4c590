package main

import "embed"

type completionCommand struct {
	Shell string `arg:"" enum:"bash,zsh,fish" help:"The shell that is to complete: ${enum}."`
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
