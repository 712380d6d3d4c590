package main

import (
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"assay/config"
	"assay/report"
)

// root is the repository's folder.
var root = filepath.Join("..", "..")

// A page is a file of the documentation.
type page struct{ name, text string }

// pages returns the README and what is in docs.
func pages(t *testing.T) []page {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(root, "docs", "*.md"))
	if err != nil || len(files) == 0 {
		t.Fatalf("docs has no pages: %v", err)
	}
	var all []page
	for _, file := range append([]string{filepath.Join(root, "README.md")}, files...) {
		all = append(all, readPage(t, file))
	}
	return all
}

func readPage(t *testing.T, file string) page {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	name, err := filepath.Rel(root, file)
	if err != nil {
		t.Fatal(err)
	}
	return page{filepath.ToSlash(name), string(text)}
}

// prose returns a page's lines without its blocks of code, and code those blocks' lines without the indentation.
func (p page) prose() (lines []string) {
	for line := range strings.SplitSeq(p.text, "\n") {
		if !strings.HasPrefix(line, "    ") {
			lines = append(lines, line)
		}
	}
	return lines
}

func (p page) code() (lines []string) {
	for line := range strings.SplitSeq(p.text, "\n") {
		if code, ok := strings.CutPrefix(line, "    "); ok {
			lines = append(lines, code)
		}
	}
	return lines
}

// TestReadmeIsShort: a newcomer reads all of it; what only some need is in docs.
func TestReadmeIsShort(t *testing.T) {
	t.Parallel()
	readme := readPage(t, filepath.Join(root, "README.md"))
	if size := len(readme.text); size < 8_000 || size > 10_240 {
		t.Errorf("README.md has %d bytes, want 8 to 10 KB", size)
	}
}

// TestDocsLinks: each link leads to a file, and to a heading where it names one; the README leads to every page.
func TestDocsLinks(t *testing.T) {
	t.Parallel()
	link := regexp.MustCompile(`\]\(([^)\s]+)\)`)
	linked := map[string]bool{}
	all := pages(t)
	for _, name := range []string{"RULES.md", "CONTRIBUTING.md"} {
		all = append(all, readPage(t, filepath.Join(root, name)))
	}
	for _, p := range all {
		for _, m := range link.FindAllStringSubmatch(strings.Join(p.prose(), "\n"), -1) {
			if strings.Contains(m[1], "://") {
				continue
			}
			file, anchor, _ := strings.Cut(m[1], "#")
			to := filepath.Join(root, filepath.FromSlash(p.name))
			if file != "" {
				to = filepath.Join(filepath.Dir(to), filepath.FromSlash(file))
			}
			if !exists(to) {
				t.Errorf("%s: there is no file %s", p.name, m[1])
				continue
			}
			target := readPage(t, to)
			linked[p.name+" "+target.name] = true
			if anchor != "" && !slices.Contains(target.anchors(), anchor) {
				t.Errorf("%s: there is no heading %s", p.name, m[1])
			}
		}
	}
	for _, p := range pages(t)[1:] {
		if !linked["README.md "+p.name] {
			t.Errorf("README.md does not lead to %s", p.name)
		}
	}
}

// anchors returns the names that GitHub gives to a page's headings.
func (p page) anchors() (all []string) {
	dropped := regexp.MustCompile(`[^\p{L}\p{N} _-]`)
	for _, line := range p.prose() {
		if title, ok := strings.CutPrefix(strings.TrimLeft(line, "#"), " "); ok && strings.HasPrefix(line, "#") {
			all = append(all, strings.ReplaceAll(dropped.ReplaceAllString(strings.ToLower(title), ""), " ", "-"))
		}
	}
	return all
}

