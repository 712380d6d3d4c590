package lab

import (
	"fmt"
	"strings"
	"testing"
)

// Rich makes n tables as those of large programs are: 20 columns with defaults, a key, three indexes, a check, and a foreign key to the table made
// before. Nobody has gathered statistics of them, as after a restore.
func (d *Database) Rich(t testing.TB, n int) {
	t.Helper()
	postgres := d.server.Server.Engine == "postgresql"
	var batch []string
	for i := range n {
		create, indexes := richTable(i, postgres)
		batch = append(append(batch, create), indexes...)
		if !postgres || len(batch) >= 100 || i == n-1 { // PostgreSQL takes many at once
			d.Exec(t, strings.Join(batch, ";\n"))
			batch = nil
		}
	}
}

func richTable(i int, postgres bool) (create string, indexes []string) {
	name, before := fmt.Sprintf("rich_%05d", i), fmt.Sprintf("rich_%05d", max(0, i-1))
	var inside strings.Builder
	for _, key := range [][2]string{{name + "_parent", "(parent, started)"}, {name + "_name", "(name)"}} {
		if postgres {
			indexes = append(indexes, "CREATE INDEX "+key[0]+" ON "+name+" "+key[1])
		} else {
			inside.WriteString(", INDEX " + key[0] + " " + key[1])
		}
	}
	return "CREATE TABLE " + name + ` (id INT NOT NULL PRIMARY KEY, parent INT NOT NULL, code VARCHAR(40) NOT NULL, name VARCHAR(80) NOT NULL DEFAULT '',
	street VARCHAR(120), city VARCHAR(80) DEFAULT 'none', country CHAR(2) DEFAULT 'de', phone VARCHAR(40) DEFAULT 'none', mail VARCHAR(120),
	rate DECIMAL(10,2) NOT NULL DEFAULT 0, seconds INT NOT NULL DEFAULT 0, calls BIGINT DEFAULT 0, priority SMALLINT NOT NULL DEFAULT 1,
	started TIMESTAMP NULL DEFAULT CURRENT_TIMESTAMP, ended TIMESTAMP NULL, born DATE, weight DOUBLE PRECISION, state VARCHAR(20) DEFAULT 'new',
	note TEXT, remark TEXT,
	CONSTRAINT ` + name + `_code UNIQUE (code), CONSTRAINT ` + name + `_rate CHECK (rate >= 0 AND seconds >= 0),
	CONSTRAINT ` + name + `_fk FOREIGN KEY (parent) REFERENCES ` + before + ` (id)` + inside.String() + `)`, indexes
}
