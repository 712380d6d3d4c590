package main

import (
	"fmt"

	"assay/schema"
)

func (e *editor) ownIndex() draft { return e.index("INDEX") }

func (e *editor) uniqueIndex() draft { return e.index("UNIQUE INDEX") }

// index leaves aors alone: an index of it alone is cut down to a prefix when dac2b4c328b8 makes it 2048 long, as MyISAM does.
func (e *editor) index(kind string) draft {
	table, c, _ := e.one(func(c schema.Column) bool { return c.Name != "aors" })
	parts, name := e.room.Quote(c.Name), e.name("ix_own")
	if other := pick(e, e.schema.Table(table).Columns).Name; other != c.Name && e.IntN(2) == 0 {
		parts += ", " + e.room.Quote(other)
	}
	return draft{sql: []string{fmt.Sprintf("CREATE %s %s ON %s (%s)", kind, name, e.room.Quote(table), parts)}, names: []string{name}}
}

func (e *editor) viewAs(kind, format string) draft {
	table, c, _ := e.one(noKey)
	name := e.name("v_own")
	return draft{
		sql:   []string{fmt.Sprintf("CREATE "+kind+" "+name+" AS "+format, e.room.Quote(table), e.room.Quote(c.Name))},
		names: []string{name},
	}
}

func (e *editor) view() draft { return e.viewAs("VIEW", "SELECT %[2]s FROM %[1]s") }

// longIndex is over a column that the upgrade touches and another text.
func (e *editor) longIndex() draft {
	table, c, ok := e.one(isVarchar)
	if !ok {
		return draft{}
	}
	var others []string
	for _, o := range e.schema.Table(table).Columns {
		if isVarchar(o) && o.Name != c.Name {
			others = append(others, o.Name)
		}
	}
	if len(others) == 0 {
		return draft{}
	}
	name := e.name("ix_long")
	return draft{
		sql:   []string{fmt.Sprintf("CREATE INDEX %s ON %s (%s, %s)", name, e.room.Quote(table), e.room.Quote(pick(e, others)), e.room.Quote(c.Name))},
		names: []string{name},
	}
}

func (e *editor) viewOnView() draft {
	d := e.view()
	name := e.name("v_on_v")
	return draft{sql: append(d.sql, "CREATE VIEW "+name+" AS SELECT * FROM "+d.names[0]), names: append(d.names, name)}
}

func (e *editor) joinedView() draft {
	table, c, _ := e.one(noKey)
	other, o, _ := e.one(noKey)
	name := e.name("v_join")
	return draft{
		sql: []string{fmt.Sprintf("CREATE VIEW %s AS SELECT a.%s AS a, b.%s AS b FROM %s AS a, %s AS b", name, e.room.Quote(c.Name), e.room.Quote(o.Name),
			e.room.Quote(table), e.room.Quote(other))},
		names: []string{name},
	}
}

func (e *editor) materialized() draft {
	d := e.viewAs("MATERIALIZED VIEW", "SELECT %[2]s AS x FROM %[1]s")
	d.sql = append(d.sql, "CREATE INDEX "+e.name("ix_v")+" ON "+d.names[0]+" (x)")
	return d
}

func (e *editor) rule() draft {
	table, c, _ := e.one(noKey)
	name := e.name("r_own")
	return draft{
		sql:   []string{fmt.Sprintf("CREATE RULE %s AS ON UPDATE TO %s WHERE NEW.%s IS NULL AND false DO INSTEAD NOTHING", name, e.room.Quote(table), e.room.Quote(c.Name))},
		names: []string{name},
	}
}

func (e *editor) trigger() draft {
	table, c, _ := e.one(noKey)
	name := e.name("tr_own")
	return draft{
		sql: []string{
			fmt.Sprintf("CREATE FUNCTION f_%s() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'", name),
			fmt.Sprintf("CREATE TRIGGER %s BEFORE UPDATE OF %s ON %s FOR EACH ROW EXECUTE FUNCTION f_%[1]s()", name, e.room.Quote(c.Name), e.room.Quote(table)),
		},
		names: []string{name},
	}
}

func (e *editor) policy() draft {
	table, c, _ := e.one(noKey)
	name := e.name("p_own")
	return draft{sql: []string{fmt.Sprintf("CREATE POLICY %s ON %s USING (%s IS NOT NULL)", name, e.room.Quote(table), e.room.Quote(c.Name))}, names: []string{name}}
}

func (e *editor) check() draft {
	table, c, _ := e.one(noKey)
	name := e.name("ck_own")
	return draft{
		sql:   []string{fmt.Sprintf("ALTER TABLE %s ADD CONSTRAINT %s CHECK (%s OR 1 = 1)", e.room.Quote(table), name, e.conditionOn(c))},
		names: []string{name},
	}
}

func (e *editor) partialIndex() draft {
	t, c, _ := e.one(noKey)
	name := e.name("ix_part")
	return draft{
		sql:   []string{fmt.Sprintf("CREATE INDEX %s ON %s (%s) WHERE %s", name, e.room.Quote(t), e.room.Quote(e.schema.Table(t).Columns[0].Name), e.conditionOn(c))},
		names: []string{name},
	}
}

func (e *editor) primaryKey() draft {
	table := e.table().Name
	return draft{sql: []string{"ALTER TABLE " + e.room.Quote(table) + " ADD PRIMARY KEY (id)"}}
}

// foreignKey ties a column to the ids of a table of PJSIP.
func (e *editor) foreignKey() draft {
	table, c, ok := e.one(func(c schema.Column) bool { return isVarchar(c) && (noKey(c) || e.IntN(2) == 0) })
	if !ok {
		return draft{}
	}
	name := e.name("fk_own")
	return draft{
		sql: []string{fmt.Sprintf("ALTER TABLE %s ADD CONSTRAINT %s FOREIGN KEY (%s) REFERENCES %s (id)", e.room.Quote(table), name, e.room.Quote(c.Name),
			pick(e, []string{"ps_endpoints", "ps_aors", "ps_auths"}))},
		names: []string{name},
	}
}
