package mysql

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"assay/schema"
)

// systemVersioned is the TABLE_TYPE of a table that keeps what its rows were.
const systemVersioned = "SYSTEM VERSIONED"

// A tableReader reads tables and their columns.
type tableReader struct{ *reader }

// readTables asks for nothing that is counted in the storage engine (rows, lengths, AUTO_INCREMENT), which would open every table.
func (rd tableReader) readTables() error {
	columns := []string{"TABLE_NAME", "TABLE_TYPE", "ENGINE", "TABLE_COLLATION", "CREATE_OPTIONS", "ROW_FORMAT", "TABLE_COMMENT"}
	rest := `
		FROM   information_schema.TABLES
		` + rd.where("TABLE_SCHEMA")
	return rd.query("the tables", columns, rest, func(row row) error {
		rd.addTable(string(row[0]), string(row[1]), row[2], string(row[3]), string(row[4]))
		if t := rd.tables[string(row[0])]; t != nil {
			t.RowFormat = rd.intern(row[5])
			said, err := scan(string(row[4]))
			if err != nil {
				return err
			}
			t.Traits = tableTraits(nil, said).With(schema.Comment, string(row[6]))
			if string(row[1]) == systemVersioned {
				t.Traits = t.Traits.With(schema.History, versioned)
			}
		}
		return nil
	})
}

func (rd tableReader) addTable(table, kind string, engine []byte, collation, options string) {
	switch kind {
	case "BASE TABLE":
	case systemVersioned:
		rd.opaque("system versioning", table, "")
	case "SYSTEM VIEW":
		rd.opaque("view", "", table)
		return
	default: // VIEW, SEQUENCE
		if kind == "VIEW" && rd.target.IsVersionTable(rd.database.Schema.Semantics, table) { // which may call functions with its definer's rights, or the reader's
			rd.database.Unread = append(rd.database.Unread, schema.Unread{Table: table, Why: "it is a view"})
		}
		rd.opaque(strings.ToLower(kind), "", table)
		return
	}
	if engine == nil { // its definition or its engine cannot be read
		rd.opaque("unreadable table", "", table)
		return
	}
	if strings.Contains(options, "partitioned") {
		rd.opaque("partitioning", table, "")
		rd.lost[table] = true // information_schema has the parts, and not the words
	}
	collation = collationName(collation)
	t := &schema.Table{Name: table, Options: schema.Options{
		Engine: engineName(string(engine)), Charset: charsetOf(collation), Collation: collation,
	}}
	t.Columns = make([]schema.Column, 0, usualColumns)
	rd.tables[table] = &readTable{Table: t, ordinals: make([]int, 0, usualColumns)}
}

// usualColumns is how many columns most tables have at most: space for them is allocated at once.
const usualColumns = 16

// engines are the engines' names as servers print them, by those names in lower case.
var engines = map[string]string{
	"innodb": "InnoDB", "myisam": "MyISAM", "memory": "MEMORY", "heap": "MEMORY", "aria": "Aria", "archive": "ARCHIVE", "csv": "CSV",
	"blackhole": "BLACKHOLE", "federated": "FEDERATED", "merge": "MRG_MYISAM", "mrg_myisam": "MRG_MYISAM", "rocksdb": "ROCKSDB",
	"spider": "SPIDER", "connect": "CONNECT", "columnstore": "Columnstore", "ndb": "ndbcluster", "ndbcluster": "ndbcluster", "tokudb": "TokuDB",
}

func engineName(s string) string {
	if n, ok := engines[strings.ToLower(s)]; ok {
		return n
	}
	return s
}

func (rd tableReader) readColumns() error {
	generated, srid := "NULL", "NULL"
	if rd.room.flavor.vendor == mySQL && rd.room.flavor.atLeastMySQL(8, 0, 3) {
		srid = "SRS_ID"
	}
	if rd.room.flavor.listsGenerated {
		generated = "GENERATION_EXPRESSION"
	}
	columns := []string{
		"TABLE_NAME", "COLUMN_NAME", "ORDINAL_POSITION", "COLUMN_DEFAULT", "IS_NULLABLE", "COLUMN_TYPE", "COLLATION_NAME", "EXTRA", "COLUMN_COMMENT", generated, srid,
	}
	rest := `
		FROM   information_schema.COLUMNS
		` + rd.where("TABLE_SCHEMA")
	var t *readTable
	return rd.query("the columns", columns, rest, func(row row) error {
		if t == nil || t.Name != string(row[0]) {
			if t != nil {
				t.Columns = slices.Clone(t.Columns) // without the room to grow, which is a third of what 10,000 tables take
			}
			t = rd.tables[string(row[0])]
		}
		if t == nil { // a view's
			return nil
		}
		return rd.addColumn(t, row)
	})
}

