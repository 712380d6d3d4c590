package postgres

import (
	"cmp"
	"slices"
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"
	"google.golang.org/protobuf/reflect/protoreflect"

	"assay/schema"
)

// The kinds of objects beside tables that are compared by their text.
const (
	ofExtension = "extension"
	ofSchema    = "schema"
	// ofDomain is a domain's check that its values have not been held against: the domain's own statement takes none.
	ofDomain = "domain constraint"
)

// The kinds of objects that go with another one.
const (
	ofIndex        = "index" // of a materialized view
	ofMaterialized = "materialized view"
	ofStatistics   = "statistics"
)

// besides reads objects beside tables, each as the statement that makes it.
func (c objectReader) besides(n string) query {
	member := func(class string) string {
		return strings.Replace(notExtension(class, "x.oid"), "= 'e'", "= ANY (ARRAY['e', 'i'])", 1)
	}
	multirange, ofWhole := "", ""
	if c.room.since(13) { // before, those of partitions are told by their tables
		ofWhole = "x.tgparentid = 0 AND "
	}
	if c.room.since(14) {
		multirange = ` || ', multirange_type_name = ' || pg_catalog.format_type(g.rngmultitypid, NULL)`
	}
	return query{`SELECT CASE WHEN x.relkind = 'v' THEN 'view' ELSE 'materialized view' END, x.relname::pg_catalog.text, '', '', CASE WHEN x.relkind = 'v' THEN 'CREATE VIEW ' ELSE 'CREATE MATERIALIZED VIEW ' END || x.oid::pg_catalog.regclass::pg_catalog.text
		|| coalesce(' WITH (' || (SELECT pg_catalog.string_agg(pg_catalog.split_part(o, '=', 1) || '=' || pg_catalog.quote_literal(pg_catalog.split_part(o, '=', 2)), ', ') FROM pg_catalog.unnest(x.reloptions) AS o) || ')', '')
		|| ' AS ' || pg_catalog.pg_get_viewdef(x.oid) FROM pg_catalog.pg_class AS x
		WHERE x.relkind = ANY (ARRAY['v', 'm']) AND x.relnamespace = ` + n + member("pg_class") + `
		UNION ALL SELECT 'function', x.proname, '', '', pg_catalog.pg_get_functiondef(x.oid) FROM pg_catalog.pg_proc AS x
		WHERE x.prokind = ANY (ARRAY['f', 'p']) AND x.pronamespace = ` + n + member("pg_proc") + `
		UNION ALL SELECT 'trigger', x.tgname, c.relname, CASE WHEN x.tgenabled = 'D' THEN 'DISABLE' WHEN x.tgenabled = 'R' THEN 'ENABLE REPLICA' WHEN x.tgenabled = 'A' THEN 'ENABLE ALWAYS' ELSE '' END, pg_catalog.pg_get_triggerdef(x.oid)
		FROM pg_catalog.pg_trigger AS x JOIN pg_catalog.pg_class AS c ON c.oid = x.tgrelid
		WHERE NOT x.tgisinternal AND ` + ofWhole + `NOT c.relispartition AND c.relnamespace = ` + n + `
		UNION ALL SELECT 'rule', x.rulename, c.relname, CASE WHEN x.ev_enabled = 'D' THEN 'DISABLE' WHEN x.ev_enabled = 'R' THEN 'ENABLE REPLICA' WHEN x.ev_enabled = 'A' THEN 'ENABLE ALWAYS' ELSE '' END, pg_catalog.pg_get_ruledef(x.oid)
		FROM pg_catalog.pg_rewrite AS x JOIN pg_catalog.pg_class AS c ON c.oid = x.ev_class WHERE x.rulename <> '_RETURN' AND c.relnamespace = ` + n + `
		UNION ALL SELECT 'policy', x.polname, c.relname, '', 'CREATE POLICY ' || pg_catalog.quote_ident(x.polname) || ' ON ' || c.oid::pg_catalog.regclass::pg_catalog.text
		|| CASE WHEN x.polpermissive THEN '' ELSE ' AS RESTRICTIVE' END
		|| ' FOR ' || CASE WHEN x.polcmd = 'r' THEN 'SELECT' WHEN x.polcmd = 'a' THEN 'INSERT' WHEN x.polcmd = 'w' THEN 'UPDATE' WHEN x.polcmd = 'd' THEN 'DELETE' ELSE 'ALL' END
		|| ' TO ' || (SELECT pg_catalog.string_agg(DISTINCT CASE WHEN m = 0 THEN 'PUBLIC' ELSE pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(m)) END, ', ')
			FROM pg_catalog.unnest(x.polroles) AS m)
		|| coalesce(' USING (' || pg_catalog.pg_get_expr(x.polqual, x.polrelid) || ')', '')
		|| coalesce(' WITH CHECK (' || pg_catalog.pg_get_expr(x.polwithcheck, x.polrelid) || ')', '')
		FROM pg_catalog.pg_policy AS x JOIN pg_catalog.pg_class AS c ON c.oid = x.polrelid WHERE c.relnamespace = ` + n + `
		UNION ALL SELECT 'sequence', x.relname, '', '', 'CREATE SEQUENCE ' || x.oid::pg_catalog.regclass::pg_catalog.text || ' AS ' || pg_catalog.format_type(q.seqtypid, NULL) || ' START WITH ' || q.seqstart || ' INCREMENT BY '
		|| q.seqincrement || ' MINVALUE ' || q.seqmin || ' MAXVALUE ' || q.seqmax || ' CACHE ' || q.seqcache || CASE WHEN q.seqcycle THEN ' CYCLE' ELSE '' END
		FROM pg_catalog.pg_class AS x JOIN pg_catalog.pg_sequence AS q ON q.seqrelid = x.oid WHERE x.relnamespace = ` + n + member("pg_class") + `
		AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS d WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = x.oid AND d.objsubid = 0 AND d.deptype = ANY (ARRAY['a', 'i']))
		UNION ALL SELECT 'domain', x.typname, '', '', 'CREATE DOMAIN ' || pg_catalog.quote_ident(x.typname) || ' AS ' || pg_catalog.format_type(x.typbasetype, x.typtypmod)
		|| coalesce(' COLLATE ' || (SELECT pg_catalog.quote_ident(l.collname) FROM pg_catalog.pg_collation AS l JOIN pg_catalog.pg_type AS b ON b.oid = x.typbasetype WHERE l.oid = x.typcollation AND x.typcollation <> b.typcollation), '')
		|| coalesce(' DEFAULT ' || x.typdefault, '') || CASE WHEN x.typnotnull THEN ' NOT NULL' ELSE '' END
		|| coalesce((SELECT pg_catalog.string_agg(' CONSTRAINT ' || pg_catalog.quote_ident(k.conname) || ' ' || pg_catalog.pg_get_constraintdef(k.oid), '' ORDER BY k.conname)
			FROM pg_catalog.pg_constraint AS k WHERE k.contypid = x.oid AND k.contype = 'c' AND k.convalidated), '')
		FROM pg_catalog.pg_type AS x WHERE x.typtype = 'd' AND x.typnamespace = ` + n + member("pg_type") + `
		UNION ALL SELECT '` + ofDomain + `', k.conname, x.typname, '', 'ALTER DOMAIN ' || pg_catalog.quote_ident(x.typname) || ' ADD CONSTRAINT ' || pg_catalog.quote_ident(k.conname) || ' ' || pg_catalog.pg_get_constraintdef(k.oid)
		FROM pg_catalog.pg_constraint AS k JOIN pg_catalog.pg_type AS x ON x.oid = k.contypid
		WHERE k.contype = 'c' AND NOT k.convalidated AND x.typnamespace = ` + n + member("pg_type") + `
		UNION ALL SELECT '` + ofIndex + `', x.relname, t.relname, '', pg_catalog.pg_get_indexdef(x.oid)
		FROM pg_catalog.pg_index AS i JOIN pg_catalog.pg_class AS x ON x.oid = i.indexrelid JOIN pg_catalog.pg_class AS t ON t.oid = i.indrelid
		WHERE t.relkind = 'm' AND t.relnamespace = ` + n + strings.ReplaceAll(member("pg_class"), "x.oid", "t.oid") + `
		UNION ALL SELECT '` + ofStatistics + `', x.stxname, c.relname, '', pg_catalog.pg_get_statisticsobjdef(x.oid)
		FROM pg_catalog.pg_statistic_ext AS x JOIN pg_catalog.pg_class AS c ON c.oid = x.stxrelid WHERE x.stxnamespace = ` + n + member("pg_statistic_ext") + `
		UNION ALL SELECT 'composite type', x.typname, '', '', 'CREATE TYPE ' || pg_catalog.quote_ident(x.typname) || ' AS ('
		|| coalesce((SELECT pg_catalog.string_agg(pg_catalog.quote_ident(a.attname) || ' ' || pg_catalog.format_type(a.atttypid, a.atttypmod), ', ' ORDER BY a.attnum)
			FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = x.typrelid AND NOT a.attisdropped AND a.attnum > 0), '') || ')'
		FROM pg_catalog.pg_type AS x JOIN pg_catalog.pg_class AS k ON k.oid = x.typrelid AND k.relkind = 'c' WHERE x.typtype = 'c' AND x.typnamespace = ` + n + member("pg_type") + `
		UNION ALL SELECT 'range type', x.typname, '', '', 'CREATE TYPE ' || pg_catalog.quote_ident(x.typname) || ' AS RANGE (subtype = ' || pg_catalog.format_type(g.rngsubtype, NULL)` + multirange + `
		|| CASE WHEN o.opcdefault THEN '' ELSE ', subtype_opclass = ' || pg_catalog.quote_ident(o.opcname) END
		|| CASE WHEN g.rngcollation = b.typcollation THEN '' ELSE coalesce(', collation = ' || (SELECT pg_catalog.quote_ident(l.collname) FROM pg_catalog.pg_collation AS l WHERE l.oid = g.rngcollation), '') END
		|| CASE WHEN g.rngcanonical = 0 THEN '' ELSE ', canonical = ' || g.rngcanonical::pg_catalog.text END
		|| CASE WHEN g.rngsubdiff = 0 THEN '' ELSE ', subtype_diff = ' || g.rngsubdiff::pg_catalog.text END || ')'
		FROM pg_catalog.pg_type AS x JOIN pg_catalog.pg_range AS g ON g.rngtypid = x.oid JOIN pg_catalog.pg_opclass AS o ON o.oid = g.rngsubopc
		JOIN pg_catalog.pg_type AS b ON b.oid = g.rngsubtype WHERE x.typtype = 'r' AND x.typnamespace = ` + n + member("pg_type") + `
		UNION ALL SELECT '` + ofExtension + `', x.extname, '', '', 'CREATE EXTENSION ' || pg_catalog.quote_ident(x.extname) FROM pg_catalog.pg_extension AS x WHERE x.extname <> 'plpgsql'
		UNION ALL SELECT '` + ofSchema + `', x.nspname, '', '', 'CREATE SCHEMA ' || pg_catalog.quote_ident(x.nspname) FROM pg_catalog.pg_namespace AS x
		WHERE x.nspname !~ '^pg_' AND x.nspname <> ALL (ARRAY['information_schema', 'public']) AND x.oid <> ` + n + member("pg_namespace"), c.beside}
}

