package config

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
	"sync"

	"go.yaml.in/yaml/v3"

	"assay/rules"
)

// Parse reads the content of a file. Whatever assay does not know in it is an error with its line: a misspelled key would otherwise let a gate open in silence.
func Parse(name string, content []byte) (*File, error) {
	p := parser{name: name}
	dec := yaml.NewDecoder(bytes.NewReader(content))
	var document, more yaml.Node
	f := &File{Path: name}
	switch err := dec.Decode(&document); {
	case errors.Is(err, io.EOF): // nothing but comments
		return f, nil
	case err != nil:
		return nil, p.syntax(err)
	}
	if err := dec.Decode(&more); err == nil {
		return nil, p.fail(&more, "the file has a second YAML document: one is read")
	} else if !errors.Is(err, io.EOF) {
		return nil, p.syntax(err)
	}
	if len(document.Content) == 0 {
		return f, nil
	}
	return f, p.file(document.Content[0], f)
}

// A parser knows the file's name, for its messages.
type parser struct{ name string }

func (p parser) where(n *yaml.Node) string { return fmt.Sprintf("%s:%d", p.name, n.Line) }

func (p parser) fail(n *yaml.Node, format string, args ...any) error {
	return fmt.Errorf("%s: %s", p.where(n), fmt.Sprintf(format, args...))
}

var yamlLine = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^yaml: line (\d+): `) })

// syntax puts the line of YAML's own message where an editor looks for it.
func (p parser) syntax(err error) error {
	if m := yamlLine().FindStringSubmatch(err.Error()); m != nil {
		return fmt.Errorf("%s:%s: this is no YAML: %s", p.name, m[1], err.Error()[len(m[0]):])
	}
	return fmt.Errorf("%s: this is no YAML: %s", p.name, strings.TrimPrefix(err.Error(), "yaml: "))
}

type field = func(*yaml.Node) error

func (p parser) file(n *yaml.Node, f *File) error {
	return p.fields(n, "the file", map[string]field{
		"history":       p.text(&f.History),
		"baseline":      p.text(&f.Baseline),
		"databases":     func(n *yaml.Node) error { return p.databases(n, f) },
		"ignore":        func(n *yaml.Node) error { return p.ignores(n, f) },
		"severities":    func(n *yaml.Node) error { return p.severities(n, f) },
		"tables_in_use": p.patterns(&f.InUse),
	})
}

// databaseName is what cannot be taken for a URL or a file.
var databaseName = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[A-Za-z0-9_-]+$`) })

func (p parser) databases(n *yaml.Node, f *File) error {
	return p.entries(n, "databases", func(key, value *yaml.Node) error {
		if !databaseName().MatchString(key.Value) {
			return p.fail(key, "a database's name is made of letters, digits, _ and -, so that it is never taken for a URL or a file")
		}
		d := Database{Name: key.Value, Where: p.where(key)}
		if err := p.database(value, &d); err != nil {
			return err
		}
		if d.URL == "" {
			return p.fail(key, "the database %s has no url", d.Name)
		}
		f.Databases = append(f.Databases, d)
		return nil
	})
}

// database is a URL, or a mapping with one.
func (p parser) database(n *yaml.Node, d *Database) error {
	if n.Kind == yaml.ScalarNode {
		return p.text(&d.URL)(n)
	}
	return p.fields(n, "a database", map[string]field{
		"url": p.text(&d.URL), "tree": p.texts(&d.Tree), "asterisk": p.text(&d.Asterisk), "version_table": p.text(&d.VersionTable),
		"version_table_schema": p.text(&d.VersionSchema), "schema": p.text(&d.Schema),
		"baseline": p.text(&d.Baseline),
	})
}

