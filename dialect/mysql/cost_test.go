package mysql

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	driver "github.com/go-sql-driver/mysql"

	"assay/internal/lab"
	"assay/schema"
)

// A seen is how a server goes about a statement: what it refuses, and whether it writes all rows anew where it takes the quickest way.
type seen struct {
	refused map[string]bool // by what is demanded: "ALGORITHM=INSTANT"
	rebuilt bool
}

// An asker asks a server how it would go about a statement, by demanding ever less of it.
type asker struct {
	db     *lab.Database
	room   *Room
	before []string
	fresh  bool // the tables are as they were made
	strict bool // they can be made on every server
}

// ask returns how the server does it; ok is false where it does not do it at all.
func (a *asker) ask(t *testing.T, sql string) (s seen, ok bool) {
	t.Helper()
	a.fresh = false
	s.refused = map[string]bool{}
	for _, algorithm := range algorithms {
		demand := "ALGORITHM=" + algorithm
		rebuilt, err := a.try(t, demanding(sql, demand))
		if s.refused[demand] = err != nil; err == nil {
			s.rebuilt, ok = rebuilt, true
			break
		}
		if !isRefusal(err) {
			t.Logf("not on this server: %v", err)
			return s, false
		}
	}
	for _, lock := range locks {
		demand := "LOCK=" + lock
		_, err := a.try(t, demanding(sql, demand))
		if s.refused[demand] = err != nil; err == nil {
			break
		}
		if !isRefusal(err) {
			t.Fatal(err)
		}
	}
	return s, ok
}

func demanding(sql, demand string) string {
	if rest, ok := strings.CutPrefix(sql, "ALTER TABLE "); ok {
		table, parts, _ := strings.Cut(rest, " ")
		return "ALTER TABLE " + table + " " + demand + ", " + parts // ORDER BY and PARTITION BY come last
	}
	return sql + " " + demand
}

// isRefusal: 1845 and 1846 say that it is not done that way, 1800 that the server knows no such algorithm.
func isRefusal(err error) bool {
	var said *driver.MySQLError
	return errors.As(err, &said) && (said.Number == 1845 || said.Number == 1846 || said.Number == 1800)
}

// try runs a statement on fresh tables, and says whether the table's rows are kept elsewhere afterwards.
func (a *asker) try(t *testing.T, sql string) (rebuilt bool, err error) {
	t.Helper()
	if !a.fresh {
		a.clear(t)
		for _, s := range a.before {
			if _, err := a.db.DB.ExecContext(t.Context(), s); err != nil && a.strict {
				t.Fatalf("%s: %v", s, err)
			} else if err != nil {
				return false, err
			}
		}
		for _, s := range costRows {
			_, _ = a.db.DB.ExecContext(t.Context(), s)
		}
	}
	before := a.place(t, sql)
	_, err = a.db.DB.ExecContext(t.Context(), sql)
	a.fresh = err != nil
	return before != a.place(t, sql), err
}

