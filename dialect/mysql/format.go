package mysql

import (
	"fmt"
	"strconv"
	"strings"

	"assay/schema"
)

// A formatter writes changes as statements of its server.
type formatter struct{ flavor flavor }

// Format writes a change as statements without a closing semicolon.
func (r *Room) Format(c schema.Change) ([]string, error) {
	if drop, ok := c.(schema.DropTable); ok && drop.Follows() {
		return nil, nil
	}
	sql, err := formatter{r.flavor}.format(c)
	if err != nil {
		return nil, err
	}
	statements := []string{formatter{r.flavor}.conditional(c, sql)}
	if a, ok := c.(schema.AlterTable); ok {
		for _, col := range a.Keep {
			if !convertedAway(r.flavor, col) {
				continue
			}
			def, err := formatter{r.flavor}.column(col)
			if err != nil {
				return nil, err
			}
			statements = append(statements, alterTableSQL(a.Table, "MODIFY COLUMN "+def))
		}
	}
	return statements, enclosed(statements)
}

// Clause is that of ALTER TABLE for the columns and indexes of a table. A column that begins to count needs its key first, and one that gets another name is
// known by the old one to the other clauses. TiDB takes one clause only before 6.2.
func (r *Room) Clause(c schema.Change) (head, clause string) {
	switch c := c.(type) {
	case schema.AddColumn, schema.DropColumn, schema.AddIndex, schema.DropIndex:
	case schema.AlterColumn:
		if c.Set&(schema.PropAutoIncrement|schema.PropName) != 0 {
			return "", ""
		}
	default:
		return "", ""
	}
	head = alterTableSQL(c.Object().Table, "")
	sql, err := r.Format(c)
	if err != nil || len(sql) != 1 || r.flavor.vendor == tiDB {
		return "", ""
	}
	clause, ok := strings.CutPrefix(sql[0], head)
	if !ok {
		return "", ""
	}
	return strings.TrimSuffix(head, " "), clause
}

// convertedAway reports whether a conversion changes a column even where the same statement restates it, so that a second one has to:
// MySQL (seen on 9.7) widens texts nevertheless, and MariaDB's JSON loses the collation that makes it JSON.
func convertedAway(f flavor, c schema.Column) bool {
	return !f.isMariaDB() || c.Charset != "" || c.Collation != "" || c.Type.Name == "json" && f.jsonIsChecked
}

func (w formatter) format(c schema.Change) (string, error) {
	switch c := c.(type) {
	case schema.CreateTable:
		return w.createTable(c.Table)
	case schema.DropTable:
		if all := c.All(); len(all) > 0 {
			return "DROP TABLE " + strings.Join(all, ", "), nil
		}
		return "DROP TABLE " + quote(c.Table), nil
	case schema.AlterTable:
		return w.alterTable(c)
	case schema.RenameTable:
		return alterTableSQL(c.From, "RENAME TO "+quote(c.To)), nil
	case schema.AddColumn:
		def, err := w.column(c.Column)
		return alterTableSQL(c.Table, "ADD COLUMN "+def+placeSuffix(c.Place)), err
	case schema.DropColumn:
		return alterTableSQL(c.Table, "DROP COLUMN "+quote(c.Column)), nil
	case schema.AlterColumn:
		return w.alterColumn(c)
	case schema.RenameColumn:
		if !w.flavor.renamesColumns {
			return "", fmt.Errorf("column %s.%s: this server renames a column only with its whole definition", c.Table, c.From)
		}
		return alterTableSQL(c.Table, "RENAME COLUMN "+quote(c.From)+" TO "+quote(c.To)), nil
	case schema.AddIndex:
		def, err := w.index(c.Index)
		return alterTableSQL(c.Table, "ADD "+def), err
	case schema.DropIndex:
		return dropIndex(c)
	case schema.RenameIndex:
		return w.renameIndex(c)
	case schema.AddForeignKey:
		return alterTableSQL(c.Table, "ADD "+foreignKeyDefinition(c.ForeignKey)), nil
	case schema.DropForeignKey:
		return alterTableSQL(c.Table, "DROP FOREIGN KEY "+quote(c.Name)), nil
	case schema.AddCheck:
		def, err := w.check(c.Check)
		return alterTableSQL(c.Table, "ADD "+def), err
	case schema.DropCheck:
		return w.dropCheck(c)
	case schema.SetTrait:
		return w.formatTrait(c)
	}
	return "", fmt.Errorf("unsupported change %T", c)
}

func alterTableSQL(table, what string) string { return "ALTER TABLE " + quote(table) + " " + what }

