package main

import (
	"fmt"

	"assay/record"
)

type historyImport struct {
	From   string `arg:"" name:"file|dir|-" help:"What alembic upgrade base:heads --sql printed; of a folder, all files that end in .sql; - is standard input."`
	Output string `short:"o" type:"path" default:"history.jsonl" placeholder:"FILE" help:"The recording (default: ${default}); - is standard output."`
	Engine string `enum:",${engines}" default:"" placeholder:"ENGINE" help:"The engine, mysql (MariaDB too), postgresql, mssql or oracle: of SQL that does not say which it is for."`
	Name   string `placeholder:"NAME" help:"What to call the history (default: the file)."`
}

// Run writes the recording.
func (c *historyImport) Run(p *process) error {
	texts, err := p.historyTexts(c.From)
	if err != nil {
		return err
	}
	said, err := record.WriteImport(p.stdout, c.Output, texts, c.Engine, c.Name)
	if err != nil || said == "" {
		return err
	}
	_, err = fmt.Fprintln(p.stdout, said)
	return err
}
