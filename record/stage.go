package record

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"assay/dialect"
	"assay/drift"
	"assay/introspect"
	"assay/schema"
)

// A Stage is a scratch database on which what another database has is made, without its rows, for the project's own Alembic to run on it.
type Stage struct {
	Scratch introspect.Source
	// Unmade are the objects that the other database has and the scratch database does not, each with the reason.
	Unmade []Unmade

	like, before *schema.Database
	room         dialect.Dialect
	others       *regexp.Regexp // the other databases of the server, where they are named; nil: there are none
}

// An Unmade is something that is not on the scratch database.
type Unmade struct{ Object, Why string }

// Begin checks that the scratch database is empty, that a copy of the other database on it means the same, and that the project's Alembic goes there and
// nowhere else. Nothing is written.
func (t *Tool) Begin(ctx context.Context, scratch introspect.Source, like *schema.Database) (*Stage, error) {
	e, err := dialect.Find(scratch.Engine)
	if err != nil {
		return nil, err
	}
	if e.Client == nil {
		return nil, fmt.Errorf("--scratch: %s has no client program that assay knows to make the schema with", scratch.Engine)
	}
	s := &Stage{Scratch: scratch, like: like}
	if s.before, err = readEmpty(ctx, scratch); err != nil {
		return nil, err
	}
	if has := s.before.Schema.Beside; slices.ContainsFunc(has, acts) {
		return nil, fmt.Errorf("%s holds %s: --scratch must name an empty database: make a new one", scratch, has[slices.IndexFunc(has, acts)])
	}
	if s.room, err = dialect.For(s.before.Server); err != nil {
		return nil, err
	}
	if err := s.alike(); err != nil {
		return nil, err
	}
	if elsewhere := stampedIn(like); elsewhere != "" && !dialect.Facts(scratch.Engine).Address.Namespaces {
		return nil, fmt.Errorf("--scratch: the project keeps its version table in database %s, which its Alembic would write to, and a rehearsal writes to the scratch "+
			"database alone: nothing was run", elsewhere)
	}
	if err := s.namesOf(ctx); err != nil {
		return nil, err
	}
	if others := t.Others(); others != "" {
		return nil, fmt.Errorf("%s: %s", t.Config, strings.Replace(others, ", and record once for each, with --scratch, --name and -o of its own", "", 1))
	}
	said, stored, err := t.Targets(ctx)
	if err != nil {
		return nil, err
	}
	if len(stored) > 0 { // of which it would take another one for it, and change that
		return nil, strayError(scratch, stored[0])
	}
	sure, err := only(said, scratch)
	if err == nil && !sure {
		err = errors.New("alembic current --verbose does not say to which database the project goes: nothing was run")
	}
	return s, err
}

// stampedIn is the schema of a database's version tables, where that is another one; empty: it is none.
func stampedIn(db *schema.Database) string {
	for _, s := range db.Stamps {
		if s.Schema != "" {
			return s.Schema
		}
	}
	return ""
}

// acts reports whether an object is more than what a server's administrator prepares a database with.
func acts(b schema.Beside) bool { return b.Kind != "extension" }

// alike refuses a scratch database on which the same statements make something else, or are refused otherwise.
func (s *Stage) alike() error {
	is, wants := s.before, s.like
	if is.Server.Engine != wants.Server.Engine || wants.Server.Product != "" && is.Server.Product != wants.Server.Product {
		return fmt.Errorf("--scratch: the database is of %s, and the scratch database of %s: take a server of the same product", wants.Server, is.Server)
	}
	if is.Namespace != "" && wants.Namespace != "" && is.Namespace != wants.Namespace {
		return fmt.Errorf("--scratch: its first schema is %s, and the database's %s: create that one there, and have the search path begin with it", is.Namespace, wants.Namespace)
	}
	a, b := is.Schema.Defaults, wants.Schema.Defaults
	if known := a.Collation != "" && b.Collation != ""; known && (a.Charset != b.Charset || a.Collation != b.Collation) {
		return fmt.Errorf("--scratch: new tables have the character set %s (%s) there, and in the database %s (%s): create the scratch database with that one",
			a.Charset, a.Collation, b.Charset, b.Collation)
	}
	return nil
}

// Same reports whether two sources can be one database.
func Same(a, b introspect.Source) bool {
	return a.Path == "" && b.Path == "" && a.Release == "" && b.Release == "" && a.Engine == b.Engine && !another(a.Target, b.Target)
}

