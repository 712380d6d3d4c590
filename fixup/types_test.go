package fixup_test

import (
	"database/sql"
	"fmt"
	"math/big"
	"slices"
	"strings"
	"testing"

	"assay/dialect"
	"assay/drift"
	"assay/fixup"
	"assay/internal/lab"
	"assay/schema"
)

// A telling type is one of a server's own, with values that show what another type makes of them, as SQL.
type telling struct {
	declared string
	values   []string
}

// shown is a value as text, as bytes in hexadecimal, and as a double.
type shown struct{ text, hex, double string }

// TestTypesAgainstServers: for every pair of types, what a server keeps of the values of one that become the other is what assay says: only what keeps all of
// them is plain in a script, wider is what the way to it keeps and the way back does not, and narrower is the opposite.
func TestTypesAgainstServers(t *testing.T) {
	t.Parallel()
	for _, s := range append(lab.MySQL(t), lab.Postgres(t)...) {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			bench := newBench(t, s)
			bench.all(t)
		})
	}
}

// A bench tries the types of one server.
type bench struct {
	server  lab.Server
	db      *sql.DB
	room    dialect.Dialect
	m       schema.Semantics
	types   []telling
	cols    []schema.Column
	keeps   map[[2]int]bool
	blocked map[string][]string
	figure  map[string]int
}

func newBench(t *testing.T, s lab.Server) *bench {
	t.Helper()
	room, err := dialect.For(s.Server)
	if err != nil {
		t.Fatal(err)
	}
	b := &bench{server: s, db: s.Database(t).DB, room: room, m: room.Semantics(), keeps: map[[2]int]bool{}, blocked: map[string][]string{}, figure: map[string]int{}}
	all := mysqlTypes
	if s.Server.Engine == "postgresql" {
		all = postgresTypes
		b.must(t, "CREATE TYPE yesno AS ENUM ('no', 'yes')")
		b.must(t, "CREATE TYPE more AS ENUM ('no', 'yes', 'maybe')")
	} else {
		b.must(t, "SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION'")
		b.must(t, "SET NAMES utf8mb4")
	}
	for _, x := range all {
		if b.known(t, x, len(b.cols)) {
			b.types = append(b.types, x)
		}
	}
	return b
}

func (b *bench) must(t *testing.T, statement string) {
	t.Helper()
	if _, err := b.db.ExecContext(t.Context(), statement); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}

// known makes the table of a type, and reads which one the server made of it; false where it has no such type.
func (b *bench) known(t *testing.T, x telling, at int) bool {
	t.Helper()
	table := fmt.Sprintf("v%d", at)
	if _, err := b.db.ExecContext(t.Context(), "CREATE TABLE "+table+" (id int PRIMARY KEY, v "+x.declared+" NULL)"); err != nil {
		t.Logf("%s has no type %s: %v", b.server.Name, x.declared, err)
		return false
	}
	for i, v := range x.values {
		if _, err := b.db.ExecContext(t.Context(), fmt.Sprintf("INSERT INTO %s VALUES (%d, %s)", table, i+1, v)); err != nil {
			t.Logf("%s takes no %s in %s: %v", b.server.Name, v, x.declared, err) // max_allowed_packet
		}
	}
	c, err := b.room.Normalize(schema.AddColumn{Table: "t", Column: schema.Column{Name: "v", Type: schema.Type{Name: x.declared}, Nullable: true}})
	if err != nil {
		parsed, err2 := b.room.Parse("CREATE TABLE t (id int PRIMARY KEY, v " + x.declared + " NULL)")
		if err2 != nil {
			t.Fatal(err, err2)
		}
		c = schema.AddColumn{Table: "t", Column: parsed[0].(schema.CreateTable).Table.Columns[1]}
	}
	b.cols = append(b.cols, c.(schema.AddColumn).Column)
	return true
}