func (c objectReader) beside(r row) {
	c.suspect(r.text(4), false)
	b := besideOf(c.room.version, r.text(4), c.name)
	if b.Kind == "" { // the parser does not know it
		b = schema.Beside{Kind: r.text(0), Name: r.text(1), Table: r.text(2), SQL: strings.Join(strings.Fields(c.homes.unaliased(r.text(4))), " ")}
	}
	b.SQL = withState(b, r.text(3))
	c.found = append(c.found, b)
}

// withState adds the state of a trigger or rule that is not the usual one.
func withState(b schema.Beside, state string) string {
	if state == "" {
		return b.SQL
	}
	return b.SQL + "; ALTER TABLE " + quote(b.Table) + " " + state + " " + strings.ToUpper(b.Kind) + " " + quote(b.Name)
}

// besides are the objects beside tables, which are compared by their texts.
type besides struct{ server version }

// Beside reads what a dump makes beside tables.
func (o besides) Beside(all []schema.Statement, _ string) (found []schema.Beside, unasked []string) {
	var nodes []statement
	for _, s := range all {
		some, err := statementsOf(inOldSyntax(o.server, s.Text))
		if err == nil {
			nodes = append(nodes, some...)
		}
	}
	home := homeOf(nodes)
	owned, wanderer := map[string]bool{}, newWanderer(home)
	for _, s := range nodes {
		wanderer.follow(s.node)
		if x := s.node.GetAlterSeqStmt(); x != nil && ownedBy(x.GetOptions()) {
			owned[x.GetSequence().GetRelname()] = true
		}
		found = changedBeside(found, s.node, home)
		if x := s.node.GetAlterTableStmt(); x != nil {
			found = switched(found, x, owned)
			continue
		}
		b := besideNode(s.node, home)
		if b.Kind == "" || b.Kind == ofSchema && (b.Name == home || b.Name == "public") {
			continue
		}
		if i := slices.IndexFunc(found, func(f schema.Beside) bool { return f.Same(b) && b.Kind == "view" }); i >= 0 { // two views can be made of each other
			found[i] = b
			continue
		}
		found = append(found, b)
	}
	found = slices.DeleteFunc(found, func(b schema.Beside) bool {
		return b.Kind == "sequence" && owned[b.Name] || b.Kind == ofIndex && !slices.ContainsFunc(found, func(v schema.Beside) bool {
			return v.Kind == ofMaterialized && v.Name == b.Table
		})
	})
	schema.SortBeside(found)
	return found, nil
}

