package postgres

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"

	"assay/schema"
)

// Parse reads DDL. What only changes data, rights, or objects that assay does not model gives no changes. Names lose the schema that the
// text itself works in. CASCADE is taken as if it were not there: whether anything is there shows when the change is applied.
//
// The error joins one for each statement that cannot be expressed; the changes are those of all the others.
func (r *Room) Parse(sql string) ([]schema.Change, error) {
	statements, errs := split(inOldSyntax(r.version, psqlLines().ReplaceAllString(sql, "")))
	p := newParser(r.speller, statements)
	for _, s := range statements {
		p.first = len(p.changes)
		if err := p.statement(s.node); err != nil {
			errs = append(errs, fmt.Errorf("reading %q: %w", schema.Excerpt(s.text), err))
		}
	}
	return p.changes, errors.Join(errs...)
}

// ParseEach reads the statements of one text as [Room.Parse] does: the changes and the error of each stand at its place.
func (r *Room) ParseEach(all []schema.Statement) ([][]schema.Change, []error) {
	changes, errs := make([][]schema.Change, len(all)), make([]error, len(all))
	nodes := make([][]statement, len(all))
	for i, s := range all {
		nodes[i], errs[i] = statementsOf(inOldSyntax(r.version, s.Text))
	}
	p := newParser(r.speller, slices.Concat(nodes...))
	for i := range all {
		p.changes, p.first = nil, 0
		for _, s := range nodes[i] {
			p.first = len(p.changes)
			errs[i] = errors.Join(errs[i], p.statement(s.node))
			p.follow(p.changes[p.first:])
		}
		changes[i] = p.changes
	}
	return changes, errs
}

// psqlLines are what pg_dump writes for psql alone: its commands, and rows.
var psqlLines = schema.Pattern(`(?m)^\\(restrict|unrestrict|connect)\b.*$|^COPY .* FROM stdin;\n(?:.*\n)*?\\\.$`)

// A parser goes through the statements of one text.
type parser struct {
	speller *speller
	places  *wanderer
	textNames
	madeColumns
	inheritances
	changes []schema.Change
	first   int // where the changes of the current statement begin
}

// textNames are the names of a text that works in one schema, which they go without.
type textNames struct {
	home       string
	tablespace string // that the text has set for what names none
}

// space is the tablespace of something that names one, or none.
func (n textNames) space(name string) string { return ownSpace(cmp.Or(name, n.tablespace)) }

// madeColumns are what is known of the columns that the text has made.
type madeColumns struct {
	types     map[field]schema.Type
	owners    map[string]field           // the columns that own sequences, by the sequence's name
	asked     map[field]string           // the sequences that columns' defaults ask
	sequences map[string]schema.Sequence // the options that the text gives sequences, by their names
}

// An alterParser reads the commands of ALTER TABLE.
type alterParser struct{ *parser }

// A field is a column of a table.
type field struct{ table, column string }

func newParser(s *speller, statements []statement) *parser {
	home := homeOf(statements)
	return &parser{
		speller: s, places: newWanderer(home), textNames: textNames{home: home},
		madeColumns:  madeColumns{map[field]schema.Type{}, map[string]field{}, map[field]string{}, map[string]schema.Sequence{}},
		inheritances: newInheritances(statements),
	}
}

type statement struct {
	node *pg.Node
	text string
}

// split parses the text, and where that fails, statement by statement: a newer server's syntax in one must not hide the others.
func split(sql string) ([]statement, []error) {
	all, err := statementsOf(sql)
	if err == nil {
		return all, nil
	}
	texts, splitErr := pg.SplitWithScanner(sql, true)
	if splitErr != nil {
		return nil, []error{fmt.Errorf("reading %q: %w", schema.Excerpt(sql), err)}
	}
	var errs []error
	for _, text := range texts {
		some, err := statementsOf(text)
		if err != nil {
			errs = append(errs, fmt.Errorf("reading %q: %w", schema.Excerpt(text), err))
		}
		all = append(all, some...)
	}
	return all, errs
}

func statementsOf(sql string) ([]statement, error) {
	if err := schema.Bounded(sql, false); err != nil { // the parser's stack is C's, and an overflow ends the process
		return nil, err
	}
	tree, err := pg.Parse(sql)
	if err != nil {
		return nil, err
	}
	var all []statement
	for _, raw := range tree.GetStmts() {
		text := sql[raw.GetStmtLocation():]
		if n := int(raw.GetStmtLen()); n > 0 {
			text = text[:n]
		}
		all = append(all, statement{raw.GetStmt(), text})
	}
	return all, nil
}

// isVersions reports whether a table is Alembic's own, which may be in another schema than the tables of the project.
func isVersions(x *pg.CreateStmt) bool {
	columns := slices.DeleteFunc(slices.Clone(x.GetTableElts()), func(n *pg.Node) bool { return n.GetColumnDef() == nil })
	return len(columns) == 1 && columns[0].GetColumnDef().GetColname() == "version_num"
}

