package mysql

import (
	"fmt"
	"strconv"
	"strings"

	"assay/schema"
)

// Format writes a change as statements without a closing semicolon.
func (r *Room) Format(c schema.Change) ([]string, error) {
	sql, err := r.format(c)
	if err != nil {
		return nil, err
	}
	statements := []string{r.conditional(c, sql)}
	if a, ok := c.(schema.AlterTable); ok {
		for _, col := range a.Keep {
			if !r.convertedAway(col) {
				continue
			}
			def, err := r.column(col)
			if err != nil {
				return nil, err
			}
			statements = append(statements, r.alter(a.Table, "MODIFY COLUMN "+def))
		}
	}
	return statements, enclosed(statements)
}

// convertedAway reports whether a conversion changes a column even where the same statement restates it, so that a second one has to:
// MySQL (seen on 9.7) widens texts nevertheless, and MariaDB's JSON loses the collation that makes it JSON.
func (r *Room) convertedAway(c schema.Column) bool {
	return !r.flavor.isMariaDB() || c.Charset != "" || c.Collation != "" || c.Type.Name == "json" && r.flavor.jsonIsChecked()
}

func (r *Room) format(c schema.Change) (string, error) {
	switch c := c.(type) {
	case schema.CreateTable:
		return r.createTable(c.Table)
	case schema.DropTable:
		return "DROP TABLE " + r.Quote(c.Table), nil
	case schema.AlterTable:
		return r.alterTable(c)
	case schema.RenameTable:
		return r.alter(c.From, "RENAME TO "+r.Quote(c.To)), nil
	case schema.AddColumn:
		def, err := r.column(c.Column)
		return r.alter(c.Table, "ADD COLUMN "+def+r.place(c.Place)), err
	case schema.DropColumn:
		return r.alter(c.Table, "DROP COLUMN "+r.Quote(c.Column)), nil
	case schema.AlterColumn:
		return r.alterColumn(c)
	case schema.RenameColumn:
		if !r.flavor.renamesColumns() {
			return "", fmt.Errorf("column %s.%s: this server renames a column only with its whole definition", c.Table, c.From)
		}
		return r.alter(c.Table, "RENAME COLUMN "+r.Quote(c.From)+" TO "+r.Quote(c.To)), nil
	case schema.AddIndex:
		def, err := r.index(c.Index)
		return r.alter(c.Table, "ADD "+def), err
	case schema.DropIndex:
		return r.dropIndex(c)
	case schema.RenameIndex:
		return r.renameIndex(c)
	case schema.AddForeignKey:
		return r.alter(c.Table, "ADD "+r.foreignKey(c.ForeignKey)), nil
	case schema.DropForeignKey:
		return r.alter(c.Table, "DROP FOREIGN KEY "+r.Quote(c.Name)), nil
	case schema.AddCheck:
		def, err := r.check(c.Check)
		return r.alter(c.Table, "ADD "+def), err
	case schema.DropCheck:
		return r.dropCheck(c)
	case schema.SetTrait:
		return r.formatTrait(c)
	}
	return "", fmt.Errorf("unsupported change %T", c)
}

func (r *Room) alter(table, what string) string { return "ALTER TABLE " + r.Quote(table) + " " + what }

func (r *Room) createTable(t *schema.Table) (string, error) {
	var lines []string
	add := func(line string, err error) error {
		lines = append(lines, "  "+line)
		return err
	}
	for _, c := range t.Columns {
		if err := add(r.column(c)); err != nil {
			return "", err
		}
	}
	for _, x := range t.Indexes {
		if x.Implicit { // comes with its foreign key
			continue
		}
		if err := add(r.index(x)); err != nil {
			return "", err
		}
	}
	for _, f := range t.ForeignKeys {
		lines = append(lines, "  "+r.foreignKey(f))
	}
	for _, k := range t.Checks {
		if err := add(r.check(k)); err != nil {
			return "", err
		}
	}
	traits, err := traits(t.Traits)
	return "CREATE TABLE " + r.Quote(t.Name) + " (\n" + strings.Join(lines, ",\n") + "\n)" + r.tableOptions(t.Options) + traits, err
}

func (r *Room) tableOptions(o schema.Options) string {
	var b strings.Builder
	if o.Engine != "" {
		b.WriteString(" ENGINE=" + r.word(o.Engine))
	}
	if o.Charset != "" {
		b.WriteString(" DEFAULT CHARACTER SET=" + r.word(r.spelledAs(o.Charset)))
	}
	if o.Collation != "" {
		b.WriteString(" COLLATE=" + r.word(r.spelledAs(o.Collation)))
	}
	return b.String()
}

// word writes the name of an engine, a charset or a collation, quoted if it is none that a server has.
func (r *Room) word(s string) string {
	if strings.ContainsFunc(s, func(c rune) bool { return c > 0x7f || !isWord(byte(c)) }) {
		return r.Quote(s)
	}
	return s
}

// alterTable states the kept columns in the same statement, where that helps, so that they never are what the conversion makes of them.
func (r *Room) alterTable(c schema.AlterTable) (string, error) {
	var parts []string
	if c.To.Engine != "" && c.To.Engine != c.From.Engine {
		parts = append(parts, "ENGINE="+r.word(c.To.Engine))
	}
	charset, collation := c.To.Charset, c.To.Collation
	if charset == "" {
		charset = charsetOf(collation)
	}
	if charset != "" && (charset != c.From.Charset || collation != c.From.Collation) {
		convert := "CONVERT TO CHARACTER SET " + r.word(r.spelledAs(charset))
		if collation != "" {
			convert += " COLLATE " + r.word(r.spelledAs(collation))
		}
		parts = append(parts, convert)
	}
	for _, col := range c.Keep {
		if r.convertedAway(col) {
			continue
		}
		def, err := r.column(col)
		if err != nil {
			return "", err
		}
		parts = append(parts, "MODIFY COLUMN "+def)
	}
	if len(parts) == 0 {
		return "", fmt.Errorf("table %s: the change of options changes none", c.Table)
	}
	return r.alter(c.Table, strings.Join(parts, ", ")), nil
}

