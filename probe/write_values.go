package probe

import (
	"slices"
	"strings"

	"assay/schema"
)

var (
	aName = schema.Pattern(`^` + schema.NameSQL + `$`)
	// kept are functions whose values are as long as what they are of, and NULL where that is.
	kept = schema.Pattern(`(?is)^(?:lower|upper|trim|ltrim|rtrim|btrim)\s*\(\s*(` + schema.NameSQL + `)\s*\)$`)
	// offered is the value that an INSERT would have given a column of the row which is there already.
	offered = schema.Pattern(`(?is)^(?:EXCLUDED\s*\.\s*|VALUES?\s*\(\s*)(` + schema.NameSQL + `)\s*\)?$`)
)

// takes is the probe of a value that a column may not take; nil: it takes it. The value is a literal, or a column of a table whose rows are read; rows asks
// whether there is one.
func (w statement) takes(column, value, from string, rows schema.Question) []Probe {
	p, t := w.of, w.t
	i := t.Column(p.now.Semantics, column)
	if i < 0 {
		return []Probe{w.broken(column, t.Name+" has no column "+column, schema.Question{})}
	}
	c := t.Columns[i]
	var may string
	stands := from == "" && !w.Lenient
	switch {
	case strings.EqualFold(value, "DEFAULT"):
		if may = "it has no default"; !c.Demands() {
			return nil
		} else if stands {
			return []Probe{w.certain(c.Name, t.Name+"."+c.Name+": "+may, p.engine.StrictMode())}
		}
	case c.Generated != "" || c.Identity == "ALWAYS":
		return []Probe{w.broken(c.Name, t.Name+"."+c.Name+": the server computes it", schema.Question{})}
	case strings.EqualFold(value, "NULL"):
		if may = "it is NOT NULL"; c.Nullable || c.AutoIncrement && w.Inserts && p.now.Semantics.AutoIncrementNeedsKey { // MySQL's NULL asks for the next number
			return nil
		} else if stands && len(w.Values) == 1 && c.Type.Name != "timestamp" { // of several rows, a server that is not strict takes it
			return []Probe{w.certain(c.Name, t.Name+"."+c.Name+": "+may, "TRUE")}
		}
	case from != "" && columnOf(p.now, from, value) != nil:
		return w.becomes(c, from, value, rows)
	case from != "" && kept().MatchString(value) && p.now.Semantics.TypedExpressions: // of a number, which PostgreSQL refuses whatever rows there are
		return []Probe{w.broken(c.Name, "what "+value+" comes to is not known", schema.Question{})}
	case !schema.IsLiteral(value):
		if found, ok := takesComputed(w, c, from, value); ok {
			return found
		}
		may, _ = domain(p.now, t, c).Refuses(value)
	default:
		var sure bool
		if may, sure = domain(p.now, t, c).Refuses(value); madeOf(p, value, domain(p.now, t, c)) {
			return nil
		}
		if from == "" || p.now.Semantics.JudgesLiterals && schema.IsLiteral(value) {
			rows = schema.Question{}
			if sure {
				return []Probe{w.certain(c.Name, t.Name+"."+c.Name+": "+may, p.engine.StrictMode())}
			}
		}
	}
	if may == "" {
		return nil
	}
	return []Probe{w.broken(c.Name, t.Name+"."+c.Name+": "+may, rows)}
}

// certain is a probe of what stops the statement whatever rows there are, on a condition that the server fulfils or not; a trigger may give the row another
// value first.
func (w statement) certain(column, why, condition string) Probe {
	probe := w.broken(column, why, schema.Question{})
	if condition == "" || w.of.triggered(w.t.Name) {
		return probe
	}
	probe.Problem, probe.Unsure = "the upgrade stops: "+why+": "+w.why, ""
	probe = w.of.ask(probe, "1 FROM "+oneRow(w.of)+" WHERE "+condition, "")
	probe.Examples, probe.Count.Tables = schema.Question{}, nil
	return probe
}

// Trigger says that a statement makes a trigger on a table.
func (p *Prober) Trigger(table string) { p.triggers[p.now.Semantics.TableKey(table)] = true }

// triggered reports whether a table has a trigger by then.
func (p *Prober) triggered(table string) bool {
	s := p.now
	m, key := s.Semantics, s.Semantics.TableKey(table)
	return p.triggers[key] || slices.ContainsFunc(s.Opaque, func(o schema.Opaque) bool { return o.Kind == "trigger" && m.TableKey(o.Table) == key }) ||
		slices.ContainsFunc(s.Beside, func(b schema.Beside) bool { return b.Kind == "trigger" && m.TableKey(b.Table) == key })
}

// columnOf is the column of a table that an expression gives the values of, as they are or through a function that keeps them; nil: it gives others.
func columnOf(s *schema.Schema, table, value string) *schema.Column {
	t, name := s.Table(table), value
	m := kept().FindStringSubmatch(value)
	if m != nil {
		name = m[1]
	}
	if t == nil || !aName().MatchString(name) || name[0] == '"' && s.Semantics.FoldColumns { // MySQL's text
		return nil
	}
	path := schema.NamePath(name)
	i := t.Column(s.Semantics, path[len(path)-1])
	if i < 0 || m != nil && !t.Columns[i].Type.IsText() {
		return nil
	}
	return &t.Columns[i]
}

// becomes asks which values of a column another one does not take.
func (w statement) becomes(to schema.Column, from, value string, rows schema.Question) []Probe {
	p, source := w.of, columnOf(w.of.now, from, value)
	v := p.values[p.place(from, source.Name)]
	target := domain(p.now, w.t, to)
	is := domain(p.now, p.now.Table(from), *source)
	var found []Probe
	if !to.Nullable && source.Nullable {
		null := schema.Lossy{Problem: "the upgrade stops: " + w.t.Name + "." + to.Name + " is NOT NULL"}
		if v != nil {
			null.Where = v.sql + " IS NULL"
		}
		found = append(found, w.asked(to, from, source.Name, rows, v, null))
	}
	switch {
	case same(is, target), p.now.Semantics.Keeps(is.Type, target.Type) && is.Charset == target.Charset && to.Type.Named == source.Type.Named:
	case v == nil || v.unknown != "" || !is.Type.GoesInto(target.Type):
		found = append(found, w.broken(to.Name, "whether "+w.t.Name+"."+to.Name+" takes "+value+" is not known", rows))
	default:
		for _, m := range p.engine.Lossy(v.sql, is, target, false) {
			if m.Where == "" {
				found = append(found, w.broken(to.Name, m.Problem, rows))
			} else if m.Fatal {
				found = append(found, w.asked(to, from, source.Name, rows, v, m))
			}
		}
	}
	return found
}

// asked counts the values of a column that stop the statement, if it comes to their rows.
func (w statement) asked(to schema.Column, from, column string, rows schema.Question, v *value, m schema.Lossy) Probe {
	p := w.of
	if v == nil || v.unknown != "" || p.present(from) == "" {
		return w.broken(to.Name, strings.TrimPrefix(m.Problem, "the upgrade stops: "), rows)
	}
	m.Fatal = true
	m.Problem += " (" + w.why + ")"
	q := p.where(schema.DropTable{Table: from}, column, v.sql, m)
	q.Change = nil
	if w.Some || w.From != nil {
		q.Unsure = "it may not come to these rows: " + w.why
	}
	return q
}
