package narrow

import (
	"strings"

	"assay/schema"
)

// Execution says how a statement goes about what it does, as its first words tell.
func (l *Language) Execution(sql string) schema.Execution {
	r, err := l.Read(sql)
	if err != nil || r.Done() {
		return schema.Execution{}
	}
	return executionOf(r, sql)
}

func executionOf(r *Reader, sql string) schema.Execution {
	first := strings.ToUpper(r.Peek().Said)
	switch {
	case r.Take("UPDATE", "STATISTICS"):
		return schema.Execution{Verb: "ANALYZE"}
	case r.Take("UPDATE"), r.Take("DELETE"):
		return written(r, first, sql)
	case r.Take("INSERT"):
		_ = r.Take("INTO")
		return schema.Execution{Verb: first, Tables: tables(r)}
	case r.Take("TRUNCATE", "TABLE"):
		m := schema.Execution{Verb: first, Tables: tables(r)}
		m.Cascade = Has(r, "CASCADE")
		return m
	case r.Take("ALTER", "TABLE"):
		m := schema.Execution{Verb: "ALTER TABLE", Concurrently: r.Online(r)}
		m.Table, _ = r.Table()
		return m
	case r.Take("CREATE"):
		return created(r)
	case r.Take("DROP"):
		return dropped(r)
	case r.Take("BEGIN", "TRAN"), r.Take("BEGIN", "TRANSACTION"):
		return schema.Execution{Verb: "BEGIN"}
	case r.Take("COMMIT"):
		return schema.Execution{Verb: first}
	case r.Take("ROLLBACK") && !Has(r, "TO"): // to a savepoint
		return schema.Execution{Verb: "ROLLBACK"}
	case r.Take("SET") && r.Peek().Kind == Word:
		return schema.Execution{Verb: first, Setting: strings.ToLower(r.Peek().Said), Value: r.PeekAt(1).Said}
	case r.Take("RENAME"), r.Take("EXEC", "sp_rename"):
		return schema.Execution{Verb: "RENAME"}
	}
	return schema.Execution{}
}

// written: which rows an UPDATE or a DELETE is about.
func written(r *Reader, verb, sql string) schema.Execution {
	m := schema.Execution{Verb: verb}
	_ = r.Take("FROM")
	if !r.Peek().Is("TOP") && !r.Peek().Is("(") {
		m.Tables = tables(r)
	}
	m.Where = Has(r, "WHERE") && !schema.EveryRow(sql)
	return m
}

// tables are the one that stands here.
func tables(r *Reader) []string {
	if t, err := r.Table(); err == nil {
		return []string{t}
	}
	return nil
}

func created(r *Reader) schema.Execution {
	lenient := Has(r, "EXISTS")
	for r.Take("UNIQUE") || r.Take("BITMAP") || r.Take("CLUSTERED") || r.Take("NONCLUSTERED") {
		continue
	}
	switch {
	case r.Take("TABLE"):
		return schema.Execution{Verb: "CREATE TABLE", Lenient: lenient}
	case r.Take("INDEX"):
		m := schema.Execution{Verb: "CREATE INDEX", Lenient: lenient, Concurrently: r.Online(r)}
		for !r.Done() && !r.Take("ON") {
			r.At++
		}
		m.Table, _ = r.Table()
		return m
	}
	return schema.Execution{}
}

func dropped(r *Reader) schema.Execution {
	for _, kind := range []string{"TABLE", "INDEX", "DATABASE", "SCHEMA"} {
		if r.Take(kind) {
			return schema.Execution{Verb: "DROP " + kind, Lenient: Has(r, "EXISTS"), Cascade: Has(r, "CASCADE"), Concurrently: r.Online(r)}
		}
	}
	return schema.Execution{}
}