func ownedBy(options []*pg.Node) bool {
	return slices.ContainsFunc(options, func(n *pg.Node) bool {
		return n.GetDefElem().GetDefname() == "owned_by" && len(n.GetDefElem().GetArg().GetList().GetItems()) > 1
	})
}

var states = map[pg.AlterTableType][2]string{
	pg.AlterTableType_AT_DisableTrig: {"trigger", "DISABLE"}, pg.AlterTableType_AT_EnableReplicaTrig: {"trigger", "ENABLE REPLICA"},
	pg.AlterTableType_AT_EnableAlwaysTrig: {"trigger", "ENABLE ALWAYS"}, pg.AlterTableType_AT_DisableRule: {"rule", "DISABLE"},
	pg.AlterTableType_AT_EnableReplicaRule: {"rule", "ENABLE REPLICA"}, pg.AlterTableType_AT_EnableAlwaysRule: {"rule", "ENABLE ALWAYS"},
}

// switched notes the state of triggers and rules, and the sequences of identities.
func switched(found []schema.Beside, x *pg.AlterTableStmt, owned map[string]bool) []schema.Beside {
	for _, n := range x.GetCmds() {
		cmd := n.GetAlterTableCmd()
		for _, o := range cmd.GetDef().GetConstraint().GetOptions() {
			if path := texts(o.GetDefElem().GetArg().GetList().GetItems()); o.GetDefElem().GetDefname() == "sequence_name" && len(path) > 0 {
				owned[path[len(path)-1]] = true
			}
		}
		state, ok := states[cmd.GetSubtype()]
		for i, b := range found {
			if ok && b.Kind == state[0] && b.Name == cmd.GetName() && b.Table == x.GetRelation().GetRelname() {
				found[i].SQL = withState(b, state[1])
			}
		}
	}
	return found
}

