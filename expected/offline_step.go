package expected

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"assay/schema"
)

// steps makes a step of each revision.
func (r *offlineReader) steps() error {
	if err := r.dropUnfinished(); err != nil {
		return err
	}
	var all []schema.Statement
	for _, s := range r.segments {
		all = append(all, s.statements...)
	}
	r.project.Halved = halved(all)
	if r.project.Halved {
		all = halve(all)
	}
	changes, errs := r.language.ParseEach(all)
	w := stepWriter{offlineReader: r, state: schema.New(r.language.Semantics())}
	if r.back != nil {
		w.state = r.back.Clone()
	}
	for i := range r.segments {
		s := &r.segments[i]
		w.made = nil // by then, another upgrade may have made them
		w.segment, w.step = s, Step{ID: s.id, Message: r.messages[s.id], Down: s.down, DependsOn: s.dependencies()}
		for i, written := range s.statements {
			if t, ok := r.widening(changes[i]); ok && errs[i] == nil {
				w.step.Stamps = t
				continue
			}
			if errs[i] == nil && slices.ContainsFunc(changes[i], w.keepsUnknown) {
				changes[i], errs[i] = nil, errCharset
			}
			before := len(w.step.Changes)
			w.statement(all[i], changes[i], errs[i])
			w.step.Ran = append(w.step.Ran, Ran{written, s.file, w.step.Changes[before:len(w.step.Changes):len(w.step.Changes)], errs[i]})
		}
		if s.cut {
			rest := "the rest of revision " + s.id
			w.step.Beside = append(w.step.Beside, Beside{
				Statement: w.step.Statements + 1, Text: rest, Unread: true, Why: "what it does is not known, since its SQL stops in the middle",
			})
			w.step.Ran = append(w.step.Ran, Ran{schema.Statement{Text: rest, Line: s.line}, s.file, nil, errCut})
		}
		all, changes, errs = all[len(s.statements):], changes[len(s.statements):], errs[len(s.statements):]
		r.project.Steps = append(r.project.Steps, w.step)
	}
	if r.back == nil {
		r.heads()
	}
	return nil
}

var (
	errCut     = errors.New("its SQL stops in the middle")
	errCharset = errors.New("the columns keep the character set that the table had, and the SQL does not say which")
)

// keepsUnknown reports whether a change leaves columns with a character set that nobody knows: that of the database in which their table was made.
func (w *stepWriter) keepsUnknown(c schema.Change) bool {
	alter, ok := c.(schema.AlterTable)
	if !ok || !alter.Default {
		return false
	}
	t := w.state.Table(alter.Table)
	return t == nil || t.Options.Charset == "" || t.Options.Collation == ""
}

// dropUnfinished finds the revisions that do not end with their stamp, as all others do: the text was cut off, or Alembic stopped there. The last is left out.
func (r *offlineReader) dropUnfinished() error {
	last := len(r.segments) - 1
	stamped := slices.ContainsFunc(r.segments, func(s segment) bool { return len(s.stored) > 0 })
	for i := range r.segments {
		s := &r.segments[i]
		whole := len(s.stored) > 0 || !stamped && s.broken == "" && last > 0
		why := cmp.Or(s.broken, "the text ends")
		switch {
		case whole && s.broken != "":
			r.project.Cut = "Alembic stopped behind revision " + s.id
			r.remark("%s: Alembic stopped behind revision %s (%s): the history is used up to there", s.at(s.line), s.id, why)
		case whole:
		case last == 0:
			return fmt.Errorf("%s: the SQL stops inside its only revision %s (%s)", s.at(s.line), s.id, why)
		case i < last:
			s.cut = true
			r.remark("%s: the SQL of revision %s stops in the middle (%s): what else it does is not known", s.at(s.line), s.id, why)
		default:
			r.remark("%s: the SQL stops inside revision %s (%s): the history is used up to the one before it", s.at(s.line), s.id, why)
			r.project.Cut = "the SQL stops inside revision " + s.id
			r.segments = r.segments[:last]
		}
	}
	return nil
}

// heads notes what the version table holds after each step: what the SQL stores, as long as that is what Alembic's rules come to.
func (r *offlineReader) heads() {
	steps := r.project.Steps
	order := make([]int, len(steps))
	for i := range order {
		order[i] = i
	}
	var stored []string
	for i, heads := range newGraph(steps).stored(order) {
		for _, does := range r.segments[i].stored {
			stored = slices.DeleteFunc(slices.Clone(stored), func(h string) bool { return h == does.from })
			if does.to != "" {
				stored = append(stored, does.to)
			}
		}
		slices.Sort(stored)
		if steps[i].Heads = heads; !r.sorted && slices.Contains(stored, steps[i].ID) {
			steps[i].Heads = stored
		}
	}
}

