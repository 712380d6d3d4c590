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
	schema    *schema.Schema
	database  string          // MySQL's name for its schema; empty: not known, or another engine's
	namespace string          // PostgreSQL's schema, which is read; empty: another engine's
	there     map[string]bool // by [inventory.key]
	// parts are the objects that go with a table, or with one of its columns, and moves with it; by [inventory.key] too.
	parts map[string]schema.Opaque
	// routines names the functions and procedures that a statement makes, drops or alters, by their arguments; nil: a name stands for one alone.
	routines func(sql string) []string
	// doubtful are those that a statement may have taken along (CASCADE).
	doubtful map[string]string
	// strict reports that the server gives long texts no literals as defaults.
	strict bool
	// asked reports that the server is asked which extensions it has.
	asked bool
	// replaces says why the server does not put an object in the place of one of its name; nil: it always does. touched are the objects that pending statements
	// have made or dropped, which are no longer as they were read.
	replaces func(there schema.Beside, sql string) (refusal *schema.Refusal, known bool)
	touched  map[string]bool
	// made are the statements that make what pending ones have made and not dropped, by [inventory.key].
	made   map[string]string
	judge  judge        // nil: nothing is known of that
	judged map[int]bool // the statements of the revision that were
}

func newInventory(db *schema.Database, room dialect.Dialect) inventory {
	s := db.Schema
	all := inventory{
		schema: s, namespace: db.Namespace, there: map[string]bool{"schema public": true, "extension plpgsql": true}, touched: map[string]bool{},
		parts: map[string]schema.Opaque{}, doubtful: map[string]string{}, made: map[string]string{},
	}
	all.judge, _ = room.(judge)
	if r, ok := room.(interface{ GivesTextDefaults() bool }); ok {
		all.strict = !r.GivesTextDefaults()
	}
	if r, ok := room.(interface {
		ReplaceRefusal(there schema.Beside, sql string) (refusal *schema.Refusal, known bool)
	}); ok {
		all.replaces = r.ReplaceRefusal
	}
	if r, ok := room.(interface {
		Routines(sql string) []string
	}); ok {
		all.routines = r.Routines
	}
	if !s.Semantics.GlobalIndexNames {
		all.database = db.Name
	}
	for _, name := range db.SearchPath() {
		all.there["schema "+name] = true
	}
	for _, o := range s.Opaque {
		if !isRoutine(o.Kind) || len(s.Beside) == 0 { // which the others name with their arguments
			all.put(o)
		}
	}
	for _, b := range s.Beside {
		all.put(part(s, b))
	}
	for _, t := range s.SortedTables() {
		all.table(t)
	}
	return all
}

func isRoutine(kind string) bool { return kind == "function" || kind == "procedure" }

// namespaces are the kinds of objects that a source tells of, and what each shares its names with.
var namespaces = map[string]string{
	"table": "relation", "view": "relation", "materialized view": "relation", "sequence": "relation",
	"domain": "type", "composite type": "type", "range type": "type", "type": "type",
	"function": "function", "procedure": "procedure", "trigger": "trigger", "rule": "rule", "policy": "policy", "event": "event", "schema": "schema",
	"extension": "extension", "statistics": "statistics",
}

// told are the kinds of which a source tells that says the least.
var told = []string{"table", "view", "materialized view", "sequence", "trigger"}

// sees reports whether the source tells which objects of a kind there are.
func (i inventory) sees(kind string) bool {
	return namespaces[kind] != "" && !slices.Contains(i.schema.Unasked, kind) && (i.schema.Detail > schema.Outline || slices.Contains(told, kind))
}