// Made is the object beside tables that a statement makes; no Kind: it makes none, or cannot be read.
func (r *Room) Made(sql string) schema.Beside { return besideOf(r.version, sql, "") }

// besideOf reads a statement that makes an object beside tables; no Kind: it makes none, or cannot be read.
func besideOf(v version, sql, home string) schema.Beside {
	all, err := statementsOf(inOldSyntax(v, sql))
	if err != nil || len(all) != 1 {
		return schema.Beside{}
	}
	return besideNode(all[0].node, home)
}

func besideNode(n *pg.Node, home string) schema.Beside {
	if in := spaceMadeIn(n); in != "" && in != home {
		return schema.Beside{}
	}
	unspaced(n.ProtoReflect(), home)
	var b schema.Beside
	switch x := n.GetNode().(type) {
	case *pg.Node_ViewStmt:
		x.ViewStmt.Replace = false
		unprefixed(x.ViewStmt.GetQuery().GetSelectStmt())
		x.ViewStmt.Options = viewOptions(x.ViewStmt)
		x.ViewStmt.WithCheckOption = pg.ViewCheckOption_NO_CHECK_OPTION
		b = schema.Beside{Kind: "view", Name: x.ViewStmt.GetView().GetRelname()}
	case *pg.Node_CreateTableAsStmt:
		if x.CreateTableAsStmt.GetObjtype() != pg.ObjectType_OBJECT_MATVIEW {
			return b
		}
		x.CreateTableAsStmt.GetInto().SkipData = false
		unprefixed(x.CreateTableAsStmt.GetQuery().GetSelectStmt())
		plainOptions(x.CreateTableAsStmt.GetInto().GetOptions())
		b = schema.Beside{Kind: ofMaterialized, Name: x.CreateTableAsStmt.GetInto().GetRel().GetRelname()}
	case *pg.Node_CreateFunctionStmt:
		x.CreateFunctionStmt.Replace = false
		slices.SortFunc(x.CreateFunctionStmt.Options, func(a, b *pg.Node) int {
			return cmp.Compare(a.GetDefElem().GetDefname(), b.GetDefElem().GetDefname())
		})
		b = schema.Beside{Kind: "function", Name: routineOf(x.CreateFunctionStmt).signature()}
	case *pg.Node_CreateTrigStmt:
		x.CreateTrigStmt.Replace = false
		b = schema.Beside{Kind: "trigger", Name: x.CreateTrigStmt.GetTrigname(), Table: x.CreateTrigStmt.GetRelation().GetRelname()}
	case *pg.Node_RuleStmt:
		x.RuleStmt.Replace = false
		b = schema.Beside{Kind: "rule", Name: x.RuleStmt.GetRulename(), Table: x.RuleStmt.GetRelation().GetRelname()}
	case *pg.Node_CreatePolicyStmt:
		slices.SortFunc(x.CreatePolicyStmt.Roles, func(a, b *pg.Node) int {
			return cmp.Compare(a.GetRoleSpec().GetRolename(), b.GetRoleSpec().GetRolename())
		})
		b = schema.Beside{Kind: "policy", Name: x.CreatePolicyStmt.GetPolicyName(), Table: x.CreatePolicyStmt.GetTable().GetRelname()}
	case *pg.Node_CreateSeqStmt:
		return sequenceBeside(x.CreateSeqStmt)
	case *pg.Node_CreateDomainStmt:
		path := texts(x.CreateDomainStmt.GetDomainname())
		slices.SortStableFunc(x.CreateDomainStmt.Constraints, func(a, b *pg.Node) int {
			return cmp.Or(cmp.Compare(b.GetConstraint().GetContype(), a.GetConstraint().GetContype()), cmp.Compare(a.GetConstraint().GetConname(),
				b.GetConstraint().GetConname()))
		})
		b = schema.Beside{Kind: "domain", Name: path[len(path)-1]}
	case *pg.Node_AlterDomainStmt:
		path, check := texts(x.AlterDomainStmt.GetTypeName()), x.AlterDomainStmt.GetDef().GetConstraint()
		if !check.GetSkipValidation() {
			return b
		}
		b = schema.Beside{Kind: ofDomain, Name: check.GetConname(), Table: path[len(path)-1]}
	case *pg.Node_IndexStmt:
		x.IndexStmt.Concurrent = false
		b = schema.Beside{Kind: ofIndex, Name: x.IndexStmt.GetIdxname(), Table: x.IndexStmt.GetRelation().GetRelname()}
	case *pg.Node_CreateStatsStmt:
		path := texts(x.CreateStatsStmt.GetDefnames())
		if len(path) == 0 || len(x.CreateStatsStmt.GetRelations()) != 1 {
			return b
		}
		b = schema.Beside{Kind: ofStatistics, Name: path[len(path)-1], Table: x.CreateStatsStmt.GetRelations()[0].GetRangeVar().GetRelname()}
	case *pg.Node_CompositeTypeStmt:
		b = schema.Beside{Kind: "composite type", Name: x.CompositeTypeStmt.GetTypevar().GetRelname()}
	case *pg.Node_CreateRangeStmt:
		path := texts(x.CreateRangeStmt.GetTypeName())
		slices.SortFunc(x.CreateRangeStmt.Params, func(a, b *pg.Node) int { return cmp.Compare(a.GetDefElem().GetDefname(), b.GetDefElem().GetDefname()) })
		b = schema.Beside{Kind: "range type", Name: path[len(path)-1]}
	case *pg.Node_CreateExtensionStmt:
		name := x.CreateExtensionStmt.GetExtname()
		if name == "plpgsql" {
			return b
		}
		return schema.Beside{Kind: ofExtension, Name: name, SQL: "CREATE EXTENSION " + quote(name)}
	case *pg.Node_CreateSchemaStmt:
		name := x.CreateSchemaStmt.GetSchemaname()
		return schema.Beside{Kind: ofSchema, Name: name, SQL: "CREATE SCHEMA " + quote(name)}
	default:
		return b
	}
	text, err := pg.Deparse(&pg.ParseResult{Stmts: []*pg.RawStmt{{Stmt: n}}})
	if err != nil {
		return schema.Beside{}
	}
	b.SQL = strings.TrimSpace(text)
	return b
}