// A stepWriter makes steps of statements.
type stepWriter struct {
	*offlineReader
	segment *segment
	step    Step
	state   *schema.Schema // as far as it is known
	said    schema.Statement
	// inside reports whether the SQL has a transaction open; made are the enumerations that it made, and added the labels that it gave to others (PostgreSQL).
	inside      bool
	ended       bool // and none is open since one has ended: as Alembic's autocommit_block has it
	unchecked   bool // MySQL's foreign keys are not looked at (foreign_key_checks)
	made, added []string
}

// unread notes that a statement is not understood. Who reads a part of a history judges its statements one by one, and is told with each ([Ran.Err]).
func (w *stepWriter) unread(format string, args ...any) {
	if !w.part {
		w.remark(format, args...)
	}
}

var (
	frame     = schema.Pattern(`(?i)^(?:(?:BEGIN|START\s+TRANSACTION)\b[^;]*|(?:COMMIT|END|ROLLBACK|ABORT)(?:\s+(?:WORK|TRANSACTION))?(?:\s+AND\b[^;]*)?)$`)
	data      = schema.Pattern(`(?i)^\(*\s*(?:ANALYZE|COMMENT|COPY|DEALLOCATE|DELETE|DISCARD|EXPLAIN|FLUSH|GRANT|INSERT|LOAD|LOCK|MERGE|NOTIFY|OPTIMIZE|REASSIGN|REFRESH|REINDEX|RELEASE|REPLACE|RESET|REVOKE|SAVEPOINT|SELECT|SET|SHOW|TRUNCATE|UNLOCK|UPDATE|USE|VACUUM|VALUES|WITH)\b`)
	block     = schema.Pattern(`(?i)^BEGIN\s+NOT\s+ATOMIC\b`) // MariaDB's statements outside a routine
	intoTable = schema.Pattern(`(?is)^SELECT\b.*\bINTO\s+(?:TABLE\s+)?(` + schema.NameSQL + `)\s+FROM\b`)
)

// statement takes one statement into the step.
func (w *stepWriter) statement(s schema.Statement, changes []schema.Change, err error) {
	if frame().MatchString(s.Text) && !block().MatchString(s.Text) {
		w.inside, w.added, w.made = opens().MatchString(s.Text), nil, nil
		w.ended = !w.inside
		if schema.ReadOnly(s.Text) {
			w.doubtful(s, "nothing is written in such a transaction, and Alembic writes its stamp")
		}
		return
	}
	if m := checksKeys().FindStringSubmatch(s.Text); m != nil {
		w.unchecked = m[1] == "0" || strings.EqualFold(m[1], "off")
	}
	w.step.Statements++
	why := w.stops(s.Text)
	w.beside(s, why != "", len(changes) > 0)
	if why != "" {
		w.step.Beside[len(w.step.Beside)-1].Why = why
	}
	if n := w.needs(s.Text); !n.None() {
		w.step.Beside = append(w.step.Beside, Beside{Statement: w.step.Statements, Line: s.Line, Text: schema.Excerpt(s.Text), SQL: s.Text, Needs: n})
	}
	w.transaction(changes)
	touched := schema.Touched(s.Text)
	if m := intoTable().FindStringSubmatch(s.Text); m != nil && err != nil {
		touched = []schema.Opaque{{Kind: "table", Name: bareName(m[1])}}
	}
	parts := schema.PartsOf(err)
	if len(parts) == 1 && parts[0].Table == "" {
		touched = parts // that says which kind of type it is
	}
	if len(touched) > 0 {
		w.inventory(s, touched[0], errors.Is(err, schema.ErrElsewhere))
	}
	if errors.Is(err, schema.ErrElsewhere) && len(touched) > 0 && !modelled[touched[0].Kind] {
		err = nil // what is beside tables is not followed here either
	}
	switch {
	case errors.Is(err, schema.ErrElsewhere):
		w.doubtful(s, "it is about another schema, which was not read")
	case len(touched) == 0 && len(changes) == 0 && data().MatchString(s.Text):
		return
	case RunsOthers(s.Text) && (err != nil || len(changes) == 0):
		w.step.Beside[len(w.step.Beside)-1].Unread = true
		w.unread("%s: statement %d of revision %s may change the schema in ways that cannot be read from it: %s", w.segment.at(s.Line), w.step.Statements, w.step.ID, schema.Excerpt(s.Text))
	case err != nil && w.validate(s.Text):
		return
	case err != nil:
		w.opaque(s, err, touched)
	case len(changes) == 0 && len(touched) > 0 && !modelled[touched[0].Kind]:
		w.unmodelled(s.Text, touched[0])
	}
	w.said = s
	for _, c := range changes {
		w.change(c)
	}
}