func (p parser) ignores(n *yaml.Node, f *File) error {
	return p.list(n, "ignore", func(n *yaml.Node) error {
		i := Ignore{Where: p.where(n)}
		err := p.fields(n, "an entry of ignore", map[string]field{
			"object": p.object(&i.Object), "rule": p.rule(&i.Rule), "reason": p.text(&i.Reason),
		})
		switch {
		case err != nil:
			return err
		case i.Object == "" && i.Rule == "":
			return p.fail(n, "an entry of ignore names an object (table:my_*), a rule, or both")
		case strings.TrimSpace(i.Reason) == "":
			return p.fail(n, "%s is to be ignored without a reason: write one, for those who come after you", i)
		case i.Object != "" && rules.OfStamp(i.Rule):
			return p.fail(n, "%s is about a stamp, not about an object: leave the object out to ignore it", i.Rule)
		}
		f.Ignore = append(f.Ignore, i)
		return nil
	})
}

// String says what is ignored.
func (i Ignore) String() string { return strings.TrimSpace(i.Object + " " + i.Rule) }

func (p parser) object(to *string) field {
	return func(n *yaml.Node) error {
		if err := p.text(to)(n); err != nil {
			return err
		}
		kind, pattern, _ := strings.Cut(*to, ":")
		switch {
		case !slices.Contains(kinds, kind):
			return p.fail(n, "%q names no object: write KIND:NAME, as column:ps_endpoints.my_column; the kinds are %s", *to, strings.Join(kinds, ", "))
		case pattern == "":
			return p.fail(n, "%q has no name behind the colon: * stands for all", *to)
		case kind != "table" && kind != "type" && !strings.Contains(pattern, "."):
			return p.fail(n, "%q names no table: write %s:TABLE.NAME, where * stands for all", *to, kind)
		}
		return p.pattern(n, pattern)
	}
}

func (p parser) pattern(n *yaml.Node, pattern string) error {
	if _, err := path.Match(strings.ToLower(pattern), ""); err != nil {
		return p.fail(n, "the pattern %q is not complete: a [ is closed by ], and a \\ stands before a character", pattern)
	}
	return nil
}

func (p parser) rule(to *string) field {
	return func(n *yaml.Node) error {
		if err := p.text(to)(n); err != nil {
			return err
		}
		var names []string
		for _, r := range rules.All {
			names = append(names, r.Name)
		}
		switch {
		case *to == "not-alembic":
			return p.fail(n, "not-alembic is no matter of configuration: there is nothing else to say of such a database")
		case !slices.Contains(names, *to):
			return p.fail(n, "there is no rule %q%s", *to, didYouMean(*to, names))
		}
		return nil
	}
}

// severities has for each rule a severity, or a mapping that says for which tables, or a list of these.
func (p parser) severities(n *yaml.Node, f *File) error {
	return p.entries(n, "severities", func(key, value *yaml.Node) error {
		var rule string
		if err := p.rule(&rule)(key); err != nil {
			return err
		}
		if value.Kind != yaml.SequenceNode {
			return p.severity(value, rule, f)
		}
		return p.list(value, rule, func(n *yaml.Node) error { return p.severity(n, rule, f) })
	})
}

func (p parser) severity(n *yaml.Node, rule string, f *File) error {
	s, said := Severity{Rule: rule}, false
	level := func(n *yaml.Node) error {
		said = true
		return p.level(n, &s)
	}
	if n.Kind != yaml.MappingNode {
		if err := level(n); err != nil {
			return err
		}
		f.Severities = append(f.Severities, s)
		return nil
	}
	err := p.fields(n, "the severity of "+rule, map[string]field{"severity": level, "tables": p.patterns(&s.Tables)})
	switch {
	case err != nil:
		return err
	case !said:
		return p.fail(n, "%s has no severity: write error, warning, info or off", rule)
	case s.Tables != nil && rules.OfStamp(rule):
		return p.fail(n, "%s is about a stamp, not about a table: leave the tables out", rule)
	}
	f.Severities = append(f.Severities, s)
	return nil
}

