package main

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"assay/dialect"
	"assay/expected"
	"assay/schema"
)

type historyImport struct {
	From   string `arg:"" name:"file|dir|-" help:"What alembic upgrade base:heads --sql printed; of a folder, all files that end in .sql; - is standard input."`
	Output string `short:"o" type:"path" default:"history.jsonl" placeholder:"FILE" help:"The recording (default: ${default}); - is standard output."`
	Engine string `enum:",mysql,postgresql" default:"" help:"Whose SQL it is, mysql (MariaDB too) or postgresql, where that does not show."`
	Name   string `help:"What to call the history (default: the file)."`
}

// Help implements kong's HelpProvider.
func (*historyImport) Help() string {
	return `The recording is the same as of assay history record, but made of SQL that Alembic prints without a database: what revisions read from one
before they decide is not in it. What could not be understood stands in the first line, as remarks.

  alembic upgrade base:heads --sql | assay history import - -o history.jsonl
  assay history import upgrade.sql -o history.jsonl`
}

// Run writes the recording.
func (c *historyImport) Run(p *process) error {
	texts, err := p.historyTexts(c.From)
	if err != nil {
		return err
	}
	if isRecording(texts) {
		return fmt.Errorf("%s is a recording already", texts[0].Name)
	}
	engine := cmp.Or(c.Engine, dialect.Recognise(texts[0].SQL))
	if engine == "" {
		if _, err := parseProject(texts, schema.Server{Engine: "mysql"}); err != nil { // then it is of no engine
			return err
		}
		return fmt.Errorf("%s: it does not show whose SQL this is: say so with --engine mysql or --engine postgresql", texts[0].Name)
	}
	server := schema.Server{Engine: engine}
	project, err := readProject(texts, server)
	if err != nil {
		return err
	}
	room, err := dialect.For(server)
	if err != nil {
		return err
	}
	project.Engine, project.Name = engine, cmp.Or(c.Name, project.Name)
	project.Recorded = time.Now().UTC().Format(time.DateOnly)
	leaveOutUnwritable(room, project)
	var text bytes.Buffer
	if err := expected.WriteRecording(&text, project, room); err != nil {
		return err
	}
	if c.Output == "-" {
		_, err := text.WriteTo(p.stdout)
		return err
	}
	if err := writeNew(c.Output, text.Bytes()); err != nil {
		return err
	}
	remarks := ""
	if n := len(project.Remarks); n > 0 {
		remarks = fmt.Sprintf("; of its first line, read the remarks (%d)", n)
	}
	_, err = fmt.Fprintf(p.stdout, "%s: %s imported%s\n", c.Output, revisions(len(project.Steps)), remarks)
	return err
}

// leaveOutUnwritable takes out what cannot be written as SQL that reads back, and names what it was about.
func leaveOutUnwritable(room dialect.Dialect, p *expected.Project) {
	for i := range p.Steps {
		s := &p.Steps[i]
		changes, numbers := s.Changes, s.Numbers
		s.Changes, s.Numbers = nil, nil
		for j, c := range changes {
			if !writable(room, c) {
				s.Opaque = append(s.Opaque, opaqueOf(c.Object()))
				p.Remarks = append(p.Remarks, fmt.Sprintf("what revision %s makes of %s cannot be written as SQL that reads back", s.ID, c.Object()))
				continue
			}
			s.Changes = append(s.Changes, c)
			if numbers != nil {
				s.Numbers = append(s.Numbers, numbers[j])
			}
		}
	}
}

func writable(room dialect.Dialect, c schema.Change) bool {
	statements, err := room.Format(c)
	for _, sql := range statements {
		if err == nil {
			_, err = room.Parse(sql)
		}
	}
	return err == nil
}

// writeNew writes a file that is not there yet: a recording cost somebody a scratch database.
func writeNew(name string, text []byte) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("%s is there already: delete it, or name another file with -o", name)
	}
	if err != nil {
		return fmt.Errorf("writing the recording: %w", err)
	}
	_, err = f.Write(text)
	return errors.Join(err, f.Close())
}
