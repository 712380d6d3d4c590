package record

import (
	"fmt"

	"assay/expected"
	"assay/internal/files"
	"assay/migrations"
)

// Graph reads the graph of the revisions in a folder, of a configuration file's section, or in a recording, which is a file that is no configuration.
func Graph(name, section string, recursive bool) (*migrations.Revisions, error) {
	if migrations.IsConfig(name) {
		dirs, deep, err := migrations.FindFolders(name, section)
		if err != nil {
			return nil, err
		}
		return migrations.ReadRevisions(dirs, recursive || deep)
	}
	f, err := files.Open(name, files.Data)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	p, err := expected.ReadRecording(f, name, Speak)
	switch {
	case err != nil:
		return nil, err
	case len(p.Steps) == 0:
		return nil, fmt.Errorf("%s: there is no revision in it: record the history again", name)
	}
	return recordedGraph(p, name), nil
}

// recordedGraph is the graph of a recording, which has a line for what it is and one for each revision.
func recordedGraph(p *expected.Project, file string) *migrations.Revisions {
	h := &migrations.Revisions{}
	for i, s := range p.Steps {
		h.All = append(h.All, &migrations.Revision{ID: s.ID, Message: s.Message, Down: s.Down, DependsOn: s.DependsOn, Labels: s.Labels, File: file, Line: i + 2})
	}
	return h
}
