package introspect

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"assay/schema"
)

// snapshotFormat is the version of the form below. It goes up when an older assay would misunderstand what a newer one writes.
const snapshotFormat = 2

// outlineFormat is the one before, in which a schema has no more than an outline.
const outlineFormat = 1

// A snapshot is what is read of a database, as a file: no data, no password, no clock, no counter, so that it changes only when the database does. What a
// server does follows from what it is, but for how it takes the case of tables' names.
type snapshot struct {
	Format     int              `json:"assay_snapshot"` // comes first, to be known before anything else is read
	Server     schema.Server    `json:"server"`
	Database   string           `json:"database"`
	Namespace  string           `json:"namespace,omitzero"`
	Path       []string         `json:"path,omitzero"`
	Hidden     string           `json:"hidden,omitzero"`
	NoRows     bool             `json:"no_rows,omitzero"`
	Partial    string           `json:"partial,omitzero"`
	Written    bool             `json:"written,omitzero"`
	FoldTables bool             `json:"fold_tables,omitzero"`
	Stamps     []schema.Stamp   `json:"stamps,omitzero"`
	StampsIn   string           `json:"stamps_in,omitzero"`
	Unread     []schema.Unread  `json:"unread,omitzero"`
	Secured    []schema.Secured `json:"secured,omitzero"`
	Defaults   schema.Options   `json:"defaults,omitzero"`
	Enums      []schema.Enum    `json:"enums,omitzero"`
	Tables     []*schema.Table  `json:"tables,omitzero"`
	Opaque     []schema.Opaque  `json:"opaque,omitzero"`
	Beside     []schema.Beside  `json:"beside,omitzero"`
	Unasked    []string         `json:"unasked,omitzero"`
	Types      []string         `json:"types,omitzero"`
	Told       schema.Told      `json:"told,omitzero"`
	Kinds      int              `json:"later_kinds,omitzero"`
}

// laterKinds are the objects beside tables that snapshots have not always told of, in the order in which they came: a snapshot's Kinds counts those that it
// tells of. All are PostgreSQL's.
var laterKinds = []string{"index", "statistics"}

// wholeKinds is what a snapshot counts that tells of how tables are partitioned and keep a history, and of sequences that no column owns on every engine.
var wholeKinds = len(laterKinds) + 1

// WriteSnapshot writes what was read of a database, to be read by [ReadSnapshot]. The same database gives the same bytes. It is an error where another session
// changed the schema meanwhile, since nothing in a snapshot would tell.
func WriteSnapshot(w io.Writer, db *schema.Database) error {
	if len(db.Changing) > 0 {
		return fmt.Errorf("%s, so what was read may be half of an upgrade: try again when it is done", db.Changing[0])
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	s := snapshot{
		Format: snapshotFormat, Server: db.Server, Database: db.Name, Namespace: db.Namespace, Path: db.Path, Hidden: db.Hidden, Stamps: db.Stamps,
		StampsIn: db.StampsIn, Unread: db.Unread, Secured: db.Secured,
		NoRows: db.NoRows, Partial: db.Partial, Written: db.Written, FoldTables: db.Schema.Semantics.FoldTables, Defaults: db.Schema.Defaults,
		Enums: db.Schema.SortedEnums(), Tables: db.Schema.SortedTables(), Opaque: db.Schema.Opaque,
		Beside: db.Schema.Beside, Unasked: db.Schema.Unasked, Types: db.Schema.Types, Told: db.Schema.Told, Kinds: wholeKinds,
	}
	if db.Schema.Detail == schema.Outline {
		s.Format = outlineFormat
	}
	if text, ok := noText(reflect.ValueOf(s)); ok {
		return fmt.Errorf("%+q is no UTF-8, as which a snapshot is written: the database's encoding is perhaps SQL_ASCII, and the name has to be changed first", text)
	}
	return enc.Encode(s)
}

// noText finds a text that is no UTF-8: JSON would have another in its place.
func noText(v reflect.Value) (text string, found bool) {
	switch v.Kind() { //nolint:exhaustive // no other kind holds a text of a database
	case reflect.String:
		return v.String(), !utf8.ValidString(v.String())
	case reflect.Pointer:
		return noText(v.Elem())
	case reflect.Slice:
		for i := range v.Len() {
			if text, found = noText(v.Index(i)); found {
				return text, true
			}
		}
	case reflect.Map:
		for _, key := range v.MapKeys() {
			if text, found = noText(v.MapIndex(key)); found {
				return text, true
			}
		}
	case reflect.Struct:
		for _, field := range v.Fields() {
			if text, found = noText(field); found {
				return text, true
			}
		}
	}
	return "", false
}

// IsSnapshot reports whether a text is JSON rather than SQL: no statement begins with a brace.
func IsSnapshot(text []byte) bool {
	return bytes.HasPrefix(bytes.TrimLeft(text, " \t\r\n"), []byte("{"))
}

// ReadSnapshot returns the database of which the source is a snapshot, text. semantics are those of a server as the rooms know it. An error is one
// sentence, which names the file and, where one is to blame, the line.
func ReadSnapshot(source Source, text []byte, semantics func(schema.Server) (schema.Semantics, error)) (*schema.Database, error) {
	file := source.file()
	s, err := decodeSnapshot(text)
	if err != nil {
		return nil, fmt.Errorf("%s%w", file, err)
	}
	m, err := semantics(s.Server)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	m.FoldTables = s.FoldTables
	db := &schema.Database{
		Server: s.Server, Name: s.Database, Namespace: s.Namespace, Path: s.Path, Hidden: s.Hidden, Stamps: s.Stamps, Unread: s.Unread, Secured: s.Secured,
		StampsIn: s.StampsIn, NoRows: s.NoRows, Partial: s.Partial, Written: s.Written, Schema: schema.New(m),
	}
	db.Schema.Defaults, db.Schema.Opaque, db.Schema.Beside, db.Schema.Unasked = s.Defaults, s.Opaque, s.Beside, s.Unasked
	db.Schema.Types, db.Schema.Told = s.Types, s.Told
	extended := func(b schema.Beside) bool { return b.Kind == "extension" }
	if s.Told == schema.NoTypes && slices.ContainsFunc(s.Beside, extended) { // an older one
		db.Schema.Told = schema.OwnTypes
	}
	if s.Format > outlineFormat {
		db.Schema.Detail = schema.Everything
	}
	for _, kind := range laterKinds[min(s.Kinds, len(laterKinds)):] {
		tells := slices.ContainsFunc(s.Beside, func(b schema.Beside) bool { return b.Kind == kind }) || slices.Contains(s.Unasked, kind)
		if m.GlobalIndexNames && s.Format > outlineFormat && !tells {
			db.Schema.Unasked = append(db.Schema.Unasked, kind)
		}
	}
	if s.Kinds >= wholeKinds && s.Format > outlineFormat {
		db.Schema.Detail = schema.Whole
	}
	if s.Kinds < wholeKinds && s.Format > outlineFormat && m.PlacesColumns {
		db.Schema.Unasked = append(db.Schema.Unasked, "sequence")
	}
	if err := s.fill(db.Schema); err != nil {
		return nil, fmt.Errorf("%s: %w: take the snapshot again", file, err)
	}
	if len(db.Schema.Tables) == 0 && len(db.Stamps) == 0 {
		return nil, &EmptyError{Source: source, Hidden: db.Hidden, Database: db}
	}
	return db, nil
}

// fill puts what is written one by one into the schema. Nothing of one name can be there twice.
func (s *snapshot) fill(to *schema.Schema) error {
	for _, t := range s.Tables {
		switch {
		case t == nil || t.Name == "":
			return errors.New("a table in it has no name")
		case to.Table(t.Name) != nil:
			return fmt.Errorf("table %q is in it twice", t.Name)
		}
		for i, c := range t.Columns {
			if c.Name == "" || t.Column(to.Semantics, c.Name) != i {
				return fmt.Errorf("table %q has a column without a name, or two of one name", t.Name)
			}
		}
		to.Add(t)
	}
	for _, e := range s.Enums {
		if _, ok := to.Enums[e.Name]; ok || e.Name == "" {
			return errors.New("an enum type in it has no name, or two have one")
		}
		to.Enums[e.Name] = e
	}
	return nil
}

// decodeSnapshot reads the form. Its errors begin with what belongs behind the file's name.
func decodeSnapshot(text []byte) (*snapshot, error) {
	format, err := formatOf(text)
	switch {
	case err != nil:
		return nil, err
	case format > snapshotFormat:
		return nil, fmt.Errorf(": a newer assay took this snapshot (format %d, and this one knows %d): look for a newer assay, or take it again with this one", format, snapshotFormat)
	}
	var s snapshot
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&s); err != nil {
		return nil, snapshotError(text, err)
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf(", line %d: something stands behind the snapshot's end: take it again", lineAt(text, dec.InputOffset()))
	}
	return &s, nil
}

