package main

import "assay/internal/commandline"

type completionCommand struct {
	Shell string `arg:"" enum:"bash,zsh,fish" help:"The shell that is to complete: ${enum}."`
}

// Run prints the script.
func (c *completionCommand) Run(p *process) error {
	script, err := commandline.Script(c.Shell)
	if err != nil {
		return err
	}
	_, err = p.stdout.Write(script)
	return err
}
