package mysql

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"assay/schema"
)

// A normalizer spells what a migration declares as its server would print it.
type normalizer struct{ flavor flavor }

// Normalize brings a change as a migration declares it to what this server makes of it.
func (r *Room) Normalize(c schema.Change) (schema.Change, error) {
	n := normalizer{r.flavor}
	switch c := c.(type) {
	case schema.CreateTable:
		t, err := n.declaredTable(c.Table)
		return schema.CreateTable{Table: t, If: c.If}, err
	case schema.AlterTable:
		return n.alterTable(c)
	case schema.AddColumn:
		rest := &schema.Table{}
		if err := n.declaredColumn(&c.Column, rest); err != nil {
			return nil, err
		}
		if len(rest.Indexes) > 0 {
			return nil, fmt.Errorf("column %s.%s is SERIAL, which adds an index as well: not supported in ADD COLUMN", c.Table, c.Column.Name)
		}
		n.column(&c.Column, schema.Options{})
		return c, nil
	case schema.AlterColumn:
		return n.alterColumn(c)
	case schema.AddIndex:
		c.Index = n.index(c.Index)
		return c, nil
	case schema.DropIndex:
		if c.Kind == schema.Primary {
			c.Name = "PRIMARY"
		}
		c.Kind = indexKind(c.Kind)
		return c, nil
	case schema.RenameIndex:
		c.Kind = indexKind(c.Kind)
		return c, nil
	case schema.AddForeignKey:
		c.ForeignKey = spellForeignKey(c.ForeignKey)
		return c, nil
	case schema.AddCheck:
		k, ok := n.check(c.Check)
		if !ok {
			return nil, nil
		}
		c.Check = k
		return c, nil
	case schema.DropCheck:
		if !n.flavor.keepsChecks {
			return nil, nil
		}
		return c, nil
	case schema.DropTable, schema.RenameTable, schema.DropColumn, schema.RenameColumn, schema.DropForeignKey, schema.SetTrait:
		return c, nil
	case schema.CreateEnum, schema.DropEnum, schema.RenameEnum, schema.AlterEnum:
		return nil, fmt.Errorf("%T: these servers have no named enum types", c)
	}
	return nil, fmt.Errorf("unsupported change %T", c)
}

// declaredTable copies a table that is spelled as it was declared.
func (n normalizer) declaredTable(t *schema.Table) (*schema.Table, error) {
	t = t.Clone()
	for i := range t.Columns {
		if err := n.declaredColumn(&t.Columns[i], t); err != nil {
			return nil, fmt.Errorf("table %s: %w", t.Name, err)
		}
	}
	n.table(t)
	return t, nil
}

// declaredColumn reads a type that stands in its Name as a whole.
func (n normalizer) declaredColumn(c *schema.Column, rest *schema.Table) error {
	if c.Type.Named {
		return fmt.Errorf("column %s has the named type %s, which these servers do not have", c.Name, c.Type.Name)
	}
	if c.Identity != "" {
		return fmt.Errorf("column %s is an identity, which these servers do not have", c.Name)
	}
	if c.Type.Args != "" || c.Type.Attrs != "" {
		return nil // canonical already
	}
	d, err := parseType(n.flavor, c.Type.Name)
	if err != nil {
		return fmt.Errorf("column %s: %w", c.Name, err)
	}
	c.Type = d.Type
	if c.Charset == "" && c.Collation == "" {
		c.Charset, c.Collation = d.charset, d.collation
	}
	if d.serial {
		serialColumn(c, rest)
	}
	return nil
}

func (n normalizer) alterTable(c schema.AlterTable) (schema.Change, error) {
	c.To = spellOptions(c.To)
	c.Keep = slices.Clone(c.Keep)
	for i := range c.Keep {
		if err := n.declaredColumn(&c.Keep[i], &schema.Table{}); err != nil {
			return nil, err
		}
		n.column(&c.Keep[i], c.To)
	}
	return c, nil
}

// alterColumn: MODIFY and CHANGE state the whole column, so what a history does not say is reset. Alembic has another
// statement for the default alone (ALTER COLUMN … SET DEFAULT), which leaves the rest be.
func (n normalizer) alterColumn(c schema.AlterColumn) (schema.Change, error) {
	if c.Set == schema.PropDefault && c.To.Type.Name == "" {
		c.To = schema.Column{Name: c.Name, Default: defaultOf(n.flavor, schema.Type{}, c.To.Default)}
		return c, nil
	}
	fromHistory := c.From.Type.Name == ""
	if fromHistory {
		said := schema.Column{Name: c.Name, Nullable: true}.With(c.To, c.Set)
		said.Type = c.To.Type
		c.To = said
	}
	if c.To.Type.Name == "" {
		return nil, fmt.Errorf("column %s.%s is altered without its type, which MODIFY must state", c.Table, c.Name)
	}
	if err := n.declaredColumn(&c.To, &schema.Table{}); err != nil {
		return nil, err
	}
	n.column(&c.To, schema.Options{})
	if fromHistory {
		c.Set = schema.PropAll | c.Set&schema.PropName
	}
	return c, nil
}