func (b *bench) all(t *testing.T) {
	t.Helper()
	for i := range b.types {
		for j := range b.types {
			if b.cols[i].Type != b.cols[j].Type && b.chosen(i, j) {
				b.try(t, i, j)
			}
		}
	}
	for p := range b.keeps {
		b.width(t, p[0], p[1])
	}
	if testing.Verbose() && lab.Campaign() {
		for _, x := range b.types {
			t.Logf("held, though nothing is lost: %s to %s", x.declared, strings.Join(b.blocked[x.declared], ", "))
		}
	}
	t.Logf("%s: %d types; %v", b.server.Name, len(b.types), b.figure)
}

// chosen reports whether a pair is tried: one that is akin always, of the rest every twelfth unless it is a campaign.
func (b *bench) chosen(i, j int) bool {
	word := func(x telling) string {
		name, _, _ := strings.Cut(x.declared, "(")
		return strings.Fields(name)[0]
	}
	a, z := word(b.types[i]), word(b.types[j])
	return lab.Campaign() || strings.HasPrefix(a, z) || strings.HasPrefix(z, a) || (37*i+j)%12 == 0
}

// schemaOf is a schema with one column.
func (b *bench) schemaOf(c schema.Column) *schema.Schema {
	s := schema.New(b.m)
	s.Enums["yesno"] = schema.Enum{Name: "yesno", Labels: "'no','yes'"}
	s.Enums["more"] = schema.Enum{Name: "more", Labels: "'no','yes','maybe'"}
	s.Add(&schema.Table{Name: "t", Columns: []schema.Column{{Name: "id", Type: schema.Type{Name: "int"}}, c}})
	return s
}

func (b *bench) try(t *testing.T, i, j int) {
	t.Helper()
	want, got := b.schemaOf(b.cols[j]), b.schemaOf(b.cols[i])
	changes := drift.Compare(want, got)
	safe := fixup.Make(got, changes, b.room, false)
	all := fixup.Make(got, changes, b.room, true)
	plain := !slices.ContainsFunc(safe.Steps, func(s fixup.Step) bool { return s.Blocked })
	var sqls []string
	for _, s := range all.Steps {
		sqls = append(sqls, s.SQL...)
	}
	lost := b.lost(t, i, j, sqls)
	b.keeps[[2]int{i, j}] = lost == ""
	b.figure["pairs"]++
	switch {
	case plain && lost != "":
		b.figure["plain, though values are lost"]++
		t.Errorf("LOST %s: %s to %s is plain: %s (%v)", b.server.Name, b.types[i].declared, b.types[j].declared, lost, sqls)
	case !plain && lost == "":
		b.figure["held, though nothing is lost"]++
		b.blocked[b.types[i].declared] = append(b.blocked[b.types[i].declared], b.types[j].declared)
	case plain:
		b.figure["plain"]++
	default:
		b.figure["held"]++
	}
}

func (b *bench) width(t *testing.T, i, j int) {
	t.Helper()
	to, ok := b.keeps[[2]int{i, j}]
	back, ok2 := b.keeps[[2]int{j, i}]
	if !ok || !ok2 {
		return
	}
	w := b.m.Compare(b.cols[i].Type, b.cols[j].Type)
	b.figure[fmt.Sprint("width ", w)]++
	switch {
	case w == schema.Wider && !to, w == schema.Narrower && !back, w == schema.Wider && to && back, w == schema.Narrower && to && back:
		b.figure["wrong width"]++
		t.Errorf("WIDTH %s: want %s, got %s: %v, there keeps %v, back %v", b.server.Name, b.types[i].declared, b.types[j].declared, w, to, back)
	}
}

// lost says which values do not survive; empty: all do.
func (b *bench) lost(t *testing.T, i, j int, sqls []string) string {
	t.Helper()
	before, err := b.read(t, fmt.Sprintf("v%d", i), b.cols[i].Type)
	if err != nil {
		t.Fatal(err)
	}
	after, err := b.become(t, i, j, "", sqls)
	if err != nil {
		return "refused: " + err.Error()
	}
	var lost []string
	for n := range before {
		if !survives(before[n], after[n], b.cols[i].Type, b.cols[j].Type) {
			lost = append(lost, before[n].text+" is "+after[n].text)
		}
	}
	return strings.Join(lost, ", ")
}