// TestDocsSayThingsOnce: no sentence stands on two pages, so that no two can come to differ.
func TestDocsSayThingsOnce(t *testing.T) {
	t.Parallel()
	said := map[string]string{}
	for _, p := range pages(t) {
		text := strings.Join(p.prose(), " ")
		for _, sentence := range regexp.MustCompile(`[.:;|] `).Split(text, -1) {
			sentence = strings.TrimSpace(sentence)
			if before, ok := said[sentence]; ok && len(sentence) > 40 {
				t.Errorf("%s and %s both say %q", before, p.name, sentence)
			}
			said[sentence] = p.name
		}
	}
}

// TestDocsCommands: each command of assay that a page shows or mentions is one, with flags that it has.
func TestDocsCommands(t *testing.T) {
	t.Parallel()
	inline := regexp.MustCompile("`(assay [^`]+)`")
	shown := regexp.MustCompile(`(?:^|[|$] )(assay [a-z-][^|>&]*)`)
	seen := 0
	for _, p := range pages(t) {
		var commands []string
		for _, m := range inline.FindAllStringSubmatch(strings.Join(p.prose(), " "), -1) {
			commands = append(commands, m[1])
		}
		for _, line := range p.code() {
			if m := shown.FindStringSubmatch(line); m != nil {
				commands = append(commands, m[1])
			}
		}
		for _, command := range commands {
			seen++
			if first, _, cut := strings.Cut(command, " | "); cut {
				command = first
			}
			if err := parses(command); err != nil {
				t.Errorf("%s: %s: %v", p.name, command, err)
			}
		}
	}
	if seen < 40 {
		t.Errorf("only %d commands were found", seen)
	}
}

// parses reads a command line as assay does; that one lacks what it needs is no fault of a page that only mentions it.
func parses(command string) error {
	var cli commands
	p := &process{stdout: io.Discard, stderr: io.Discard}
	done := false
	parser, err := p.parser(&cli, func(int) { done = true })
	if err != nil {
		return err
	}
	var words []string
	for _, m := range regexp.MustCompile(`'([^']*)'|(\S+)`).FindAllStringSubmatch(command, -1) {
		words = append(words, m[1]+m[2])
	}
	if _, err = parser.Parse(words[1:]); done || err != nil && regexp.MustCompile(`^(missing flags|expected "<)`).MatchString(err.Error()) {
		return nil
	}
	return err
}

// TestDocsConfiguration: the configuration files that docs shows are some, of Asterisk's databases and of a project's.
func TestDocsConfiguration(t *testing.T) {
	t.Parallel()
	p := readPage(t, filepath.Join(root, "docs", "configuration.md"))
	asterisk, own, _ := strings.Cut(strings.Join(p.code(), "\n"), "history:")
	for text, names := range map[string]int{asterisk: 2, "history:" + own: 1} {
		f, err := config.Parse("assay.yaml", []byte(text))
		if err != nil || len(f.Names()) != names || (f.History != "") != (names == 1) {
			t.Errorf("%v: %+v", err, f)
		}
	}
}

// TestDocsJSON: the published schema has each field that docs names, and docs explains each verdict of the schema.
func TestDocsJSON(t *testing.T) {
	t.Parallel()
	p := readPage(t, filepath.Join(root, "docs", "json.md"))
	schema := string(report.Schema)
	for _, m := range regexp.MustCompile(`"([a-z_]+)"`).FindAllStringSubmatch(strings.Join(p.code(), "\n"), -1) {
		if !strings.Contains(schema, `"`+m[1]+`"`) {
			t.Errorf("the JSON Schema has no field %s", m[1])
		}
	}
	_, verdicts, _ := strings.Cut(schema, `"verdict": {`)
	verdicts, _, _ = strings.Cut(verdicts, "]")
	_, verdicts, _ = strings.Cut(verdicts, "[")
	if verdicts == "" {
		t.Fatal("the JSON Schema lists no verdicts")
	}
	for _, m := range regexp.MustCompile(`"([a-z-]+)"`).FindAllStringSubmatch(verdicts, -1) {
		if !strings.Contains(p.text, "`"+m[1]+"`") {
			t.Errorf("docs/json.md does not explain the verdict %s", m[1])
		}
	}
}
