package rehearse_test

import (
	"strings"
	"testing"

	"assay/internal/lab"
	"assay/rehearse"
)

// TestGiven: where nothing tells the stamp, the scratch database has the one that --from gives, and Alembic begins there; what rehearse lacks it does not advise.
func TestGiven(t *testing.T) {
	t.Parallel()
	for _, s := range lab.Servers(t) {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			p := begin(t, s, "a111", revision{id: "a111", sql: []string{"CREATE TABLE one (id integer NOT NULL PRIMARY KEY)"}},
				revision{id: "b222", sql: []string{"ALTER TABLE one ADD COLUMN n integer"}})
			p.DB.Exec(t, "DROP TABLE alembic_version")
			o := p.options(t, "b222")
			o.From = "a111"
			told, err := rehearse.Run(t.Context(), o)
			if err != nil || !told.Agrees || told.Outcome != "the upgrade runs to its end" {
				t.Errorf("%+v, %v", told, err)
			}
			o.Tool.Config = "no.ini"
			if _, err := rehearse.Run(t.Context(), o); err == nil || !strings.Contains(err.Error(), "configuration file with -c") || strings.Contains(err.Error(), "--command") {
				t.Error(err)
			}
		})
	}
}
