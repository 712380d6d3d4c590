package mysql

import (
	"strings"
	"testing"
	"unicode/utf8"

	"assay/schema"
)

// A seed gives out the choices of a fuzzer.
type seed struct{ data []byte }

func (s *seed) next() int {
	if len(s.data) == 0 {
		return 0
	}
	b := s.data[0]
	s.data = s.data[1:]
	return int(b)
}

func pick[T any](s *seed, from ...T) T { return from[s.next()%len(from)] }

func (s *seed) column(name string) schema.Column {
	c := schema.Column{Name: name, Nullable: s.next()%2 == 0, Comment: pick(s, "", "it's -- ;", name)}
	text := name
	switch s.next() % 8 {
	case 0:
		c.Type, c.Default = intType(), pick(s, "", "0", "-5")
	case 1:
		c.Type, c.Default = varchar(40), pick(s, "", quoteText(text), "'NULL'", "(uuid())")
	case 2:
		c.Type = schema.Type{Name: "enum", Args: schema.QuoteLabels([]string{strings.TrimRight("x"+text, " "), "y"})}
		c.Default = pick(s, "", "'y'", quoteText(strings.TrimRight("x"+text, " ")))
	case 3:
		c.Type, c.Default = schema.Type{Name: "datetime", Args: "3"}, pick(s, "", "CURRENT_TIMESTAMP(3)", "'2020-01-01 00:00:00.000'")
		c.OnUpdate = pick(s, "", "CURRENT_TIMESTAMP(3)")
	case 4:
		c.Type = schema.Type{Name: pick(s, "text", "longblob", "json", "uuid", "date")}
	case 5:
		c.Type, c.Default = schema.Type{Name: "decimal", Args: "7,2"}, pick(s, "", "1.5", "0")
	case 6:
		c.Type, c.Generated, c.Stored, c.Nullable = intType(), "`a` + 1", s.next()%2 == 0, true
	case 7:
		c.Type, c.Default = schema.Type{Name: "bit", Args: "8"}, pick(s, "", "b'101'")
	}
	if isText(c.Type) && s.next()%4 == 0 {
		c.Charset, c.Collation = "latin1", "latin1_bin"
	}
	c.Invisible = s.next()%8 == 0
	return c
}

func (s *seed) change(name string) schema.Change {
	index := schema.Index{Name: name, Kind: pick(s, schema.Plain, schema.Unique), Parts: []schema.Part{{Column: "b", Prefix: s.next() % 5}, {Column: "a", Desc: s.next()%2 == 0}}}
	key := schema.ForeignKey{Name: name, Columns: []string{"a"}, RefTable: "p", RefColumns: []string{"id"}, OnDelete: pick(s, "", "CASCADE", "SET NULL"), OnUpdate: pick(s, "", "CASCADE")}
	check := schema.Check{Name: name, Expr: pick(s, "`a` > 1", "`b` != 'it''s'", "(`a` > 1) or (`b` is null)")}
	switch s.next() % 14 {
	case 0:
		a := schema.Column{Name: "a", Type: intType()}
		return schema.CreateTable{Table: &schema.Table{
			Name: name, Columns: []schema.Column{a, s.column("b"), s.column(name + "2")},
			Options: schema.Options{Engine: pick(s, "", "InnoDB"), Charset: "utf8mb4", Collation: pick(s, "", "utf8mb4_bin")},
			Indexes: []schema.Index{{Name: "PRIMARY", Kind: schema.Primary, Parts: schema.Columns("a")}, index}, ForeignKeys: []schema.ForeignKey{key}, Checks: []schema.Check{check},
		}}
	case 1:
		return schema.AddColumn{Table: "t", Column: s.column(name)}
	case 2:
		return schema.DropColumn{Table: "t", Column: pick(s, "a", "b")}
	case 3:
		return schema.AlterColumn{Table: "t", Name: "b", To: s.column("b"), Set: schema.PropAll}
	case 4:
		return schema.AlterColumn{Table: "t", Name: "b", To: s.column(name), Set: schema.PropAll | schema.PropName}
	case 5:
		return schema.RenameColumn{Table: "t", From: "a", To: name}
	case 6:
		return schema.AddIndex{Table: "t", Index: index}
	case 7:
		return schema.DropIndex{Table: "t", Name: pick(s, "k", "PRIMARY")}
	case 8:
		return schema.RenameIndex{Table: "t", From: "k", To: name}
	case 9:
		return schema.AddForeignKey{Table: "t", ForeignKey: key}
	case 10:
		return schema.AddCheck{Table: "t", Check: check}
	case 11:
		return schema.DropTable{Table: "t"}
	case 12:
		return schema.AlterTable{Table: "t", To: schema.Options{Engine: "MyISAM", Charset: "latin1", Collation: "latin1_bin"}}
	}
	return schema.DropForeignKey{Table: "t", Name: "f"}
}

// FuzzLaw holds changes to the law: what Parse reads of what Format writes does what they do.
func FuzzLaw(f *testing.F) {
	for i := range 14 {
		for j := range 8 {
			f.Add("n`'\"\\ -- ;\n/*x*/ "+string(rune('a'+j)), []byte{0, byte(j), byte(j), 0, 1, 2, byte(i), byte(j), byte(j + 1), byte(j), 3, byte(j), byte(i), 1, 0, byte(j)})
			f.Add("check", []byte{byte(i), byte(i), byte(i), byte(j), byte(j), byte(j), byte(i), byte(j), byte(i)})
		}
	}
	r := New(schema.Server{})
	f.Fuzz(func(t *testing.T, name string, data []byte) {
		if !utf8.ValidString(name) || name == "" || strings.ContainsRune(name, 0) || strings.ContainsRune(name, 0xfffd) || strings.Contains(name, "\r\n") {
			t.Skip("not a name")
		}
		before := schema.New(semanticsOf(r.flavor))
		before.Add(&schema.Table{Name: "p", Columns: []schema.Column{{Name: "id", Type: intType()}}})
		before.Add(&schema.Table{
			Name:        "t",
			Columns:     []schema.Column{{Name: "a", Type: intType()}, {Name: "b", Type: varchar(50)}, {Name: "z", Type: varchar(5)}},
			Indexes:     []schema.Index{{Name: "k", Parts: schema.Columns("b")}, {Name: "PRIMARY", Kind: schema.Primary, Parts: schema.Columns("z")}},
			ForeignKeys: []schema.ForeignKey{{Name: "f", Columns: []string{"z"}, RefTable: "p", RefColumns: []string{"id"}}},
		})
		c := (&seed{data}).change(name)
		if before.Clone().Apply(c) != nil {
			t.Skip("the server would refuse it")
		}
		lawful(t, r, before, c)
	})
}

// FuzzParse gives Parse whatever there is; it may refuse but not crash.
func FuzzParse(f *testing.F) {
	for _, s := range traps {
		for _, sql := range s.ddl {
			f.Add(sql)
		}
	}
	r := New(schema.Server{})
	f.Fuzz(func(t *testing.T, sql string) {
		changes, _ := r.Parse(sql)
		for _, c := range changes {
			if _, err := r.Normalize(c); err != nil {
				t.Skip(err)
			}
		}
	})
}
