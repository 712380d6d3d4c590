package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"

	"github.com/dustin/go-humanize/english"

	"assay/expected"
	"assay/internal/files"
	"assay/record"
)

type historyImport struct {
	From   string `arg:"" name:"file|dir|-" help:"What alembic upgrade base:heads --sql printed; of a folder, all files that end in .sql; - is standard input."`
	Output string `short:"o" type:"path" default:"history.jsonl" placeholder:"FILE" help:"The recording (default: ${default}); - is standard output."`
	Engine string `enum:",${engines}" default:"" placeholder:"ENGINE" help:"The engine, mysql (MariaDB too) or postgresql: of SQL that does not say which it is for."`
	Name   string `placeholder:"NAME" help:"What to call the history (default: the file)."`
}

// Run writes the recording.
func (c *historyImport) Run(p *process) error {
	texts, err := p.historyTexts(c.From)
	if err != nil {
		return err
	}
	project, room, err := record.Import(texts, c.Engine, c.Name)
	if err != nil {
		return err
	}
	var text bytes.Buffer
	if err := expected.WriteRecording(&text, project, room); err != nil {
		return err
	}
	if c.Output == "-" {
		_, err := text.WriteTo(p.stdout)
		return err
	}
	switch err := files.Create(c.Output, text.Bytes()); {
	case errors.Is(err, fs.ErrExist): // a recording cost somebody a scratch database
		return fmt.Errorf("%s is there already: delete it, or name another file with -o", c.Output)
	case err != nil:
		return fmt.Errorf("writing the recording: %w", err)
	}
	remarks := ""
	if n := len(project.Remarks); n > 0 {
		remarks = fmt.Sprintf("; of its first line, read the remarks (%d)", n)
	}
	_, err = fmt.Fprintf(p.stdout, "%s: %s imported%s\n", c.Output, english.Plural(len(project.Steps), "revision", ""), remarks)
	return err
}
