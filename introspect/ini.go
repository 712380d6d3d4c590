package introspect

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"gopkg.in/ini.v1"
)

// ReadINI reads which database an Alembic project's ini file names, as Alembic does: with the rules of Python's ConfigParser.
// An empty section is "alembic". Errors name the file and, where one is to blame, the line.
func ReadINI(file, section string) (Source, error) {
	if section == "" {
		section = "alembic"
	}
	c, err := loadConfig(file)
	if err != nil {
		return Source{}, err
	}
	if err := c.open(section); err != nil {
		return Source{}, err
	}
	const key = "sqlalchemy.url"
	url, err := c.get(key)
	if err != nil {
		return Source{}, err
	}
	if strings.TrimSpace(url) == "" {
		return Source{}, fmt.Errorf("%s: no sqlalchemy.url is set in [%s]: if env.py takes it from elsewhere, such as an environment variable, give the URL itself", file, section)
	}
	s, err := ParseURL(url)
	if err != nil {
		return Source{}, c.errorAt(key, "%s: %w", key, err)
	}
	if s.Target.VersionTable, err = c.get("version_table"); err != nil {
		return Source{}, err
	}
	s.Tree, err = c.tree()
	return s, err
}

// tree is the last element of script_location, which may be a path or a place in a Python package (project:migrations).
func (c *config) tree() (string, error) {
	location, err := c.get("script_location")
	if err != nil || location == "" {
		return "", err
	}
	location = location[strings.LastIndexByte(location, ':')+1:]
	if !filepath.IsAbs(location) {
		location = filepath.Join(c.here, location)
	}
	return filepath.Base(location), nil
}

// A config is an ini file as ConfigParser sees it.
type config struct {
	file string
	here string // its folder, as %(here)s
	ini  *ini.File

	options map[string]option // of the section that is open, [DEFAULT] beneath it
}

type option struct{ value, line string }

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

func loadConfig(file string) (*config, error) {
	text, err := os.ReadFile(file)
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
	c := &config{file: file, here: dir, ini: f}
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
func (c *config) check() error {
	seen := map[string]bool{}
	for _, s := range c.ini.Sections() {
		if seen[s.Name()] && s.Name() != ini.DefaultSection {
			return fmt.Errorf("%s:%s: the section [%s] is there twice", c.file, lineOf(s.Comment), s.Name())
		}
		seen[s.Name()] = true
		for _, k := range s.Keys() {
			id := s.Name() + "\x00" + k.Name()
			if len(k.ValueWithShadows()) > 1 || seen[id] {
				return fmt.Errorf("%s:%s: %s is set twice in [%s]", c.file, lineOf(k.Comment), k.Name(), s.Name())
			}
			seen[id] = true
		}
	}
	return nil
}

// open takes the options of a section, those of [DEFAULT] beneath it.
func (c *config) open(section string) error {
	named, err := c.ini.SectionsByName(section)
	if err != nil || section == ini.DefaultSection {
		return fmt.Errorf("%s: there is no section [%s]: it has %s", c.file, section, c.sections())
	}
	defaults, err := c.ini.SectionsByName(ini.DefaultSection)
	if err != nil {
		return fmt.Errorf("%s: %w", c.file, err)
	}
	c.options = map[string]option{"here": {value: strings.ReplaceAll(c.here, "%", "%%")}}
	for _, s := range append(slices.Clone(defaults), named...) {
		for _, k := range s.Keys() {
			c.options[k.Name()] = option{unfold(k.Value()), lineOf(k.Comment)}
		}
	}
	return nil
}

func (c *config) sections() string {
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

// get returns an option, empty if it is not set.
func (c *config) get(key string) (string, error) {
	s, err := c.interpolate(c.options[key].value, 1)
	if err != nil {
		return "", c.errorAt(key, "%s %w", key, err)
	}
	return s, nil
}

// deepest is ConfigParser's MAX_INTERPOLATION_DEPTH.
const deepest = 10

// interpolate fills in %(name)s and makes %% a %. ini.v1 does neither as ConfigParser does.
func (c *config) interpolate(s string, depth int) (string, error) {
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

func (c *config) errorAt(key, format string, args ...any) error {
	where := c.file
	if o := c.options[key]; o.line != "" {
		where += ":" + o.line
	}
	return fmt.Errorf("%s: %w", where, fmt.Errorf(format, args...))
}
