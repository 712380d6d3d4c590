package rules

import (
	"fmt"

	"assay/schema"
)

var unsafeEngine = &Rule{
	Name: "unsafe-engine", Severity: Warning, Milder: true, Of: OfDesign, Engines: []string{"mysql"}, Since: "0.1",
	Title: "a table's storage engine loses rows in a crash, or has no transactions",
	Why: "A crash leaves MyISAM tables broken or incomplete, and MEMORY tables empty. ROLLBACK undoes nothing in them, and neither does " +
		"Alembic's; foreign keys are ignored; each write locks the whole table; and mariadb-dump --single-transaction copies them at a " +
		"different moment than the rest. Galera and group replication do not replicate them.",
	Bad:  "CREATE TABLE t (id INTEGER PRIMARY KEY) ENGINE=MyISAM;",
	Good: "CREATE TABLE t (id INTEGER PRIMARY KEY) ENGINE=InnoDB;",
	Design: func(d *Design) []Finding {
		return d.each(func(t *schema.Table) []Finding {
			does, known := unsafeEngines[t.Options.Engine]
			if !known || t.Options.Engine == d.Schema.Semantics.SafeEngine {
				return nil
			}
			f := Finding{Severity: does.severity, Got: t.Options.Engine, Want: d.Schema.Semantics.SafeEngine}
			f.Message = fmt.Sprintf("table %s uses %s, %s; set ENGINE=%s", t.Name, f.Got, does.what, f.Want)
			f.Fix = []schema.Change{schema.AlterTable{Table: t.Name, From: t.Options, To: schema.Options{Engine: f.Want}}}
			return []Finding{f}
		})
	},
}

// unsafeEngines are the storage engines that people have tables in that are meant to last. Who chose ARCHIVE, CSV or BLACKHOLE knows why.
var unsafeEngines = map[string]struct {
	severity Severity
	what     string
}{
	"MyISAM":     {Warning, "which a crash leaves broken, and which has no transactions and no foreign keys"},
	"MRG_MYISAM": {Warning, "whose tables a crash leaves broken, and which has no transactions and no foreign keys"},
	"MEMORY":     {Info, "which is empty after every restart of the server"},
	"Aria":       {Info, "which has no transactions and no foreign keys"},
}
