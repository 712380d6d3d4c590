package lint

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"assay/audit"
	"assay/dialect"
	"assay/drift"
	"assay/expected"
	"assay/record"
	"assay/result"
	"assay/rules"
	"assay/schema"
)

// A Beside is something that a user says beside --models, if he does.
type Beside struct {
	Flag string
	Said bool
}

// ModelsAlone refuses the first thing that is said beside --models and has no meaning there.
func ModelsAlone(all ...Beside) error {
	for _, b := range all {
		if b.Said {
			return fmt.Errorf("--models has what the models declare compared with the end of --history, and with nothing else: leave out %s", b.Flag)
		}
	}
	return nil
}

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
	notVersion := func(table string) bool { return !models.IsVersionTable(table) }
	if len(models.Schema.Only(notVersion, func(string) bool { return true }).Tables) == 0 {
		return nil, fmt.Errorf("--models: %s holds no table of any model: are all of them imported where create_all is called?", o.Source)
	}
	room, err := dialect.For(models.Server)
	if err != nil {
		return nil, err
	}
	project, err := record.ReadProject(o.History, models.Server)
	if other, ok := errors.AsType[*record.EngineError](err); ok {
		return nil, fmt.Errorf("--models: the history %s is of %s, and %s is of %s: have create_all make the models on the engine that the history is of",
			other.History, other.Engine, o.Source, models.Server)
	}
	if err != nil {
		return nil, err
	}
	h, err := project.History(models.Schema.Semantics, project.Heads("heads"))
	if err != nil {
		return nil, err
	}
	place, err := h.Place(at)
	if err != nil {
		return nil, fmt.Errorf("--at: %w", err)
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
	l.Notes = append(l.Notes, passedOver(models)...)
	l.Count()
	return l, nil
}

// passedOver says what of the models' database nobody compares; none: nothing is there of it.
func passedOver(models *schema.Database) []string {
	var all []string
	for _, o := range models.Schema.Opaque {
		if name := o.String(); !slices.Contains(all, name) { // a view stands there once for each table that it reads
			all = append(all, name)
		}
	}
	for _, b := range models.Schema.Beside {
		if name := b.String(); !slices.Contains(all, name) {
			all = append(all, name)
		}
	}
	if len(all) == 0 {
		return nil
	}
	const few = 5
	if len(all) > few {
		all = append(all[:few:few], fmt.Sprintf("%d more", len(all)-few))
	}
	return []string{"not compared: " + strings.Join(all, ", ")}
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
