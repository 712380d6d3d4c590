package expected_test

import (
	"bytes"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"assay/dialect"
	"assay/expected"
	"assay/schema"
)

func speak(s schema.Server) (expected.Parser, error) { return dialect.For(s) }

const (
	mariadb = `{"assay_history":1,"name":"shop","engine":"mysql","product":"MariaDB","version":"10.11.14"}` + "\n"
	first   = `{"revision":"a","down":[],"heads":["a"],"sql":["CREATE TABLE t (id int)"]}` + "\n"
)

func TestReadRecording(t *testing.T) {
	const second = `{"revision":"b-c","message":"it's \u003c","down":["a"],"labels":["l"],"heads":["b-c"],"sql":[],"opaque":[{"kind":"view","name":"v","table":"t","columns":["id"],"schema":"s"}]}`
	const before = `{"assay_history":1,"name":"","engine":"postgresql","alembic":"1.8.1","recorded":"2026-11-27","version_table":"v","net":true,"whole":true,"before":["CREATE TABLE l ()"],"remarks":["r"],"version_schema":"vs"}` + "\n"
	const third = `{"revision":"d","down":["b-c"],"heads":["d"],"sql":["ALTER TABLE t ADD COLUMN x int, DROP COLUMN id","DROP TABLE t"],"places":[2,5],"statements":6}`
	got, err := expected.ReadRecording(strings.NewReader(before+first+second+"\n"+third), "h", speak) // the last line may lack its end
	if err != nil {
		t.Fatal(err)
	}
	want := &expected.Project{
		Engine: "postgresql", Alembic: "1.8.1", Recorded: "2026-11-27", VersionTable: "v", VersionSchema: "vs", Net: true, Remarks: []string{"r"},
		Before: []schema.Change{schema.CreateTable{Table: &schema.Table{Name: "l"}}},
		Steps: []expected.Step{
			{ID: "a", Down: []string{}, Heads: []string{"a"}, Changes: []schema.Change{schema.CreateTable{Table: &schema.Table{
				Name: "t", Columns: []schema.Column{{Name: "id", Type: schema.Type{Name: "integer"}, Nullable: true}},
			}}}},
			{
				ID: "b-c", Message: "it's <", Down: []string{"a"}, Labels: []string{"l"}, Heads: []string{"b-c"},
				Opaque: []schema.Opaque{{Kind: "view", Name: "v", Table: "t", Columns: []string{"id"}, Space: "s"}},
			},
			{
				ID: "d", Down: []string{"b-c"}, Heads: []string{"d"}, Numbers: []int{2, 2, 5}, Statements: 6, Changes: []schema.Change{
					schema.AddColumn{Table: "t", Column: schema.Column{Name: "x", Type: schema.Type{Name: "integer"}, Nullable: true}},
					schema.DropColumn{Table: "t", Column: "id"},
					schema.DropTable{Table: "t"},
				},
			},
		},
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func TestReadRecordingRefuses(t *testing.T) {
	for text, want := range map[string]string{
		"":                                 "h: the file is empty",
		"CREATE TABLE t;":                  `h:1: this is no recorded history, whose first line begins {"assay_history":1`,
		first:                              "h:1: this is no recorded history",
		"\x00\xff\n":                       "h:1: this is no recorded history",
		`{"assay_history":2,"sources":[]}`: "h:1: the recording is of format 2 and this assay reads format 1",
		`{"assay_history":1,"engine":"mysql","added":1}`:                              `h:1: the line is not as this assay writes it (json: unknown field "added")`,
		`{"assay_history":1,"engine":"sybase"}`:                                       `h:1: no engine is called "sybase"`,
		mariadb + `{"revision":"a","dow`:                                              "h:2: the line is cut off: delete it",
		mariadb + `{"revision":"a","down":[],"up":[]}`:                                `h:2: the line is not as this assay writes it (json: unknown field "up")`,
		mariadb + `{"revision":"a","down":{}}`:                                        "h:2: the line is not as this assay writes it",
		mariadb + `{"revision":"a"} {}`:                                               "h:2: something stands behind the line's closing brace",
		mariadb + `{"down":[],"heads":[],"sql":[]}`:                                   "h:2: the line names no revision",
		mariadb + first + first:                                                       "h:3: revision a is there twice",
		mariadb + strings.Replace(first, "[]", `["z"]`, 1):                            "h:2: revision a comes after z, which has no line above it",
		mariadb + strings.Replace(first, `["a"]`, `["z"]`, 1):                         "h:2: the heads after revision a name z",
		mariadb + strings.Replace(first, `"]}`, `"],"places":[2],"statements":1}`, 1): "h:2: revision a, whose places are not one for each statement",
		mariadb + strings.Replace(first, `"]}`, `"],"places":[],"statements":1}`, 1):  "h:2: revision a, whose places are not one for each statement",
		mariadb + strings.Replace(first, "t (id int)", "t (", 1):                      "h:2: revision a, statement 1 of 1: ",
	} {
		_, err := expected.ReadRecording(strings.NewReader(text), "h", speak)
		if err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
}

// endless is a line without an end.
type endless struct{}

func (endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = ' '
	}
	return len(p), nil
}

// TestReadRecordingEdited: what editors put before a text, between its lines and behind it is no part of it.
func TestReadRecordingEdited(t *testing.T) {
	text := "\ufeff" + strings.ReplaceAll(mariadb+first, "\n", "\r\n") + "\r\n \n\n"
	p, err := expected.ReadRecording(strings.NewReader(text), "h", speak)
	if err != nil || len(p.Steps) != 1 {
		t.Errorf("%v: %+v", err, p)
	}
}

func TestReadRecordingTooLong(t *testing.T) {
	_, err := expected.ReadRecording(io.MultiReader(strings.NewReader(mariadb), endless{}), "h", speak)
	if want := "h:2: the line is longer than any of a recording"; err == nil || !strings.HasPrefix(err.Error(), want) {
		t.Errorf("%v, want %q", err, want)
	}
}

// TestWriteRecording: Asterisk's histories, written as recordings, are read as what they were.
func TestWriteRecording(t *testing.T) {
	t.Parallel()
	for _, server := range servers {
		room, err := dialect.For(server)
		if err != nil {
			t.Fatal(err)
		}
		for _, tree := range expected.Trees() {
			h, err := expected.Asterisk(tree, server.Engine, room)
			if err != nil {
				t.Fatal(err)
			}
			p := &expected.Project{Name: tree, Engine: server.Engine, Product: server.Product, Version: server.Version}
			var down []string
			for _, r := range h.Newest().Revisions {
				s := expected.Step{ID: r.ID, Down: down, Heads: []string{r.ID}}
				for _, c := range r.Changes {
					s.Changes = append(s.Changes, schema.Mended(c))
				}
				p.Steps, down = append(p.Steps, s), []string{r.ID}
			}
			if err := checkRecording(p, room); err != "" {
				t.Errorf("%s on %s: %s", tree, server, err)
			}
		}
	}
}

// checkRecording writes a project, reads it and holds the schemas that the two make against each other. It returns what is wrong.
func checkRecording(p *expected.Project, room dialect.Dialect) string {
	var text bytes.Buffer
	if err := expected.WriteRecording(&text, p, room); err != nil {
		return err.Error()
	}
	got, err := expected.ReadRecording(&text, "h", speak)
	if err != nil {
		return err.Error()
	}
	build := func(p *expected.Project) (*schema.Schema, error) {
		s := schema.New(room.Semantics())
		for _, step := range p.Steps {
			for _, c := range step.Changes {
				if err := s.Apply(c); err != nil {
					return nil, err
				}
			}
		}
		return s, nil
	}
	want, err := build(p)
	if err != nil {
		return err.Error()
	}
	is, err := build(got)
	if err != nil {
		return err.Error()
	}
	for _, t := range want.SortedTables() {
		if d := cmp.Diff(t, is.Table(t.Name)); d != "" {
			return d
		}
	}
	if len(is.Tables) != len(want.Tables) {
		return "it makes other tables"
	}
	return cmp.Diff(want.Enums, is.Enums)
}

// FuzzReadRecording: whatever a file holds, reading it ends with a project or with an error that names the file.
func FuzzReadRecording(f *testing.F) {
	f.Add(mariadb + first)
	f.Add(strings.Replace(mariadb, `"mysql","product":"MariaDB"`, `"postgresql"`, 1) + first + `{"revision":"b","down":["a"],"heads":["b"],"sql":["ALTER TABLE t DROP COLUMN id"],"opaque":[{"kind":"view","name":"v"}]}`)
	f.Add(mariadb + `{"revision":"a","heads":[],"sql":["DROP TABLE t"],"places":[2],"statements":2}` + "\n" + `{"revision":"b","sql":[],"places":[]}`)
	f.Fuzz(func(t *testing.T, text string) {
		p, err := expected.ReadRecording(strings.NewReader(text), "h", speak)
		switch {
		case err != nil && !strings.HasPrefix(err.Error(), "h:"):
			t.Errorf("the error names no file: %v", err)
		case err == nil && len(p.Steps) != len(slices.DeleteFunc(strings.Split(text, "\n")[1:], func(l string) bool { return strings.TrimSpace(l) == "" })):
			t.Errorf("of %q it reads %d revisions", text, len(p.Steps))
		}
	})
}
