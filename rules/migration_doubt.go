package rules

import (
	"slices"
	"strings"

	"assay/schema"
)

// doubts are what a walk does not know of the schema that it has come to.
type doubts struct {
	all   bool            // a statement may have changed anything
	names map[string]bool // of tables and types
	// gone are the types that were dropped: of others that are not there nobody knows, since they can be an extension's.
	gone map[string]bool
	// others are the names in statements that make, change or drop what is beside tables, and blind reports that an extension was made, which brings what it
	// likes, or that something went by CASCADE.
	others map[string]bool
	blind  bool
}

// beside reports whether what goes by a name beside tables is not known, or a table.
func (d *doubts) beside(name string) bool { return d.of(name) || d.others[strings.ToLower(name)] }

var (
	besideTables = schema.Pattern(`(?i)^(?:CREATE|ALTER|DROP)\b`)
	extension    = schema.Pattern(`(?i)^CREATE\s+EXTENSION\b`)
	parted       = schema.Pattern(`(?i)\bPARTITION\b`)
	ofCosts      = schema.Pattern(`(?i)^CREATE\s+(?:DOMAIN|(?:OR\s+REPLACE\s+)?FUNCTION)\b`) // what new columns cost depends on these
	anyName      = schema.Pattern(schema.NameSQL)
)

// noteBeside notes the names of a statement about what is beside tables; changed: all that it does are changes of tables that could be made.
func noteBeside(w *Walk, st *Statement, changed bool) {
	d := &w.doubts
	d.blind = d.blind || st.Cascade
	if !besideTables().MatchString(st.Text) || changed && !parted().MatchString(st.Text) {
		return
	}
	d.blind = d.blind || extension().MatchString(st.Text)
	if d.others == nil {
		d.others = map[string]bool{}
	}
	if r, ok := w.Engine.(interface {
		Made(sql string) schema.Beside
	}); ok && ofCosts().MatchString(st.Text) {
		if b := r.Made(st.Text); b.Kind != "" {
			w.Before.Beside = append(slices.Clone(w.Before.Beside), b)
		}
	}
	const enough = 400 // bytes, in which a statement says what it is about
	for _, name := range anyName().FindAllString(st.Text[:min(len(st.Text), enough)], -1) {
		for _, part := range schema.NamePath(name) {
			d.others[strings.ToLower(part)] = true
		}
	}
}

// doubtOf takes what a script touched in ways that are not modelled for not known.
func doubtOf(w *Walk, opaque []schema.Opaque) {
	for _, o := range opaque {
		w.doubts.name(o.Name)
		w.doubts.name(o.Table)
	}
}

func (d *doubts) name(name string) {
	if d.names == nil {
		d.names = map[string]bool{}
	}
	d.names[strings.ToLower(name)] = name != ""
}

// of reports whether something that goes by the name of a table or type is not known.
func (d *doubts) of(name string) bool { return d.all || d.names[strings.ToLower(name)] }

// change notes what could not be made, and which type is gone.
func (d *doubts) change(c schema.Change, err error) {
	o := c.Object()
	if err != nil {
		d.name(o.Table)
		if o.Kind == schema.EnumObject {
			d.name(o.Name)
		}
		return
	}
	switch c.(type) {
	case schema.DropEnum, schema.RenameEnum:
		if d.gone == nil {
			d.gone = map[string]bool{}
		}
		d.gone[o.Name] = true
	}
}

var (
	runsOthers = schema.Pattern(`(?i)^(?:DO|CALL|EXEC|EXECUTE|PREPARE|USE|SOURCE)\b`)
	intoTable  = schema.Pattern(`(?is)^SELECT\b.*\bINTO\s+(?:TABLE\s+|TEMP\w*\s+|UNLOGGED\s+)*(` + schema.NameSQL + `)`)
)

// statement notes what a statement may have changed of which no change is known.
func (d *doubts) statement(st *Statement) {
	if runsOthers().MatchString(st.Text) || st.Setting == "search_path" {
		d.all = true
	}
	if m := intoTable().FindStringSubmatch(st.Text); m != nil {
		path := schema.NamePath(m[1])
		d.name(path[len(path)-1])
	}
	touched := schema.Touched(st.Text)
	if st.Unread != "" && len(touched) == 0 {
		d.all = true
	}
	for _, o := range touched {
		if slices.Contains([]string{"table", "index", "type", "domain", "view", "materialized view", "foreign table"}, o.Kind) {
			d.name(o.Name)
			d.name(o.Table)
		}
	}
}

// guess drops a constraint or an index without a name by the one that a server gives it: of a unique key over (a, b) that is a or a_2 on MySQL and t_a_b_key on
// PostgreSQL. It reports whether there is just one that can be called so; where MySQL numbers them, it is the only one.
func guess(w *Walk, c schema.Change) bool {
	o := c.Object()
	t := w.Before.Table(o.Table)
	d, ofIndex := c.(schema.DropIndex)
	_, ofKey := c.(schema.DropForeignKey)
	if t == nil || o.Name == "" || !ofIndex && !ofKey {
		return false
	}
	var indexes, keys []int
	for i, x := range t.Indexes {
		if ofIndex && x.Name == "" && calledIndex(t.Name, x, o.Name) {
			indexes = append(indexes, i)
		}
	}
	for i, f := range t.ForeignKeys {
		if (ofKey || d.Kind == schema.Constraint) && f.Name == "" && calledKey(t.Name, f, o.Name) {
			keys = append(keys, i)
		}
	}
	if len(indexes)+len(keys) != 1 {
		return false
	}
	t = t.Clone()
	for _, i := range indexes {
		t.Indexes = slices.Delete(t.Indexes, i, i+1)
	}
	for _, i := range keys {
		t.ForeignKeys = slices.Delete(t.ForeignKeys, i, i+1)
	}
	w.Before.Add(t)
	return true
}

var serial = schema.Pattern(`_?[0-9]*$`)

// calledIndex reports whether a server can have given that name to an index, or the constraint behind it.
func calledIndex(table string, x schema.Index, name string) bool {
	var columns []string
	for _, p := range x.Parts {
		columns = append(columns, p.Column)
	}
	bare := serial().ReplaceAllString(name, "")
	names := []string{strings.Join(append([]string{table}, columns...), "_") + "_" + map[bool]string{true: "idx", false: "key"}[x.Kind == schema.Plain]}
	if x.Kind == schema.Primary {
		names = []string{table + "_pkey"}
	} else if len(columns) > 0 {
		names = append(names, columns[0])
	}
	return slices.ContainsFunc(names, func(n string) bool { return strings.EqualFold(n, name) || strings.EqualFold(n, bare) })
}

// calledKey reports whether a server can have given that name to a foreign key.
func calledKey(table string, f schema.ForeignKey, name string) bool {
	bare := serial().ReplaceAllString(name, "")
	return strings.EqualFold(bare, table+"_ibfk") || strings.EqualFold(bare, table+"_"+strings.Join(f.Columns, "_")+"_fkey")
}