// homeOf finds the schema that a text works in: the one that it sets before it makes anything without a schema, else the only one that it makes tables and
// types in, else public.
func homeOf(statements []statement) string {
	made, bare := map[string]bool{}, false
	for _, s := range statements {
		if set := s.node.GetVariableSetStmt(); set.GetName() == "search_path" && len(set.GetArgs()) > 0 && !bare {
			if name := set.GetArgs()[0].GetAConst().GetSval().GetSval(); name != "" {
				return name
			}
		}
		if x := s.node.GetCreateStmt(); x != nil && !isVersions(x) && x.GetRelation().GetRelpersistence() != "t" {
			made[cmp.Or(x.GetRelation().GetSchemaname(), "public")] = true
			bare = bare || x.GetRelation().GetSchemaname() == ""
		}
		path := texts(s.node.GetCreateEnumStmt().GetTypeName())
		if bare = bare || len(path) == 1; len(path) > 1 {
			made[path[0]] = true
		}
	}
	if len(made) == 1 {
		return slices.Collect(maps.Keys(made))[0]
	}
	return "public"
}

var errUnsupported = errors.New("assay does not know what it does")

// errRead is errUnsupported where nothing is lost by that.
const errRead = schema.UnmodelledError("assay does not know what it does")

func (p *parser) statement(n *pg.Node) error {
	p.places.follow(n)
	switch x := n.GetNode().(type) {
	case *pg.Node_CreateStmt:
		return p.createTable(x.CreateStmt)
	case *pg.Node_AlterTableStmt:
		return alterParser{p}.alterTable(x.AlterTableStmt)
	case *pg.Node_IndexStmt:
		return p.createIndex(x.IndexStmt)
	case *pg.Node_DropStmt:
		return p.drop(x.DropStmt)
	case *pg.Node_RenameStmt:
		return p.rename(x.RenameStmt)
	case *pg.Node_CreateEnumStmt:
		return p.createEnum(x.CreateEnumStmt)
	case *pg.Node_AlterEnumStmt:
		return p.alterEnum(x.AlterEnumStmt)
	case *pg.Node_CreateSeqStmt:
		return p.sequence(x.CreateSeqStmt.GetSequence(), x.CreateSeqStmt.GetOptions(), false)
	case *pg.Node_AlterSeqStmt:
		return p.sequence(x.AlterSeqStmt.GetSequence(), x.AlterSeqStmt.GetOptions(), true)
	case *pg.Node_CompositeTypeStmt:
		p.rows[x.CompositeTypeStmt.GetTypevar().GetRelname()] = x.CompositeTypeStmt.GetColdeflist()
		return p.otherType("composite type", x.CompositeTypeStmt.GetTypevar().GetSchemaname(), x.CompositeTypeStmt.GetTypevar().GetRelname())
	case *pg.Node_CreateRangeStmt:
		return p.otherType("range type", texts(x.CreateRangeStmt.GetTypeName())...)
	case *pg.Node_DoStmt:
		return p.recounted(x.DoStmt)
	case *pg.Node_AlterObjectSchemaStmt:
		return p.setSchema(x.AlterObjectSchemaStmt)
	case *pg.Node_CommentStmt:
		return p.comment(x.CommentStmt)
	case *pg.Node_VariableSetStmt:
		if x.VariableSetStmt.GetName() == "default_tablespace" {
			p.tablespace = ""
			if args := x.VariableSetStmt.GetArgs(); len(args) == 1 {
				p.tablespace = args[0].GetAConst().GetSval().GetSval()
			}
		}
	}
	if in := spaceMadeIn(n); in != "" {
		if err := p.elsewhere([]string{in, ""}); err != nil {
			return err
		}
	}
	return ignored(n)
}

// otherType is the error about a type that is no enumeration.
func (n textNames) otherType(kind string, path ...string) error {
	path = slices.DeleteFunc(path, func(name string) bool { return name == "" })
	if err := n.elsewhere(path); err != nil {
		return err
	}
	return &schema.PartsError{Parts: []schema.Opaque{{Kind: kind, Name: path[len(path)-1]}}, Why: "what it is made of is not modelled"}
}