func (rd tableReader) addColumn(t *readTable, row row) error {
	d, err := rd.columnType(row[5])
	if err != nil {
		return err
	}
	extra := strings.ToUpper(rd.intern(row[7]))
	c := schema.Column{
		Name:          rd.intern(row[1]),
		Type:          d.Type,
		Nullable:      string(row[4]) == "YES",
		AutoIncrement: strings.Contains(extra, "AUTO_INCREMENT"),
		Comment:       string(row[8]),
		Invisible:     strings.Contains(extra, "INVISIBLE"),
	}
	if row[10] != nil {
		c.Type.Attrs = "srid " + string(row[10])
	}
	if strings.Contains(extra, " GENERATED") || strings.HasPrefix(extra, "VIRTUAL") || strings.HasPrefix(extra, "PERSISTENT") {
		c.Generated, c.Stored = rd.readExpression(t.Name, row[9]), !strings.Contains(extra, "VIRTUAL")
	} else {
		c.Default = rd.defaultOf(t, d, row[3], extra)
	}
	if strings.Contains(extra, "ON UPDATE") {
		c.OnUpdate = onUpdate(c.Type)
	}
	if collation := collationName(rd.intern(row[6])); collation != "" && collation != t.Options.Collation && isText(c.Type) {
		c.Charset, c.Collation = charsetOf(collation), collation
	}
	if hidesPeriod(c, extra, rd.readExpression(t.Name, row[9])) {
		return nil
	}
	ordinal, err := strconv.Atoi(string(row[2]))
	if err != nil {
		return err
	}
	t.Columns = append(t.Columns, c)
	t.ordinals = append(t.ordinals, ordinal)
	return nil
}

// hidesPeriod reports whether the column is one that a system-versioned table of MariaDB keeps its history in without being told.
func hidesPeriod(c schema.Column, extra, generated string) bool {
	return c.Invisible && (generated == rowStart || generated == rowEnd || strings.Contains(extra, rowStart) || strings.Contains(extra, rowEnd))
}

// A columnType is a type that columns of the database have, and its defaults, by what COLUMN_DEFAULT says of those that are no expressions.
type columnType struct {
	declaredType
	defaults map[string]string
}

func (rd tableReader) columnType(b []byte) (*columnType, error) {
	if t, ok := rd.types[string(b)]; ok {
		return t, nil
	}
	d, err := parseType(rd.room.flavor, string(b))
	t := &columnType{d, map[string]string{}}
	if err == nil {
		rd.types[string(b)] = t
	}
	return t, err
}

// readExpression brings an expression of information_schema to its canonical spelling.
func (rd *reader) readExpression(table string, b []byte) string {
	if len(b) == 0 {
		return ""
	}
	s := rd.expressionText(table, b)
	if s == rowStart || s == rowEnd {
		return s
	}
	if rd.room.flavor.escapesExpressions {
		s = unescape(s)
	}
	return expressionOf(rd.room.flavor, s)
}

func (rd *reader) expressionText(table string, b []byte) string {
	s, lost := wholeExpression(rd.room.flavor, b)
	if lost {
		rd.lost[table] = true
	}
	return s
}

// defaultOf reads COLUMN_DEFAULT: SQL on newer MariaDBs, the bare value elsewhere, but for expressions.
func (rd tableReader) defaultOf(t *readTable, d *columnType, b []byte, extra string) string {
	expression := strings.Contains(extra, "DEFAULT_GENERATED")
	switch {
	case b == nil && expression:
		rd.lost[t.Name] = true // MySQL 8.0.13 to 8.0.22 do not show here what fills TEXT and BLOB columns
		return ""
	case b == nil:
		return ""
	case expression:
		return defaultOf(rd.room.flavor, d.Type, unescape(rd.expressionText(t.Name, b)))
	}
	if losesDefault(rd.room.flavor, d.Type, string(b)) {
		rd.lost[t.Name] = true
	}
	s, ok := d.defaults[string(b)]
	if !ok {
		s = columnDefault(rd.room.flavor, d.Type, string(b))
		d.defaults[string(b)] = s
	}
	return s
}

