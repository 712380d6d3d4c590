package introspect

import (
	"bytes"
	"errors"
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"assay/schema"
)

// A Language reads the SQL of one server. A room is one.
type Language interface {
	Semantics() schema.Semantics
	// Split cuts a text into statements.
	Split(sql string) ([]schema.Statement, error)
	// ParseEach reads the statements of one text; the changes and the error of each stand at its place. A change of data is none of the schema.
	ParseEach([]schema.Statement) ([][]schema.Change, []error)
}

// A Speaker returns the server that an engine's version stands for, as a dump's header says it, and its language; no version: the newest.
type Speaker func(engine, version string) (schema.Server, Language, error)

// A header is what the program that wrote a dump says at its beginning.
type header struct {
	engine   string
	version  string
	database string
	// end begins the dump's last line; empty: it is not known that there is one.
	end string
}

var (
	mysqlDump  = regexp.MustCompile(`(?m)^-- (?:MySQL|MariaDB) dump `)
	mysqlHost  = regexp.MustCompile(`(?m)^-- Host: .*?\s+Database: (.*)$`)
	mysqlFrom  = regexp.MustCompile(`(?m)^-- Server version\s+(\S+)`)
	postgreDmp = regexp.MustCompile(`(?m)^-- PostgreSQL database (?:cluster )?dump$`)
	postgreVer = regexp.MustCompile(`(?m)^-- Dumped from database version (\S+)`)
	sandbox    = regexp.MustCompile(`^/\*M?!999999\\?- enable the sandbox`)
)

// headerOf reads a dump's header. recognise says whose SQL a text is where no header does.
func headerOf(text string, recognise func(string) string) header {
	const enough = 4096
	head := text[:min(len(text), enough)]
	switch {
	case mysqlDump.MatchString(head):
		return header{mysql, first(mysqlFrom, head), strings.TrimSpace(first(mysqlHost, head)), "-- Dump completed"}
	case postgreDmp.MatchString(head):
		return header{engine: postgresql, version: first(postgreVer, head), end: "-- PostgreSQL database dump complete"}
	case sandbox.MatchString(head):
		return header{engine: mysql, version: "MariaDB"}
	}
	return header{engine: recognise(text)}
}

func first(pattern *regexp.Regexp, text string) string {
	if m := pattern.FindStringSubmatch(text); m != nil {
		return m[1]
	}
	return ""
}

// ReadDump returns the database whose dump the source is, text: what mysqldump, mariadb-dump and pg_dump write, with rows or without, or SQL that somebody
// wrote. What a schema has no definition of is opaque. An error is one sentence, which names the file and the line.
func ReadDump(source Source, text []byte, recognise func(string) string, speak Speaker) (*schema.Database, error) {
	file := source.file()
	sql := string(bytes.TrimPrefix(text, []byte("\ufeff")))
	if strings.Contains(sql, "\x00") {
		return nil, fmt.Errorf("%s: this is neither SQL text in UTF-8 nor a snapshot: take a dump with mariadb-dump --no-data or pg_dump --schema-only, in plain format", file)
	}
	h := headerOf(sql, recognise)
	if source.Engine != "" {
		h.engine = source.Engine
	}
	if h.engine == "" {
		return nil, fmt.Errorf("%s: nothing in it tells whose SQL it is: say so with --engine", file)
	}
	if err := h.complete(sql); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	server, language, err := speak(h.engine, h.version)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	d := &dump{file: file, language: language, table: source.Target.VersionTable, rows: map[string][]string{}}
	d.db = &schema.Database{
		NoRows: true,
		Server: server, Name: h.database, Schema: schema.New(language.Semantics()),
	}
	if d.db.Name == "" {
		d.db.Name = strings.TrimSuffix(filepath.Base(file), filepath.Ext(file))
	}
	if err := d.read(sql); err != nil {
		return nil, err
	}
	if len(d.db.Schema.Tables) == 0 {
		return nil, fmt.Errorf("%s: no table is created in it: is it a dump of the schema?", file)
	}
	return d.db, nil
}