func (p parser) level(n *yaml.Node, s *Severity) error {
	var word string
	if err := p.text(&word)(n); err != nil {
		return err
	}
	if s.Off = word == "off"; s.Off {
		return nil
	}
	var ok bool
	if s.Severity, ok = rules.ParseSeverity(word); !ok {
		return p.fail(n, "there is no severity %q: write error, warning, info or off", word)
	}
	return nil
}

// fields reads a mapping whose keys are known. A key without a value is as good as none.
func (p parser) fields(n *yaml.Node, what string, known map[string]field) error {
	return p.entries(n, what, func(key, value *yaml.Node) error {
		read := known[key.Value]
		if read == nil {
			names := slices.Sorted(maps.Keys(known))
			return p.fail(key, "there is no key %q in %s%s", key.Value, what, didYouMean(key.Value, names))
		}
		return read(value)
	})
}

// entries reads a mapping in its order.
func (p parser) entries(n *yaml.Node, what string, each func(key, value *yaml.Node) error) error {
	n = target(n)
	switch {
	case nothing(n):
		return nil
	case n.Kind != yaml.MappingNode:
		return p.fail(n, "%s is to be a mapping (key: value), not %s", what, kind(n))
	}
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := target(n.Content[i]), target(n.Content[i+1])
		switch {
		case key.Kind != yaml.ScalarNode:
			return p.fail(key, "a key of %s is to be a word, not %s", what, kind(key))
		case seen[key.Value]:
			return p.fail(key, "the key %q is there twice in %s", key.Value, what)
		}
		seen[key.Value] = true
		if err := each(key, value); err != nil {
			return err
		}
	}
	return nil
}

func (p parser) list(n *yaml.Node, what string, each field) error {
	switch {
	case nothing(n):
		return nil
	case n.Kind != yaml.SequenceNode:
		return p.fail(n, "%s is to be a list (lines that begin with -), not %s", what, kind(n))
	}
	for _, x := range n.Content {
		if err := each(target(x)); err != nil {
			return err
		}
	}
	return nil
}

// text reads a word. What YAML takes for a number or a boolean is one as well, as it is written: 20.10 is a release.
func (p parser) text(to *string) field {
	return func(n *yaml.Node) error {
		switch {
		case nothing(n):
			return nil
		case n.Kind != yaml.ScalarNode:
			return p.fail(n, "here is to be a text, not %s", kind(n))
		}
		*to = n.Value
		return nil
	}
}

// texts reads a list of words, or a single one.
func (p parser) texts(to *[]string) field {
	return func(n *yaml.Node) error {
		if n.Kind == yaml.ScalarNode && !nothing(n) {
			*to = []string{n.Value}
			return nil
		}
		return p.list(n, "this", func(n *yaml.Node) error {
			var word string
			if err := p.text(&word)(n); err != nil {
				return err
			}
			if word == "" {
				return p.fail(n, "an entry of the list is empty")
			}
			*to = append(*to, word)
			return nil
		})
	}
}

func (p parser) patterns(to *[]string) field {
	return func(n *yaml.Node) error {
		if err := p.texts(to)(n); err != nil {
			return err
		}
		for _, pattern := range *to {
			if err := p.pattern(n, pattern); err != nil {
				return err
			}
		}
		return nil
	}
}

// target is what an alias stands for. An anchor cannot hold an alias of an alias.
func target(n *yaml.Node) *yaml.Node {
	if n.Kind == yaml.AliasNode {
		return n.Alias
	}
	return n
}

func nothing(n *yaml.Node) bool { return n.Kind == yaml.ScalarNode && n.Tag == "!!null" }

func kind(n *yaml.Node) string {
	switch n.Kind {
	case yaml.MappingNode:
		return "a mapping"
	case yaml.SequenceNode:
		return "a list"
	case yaml.ScalarNode:
		return "a single value"
	case yaml.DocumentNode, yaml.AliasNode:
	}
	return "this"
}
