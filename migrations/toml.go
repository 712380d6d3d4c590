package migrations

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"assay/internal/files"

	"github.com/BurntSushi/toml"
)

// errNoTable is of a pyproject.toml that says nothing of Alembic.
var errNoTable = errors.New("there is no table [tool.alembic] in it")

// loadTOML reads [tool.alembic], which Alembic knows since 1.16. The URL is seldom there, as Alembic takes it from an ini file or env.py alone.
func loadTOML(file string) (*Config, error) {
	text, err := files.Read(file, files.Text)
	if err != nil {
		return nil, fileError(file, err)
	}
	dir, err := filepath.Abs(filepath.Dir(file))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	var root struct {
		Tool map[string]any `toml:"tool"`
	}
	if _, err := toml.Decode(string(text), &root); err != nil {
		if told, ok := errors.AsType[toml.ParseError](err); ok {
			return nil, fmt.Errorf("%s:%d: this is no TOML: %s", file, told.Position.Line, oneLine(told.Message))
		}
		return nil, fmt.Errorf("%s: the tables in it are not as Python's tools have them: %s", file, oneLine(err.Error()))
	}
	table, ok := root.Tool["alembic"].(map[string]any)
	if !ok {
		return nil, fmt.Errorf("%s: %w: name the project's ini file", file, errNoTable)
	}
	c := &Config{File: file, Section: "tool.alembic", here: dir, options: map[string]option{"here": {value: strings.ReplaceAll(dir, "%", "%%")}}}
	for key, value := range table {
		o := option{line: tomlLine(string(text), key)}
		switch v := value.(type) {
		case string:
			o.value = v
		case bool:
			o.value = strconv.FormatBool(v)
		case []any:
			for _, item := range v {
				s, ok := item.(string)
				if !ok && key == "version_locations" {
					return nil, fmt.Errorf("%s:%s: version_locations is a list of strings, and something else is in it", file, o.line)
				}
				o.list = append(o.list, s)
			}
		}
		c.options[strings.ToLower(key)] = o
	}
	return c, nil
}

// AsINI writes [tool.alembic] as the section [alembic] of an ini file, which every Alembic reads: the table is known since 1.16 alone.
func (c *Config) AsINI() string {
	var b strings.Builder
	b.WriteString("[alembic]\n")
	for _, key := range slices.Sorted(maps.Keys(c.options)) {
		value := c.options[key].value
		if list := c.options[key].list; list != nil {
			value = strings.Join(list, string(os.PathListSeparator))
		}
		if key != "here" && !strings.ContainsAny(value, "\r\n") {
			b.WriteString(key + " = " + value + "\n")
		}
	}
	return b.String() + "version_path_separator = os\npath_separator = os\n" // before 1.16, and since
}

// tomlLine is where a key is set; the reader of TOML does not say. Keys that other tables have as well come first in none that is known.
func tomlLine(text, key string) string {
	lead, rest, _ := strings.Cut(text, "[tool.alembic]")
	if rest == "" {
		lead, rest = "", text
	}
	at := regexp.MustCompile(`(?m)^[ \t]*["']?` + regexp.QuoteMeta(key) + `["']?[ \t]*=`).FindStringIndex(rest)
	if at == nil {
		return "1"
	}
	return strconv.Itoa(1 + strings.Count(lead, "\n") + strings.Count(rest[:at[0]], "\n"))
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
