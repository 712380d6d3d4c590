package migrations

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"

	"assay/internal/files"
	"assay/migrations/python"
)

// Tree is the last element of script_location, which may be a path or a place in a Python package (project:migrations); empty: none is set.
func (c *Config) Tree() (string, error) {
	location, err := c.Get("script_location")
	if err != nil || location == "" {
		return "", err
	}
	location = location[strings.LastIndexByte(location, ':')+1:]
	if !filepath.IsAbs(location) {
		location = filepath.Join(c.here, location)
	}
	return filepath.Base(location), nil
}

// Scripts is the folder that script_location names. Alembic takes a relative one from where it is started, which is the configuration's folder
// for nearly all.
func (c *Config) Scripts() (string, error) {
	location, err := c.Get("script_location")
	if err != nil {
		return "", err
	}
	if location == "" {
		return "", c.ErrorAt("script_location", "no script_location is set in [%s]: name the versions folder itself", c.Section)
	}
	return c.folder("script_location", location)
}

// folder finds the folder that an option names by a path or as package:path, where Alembic would ask Python for the package.
func (c *Config) folder(key, location string) (string, error) {
	pkg, path, inPackage := strings.Cut(location, ":")
	if filepath.IsAbs(location) || !inPackage || len(pkg) < 2 { // of one letter: a drive
		return c.absolute(location), nil
	}
	for _, root := range c.roots() {
		dir := filepath.Join(root, filepath.Join(strings.Split(pkg, ".")...))
		if isDir(dir) {
			return filepath.Join(dir, path), nil
		}
	}
	return "", c.ErrorAt(key, "%s is in the Python package %s, which is not beside the file: name the versions folder itself", key, pkg)
}

func (c *Config) absolute(path string) string {
	if filepath.IsAbs(path) {
		return filepath.Clean(path)
	}
	return filepath.Join(c.here, path)
}

var spaceCommaColon = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`, *| +|:`) })

// roots are where a package is looked for: prepend_sys_path, the file's folder, the src below it, and the folders above, since a file in the package
// itself is as common.
func (c *Config) roots() []string {
	var roots []string
	if more, err := c.Get("prepend_sys_path"); err == nil {
		for _, path := range spaceCommaColon().Split(more, -1) {
			if path != "" {
				roots = append(roots, c.absolute(path))
			}
		}
	}
	roots = append(roots, c.here, filepath.Join(c.here, "src"))
	for dir := c.here; dir != filepath.Dir(dir); {
		dir = filepath.Dir(dir)
		roots = append(roots, dir)
	}
	return roots
}

// Folders are the versions folders, and whether those in them count as well.
func (c *Config) Folders() (dirs []string, recursive bool, err error) {
	deep, err := c.Get("recursive_version_locations")
	if err != nil {
		return nil, false, err
	}
	locations, err := c.versionLocations()
	if err != nil {
		return nil, false, err
	}
	for _, l := range locations {
		dir, err := c.folder("version_locations", l)
		if err != nil {
			return nil, false, err
		}
		dirs = append(dirs, dir)
	}
	if dirs == nil {
		scripts, err := c.Scripts()
		if err != nil {
			return nil, false, err
		}
		dirs = []string{filepath.Join(scripts, "versions")}
	}
	return dirs, deep == "true", nil
}

var (
	spaceComma = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`, *| +`) })
	separators = map[string]string{"space": " ", "newline": "\n", "os": string(os.PathListSeparator), ":": ":", ";": ";"}
)

// versionLocations cuts the option as Alembic does: at version_path_separator, path_separator since 1.16, or else at blanks and commas.
func (c *Config) versionLocations() ([]string, error) {
	const key = "version_locations"
	var locations []string
	for _, item := range c.options[key].list {
		item, err := c.interpolate(item, 1)
		if err != nil {
			return nil, c.ErrorAt(key, "%s %w", key, err)
		}
		locations = append(locations, item)
	}
	value, err := c.Get(key)
	if err != nil || value == "" {
		return locations, err
	}
	for _, option := range []string{"path_separator", "version_path_separator"} {
		by, err := c.Get(option)
		if err != nil {
			return nil, err
		}
		if by == "" {
			continue
		}
		at, ok := separators[by]
		if !ok {
			return nil, c.ErrorAt(option, "%s is %q: Alembic knows space, newline, os, : and ;", option, by)
		}
		return trimmed(strings.Split(value, at)), nil
	}
	return trimmed(spaceComma().Split(value, -1)), nil
}

func trimmed(all []string) []string {
	var kept []string
	for _, s := range all {
		if s = strings.TrimSpace(s); s != "" {
			kept = append(kept, s)
		}
	}
	return kept
}

// VersionTable is the table that holds the stamps, as the configuration has it or else env.py where it tells context.configure so in plain words;
// empty: neither says.
func (c *Config) VersionTable() (string, error) {
	return c.setting("version_table")
}

// VersionSchema is the schema in which the version table is, found likewise.
func (c *Config) VersionSchema() (string, error) {
	return c.setting("version_table_schema")
}

func (c *Config) setting(key string) (string, error) {
	value, err := c.Get(key)
	if err != nil || value != "" {
		return value, err
	}
	scripts, err := c.Scripts()
	if err != nil {
		return "", nil //nolint:nilerr // a database is named all the same: nothing of this is asked of those whose scripts are elsewhere
	}
	file := filepath.Join(scripts, "env.py")
	source, err := files.Read(file, files.Text)
	if err != nil {
		return "", nil //nolint:nilerr // as above
	}
	m, err := python.Read(string(source))
	if err != nil {
		return "", nil //nolint:nilerr // as above
	}
	return m.Argument("configure", key).Text, nil
}

func isDir(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

func isFile(path string) bool {
	info, err := os.Stat(path)
	return !errors.Is(err, fs.ErrNotExist) && err == nil && info.Mode().IsRegular()
}
