package probe

import (
	"fmt"
	"slices"

	"assay/schema"
)

// addColumn: a column that takes no NULL and has nothing to fill it is refused where there are rows, on engines that do not make something up.
func (p *Prober) addColumn(c schema.AddColumn, t *schema.Table, next *schema.Schema) []Probe {
	v := &value{domain: domain(next, t, c.Column)}
	p.values[p.place(c.Table, c.Column.Name)] = v
	switch col := c.Column; {
	case col.AutoIncrement || col.Identity != "" || counts(p, c, true):
		v.unknown, v.counted = "the server computes its values when the column is added", true
	case p.behind == nil && counts(p, c, false):
		v.unknown = "the server computes its values if it is one statement that adds the column and its key"
	case col.Generated != "":
		v.unknown = "the server computes its values when the column is added"
		if found, ok := generatedOver(p, c, v); ok && col.Stored {
			return found
		}
		if v.unknown = "the server computes its values when the column is added"; col.Stored && mayFail(col.Generated, col.Type, p.now.Semantics.TypedExpressions) {
			return []Probe{p.unasked(c, col.Name, "not asked: whether "+col.Generated+" can be computed of each row, and is a value of "+col.Type.String())}
		}
	case constant(col.Default):
		v.sql, v.fixed = p.engine.Typed("("+col.Default+")", col.Type), true
	case col.Default != "":
		v.unknown = "its default is computed when the column is added"
	case col.Nullable:
		v.sql, v.fixed, v.null = p.engine.Typed("NULL", col.Type), true, true
	case next.Semantics.FillsColumns:
		v.sql, v.fixed = p.empty(v.domain), true
		var found []Probe
		for _, l := range p.engine.Unfilled(v.domain) {
			found = append(found, p.where(c, col.Name, "", l))
		}
		return found
	default:
		v.sql, v.fixed, v.null = p.engine.Typed("NULL", col.Type), true, true
		return []Probe{p.where(c, col.Name, "", schema.Lossy{
			Where: "TRUE", Problem: "the upgrade stops: the new column is NOT NULL and has no default for existing rows", Fatal: true,
		})}
	}
	return nil
}

// counts reports whether the statement that adds a column makes it count up, or whether the revision does, later on. MySQL's has to be a key first, so that one
// statement comes as several changes. Where several statements do it, the key finds the same number in every row.
func counts(p *Prober, add schema.AddColumn, same bool) bool {
	for i, c := range p.ahead {
		a, ok := c.(schema.AlterColumn)
		if ok && a.To.AutoIncrement && a.Set&schema.PropAutoIncrement != 0 && p.place(a.Table, a.Name) == p.place(add.Table, add.Column.Name) {
			return !same || i < len(p.behind) && p.behind[i] == p.making
		}
	}
	return false
}

// dropColumn counts the values that are dropped, and where unique keys only lose the column, the rows that are equal without it.
func dropColumn(p *Prober, c schema.DropColumn, t *schema.Table) []Probe {
	v := p.values[p.place(c.Table, c.Column)]
	delete(p.values, p.place(c.Table, c.Column))
	var found []Probe
	if v != nil && v.present() != "" {
		found = p.loss(c, c.Column, v.present()+" IS NOT NULL")
	}
	was := p.now.Table(c.Table)
	for _, x := range t.Indexes {
		if i := was.Index(p.now.Semantics, x.Name); i >= 0 && x.Kind.Unique() && len(x.Parts) < len(was.Indexes[i].Parts) {
			found = append(found, p.doubles(c, t, x)...)
		}
	}
	return found
}

var (
	computes = schema.Pattern(`[-+*/%^]|::|(?i)\b(?:CAST|CONVERT|DIV|MOD)\b`)
	calls    = schema.Pattern(`(?i)\b([a-z_]\w*)\s*\(`)
	// total are the functions that fail on no value.
	total = schema.Pattern(`(?i)^(?:lower|upper|coalesce|ifnull|nullif|concat|concat_ws|trim|ltrim|rtrim|btrim|length|char_length|character_length|octet_length|reverse|` +
		`md5|sha1|sha2|if|and|or|not|in|is|when|then|else|case|between|like|json_unquote|isnull)$`)
)