// alterColumn restates the whole column, since MODIFY and CHANGE reset what they do not say.
func (r *Room) alterColumn(c schema.AlterColumn) (string, error) {
	to := c.To
	if to.Type.Name == "" && c.From.Type.Name != "" {
		to = c.From.With(to, c.Set)
	}
	switch {
	case to.Type.Name != "":
	case c.Set == schema.PropDefault:
		return r.alterDefault(c)
	default:
		return "", fmt.Errorf("column %s.%s: a change of it must state all of it, and its type is not known", c.Table, c.Name)
	}
	renamed := c.Set&schema.PropName != 0 && to.Name != c.Name
	if !renamed {
		to.Name = c.Name
	}
	def, err := r.column(to)
	if renamed {
		return r.alter(c.Table, "CHANGE COLUMN "+r.Quote(c.Name)+" "+def+r.place(c.Place)), err
	}
	return r.alter(c.Table, "MODIFY COLUMN "+def+r.place(c.Place)), err
}

func (r *Room) place(p schema.Place) string {
	switch {
	case p.First:
		return " FIRST"
	case p.After != "":
		return " AFTER " + r.Quote(p.After)
	}
	return ""
}

func (r *Room) alterDefault(c schema.AlterColumn) (string, error) {
	what := "ALTER COLUMN " + r.Quote(c.Name)
	if c.To.Default == "" {
		return r.alter(c.Table, what+" DROP DEFAULT"), nil
	}
	return r.alter(c.Table, what+" SET DEFAULT "+r.defaultValue(schema.Type{}, c.To.Default)), nil
}

func (r *Room) dropIndex(c schema.DropIndex) (string, error) {
	switch {
	case c.Kind == schema.Constraint && c.Table != "":
		return r.alter(c.Table, "DROP CONSTRAINT "+r.Quote(c.Name)), nil
	case c.Kind == schema.Primary || strings.EqualFold(c.Name, "PRIMARY"):
		return r.alter(c.Table, "DROP PRIMARY KEY"), nil
	case c.Table == "":
		return "", fmt.Errorf("index %s: its table must be known", c.Name)
	}
	return r.alter(c.Table, "DROP INDEX "+r.Quote(c.Name)), nil
}

func (r *Room) renameIndex(c schema.RenameIndex) (string, error) {
	if !r.flavor.renamesIndexes() {
		return "", fmt.Errorf("index %s.%s: this server cannot rename an index; drop it and add it again", c.Table, c.From)
	}
	return r.alter(c.Table, "RENAME INDEX "+r.Quote(c.From)+" TO "+r.Quote(c.To)), nil
}

func (r *Room) dropCheck(c schema.DropCheck) (string, error) {
	switch {
	case !r.flavor.keepsChecks():
		return "", fmt.Errorf("check %s.%s: this server has no checks", c.Table, c.Name)
	case r.flavor.isMariaDB():
		return r.alter(c.Table, "DROP CONSTRAINT "+r.Quote(c.Name)), nil
	}
	return r.alter(c.Table, "DROP CHECK "+r.Quote(c.Name)), nil
}

// index writes an index as it stands in CREATE TABLE and behind ADD.
func (r *Room) index(x schema.Index) (string, error) {
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
		words += " " + r.Quote(x.Name)
	}
	s := words + " (" + r.keyParts(x.Parts) + ")" + using
	if size := x.Traits[schema.Option("KEY_BLOCK_SIZE")]; size != "" {
		s += " KEY_BLOCK_SIZE=" + size
	}
	if parser := x.Traits[schema.ParsedBy]; parser != "" {
		s += " WITH PARSER " + r.Quote(parser)
	}
	if comment := x.Traits[schema.Comment]; comment != "" {
		s += " COMMENT " + commentText(comment)
	}
	if x.Invisible {
		if !r.flavor.hasIgnoredIndexes() {
			return s + " INVISIBLE", nil
		}
		s += " IGNORED"
	}
	return s, nil
}

func (r *Room) keyParts(parts []schema.Part) string {
	all := make([]string, len(parts))
	for i, p := range parts {
		s := r.Quote(p.Column)
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

func (r *Room) foreignKey(f schema.ForeignKey) string {
	s := r.constraint(f.Name) + "FOREIGN KEY (" + r.names(f.Columns) + ") REFERENCES " + r.Quote(f.RefTable) + " (" + r.names(f.RefColumns) + ")"
	if f.OnDelete != "" {
		s += " ON DELETE " + f.OnDelete
	}
	if f.OnUpdate != "" {
		s += " ON UPDATE " + f.OnUpdate
	}
	return s
}

func (r *Room) check(k schema.Check) (string, error) {
	if !r.flavor.keepsChecks() {
		return "", fmt.Errorf("check %s: this server would forget it", k.Name)
	}
	s := r.constraint(k.Name) + "CHECK (" + k.Expr + ")"
	if k.NotEnforced {
		s += " NOT ENFORCED"
	}
	return s, nil
}

func (r *Room) constraint(name string) string {
	if name == "" {
		return ""
	}
	return "CONSTRAINT " + r.Quote(name) + " "
}

func (r *Room) names(names []string) string {
	all := make([]string, len(names))
	for i, n := range names {
		all[i] = r.Quote(n)
	}
	return strings.Join(all, ", ")
}