var (
	opens = schema.Pattern(`(?i)^(?:BEGIN|START)\b`)
	// outside are the statements that PostgreSQL runs in no transaction (25001).
	outside = schema.Pattern(`(?is)^(?:CREATE\s+(?:UNIQUE\s+)?INDEX\s+CONCURRENTLY|DROP\s+INDEX\s+CONCURRENTLY|REINDEX\b.*\bCONCURRENTLY|REINDEX\s+(?:\([^)]*\)\s*)?(?:SCHEMA|DATABASE|SYSTEM)|VACUUM|DISCARD\s+ALL|` +
		`(?:CREATE|DROP)\s+(?:DATABASE|TABLESPACE)|ALTER\s+SYSTEM|ALTER\s+TABLE\b.*\bDETACH\s+PARTITION\b.*\bCONCURRENTLY)\b`)
	// onDomain are the changes of a domain that the rows of all its columns decide.
	onDomain = schema.Pattern(`(?is)^ALTER\s+DOMAIN\b.*\b(?:ADD|SET\s+NOT\s+NULL|VALIDATE)\b`)
)

// transaction notes what a transaction does to enumerations.
func (w *stepWriter) transaction(changes []schema.Change) {
	for i, c := range changes {
		switch c := c.(type) {
		case schema.CreateEnum:
			w.made = append(w.made, c.Enum.Name)
		case schema.AlterEnum:
			if w.ended && c.Edit != nil {
				edit := *c.Edit
				edit.Alone, c.Edit = true, &edit
				changes[i] = c
			}
			if w.inside && c.Edit != nil && !slices.Contains(w.made, c.From.Name) && c.Edit.Place != schema.InsteadOfLabel {
				w.added = append(w.added, c.Edit.Label)
			}
		}
	}
}

// stops says why the server refuses a statement where it stands, or may; empty: nothing is known of that. MySQL has no transaction around DDL.
func (w *stepWriter) stops(sql string) string {
	label := slices.IndexFunc(w.added, func(label string) bool { return strings.Contains(sql, "'"+strings.ReplaceAll(label, "'", "''")+"'") })
	switch {
	case w.inside && w.state.Semantics.TransactionalDDL && outside().MatchString(sql):
		return "PostgreSQL runs it in no transaction (25001): give it an autocommit_block"
	case label >= 0:
		return "PostgreSQL lets no statement use the label " + w.added[label] + " before the transaction that adds it ends (55P04): give that an autocommit_block"
	case onDomain().MatchString(sql):
		return "rows in all columns of the domain decide"
	}
	return ""
}

// saysMore is what a statement says of a table beside what changes say: how it is stored, what its numbers count by, what it belongs to.
var saysMore = schema.Pattern(`(?is)^(?:CREATE|ALTER)\b.*?\b(?:TABLE|INDEX|VIEW)\b.*\b(?:WITH|SET|RESET|IDENTITY|RESTART|EXPRESSION|OWNER|PARTITION|INHERITS?|CLUSTER|` +
	`REPLICA|DROP\s+DEFAULT|ENABLE|DISABLE|ROW_FORMAT|KEY_BLOCK_SIZE|ENGINE|ALGORITHM|STATS_PERSISTENT|CHECKSUM|TABLESPACE|SPATIAL|DIRECTORY|ENCRYPTION|COMPRESSION|INVISIBLE|VISIBLE|IGNORED)\b`)

// beside notes what a statement does besides changing what is modelled, be it nothing.
func (w *stepWriter) beside(s schema.Statement, unread, changes bool) {
	writes := schema.Writes(s.Text)
	w.step.Beside = append(w.step.Beside, Beside{
		Statement: w.step.Statements, Line: s.Line, Text: schema.Excerpt(s.Text), SQL: s.Text, Writes: writes, Unread: unread,
		Words: !unread && len(writes) == 0 && changes && !saysMore().MatchString(s.Text),
	})
}

