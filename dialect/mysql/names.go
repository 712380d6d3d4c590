package mysql

import (
	"context"
	"errors"
	"slices"
	"strings"

	"assay/schema"
)

// system are the databases that a server has for itself.
var system = []string{"information_schema", "metrics_schema", "mysql", "performance_schema", "sys"}

// Names are the names of the databases on the server that the user may see, sorted, without its own. There are no schemas within one.
func Names(ctx context.Context, t schema.Target, namespaces bool) (names []string, err error) {
	if namespaces {
		return nil, &schema.ReadError{
			Problem: "a database of this kind has no schemas",
			Hint:    "a pattern of --schema is for PostgreSQL; name databases by a pattern instead, as in mysql://user@host/tenant_*",
		}
	}
	t.Database = ""
	s, err := connect(ctx, t, remaining(ctx))
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, s.close()) }()
	rd := &reader{ctx: ctx, session: s, target: t}
	err = rd.query("the names of the databases", []string{"SCHEMA_NAME"}, " FROM information_schema.SCHEMATA", func(r row) error {
		if name := string(r[0]); !slices.Contains(system, strings.ToLower(name)) {
			names = append(names, name)
		}
		return nil
	})
	slices.Sort(names)
	return names, err
}
