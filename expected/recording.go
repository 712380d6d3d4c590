package expected

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"

	"assay/schema"
)

// recordingFormat is the number of the format that is written, and the only one that is read.
const recordingFormat = 1

// longestLine bounds what is read of a recording at once, in bytes: no revision that people review comes near it.
const longestLine = 64 << 20

// byteOrderMark is what Windows' editors put before a text.
const byteOrderMark = "\ufeff"

// A Formatter writes a change as statements that a [Parser] reads.
type Formatter interface {
	Format(schema.Change) ([]string, error)
}

// A Parser reads the statements of one engine as one server of it understands them.
type Parser interface {
	Parse(sql string) ([]schema.Change, error)
	ParseEach([]schema.Statement) ([][]schema.Change, []error)
}

// recordingHeader is the first line of a recording.
type recordingHeader struct {
	Format       int      `json:"assay_history"`
	Name         string   `json:"name"`
	Engine       string   `json:"engine"`
	Product      string   `json:"product,omitempty"`
	Version      string   `json:"version,omitempty"`
	Alembic      string   `json:"alembic,omitempty"`
	Recorded     string   `json:"recorded,omitempty"`
	VersionTable string   `json:"version_table,omitempty"`
	Schema       string   `json:"version_schema,omitempty"`
	Net          bool     `json:"net,omitempty"`
	Data         bool     `json:"data,omitempty"`
	Objects      bool     `json:"objects,omitempty"` // what is beside tables is told too: not so before assay 0.9
	Whole        bool     `json:"whole,omitempty"`   // its SQL says all that the vocabulary has: not so before assay 0.9
	Before       []string `json:"before,omitempty"`
	From         string   `json:"from,omitempty"`
	Older        []string `json:"older,omitempty"`
	Remarks      []string `json:"remarks,omitempty"`
	Cut          string   `json:"cut,omitempty"`
}

// recordedStep is every other line.
type recordedStep struct {
	Revision  string   `json:"revision"`
	Message   string   `json:"message,omitempty"`
	Down      []string `json:"down"`
	DependsOn []string `json:"depends_on,omitempty"`
	Labels    []string `json:"labels,omitempty"`
	Heads     []string `json:"heads"`
	SQL       []string `json:"sql"`
	// Places are those of the statements among all Statements of the revision, where it has others; none: there are no others.
	Places     []int `json:"places,omitempty"`
	Statements int   `json:"statements,omitempty"`
	// Beside are the statements besides those of SQL that write rows or are not understood, as far as they are known.
	Beside []recordedBeside `json:"beside,omitempty"`
	Opaque []recordedOpaque `json:"opaque,omitempty"`
}

type recordedBeside struct {
	Place  int             `json:"place"`
	SQL    string          `json:"sql"`             // its beginning
	Whole  string          `json:"whole,omitempty"` // all of it, where it is longer than that and a server can be asked about it
	Writes []recordedWrite `json:"writes,omitempty"`
	Needs  *schema.Needs   `json:"needs,omitempty"`
	Unread bool            `json:"unread,omitempty"`
	Why    string          `json:"why,omitempty"`
	Verb   string          `json:"verb,omitempty"`
	Either bool            `json:"either,omitempty"`
	Object *recordedOpaque `json:"object,omitempty"`
	OnRows string          `json:"on_rows,omitempty"`

	Elsewhere bool `json:"elsewhere,omitempty"`
}

// recordedWrite is a [schema.Write].
type recordedWrite struct {
	Table   string   `json:"table,omitempty"`
	Inserts bool     `json:"inserts,omitempty"`
	Deletes bool     `json:"deletes,omitempty"`
	All     bool     `json:"all,omitempty"`
	Updates bool     `json:"updates,omitempty"`
	Columns []string `json:"columns,omitempty"`

	Into        []string     `json:"into,omitzero"`
	From        []string     `json:"from,omitzero"`
	Values      [][]string   `json:"values,omitempty"`
	Selects     []string     `json:"selects,omitempty"`
	Lenient     bool         `json:"lenient,omitempty"`
	Ignores     bool         `json:"ignores,omitempty"`
	Sets        []schema.Set `json:"sets,omitempty"`
	Some        bool         `json:"some,omitempty"`
	Arbiter     []string     `json:"arbiter,omitempty"`
	ArbiterName string       `json:"arbiter_name,omitempty"`
	Where       string       `json:"where,omitempty"`
	Constant    bool         `json:"constant,omitempty"`
	Truncates   bool         `json:"truncates,omitempty"`
	Along       bool         `json:"along,omitempty"`
	References  string       `json:"references,omitempty"`
}

