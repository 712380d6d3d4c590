package rules

import "assay/schema"

// An Engine tells what rules must know of a server. A room is one.
type Engine interface {
	// Manner says how a statement goes about what it does.
	Manner(sql string) schema.Manner
	// Cost is what a change, made in that manner, does to those who use its tables; none: nothing to speak of.
	Cost(before *schema.Schema, c schema.Change, m schema.Manner) []schema.Cost
	// Refusal is the server's answer where it would not make the change.
	Refusal(s *schema.Schema, c schema.Change) *schema.Refusal
	// Reserved reports whether a name has to be quoted, since the server, or one that people upgrade to, takes it for a word of its language.
	Reserved(name string) bool
}

// A Design is a schema as it stands: what is judged without a revision to hold it against.
type Design struct {
	// Name is the engine: "mysql", "postgresql".
	Name   string
	Engine Engine
	Schema *schema.Schema
	// Measured is what was read of a live database beside its schema; the zero value: nothing.
	Measured schema.Measures
}

// Lint judges a schema by itself: the findings by table, the worst first, in a stable order. What is found in the expected schema too is marked as inherited;
// a nil expected marks nothing.
func Lint(d, expected *Design) []Finding {
	found := d.lint()
	if expected != nil {
		same := map[[3]string]bool{}
		for _, f := range expected.lint() {
			same[d.key(f)] = true
		}
		for i := range found {
			found[i].Inherited = same[d.key(found[i])]
		}
	}
	Sort(found)
	return found
}

// key is what two findings have in common that say the same of one schema and another.
func (d *Design) key(f Finding) [3]string {
	return [3]string{f.Rule, d.Schema.Semantics.TableKey(f.Table), f.Object}
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
