package upgrade

import (
	"cmp"
	"slices"
	"strings"

	"assay/dialect"
	"assay/expected"
	"assay/probe"
	"assay/schema"
)

// An inventory is what a database has beside tables, as the pending statements change it: one made twice stops an upgrade, and so does one that is dropped
// though it is gone.
type inventory struct {
	schema   *schema.Schema
	database string          // MySQL's name for its schema; empty: not known, or another engine's
	there    map[string]bool // by [inventory.key]
	// strict reports that the server gives long texts no literals as defaults.
	strict bool
	// asked reports that the server is asked which extensions it has.
	asked bool
	// replaces says why the server does not put an object in the place of one of its name; nil: it always does. touched are the objects that pending statements
	// have made or dropped, which are no longer as they were read.
	replaces func(there schema.Beside, sql string) *schema.Refusal
	touched  map[string]bool
}

func newInventory(db *schema.Database, room dialect.Dialect) inventory {
	s := db.Schema
	all := inventory{schema: s, there: map[string]bool{"schema public": true, "extension plpgsql": true}, touched: map[string]bool{}}
	if r, ok := room.(interface{ GivesTextDefaults() bool }); ok {
		all.strict = !r.GivesTextDefaults()
	}
	if r, ok := room.(interface {
		ReplaceRefusal(there schema.Beside, sql string) *schema.Refusal
	}); ok {
		all.replaces = r.ReplaceRefusal
	}
	if !s.Semantics.GlobalIndexNames {
		all.database = db.Name
	}
	for _, name := range db.SearchPath() {
		all.there["schema "+name] = true
	}
	for _, o := range s.Opaque {
		all.there[all.key(o)] = true
	}
	for _, b := range s.Beside {
		all.there[all.key(schema.Opaque{Kind: b.Kind, Name: b.Name, Table: b.Table})] = true
	}
	for _, t := range s.SortedTables() {
		all.there[all.key(schema.Opaque{Kind: "view", Name: t.Name})] = true // whose name no view can have
		for _, c := range t.Columns {
			if counts := c.AutoIncrement || c.Identity != ""; counts && s.Semantics.GlobalIndexNames {
				all.there[all.key(schema.Opaque{Kind: "sequence", Name: t.Name + "_" + c.Name + "_seq"})] = true
			}
		}
	}
	return all
}

// namespaces are the kinds of objects that a source tells of, and what each shares its names with.
var namespaces = map[string]string{
	"view": "relation", "materialized view": "relation", "sequence": "relation", "domain": "type", "composite type": "type", "range type": "type", "type": "type",
	"function": "function", "procedure": "procedure", "trigger": "trigger", "rule": "rule", "policy": "policy", "event": "event", "schema": "schema",
	"extension": "extension", "statistics": "statistics",
}

// told are the kinds of which a source tells that says the least.
var told = []string{"view", "materialized view", "sequence", "trigger"}

// sees reports whether the source tells which objects of a kind there are.
func (i inventory) sees(kind string) bool {
	return namespaces[kind] != "" && !slices.Contains(i.schema.Unasked, kind) && (i.schema.Detail > schema.Outline || slices.Contains(told, kind))
}

// key tells objects apart. Those that share the names of tables are one kind; a trigger's name is its table's own on PostgreSQL, and the database's on MySQL.
// Functions of one name are taken for one: which arguments they have is not looked at.
func (i inventory) key(o schema.Opaque) string {
	name, _, _ := strings.Cut(o.Name, "(")
	space := cmp.Or(namespaces[o.Kind], o.Kind)
	switch {
	case space == "procedure" && i.schema.Semantics.GlobalIndexNames: // which PostgreSQL keeps among the functions
		space = "function"
	case space == "relation":
		name = i.schema.Semantics.TableKey(name)
	case space == "policy", space == "rule", space == "trigger" && i.schema.Semantics.GlobalIndexNames:
		name = i.schema.Semantics.TableKey(o.Table) + " " + name
	}
	return space + " " + name
}

// take makes what a statement makes, and says what stops it; ok is false where nothing does. What stands in another schema was not read.
func (i inventory) take(b expected.Beside) (probe.Probe, bool) {
	if b.Verb == "" || b.Object.Space != "" {
		return probe.Probe{}, false
	}
	key := i.key(b.Object)
	there, known := i.there[key]
	creates, sees := b.Verb == "CREATE", known || i.sees(b.Object.Kind)
	i.there[key], i.touched[key] = creates, true
	var why string
	switch {
	case creates && b.Object.Kind == "extension" && i.asked:
		return probe.Probe{}, false
	case creates && b.Object.Kind == "extension" && !there:
		why = "whether the server has it is not known"
	case b.Either, sees && there != creates:
		return probe.Probe{}, false
	case !sees:
		why = "whether it is there cannot be seen in the dump or with this user's rights"
		if namespaces[b.Object.Kind] == "" {
			why = "whether it is there is not known"
		}
	case creates:
		why = "one of that name is there already"
	default:
		why = "it is not there"
	}
	why = b.Object.Kind + " " + b.Object.Name + ": " + why + ": " + said(b)
	return probe.Probe{Table: b.Object.Table, Fatal: true, Unsure: why, Problem: why}, true
}

// withTypes is a schema in which the types that statements of pending revisions make, which no change says, are there for the columns that need one. Which
// those are that an extension brings, or a statement makes that is not understood, is not known.
func withTypes(s *schema.Schema, pending []*expected.Revision) *schema.Schema {
	with := s.Fork()
	for _, r := range pending {
		for _, b := range r.Beside {
			switch {
			case b.Unread && b.Object.Kind == "" && b.OnRows == "" || b.Verb == "CREATE" && b.Object.Kind == "extension":
				with.Told = min(with.Told, schema.OwnTypes)
			case b.Verb == "CREATE" && namespaces[b.Object.Kind] == "type":
				with.Types = append(slices.Clone(with.Types), b.Object.Name)
			}
		}
	}
	return with
}

// released are the objects that the statements of a revision before its change drop and do not make again: no change says that, and they no longer
// stop it.
func released(r *expected.Revision, change int) []schema.Opaque {
	statement, _ := r.Statement(change)
	var all []schema.Opaque
	for _, b := range r.Beside {
		if b.Statement >= statement || b.Verb == "" {
			continue
		}
		all = slices.DeleteFunc(all, func(o schema.Opaque) bool { return o.Kind == b.Object.Kind && o.Name == b.Object.Name })
		if b.Verb == "DROP" {
			all = append(all, b.Object)
		}
	}
	return all
}