// totalTyped are those that fail on no value where each is of the type that they take; fields are calls that fail on none because of what they are told to
// give; and parts look as if they computed, and fail on none: JSON's operators, and a cast to text.
var (
	totalTyped = schema.Pattern(`(?i)^(?:array_length|cardinality|jsonb?_typeof|quote_literal|quote_ident|initcap|left|right|replace|` +
		`round|floor|ceil|ceiling|greatest|least|sign|ascii|strpos|position|array_to_string|string_to_array|to_hex|hashtext)$`)
	fields = schema.Pattern(`(?i)\b(?:(?:date_trunc|date_part|extract)\s*\(\s*'?(?:year|quarter|month|week|day|hour|minute|second|epoch|doy|dow)'?(?:::text)?(?:\s*,|\s+from\b)` +
		`|timezone\s*\(\s*'utc'(?:::text)?\s*,)`)
	parts = schema.Pattern(`(?i)->>?|#>>?|::(?:text|character\s+varying|varchar)(?:\s*\[\])?(\s*[^\w(\s]|\s*$)`)
)

// mayFail reports whether the server may find no value of a type for an expression of a row's: of numbers it may not be able to compute one, and a text may be
// too long. Texts in quotes are left out of it. typed: it takes no value for one of another type by itself.
func mayFail(expr string, t schema.Type, typed bool) bool {
	if typed {
		expr = fields().ReplaceAllString(expr, "(")
	}
	bare := quoted().ReplaceAllString(expr, "''")
	if typed {
		bare = parts().ReplaceAllString(bare, " $1")
	}
	if t.Name == "varchar" || t.Name == "char" || computes().MatchString(bare) {
		return true
	}
	return slices.ContainsFunc(calls().FindAllStringSubmatch(bare, -1), func(m []string) bool {
		return !total().MatchString(m[1]) && (!typed || !totalTyped().MatchString(m[1]))
	})
}

var quoted = schema.Pattern(`'(?:[^'\\]|''|\\.)*'`)

var aConstant = schema.Pattern(`(?is)^(?:'(?:[^'\\]|''|\\.)*'|-?[\d.]+(?:e[-+]?\d+)?|[bx]'\w*'|0x[0-9a-f]+)(?:::[\w\s"(),.\[\]]+)?$`)

// constant reports whether a default is a number or a text, with a cast or without: what calls or computes something is none.
func constant(sql string) bool { return aConstant().MatchString(sql) }