// key tells objects apart. Those that share the names of tables are one kind; a trigger's name is its table's own on PostgreSQL, and the database's on MySQL.
func (i inventory) key(o schema.Opaque) string {
	name := o.Name
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

// take makes, drops, renames or moves what a statement does, and says what stops it. What stands in another schema was not read.
func (i inventory) take(b expected.Beside) []probe.Probe {
	if b.Verb == "" {
		return nil
	}
	var found []probe.Probe
	stop := func(o schema.Opaque, why string) {
		if why != "" {
			why = o.Kind + " " + o.Name + ": " + why + ": " + said(b)
			found = append(found, probe.Probe{Table: o.Table, Fatal: true, Unsure: why, Problem: why})
		}
	}
	if b.Object.Space == i.namespace {
		b.Object.Space = ""
	}
	if b.Object.Space != "" {
		b.Object.Space = ""
		for _, o := range i.objects(b) {
			stop(o, arrive(i, b, o))
		}
		return found
	}
	for _, o := range i.objects(b) {
		why := i.against(b, o)
		switch b.Verb {
		case "CREATE":
			i.touched[i.key(o)], i.made[i.key(o)] = true, b.SQL
			i.put(part(i.schema, schema.Beside{Kind: o.Kind, Name: o.Name, Table: o.Table, SQL: b.SQL}))
		case "DROP":
			i.touched[i.key(o)] = true
			delete(i.made, i.key(o))
			i.cascade(b, o)
			i.remove(o)
		default:
			why = cmp.Or(why, i.rename(b, o))
		}
		stop(o, why)
	}
	return found
}

// objects are what a statement is about: of functions, those of the arguments that it tells; named without, the only one of its name.
func (i inventory) objects(b expected.Beside) []schema.Opaque {
	if i.routines == nil || !isRoutine(b.Object.Kind) {
		return []schema.Opaque{b.Object}
	}
	var all []schema.Opaque
	for _, name := range i.routines(b.SQL) {
		o := b.Object
		o.Name = name
		if same := i.called(name); !strings.Contains(name, "(") && len(same) == 1 {
			o.Name = same[0]
		}
		all = append(all, o)
	}
	if len(all) == 0 {
		return []schema.Opaque{b.Object}
	}
	return all
}

// called are the functions of a name that are there, with their arguments.
func (i inventory) called(name string) []string {
	var all []string
	for key, there := range i.there {
		is, found := strings.CutPrefix(key, "function ")
		if bare, _, _ := strings.Cut(is, "("); found && there && bare == name {
			all = append(all, is)
		}
	}
	slices.Sort(all)
	return all
}

// against says why an object stops the statement that is about it; empty: it does not.
func (i inventory) against(b expected.Beside, o schema.Opaque) string {
	key := i.key(o)
	there, known := i.there[key]
	creates, sees := b.Verb == "CREATE", known || i.sees(o.Kind)
	bare, _, _ := strings.Cut(o.Name, "(")
	switch same := i.called(o.Name); {
	case b.Either:
		return ""
	case i.doubtful[key] != "":
		return i.doubtful[key]
	case creates && o.Kind == "extension" && i.asked && !there:
		return ""
	case creates && o.Kind == "extension" && !there:
		return "whether the server has it is not known"
	case strings.Contains(key, "?") && len(i.called(bare)) > 0:
		return "of which arguments it is, is not known"
	case isRoutine(o.Kind) && len(same) > 1 && !creates:
		return "there are several of that name"
	case sees && there != creates:
		return ""
	case !sees && namespaces[o.Kind] == "" && i.asked && b.SQL != "": // the server is asked, or it is said to be overlooked
		return ""
	case !sees && namespaces[o.Kind] == "":
		return "whether it is there is not known"
	case !sees:
		return "whether it is there cannot be seen in the dump or with this user's rights"
	case creates:
		return "one of that name is there already"
	}
	return "it is not there"
}

// withTypes is a schema in which the types that statements of pending revisions make, which no change says, are there for the columns that need one. Which
// those are that an extension brings, or a statement makes that is not understood, is not known, nor which any revision of a recording makes that does not
// tell of objects beside tables.
func withTypes(s *schema.Schema, h *expected.History, pending []*expected.Revision) *schema.Schema {
	with := s.Fork()
	if h.Recorded && !h.Objects && len(pending) > 0 {
		with.Told = min(with.Told, schema.OwnTypes)
	}
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
