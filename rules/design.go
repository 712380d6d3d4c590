package rules

import (
	"cmp"
	"strings"

	"assay/schema"
)

// An Engine tells what rules must know of a server. A room is one.
type Engine interface {
	// Execution says how a statement goes about what it does.
	Execution(sql string) schema.Execution
	// Cost is what a change, made in that execution, does to those who use its tables; none: nothing to speak of. A nil change: what the statement does beside its
	// changes.
	Cost(before *schema.Schema, c schema.Change, m schema.Execution) []schema.Cost
	// Refusal is the server's answer where it would not make the change.
	Refusal(s *schema.Schema, c schema.Change) *schema.Refusal
	// Casts are the types that a value passes by a statement's own words on its way into the altered column; known is false where it is more than casts.
	Casts(schema.AlterColumn) (casts []schema.Type, known bool)
	// Lossy are the values of an SQL expression that do not survive becoming those of another domain; explicit: by a cast that is written out.
	Lossy(value string, from, to schema.Domain, explicit bool) []schema.Lossy
	// Reserved reports whether a name has to be quoted, since the server, or one that people upgrade to, takes it for a word of its language.
	Reserved(name string) bool
}

// A Design is a schema as it stands: what is judged without a revision to hold it against.
type Design struct {
	// Name is the engine: "mysql", "postgresql".
	Name   string
	Engine Engine
	Schema *schema.Schema
	// Partial reports that there can be more in the database than Schema has: then nothing is said to be missing.
	Partial bool
	// Measured is what was read of a live database beside its schema; the zero value: nothing.
	Measured schema.Measures
}

// Lint judges a schema by itself: the findings by table, the worst first, in a stable order. What is found in the expected schema too is marked as inherited;
// a nil expected marks nothing.
func Lint(d, expected *Design) []Finding {
	found := d.lint()
	if expected != nil {
		d.inherit(found, expected, expected.lint())
	}
	Sort(found)
	return found
}

// inherit marks those findings that the expected schema has too: of an object by its name, and else, since histories leave names open, by what it is. Each
// finding there accounts for one here.
func (d *Design) inherit(found []Finding, expected *Design, theirs []Finding) {
	for _, key := range []func(*Design, Finding) [3]string{(*Design).key, (*Design).shape} {
		left := map[[3]string]int{}
		for _, f := range theirs {
			left[key(expected, f)]++
		}
		for _, f := range found {
			if f.Inherited {
				left[key(d, f)]--
			}
		}
		for i := range found {
			if k := key(d, found[i]); !found[i].Inherited && left[k] > 0 {
				left[k]--
				found[i].Inherited = true
			}
		}
	}
}

// key is what two findings have in common that say the same of one schema and another.
func (d *Design) key(f Finding) [3]string {
	return [3]string{f.Rule, d.Schema.Semantics.TableKey(f.Table), f.Object}
}

// shape is the key with what an index or a constraint is instead of what it is called.
func (d *Design) shape(f Finding) [3]string {
	k, m := d.key(f), d.Schema.Semantics
	t := d.Schema.Table(f.Table)
	if t == nil || f.Object == "" {
		return k
	}
	for _, x := range t.Indexes {
		if m.SameName(x.Name, f.Object) {
			k[2] = x.On()
		}
	}
	for _, key := range t.ForeignKeys {
		if m.SameName(key.Name, f.Object) {
			k[2] = describeKey(key)
		}
	}
	return k
}

func (d *Design) lint() []Finding {
	var found []Finding
	for _, r := range All {
		if r.Design == nil || !r.On(d.Name) {
			continue
		}
		for _, f := range r.Design(d) {
			f.Rule = r.Name
			f.Severity = min(f.Severity, r.Severity)
			found = append(found, f)
		}
	}
	return found
}

// each collects what a function finds in each table, by name.
func (d *Design) each(judge func(*schema.Table) []Finding) []Finding {
	var found []Finding
	for _, t := range d.Schema.SortedTables() {
		for _, f := range judge(t) {
			f.Table = t.Name
			found = append(found, f)
		}
	}
	return found
}

// eachColumn collects what a function finds in each column, table by table.
func (d *Design) eachColumn(judge func(*schema.Table, schema.Column) (Finding, bool)) []Finding {
	return d.each(func(t *schema.Table) []Finding {
		var found []Finding
		for _, c := range t.Columns {
			if f, ok := judge(t, c); ok {
				f.Object = c.Name
				found = append(found, f)
			}
		}
		return found
	})
}

// column returns a table's column of that name, and whether there is one.
func (d *Design) column(t *schema.Table, name string) (schema.Column, bool) {
	i := t.Column(d.Schema.Semantics, name)
	if i < 0 {
		return schema.Column{}, false
	}
	return t.Columns[i], true
}

// collates returns the character set and collation of a text column; empty: it is none, or it is not known.
func collates(t *schema.Table, c schema.Column) (charset, collation string) {
	if !isText(c.Type) && c.Type.Labels() == nil {
		return "", ""
	}
	if c.Charset != "" || c.Collation != "" {
		return c.Charset, c.Collation
	}
	return t.Options.Charset, t.Options.Collation
}

// nameOf is what an index is called, or what it is over where the history leaves that open.
func nameOf(x schema.Index) string { return cmp.Or(x.Name, x.On()) }

// keyName is what a foreign key is called, or what it is made of where the history leaves that open.
func keyName(f schema.ForeignKey) string {
	return cmp.Or(f.Name, "("+strings.Join(f.Columns, ", ")+")")
}