// formatOf reads the format's version, by which a snapshot begins.
func formatOf(text []byte) (int, error) {
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.UseNumber()
	var tokens [3]json.Token
	for i := range tokens {
		var err error
		if tokens[i], err = dec.Token(); err != nil {
			return 0, snapshotError(text, err)
		}
	}
	number, ok := tokens[2].(json.Number)
	if tokens[0] == json.Delim('{') && tokens[1] == "assay_history" {
		return 0, errors.New(": this is a recorded history, and no database: name it with --history")
	}
	if tokens[0] != json.Delim('{') || tokens[1] != "assay_snapshot" || !ok {
		return 0, errors.New(`: this is JSON, but no snapshot, which would begin with "assay_snapshot": take one with assay snapshot`)
	}
	format, err := number.Int64()
	if err != nil || format < 1 {
		return 0, fmt.Errorf(", line %d: %s is no version of a snapshot: take it again with assay snapshot", lineAt(text, dec.InputOffset()), number)
	}
	return int(format), nil
}

var unknownField = schema.Pattern(`^json: unknown field ("[^"]*")$`)

// snapshotError says what is wrong with a text, and where.
func snapshotError(text []byte, err error) error {
	const again = ": take the snapshot again"
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return fmt.Errorf(", line %d: it ends in the middle%s", lineAt(text, int64(len(text))), again)
	}
	if syntax, ok := errors.AsType[*json.SyntaxError](err); ok {
		return fmt.Errorf(", line %d: this is no JSON (%w)%s", lineAt(text, syntax.Offset), syntax, again)
	}
	if typ, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		return fmt.Errorf(", line %d: a %s stands where something else should (%s)%s", lineAt(text, typ.Offset), typ.Value, typ.Field, again)
	}
	if m := unknownField().FindStringSubmatch(err.Error()); m != nil {
		where := ""
		if key := regexp.MustCompile(regexp.QuoteMeta(m[1])+`\s*:`).FindAllIndex(text, 2); len(key) == 1 { // the decoder does not say
			where = fmt.Sprintf(", line %d", lineAt(text, int64(key[0][0])))
		}
		return fmt.Errorf("%s: what %s is, this assay does not know: look for a newer one, or take the snapshot again with this one", where, m[1])
	}
	return fmt.Errorf(": %s%s", strings.TrimPrefix(err.Error(), "json: "), again)
}

// lineAt is the line of a byte of the text; the first is 1.
func lineAt(text []byte, offset int64) int {
	return 1 + bytes.Count(text[:min(max(offset, 0), int64(len(text)))], []byte("\n"))
}
