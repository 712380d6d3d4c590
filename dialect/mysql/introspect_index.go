package mysql

import (
	"slices"
	"strconv"
	"strings"

	"assay/schema"
)

// A keyReader reads what tables have beside columns: indexes, foreign keys and checks.
type keyReader struct{ *reader }

func (rd keyReader) indexes() error {
	visible, expression := "NULL", "NULL"
	switch f := rd.room.flavor; {
	case f.hasInvisibleIndexes:
		visible = "IS_VISIBLE"
	case f.hasIgnoredIndexes:
		visible = "IF(IGNORED = 'YES', 'NO', 'YES')"
	}
	if rd.room.flavor.hasFunctionalIndexes {
		expression = "EXPRESSION"
	}
	columns := []string{
		"TABLE_NAME", "INDEX_NAME", "SEQ_IN_INDEX", "NON_UNIQUE", "COLUMN_NAME", "COLLATION", "SUB_PART", "INDEX_TYPE", visible, expression, "INDEX_COMMENT",
	}
	rest := `
		FROM   information_schema.STATISTICS
		` + rd.where("TABLE_SCHEMA")
	return rd.query("the indexes", columns, rest, func(row row) error {
		if t := rd.tables[string(row[0])]; t != nil {
			return rd.addPart(t, row)
		}
		return nil
	})
}

// addPart adds one column to its index. Rows come index by index, but not surely in the order of the columns.
func (rd keyReader) addPart(t *readTable, row row) error {
	seq, err := strconv.Atoi(string(row[2]))
	if err != nil {
		return err
	}
	i := len(t.Indexes) - 1
	if i < 0 || t.Indexes[i].Name != string(row[1]) {
		i = slices.IndexFunc(t.Indexes, func(x schema.Index) bool { return x.Name == string(row[1]) })
	}
	if i < 0 {
		i = len(t.Indexes)
		t.Indexes = append(t.Indexes, rd.newIndex(t, row))
	}
	x := &t.Indexes[i]
	for len(x.Parts) < seq {
		x.Parts = append(x.Parts, schema.Part{})
	}
	p := schema.Part{Column: rd.intern(row[4]), Desc: string(row[5]) == "D"}
	if row[6] != nil && x.Method != "spatial" { // 32 bytes of every spatial index's column
		p.Prefix, err = strconv.Atoi(string(row[6]))
	}
	if p.Column == "" {
		p.Expr = rd.readExpression(t.Name, row[9])
	}
	x.Parts[seq-1] = p
	return err
}

func (rd keyReader) newIndex(t *readTable, row row) schema.Index {
	x := schema.Index{Name: rd.intern(row[1]), Method: indexMethod(string(row[7]), t.Options.Engine), Invisible: string(row[8]) == "NO"}
	x.Traits = x.Traits.With(schema.Comment, string(row[10]))
	if x.Method == "fulltext" { // its parser is not in information_schema
		rd.lost[t.Name] = true
	}
	switch {
	case x.Name == "PRIMARY":
		x.Kind = schema.Primary
	case string(row[3]) == "0":
		x.Kind = schema.Unique
	}
	return x
}

// indexMethod: MariaDB holds a UNIQUE over a long column by a hash that nobody asked for; only MEMORY has hashes to choose.
func indexMethod(s, engine string) string {
	s = strings.ToLower(s)
	if (s == "btree" || s == "hash") && engine != "MEMORY" {
		return ""
	}
	return s
}

// A rule is what a foreign key does, by table and name.
type rule struct{ onUpdate, onDelete string }

func (rd keyReader) foreignKeys() error {
	rules := map[[2]string]rule{}
	columns := []string{"TABLE_NAME", "CONSTRAINT_NAME", "UPDATE_RULE", "DELETE_RULE"}
	rest := `
		FROM   information_schema.REFERENTIAL_CONSTRAINTS
		` + rd.where("CONSTRAINT_SCHEMA")
	err := rd.query("the foreign keys", columns, rest, func(row row) error {
		rules[[2]string{string(row[0]), string(row[1])}] = rule{action(string(row[2])), action(string(row[3]))}
		return nil
	})
	if err != nil {
		return err
	}
	if err := rd.references(); err != nil {
		return err
	}
	return rd.setRules(rules)
}