// ignored accepts what changes nothing that assay models, and nothing else.
func ignored(n *pg.Node) error {
	switch x := n.GetNode().(type) {
	case *pg.Node_SelectStmt:
		if x.SelectStmt.GetIntoClause() != nil {
			return errRead
		}
		return nil
	case *pg.Node_InsertStmt, *pg.Node_UpdateStmt, *pg.Node_DeleteStmt, *pg.Node_MergeStmt, *pg.Node_CopyStmt, *pg.Node_TruncateStmt:
		return nil
	case *pg.Node_VariableSetStmt, *pg.Node_VariableShowStmt, *pg.Node_TransactionStmt, *pg.Node_LockStmt, *pg.Node_DiscardStmt,
		*pg.Node_ExplainStmt, *pg.Node_VacuumStmt, *pg.Node_ReindexStmt, *pg.Node_ClusterStmt, *pg.Node_CheckPointStmt, *pg.Node_ConstraintsSetStmt:
		return nil
	case *pg.Node_GrantStmt, *pg.Node_GrantRoleStmt, *pg.Node_AlterDefaultPrivilegesStmt, *pg.Node_AlterOwnerStmt, *pg.Node_CreateRoleStmt,
		*pg.Node_AlterRoleStmt, *pg.Node_AlterRoleSetStmt, *pg.Node_DropRoleStmt, *pg.Node_SecLabelStmt, *pg.Node_AlterDatabaseSetStmt:
		return nil
	case *pg.Node_ViewStmt, *pg.Node_RefreshMatViewStmt, *pg.Node_RuleStmt, *pg.Node_CreateTrigStmt, *pg.Node_CreatePolicyStmt,
		*pg.Node_AlterPolicyStmt, *pg.Node_CreateFunctionStmt, *pg.Node_AlterFunctionStmt, *pg.Node_CreateEventTrigStmt,
		*pg.Node_CreatePublicationStmt, *pg.Node_AlterPublicationStmt, *pg.Node_CreateSubscriptionStmt, *pg.Node_CreateStatsStmt, *pg.Node_CreateForeignTableStmt:
		return nil
	case *pg.Node_ListenStmt, *pg.Node_UnlistenStmt, *pg.Node_NotifyStmt, *pg.Node_PrepareStmt, *pg.Node_DeallocateStmt, *pg.Node_DeclareCursorStmt,
		*pg.Node_FetchStmt, *pg.Node_ClosePortalStmt:
		return nil
	case *pg.Node_CreateSchemaStmt, *pg.Node_CreateExtensionStmt, *pg.Node_AlterExtensionStmt, *pg.Node_CreatedbStmt:
		return nil
	case *pg.Node_CreateTableAsStmt:
		if x.CreateTableAsStmt.GetObjtype() == pg.ObjectType_OBJECT_MATVIEW {
			return nil
		}
		return errRead
	case *pg.Node_CreateFdwStmt, *pg.Node_CreateForeignServerStmt, *pg.Node_CreateUserMappingStmt, *pg.Node_CreateCastStmt, *pg.Node_CreateConversionStmt,
		*pg.Node_CreateOpClassStmt, *pg.Node_CreateOpFamilyStmt, *pg.Node_CreatePlangStmt, *pg.Node_CreateAmStmt, *pg.Node_CreateTransformStmt:
		return errRead
	}
	return errUnsupported
}

// add puts a change behind the others. What one statement says of one column is one change.
func (p *parser) add(c schema.Change) {
	last := len(p.changes) - 1
	if next, ok := c.(schema.AlterColumn); ok && last >= p.first {
		if prev, ok := p.changes[last].(schema.AlterColumn); ok && prev.Table == next.Table && prev.Name == next.Name {
			prev.To, prev.Set = prev.To.With(next.To, next.Set), prev.Set|next.Set
			if next.Using != "" {
				prev.Using = next.Using
			}
			p.changes[last] = prev
			return
		}
	}
	p.changes = append(p.changes, c)
}

// table is a table's name, which must be in the schema that the text works in.
func (n textNames) table(v *pg.RangeVar) (string, error) {
	if v.GetRelpersistence() == "t" {
		return "", schema.UnmodelledError("temporary tables are not modelled")
	}
	if s := v.GetSchemaname(); s != "" {
		return v.GetRelname(), n.elsewhere([]string{s, v.GetRelname()})
	}
	return v.GetRelname(), nil
}

// elsewhere is the error about something in another schema than the one that the text works in; nil: it is in that one.
func (n textNames) elsewhere(path []string) error {
	if len(path) < 2 || path[len(path)-2] == n.home {
		return nil
	}
	return fmt.Errorf("it is about schema %s, the rest of the text about %s%w", path[len(path)-2], n.home, schema.ErrElsewhere)
}

// qualified is a name with the schema's before it where that is another.
func (n textNames) qualified(path []string) string {
	if len(path) == 2 && path[0] == n.home {
		return path[1]
	}
	return strings.Join(path, ".")
}

// path is a name without the schema that the text works in.
func (n textNames) path(name []*pg.Node) []string {
	path := texts(name)
	if len(path) == 2 && path[0] == n.home {
		return path[1:]
	}
	return path
}

func (n textNames) reference(v *pg.RangeVar) string {
	if s := v.GetSchemaname(); s != "" {
		return n.qualified([]string{s, v.GetRelname()})
	}
	return v.GetRelname()
}