// spaceMadeIn is the schema that what a statement makes beside tables is in; empty: it names none.
func spaceMadeIn(n *pg.Node) string {
	switch x := n.GetNode().(type) {
	case *pg.Node_ViewStmt:
		return x.ViewStmt.GetView().GetSchemaname()
	case *pg.Node_CreateTableAsStmt:
		return x.CreateTableAsStmt.GetInto().GetRel().GetSchemaname()
	case *pg.Node_CreateFunctionStmt:
		return spaceOf(x.CreateFunctionStmt.GetFuncname())
	case *pg.Node_CreateTrigStmt:
		return x.CreateTrigStmt.GetRelation().GetSchemaname()
	case *pg.Node_RuleStmt:
		return x.RuleStmt.GetRelation().GetSchemaname()
	case *pg.Node_CreatePolicyStmt:
		return x.CreatePolicyStmt.GetTable().GetSchemaname()
	case *pg.Node_CreateSeqStmt:
		return x.CreateSeqStmt.GetSequence().GetSchemaname()
	case *pg.Node_CreateDomainStmt:
		return spaceOf(x.CreateDomainStmt.GetDomainname())
	case *pg.Node_AlterDomainStmt:
		return spaceOf(x.AlterDomainStmt.GetTypeName())
	case *pg.Node_IndexStmt:
		return x.IndexStmt.GetRelation().GetSchemaname()
	case *pg.Node_CreateStatsStmt:
		return spaceOf(x.CreateStatsStmt.GetDefnames())
	case *pg.Node_CreateRangeStmt:
		return spaceOf(x.CreateRangeStmt.GetTypeName())
	case *pg.Node_CompositeTypeStmt:
		return x.CompositeTypeStmt.GetTypevar().GetSchemaname()
	}
	return ""
}