type recordedOpaque struct {
	Kind    string   `json:"kind"`
	Name    string   `json:"name,omitempty"`
	Table   string   `json:"table,omitempty"`
	Columns []string `json:"columns,omitempty"`
	Space   string   `json:"schema,omitempty"`
}

// WriteRecording writes a project's history as a recording: a line of JSON that says what it is of, then one per revision in the order in which
// they ran. The changes are SQL, so that people can review them. [ReadRecording] reads it back; [WriteStep] adds to it.
func WriteRecording(w io.Writer, p *Project, f Formatter) error {
	before, err := formatAll(f, p.Before)
	if err != nil {
		return fmt.Errorf("what is there before the first revision: %w", err)
	}
	if len(before) == 0 {
		before = nil
	}
	err = writeLine(w, recordingHeader{
		Format: recordingFormat, Name: p.Name, Engine: p.Engine, Product: p.Product, Version: p.Version,
		Alembic: p.Alembic, Recorded: p.Recorded, VersionTable: p.VersionTable, Schema: p.VersionSchema,
		Net: p.Net, Data: p.Data, Objects: p.Objects, Whole: !p.Outline,
		Before: before, From: p.From, Older: p.Older, Remarks: p.Remarks, Cut: p.Cut,
	})
	for _, s := range p.Steps {
		if err != nil {
			return err
		}
		err = WriteStep(w, s, f)
	}
	return err
}

// WriteStep writes a revision's line, in one piece.
func WriteStep(w io.Writer, s Step, f Formatter) error {
	line := recordedStep{
		Revision: s.ID, Message: s.Message, Down: all(s.Down), DependsOn: s.DependsOn, Labels: s.Labels, Heads: all(s.Heads),
		SQL: []string{}, Statements: s.Statements,
	}
	for i, c := range s.Changes {
		sql, err := formatAll(f, []schema.Change{c})
		if err != nil {
			return fmt.Errorf("revision %s: %w", s.ID, err)
		}
		line.SQL = append(line.SQL, sql...)
		if s.Numbers != nil {
			line.Places = append(line.Places, slices.Repeat([]int{s.Numbers[i]}, len(sql))...)
		}
	}
	for _, b := range s.Beside {
		if b.Words { // which SQL has
			continue
		}
		beside := recordedBeside{
			Place: b.Statement, SQL: b.Text, Unread: b.Unread, Why: b.Why, Verb: b.Verb, Either: b.Either, OnRows: b.OnRows, Elsewhere: b.Elsewhere,
		}
		if b.SQL != b.Text && len(b.SQL) < 1<<16 {
			beside.Whole = b.SQL
		}
		if !b.Needs.None() {
			beside.Needs = &b.Needs
		}
		if b.Verb != "" {
			beside.Object = &recordedOpaque{b.Object.Kind, b.Object.Name, b.Object.Table, b.Object.Columns, b.Object.Space}
		}
		for _, w := range b.Writes {
			beside.Writes = append(beside.Writes, recordedWrite(w))
		}
		line.Beside = append(line.Beside, beside)
	}
	for _, o := range s.Opaque {
		line.Opaque = append(line.Opaque, recordedOpaque{o.Kind, o.Name, o.Table, o.Columns, o.Space})
	}
	return writeLine(w, line)
}

// all makes JSON's [] of no names.
func all(names []string) []string { return append([]string{}, names...) }

func formatAll(f Formatter, changes []schema.Change) ([]string, error) {
	sql := []string{}
	for _, c := range changes {
		statements, err := f.Format(c)
		if err != nil {
			return nil, fmt.Errorf("writing the SQL of %s: %w", c.Object(), err)
		}
		sql = append(sql, statements...)
	}
	return sql, nil
}

func writeLine(w io.Writer, line any) error {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false) // SQL is full of < and >
	if err := enc.Encode(line); err != nil {
		return err
	}
	_, err := w.Write(b.Bytes())
	return err
}