func (rd keyReader) references() error {
	columns := []string{"TABLE_NAME", "CONSTRAINT_NAME", "COLUMN_NAME", "REFERENCED_TABLE_SCHEMA", "REFERENCED_TABLE_NAME", "REFERENCED_COLUMN_NAME"}
	rest := `
		FROM   information_schema.KEY_COLUMN_USAGE
		` + rd.where("TABLE_SCHEMA") + `
		AND    REFERENCED_TABLE_NAME IS NOT NULL
		ORDER BY table_name, constraint_name, ORDINAL_POSITION`
	return rd.query("the columns of foreign keys", columns, rest, func(row row) error {
		t := rd.tables[string(row[0])]
		if t == nil {
			return nil
		}
		ref := string(row[4])
		if !strings.EqualFold(string(row[3]), rd.database.Name) {
			ref = foreign(string(row[3]), ref)
		}
		i := slices.IndexFunc(t.ForeignKeys, func(f schema.ForeignKey) bool { return f.Name == string(row[1]) })
		if i < 0 {
			i = len(t.ForeignKeys)
			t.ForeignKeys = append(t.ForeignKeys, schema.ForeignKey{Name: string(row[1]), RefTable: ref})
		}
		f := &t.ForeignKeys[i]
		f.Columns = append(f.Columns, string(row[2]))
		f.RefColumns = append(f.RefColumns, string(row[5]))
		return nil
	})
}

// setRules gives the foreign keys their actions. MariaDB shows those only to users who may do more than SELECT,
// so for the tables that it hides we ask with SHOW CREATE TABLE, for which SELECT is enough.
func (rd keyReader) setRules(rules map[[2]string]rule) error {
	for _, t := range rd.tables {
		var shown *schema.Table
		for i := range t.ForeignKeys {
			f := &t.ForeignKeys[i]
			if r, ok := rules[[2]string{t.Name, f.Name}]; ok {
				f.OnUpdate, f.OnDelete = r.onUpdate, r.onDelete
				continue
			}
			if shown == nil {
				var err error
				if shown, err = rd.show(t.Name, nil); err != nil {
					return err
				}
			}
			for _, g := range shown.ForeignKeys {
				if g.Name == f.Name {
					f.OnUpdate, f.OnDelete = g.OnUpdate, g.OnDelete
				}
			}
		}
	}
	return nil
}

// show reads one table as the server would create it, or what cut leaves of that; nil: all of it.
func (rd *reader) show(table string, cut func(string) string) (*schema.Table, error) {
	t := &schema.Table{}
	err := rd.say("table "+table, "SHOW CREATE TABLE "+quote(table), func(row row) error {
		text := string(row[1])
		if cut != nil {
			text = cut(text)
		}
		changes, err := rd.room.Parse(text)
		if err != nil {
			return err
		}
		for _, c := range changes {
			if c, ok := c.(schema.CreateTable); ok {
				t = c.Table
			}
		}
		return nil
	})
	return t, err
}

// action is a foreign key's action. RESTRICT and NO ACTION are the same here, and which of them is left unsaid differs from server to server.
func action(s string) string {
	s = strings.ToUpper(s)
	if s == "RESTRICT" || s == "NO ACTION" {
		return ""
	}
	return s
}

// generatedKeyName: what servers call a foreign key without a name; MariaDB numbers them without the table's name since 12.1.
var generatedKeyName = schema.Pattern(`(^|_ibfk_)\d+$`)