// Tables makes the tables and types, and what they may need: functions, views, extensions.
func (s *Stage) Tables(ctx context.Context) error {
	left := slices.DeleteFunc(slices.Clone(s.like.Schema.Beside), s.late)
	if left = s.makeAll(ctx, left); len(left) < len(s.like.Schema.Beside) {
		db, err := introspect.ReadAny(ctx, s.Scratch, dialect.Read) // the tables can be of types that are there now
		if err != nil {
			return err
		}
		s.before = db
	}
	text, err := making("the database", s.before.Schema, s.want(), s.room)
	if err != nil {
		return fmt.Errorf("%s", strings.TrimSuffix(err.Error(), "; make it with --before"))
	}
	if err := s.Run(ctx, "what the database has", text); err != nil {
		return err
	}
	s.makeAll(ctx, left)
	return nil
}

// want is the schema that is to be made.
func (s *Stage) want() *schema.Schema {
	want := s.like.Schema.Clone()
	want.Tables = maps.Clone(want.Tables) // which a clone shares
	for key, t := range want.Tables {
		t = t.Clone()
		// What the server makes for a foreign key it calls by that name. One that has another name is to be made, as an upgrade may name it.
		own := func(x schema.Index) bool {
			return x.Implicit && slices.ContainsFunc(t.ForeignKeys, func(f schema.ForeignKey) bool { return f.Name == x.Name })
		}
		t.Indexes = slices.DeleteFunc(t.Indexes, own)
		for i := range t.Indexes {
			t.Indexes[i].Implicit = false
		}
		want.Tables[key] = t
	}
	return want
}

// Names is the database of the scratch server, other than the scratch database, that a history's text names in one of the pending revisions, and the line
// where; empty: none, or no database of the engine reaches another one.
func (s *Stage) Names(text string, pending []string) (name, line string) {
	reads := true // what stands before the first revision, too
	for line := range strings.Lines(text) {
		if _, ways, mark := strings.Cut(line, "-- Running upgrade "); mark {
			_, id, _ := strings.Cut(ways, "-> ")
			id, _, _ = strings.Cut(strings.TrimSpace(id), ",")
			reads = slices.Contains(pending, id)
			continue
		}
		if name := s.named(line); reads && name != "" {
			return name, strings.TrimSpace(line)
		}
	}
	return "", ""
}

// named is the other database that a line names. A name counts wherever it stands before a point, in a text within the text too, or behind USE: what looks
// like one and is an alias is not worth a row.
func (s *Stage) named(line string) string {
	if s.others == nil {
		return ""
	}
	m := s.others.FindStringSubmatch(line)
	if m == nil {
		return ""
	}
	return m[1] + m[2]
}

// namesOf finds the other databases of a server that the user may see, where those can name each other; nil: there are none.
func (s *Stage) namesOf(ctx context.Context) error {
	all, err := dialect.NamesOn(ctx, s.Scratch.Engine, s.Scratch.Target, false)
	if err != nil || s.apart() {
		return err
	}
	var names []string
	for _, name := range all {
		if name != s.Scratch.Target.Database {
			names = append(names, regexp.QuoteMeta(name))
		}
	}
	if len(names) == 0 {
		return nil
	}
	either := "(" + strings.Join(names, "|") + ")"
	s.others, err = regexp.Compile("(?i)(?:^|[^\\w$.@])[`\"]?" + either + "[`\"]?\\s*\\.|\\bUSE\\s+[`\"]?" + either + "\\b")
	return err
}

// late reports whether an object acts when rows are written, or is what they are written through into another database: it is made after them, if at all.
func (s *Stage) late(b schema.Beside) bool {
	if b.Kind == "view" && s.named(b.SQL) != "" {
		return true
	}
	return slices.Contains([]string{"trigger", "event", "rule", "policy", "procedure"}, b.Kind) || b.Kind == "function" && !s.apart()
}

// Reaches reports whether a statement on the scratch database can name another one, as both are on a server whose databases can name each other.
func (s *Stage) Reaches(other introspect.Source) bool {
	other.Target.Database = s.Scratch.Target.Database
	return !s.apart() && Same(other, s.Scratch)
}

// apart: what acts by itself in a database of the engine reaches no other.
func (s *Stage) apart() bool { return dialect.Facts(s.Scratch.Engine).Apart }

// makeAll makes objects in an order in which they can be made, which is found by trying, and returns those that cannot.
func (s *Stage) makeAll(ctx context.Context, all []schema.Beside) (left []schema.Beside) {
	for n := -1; n != len(all); all, left = left, nil {
		n = len(all)
		for _, b := range all {
			if s.makeOne(ctx, b) != nil {
				left = append(left, b)
			}
		}
	}
	return all
}