// needs are what a statement names that has to be there, as far as its words or the engine's parser show it.
func (w *stepWriter) needs(sql string) schema.Needs {
	n := schema.NeedsOf(sql)
	if r, ok := w.language.(interface{ Reads(sql string) schema.Needs }); ok && readByRooms().MatchString(sql) {
		reads := r.Reads(sql)
		n.Relations, n.Columns, n.TextDefault = append(n.Relations, reads.Relations...), append(n.Columns, reads.Columns...), reads.TextDefault
	}
	return n
}

// readByRooms are the statements of which an engine's parser shows more.
var readByRooms = schema.Pattern(`(?is)^(?:(?:CREATE|ALTER)\b.{0,200}?\bVIEW\b|(?:CREATE|ALTER)\s+TABLE\b.*\bDEFAULT\b)`)

// exclusion is a constraint that is not modelled, and that rows decide.
var exclusion = schema.Pattern(`(?is)^ALTER\s+TABLE\b[^;]*\bADD\s+(?:CONSTRAINT\s+` + schema.NameSQL + `\s+)?EXCLUDE\b`)

// validation is how PostgreSQL is told to hold all rows against a constraint that was added without that.
var validation = schema.Pattern(`(?is)^ALTER\s+TABLE\s+(?:IF\s+EXISTS\s+)?(?:ONLY\s+)?(` + schema.NameSQL + `)\s+VALIDATE\s+CONSTRAINT\s+(` + schema.NameSQL +
	`)$`)

// validate has a constraint made anew, which holds all rows then. Of one that is not known by its name, that name alone is not compared.
func (w *stepWriter) validate(text string) bool {
	m := validation().FindStringSubmatch(text)
	if m == nil {
		return false
	}
	table, name := bareName(m[1]), bareName(m[2])
	drop := schema.DropIndex{Table: table, Name: name, Kind: schema.Constraint}
	if t := w.state.Table(table); t != nil {
		for _, k := range t.Checks {
			if k.NotEnforced && w.state.Semantics.SameName(k.Name, name) {
				k.NotEnforced = false
				w.change(drop)
				w.change(schema.AddCheck{Table: table, Check: k})
				return true
			}
		}
		for _, f := range t.ForeignKeys {
			if f.NotValid && w.state.Semantics.SameName(f.Name, name) {
				f.NotValid = false
				w.change(drop)
				w.change(schema.AddForeignKey{Table: table, ForeignKey: f})
				return true
			}
		}
	}
	for _, kind := range []schema.ObjectKind{schema.CheckObject, schema.ForeignKeyObject} {
		w.step.Opaque = append(w.step.Opaque, schema.Opaque{Kind: string(kind), Table: table, Name: name})
	}
	return true
}

var runsOthers = schema.Pattern(`(?i)^(?:DO\s+(?:LANGUAGE\b|\$|E?')|(?:CALL|EXEC|EXECUTE)\b)`)

// RunsOthers reports whether a statement runs others, which cannot be read from it.
func RunsOthers(sql string) bool { return runsOthers().MatchString(sql) }

// doubtful notes a statement of which it is not known whether it runs.
func (w *stepWriter) doubtful(s schema.Statement, why string) {
	w.beside(s, true, false)
	w.step.Beside[len(w.step.Beside)-1].Why = why
}

// ofQuery is how a table is made of a query alone: what it has then is not known, but what it needs is.
var ofQuery = schema.Pattern(`(?is)^CREATE\s+(?:OR\s+REPLACE\s+)?(?:(?:GLOBAL|LOCAL|TEMP|TEMPORARY|UNLOGGED)\s+)*TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?` + schema.NameSQL +
	`\s+(?:AS|SELECT|LIKE)\b`)