func spaceOf(name []*pg.Node) string {
	if path := texts(name); len(path) > 1 {
		return path[0]
	}
	return ""
}

// unspaced takes the home out of all names below a node.
func unspaced(m protoreflect.Message, home string) {
	switch x := m.Interface().(type) {
	case *pg.RangeVar:
		if x.GetSchemaname() == home {
			x.Schemaname = ""
		}
	case *pg.TypeName:
		x.Names = unspacedName(x.GetNames(), home)
	case *pg.FuncCall:
		if x.GetFuncformat() != pg.CoercionForm_COERCE_SQL_SYNTAX {
			x.Funcname = unspacedName(x.GetFuncname(), home)
		}
	case *pg.A_Expr:
		x.Name = unspacedName(x.GetName(), home)
	case *pg.CreateFunctionStmt:
		x.Funcname = unspacedName(x.GetFuncname(), home)
	case *pg.CreateTrigStmt:
		x.Funcname = unspacedName(x.GetFuncname(), home)
	case *pg.CreateStatsStmt:
		x.Defnames = unspacedName(x.GetDefnames(), home)
	case *pg.CreateRangeStmt:
		x.TypeName = unspacedName(x.GetTypeName(), home)
	case *pg.AlterDomainStmt:
		x.TypeName = unspacedName(x.GetTypeName(), home)
	case *pg.TypeCast:
		unspacedText(x, home)
	case *pg.CreateDomainStmt:
		x.Domainname = unspacedName(x.GetDomainname(), home)
	case *pg.CollateClause:
		x.Collname = unspacedName(unspacedName(x.GetCollname(), home), "pg_catalog")
	}
	below(m, func(m protoreflect.Message) { unspaced(m, home) })
}