// ReadRecording reads a recording. speak gives the parser for the server that it was made on. Errors name the file and the line.
func ReadRecording(r io.Reader, file string, speak func(schema.Server) (Parser, error)) (*Project, error) {
	rd := recordingReader{seen: map[string]bool{}}
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, longestLine)
	n := 0
	for lines.Scan() {
		n++
		text := lines.Bytes()
		if n == 1 {
			text = bytes.TrimPrefix(text, []byte(byteOrderMark))
		} else if len(bytes.TrimSpace(text)) == 0 { // editors leave such lines
			continue
		}
		err := rd.line(n, text, speak)
		if err != nil {
			return nil, fmt.Errorf("%s:%d: %w", file, n, err)
		}
	}
	switch err := lines.Err(); {
	case errors.Is(err, bufio.ErrTooLong):
		return nil, fmt.Errorf("%s:%d: the line is longer than any of a recording: is it one?", file, n+1)
	case err != nil:
		return nil, fmt.Errorf("%s: %w", file, err)
	case n == 0:
		return nil, fmt.Errorf("%s: the file is empty: assay history record makes one", file)
	}
	return &rd.project, nil
}

// RecordedServer returns the server that a recording was made on, text.
func RecordedServer(text string) (schema.Server, error) {
	first, _, _ := strings.Cut(strings.TrimSpace(text), "\n")
	var h recordingHeader
	if err := json.Unmarshal([]byte(first), &h); err != nil {
		return schema.Server{}, errors.New("its first line is none of a recording: assay history record makes one")
	}
	return schema.Server{Engine: h.Engine, Product: h.Product, Version: h.Version}, nil
}

type recordingReader struct {
	project Project
	parser  Parser
	seen    map[string]bool
}

func (rd *recordingReader) line(n int, text []byte, speak func(schema.Server) (Parser, error)) error {
	if n > 1 {
		return rd.step(text)
	}
	// The number comes first: of a later format, the other fields mean nothing here.
	var format struct {
		Number *int `json:"assay_history"`
	}
	switch err := json.Unmarshal(text, &format); {
	case err != nil || format.Number == nil:
		return errors.New(`this is no recorded history, whose first line begins {"assay_history":1: assay history record makes one`)
	case *format.Number != recordingFormat:
		return fmt.Errorf("the recording is of format %d and this assay reads format %d: use the assay that made it, or a newer one", *format.Number, recordingFormat)
	}
	return rd.header(text, speak)
}

func (rd *recordingReader) header(text []byte, speak func(schema.Server) (Parser, error)) error {
	var h recordingHeader
	if err := strictly(text, &h); err != nil {
		return err
	}
	for _, text := range []string{h.Name, h.Product, h.Version} { // stand in the lines of reports, and of comments
		if strings.ContainsFunc(text, unicode.IsControl) {
			return fmt.Errorf("%q holds a control character, as no name of a history does", text)
		}
	}
	rd.project = Project{
		Name: h.Name, Engine: h.Engine, Product: h.Product, Version: h.Version,
		Alembic: h.Alembic, Recorded: h.Recorded, VersionTable: h.VersionTable, VersionSchema: h.Schema, Net: h.Net, Data: h.Data, Objects: h.Objects,
		Outline: !h.Whole,
		From:    h.From, Older: h.Older, Remarks: h.Remarks, Cut: h.Cut,
	}
	var err error
	if rd.parser, err = speak(schema.Server{Engine: h.Engine, Product: h.Product, Version: h.Version}); err != nil {
		return err
	}
	rd.project.Before, err = rd.parse(h.Before)
	return err
}

