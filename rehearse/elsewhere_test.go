package rehearse_test

import (
	"path/filepath"
	"strings"
	"testing"

	"assay/internal/lab"
	"assay/internal/lab/alembic"
	"assay/rehearse"
)

// TestVersionTableElsewhere: a project that keeps its version table in another schema is rehearsed with one there, if that is named. On MySQL it would be a database
// beside the scratch database, perhaps of somebody's work, which no rehearsal may write to.
func TestVersionTableElsewhere(t *testing.T) {
	t.Parallel()
	for _, s := range lab.Servers(t) {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			p := begin(t, s, "a111", revision{id: "a111", sql: []string{"CREATE TABLE one (id integer NOT NULL PRIMARY KEY)"}},
				revision{id: "b222", sql: []string{"ALTER TABLE one ADD COLUMN n integer"}})
			home, mysql := "versions", s.Server.Engine == "mysql"
			if mysql {
				home = s.Database(t).Name
				p.DB.Exec(t, "RENAME TABLE alembic_version TO "+home+".alembic_version")
			} else {
				p.DB.Exec(t, "CREATE SCHEMA versions", "ALTER TABLE alembic_version SET SCHEMA versions")
			}
			alembic.ReplaceIn(t, filepath.Join(filepath.Dir(p.INI), "migrations", "env.py"), "connection=connection",
				"connection=connection, version_table_schema='"+home+"'")
			o := p.options(t, "b222")
			o.From = "a111"
			refused := "alembic current does not find that: if env.py sets version_table_schema"
			if mysql {
				refused = "alembic current finds revision a111 there, and none was run yet: does env.py keep the version table elsewhere"
			}
			if _, err := rehearse.Run(t.Context(), o); err == nil || !strings.Contains(err.Error(), refused) {
				t.Errorf("unnamed: %v", err)
			}
			o = p.options(t, "b222")
			scratch := s.Database(t)
			o.Scratch, o.Tool.URL = at(t, scratch.URL), alembic.URL(t, scratch)
			o.Look.Source.Target.VersionSchema = home
			told, err := rehearse.Run(t.Context(), o)
			switch {
			case mysql && (err == nil || !strings.Contains(err.Error(), "keeps its version table in database "+home)):
				t.Errorf("named: %v", err)
			case !mysql && (err != nil || !told.Agrees):
				t.Errorf("named: %+v, %v", told, err)
			}
			var stored string
			if err := p.DB.DB.QueryRowContext(t.Context(), "SELECT version_num FROM "+home+".alembic_version").Scan(&stored); err != nil || stored != "a111" {
				t.Errorf("the version table of the database itself has %s, %v", stored, err)
			}
		})
	}
}
