package postgres

import (
	"strconv"
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"

	"assay/schema"
)

// optionsOf adds what WITH (…) says.
func optionsOf(t schema.Traits, options []*pg.Node) schema.Traits {
	for _, n := range options {
		d := n.GetDefElem()
		t = t.With(optionTrait(d), optionValue(d.GetArg()))
	}
	return t
}

func optionTrait(d *pg.DefElem) schema.Trait {
	if space := d.GetDefnamespace(); space != "" {
		return schema.Option(space + "." + d.GetDefname())
	}
	return schema.Option(d.GetDefname())
}

// optionValue is the value of an option as the server keeps it; one that only is named is on.
func optionValue(n *pg.Node) string {
	switch {
	case n == nil:
		return "true"
	case n.GetInteger() != nil:
		return strconv.Itoa(int(n.GetInteger().GetIval()))
	case n.GetFloat() != nil:
		return n.GetFloat().GetFval()
	case n.GetTypeName() != nil: // a word
		return strings.Join(texts(n.GetTypeName().GetNames()), ".")
	case n.GetBoolean() != nil:
		return strconv.FormatBool(n.GetBoolean().GetBoolval())
	}
	return n.GetString_().GetSval()
}

// partSpec writes by what a table is partitioned, as the server does.
func partSpec(spec *pg.PartitionSpec, home string) string {
	unspaced(spec.ProtoReflect(), home)
	s := &pg.CreateStmt{Relation: &pg.RangeVar{Relname: "t", Inh: true, Relpersistence: "p"}, Partspec: spec}
	text, err := pg.Deparse(&pg.ParseResult{Stmts: []*pg.RawStmt{{Stmt: &pg.Node{Node: &pg.Node_CreateStmt{CreateStmt: s}}}}})
	_, by, found := strings.Cut(text, " PARTITION BY ")
	if err != nil || !found {
		return "?"
	}
	method, rest, _ := strings.Cut(by, " ")
	if paren := strings.IndexByte(method, '('); paren > 0 {
		method, rest = method[:paren], method[paren:]+" "+rest
	}
	return partsOf(strings.ToUpper(method) + " " + rest)
}

// ownSpace and ownMethod leave out what everybody has.
func ownSpace(name string) string { return strings.TrimSuffix(name, "pg_default") }

func ownMethod(name string) string {
	if name == "heap" {
		return ""
	}
	return name
}

// setTraits reads a command that sets a trait of a table, an index or a constraint; false: it sets none.
func (p alterParser) setTraits(of schema.Object, x *pg.AlterTableCmd) bool {
	set := func(t schema.Trait, to string) bool {
		p.add(schema.SetTrait{Of: of, Trait: t, To: to})
		return true
	}
	switch x.GetSubtype() {
	case pg.AlterTableType_AT_SetLogged:
		return set(schema.Logging, "")
	case pg.AlterTableType_AT_SetUnLogged:
		return set(schema.Logging, unlogged)
	case pg.AlterTableType_AT_SetTableSpace:
		return set(schema.Tablespace, ownSpace(x.GetName()))
	case pg.AlterTableType_AT_SetAccessMethod:
		return set(schema.AccessMethod, ownMethod(x.GetName()))
	case pg.AlterTableType_AT_EnableRowSecurity:
		return set(schema.RowSecurity, enabledValue)
	case pg.AlterTableType_AT_DisableRowSecurity:
		return set(schema.RowSecurity, "")
	case pg.AlterTableType_AT_ForceRowSecurity:
		return set(schema.ForcedSecurity, forced)
	case pg.AlterTableType_AT_NoForceRowSecurity:
		return set(schema.ForcedSecurity, "")
	case pg.AlterTableType_AT_ReplicaIdentity:
		return set(schema.ReplicaIdentity, replicaIdentity(x.GetDef().GetReplicaIdentityStmt()))
	case pg.AlterTableType_AT_SetRelOptions, pg.AlterTableType_AT_ResetRelOptions:
		for _, n := range x.GetDef().GetList().GetItems() {
			value := ""
			if x.GetSubtype() == pg.AlterTableType_AT_SetRelOptions {
				value = optionValue(n.GetDefElem().GetArg())
			}
			set(optionTrait(n.GetDefElem()), value)
		}
		return true
	case pg.AlterTableType_AT_ValidateConstraint:
		of = schema.Object{Kind: schema.CheckObject, Table: of.Table, Name: x.GetName()}
		p.add(schema.SetTrait{Of: of, Trait: schema.Validity, From: schema.NotValid})
		return true
	case pg.AlterTableType_AT_AlterConstraint:
		d := x.GetDef().GetConstraint()
		of = schema.Object{Kind: schema.ForeignKeyObject, Table: of.Table, Name: d.GetConname()}
		return set(schema.Timing, timing(d))
	}
	return false
}

func timing(d *pg.Constraint) string {
	switch {
	case d.GetInitdeferred():
		return deferred
	case d.GetDeferrable():
		return deferrable
	}
	return ""
}

