package migrations

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"assay/internal/files"

	"gopkg.in/ini.v1"
)

// ReadConfig reads an Alembic project's configuration as Alembic does: an ini file with the rules of Python's ConfigParser, or the table
// [tool.alembic] of a pyproject.toml. An empty section is "alembic"; a pyproject.toml has no other. Errors name the file and, where one is to blame, the line.
func ReadConfig(file, section string) (*Config, error) {
	if filepath.Ext(file) == ".toml" {
		return loadTOML(file)
	}
	if section == "" {
		section = "alembic"
	}
	c, err := loadINI(file)
	if err != nil {
		return nil, err
	}
	if err := c.open(section); err != nil {
		return nil, err
	}
	return c, c.beside()
}

// beside adds what a pyproject.toml in the same folder says of the scripts, as Alembic does since 1.16, where the ini file says nothing of them.
func (c *Config) beside() error {
	file := filepath.Join(filepath.Dir(c.File), "pyproject.toml")
	if _, ok := c.options["script_location"]; ok || !isFile(file) {
		return nil
	}
	more, err := loadTOML(file)
	if errors.Is(err, errNoTable) {
		return nil
	}
	if err != nil {
		return err
	}
	for key, o := range more.options {
		if _, ok := c.options[key]; !ok {
			o.file = file
			c.options[key] = o
		}
	}
	return nil
}

// A Config is a project's configuration: a section of an ini file, as Python's ConfigParser sees it, or [tool.alembic] of a pyproject.toml.
type Config struct {
	File    string
	Section string // "alembic", or "tool.alembic" of a pyproject.toml

	here    string // its folder, as %(here)s
	ini     *ini.File
	options map[string]option // of the section that is open, [DEFAULT] beneath it
}

type option struct {
	value string
	list  []string // instead of a value, where a pyproject.toml has a list
	line  string
	file  string // where that is not the configuration's own; empty: it is
}

// ConfigParser knows no comments behind a value, no continuation by backslash, and no quotes around values. Shadows and repeated
// sections are let through to be refused with their line.
var asConfigParser = ini.LoadOptions{
	InsensitiveKeys:            true,
	IgnoreContinuation:         true,
	IgnoreInlineComment:        true,
	PreserveSurroundedQuote:    true,
	AllowPythonMultilineValues: true,
	AllowShadows:               true,
	AllowDuplicateShadowValues: true,
	AllowNonUniqueSections:     true,
	KeyValueDelimiters:         "=:",
	ChildSectionDelimiter:      "\x00",
}

func loadINI(file string) (*Config, error) {
	text, err := files.Read(file, files.Text)
	if err != nil {
		return nil, fileError(file, err)
	}
	dir, err := filepath.Abs(filepath.Dir(file))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	folded, line, ok := fold(string(text))
	if !ok {
		return nil, fmt.Errorf("%s:%d: this is no ini file: neither a [section] nor a key = value in one", file, line)
	}
	options := asConfigParser
	options.ReaderBufferSize = len(folded) + 1 // a value is read across lines only as far as the buffer goes
	f, err := ini.LoadSources(options, []byte(folded))
	if err != nil { // it quotes the line, which may hold a password
		return nil, fmt.Errorf("%s: this is no ini file that can be read: a [section] or a quoted key is not closed", file)
	}
	c := &Config{File: file, here: dir, ini: f}
	return c, c.check()
}

func fileError(file string, err error) error {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("%s: there is no such file: check its path", file)
	case errors.Is(err, syscall.EISDIR):
		return fmt.Errorf("%s: this is a folder: name the ini file in it", file)
	case errors.Is(err, fs.ErrPermission):
		return fmt.Errorf("%s: you may not read this file: name the URL itself, or ask for the right to read it", file)
	}
	return err
}

// check refuses a section or option that is set twice, wherever it is, as ConfigParser does.
func (c *Config) check() error {
	seen := map[string]bool{}
	for _, s := range c.ini.Sections() {
		if seen[s.Name()] && s.Name() != ini.DefaultSection {
			return fmt.Errorf("%s:%s: the section [%s] is there twice", c.File, lineOf(s.Comment), s.Name())
		}
		seen[s.Name()] = true
		for _, k := range s.Keys() {
			id := s.Name() + "\x00" + k.Name()
			if len(k.ValueWithShadows()) > 1 || seen[id] {
				return fmt.Errorf("%s:%s: %s is set twice in [%s]", c.File, lineOf(k.Comment), k.Name(), s.Name())
			}
			seen[id] = true
		}
	}
	return nil
}

// open takes the options of a section, those of [DEFAULT] beneath it.
func (c *Config) open(section string) error {
	c.Section = section
	named, err := c.ini.SectionsByName(section)
	if err != nil || section == ini.DefaultSection {
		return fmt.Errorf("%s: there is no section [%s]: it has %s", c.File, section, c.sections())
	}
	defaults, err := c.ini.SectionsByName(ini.DefaultSection)
	if err != nil {
		return fmt.Errorf("%s: %w", c.File, err)
	}
	c.options = map[string]option{"here": {value: strings.ReplaceAll(c.here, "%", "%%")}}
	for _, s := range append(slices.Clone(defaults), named...) {
		for _, k := range s.Keys() {
			c.options[k.Name()] = option{value: unfold(k.Value()), line: lineOf(k.Comment)}
		}
	}
	return nil
}

func (c *Config) sections() string {
	var names []string
	for _, n := range c.ini.SectionStrings() {
		if n != ini.DefaultSection {
			names = append(names, "["+n+"]")
		}
	}
	if names == nil {
		return "none"
	}
	return strings.Join(names, ", ")
}

// Get returns an option as Alembic has it, empty if it is not set.
func (c *Config) Get(key string) (string, error) {
	s, err := c.interpolate(c.options[key].value, 1)
	if err != nil {
		return "", c.ErrorAt(key, "%s %w", key, err)
	}
	return s, nil
}

// deepest is ConfigParser's MAX_INTERPOLATION_DEPTH.
const deepest = 10

// interpolate fills in %(name)s and makes %% a %. ini.v1 does neither as ConfigParser does.
func (c *Config) interpolate(s string, depth int) (string, error) {
	var b strings.Builder
	for {
		before, after, ok := strings.Cut(s, "%")
		b.WriteString(before)
		if !ok {
			return b.String(), nil
		}
		if s, ok = strings.CutPrefix(after, "%"); ok {
			b.WriteByte('%')
			continue
		}
		name, rest, closed := strings.Cut(after, ")s")
		if name, ok = strings.CutPrefix(name, "("); !ok || !closed || strings.Contains(name, ")") {
			return "", errors.New("holds a single %, which is written %% in this file")
		}
		o, ok := c.options[strings.ToLower(name)]
		switch {
		case !ok:
			return "", fmt.Errorf("refers to %%(%s)s, which the file does not set: if env.py does, give the URL itself", name)
		case depth == deepest && strings.Contains(o.value, "%"):
			return "", errors.New("refers to itself, or to more than is read")
		}
		value, err := c.interpolate(o.value, depth+1)
		if err != nil {
			return "", err
		}
		b.WriteString(value)
		s = rest
	}
}

// ErrorAt says where the option is that is to blame, as file:line.
func (c *Config) ErrorAt(key, format string, args ...any) error {
	o := c.options[key]
	where := cmp.Or(o.file, c.File)
	if o.line != "" {
		where += ":" + o.line
	}
	return fmt.Errorf("%s: %w", where, fmt.Errorf(format, args...))
}
