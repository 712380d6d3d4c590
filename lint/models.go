package lint

import (
	"cmp"
	"context"
	"errors"
	"fmt"

	"assay/audit"
	"assay/dialect"
	"assay/drift"
	"assay/expected"
	"assay/record"
	"assay/result"
	"assay/rules"
	"assay/schema"
)

// Models holds what a project's models declare, which create_all has made in the database of the options, against the end of their history, or the revision
// that is named.
func Models(ctx context.Context, reader *audit.Reader, o audit.Options, at string) (*result.Listing, error) {
	if o.History == nil {
		return nil, errors.New("--models compares models with a history of one's own: name it with --history")
	}
	models, err := reader.ReadWhole(ctx, o.Source)
	if err != nil {
		return nil, fmt.Errorf("--models: %w", err)
	}
	if models.Hidden != "" {
		return nil, fmt.Errorf("--models: this user does not see the whole schema (%s): read it as one who does", models.Hidden)
	}
	room, err := dialect.For(models.Server)
	if err != nil {
		return nil, err
	}
	project, err := record.ReadProject(o.History, models.Server)
	if err != nil {
		return nil, err
	}
	h, err := project.History(models.Schema.Semantics, project.Heads("heads"))
	if err != nil {
		return nil, err
	}
	place, err := h.Place(at)
	if err != nil {
		return nil, err
	}
	head, err := place.Schema(models.Schema.Semantics)
	if err != nil {
		return nil, err
	}
	l := &result.Listing{
		Version: 1, Command: "check", Database: &result.Database{Engine: models.Server.Engine, Server: models.Server.String(), Name: models.Name},
		Subject: fmt.Sprintf("the models, as %s has them, and %s of %s", o.Source, place.Revision().ID, h.Tree),
	}
	found := compareModels(h, head, models, sideHistory{project: project}.blame())
	audit.List(l, room, o.Settings, found, rules.OfHistory)
	l.Count()
	return l, nil
}

// compareModels finds what differs, without the version tables and what the history cannot tell the definition of.
func compareModels(h *expected.History, head *schema.Schema, models *schema.Database, blame map[schema.Object]string) []rules.Finding {
	notVersion := func(table string) bool { return !models.IsVersionTable(table) }
	got := h.Compared(models.Schema.Only(notVersion, func(string) bool { return true }))
	by := func(o schema.Object) string {
		return cmp.Or(blame[schema.Object{Table: o.Table, Name: o.Name}], blame[schema.Object{Table: o.Table}])
	}
	return rules.Models(head, got, drift.Compare(head, got), by)
}
