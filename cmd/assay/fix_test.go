package main

import (
	"strings"
	"testing"

	"assay/internal/lab"
)

// TestFixWhatIsHeldByOthers: what the administrator made besides the trees' tables is in the way of the fix. It is set aside and comes back,
// or the fix says by name what holds it up, and mends the rest.
func TestFixWhatIsHeldByOthers(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		server func(testing.TB) []lab.Server
		sql    []string
		args   []string
		says   []string // parts of the script
		left   string   // the rule of the one finding beside the own tables that the fix leaves; empty: none
		keeps  string   // a statement that is refused where what was there before is lost
	}{
		{
			"a foreign key to a column that gets longer", lab.MySQL,
			[]string{
				"ALTER TABLE ps_endpoints MODIFY id varchar(200) NOT NULL",
				"CREATE TABLE own (e varchar(40), CONSTRAINT own_e FOREIGN KEY (e) REFERENCES ps_endpoints (id))",
			},
			nil, nil, "", "ALTER TABLE own DROP FOREIGN KEY own_e",
		},
		{
			"a foreign key between two character sets", lab.MySQL,
			[]string{
				"ALTER TABLE ps_aors CONVERT TO CHARACTER SET latin1",
				"CREATE TABLE own (e varchar(40), CONSTRAINT own_e FOREIGN KEY (e) REFERENCES ps_aors (id)) DEFAULT CHARSET=latin1",
			},
			nil,
			[]string{"not run: the server refuses it while there is foreign key own.own_e"},
			"table-charset", "ALTER TABLE own DROP FOREIGN KEY own_e",
		},
		{
			"an own table of a type that is made anew", lab.Postgres,
			[]string{
				"ALTER TYPE ast_bool_values ADD VALUE 'x'",
				"CREATE TABLE own (a ast_bool_values DEFAULT 'yes' CONSTRAINT own_a CHECK (a <> 'off'), b ast_bool_values[])",
				"CREATE INDEX own_part ON own (b) WHERE a = 'yes'",
			},
			[]string{"--allow-destructive"},
			nil, "", "ALTER TABLE own DROP CONSTRAINT own_a; DROP INDEX own_part",
		},
		{
			"a generated column of a type that is made anew", lab.Postgres,
			[]string{
				"ALTER TYPE yesno_values ADD VALUE 'x'",
				"CREATE TABLE own (a yesno_values, g boolean GENERATED ALWAYS AS (a = 'yes') STORED)",
			},
			[]string{"--allow-destructive"},
			[]string{"while generated column g uses the column"},
			"enum-label-extra", "ALTER TABLE own DROP COLUMN g",
		},
		{
			"a type under another name", lab.Postgres,
			[]string{"ALTER TYPE yesno_values RENAME TO yn"},
			nil,
			[]string{`ALTER TYPE "yn" RENAME TO "yesno_values"`},
			"", "",
		},
		{
			"a view on a column that gets longer", lab.Postgres,
			[]string{
				"ALTER TABLE ps_endpoints ALTER callerid TYPE varchar(20)", "CREATE VIEW v AS SELECT id, callerid FROM ps_endpoints",
				"ALTER TABLE ps_endpoints DROP COLUMN transport",
			},
			nil,
			[]string{"while view v uses the column", `ADD COLUMN "transport"`},
			"type-narrower", "DROP VIEW v",
		},
		{
			"another schema that comes first", lab.Postgres,
			[]string{
				`CREATE SCHEMA postgres`, `CREATE TABLE postgres.ps_contacts (LIKE ps_contacts)`, "ALTER TABLE public.ps_contacts DROP COLUMN qualify_2xx_only",
			},
			[]string{"--schema", "public"},
			[]string{`SET LOCAL search_path TO "public"`},
			"", "",
		},
		{
			"an own index", lab.Postgres,
			[]string{"CREATE INDEX mine ON ps_endpoints (callerid DESC) WHERE webrtc = 'yes'"},
			nil,
			[]string{`to restore it: CREATE INDEX "mine" ON "ps_endpoints" ("callerid" DESC) WHERE webrtc = 'yes';`},
			"", "",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			for _, s := range tt.server(t) {
				db := builtWithRows(t, s, newest)
				db.Exec(t, tt.sql...)
				script := fix(t, db, tt.args...)
				for _, part := range tt.says {
					if !strings.Contains(script, part) {
						t.Errorf("%s: the script does not say %q:\n%s", s.Name, part, script)
					}
				}
				checkLeft(t, db, tt.args, tt.left)
				if tt.keeps != "" {
					db.Exec(t, tt.keeps)
				}
			}
		})
	}
}

// checkLeft: the fix leaves one finding of that rule at most, besides own tables.
func checkLeft(t *testing.T, db *lab.Database, args []string, rule string) {
	t.Helper()
	check := []string{"check", db.URL}
	if len(args) > 1 {
		check = append(check, args...)
	}
	r, _ := reported(t, check...)
	left := ""
	for _, tree := range r.Trees {
		for _, f := range tree.Findings {
			if f.Rule != "extra-table" {
				left += f.Rule
			}
		}
	}
	if left != rule {
		t.Errorf("the fix leaves %q, want %q", left, rule)
	}
}

// TestFixKeepsOwnCharsets: a table's conversion leaves columns of the administrator's own as they are, and names those that it changes.
func TestFixKeepsOwnCharsets(t *testing.T) {
	t.Parallel()
	for _, s := range lab.MySQL(t) {
		db := builtWithRows(t, s, newest)
		db.Exec(t, "ALTER TABLE ps_aors CONVERT TO CHARACTER SET latin1",
			"ALTER TABLE ps_aors MODIFY id varchar(255) CHARACTER SET ascii COLLATE ascii_bin NOT NULL, ADD own varchar(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin")
		if script := fix(t, db); !strings.Contains(script, "column ps_aors.id has collation ascii_bin") {
			t.Errorf("%s: the script does not name the column that it changes:\n%s", s.Name, script)
		}
		var own string
		err := db.DB.QueryRow("SELECT COLLATION_NAME FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'ps_aors' AND COLUMN_NAME = 'own'").Scan(&own)
		if err != nil || own != "utf8mb4_bin" {
			t.Errorf("%s: the collation is %q (%v), want utf8mb4_bin", s.Name, own, err)
		}
		checkLeft(t, db, nil, "extra-column")
	}
}
