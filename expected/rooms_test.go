package expected_test

import (
	"testing"

	"assay/dialect"
	"assay/expected"
	"assay/schema"
)

// servers are the oldest, the newest and those in between that differ in what they make of a type.
var servers = []schema.Server{
	{Engine: "mysql"},
	{Engine: "mysql", Product: "MySQL", Version: "5.6.24"},
	{Engine: "mysql", Product: "MySQL", Version: "9.7.0"},
	{Engine: "mysql", Product: "MariaDB", Version: "10.11.19"},
	{Engine: "mysql", Product: "MariaDB", Version: "11.8.3"},
	{Engine: "postgresql"},
	{Engine: "postgresql", Product: "PostgreSQL", Version: "12.22"},
	{Engine: "postgresql", Product: "PostgreSQL", Version: "15.18"},
	{Engine: "mssql", Product: "SQL Server", Version: "16.0.4175"},
	{Engine: "oracle", Product: "Oracle", Version: "19.0.0.0.0"},
}

// TestRooms replays every chain as each server has it.
func TestRooms(t *testing.T) {
	t.Parallel()
	for _, server := range servers {
		t.Run(server.Engine+" "+server.String(), func(t *testing.T) {
			t.Parallel()
			room, err := dialect.For(server)
			if err != nil {
				t.Fatal(err)
			}
			for _, tree := range expected.Trees() {
				h, err := expected.Asterisk(tree, server.Engine, room)
				if err != nil {
					t.Error(err)
					continue
				}
				for _, c := range h.Chains {
					replay(t, expected.Position{Chain: c, At: len(c.Revisions) - 1}, room.Semantics())
				}
			}
		})
	}
}

// replay checks that a position's schema can be made, is canonical where a revision is most likely not to be, and is all blamed.
func replay(t *testing.T, p expected.Position, m schema.Semantics) {
	t.Helper()
	s, err := p.Schema(m)
	if err != nil {
		t.Error(err)
		return
	}
	blame := p.Blame()
	for _, table := range s.Tables {
		for _, c := range table.Columns {
			if _, enum := s.Enums[c.Type.Name]; c.Type.Named != enum {
				t.Errorf("%s: %s.%s is a %q", p.Chain.Name, table.Name, c.Name, c.Type)
			}
			if blame[schema.Object{Kind: schema.ColumnObject, Table: table.Name, Name: c.Name}] == nil {
				t.Errorf("%s: nobody has set %s.%s", p.Chain.Name, table.Name, c.Name)
			}
		}
		for _, x := range table.Indexes {
			name := x.Name
			if name == "" {
				name = x.On()
			}
			if blame[schema.Object{Kind: schema.IndexObject, Table: table.Name, Name: name}] == nil {
				t.Errorf("%s: nobody has set index %s of %s", p.Chain.Name, name, table.Name)
			}
		}
	}
}

// TestRoomsBlame checks who is blamed in the newest release, and when that was released first.
func TestRoomsBlame(t *testing.T) {
	for _, engine := range []string{"mysql", "postgresql"} {
		room, err := dialect.For(schema.Server{Engine: engine})
		if err != nil {
			t.Fatal(err)
		}
		h, err := expected.Asterisk("config", engine, room)
		if err != nil {
			t.Fatal(err)
		}
		newest := h.Newest()
		blame := expected.Position{Chain: newest, At: len(newest.Revisions) - 1}.Blame()
		for _, c := range []struct {
			table, column, revision, release string
		}{
			{"ps_registrations", "user_agent", "24c12d8e9014", "21.2.0"},
			{"ps_endpoints", "mwi_from_user", "2fc7930b41b3", "12.1.0"},
			{"sippeers", "name", "4da0c5f79a9c", "12.0.0"},
		} {
			r := blame[schema.Object{Kind: schema.ColumnObject, Table: c.table, Name: c.column}]
			if r == nil {
				t.Errorf("%s.%s: nobody is blamed on %s", c.table, c.column, engine)
				continue
			}
			if first := h.FirstRelease(r).Name; r.ID != c.revision || first != c.release {
				t.Errorf("%s.%s on %s: want %s of %s, got %s of %s", c.table, c.column, engine, c.revision, c.release, r.ID, first)
			}
		}
	}
}

// BenchmarkLoad loads config as assay does it for a database.
func BenchmarkLoad(b *testing.B) {
	for _, engine := range []string{"mysql", "postgresql"} {
		b.Run(engine, func(b *testing.B) {
			room, err := dialect.For(schema.Server{Engine: engine})
			if err != nil {
				b.Fatal(err)
			}
			b.ReportAllocs()
			for b.Loop() {
				if _, err := expected.Asterisk("config", engine, room); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