func (rd *recordingReader) step(text []byte) error {
	var line recordedStep
	if err := strictly(text, &line); err != nil {
		return err
	}
	switch {
	case line.Revision == "":
		return errors.New("the line names no revision")
	case strings.ContainsFunc(line.Revision, unicode.IsControl):
		return fmt.Errorf("the id %q holds a control character, as no revision's does", line.Revision)
	case rd.seen[line.Revision]:
		return fmt.Errorf("revision %s is there twice: which of the two ran?", line.Revision)
	}
	for _, id := range slices.Concat(line.Down, line.DependsOn) {
		if !rd.seen[id] {
			return fmt.Errorf("revision %s comes after %s, which has no line above it: a line is missing, or they are out of order", line.Revision, id)
		}
	}
	rd.seen[line.Revision] = true
	for _, id := range line.Heads {
		if !rd.seen[id] {
			return fmt.Errorf("the heads after revision %s name %s, which has no line up to here", line.Revision, id)
		}
	}
	s := Step{
		ID: line.Revision, Message: line.Message, Down: line.Down, DependsOn: line.DependsOn, Labels: line.Labels, Heads: line.Heads, Statements: line.Statements,
	}
	if err := rd.changes(&s, line); err != nil {
		return fmt.Errorf("revision %s, %w", line.Revision, err)
	}
	for _, b := range line.Beside {
		beside := Beside{Statement: b.Place, Text: b.SQL, SQL: b.Whole, Unread: b.Unread, Why: b.Why, OnRows: b.OnRows, Elsewhere: b.Elsewhere}
		if short := !strings.HasSuffix(b.SQL, "…"); short && b.Whole == "" && !b.Unread && !clause().MatchString(b.SQL) {
			beside.SQL = b.SQL
		}
		if b.Needs != nil {
			beside.Needs = *b.Needs
		}
		if o := b.Object; o != nil && (bare(o.Name) == "" || o.Kind == "") {
			return fmt.Errorf("revision %s: an object beside the tables has no kind or no name", line.Revision)
		} else if o != nil {
			beside.Verb, beside.Either, beside.Object = b.Verb, b.Either, schema.Opaque{Kind: o.Kind, Name: o.Name, Table: o.Table, Columns: o.Columns, Space: o.Space}
		}
		for _, w := range b.Writes {
			beside.Writes = append(beside.Writes, schema.Write(w))
		}
		s.Beside = append(s.Beside, beside)
	}
	for _, o := range line.Opaque {
		s.Opaque = append(s.Opaque, schema.Opaque{Kind: o.Kind, Name: o.Name, Table: o.Table, Columns: o.Columns, Space: o.Space})
	}
	rd.project.Steps = append(rd.project.Steps, s)
	return nil
}

// clause is what a part of an ALTER TABLE begins with, which is no statement that a server can be asked about.
var clause = schema.Pattern(`(?i)^(?:ADD|DROP|ALTER|RENAME)\s+(?:CONSTRAINT|COLUMN)\b`)

// changes gives the step its changes, and their places if the line says any.
func (rd *recordingReader) changes(s *Step, line recordedStep) (err error) {
	if line.Places == nil {
		s.Changes, err = rd.parse(line.SQL)
		return err
	}
	n := len(line.Places)
	if n != len(line.SQL) || !slices.IsSorted(line.Places) || n > 0 && (line.Places[0] < 1 || line.Places[n-1] > line.Statements) {
		return errors.New("whose places are not one for each statement, upwards from 1 and none above statements")
	}
	each, err := rd.parseEach(line.SQL)
	for i, c := range each {
		s.Changes = append(s.Changes, c...)
		s.Numbers = append(s.Numbers, slices.Repeat([]int{line.Places[i]}, len(c))...)
	}
	return err
}

func (rd *recordingReader) parse(sql []string) ([]schema.Change, error) {
	each, err := rd.parseEach(sql)
	return slices.Concat(each...), err
}

// parseEach reads statements that belong together: which sequence a column counts by is said by several.
func (rd *recordingReader) parseEach(sql []string) ([][]schema.Change, error) {
	all := make([]schema.Statement, len(sql))
	for i, text := range sql {
		all[i].Text = text
	}
	changes, errs := rd.parser.ParseEach(all)
	for i, err := range errs {
		if err != nil && schema.PartsOf(err) == nil {
			return nil, fmt.Errorf("statement %d of %d: %w", i+1, len(sql), err)
		}
	}
	return changes, nil
}

// strictly reads a line that must be one object without any field that this assay does not know: what it leaves out could be what matters.
func strictly(text []byte, into any) error {
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.DisallowUnknownFields()
	err := dec.Decode(into)
	switch {
	case errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF):
		return errors.New("the line is cut off: delete it, and record what is missing again")
	case err != nil:
		return fmt.Errorf("the line is not as this assay writes it (%w)", err)
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return errors.New("something stands behind the line's closing brace")
	}
	return nil
}

// headerTable returns the version table that a recording's first line says; empty: none, or it is no such line.
func headerTable(line string) string {
	var h struct {
		Format       *int   `json:"assay_history"`
		VersionTable string `json:"version_table"`
	}
	if !strings.HasPrefix(line, "{") || json.Unmarshal([]byte(line), &h) != nil || h.Format == nil {
		return ""
	}
	return h.VersionTable
}