func (p *Prober) alterColumn(c schema.AlterColumn, t *schema.Table, next *schema.Schema) []Probe {
	name := c.Name
	if c.Set&schema.PropName != 0 {
		name = c.To.Name
	}
	col := t.Columns[t.Column(next.Semantics, name)]
	was := p.now.Table(c.Table)
	nullable := was.Columns[was.Column(p.now.Semantics, c.Name)].Nullable
	v := p.values[p.place(c.Table, c.Name)]
	var found []Probe
	if nullable && !col.Nullable {
		found = append(found, p.nulls(c, c.Name, v)...)
	}
	if c.Set&schema.PropAutoIncrement != 0 && col.AutoIncrement && next.Semantics.AutoIncrementNeedsKey && v.unknown == "" && !v.fixed {
		found = append(found, p.where(c, c.Name, v.sql, schema.Lossy{
			Where:   fmt.Sprintf("%s = 0 AND EXISTS (SELECT 1 FROM %s others WHERE %[1]s <> 0)", v.sql, p.engine.Quote(p.present(c.Table))),
			Problem: "without a number, and the one that the server gives them may be another row's", Fatal: true,
		}), p.where(c, c.Name, v.sql, schema.Lossy{
			Where:   fmt.Sprintf("%s = 0 AND NOT EXISTS (SELECT 1 FROM %s others WHERE %[1]s <> 0)", v.sql, p.engine.Quote(p.present(c.Table))),
			Problem: "0, and the server gives them other numbers",
		}))
	}
	to := domain(next, t, col)
	if c.Set&(schema.PropType|schema.PropCollation) == 0 || same(v.domain, to) {
		return found
	}
	if v.null {
		v.domain, v.sql = to, p.engine.Typed("NULL", to.Type)
		return found
	}
	casts, known := p.engine.Casts(c)
	if !known {
		found = append(found, p.unasked(c, c.Name, "not asked: it makes new values by "+c.Using+", which is more than a cast"))
		*v = value{domain: to, unknown: "an earlier statement makes new values by " + c.Using}
		return found
	}
	for _, cast := range casts {
		found = append(found, p.convert(c, c.Name, v, typeDomain(next, cast), true)...)
	}
	from := v.domain
	found = append(found, p.convert(c, c.Name, v, to, false)...)
	if from.Collation != to.Collation {
		found = append(found, p.equals(c, t, name)...)
	}
	return found
}

func same(a, b schema.Domain) bool {
	return a.Type == b.Type && a.Charset == b.Charset && a.Collation == b.Collation && len(a.Labels) == len(b.Labels) && !lacks(b.Labels, a.Labels)
}

func lacks(all, some []string) bool {
	has := map[string]bool{}
	for _, l := range all {
		has[l] = true
	}
	for _, l := range some {
		if !has[l] {
			return true
		}
	}
	return false
}

// convert finds what does not survive a conversion, and makes the value what becomes of it.
func (p *Prober) convert(c schema.Change, column string, v *value, to schema.Domain, explicit bool) []Probe {
	var found []Probe
	lossy := p.engine.Lossy(v.sql, v.domain, to, explicit)
	for _, m := range lossy {
		switch {
		case v.unknown != "":
			return []Probe{p.lost(c, column, v, to)}
		case m.Where == "":
			found = append(found, p.unasked(c, column, "not asked: "+m.Problem))
		default:
			found = append(found, p.where(c, column, v.sql, m))
		}
	}
	sql, ok := p.engine.Becomes(v.sql, v.domain, to)
	if !ok && v.unknown == "" {
		v.unknown = "an earlier statement makes " + to.Type.String() + " of " + v.domain.Type.String()
	}
	if ok && len(lossy) == 0 && to.Labels == nil {
		to.Labels = v.domain.Labels // what was a label still is one
	}
	v.sql, v.domain = sql, to
	return found
}

func (p *Prober) nulls(c schema.Change, column string, v *value) []Probe {
	if v.fixed && !v.null {
		return nil
	}
	if v.null {
		return []Probe{p.where(c, column, "", schema.Lossy{
			Where: "TRUE", Problem: "the upgrade stops: the column no longer allows NULL, and nothing fills it",
			Fatal: true,
		})}
	}
	if v.unknown != "" {
		return []Probe{p.unasked(c, column, "not asked: "+v.unknown+", so that no NULL can be seen yet")}
	}
	return []Probe{p.where(c, column, v.sql, schema.Lossy{Where: v.sql + " IS NULL", Problem: "the upgrade stops: the column no longer allows NULL", Fatal: true})}
}

// alterTable: a conversion to another character set converts every text.
func (p *Prober) alterTable(c schema.AlterTable, t *schema.Table, next *schema.Schema) []Probe {
	if !c.Converts() {
		return nil
	}
	var found []Probe
	for _, col := range t.Columns {
		v := p.values[p.place(c.Table, col.Name)]
		if to := domain(next, t, col); !v.null && !same(v.domain, to) {
			found = append(found, p.convert(c, col.Name, v, to, false)...)
		}
	}
	return append(found, p.equals(c, t, "")...)
}
