package record

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"time"

	"github.com/dustin/go-humanize/english"

	"assay/dialect"
	"assay/expected"
	"assay/internal/files"
	"assay/schema"
)

// Import makes a recording of SQL that Alembic printed, and returns the room that writes it. engine says whose SQL it is, where that does not show;
// name is what to call the history; empty: as the file. What cannot be written down is among the project's remarks.
func Import(texts []expected.Text, engine, name string) (*expected.Project, dialect.Dialect, error) {
	if IsRecording(texts) {
		return nil, nil, fmt.Errorf("%s is a recording already", texts[0].Name)
	}
	engine = cmp.Or(engine, dialect.Recognise(texts[0].SQL))
	if engine == "" {
		if _, err := parseProject(texts, schema.Server{Engine: dialect.Default()}); err != nil { // then it is of no engine
			return nil, nil, err
		}
		return nil, nil, fmt.Errorf("%s: it does not show whose SQL this is: say so with --engine mysql or --engine postgresql", texts[0].Name)
	}
	server := schema.Server{Engine: engine}
	project, err := ReadProject(texts, server)
	if err != nil {
		return nil, nil, err
	}
	room, err := dialect.For(server)
	if err != nil {
		return nil, nil, err
	}
	project.Engine, project.Name = engine, cmp.Or(name, project.Name)
	project.Recorded = time.Now().UTC().Format(time.DateOnly)
	leaveOutUnwritable(room, project)
	return project, room, nil
}

// WriteImport writes what [Import] makes into a file that is not there yet, and says so in a line; to stdout for -, and says nothing then.
func WriteImport(stdout io.Writer, output string, texts []expected.Text, engine, name string) (said string, err error) {
	project, room, err := Import(texts, engine, name)
	if err != nil {
		return "", err
	}
	var text bytes.Buffer
	if err := expected.WriteRecording(&text, project, room); err != nil {
		return "", err
	}
	if output == "-" {
		_, err := text.WriteTo(stdout)
		return "", err
	}
	switch err := files.Create(output, text.Bytes()); {
	case errors.Is(err, fs.ErrExist): // a recording cost somebody a scratch database
		return "", fmt.Errorf("%s is there already: delete it, or name another file with -o", output)
	case err != nil:
		return "", fmt.Errorf("writing the recording: %w", err)
	}
	remarks := ""
	if n := len(project.Remarks); n > 0 {
		remarks = fmt.Sprintf("; of its first line, read the remarks (%d)", n)
	}
	return fmt.Sprintf("%s: %s imported%s", output, english.Plural(len(project.Steps), "revision", ""), remarks), nil
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

// readBack reads the statements of one change as who reads the recording will.
func readBack(room dialect.Dialect, statements []string) ([]schema.Change, error) {
	all := make([]schema.Statement, len(statements))
	for i, text := range statements {
		all[i].Text = text
	}
	changes, errs := room.ParseEach(all)
	errs = slices.DeleteFunc(errs, func(err error) bool { return schema.PartsOf(err) != nil })
	return slices.Concat(changes...), errors.Join(errs...)
}

func writable(room dialect.Dialect, c schema.Change) bool {
	statements, err := room.Format(c)
	_, readErr := readBack(room, statements)
	return err == nil && readErr == nil
}