func (w formatter) createTable(t *schema.Table) (string, error) {
	var lines []string
	add := func(line string, err error) error {
		lines = append(lines, "  "+line)
		return err
	}
	for _, c := range t.Columns {
		if err := add(w.column(c)); err != nil {
			return "", err
		}
	}
	if period := rowPeriod(t.Columns); period != "" {
		lines = append(lines, "  "+period)
	}
	for _, x := range t.Indexes {
		if x.Implicit { // comes with its foreign key
			continue
		}
		if err := add(w.index(x)); err != nil {
			return "", err
		}
	}
	for _, f := range t.ForeignKeys {
		lines = append(lines, "  "+foreignKeyDefinition(f))
	}
	for _, k := range t.Checks {
		if err := add(w.check(k)); err != nil {
			return "", err
		}
	}
	traits, err := traits(t.Traits)
	return "CREATE TABLE " + quote(t.Name) + " (\n" + strings.Join(lines, ",\n") + "\n)" + w.tableOptions(t.Options) + traits, err
}

func (w formatter) tableOptions(o schema.Options) string {
	var b strings.Builder
	if o.Engine != "" {
		b.WriteString(" ENGINE=" + bareOrQuoted(o.Engine))
	}
	if o.Charset != "" {
		b.WriteString(" DEFAULT CHARACTER SET=" + bareOrQuoted(spelledAs(w.flavor, o.Charset)))
	}
	if o.Collation != "" {
		b.WriteString(" COLLATE=" + bareOrQuoted(spelledAs(w.flavor, o.Collation)))
	}
	return b.String()
}

// bareOrQuoted writes the name of an engine, a charset or a collation, quoted if it is none that a server has.
func bareOrQuoted(s string) string {
	if strings.ContainsFunc(s, func(c rune) bool { return c > 0x7f || !isWord(byte(c)) }) {
		return quote(s)
	}
	return s
}

// alterTable states the kept columns in the same statement, where that helps, so that they never are what the conversion makes of them.
func (w formatter) alterTable(c schema.AlterTable) (string, error) {
	var parts []string
	if c.To.Engine != "" && c.To.Engine != c.From.Engine {
		parts = append(parts, "ENGINE="+bareOrQuoted(c.To.Engine))
	}
	charset, collation := c.To.Charset, c.To.Collation
	if charset == "" {
		charset = charsetOf(collation)
	}
	if charset != "" && (charset != c.From.Charset || collation != c.From.Collation) {
		convert := map[bool]string{true: "DEFAULT", false: "CONVERT TO"}[c.Default] + " CHARACTER SET " + bareOrQuoted(spelledAs(w.flavor, charset))
		if collation != "" {
			convert += " COLLATE " + bareOrQuoted(spelledAs(w.flavor, collation))
		}
		parts = append(parts, convert)
	}
	for _, col := range c.Keep {
		if convertedAway(w.flavor, col) {
			continue
		}
		def, err := w.column(col)
		if err != nil {
			return "", err
		}
		parts = append(parts, "MODIFY COLUMN "+def)
	}
	if len(parts) == 0 {
		return "", fmt.Errorf("table %s: the change of options changes none", c.Table)
	}
	return alterTableSQL(c.Table, strings.Join(parts, ", ")), nil
}

// alterColumn restates the whole column, since MODIFY and CHANGE reset what they do not say.
func (w formatter) alterColumn(c schema.AlterColumn) (string, error) {
	to := c.To
	if to.Type.Name == "" && c.From.Type.Name != "" {
		to = c.From.With(to, c.Set)
	}
	switch {
	case to.Type.Name != "":
	case c.Set == schema.PropDefault:
		return w.alterDefault(c)
	default:
		return "", fmt.Errorf("column %s.%s: a change of it must state all of it, and its type is not known", c.Table, c.Name)
	}
	renamed := c.Set&schema.PropName != 0 && to.Name != c.Name
	if !renamed {
		to.Name = c.Name
	}
	def, err := w.column(to)
	if renamed {
		return alterTableSQL(c.Table, "CHANGE COLUMN "+quote(c.Name)+" "+def+placeSuffix(c.Place)), err
	}
	return alterTableSQL(c.Table, "MODIFY COLUMN "+def+placeSuffix(c.Place)), err
}

func placeSuffix(p schema.Place) string {
	switch {
	case p.First:
		return " FIRST"
	case p.After != "":
		return " AFTER " + quote(p.After)
	}
	return ""
}

