package mysql

import (
	"slices"
	"strconv"

	"assay/schema"
)

// measure reads how far the columns that count up have got. The engine is asked for it table by table, so it is no part of reading a schema.
func (rd *reader) measure() error {
	if rd.room.flavor.cachesCounters {
		// Without a day's grace; the session is ours, and ends with it.
		if err := rd.session.try(rd.ctx, "SET SESSION information_schema_stats_expiry = 0"); err != nil {
			return rd.failed("the counters", err)
		}
	}
	columns := []string{"TABLE_NAME", "AUTO_INCREMENT"}
	rest := `
		FROM   information_schema.TABLES
		` + rd.where("TABLE_SCHEMA") + `
		AND    AUTO_INCREMENT IS NOT NULL
		ORDER BY table_name`
	return rd.query("the counters", columns, rest, func(row row) error {
		t := rd.tables[string(row[0])]
		if t == nil {
			return nil
		}
		i := slices.IndexFunc(t.Columns, func(c schema.Column) bool { return c.AutoIncrement })
		if i < 0 {
			return nil
		}
		next, err := strconv.ParseUint(string(row[1]), 10, 64)
		most, known := mostOf(t.Columns[i].Type)
		if err == nil && known {
			rd.database.Measures.Counters = append(rd.database.Measures.Counters, schema.Counter{
				Table: t.Name, Column: t.Columns[i].Name, Owned: true, Next: next, Most: most,
			})
		}
		return nil
	})
}

// mostOf is the largest number that a type of integers holds, and whether it is one.
func mostOf(t schema.Type) (uint64, bool) {
	bits, ok := map[string]int{"tinyint": 8, "smallint": 16, "mediumint": 24, "int": 32, "bigint": 64}[t.Name]
	if !ok {
		return 0, false
	}
	most := ^uint64(0) >> (64 - bits)
	if t.Attrs == "" {
		most >>= 1
	}
	return most, true
}
