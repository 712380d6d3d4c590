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
		table := quote(c.name) + "." + quote(c.unreadable[0])
		return fmt.Errorf("the stamp cannot be read: GRANT SELECT ON %s to the user", table)
	}
	var selects []string
	for _, t := range c.order {
		if t.stamp && slices.Contains(t.columns, "version_num") {
			selects = append(selects, fmt.Sprintf(`SELECT %d, version_num::pg_catalog.text FROM %s.%s`,
				len(c.stamps), quote(c.name), quote(t.Name)))
			c.stamps = append(c.stamps, schema.Stamp{Table: t.Name})
		}
	}
	if len(selects) == 0 {
		return nil
	}
	err := s.run(ctx, query{strings.Join(selects, " UNION ALL "), func(r row) {
		if at := &c.stamps[r.number(0)]; r[1] != nil {
			at.Revisions = append(at.Revisions, r.text(1))
		}
	}})
	if codeOf(err) == noPrivilege {
		return fmt.Errorf("a stamp cannot be read; GRANT SELECT ON it to the user: %w", err)
	}
	for i := range c.stamps {
		slices.Sort(c.stamps[i].Revisions)
	}
	return err
}
