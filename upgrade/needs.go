package upgrade

import (
	"cmp"
	"slices"
	"strings"

	"assay/expected"
	"assay/probe"
	"assay/schema"
)

// needs says what stops a statement because something that it names is not there, or may not be: nothing that assay models depends on it, so that no change
// shows it.
func (i inventory) needs(p *probe.Prober, b expected.Beside) []probe.Probe {
	var found []probe.Probe
	missing := func(what, why string) {
		why = what + ": " + why + ": " + said(b)
		found = append(found, probe.Probe{Fatal: true, Unsure: why, Problem: why})
	}
	if b.Needs.TextDefault && i.strict {
		missing("default", "this server gives a TEXT, BLOB, JSON or GEOMETRY column no literal as its default (1101)")
	}
	if why := i.elsewhere(b.Needs.Space); why != "" {
		missing(b.Needs.Space, why)
		return found
	}
	s := p.Schema()
	columns := b.Needs.Columns
	for _, name := range b.Needs.Relations {
		if s.Table(name) == nil {
			columns = nil
			if why := i.relation(name); why != "" {
				missing(name, why)
			}
		}
	}
	for _, name := range columns {
		if !slices.ContainsFunc(b.Needs.Relations, func(table string) bool { return s.Table(table).Column(s.Semantics, name) >= 0 }) {
			missing("column "+name, "no table that it reads has it")
		}
	}
	for _, name := range b.Needs.Functions {
		if !i.there[i.key(schema.Opaque{Kind: "function", Name: name})] && len(i.called(name)) == 0 {
			missing("function "+name, "whether it is there is not known")
		}
	}
	for _, name := range b.Needs.Roles {
		switch {
		case i.there["no more "+role(name)]:
			missing(name, "a statement before it drops or renames it")
		case !i.there[role(name)]:
			q := p.Role(name, said(b))
			if i.there[unread] {
				q.Unsure = cmp.Or(q.Unsure, "a statement before it, which is not understood, may make the role "+name+": "+said(b))
			}
			found = append(found, q)
		}
	}
	for _, name := range b.Needs.GoneRoles {
		i.there["no more "+role(name)], i.there[role(name)] = true, false
	}
	for _, name := range b.Needs.NewRoles {
		delete(i.there, "no more "+role(name))
		i.there[role(name)] = true
	}
	i.there[unread] = i.there[unread] || b.Unread
	return found
}

// unread is there once a statement was not understood, which may have made anything: a DO block makes a role where there is none.
const unread = "unread"

// role is what a role is known by, which SQL may write in capital letters.
func role(name string) string {
	if path := schema.NamePath(name); len(path) == 1 && name[0] == '"' {
		return "role " + path[0]
	}
	return "role " + strings.TrimSuffix(strings.ToLower(strings.NewReplacer("'", "", "`", "").Replace(name)), "@%")
}

// catalogues are the system's own, which a view may read without a schema's name: but for those that come with an extension.
var catalogues = schema.Pattern(`^pg_(?:stat_[^s]|statio_|[^sb])`)

// relation says why a view may not be there; empty: it is.
func (i inventory) relation(name string) string {
	o := schema.Opaque{Kind: "view", Name: name}
	switch {
	case i.there[i.key(o)] || slices.ContainsFunc(i.schema.Opaque, func(o schema.Opaque) bool {
		return i.schema.Semantics.TableKey(o.Name) == i.schema.Semantics.TableKey(name)
	}):
		return ""
	case i.schema.Semantics.GlobalIndexNames && catalogues().MatchString(name):
		return ""
	case i.there[unread]:
		return "whether it is there is not known: a statement before it, which is not understood, may make it"
	case !i.sees("view"):
		return "whether it is there cannot be seen in the dump or with this user's rights"
	}
	return "there is no such table or view by then"
}

// elsewhere says why another schema or database may not be there; empty: it is, or none is named.
func (i inventory) elsewhere(space string) string {
	last := space[strings.LastIndexByte(space, '.')+1:]
	switch {
	case space == "", space == i.database, last == "pg_temp", i.there["schema "+last]:
		return ""
	case !i.schema.Semantics.GlobalIndexNames:
		return "whether there is a database of that name is not known"
	case i.sees("schema"):
		return "there is no schema of that name by then"
	}
	return "whether there is a schema of that name cannot be seen in the dump or with this user's rights"
}

// nextval is how a default counts by a sequence of the schemas that are searched.
var nextval = schema.Pattern(`(?i)^nextval\('"?(\w+)"?'`)

// counters says what stops a change because the sequence by which a default counts is not there, as far as is known. A table's own is made with it.
func (i inventory) counters(c schema.Change) []probe.Probe {
	var found []probe.Probe
	for _, col := range schema.Stated(c, schema.PropDefault) {
		m := nextval().FindStringSubmatch(col.Default)
		if m == nil || !i.schema.Semantics.GlobalIndexNames {
			continue
		}
		if why := i.relation(m[1]); why != "" {
			why = "sequence " + m[1] + ": " + why + ": " + c.Object().String()
			found = append(found, probe.Probe{Fatal: true, Unsure: why, Problem: why})
		}
	}
	return found
}