func unspacedName(path []*pg.Node, home string) []*pg.Node {
	if len(path) == 2 && path[0].GetString_().GetSval() == home {
		return path[1:]
	}
	return path
}

// unspacedText takes the home out of a text that is the name of something.
func unspacedText(x *pg.TypeCast, home string) {
	path, name := texts(x.GetTypeName().GetNames()), x.GetArg().GetAConst().GetSval()
	if len(path) == 0 || !registered[path[len(path)-1]] || name == nil {
		return
	}
	for _, space := range []string{home + ".", quote(home) + "."} {
		if after, ok := strings.CutPrefix(name.GetSval(), space); ok {
			name.Sval = after
			return
		}
	}
}

// viewOptions are a view's options with the one that pg_dump writes behind the query, in a stable order.
func viewOptions(x *pg.ViewStmt) []*pg.Node {
	options := x.GetOptions()
	if check, ok := checkOptions[x.GetWithCheckOption()]; ok {
		options = append(options, &pg.Node{Node: &pg.Node_DefElem{DefElem: &pg.DefElem{Defname: "check_option", Arg: text(check)}}})
	}
	plainOptions(options)
	slices.SortFunc(options, func(a, b *pg.Node) int { return cmp.Compare(a.GetDefElem().GetDefname(), b.GetDefElem().GetDefname()) })
	return options
}

var checkOptions = map[pg.ViewCheckOption]string{
	pg.ViewCheckOption_LOCAL_CHECK_OPTION: "local", pg.ViewCheckOption_CASCADED_CHECK_OPTION: "cascaded",
}

// plainOptions writes the values of options all as texts.
func plainOptions(options []*pg.Node) {
	for _, n := range options {
		n.GetDefElem().Arg = text(optionValue(n.GetDefElem().GetArg()))
	}
}

func sequenceBeside(x *pg.CreateSeqStmt) schema.Beside {
	if ownedBy(x.GetOptions()) {
		return schema.Beside{}
	}
	name := x.GetSequence().GetRelname()
	q := sequenceOptions(schema.Sequence{}, x.GetOptions())
	if q.Type == "" {
		q.Type = "bigint"
	}
	sql := "CREATE SEQUENCE " + quote(name)
	if options := usualSequence(q, schema.Type{Name: "bigint"}).String(); options != "" {
		sql += " " + strings.ReplaceAll(options, ", ", " ")
	}
	return schema.Beside{Kind: "sequence", Name: name, SQL: sql}
}