// clear drops all tables and views, and ends the session, with which temporary tables end.
func (a *asker) clear(t *testing.T) {
	t.Helper()
	rows, err := a.db.DB.QueryContext(t.Context(), "SHOW FULL TABLES")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	drops := []string{"SET foreign_key_checks = 0"}
	for rows.Next() {
		var table, kind string
		if err := rows.Scan(&table, &kind); err != nil {
			t.Fatal(err)
		}
		drops = append(drops, "DROP "+strings.TrimPrefix(kind, "BASE ")+" "+quote(table))
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	rows.Close()
	a.db.Exec(t, append(drops, "SET foreign_key_checks = 1")...)
	a.db.DB.SetMaxIdleConns(0)
	a.db.DB.SetMaxIdleConns(1)
}

// place is InnoDB's number for the table that a statement is about.
func (a *asker) place(t *testing.T, sql string) string {
	t.Helper()
	catalogue := "INNODB_SYS_TABLES"
	if a.room.flavor.atLeastMySQL(8) {
		catalogue = "INNODB_TABLES"
	}
	var id string
	_ = a.db.DB.QueryRowContext(t.Context(), "SELECT TABLE_ID FROM information_schema."+catalogue+" WHERE NAME = ?", a.db.Name+"/"+a.room.Execution(sql).Table).Scan(&id)
	return id
}

// TestCost holds what is reckoned against what a server itself says of every change.
func TestCost(t *testing.T) {
	onServers(t, func(t *testing.T, r *Room, db *lab.Database) {
		for _, tt := range costCases {
			t.Run(tt.name, func(t *testing.T) {
				a := asker{db: db, room: r, before: slices.Concat(costBase, tt.before)}
				if s, ok := a.ask(t, tt.sql); ok {
					compareCost(t, r, a.before, tt.sql, s)
				}
			})
		}
	})
}

// knownAfter is the schema that statements make, as far as they say it, and the settings.
func knownAfter(t *testing.T, r *Room, before []string) (*schema.Schema, map[string]string) {
	t.Helper()
	known, session := schema.New(semanticsOf(r.flavor)), map[string]string{}
	for _, b := range before {
		if m := r.Execution(b); m.Setting != "" {
			session[m.Setting] = m.Value
		}
		if touched := schema.Touched(b); len(touched) == 0 || touched[0].Kind != "view" { // which no change tells of
			apply(t, r, known, b)
		}
	}
	return known, session
}

func compareCost(t *testing.T, r *Room, before []string, sql string, s seen) {
	t.Helper()
	known, session := knownAfter(t, r, before)
	changes, err := r.Parse(sql)
	if err != nil {
		t.Fatal(err)
	}
	rewrites := false
	for _, c := range costs(r, known, changes, sql, session, "") {
		rewrites = rewrites || c.Work == schema.Rewrites
	}
	if isInnoDB(known.Table(r.Execution(sql).Table)) && rewrites != s.rebuilt {
		t.Errorf("Cost says that rows are written anew: %t; the server: %t", rewrites, s.rebuilt)
	}
	for demand, refused := range s.refused {
		for _, c := range costs(r, known, changes, sql, session, demand) {
			if (c.Refused == demand) != refused || c.Refused != "" && c.Refused != demand {
				t.Errorf("%s: asked for %s, it is refused: %t; Cost says %s (%q), since %s", sql, demand, refused, c.Words, c.Refused, c.Why)
			}
		}
	}
}

// costs are those of a statement that makes a demand beside.
func costs(r *Room, known *schema.Schema, changes []schema.Change, sql string, session map[string]string, demand string) []schema.Cost {
	var all []schema.Cost
	for _, c := range append(changes, nil) {
		m := r.Execution(sql)
		if demand != "" {
			m = r.Execution(demanding(sql, demand))
		}
		m.Beside, m.Session = changes, session
		all = append(all, r.Cost(known, c, m)...)
	}
	return all
}

// ofCosts are the rules that speak of costs.
var ofCosts = []string{
	"alter-copies", "alter-rebuilds", "alter-repeated", "algorithm-refused", "foreign-key-copies", "implicit-zero", "index-blocks-writes", "modify-loses", "not-resumable",
	"data-with-ddl", "primary-key-lost",
}

// TestCostOfFixtures asks the server of every statement in the fixtures of those rules that alters a table.
func TestCostOfFixtures(t *testing.T) {
	var files []string
	for _, rule := range ofCosts {
		files = append(files, filepath.Join("../../testdata/lint/mysql", rule+".sql"))
	}
	onServers(t, func(t *testing.T, r *Room, db *lab.Database) {
		if !r.flavor.isMariaDB() || r.flavor.copiesOnline { // what the fixtures are written for
			t.Skipf("NOT TESTED: the fixtures are written for MariaDB before 11.2, and this is another server")
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if strings.HasPrefix(string(text), "-- MySQL") || !strings.Contains(string(text), "\n-- then\n") { // of another server, or of schemas, which it may refuse
				continue
			}
			t.Run(strings.TrimSuffix(filepath.Base(file), ".sql"), func(t *testing.T) { askFixture(t, r, db, string(text)) })
		}
	})
}

func askFixture(t *testing.T, r *Room, db *lab.Database, text string) {
	t.Helper()
	all, err := r.Split(text)
	if err != nil {
		t.Fatal(err)
	}
	then := strings.Count(text[:strings.Index(text, "-- then")+1], "\n") + 1
	a := asker{db: db, room: r, strict: true}
	for _, st := range all {
		m := r.Execution(st.Text)
		runs := true
		if st.Line > then && m.Table != "" {
			runs = askStatement(t, r, &a, st.Text, m)
		}
		if runs && m.Tables == nil {
			a.before = append(a.before, st.Text)
		}
	}
	a.fresh = false
	if _, err := a.try(t, "DO 1"); err != nil { // makes all that stands before it
		t.Fatal(err)
	}
	known, _ := knownAfter(t, r, a.before)
	compare(t, r, known, read(t, db).Schema) // what is lost is lost
}

// askStatement holds the cost of a statement against the server, and says whether it runs. One that makes demands of its own is run as it is.
func askStatement(t *testing.T, r *Room, a *asker, sql string, m schema.Execution) bool {
	t.Helper()
	if m.Algorithm == "" && m.Lock == "" {
		s, ok := a.ask(t, sql)
		if ok {
			compareCost(t, r, a.before, sql, s)
		}
		return ok
	}
	a.fresh = false
	_, err := a.try(t, sql)
	if err != nil && !isRefusal(err) {
		t.Fatalf("%s: %v", sql, err)
	}
	known, session := knownAfter(t, r, a.before)
	changes, parseErr := r.Parse(sql)
	if parseErr != nil {
		t.Fatal(parseErr)
	}
	for _, c := range costs(r, known, changes, sql, session, "") {
		if (c.Refused != "") != (err != nil) {
			t.Errorf("%s: Cost refuses %q; the server says: %v", sql, c.Refused, err)
		}
	}
	return err == nil
}

// TestCostByVersion holds what is reckoned for servers that are not at hand to what their manuals say.
func TestCostByVersion(t *testing.T) {
	t.Parallel()
	const (
		plain = "CREATE TABLE t (id int PRIMARY KEY, a varchar(20), b int NOT NULL, e enum('a')) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4"
		bare  = "CREATE TABLE t (id int PRIMARY KEY, a varchar(40))"
		last  = "ALTER TABLE t ADD COLUMN x int"
		first = "ALTER TABLE t ADD COLUMN x int FIRST"
		drop  = "ALTER TABLE t DROP COLUMN a"
		name  = "ALTER TABLE t CHANGE b b2 int NOT NULL"
		wider = "ALTER TABLE t MODIFY a varchar(30)"
		twice = "ALTER TABLE t MODIFY a varchar(80)"
		grown = "ALTER TABLE t MODIFY b bigint NOT NULL"
		label = "ALTER TABLE t MODIFY e enum('a', 'b')"
		index = "CREATE INDEX i ON t (a)"
	)
	for _, tt := range []struct{ server, before, sql, want string }{
		{"MySQL 5.7.44", plain, last, "ALGORITHM=INPLACE, LOCK=NONE"},
		{"MySQL 8.0.11", plain, last, "ALGORITHM=INPLACE, LOCK=NONE"},
		{"MySQL 8.0.12", plain, last, "ALGORITHM=INSTANT, LOCK=NONE"},
		{"MySQL 8.0.28", plain, first, "ALGORITHM=INPLACE, LOCK=NONE"},
		{"MySQL 8.0.29", plain, first, "ALGORITHM=INSTANT, LOCK=NONE"},
		{"MySQL 8.0.28", plain, drop, "ALGORITHM=INPLACE, LOCK=NONE"},
		{"MySQL 8.0.29", plain, drop, "ALGORITHM=INSTANT, LOCK=NONE"},
		{"MySQL 8.4.3", plain, drop, "ALGORITHM=INSTANT, LOCK=NONE"},
		{"MySQL 8.0.27", plain, name, "ALGORITHM=INPLACE, LOCK=NONE"},
		{"MySQL 8.0.28", plain, name, "ALGORITHM=INSTANT, LOCK=NONE"},
		{"MySQL 5.6.51", plain, wider, "ALGORITHM=COPY, LOCK=SHARED"},
		{"MySQL 5.7.44", plain, wider, "ALGORITHM=INPLACE, LOCK=NONE"},
		{"MySQL 5.7.44", plain, twice, "ALGORITHM=COPY, LOCK=SHARED"},
		{"MySQL 5.7.44", bare, twice, "ALGORITHM=INPLACE, LOCK=NONE"}, // latin1, as it is installed, or utf8mb4: it is not known
		{"MySQL 8.0.36", bare, twice, "ALGORITHM=COPY, LOCK=SHARED"},
		{"MySQL 8.4.3", plain, grown, "ALGORITHM=COPY, LOCK=SHARED"},
		{"MySQL 5.7.44", plain, label, "ALGORITHM=INPLACE, LOCK=NONE"},
		{"MySQL 8.0.12", plain, label, "ALGORITHM=INSTANT, LOCK=NONE"},
		{"MySQL 5.7.44", plain, index, "ALGORITHM=INPLACE, LOCK=NONE"},
		{"MariaDB 10.2.44", plain, last, "ALGORITHM=INPLACE, LOCK=NONE"},
		{"MariaDB 10.3.39", plain, last, "ALGORITHM=INSTANT, LOCK=NONE"},
		{"MariaDB 10.3.39", plain, first, "ALGORITHM=INPLACE, LOCK=NONE"},
		{"MariaDB 10.4.34", plain, first, "ALGORITHM=INSTANT, LOCK=NONE"},
		{"MariaDB 10.3.39", plain, drop, "ALGORITHM=INPLACE, LOCK=NONE"},
		{"MariaDB 10.4.34", plain, drop, "ALGORITHM=INSTANT, LOCK=NONE"},
		{"MariaDB 10.1.48", plain, wider, "ALGORITHM=COPY, LOCK=SHARED"},
		{"MariaDB 10.2.44", plain, wider, "ALGORITHM=INPLACE, LOCK=NONE"},
		{"MariaDB 10.3.39", plain, twice, "ALGORITHM=COPY, LOCK=SHARED"},
		{"MariaDB 10.4.34", plain, twice, "ALGORITHM=INSTANT, LOCK=NONE"},
		{"MariaDB 10.2.44", plain, index, "ALGORITHM=INPLACE, LOCK=NONE"},
		{"MariaDB 10.3.39", plain, index, "ALGORITHM=NOCOPY, LOCK=NONE"},
		{"MariaDB 11.1.6", plain, grown, "ALGORITHM=COPY, LOCK=SHARED"},
		{"MariaDB 11.2.6", plain, grown, "ALGORITHM=COPY, LOCK=NONE"},
		{"TiDB 8.5.0", plain, grown, "online"},
	} {
		product, version, _ := strings.Cut(tt.server, " ")
		r := New(schema.Server{Engine: Engine, Product: product, Version: version})
		known, _ := knownAfter(t, r, []string{tt.before})
		changes, err := r.Parse(tt.sql)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range costs(r, known, changes, tt.sql, nil, "") {
			if c.Words != tt.want {
				t.Errorf("%s: %s: Cost says %s, since %s; want %s", tt.server, tt.sql, c.Words, c.Why, tt.want)
			}
		}
	}
}