// complete reports that a dump ends before its end.
func (h header) complete(sql string) error {
	if h.end == "" {
		return nil
	}
	tail := strings.TrimRight(sql[max(0, len(sql)-1024):], " \t\r\n")
	lines := strings.Split(tail, "\n")
	for _, line := range lines[max(0, len(lines)-4):] { // pg_dump has a line for psql behind it
		if strings.HasPrefix(line, h.end) {
			return nil
		}
	}
	return fmt.Errorf("the dump was cut off, since “%s” is not at its end: take it again", h.end)
}

// A dump is what is read of one.
type dump struct {
	file     string
	language Language
	table    string // a version table's name besides the usual ones
	db       *schema.Database
	rows     map[string][]string // of the version tables
}

func (d *dump) read(sql string) error {
	statements, err := d.language.Split(sql)
	if err != nil {
		return fmt.Errorf("%s: it cannot be cut into statements: %s", d.file, excerpt(err.Error()))
	}
	d.copied(sql)
	statements = slices.DeleteFunc(statements, d.inserted)
	changes, errs := d.language.ParseEach(statements)
	semantics := d.db.Schema.Semantics
	d.db.Schema.Semantics.GlobalIndexNames = false // a server wrote it: to look for each name in 10,000 tables takes longer than all the rest
	defer func() { d.db.Schema.Semantics = semantics }()
	for i, s := range statements {
		if err := d.statement(s, changes[i], errs[i]); err != nil {
			return err
		}
	}
	d.stamps()
	return nil
}

// statement makes what one statement says.
func (d *dump) statement(s schema.Statement, changes []schema.Change, unread error) error {
	touched := schema.Touched(s.Text)
	if errors.Is(unread, schema.ErrElsewhere) {
		return nil
	}
	for _, c := range changes {
		var conflict *schema.Conflict
		_, drops := c.(schema.DropTable)
		switch err := d.db.Schema.Apply(c); {
		case err == nil, drops && errors.As(err, &conflict) && conflict.Reason == schema.Missing: // IF EXISTS
		case errors.As(err, &conflict) && d.opaque(conflict.Object.Table):
		case errors.As(err, &conflict):
			return fmt.Errorf("%s:%d: %s does not go with what is before it (%s): is it one dump, and whole?", d.file, s.Line, excerpt(s.Text), conflict.Error())
		default:
			return fmt.Errorf("%s:%d: %w", d.file, s.Line, err)
		}
	}
	switch {
	case len(touched) == 0 && unread != nil && drop.MatchString(s.Text), unread == nil && (len(changes) > 0 || len(touched) == 0):
	case len(touched) == 0:
		return fmt.Errorf("%s:%d: it cannot be read: %s: %w", d.file, s.Line, excerpt(s.Text), lastLine(unread))
	case create.MatchString(s.Text) && named[touched[0].Kind]:
		d.unmodelled(touched[0])
	}
	d.parts(s, touched)
	return nil
}

// parts notes how a table is kept, which has no definition in a schema.
func (d *dump) parts(s schema.Statement, touched []schema.Opaque) {
	if len(touched) == 0 || touched[0].Kind != "table" {
		return
	}
	if m := attach.FindStringSubmatch(s.Text); m != nil {
		path := schema.NamePath(m[1])
		d.unmodelled(schema.Opaque{Kind: "partition", Name: path[len(path)-1], Table: touched[0].Name})
	}
	if create.MatchString(s.Text) && partitioned.MatchString(s.Text) {
		d.unmodelled(schema.Opaque{Kind: "partitioning", Table: touched[0].Name})
	}
}

// named are the kinds of objects without a definition in a schema that a reading of the live database names as well.
var named = map[string]bool{
	"table": true, "view": true, "materialized view": true, "foreign table": true, "trigger": true, "rule": true, "policy": true, "type": true, "domain": true,
}

var (
	create      = regexp.MustCompile(`(?i)^CREATE\b`)
	drop        = regexp.MustCompile(`(?i)^DROP\b`)
	attach      = regexp.MustCompile(`(?is)\sATTACH\s+PARTITION\s+(` + schema.NameSQL + `)`)
	partitioned = regexp.MustCompile(`(?is)\)[^()]*\sPARTITION\s+BY\s`)
)

