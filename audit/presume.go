package audit

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"assay/drift"
	"assay/expected"
	"assay/schema"
)

// Base is what Alembic calls the place before the first revision.
const Base = "base"

// Presume is the inference with a stamp for the trees of which nothing tells one: that of the revision or release that is named, which must be one, or, of a
// dump without rows, of the revision that the schema is at. A database that says its stamp is believed, and to name another is refused.
func (i *Inference) Presume(from string) (*Inference, error) {
	if from == Base {
		return i.unstamped()
	}
	stamps := slices.Clone(i.DB.Stamps)
	notes := map[string]string{}
	var why error
	resolved := from == ""
	for _, a := range i.Trees {
		id, note, named, err := a.presumed(from)
		if why = cmp.Or(why, err); id == "" {
			continue
		}
		resolved = resolved || named
		table := cmp.Or(a.Stamp.Table, a.History.VersionTable)
		stamps = slices.DeleteFunc(stamps, func(s schema.Stamp) bool { return s.Table == table })
		given := map[bool]string{true: From, false: "the schema"}[named]
		stamps, notes[a.Name] = append(stamps, schema.Stamp{Table: table, Revisions: []string{id}, Given: given}), note
	}
	if !resolved || len(notes) == 0 {
		return i, why
	}
	d, db := *i.Database, *i.DB
	db.Stamps, db.NoRows = stamps, false
	d.DB = &db
	known := d.Infer()
	for _, a := range known.Trees {
		if note := notes[a.Name]; note != "" {
			a.Notes = append(a.Notes, note)
		}
	}
	return known, nil
}

// unstamped is the inference where nothing has run: a dump without rows hides no stamp then. It fails where a tree's stamp says where Alembic begins.
func (i *Inference) unstamped() (*Inference, error) {
	for _, a := range i.Trees {
		if len(a.Stamp.Revisions) > 0 {
			return nil, stampedAlready(a)
		}
	}
	if !i.DB.NoRows {
		return i, nil
	}
	d, db := *i.Database, *i.DB
	db.NoRows = false
	d.DB = &db
	return d.Infer(), nil
}

func stampedAlready(a *Judged) error {
	return fmt.Errorf("--from: the stamp of %s is there, and Alembic begins with it: %s", a.Name, a.Stamp.Revisions[0])
}

// presumed is the revision at which a tree is taken to be of which nothing tells the stamp, a sentence that says so, and whether it is named; an empty id:
// it is told, or nobody asks for another. A tree that does not know the one that is named is where its schema is.
func (a *Judged) presumed(from string) (id, note string, named bool, err error) {
	if len(a.Stamp.Revisions) > 0 {
		if from != "" {
			err = stampedAlready(a)
		}
		return "", "", false, err
	}
	if from != "" {
		var found []expected.Position
		if found, err = a.Resolve(from); err == nil {
			id = nearestOf(a, found).Revision().ID
			return id, "nothing tells the stamp: it is taken to be " + id + ", as --from says", true, nil
		}
		err = NamedPlace{From, from}.none(err)
	}
	if a.Verdict() == drift.NotAlembic || err == nil && !a.Database.DB.NoRows {
		return "", "", false, err
	}
	if !a.sure() {
		return "", "", false, cmp.Or(err, errors.New("nothing tells the stamp, and the schema does not say for sure which revision it is: name it with --from (assay infer names the candidates)"))
	}
	id = a.settle().Target.Revision().ID
	return id, "nothing tells the stamp: it is taken to be " + id + ", at which the schema is (--from names another)", false, err
}
