package mysql

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/pingcap/tidb/pkg/parser"
	"github.com/pingcap/tidb/pkg/parser/ast"

	"assay/schema"
)

// A vetter says what in a file no server of this kind ever printed.
type vetter struct{}

// Vet says what in a table that a file holds no server of this kind ever printed. What it lets pass is one type, one expression or one word, so that it means
// nothing else in a script.
func (vetter) Vet(t *schema.Table) error {
	if err := vetOptions(t.Options); err != nil {
		return err
	}
	if err := vetTraits(t.Traits); err != nil {
		return err
	}
	for _, c := range t.Columns {
		if err := vetColumn(c); err != nil {
			return fmt.Errorf("column %q: %w", c.Name, err)
		}
	}
	for _, x := range t.Indexes {
		if err := vetIndex(x); err != nil {
			return fmt.Errorf("index %q: %w", x.Name, err)
		}
	}
	for _, f := range t.ForeignKeys {
		if f.Traits != nil {
			return fmt.Errorf("foreign key %q: these servers have no such foreign key", f.Name)
		}
		if !slices.Contains(actions, f.OnDelete) || !slices.Contains(actions, f.OnUpdate) {
			return fmt.Errorf("foreign key %q: %q, %q: no foreign key does that", f.Name, f.OnDelete, f.OnUpdate)
		}
	}
	for _, k := range t.Checks {
		if k.Traits != nil {
			return fmt.Errorf("check %q: these servers have no such check", k.Name)
		}
		if err := vetExpression("condition", k.Expr); err != nil {
			return fmt.Errorf("check %q: %w", k.Name, err)
		}
	}
	return nil
}

func wordsOf(s string) map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(s) {
		m[w] = true
	}
	return m
}

// actions are what a foreign key does.
var actions = []string{"", "NO ACTION", "RESTRICT", "CASCADE", "SET NULL", "SET DEFAULT"}

var (
	// engineNames are those of MySQL, MariaDB and TiDB, in lower case.
	engineNames = wordsOf(`innodb myisam memory heap csv archive blackhole federated merge mrg_myisam ndb ndbcluster ndbinfo performance_schema example temptable
		aria rocksdb tokudb spider connect mroonga s3 oqgraph sequence columnstore sphinx cassandra secondary_engine partition duckdb xtradb tikv`)
	charsets = wordsOf(`armscii8 ascii big5 binary cp1250 cp1251 cp1256 cp1257 cp850 cp852 cp866 cp932 dec8 eucjpms euckr gb18030 gb2312 gbk geostd8 greek hebrew hp8
		keybcs2 koi8r koi8u latin1 latin2 latin5 latin7 macce macroman sjis swe7 tis620 ucs2 ujis utf16 utf16le utf32 utf8 utf8mb3 utf8mb4`)
	typesKnown = wordsOf(`tinyint smallint mediumint int bigint decimal float double bit char varchar binary varbinary tinytext text mediumtext longtext
		tinyblob blob mediumblob longblob enum set json date time datetime timestamp year geometry point linestring polygon multipoint multilinestring multipolygon
		geometrycollection geomcollection uuid inet4 inet6 vector xmltype`)
	methods       = wordsOf(`btree hash rtree fulltext spatial vector`)
	collation     = schema.Pattern(`^[a-z0-9_]+$`)
	typeArguments = schema.Pattern(`^(?:\d+(?:,\d+)?)?$`)
	typeAttrs     = schema.Pattern(`^(?:unsigned|unsigned zerofill|zerofill|compressed|srid \d{1,10})?$`)
	now           = schema.Pattern(`^CURRENT_TIMESTAMP(?:\(\d\))?$`)
)

func vetOptions(o schema.Options) error {
	if o.Engine != "" && !engineNames[strings.ToLower(o.Engine)] {
		return fmt.Errorf("no storage engine is called %q", schema.Excerpt(o.Engine))
	}
	return vetCharset(o.Charset, o.Collation)
}

// vetCharset: a collation is called after its charset; some are of any.
func vetCharset(charset, name string) error {
	if charset != "" && !charsets[charset] {
		return fmt.Errorf("no character set is called %q", schema.Excerpt(charset))
	}
	of, _, _ := strings.Cut(name, "_")
	if name != "" && (!collation().MatchString(name) || !charsets[of] && of != "uca1400") {
		return fmt.Errorf("no collation is called %q", schema.Excerpt(name))
	}
	return nil
}

func vetColumn(c schema.Column) error {
	if err := vetType(c.Type); err != nil {
		return err
	}
	if err := vetCharset(c.Charset, c.Collation); err != nil {
		return err
	}
	switch {
	case c.Identity != "" || c.Sequence != "":
		return errors.New("these servers have no identities")
	case c.OnUpdate != "" && !now().MatchString(c.OnUpdate):
		return fmt.Errorf("ON UPDATE %q: these servers set the time alone", schema.Excerpt(c.OnUpdate))
	case c.Default != "" && !vetDefault(c.Default):
		return fmt.Errorf("its default %q is none", schema.Excerpt(c.Default))
	}
	for _, e := range []string{c.Generated, c.Check} {
		if e == "" {
			continue
		}
		if err := vetExpression("expression", e); err != nil {
			return err
		}
	}
	return nil
}