func (w formatter) alterDefault(c schema.AlterColumn) (string, error) {
	what := "ALTER COLUMN " + quote(c.Name)
	if c.To.Default == "" {
		return alterTableSQL(c.Table, what+" DROP DEFAULT"), nil
	}
	return alterTableSQL(c.Table, what+" SET DEFAULT "+defaultValue(w.flavor, schema.Type{}, c.To.Default)), nil
}

func dropIndex(c schema.DropIndex) (string, error) {
	switch {
	case c.Kind == schema.Constraint && c.Table != "":
		return alterTableSQL(c.Table, "DROP CONSTRAINT "+quote(c.Name)), nil
	case c.Kind == schema.Primary || strings.EqualFold(c.Name, "PRIMARY"):
		return alterTableSQL(c.Table, "DROP PRIMARY KEY"), nil
	case c.Table == "":
		return "", fmt.Errorf("index %s: its table must be known", c.Name)
	}
	return alterTableSQL(c.Table, "DROP INDEX "+quote(c.Name)), nil
}

func (w formatter) renameIndex(c schema.RenameIndex) (string, error) {
	if !w.flavor.renamesIndexes {
		return "", fmt.Errorf("index %s.%s: this server cannot rename an index; drop it and add it again", c.Table, c.From)
	}
	return alterTableSQL(c.Table, "RENAME INDEX "+quote(c.From)+" TO "+quote(c.To)), nil
}

func (w formatter) dropCheck(c schema.DropCheck) (string, error) {
	switch {
	case !w.flavor.keepsChecks:
		return "", fmt.Errorf("check %s.%s: this server has no checks", c.Table, c.Name)
	case w.flavor.isMariaDB():
		return alterTableSQL(c.Table, "DROP CONSTRAINT "+quote(c.Name)), nil
	}
	return alterTableSQL(c.Table, "DROP CHECK "+quote(c.Name)), nil
}

// index writes an index as it stands in CREATE TABLE and behind ADD.
func (w formatter) index(x schema.Index) (string, error) {
	words, using := "KEY", ""
	switch {
	case x.Kind == schema.Primary:
		words = "PRIMARY KEY"
	case x.Kind.Unique():
		words = "UNIQUE KEY"
	}
	switch x.Method {
	case "":
	case "hash", "btree", "rtree":
		using = " USING " + strings.ToUpper(x.Method)
	case "fulltext", "spatial", "vector":
		words = strings.ToUpper(x.Method) + " KEY"
	default:
		return "", fmt.Errorf("index %s: its method %s is not supported", x.Name, x.Method)
	}
	if x.Name != "" && x.Kind != schema.Primary {
		words += " " + quote(x.Name)
	}
	s := words + " (" + keyParts(x.Parts) + ")" + using
	if parser := x.Traits[schema.ParsedBy]; parser != "" {
		s += " WITH PARSER " + quote(parser)
	}
	if comment := x.Traits[schema.Comment]; comment != "" {
		s += " COMMENT " + commentText(comment)
	}
	if x.Invisible {
		if !w.flavor.hasIgnoredIndexes {
			return s + " INVISIBLE", nil
		}
		s += " IGNORED"
	}
	return s, nil
}

func keyParts(parts []schema.Part) string {
	all := make([]string, len(parts))
	for i, p := range parts {
		s := quote(p.Column)
		if p.Expr != "" {
			s = "(" + p.Expr + ")"
		}
		if p.Prefix > 0 {
			s += "(" + strconv.Itoa(p.Prefix) + ")"
		}
		if p.Desc {
			s += " DESC"
		}
		all[i] = s
	}
	return strings.Join(all, ", ")
}

func foreignKeyDefinition(f schema.ForeignKey) string {
	s := constraintNamed(f.Name) + "FOREIGN KEY (" + nameList(f.Columns) + ") REFERENCES " + referred(f.RefTable) + " (" + nameList(f.RefColumns) + ")"
	if f.OnDelete != "" {
		s += " ON DELETE " + f.OnDelete
	}
	if f.OnUpdate != "" {
		s += " ON UPDATE " + f.OnUpdate
	}
	return s
}

func (w formatter) check(k schema.Check) (string, error) {
	if !w.flavor.keepsChecks {
		return "", fmt.Errorf("check %s: this server would forget it", k.Name)
	}
	s := constraintNamed(k.Name) + "CHECK (" + k.Expr + ")"
	if k.NotEnforced {
		s += " NOT ENFORCED"
	}
	return s, nil
}

func constraintNamed(name string) string {
	if name == "" {
		return ""
	}
	return "CONSTRAINT " + quote(name) + " "
}

func nameList(names []string) string {
	all := make([]string, len(names))
	for i, n := range names {
		all[i] = quote(n)
	}
	return strings.Join(all, ", ")
}
