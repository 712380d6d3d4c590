package audit

import (
	"errors"
	"fmt"
	"strings"

	"assay/expected"
	"assay/introspect"
)

// A NamedPlace is a revision or release that the user names with a flag; an empty Name: he does not.
type NamedPlace struct{ Flag, Name string }

// From is the flag that names where Alembic begins, which may be [Base].
const From = "--from"

// misnamed is the error of a database that holds nothing, unless the user names a place that is none: that is what he is to be told of first.
func (o *Options) misnamed(known *Library, err error) error {
	empty, ok := errors.AsType[*introspect.EmptyError](err)
	if !ok || empty.Database == nil || known.Load(empty.Database.Server) != nil {
		return err
	}
	histories := known.Histories
	if known.project != nil {
		h, none := known.project.History(known.room.Semantics())
		if none != nil {
			return err
		}
		histories = []*expected.History{h}
	}
	if unknown := o.unknown(histories); unknown != nil {
		return unknown
	}
	return err
}

// unknown refuses a place that none of the histories has.
func (o *Options) unknown(histories []*expected.History) error {
	for _, p := range o.Places {
		if p.Name == "" || p.Name == Base && p.Flag == From {
			continue
		}
		for one := range strings.SplitSeq(p.Name, "+") {
			if err := (NamedPlace{p.Flag, one}).in(histories); err != nil {
				return err
			}
		}
	}
	return nil
}

// in says that none of the histories has the place; nil: one has.
func (p NamedPlace) in(histories []*expected.History) (why error) {
	for _, h := range histories {
		_, err := h.Resolve(p.Name)
		if err == nil {
			return nil
		}
		if why == nil {
			why = err
		}
	}
	if why == nil {
		return nil
	}
	return p.none(why)
}

// none says why there is no such place; the word of Alembic's for none, misspelt, is near to it too.
func (p NamedPlace) none(why error) error {
	if near := expected.DidYouMean(p.Name, []string{Base}); p.Flag == From && near != "" {
		return fmt.Errorf("%s: no revision is called %q%s", p.Flag, p.Name, near)
	}
	return fmt.Errorf("%s: %w", p.Flag, why)
}
