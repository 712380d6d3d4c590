package introspect

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"assay/dialect"
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

// A settler is a language whose server leaves out of a dump what it does by itself, though a reading of it tells.
type settler interface {
	// Settle adds that to a schema that was read from a dump.
	Settle(s *schema.Schema, database string)
}

// A besider is a language in which objects beside tables are compared by their text.
type besider interface {
	// Beside reads what the text of a database of that name makes beside tables, and of which kinds it does not tell.
	Beside(all []schema.Statement, database string) (found []schema.Beside, unasked []string)
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

// cluster is a dump of all databases of a server.
var alters = schema.Pattern(`(?mi)^ALTER\s+TABLE\b`)

var cluster = schema.Pattern(`(?m)^-- PostgreSQL database cluster dump$`)

// headSize is how many bytes of a dump hold its header.
const headSize = 4096

// bodySize is how many bytes of one without a header are searched for signs of its server.
const bodySize = 128 << 10

// headerOf reads a dump's header. recognise says whose SQL a text is where no header does.
func headerOf(text string, recognise func(string) string) header {
	head, body := text[:min(len(text), headSize)], text[:min(len(text), bodySize)]
	for _, e := range dialect.Engines {
		if e.Dumps.Header == nil {
			continue
		}
		if h, ok := e.Dumps.Header(head); ok {
			return header{e.Name, h.Version, h.Database, h.End}
		}
	}
	for _, e := range dialect.Engines {
		if e.Dumps.Version == nil {
			continue
		}
		if v := e.Dumps.Version(head, body); v != "" {
			return header{engine: e.Name, version: v}
		}
	}
	return header{engine: recognise(text)}
}

// frameOf are what the program that wrote a text put around it, also where it writes no comments; empty: nothing.
func frameOf(text string) (first, last string) {
	head := text[:min(len(text), headSize)]
	for _, e := range dialect.Engines {
		if f := e.Dumps.Frame; f[0] != "" && strings.Contains(head, f[0]) {
			return f[0], f[1]
		}
	}
	return "", ""
}

// IsDump reports whether a text begins as a dump program's does.
func IsDump(text []byte) bool {
	head := string(text[:min(len(text), headSize)])
	framed, _ := frameOf(head)
	return framed != "" || slices.ContainsFunc(dialect.Engines, func(e *dialect.Engine) bool {
		if e.Dumps.Header == nil {
			return false
		}
		_, ok := e.Dumps.Header(head)
		return ok
	})
}

// MayBeDump reports whether a text is a dump, or may be one whose header is cut off. Then a collation's name can tell the product: a migration that only makes
// tables may have one as well, so that this is for where nothing says what a text is. What alters tables is none: only pg_dump's does, which has a header.
func MayBeDump(text []byte) bool {
	head := string(text[:min(len(text), headSize)])
	return IsDump(text) || headerOf(head, func(string) string { return "" }).engine != "" && !alters().MatchString(head)
}

// ReadDump returns the database whose dump the source is, text: what mysqldump, mariadb-dump and pg_dump write, with rows or without, or SQL that somebody
// wrote. What a schema has no definition of is opaque. An error is one sentence, which names the file and the line.
func ReadDump(source Source, text []byte, recognise func(string) string, speak Speaker) (*schema.Database, error) {
	file := source.file()
	sql := strings.ReplaceAll(string(bytes.TrimPrefix(text, []byte("\ufeff"))), "\r\n", "\n")
	if strings.Contains(sql, "\x00") {
		return nil, fmt.Errorf("%s: this is neither SQL text in UTF-8 nor a snapshot: take a dump with mariadb-dump --no-data or pg_dump --schema-only, in plain format", file)
	}
	before := 0
	if cluster().MatchString(sql[:min(len(sql), headSize)]) {
		var err error
		if sql, before, err = ofCluster(file, sql, source.Target.Database); err != nil {
			return nil, err
		}
	}
	h := headerOf(sql, recognise)
	if asked := source.Engine; asked != "" && h.engine != "" && h.engine != asked && IsDump(text) {
		return nil, fmt.Errorf("%s: this is a dump of %s, and one of %s was asked for", file, h.engine, asked)
	}
	h.engine = cmp.Or(source.Engine, h.engine)
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
	d := &dump{file: file, language: language, target: source.Target, before: before}
	if d.space = source.Target.Schema; d.space != "" {
		if err := Spaceless(h.engine); err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
	}
	d.db = &schema.Database{
		NoRows: true,
		Server: server, Name: h.database, Schema: schema.New(language.Semantics()),
	}
	d.db.Schema.Detail = schema.Whole
	if plain := d.dumps().Plain; plain != nil {
		sql = plain(sql[:min(len(sql), headSize)], sql)
	}
	if before > 0 {
		d.db.Name = source.Target.Database
	}
	if d.db.Name == "" {
		name := withoutCompression(filepath.Base(file))
		d.db.Name = strings.TrimSuffix(name, filepath.Ext(name))
	}
	d.db.Written = !h.wrote(sql)
	if err := d.read(sql); err != nil {
		return nil, err
	}
	d.db.Namespace = d.home
	if table, revision, column, ok := d.db.Overlong(); ok {
		return nil, fmt.Errorf("%s: the server refuses what it stores in table %s at its end: %s %s does not take %s; make the column wider, there and in the database",
			file, table, column.Name, column.Type, schema.Excerpt(revision))
	}
	if lack := d.lacks(h.wrote(sql), sql[:min(len(sql), headSize)]); lack != "" {
		return nil, fmt.Errorf("%s: %s", file, lack)
	}
	if len(d.db.Schema.Tables) == 0 {
		said := file + ": no table is created in it" + d.within() + ": is it a dump of the schema?"
		return nil, &EmptyError{Source: source, Database: d.db, said: said, odd: !h.wrote(sql) && !d.elsewhere}
	}
	return d.db, nil
}

// wrote reports whether one of the engines' own programs wrote the text.
func (h header) wrote(sql string) bool {
	head := sql[:min(len(sql), headSize)]
	framed, _ := frameOf(sql)
	own := dialect.Which(func(e *dialect.Engine) bool { return e.Dumps.Written != nil && e.Dumps.Written(head) })
	return h.end != "" || framed != "" || own != nil
}

// dumps says how dumps of the database's engine look.
func (d *dump) dumps() schema.Dumps { return dialect.Facts(d.db.Server.Engine).Dumps }

// lacks says what a dump was told to leave out, where the text shows it: that would be taken for missing. Empty: nothing that shows.
// by reports whether one of the programs wrote it: what people write may well name no engine, and no key.
func (d *dump) lacks(by bool, head string) string {
	tables := d.db.Schema.SortedTables()
	switch {
	case !by || len(tables) == 0:
	case d.dumps().Omits != nil && d.dumps().Omits(head) != "":
		return d.dumps().Omits(head)
	case d.dumps().TableEngine && d.dumps().Bare(head):
		if omits := d.dumps().BareOmits; omits != nil && !d.counts() && omits(d.db.Server) != "" {
			return omits(d.db.Server)
		}
		d.db.Schema.Unasked = append(d.db.Schema.Unasked, schema.BareKinds...)
	case d.dumps().TableEngine:
		if !slices.ContainsFunc(tables, func(t *schema.Table) bool { return t.Options.Engine != "" }) { // each SHOW CREATE TABLE ends in one
			return "no table in it names its engine, so it was taken with --skip-opt or --skip-create-options, and AUTO_INCREMENT and charsets are left out too: take it again without them"
		}
	case len(tables) > 1 && len(d.db.Stamps) > 0 && d.db.StampsIn == "": // Alembic gives its own table a primary key, always since 0.8
		if !slices.ContainsFunc(tables, func(t *schema.Table) bool { return len(t.Indexes)+len(t.ForeignKeys) > 0 }) {
			return "no table in it has a key or an index, and Alembic's own had one, so it is a part, as of pg_dump --section=pre-data: take it whole, with pg_dump --schema-only"
		}
	}
	return ""
}

// complete reports that a dump ends before its end.
func (h header) complete(sql string) error {
	tail := strings.TrimRight(sql[max(0, len(sql)-1024):], " \t\r\n")
	switch _, last := frameOf(sql); {
	case !strings.Contains(sql, last):
		return fmt.Errorf("the dump was cut off, since “%s” is not at its end: take it again", last)
	case h.end == "":
		return nil
	}
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
	target   schema.Target // which version table there is besides the usual ones
	space    string        // the schema to be read, of several (PostgreSQL); empty: the one that the text works in
	db       *schema.Database
	ledger   ledger // of the version tables
	before   int    // the lines of the file before the text
	home     string // of PostgreSQL, the schema whose tables are read; empty: none is written
	extended bool   // whether the text makes any extension (PostgreSQL)
	// elsewhere tells that the text makes something in another schema than the one that is read.
	elsewhere bool
	// later are the foreign keys of tables, some of which refer to tables behind: mysqldump has them unchecked.
	later []reference
	// sequences are those that no column owns so far, each with the schema it is in.
	sequences [][]string
}

// A reference is a foreign key that waits for its table, with the statement that has it.
type reference struct {
	schema.AddForeignKey
	at schema.Statement
}

func (d *dump) read(sql string) error {
	statements, err := d.language.Split(sql)
	if err != nil {
		return fmt.Errorf("%s: it cannot be cut into statements: %s", d.file, schema.Excerpt(err.Error()))
	}
	if d.dumps().TableEngine {
		if statements, err = d.choose(statements); err != nil {
			return err
		}
	}
	if statements, err = d.playRows(sql, statements); err != nil {
		return err
	}
	for i := range statements {
		statements[i].Line += d.before
	}
	if within := d.dumps().Within; within != nil && d.space != "" {
		statements = slices.Insert(statements, 0, within(sql, d.space)...)
	}
	changes, errs := d.language.ParseEach(statements)
	for i, s := range statements {
		if i == len(statements)-1 && errs[i] != nil && createTable().MatchString(s.Text) && !closed(sql, s.Text) {
			return fmt.Errorf("%s:%d: the file ends inside this statement, so it was cut off: %s", d.file, s.Line, schema.Excerpt(s.Text))
		}
		if err := d.statement(s, changes[i], errs[i]); err != nil {
			return err
		}
	}
	if err := d.refer(); err != nil {
		return err
	}
	for _, path := range d.sequences {
		if last := len(path) - 1; last == 0 || d.home == "" || path[last-1] == d.home {
			d.unmodelled(schema.Opaque{Kind: "sequence", Name: path[last]})
		}
	}
	if l, ok := d.language.(settler); ok {
		l.Settle(d.db.Schema, d.db.Name)
	}
	if l, ok := d.language.(besider); ok {
		d.db.Schema.Beside, d.db.Schema.Unasked = l.Beside(statements, d.db.Name)
	}
	d.types()
	d.stamps()
	return nil
}

// refer makes the foreign keys that waited. One to a table that is not in the dump, or cannot be read, is there all the same.
func (d *dump) refer() error {
	for _, r := range d.later {
		t := d.db.Schema.Table(r.Table)
		if t == nil {
			continue
		}
		err := d.db.Schema.Apply(r.AddForeignKey)
		if conflict, ok := errors.AsType[*schema.Conflict](err); ok && conflict.Reason == schema.Missing && d.db.Schema.Table(r.ForeignKey.RefTable) == nil {
			t.ForeignKeys = append(t.ForeignKeys, r.ForeignKey)
			continue
		}
		if err != nil {
			return d.misfit(r.at, err)
		}
	}
	return nil
}

// misfit is the error about a statement that the schema before it does not take.
func (d *dump) misfit(s schema.Statement, err error) error {
	if conflict, ok := errors.AsType[*schema.Conflict](err); ok {
		return fmt.Errorf("%s:%d: %s does not go with what is before it (%s): is it one dump, and whole?", d.file, s.Line, schema.Excerpt(s.Text), conflict.Error())
	}
	return fmt.Errorf("%s:%d: %w", d.file, s.Line, err)
}

// closed reports whether a semicolon is behind the last statement of a text.
func closed(sql, last string) bool {
	return strings.Contains(sql[strings.LastIndex(sql, last)+len(last):], ";")
}

// statement makes what one statement says.
func (d *dump) statement(s schema.Statement, changes []schema.Change, unread error) error {
	touched := schema.Touched(s.Text)
	switch {
	case errors.Is(unread, schema.ErrElsewhere):
		d.elsewhere = true
		return nil
	case errors.Is(unread, schema.ErrTooLarge):
		return fmt.Errorf("%s:%d: %s: %w: is it a dump?", d.file, s.Line, schema.Excerpt(s.Text), schema.ErrTooLarge)
	}
	if m := createTable().FindStringSubmatch(s.Text); m != nil && d.home == "" && len(changes) > 0 {
		if path := schema.NamePath(m[1]); len(path) > 1 && !d.isStampsHome(path) {
			d.home = path[len(path)-2]
		}
	}
	d.extended = d.extended || extension().MatchString(s.Text)
	for _, c := range changes {
		if t, ok := c.(schema.CreateTable); ok {
			if wide(t.Table) {
				return fmt.Errorf("%s:%d: no server takes a table of more than %d columns, indexes or constraints: is it a dump?", d.file, s.Line, widest)
			}
			d.putOff(t.Table, s)
		}
		var conflict *schema.Conflict
		switch err := d.apply(c); {
		case err == nil && d.tooWide(c):
			return fmt.Errorf("%s:%d: no server takes a table of more than %d columns, indexes or constraints: is it a dump?", d.file, s.Line, widest)
		case err == nil:
		case errors.As(err, &conflict) && conflict.Reason == schema.Missing && clears().MatchString(s.Text): // pg_dump --clean
		case errors.As(err, &conflict) && conflict.Object.Kind == schema.IndexObject && conflict.Object.Table == "" && d.materializes(): // its index
		case errors.As(err, &conflict) && d.opaque(conflict.Object.Table):
			if f, ok := c.(schema.AddForeignKey); ok && f.Table != conflict.Object.Table { // to a table's part
				d.later = append(d.later, reference{f, s})
			}
		case errors.As(err, &conflict) && conflict.Reason == schema.Exists && ifNotExists().MatchString(s.Text): // what is there stays as it is
		default:
			return d.misfit(s, err)
		}
	}
	if len(touched) > 0 && drop().MatchString(s.Text) {
		d.dropped(touched[0])
	}
	switch {
	case schema.PartsOf(unread) != nil:
		for _, o := range schema.PartsOf(unread) {
			d.unmodelled(o)
		}
	case unread == nil && (len(changes) > 0 || len(touched) == 0):
	case len(touched) == 0 && unread != nil && (drop().MatchString(s.Text) || create().MatchString(s.Text) && isRead(unread)):
	case len(touched) == 0:
		return fmt.Errorf("%s:%d: it cannot be read: %s: %s", d.file, s.Line, schema.Excerpt(s.Text), oneLine(unread.Error()))
	case create().MatchString(s.Text) && named[touched[0].Kind]:
		d.unmodelled(touched[0])
	}
	d.parts(s, touched, unread)
	return nil
}

// isRead reports whether a statement is understood, though there is no change for what it does.
func isRead(err error) bool {
	_, ok := errors.AsType[schema.UnmodelledError](err)
	return ok
}

// putOff keeps the foreign keys of a table until all tables are there.
func (d *dump) putOff(t *schema.Table, s schema.Statement) {
	for _, f := range t.ForeignKeys {
		d.later = append(d.later, reference{schema.AddForeignKey{Table: t.Name, ForeignKey: f}, s})
	}
	t.ForeignKeys = nil
}

// parts notes how a table is kept, which has no definition in a schema.
func (d *dump) parts(s schema.Statement, touched []schema.Opaque, unread error) {
	if len(touched) == 0 {
		return
	}
	if m := sequence().FindStringSubmatch(s.Text); m != nil {
		path := schema.NamePath(m[1])
		if owned().MatchString(s.Text) {
			d.sequences = slices.DeleteFunc(d.sequences, func(other []string) bool { return slices.Equal(other, path) })
		} else if create().MatchString(s.Text) {
			d.sequences = append(d.sequences, path)
		}
	}
	if touched[0].Kind != "table" {
		return
	}
	name := touched[0].Name
	if m := adds().FindStringSubmatch(s.Text); m != nil && unread != nil {
		d.unmodelled(schema.Opaque{Kind: kindOf(m[2], s.Text), Name: schema.NamePath(m[1])[0], Table: touched[0].Name})
	}
	if m := attach().FindStringSubmatch(s.Text); m != nil {
		path := schema.NamePath(m[1])
		d.unmodelled(schema.Opaque{Kind: "partition", Name: path[len(path)-1], Table: touched[0].Name})
	}
	if !create().MatchString(s.Text) {
		return
	}
	if partitioned().MatchString(s.Text) {
		d.unmodelled(schema.Opaque{Kind: "partitioning", Table: name})
	}
	if versioned().MatchString(s.Text) {
		d.unmodelled(schema.Opaque{Kind: "system versioning", Table: name})
	}
	if m := inherits().FindStringSubmatch(s.Text); m != nil {
		path := schema.NamePath(m[1])
		d.unmodelled(schema.Opaque{Kind: schema.Inheritance, Name: path[len(path)-1], Table: name})
	}
}
