package record

import (
	"fmt"
	"strings"
	"testing"

	"assay/dialect"
	"assay/schema"
)

// TestRecordedRename: a renamed table, which keeps the name of its key on PostgreSQL, is recorded as one that is dropped and one that is made where the revision's
// SQL does not tell, and as what it is where it does.
func TestRecordedRename(t *testing.T) {
	t.Parallel()
	room, err := dialect.For(schema.Server{Engine: "postgresql"})
	if err != nil {
		t.Fatal(err)
	}
	is := func(sql string) *schema.Schema {
		s := schema.New(room.Semantics())
		changes, err := room.Parse(sql)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range changes {
			if err := s.Apply(c); err != nil {
				t.Fatal(err)
			}
		}
		return s
	}
	w := newWritten(room, schema.New(room.Semantics()))
	none := func() []schema.Change { return nil }
	for _, sql := range []string{
		`CREATE TABLE plain (id serial NOT NULL, txt varchar(200), CONSTRAINT plain_pkey PRIMARY KEY (id))`,
		`CREATE TABLE aged (id serial NOT NULL, txt varchar(200), CONSTRAINT plain_pkey PRIMARY KEY (id))`,
		`CREATE TABLE simple (id serial NOT NULL, txt varchar(200), extra integer, CONSTRAINT plain_pkey PRIMARY KEY (id))`,
	} {
		if changes, unsure := w.take(is(sql), none); len(changes) == 0 || len(unsure) > 0 {
			t.Errorf("%s: recorded as %v, not told is %v", sql, changes, unsure)
		}
	}
	told := func() []schema.Change {
		return []schema.Change{
			schema.RenameColumn{Table: "simple", From: "txt", To: "text"},
			schema.RenameTable{From: "simple", To: "last"},
			schema.RenameTable{From: "other", To: "gone"},
			schema.RenameColumn{Table: "last", From: "extra", To: "more"},
		}
	}
	changes, unsure := w.take(is(`CREATE TABLE last (id serial NOT NULL, text varchar(300), more integer, CONSTRAINT plain_pkey PRIMARY KEY (id))`), told)
	var kinds []string
	for _, c := range changes {
		kinds = append(kinds, strings.TrimPrefix(fmt.Sprintf("%T", c), "schema."))
	}
	if got := strings.Join(kinds, " "); got != "RenameColumn RenameTable RenameColumn AlterColumn" || len(unsure) > 0 {
		t.Errorf("renamed, as the SQL tells: recorded as %s, not told is %v", got, unsure)
	}
}