func replicaIdentity(s *pg.ReplicaIdentityStmt) string {
	switch s.GetIdentityType() {
	case "f":
		return identityFull
	case "n":
		return identityNothing
	case "i":
		return identityIndex + s.GetName()
	}
	return ""
}

// alterIndex reads what ALTER INDEX sets; an index is named without its table.
func (p alterParser) alterIndex(x *pg.AlterTableStmt) error {
	from := len(p.changes)
	for _, n := range x.GetCmds() {
		p.setTraits(schema.Object{Kind: schema.IndexObject, Name: p.reference(x.GetRelation())}, n.GetAlterTableCmd())
	}
	p.provided(from, x.GetMissingOk(), schema.IfObject)
	return nil
}

// commented is what a comment is on, of what has one as a trait.
func (n textNames) commented(kind pg.ObjectType, path []string) (schema.Object, bool) {
	switch {
	case len(path) == 0 || len(path) > 1 && path[0] != n.home && kind != pg.ObjectType_OBJECT_TABCONSTRAINT:
		return schema.Object{}, false
	case kind == pg.ObjectType_OBJECT_TABLE:
		return schema.Object{Kind: schema.TableObject, Table: path[len(path)-1]}, true
	case kind == pg.ObjectType_OBJECT_INDEX:
		return schema.Object{Kind: schema.IndexObject, Name: path[len(path)-1]}, true
	case kind == pg.ObjectType_OBJECT_TABCONSTRAINT && len(path) > 1 && (len(path) == 2 || path[0] == n.home):
		return schema.Object{Kind: schema.CheckObject, Table: path[len(path)-2], Name: path[len(path)-1]}, true
	}
	return schema.Object{}, false
}

// sequenceOptions are options of a sequence with those that a statement gives. What goes back to the default is NO where nothing was known before.
func sequenceOptions(q schema.Sequence, options []*pg.Node) schema.Sequence {
	for _, n := range options {
		d := n.GetDefElem()
		value := "NO"
		if d.GetArg() != nil {
			value = optionValue(d.GetArg())
		}
		switch d.GetDefname() {
		case "as":
			q.Type = texts(d.GetArg().GetTypeName().GetNames())[len(texts(d.GetArg().GetTypeName().GetNames()))-1]
			if t, err := typeOf(d.GetArg().GetTypeName(), ""); err == nil {
				q.Type = t.Name
			}
		case "start":
			q.Start = value
		case "increment":
			q.Increment = value
		case "minvalue":
			q.Min = value
		case "maxvalue":
			q.Max = value
		case "cache":
			q.Cache = value
		case "cycle":
			q.Cycle = map[bool]string{true: "CYCLE", false: "NO"}[value == "true" || value == "1"]
		}
	}
	return q
}

// sequenceEdit writes options as a change of the present ones: those that go back to the default are removed.
func sequenceEdit(options []*pg.Node, of schema.Type) string {
	said := sequenceOptions(schema.Sequence{}, options)
	if said == (schema.Sequence{}) {
		return ""
	}
	usual := usualSequence(said, of)
	usual.Type = said.Type
	return schema.SequenceEdit + said.Except(usual).String()
}

// counting are the options of the sequence that a column asks, as far as the text has them.
func (c madeColumns) counting(at field) string {
	q, ok := c.sequences[c.asked[at]]
	if !ok {
		return ""
	}
	if q.Type == "" {
		q.Type = "bigint"
	}
	return usualSequence(q, c.types[at]).String()
}

// recounts is how [counter.alter] asks for the sequence of a column.
var recounts = schema.Pattern(`^BEGIN EXECUTE 'ALTER SEQUENCE ' \|\| pg_catalog\.pg_get_serial_sequence\((E?'(?:[^']|'')*'), (E?'(?:[^']|'')*')\) \|\| ' ([\w -]*)'; END$`)

// recounted reads what assay itself writes to change the sequence of a column.
func (p *parser) recounted(x *pg.DoStmt) error {
	if len(x.GetArgs()) != 1 {
		return errUnsupported
	}
	m := recounts().FindStringSubmatch(x.GetArgs()[0].GetDefElem().GetArg().GetString_().GetSval())
	if m == nil {
		return errUnsupported
	}
	said, err := statementsOf("SELECT " + m[1] + ", " + m[2] + "; ALTER SEQUENCE s " + m[3])
	if err != nil || len(said) != 2 {
		return errUnsupported
	}
	var names []string
	for _, n := range said[0].node.GetSelectStmt().GetTargetList() {
		names = append(names, n.GetResTarget().GetVal().GetAConst().GetSval().GetSval())
	}
	table := identifiers(names[0])
	at := field{table[len(table)-1], names[1]}
	edit := sequenceEdit(said[1].node.GetAlterSeqStmt().GetOptions(), p.types[at])
	p.add(schema.AlterColumn{Table: at.table, Name: at.column, To: schema.Column{Sequence: edit}, Set: schema.PropSequence})
	return nil
}