// become runs the statements on a copy of the values, and reads what they are then.
func (b *bench) become(t *testing.T, i, j int, where string, sqls []string) ([]shown, error) {
	t.Helper()
	ctx := t.Context()
	if b.server.Server.Engine == "postgresql" {
		b.must(t, "BEGIN")
		defer b.must(t, "ROLLBACK")
		b.must(t, fmt.Sprintf("CREATE TABLE t AS SELECT * FROM v%d %s", i, where))
		for _, s := range sqls {
			if _, err := b.db.ExecContext(ctx, s); err != nil {
				return nil, err
			}
		}
		return b.read(t, "t", b.cols[j].Type)
	}
	b.must(t, fmt.Sprintf("CREATE TEMPORARY TABLE t LIKE v%d", i))
	defer b.must(t, "DROP TEMPORARY TABLE t")
	b.must(t, fmt.Sprintf("INSERT INTO t SELECT * FROM v%d %s", i, where))
	for _, s := range sqls {
		if _, err := b.db.ExecContext(ctx, s); err != nil {
			return nil, err
		}
	}
	return b.read(t, "t", b.cols[j].Type)
}

func (b *bench) read(t *testing.T, table string, typ schema.Type) ([]shown, error) {
	t.Helper()
	query := "SELECT CAST(v AS CHAR), HEX(v), v + 0e0 FROM " + table + " ORDER BY id"
	switch {
	case b.server.Server.Engine == "postgresql":
		query = "SELECT v::text, encode(convert_to(v::text, 'UTF8'), 'hex'), '' FROM " + table + " ORDER BY id"
		if typ.Name == "real" || typ.Name == "double precision" {
			query = "SELECT v::text, '', v::double precision::text FROM " + table + " ORDER BY id"
		}
	case typ.Name == "bit":
		query = "SELECT v + 0, HEX(v), v + 0e0 FROM " + table + " ORDER BY id"
	case typ.Name == "geometry" || typ.Name == "point":
		query = "SELECT ST_AsText(v), '', '' FROM " + table + " ORDER BY id"
	case slices.Contains([]string{"uuid", "inet4", "inet6", "json"}, typ.Name):
		query = "SELECT CAST(v AS CHAR), HEX(v), '' FROM " + table + " ORDER BY id"
	}
	rows, err := b.db.QueryContext(t.Context(), query)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", query, err)
	}
	defer rows.Close()
	var all []shown
	for rows.Next() {
		var text, hex, double sql.NullString
		if err := rows.Scan(&text, &hex, &double); err != nil {
			return nil, err
		}
		all = append(all, shown{text.String, hex.String, double.String})
	}
	return all, rows.Err()
}

func survives(a, z shown, from, to schema.Type) bool {
	if a.text == z.text || a.hex == z.hex && a.hex != "" && stringy(from) && stringy(to) {
		return true
	}
	if (from.Name == "float" || from.Name == "real") && a.double == z.double && a.double != "" && (to.Name == "double" || to.Name == "double precision") {
		return true
	}
	x, ok := new(big.Rat).SetString(a.text)
	y, ok2 := new(big.Rat).SetString(z.text)
	if ok && ok2 && !stringy(to) {
		return x.Cmp(y) == 0
	}
	return plainMoment(a.text) == plainMoment(z.text)
}

func stringy(t schema.Type) bool {
	return strings.Contains(t.Name, "char") || strings.Contains(t.Name, "text") || strings.Contains(t.Name, "blob") || strings.Contains(t.Name, "binary") ||
		t.Name == "name"
}

// plainMoment is a moment without what says nothing.
func plainMoment(s string) string {
	if !strings.Contains(s, ":") && !strings.Contains(s, "-") {
		return s
	}
	s = strings.TrimSuffix(s, "+00")
	if strings.Contains(s, ".") && strings.Contains(s, ":") {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	return strings.TrimSuffix(s, " 00:00:00")
}
