package migrations_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"assay/migrations"
)

// project writes files into a folder of their own and returns it.
func project(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestFindFolders(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		path  string
		files map[string]string
		want  string // the folders, and "deep" for those in them
	}{
		"a versions folder":  {"v", map[string]string{"v/a.py": ""}, "v"},
		"an ini file":        {"alembic.ini", map[string]string{"alembic.ini": "[alembic]\nscript_location = %(here)s/m\n"}, "m/versions"},
		"of no path":         {"", map[string]string{"alembic.ini": "[alembic]\nscript_location = m\n"}, "m/versions"},
		"scripts":            {"m", map[string]string{"m/env.py": "", "m/versions/a.py": ""}, "m/versions"},
		"a pyproject.toml":   {"", map[string]string{"pyproject.toml": "[tool.alembic]\nscript_location = \"%(here)s/50%%\"\n"}, "50%/versions"},
		"a list":             {"", map[string]string{"pyproject.toml": "[tool.alembic]\nversion_locations = [\"%(here)s/a\", \"b\"]\nrecursive_version_locations = true\n"}, "a b deep"},
		"a stranger's":       {"", map[string]string{"pyproject.toml": "[tool.black]\n", "a.py": ""}, "."},
		"beside an ini file": {"alembic.ini", map[string]string{"alembic.ini": "[alembic]\nsqlalchemy.url = x\n", "pyproject.toml": "[tool.alembic]\nscript_location = \"m\"\n"}, "m/versions"},
		"blanks and commas":  {"", map[string]string{"alembic.ini": "[alembic]\nversion_locations = %(here)s/a, b c\n"}, "a b c"},
		"colons":             {"", map[string]string{"alembic.ini": "[alembic]\nversion_path_separator = :\nversion_locations = a b:c\n"}, "a b c"},
		"lines":              {"", map[string]string{"alembic.ini": "[alembic]\npath_separator = newline\nversion_locations =\n  a\n  b\n"}, "a b"},
		"a package":          {"", map[string]string{"alembic.ini": "[alembic]\nscript_location = shop.db:m\n", "shop/db/__init__.py": ""}, "shop/db/m/versions"},
		"a package in src":   {"", map[string]string{"alembic.ini": "[alembic]\nscript_location = shop:m\n", "src/shop/__init__.py": ""}, "src/shop/m/versions"},
		"a package on a path": {"", map[string]string{
			"alembic.ini": "[alembic]\nprepend_sys_path = lib:.\nscript_location = shop:m\n", "lib/shop/__init__.py": "",
		}, "lib/shop/m/versions"},
		"within the package": {"shop/alembic.ini", map[string]string{"shop/alembic.ini": "[alembic]\nscript_location = shop:m\n"}, "shop/m/versions"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := project(t, test.files)
			dirs, recursive, err := migrations.FindFolders(filepath.Join(dir, test.path), "alembic")
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, d := range dirs {
				rel, err := filepath.Rel(dir, d)
				if err != nil {
					t.Fatal(err)
				}
				got = append(got, filepath.ToSlash(rel))
			}
			if recursive {
				got = append(got, "deep")
			}
			if strings.Join(got, " ") != test.want {
				t.Errorf("the folders are %v, want %s", got, test.want)
			}
		})
	}
}

func TestConfigRefuses(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"[alembic]\n":                        "no script_location is set in [alembic]: name the versions folder itself",
		"[alembic]\nscript_location = 50%\n": ":2: script_location holds a single %, which is written %% in this file",
		"[alembic]\nscript_location = m\nversion_path_separator = ,\nversion_locations = a\n": `:3: version_path_separator is ",": Alembic knows space, newline, os, : and ;`,
		"[alembic]\nscript_location = nowhere.db:m\n":                                         ":2: script_location is in the Python package nowhere.db, which is not beside the file",
		"[other]\n": "there is no section [alembic]: it has [other]",
	} {
		file := filepath.Join(project(t, map[string]string{"alembic.ini": text}), "alembic.ini")
		_, _, err := migrations.FindFolders(file, "alembic")
		if err == nil || !strings.HasPrefix(err.Error(), file) || !strings.Contains(err.Error(), want) {
			t.Errorf("%q gives %v, want %s", text, err, want)
		}
	}
	file := filepath.Join(project(t, map[string]string{"pyproject.toml": "[tool.alembic]\n\nversion_locations = [1]\n"}), "pyproject.toml")
	if _, _, err := migrations.FindFolders(file, ""); fmt.Sprint(err) != file+":3: version_locations is a list of strings, and something else is in it" {
		t.Errorf("a list of numbers gives %v", err)
	}
}

func TestVersionTable(t *testing.T) {
	t.Parallel()
	const ini = "[alembic]\nscript_location = m\n"
	for env, want := range map[string]string{
		`context.configure(connection=c, version_table="v", version_table_schema='s')`:                                                      "v s",
		"TABLE = 'v'\ndef run():\n    with x:\n        context.configure(\n            url,\n            version_table=TABLE,\n        )\n": "v ",
		"context.configure(url, version_table='v')\nif x:\n    context.configure(c)\n":                                                      "v ",
		"context.configure(url, version_table='v')\ncontext.configure(c, version_table='w')\n":                                              " ",
		"context.configure(url, version_table='v' + x)":                                                                                     " ",
		"context.configure(url, version_table=f('v'))":                                                                                      " ",
		"TABLE = 'v'\ndef run():\n    TABLE = f()\n    context.configure(version_table=TABLE)":                                              " ",
		"context.configure(other(version_table='v'))":                                                                                       " ",
		"def configure(version_table='v'): pass":                                                                                            " ",
		"context.configure(":                                                                                                                " ",
	} {
		file := filepath.Join(project(t, map[string]string{"alembic.ini": ini, "m/env.py": env}), "alembic.ini")
		c, err := migrations.ReadConfig(file, "")
		if err != nil {
			t.Fatal(err)
		}
		table, err := c.VersionTable()
		if err != nil {
			t.Fatal(err)
		}
		space, err := c.VersionSchema()
		if got := table + " " + space; err != nil || got != want {
			t.Errorf("%s\ngives %q, %v, want %q", env, got, err, want)
		}
	}
}
