package postgres

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"assay/schema"
)

// readStamps reads all version tables at once.
func (c *catalog) readStamps(ctx context.Context, s session) error {
	if len(c.unreadable) > 0 {
		return c.denied(c.unreadable[0], nil)
	}
	var selects []string
	for _, t := range c.order {
		if t.stamp && slices.Contains(t.columns, "version_num") {
			selects = append(selects, fmt.Sprintf(`SELECT %d, coalesce(version_num::pg_catalog.text, '') FROM %s.%s`,
				len(c.stamps), quote(c.name), quote(t.Name)))
			c.stamps = append(c.stamps, schema.Stamp{Table: t.Name})
		}
	}
	if len(selects) == 0 {
		return nil
	}
	err := s.run(ctx, query{strings.Join(selects, " UNION ALL "), func(r row) {
		at := &c.stamps[r.number(0)]
		at.Revisions = append(at.Revisions, r.text(1))
	}})
	if codeOf(err) == noPrivilege {
		return c.denied(c.stamps[0].Table, err)
	}
	for i := range c.stamps {
		slices.Sort(c.stamps[i].Revisions)
	}
	return err
}

func (c *catalog) denied(table string, err error) error {
	return &schema.ReadError{
		Problem: "user " + quote(c.user) + " may not read the version table " + quote(table),
		Hint:    "GRANT SELECT ON " + quote(c.name) + "." + quote(table) + " TO " + quote(c.user),
		Cause:   err,
	}
}