// supports reports whether the server has made the index by itself for one of the table's foreign keys: it is called as the key,
// or as the key's first column (and a number) where the key has no name of its own.
func supports(m schema.Semantics, t *schema.Table, x schema.Index) bool {
	if x.Kind != schema.Plain || x.Method != "" {
		return false
	}
	for _, f := range t.ForeignKeys {
		if len(f.Columns) != len(x.Parts) {
			continue
		}
		same := func(p schema.Part, c string) bool { return m.SameName(p.Column, c) && p.Prefix == 0 && !p.Desc }
		if !slices.EqualFunc(x.Parts, f.Columns, same) {
			continue
		}
		base, number, numbered := cutLast(x.Name, "_")
		if _, err := strconv.Atoi(number); !numbered || err != nil {
			base = x.Name
		}
		named := generatedKeyName().MatchString(f.Name) && (m.SameName(x.Name, f.Columns[0]) || m.SameName(base, f.Columns[0]))
		if m.SameName(x.Name, f.Name) || named {
			return true
		}
	}
	return false
}

func cutLast(s, sep string) (before, after string, found bool) {
	i := strings.LastIndex(s, sep)
	if i < 0 {
		return s, "", false
	}
	return s[:i], s[i+len(sep):], true
}

func (rd keyReader) checks() error {
	f := rd.room.flavor
	if !f.listsChecks {
		return nil
	}
	if !f.isMariaDB() {
		return rd.checksByName()
	}
	level := "'Table'"
	if f.levelsOfChecks {
		level = "LEVEL"
	}
	columns := []string{"TABLE_NAME", "CONSTRAINT_NAME", "CHECK_CLAUSE", level}
	rest := `
		FROM   information_schema.CHECK_CONSTRAINTS
		` + rd.where("CONSTRAINT_SCHEMA")
	return rd.query("the checks", columns, rest, func(row row) error {
		if t := rd.tables[string(row[0])]; t != nil {
			rd.addCheck(t, string(row[1]), rd.readExpression(t.Name, row[2]), string(row[3]) == "Column", false)
		}
		return nil
	})
}

// checksByName reads MySQL's, whose names are unique in a database. A view has the tables and another one the conditions; a server that joins the two goes
// through the second for each row of the first.
func (rd keyReader) checksByName() error {
	type place struct {
		table    *readTable
		enforced bool
	}
	places := map[string]place{}
	rest := `
		FROM   information_schema.TABLE_CONSTRAINTS
		` + rd.where("TABLE_SCHEMA") + `
		AND    CONSTRAINT_TYPE = 'CHECK'`
	err := rd.query("the tables of checks", []string{"TABLE_NAME", "CONSTRAINT_NAME", "ENFORCED"}, rest, func(row row) error {
		if t := rd.tables[string(row[0])]; t != nil {
			places[string(row[1])] = place{t, string(row[2]) != "NO"}
		}
		return nil
	})
	if err != nil {
		return err
	}
	rest = `
		FROM   information_schema.CHECK_CONSTRAINTS
		` + rd.where("CONSTRAINT_SCHEMA")
	return rd.query("the checks", []string{"CONSTRAINT_NAME", "CHECK_CLAUSE"}, rest, func(row row) error {
		if at, ok := places[string(row[0])]; ok {
			rd.addCheck(at.table, string(row[0]), rd.readExpression(at.table.Name, row[1]), false, !at.enforced)
		}
		return nil
	})
}

func (rd keyReader) addCheck(t *readTable, name, expr string, ofColumn, notEnforced bool) {
	i := t.Column(rd.database.Schema.Semantics, name)
	// On servers without LEVEL, a check with the name of a column counts as that column's.
	if i < 0 || !ofColumn && (rd.room.flavor.levelsOfChecks || !rd.room.flavor.columnChecks) {
		t.Checks = append(t.Checks, schema.Check{Name: name, Expr: expr, NotEnforced: notEnforced})
		return
	}
	c := &t.Columns[i]
	if rd.room.flavor.jsonIsChecked && isJSON(*c, t.Options, expr) {
		c.Type, c.Charset, c.Collation = schema.Type{Name: "json"}, "", ""
		return
	}
	c.Check = expr
}

// isJSON reports whether the column is what MariaDB makes of JSON.
func isJSON(c schema.Column, o schema.Options, check string) bool {
	collation := c.Collation
	if collation == "" {
		collation = o.Collation
	}
	return c.Type.Name == "longtext" && collation == "utf8mb4_bin" && strings.EqualFold(check, "json_valid("+quote(c.Name)+")")
}
