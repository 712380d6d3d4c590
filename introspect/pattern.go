package introspect

import (
	"cmp"
	"context"
	"fmt"
	"path"
	"strings"

	"assay/schema"
)

// A Lister names the databases on a server, or the schemas in a database. The rooms' dialect.NamesOn is one.
type Lister func(ctx context.Context, engine string, t schema.Target, namespaces bool) ([]string, error)

// IsPattern reports whether a name stands for several: it has a star.
func IsPattern(name string) bool { return strings.Contains(name, "*") }

// Matching are the sources that a source stands for whose database or schema is a pattern: one for each database on the server, or each schema in the database,
// of such a name.
func Matching(ctx context.Context, s Source, list Lister) ([]Source, error) {
	all := []Source{s}
	for _, namespaces := range []bool{false, true} {
		var next []Source
		for _, one := range all {
			found, err := one.matching(ctx, list, namespaces)
			if err != nil {
				return nil, err
			}
			next = append(next, found...)
		}
		all = next
	}
	return all, nil
}

func (s Source) matching(ctx context.Context, list Lister, namespaces bool) ([]Source, error) {
	pattern, what := s.Target.Database, "database"
	if namespaces {
		pattern, what = s.Target.Schema, "schema"
	}
	if !IsPattern(pattern) || s.Path != "" {
		return []Source{s}, nil
	}
	if _, err := path.Match(pattern, ""); err != nil {
		return nil, fmt.Errorf("%s: %q is no pattern of names: a bracket in it is not closed", s, pattern)
	}
	names, err := within(ctx, cmp.Or(s.Timeout, limit), s, func(ctx context.Context) ([]string, error) { return list(ctx, s.Engine, s.Target, namespaces) })
	if err != nil {
		return nil, err
	}
	var all []Source
	for _, name := range names {
		if ok, _ := path.Match(pattern, name); !ok {
			continue
		}
		all = append(all, s.of(namespaces, name))
	}
	if len(all) == 0 {
		return nil, fmt.Errorf("%s: there is no %s called %s that this user may see", s, what, pattern)
	}
	return all, nil
}

// Beside is another schema of the same database, or on an engine without schemas another database of the same server or dump.
func (s Source) Beside(name string) Source { return s.of(address(s.Engine).Namespaces, name) }

func (s Source) of(namespaces bool, name string) Source {
	if namespaces {
		s.Target.Schema = name
	} else {
		s.Target.Database = name
	}
	return s
}