// table gives all of a table its canonical spelling; types have theirs.
func (n normalizer) table(t *schema.Table) {
	t.Options = spellOptions(t.Options)
	n.timestamps(t.Columns)
	for i := range t.Columns {
		n.column(&t.Columns[i], t.Options)
	}
	m := semanticsOf(n.flavor)
	for i := range t.Indexes {
		x := n.index(t.Indexes[i])
		x.Parts = slices.Clone(x.Parts)
		for j := range x.Parts {
			wholeColumn(m, t, &x.Parts[j])
		}
		x.Method = methodInTable(t.Indexes[i].Method, t.Options.Engine)
		t.Indexes[i] = x
		for _, p := range x.Parts {
			if at := t.Column(m, p.Column); at >= 0 && x.Kind == schema.Primary {
				n.keyColumn(&t.Columns[at])
			}
		}
	}
	for i := range t.ForeignKeys {
		t.ForeignKeys[i] = spellForeignKey(t.ForeignKeys[i])
	}
	checks := t.Checks
	t.Checks = nil
	for _, k := range checks {
		if k, ok := n.check(k); ok {
			t.Checks = append(t.Checks, k)
		}
	}
}

// keyColumn makes a column of the primary key what that makes it.
func (n normalizer) keyColumn(c *schema.Column) {
	if c.Nullable && c.Default == "" && n.flavor.fillsKeys && !isLob(c.Type) {
		c.Default = literalDefault(c.Type, map[bool]string{true: "", false: "0"}[isText(c.Type)], false)
	}
	c.Nullable = false
}

// methodInTable: MEMORY tables hash unless told otherwise, and no other engine here does, whatever it is told.
func methodInTable(method, engine string) string {
	switch {
	case engine == "MEMORY" && method == "":
		return "hash"
	case engine != "MEMORY" && (method == "hash" || method == "btree"):
		return ""
	}
	return method
}

func spellOptions(o schema.Options) schema.Options {
	o.Engine, o.Charset, o.Collation = engineName(o.Engine), charsetName(o.Charset), collationName(o.Collation)
	if o.Charset == "" {
		o.Charset = charsetOf(o.Collation)
	}
	if o.Collation != "" && charsetOf(o.Collation) == "" && o.Charset != "" {
		o.Collation = o.Charset + "_" + o.Collation
	}
	return o
}

// column gives a column its canonical spelling within a table of those options; the type has its own already.
func (n normalizer) column(c *schema.Column, o schema.Options) {
	if c.OnUpdate != "" {
		c.OnUpdate = onUpdate(c.Type)
	}
	if c.Default != "" {
		c.Default = defaultOf(n.flavor, c.Type, c.Default)
	}
	if c.Generated == rowStart || c.Generated == rowEnd {
		c.Nullable = false
	} else if c.Generated != "" {
		c.Generated = expressionOf(n.flavor, c.Generated)
	}
	switch {
	case !n.flavor.keepsChecks:
		c.Check = ""
	case c.Check != "":
		c.Check = expressionOf(n.flavor, c.Check)
	}
	if c.AutoIncrement {
		c.Nullable = false
	}
	n.charset(c, o)
	if n.flavor.jsonIsChecked && isJSON(*c, o, c.Check) {
		c.Type, c.Charset, c.Collation, c.Check = schema.Type{Name: "json"}, "", "", ""
	}
}

// charset completes a charset or a collation, and drops both where they are the table's.
func (n normalizer) charset(c *schema.Column, o schema.Options) {
	if !isText(c.Type) || c.Charset == "" && c.Collation == "" {
		c.Charset, c.Collation = "", ""
		return
	}
	c.Charset, c.Collation = charsetName(c.Charset), collationName(c.Collation)
	switch {
	case c.Collation == "":
		c.Collation = defaultCollation(n.flavor, c.Charset)
	case charsetOf(c.Collation) == "": // one of any charset
		if c.Charset = cmp.Or(c.Charset, o.Charset); c.Charset == "" {
			c.Collation = "" // it depends on a charset that nobody has named
			return
		}
		c.Collation = c.Charset + "_" + strings.TrimPrefix(c.Collation, "_")
	}
	c.Charset = charsetOf(c.Collation)
	own := o.Collation
	if own == "" {
		own = defaultCollation(n.flavor, o.Charset)
	}
	if c.Collation == own {
		c.Charset, c.Collation = "", ""
	}
}

// timestamps fills in what servers without explicit_defaults_for_timestamp do to a TIMESTAMP NOT NULL without a default.
func (n normalizer) timestamps(columns []schema.Column) {
	if !n.flavor.implicitTimestamps {
		return
	}
	first := true
	for i := range columns {
		c := &columns[i]
		if c.Type.Name != "timestamp" {
			continue
		}
		if !c.Nullable && c.Default == "" && c.OnUpdate == "" && c.Generated == "" {
			if first {
				c.Default, c.OnUpdate = onUpdate(c.Type), onUpdate(c.Type)
			} else {
				c.Default = "0"
			}
		}
		first = false
	}
}

func indexKind(k schema.IndexKind) schema.IndexKind {
	if k == schema.Constraint {
		return schema.Unique
	}
	return k
}

func (n normalizer) index(x schema.Index) schema.Index {
	x.Kind = indexKind(x.Kind)
	if x.Kind == schema.Primary {
		x.Name = "PRIMARY"
	}
	if x.Method == "btree" {
		x.Method = ""
	}
	x.Parts = slices.Clone(x.Parts)
	for i := range x.Parts {
		p := &x.Parts[i]
		p.Desc = p.Desc && n.flavor.ordersIndexes
		if p.Expr != "" {
			p.Expr = expressionOf(n.flavor, p.Expr)
		}
	}
	return x
}

func spellForeignKey(f schema.ForeignKey) schema.ForeignKey {
	f.OnDelete, f.OnUpdate = action(f.OnDelete), action(f.OnUpdate)
	return f
}

// check returns false where the server forgets checks.
func (n normalizer) check(k schema.Check) (schema.Check, bool) {
	if !n.flavor.keepsChecks {
		return k, false
	}
	k.Expr = expressionOf(n.flavor, k.Expr)
	k.NotEnforced = k.NotEnforced && !n.flavor.isMariaDB()
	return k, true
}
