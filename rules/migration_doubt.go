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
}

// doubt takes what a script touched in ways that are not modelled for not known.
func (w *Walk) doubt(opaque []schema.Opaque) {
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
	if _, _, renames := schema.TableRename(st.Text); renames {
		return
	}
	if runsOthers().MatchString(st.Text) || st.Setting == "search_path" {
		d.all = true
	}
	if m := intoTable().FindStringSubmatch(st.Text); m != nil {
		path := schema.NamePath(m[1])
		d.name(path[len(path)-1])
	}
	touched := schema.Touched(st.Text)
	if st.Unread && len(touched) == 0 {
		d.all = true
	}
	for _, o := range touched {
		if slices.Contains([]string{"table", "index", "type", "domain", "view", "materialized view", "foreign table"}, o.Kind) {
			d.name(o.Name)
			d.name(o.Table)
		}
	}
}