func vetType(t schema.Type) error {
	args := typeArguments().MatchString(t.Args)
	if labels := t.Labels(); labels != nil || t.Name == "enum" || t.Name == "set" {
		args = len(labels) > 0 && schema.QuoteLabels(labels) == t.Args
	}
	if t.Named || !typesKnown[t.Name] || !args || !typeAttrs().MatchString(t.Attrs) {
		return fmt.Errorf("%q is no type that assay knows of these servers", schema.Excerpt(t.String()))
	}
	return nil
}

// vetDefault: a literal, the time, or an expression in parentheses.
func vetDefault(d string) bool {
	if now().MatchString(d) {
		return true
	}
	if schema.Bounded(d, true) != nil {
		return false
	}
	tokens, err := scan(d)
	if err != nil || oneLine(d) != nil || len(tokens) == 0 {
		return false
	}
	if tokens[0].is("(") {
		return closing(tokens, 0) == len(tokens)
	}
	if tokens[0].is("-") {
		tokens = tokens[1:]
	}
	switch len(tokens) {
	case 1:
		return tokens[0].kind == number || tokens[0].kind == text
	case 2: // b'101'
		return introduces(tokens[0]) && tokens[1].kind == text
	}
	return false
}

// oneLine refuses a text that is not closed in itself, or has a line break outside of quotes.
func oneLine(sql string) error {
	if err := closedText(sql); err != nil {
		return err
	}
	s := scanner{sql: sql}
	for s.at < len(sql) {
		t, err := s.next()
		if err != nil || t.kind == blank && strings.ContainsAny(t.text, "\r\n") {
			return errors.New("a line breaks outside of quotes")
		}
	}
	return nil
}

// vetExpression: what these servers print is not always what the parser knows, so that only its outline is looked at: it stands between parentheses in all that
// is made of it, and there is nothing in it that could leave them.
func vetExpression(what, sql string) error {
	if err := schema.Bounded(sql, true); err != nil {
		return fmt.Errorf("its %s: %w", what, err)
	}
	if err := oneLine(sql); err != nil {
		return fmt.Errorf("its %s %q is none: %w", what, schema.Excerpt(sql), err)
	}
	tokens, err := scan(sql)
	if err != nil || len(tokens) == 0 || topComma(tokens) || parsesAsMore(sql) {
		return fmt.Errorf("its %s %q is no expression", what, schema.Excerpt(sql))
	}
	return nil
}

// parsesAsMore reports whether the parser reads more in a text than one expression. What it does not know is left to the outline.
func parsesAsMore(sql string) bool {
	p := parsers.Get().(*parser.Parser)
	defer parsers.Put(p)
	statements, _, err := p.ParseSQL("SELECT " + sql)
	if err != nil {
		return false
	}
	if len(statements) != 1 {
		return true
	}
	s, ok := statements[0].(*ast.SelectStmt)
	return !ok || len(s.Fields.Fields) != 1 || s.Fields.Fields[0].Expr == nil || s.Fields.Fields[0].AsName.O != "" || s.From != nil || s.Where != nil ||
		s.GroupBy != nil || s.Having != nil || s.OrderBy != nil || s.Limit != nil || s.LockInfo != nil || s.SelectIntoOpt != nil
}

// topComma reports whether a comma stands outside of all parentheses: two expressions.
func topComma(tokens []token) bool {
	for i := 0; i < len(tokens); i++ {
		switch {
		case tokens[i].is("("):
			i = closing(tokens, i) - 1
		case tokens[i].is(","):
			return true
		}
	}
	return false
}

func vetIndex(x schema.Index) error {
	if x.Method != "" && !methods[x.Method] {
		return fmt.Errorf("%q is no method of an index", schema.Excerpt(x.Method))
	}
	if x.Where != "" || len(x.Include) > 0 || x.NullsNotDistinct || x.Deferrable || x.Invalid || x.Kind == schema.Constraint {
		return errors.New("these servers have no such index")
	}
	if err := vetTraits(x.Traits); err != nil {
		return err
	}
	for _, p := range x.Parts {
		if p.Options != "" || p.Prefix < 0 {
			return fmt.Errorf("%q is nothing that a part of an index has", schema.Excerpt(p.Options))
		}
		if p.Expr == "" {
			continue
		}
		if err := vetExpression("expression", p.Expr); err != nil {
			return err
		}
	}
	return nil
}

// VetDefinition says what is wrong with a statement that is to make an object again: of these servers, assay keeps none.
func (vetter) VetDefinition(sql string) error {
	return fmt.Errorf("%q: of these servers no definition is kept", schema.Excerpt(sql))
}

// VetServer says what is wrong with the words of a file about the server that it is of.
func (vetter) VetServer(s schema.Server) error {
	known := []string{"", "MySQL", "MariaDB", "TiDB", "Aurora MySQL", "Percona Server"}
	if !slices.Contains(known, s.Product) {
		return fmt.Errorf("none of these servers is called %q", schema.Excerpt(s.Product))
	}
	return nil
}