// opaque notes what a statement that is not understood touches.
func (w *stepWriter) opaque(s schema.Statement, err error, touched []schema.Opaque) {
	at := fmt.Sprintf("%s: statement %d of revision %s", w.segment.at(s.Line), w.step.Statements, w.step.ID)
	if len(touched) == 0 {
		w.beside(s, true, false)
		w.unread("%s is not understood: %s", at, schema.Excerpt(s.Text))
		return
	}
	if !modelled[touched[0].Kind] {
		w.unmodelled(s.Text, touched[0])
		return
	}
	made := ofQuery().MatchString(s.Text)
	w.beside(s, !made, false)
	if b := &w.step.Beside[len(w.step.Beside)-1]; made && touched[0].Kind == "table" {
		b.Verb, b.Object, b.Either = "CREATE", touched[0], conditional().MatchString(s.Text)
	}
	if parts := schema.PartsOf(err); parts != nil {
		if touched[0].Kind == "table" && exclusion().MatchString(s.Text) {
			w.step.Beside[len(w.step.Beside)-1].OnRows = touched[0].Name
		}
		if touched = slices.DeleteFunc(parts, func(o schema.Opaque) bool { return o.Kind == schema.Partitioning }); len(touched) == 0 {
			return // by what it is partitioned is one of the table's traits
		}
	}
	names := make([]string, len(touched))
	for i, o := range touched {
		names[i] = o.Kind + " " + strings.Trim(o.Table+"."+o.Name, ".")
	}
	w.unread("%s cannot be read (%s), so %s is not compared: %s", at, lastLine(err.Error()), strings.Join(names, " and "), schema.Excerpt(s.Text))
	w.step.Opaque = append(w.step.Opaque, touched...)
}

// unmodelled notes a view, a trigger and the like, or forgets it where it is dropped.
func (w *stepWriter) unmodelled(text string, o schema.Opaque) {
	same := func(p schema.Opaque) bool { return p.Kind == o.Kind && p.Name == o.Name && p.Space == o.Space }
	if len(text) >= 4 && strings.EqualFold(text[:4], "DROP") {
		w.step.Opaque = slices.DeleteFunc(w.step.Opaque, same)
		for i := range w.project.Steps {
			w.project.Steps[i].Opaque = slices.DeleteFunc(w.project.Steps[i].Opaque, same)
		}
		return
	}
	if !slices.ContainsFunc(w.step.Opaque, same) {
		w.step.Opaque = append(w.step.Opaque, o)
	}
}

// change takes a change into the step.
func (w *stepWriter) change(c schema.Change) {
	if drop, ok := c.(schema.DropIndex); ok && w.dropsExclusion(drop) {
		return
	}
	c = w.complete(c)
	err := w.state.Apply(c)
	if err != nil && w.again(c) {
		return
	}
	w.inTheWay(err)
	w.step.Changes = append(w.step.Changes, c)
	w.step.Numbers = append(w.step.Numbers, w.step.Statements)
}

// dropsExclusion reports whether a constraint that is dropped is one that the history does not tell of, and forgets it.
func (w *stepWriter) dropsExclusion(c schema.DropIndex) bool {
	is := func(o schema.Opaque) bool {
		return o.Kind == schema.Exclusion && o.Table == c.Table && o.Name == c.Name
	}
	of := func(s *Step) bool {
		had := len(s.Opaque)
		s.Opaque = slices.DeleteFunc(s.Opaque, is)
		return len(s.Opaque) < had
	}
	found := of(&w.step)
	for i := range w.project.Steps {
		found = of(&w.project.Steps[i]) || found
	}
	if found {
		w.step.Beside = append(w.step.Beside, Beside{
			Statement: w.step.Statements, Text: "DROP CONSTRAINT " + c.Name, Object: schema.Opaque{Kind: schema.Exclusion, Table: c.Table, Name: c.Name}, Verb: "DROP",
			Either: c.If != 0,
		})
	}
	return found
}

// again reports whether a change makes an enum type that is there with these very labels: offline, SQLAlchemy makes it once for each table that uses it.
func (w *stepWriter) again(c schema.Change) bool {
	e, ok := c.(schema.CreateEnum)
	return ok && w.state.Enums[e.Enum.Name] == e.Enum
}

// complete brings a default that was set by itself to the spelling of its column's type.
func (w *stepWriter) complete(c schema.Change) schema.Change {
	a, ok := c.(schema.AlterColumn)
	t := w.state.Table(a.Table)
	if !ok || t == nil || a.Set != schema.PropDefault || a.To.Default == "" || a.To.Type.Name != "" {
		return c
	}
	i := t.Column(w.state.Semantics, a.Name)
	if i < 0 {
		return c
	}
	whole := a
	whole.From = t.Columns[i]
	whole.To = t.Columns[i].With(a.To, a.Set)
	if n, err := w.language.Normalize(whole); err == nil {
		if n, ok := n.(schema.AlterColumn); ok {
			a.To.Default = n.To.Default
		}
	}
	return a
}

// modelled are the kinds of objects that a schema has definitions of.
var modelled = map[string]bool{"table": true, "index": true, "type": true}