// unmodelled notes what is there and has no definition in a schema.
func (d *dump) unmodelled(o schema.Opaque) {
	s := d.db.Schema
	if o.Kind == "table" && s.Table(o.Name) != nil { // only how it is kept is not modelled
		return
	}
	if t := s.Table(o.Name); t != nil && (o.Kind == "view" || o.Kind == "partition") { // mysqldump stands a table in for a view until all tables are there
		_ = s.Apply(schema.DropTable{Table: o.Name})
	}
	if holds[o.Kind] && s.Semantics.TypedExpressions {
		d.db.Partial = "a dump does not tell which columns " + o.Kind + " " + o.Name + " uses, and those keep their types"
	}
	if !slices.ContainsFunc(s.Opaque, func(p schema.Opaque) bool { return p.Kind == o.Kind && p.Name == o.Name && p.Table == o.Table }) {
		s.Opaque = append(s.Opaque, o)
	}
}

// opaque reports whether a table could not be read.
func (d *dump) opaque(table string) bool {
	_, ok := d.db.Schema.View(table)
	return ok
}

// holds are the kinds of objects that keep the types of columns (PostgreSQL).
var holds = map[string]bool{"view": true, "materialized view": true, "trigger": true, "rule": true, "policy": true}

var (
	insertInto = regexp.MustCompile(`(?is)^INSERT\s+INTO\s+(` + schema.NameSQL + `)\s*(?:\([^)]*\)\s*)?VALUES\s*(.*)$`)
	copyFrom   = regexp.MustCompile(`(?m)^COPY (` + schema.NameSQL + `) \(version_num\) FROM stdin;\n((?:.*\n)*?)\\\.$`)
	anyCopy    = regexp.MustCompile(`(?m)^COPY .* FROM stdin;$`)
	value      = regexp.MustCompile(`'((?:[^'\\]|''|\\.)*)'|(NULL)`)
)

// inserted takes the rows of version tables, and leaves out all others.
func (d *dump) inserted(s schema.Statement) bool {
	if len(s.Text) < 6 || !strings.EqualFold(s.Text[:6], "INSERT") {
		return false
	}
	m := insertInto.FindStringSubmatch(s.Text[:min(len(s.Text), 1<<16)])
	d.db.NoRows = false
	if m == nil {
		return true
	}
	path := schema.NamePath(m[1])
	if name := path[len(path)-1]; d.isVersionTable(name) {
		for _, v := range value.FindAllStringSubmatch(m[2], -1) {
			d.rows[name] = append(d.rows[name], strings.ReplaceAll(v[1], "''", "'"))
		}
	}
	return true
}

// copied takes the rows of version tables as pg_dump writes them.
func (d *dump) copied(sql string) {
	if d.db.Server.Engine != postgresql {
		return
	}
	if anyCopy.MatchString(sql) {
		d.db.NoRows = false
	}
	for _, m := range copyFrom.FindAllStringSubmatch(sql, -1) {
		path := schema.NamePath(m[1])
		if name := path[len(path)-1]; d.isVersionTable(name) {
			for row := range strings.Lines(m[2]) {
				d.rows[name] = append(d.rows[name], strings.TrimSuffix(strings.TrimSuffix(row, "\n"), `\N`))
			}
		}
	}
}

// isVersionTable: Alembic's own names begin so.
func (d *dump) isVersionTable(name string) bool {
	return name == "alembic_version" || strings.HasPrefix(name, "alembic_version_") || name == d.table
}

// stamps makes stamps of the version tables' rows.
func (d *dump) stamps() {
	for _, t := range d.db.Schema.SortedTables() {
		if d.isVersionTable(t.Name) {
			d.db.Stamps = append(d.db.Stamps, schema.Stamp{Table: t.Name, Revisions: d.rows[t.Name]})
		}
	}
}

func excerpt(text string) string {
	const enough = 60
	text = strings.Join(strings.Fields(text[:min(len(text), 4*enough)]), " ")
	if all := []rune(text); len(all) > enough {
		return string(all[:enough]) + "…"
	}
	return text
}

// lastLine is what an error says last.
func lastLine(err error) error {
	s := strings.TrimSpace(err.Error())
	return errors.New(s[strings.LastIndexByte(s, '\n')+1:])
}