// columnDefault reads a COLUMN_DEFAULT that is not marked as an expression.
func columnDefault(f flavor, t schema.Type, s string) string {
	if f.defaultsAreExpressions {
		return defaultOf(f, t, s)
	}
	switch t.Name {
	case "datetime", "timestamp":
		if strings.HasPrefix(s, "CURRENT_TIMESTAMP") {
			return s
		}
	case "bit", "binary", "varbinary":
		if strings.HasPrefix(s, "b'") || strings.HasPrefix(s, "0x") {
			return defaultOf(f, t, s)
		}
	}
	return literalDefault(t, s, true)
}

// finish does what could not be done before all of a table was read.
func (rd tableReader) finish(t *readTable) {
	t.order()
	m := rd.database.Schema.Semantics
	for i := range t.Indexes {
		x := &t.Indexes[i]
		for j := range x.Parts {
			wholeColumn(m, t.Table, &x.Parts[j])
		}
	}
	// MySQL from 8.0 on lists them in any order, and in another one the next time.
	slices.SortFunc(t.Indexes, func(a, b schema.Index) int { return cmp.Or(cmp.Compare(b.Kind, a.Kind), cmp.Compare(a.Name, b.Name)) })
	settle(m, t.Table)
}

// settle tells the table's indexes that the server made by itself from those that were asked for, and hides a primary key that nobody asked for.
func settle(m schema.Semantics, t *schema.Table) {
	hideGeneratedKey(t)
	for i, x := range t.Indexes {
		t.Indexes[i].Implicit = supports(m, t, x)
	}
}

// Settle adds to a schema that was read from a dump what the server does by itself: indexes for foreign keys, and the collations that SHOW CREATE
// TABLE leaves out since they are the default ones of their charsets (MySQL, and MariaDB before 10.6.11).
func (r *Room) Settle(s *schema.Schema, database string) {
	for _, t := range s.Tables {
		settle(s.Semantics, t)
		ownSequences(t, database)
		if t.Options.Collation == "" {
			t.Options.Collation = leftOut(r.flavor, t.Options.Charset)
		}
		for i := range t.Columns {
			c := &t.Columns[i]
			if c.Collation == "" {
				c.Collation = leftOut(r.flavor, c.Charset)
			}
			if c.Collation == t.Options.Collation {
				c.Charset, c.Collation = "", ""
			}
		}
	}
}

// leftOut is the collation that a charset without one means in a dump; empty: it depends on the version of the server, which is not known.
func leftOut(f flavor, charset string) string {
	if _, same := oddCollations[charset]; !same && f.version == newest {
		return ""
	}
	return defaultCollation(f, charset)
}

// order puts the columns in their order; servers give them so nearly always.
func (t *readTable) order() {
	if slices.IsSorted(t.ordinals) {
		return
	}
	at := map[string]int{}
	for i, c := range t.Columns {
		at[c.Name] = t.ordinals[i]
	}
	slices.SortFunc(t.Columns, func(a, b schema.Column) int { return at[a.Name] - at[b.Name] })
}

// hideGeneratedKey takes out the primary key that MySQL 8.0.30 makes by itself under sql_generate_invisible_primary_key.
func hideGeneratedKey(t *schema.Table) {
	if len(t.Columns) == 0 || t.Columns[0].Name != "my_row_id" || !t.Columns[0].Invisible {
		return
	}
	t.HiddenKey = true
	t.Columns = t.Columns[1:]
	t.Indexes = slices.DeleteFunc(t.Indexes, func(x schema.Index) bool { return x.Kind == schema.Primary })
}

// wholeColumn drops a prefix that is as long as the column: servers drop it too, most of them at once.
func wholeColumn(m schema.Semantics, t *schema.Table, p *schema.Part) {
	if p.Prefix == 0 {
		return
	}
	i := t.Column(m, p.Column)
	if i < 0 {
		return
	}
	switch typ := t.Columns[i].Type; typ.Name {
	case "char", "varchar", "binary", "varbinary":
		if typ.Args == strconv.Itoa(p.Prefix) {
			p.Prefix = 0
		}
	}
}