// makeOne makes one object.
func (s *Stage) makeOne(ctx context.Context, b schema.Beside) error {
	writer, ok := s.room.(dialect.Besides)
	if !ok || b.SQL == "" {
		return fmt.Errorf("nothing is known of %s that makes it again", b)
	}
	all, err := writer.BesideSQL(b, false)
	if err != nil {
		return err
	}
	text := s.room.Opening(false)
	for _, sql := range all {
		text = append(text, sql+";")
	}
	return s.Run(ctx, b.String(), text)
}

// Finish makes what acts by itself, where that stays in the scratch database, puts the stamps of the other database there, and finds what is not as it is in
// the other database.
func (s *Stage) Finish(ctx context.Context) error {
	if s.apart() {
		s.makeAll(ctx, slices.DeleteFunc(slices.Clone(s.like.Schema.Beside), func(b schema.Beside) bool { return !s.late(b) }))
	}
	text := s.room.Opening(false)
	for _, stamp := range s.like.Stamps {
		text = append(text, s.stamping(stamp)...)
	}
	if err := s.Run(ctx, "the stamp of the database", text); err != nil {
		return err
	}
	s.Scratch.Target.VersionSchema = stampedIn(s.like) // it is there now
	now, err := introspect.ReadAny(ctx, s.Scratch, dialect.Read)
	if err != nil {
		return err
	}
	s.compare(now)
	return nil
}

// stamping are the statements that put a stamp there, with its version table where that is none of the database's tables: one in another schema, and one that a
// given stamp has none of.
func (s *Stage) stamping(stamp schema.Stamp) (text []string) {
	table := s.room.Quote(stamp.Table)
	if stamp.Schema != "" {
		table = s.room.Quote(stamp.Schema) + "." + table
		text = append(text, "CREATE SCHEMA IF NOT EXISTS "+s.room.Quote(stamp.Schema)+";")
	}
	if stamp.Schema != "" || stamp.Given != "" && s.want().Table(stamp.Table) == nil {
		longest := 32 // as Alembic makes it
		for _, id := range stamp.Revisions {
			longest = max(longest, len(id))
		}
		text = append(text, fmt.Sprintf("CREATE TABLE %s (version_num VARCHAR(%d) NOT NULL PRIMARY KEY);", table, longest))
	}
	for _, id := range stamp.Revisions {
		text = append(text, "INSERT INTO "+table+" (version_num) VALUES ("+s.room.Literal(id)+");")
	}
	return text
}

// compare finds what is other on the scratch database.
func (s *Stage) compare(now *schema.Database) {
	for _, c := range drift.Compare(withoutStamps(s.like, s.want()), withoutStamps(s.like, now.Schema)) {
		s.Unmade = append(s.Unmade, Unmade{c.Object().String(), "it reads back otherwise"})
	}
	for _, b := range s.like.Schema.Beside {
		if slices.ContainsFunc(now.Schema.Beside, b.Same) {
			continue
		}
		why := "the server does not take its statement as it was read"
		switch {
		case b.SQL == "":
			why = "its statement was not to be had"
		case s.late(b) && !s.apart():
			why = "it could write to another database of the server"
		}
		s.Unmade = append(s.Unmade, Unmade{b.String(), why})
	}
	for _, o := range s.like.Schema.Opaque {
		is := func(p schema.Opaque) bool { return p.Kind == o.Kind && p.Name == o.Name && p.Table == o.Table }
		told := func(u Unmade) bool { return strings.HasPrefix(u.Object+" ", o.String()+" ") }
		if !slices.ContainsFunc(now.Schema.Opaque, is) && !slices.ContainsFunc(s.Unmade, told) {
			s.Unmade = append(s.Unmade, Unmade{o.String(), "assay cannot make it"})
		}
	}
}

// withoutStamps is a schema without the version tables of a database, which are Alembic's business.
func withoutStamps(db *schema.Database, s *schema.Schema) *schema.Schema {
	return s.Only(func(table string) bool { return !db.IsVersionTable(table) }, func(string) bool { return true })
}

// Run has the engine's own client run statements on the scratch database.
func (s *Stage) Run(ctx context.Context, named string, lines []string) error {
	return runStatements(ctx, s.Scratch, named, strings.Join(lines, "\n")+"\n")
}

// Room is the engine of the scratch database.
func (s *Stage) Room() dialect.Dialect { return s.room }
