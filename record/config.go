package record

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"assay/dialect"
	"assay/schema"
)

// copyConfig writes the copy of the configuration file, for its owner's eyes, as it may hold a password.
func (t *Tool) copyConfig(text string) error {
	dir, err := filepath.Abs(filepath.Dir(t.Config))
	if err != nil {
		return err
	}
	own, ok := find(text, t.Section, "sqlalchemy.url")
	if !ok {
		return fmt.Errorf("%s: there is no section [%s] in it", t.Config, t.Section)
	}
	if names, _ := find(text, t.Section, "databases"); names != "" && t.Command == "" {
		return fmt.Errorf("%s: it upgrades several databases (databases = %s), and would do so now: copy it, have each name a scratch database there, "+
			"and record once for each with --command 'alembic -c COPY upgrade {revision}' --list 'alembic -c COPY history --verbose'", t.Config, names)
	}
	t.URL = withDriver(t.URL, own)
	text = set(text, t.Section, "sqlalchemy.url", t.URL)
	f, err := os.CreateTemp(dir, ".assay-record-*.ini")
	if errors.Is(err, fs.ErrPermission) {
		// The original's folder is then said by hand: %(here)s in [DEFAULT] wins over what Alembic takes it for.
		f, err = os.CreateTemp("", "assay-record-*.ini")
		if _, there := find(text, "DEFAULT", ""); !there {
			text = "[DEFAULT]\n" + text
		}
		text = set(text, "DEFAULT", "here", dir)
	}
	if err != nil {
		return fmt.Errorf("copying Alembic's configuration file: %w", err)
	}
	t.ini = f.Name()
	_, err = f.WriteString(text)
	return errors.Join(err, f.Close())
}

var driverless = schema.Pattern(`^(\w+)://`)

// withDriver gives a URL that names no driver the driver of the project's own URL, where that is for the same engine.
func withDriver(to, own string) string {
	m := driverless().FindStringSubmatch(to)
	if m == nil {
		return to
	}
	scheme, _, _ := strings.Cut(own, "://")
	engine, driver, ok := strings.Cut(strings.TrimSpace(scheme), "+")
	of := engineOf(m[1])
	if !ok || of == nil || of != engineOf(engine) {
		return to
	}
	product := func(s schema.Server) bool { return strings.EqualFold(s.Product, m[1]) }
	if m[1] != of.Name && !slices.ContainsFunc(of.Products, product) { // SQLAlchemy knows postgres:// no more
		m[1] = of.Name
	}
	return m[1] + "+" + driver + to[strings.Index(to, "://"):]
}

// engineOf returns the engine of a URL's scheme; nil: there is none.
func engineOf(scheme string) *dialect.Engine {
	return dialect.Which(func(e *dialect.Engine) bool { return slices.Contains(e.Schemes, scheme) })
}

// find returns the value that a section of an ini file gives a key, on its first line, and whether there is such a section.
func find(text, section, key string) (value string, there bool) {
	for _, l := range locate(text, section) {
		there = true
		if name, v, ok := option(l); ok && name == key {
			value = v
		}
	}
	return value, there
}

// locate returns the lines of a section, its header the first.
func locate(text, section string) []string {
	var lines []string
	in := false
	for line := range strings.Lines(text) {
		if name, ok := header(line); ok {
			in = name == section
		}
		if in {
			lines = append(lines, line)
		}
	}
	return lines
}

// header is the name of the section that a line begins.
func header(line string) (string, bool) {
	line, ok := strings.CutPrefix(line, "[")
	if !ok {
		return "", false
	}
	end := strings.LastIndexByte(line, ']')
	return line[:max(end, 0)], end >= 0
}

// option is the key that a line sets, in lower case as ConfigParser takes it.
func option(line string) (key, value string, ok bool) {
	if line == "" || strings.ContainsAny(line[:1], " \t#;[\r\n") {
		return "", "", false
	}
	at := strings.IndexAny(line, "=:")
	if at < 0 {
		return "", "", false
	}
	return strings.ToLower(strings.TrimSpace(line[:at])), strings.TrimSpace(line[at+1:]), true
}

// set gives a key of a section another value, and leaves everything else as it is.
func set(text, section, key, value string) string {
	var b strings.Builder
	in, replaced := false, false
	for line := range strings.Lines(text) {
		continues := line[0] == ' ' || line[0] == '\t'
		if replaced && continues { // the rest of the old value
			continue
		}
		replaced = false
		if name, ok := header(line); ok {
			in = name == section
			b.WriteString(strings.TrimRight(line, "\r\n") + "\n")
			if in {
				b.WriteString(key + " = " + strings.ReplaceAll(value, "%", "%%") + "\n")
			}
			continue
		}
		if name, _, ok := option(line); in && ok && name == key {
			replaced = true
			continue
		}
		b.WriteString(line)
	}
	return b.String()
}
