package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"assay/internal/lab"
	"assay/internal/lab/replay"
)

// An example is a block of the README, or of a page in docs, that shows commands and what they print. A comment before it says what it is about:
//
//	made: mysql 18.20.1 config; DROP TABLE alembic_version_config    the database is a clean install of that release and tree, and edited so
//	files: testdata/script/verify.txtar                              it is run in a folder with these files
//	in: .                                                            it is run in that folder of the repository
//	not run here: REASON
type example struct {
	at    string // its page and line
	about string
	lines []string // without the indentation
}

var (
	aboutExample = regexp.MustCompile(`^<!-- (.*) -->$`)
	serverName   = regexp.MustCompile(`(MariaDB|PostgreSQL) [\d.]+`)
	anyDatabase  = regexp.MustCompile(`(?:mysql|postgresql)://asterisk@localhost/asterisk`)
)

// TestReadme runs the examples of the README and of docs: they print what stands there, lines that are left out aside.
func TestReadme(t *testing.T) {
	t.Parallel()
	var examples []example
	for _, p := range pages(t) {
		if !strings.Contains(p.text, "\n    $ assay ") {
			continue
		}
		examples = append(examples, examplesIn(p)...)
	}
	if len(examples) < 12 {
		t.Fatalf("the README and docs have %d examples", len(examples))
	}
	available := map[string]lab.Server{}
	for _, s := range servers(t) {
		available[s.Server.Engine] = s
	}
	for _, x := range examples {
		if strings.HasPrefix(x.about, "not run here: ") {
			continue
		}
		t.Run(x.at+" "+strings.Join(strings.Fields(x.lines[0])[1:4], " "), func(t *testing.T) {
			t.Parallel()
			x.run(t, available)
		})
	}
}

func examplesIn(p page) []example {
	var all []example
	about := ""
	var now *example
	for i, line := range strings.Split(p.text, "\n") {
		code, indented := strings.CutPrefix(line, "    ")
		switch {
		case indented && now != nil:
			now.lines = append(now.lines, code)
		case indented && strings.HasPrefix(code, "$ assay "):
			all = append(all, example{fmt.Sprintf("%s:%d", p.name, i+1), about, []string{code}})
			now, about = &all[len(all)-1], ""
		case line == "" && now != nil:
			now.lines = append(now.lines, "")
		case line != "":
			now = nil
			if m := aboutExample.FindStringSubmatch(line); m != nil {
				about = m[1]
			} else {
				about = ""
			}
		}
	}
	return all
}

func (x *example) run(t *testing.T, available map[string]lab.Server) {
	t.Helper()
	dir := t.TempDir()
	url, back := "", strings.NewReplacer()
	if files, ok := strings.CutPrefix(x.about, "files: "); ok {
		a, err := txtar.ParseFile(filepath.Join(root, filepath.FromSlash(files)))
		if err == nil {
			err = txtar.Write(a, dir)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if folder, ok := strings.CutPrefix(x.about, "in: "); ok {
		dir = filepath.Join(root, filepath.FromSlash(folder))
	}
	if made, ok := strings.CutPrefix(x.about, "made: "); ok {
		db := x.database(t, available, made)
		url = db.URL
		back = strings.NewReplacer(db.URL, anyDatabase.FindString(strings.Join(x.lines, "\n")), "database "+db.Name, "database asterisk")
	}
	var got []string
	for _, line := range x.lines {
		command, ok := strings.CutPrefix(line, "$ ")
		if !ok || strings.HasPrefix(command, "mysql ") || strings.HasPrefix(command, "pg_dump ") {
			if ok {
				got = append(got, line)
			}
			continue
		}
		got = append(got, line)
		output := back.Replace(x.execute(t, dir, anyDatabase.ReplaceAllString(command, url)))
		if output = strings.TrimRight(output, "\n"); output != "" {
			got = append(got, strings.Split(output, "\n")...)
		}
	}
	x.compare(t, got)
}

func (x *example) database(t *testing.T, available map[string]lab.Server, made string) *lab.Database {
	t.Helper()
	steps := strings.Split(made, "; ")
	words := strings.Fields(steps[0])
	server, ok := available[words[0]]
	if !ok {
		t.Fatalf("%s: no server is called %s", x.at, words[0])
	}
	sql, err := replay.Release(server.Server, words[1], words[2:]...)
	if err != nil {
		t.Fatal(err)
	}
	db := server.Built(t, sql)
	db.Exec(t, steps[1:]...)
	return db
}

// execute runs a command as a shell would that knows > and quotes nothing.
func (x *example) execute(t *testing.T, dir, command string) string {
	t.Helper()
	command, file, redirected := strings.Cut(command, " > ")
	words := strings.Fields(command)
	if words[0] != "assay" {
		cmd := exec.CommandContext(t.Context(), words[0], words[1:]...)
		cmd.Dir = dir
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("%s: %v: %s", command, err, out)
		}
		return string(out)
	}
	for i, w := range words { // the command looks for files where the test runs
		if inside := filepath.Join(dir, w); i > 0 && !strings.HasPrefix(w, "-") && words[i-1] != "--tree" && (exists(inside) || words[i-1] == "-o") {
			words[i] = inside
		}
	}
	o := assayIn(t, dir, func(name string) (string, bool) { return "C.UTF-8", name == "LANG" }, words[1:]...)
	if o.stderr != "" {
		t.Errorf("%s: %s", command, o.stderr)
	}
	out := strings.ReplaceAll(o.stdout, dir+string(filepath.Separator), "")
	if redirected {
		if err := os.WriteFile(filepath.Join(dir, file), []byte(out), 0o600); err != nil {
			t.Fatal(err)
		}
		return ""
	}
	return out
}

func exists(file string) bool {
	_, err := os.Stat(file)
	return err == nil
}

// compare compares what was printed with the example, in which … stands for lines that are left out.
func (x *example) compare(t *testing.T, got []string) {
	t.Helper()
	plain := func(lines []string) []string {
		var all []string
		for _, line := range lines {
			if line = strings.TrimRight(serverName.ReplaceAllString(line, "$1"), " "); line != "" {
				all = append(all, line)
			}
		}
		return all
	}
	want, rest := plain(x.lines), plain(got)
	skipping := false
	for i, line := range want {
		switch {
		case strings.TrimSpace(line) == "…":
			skipping = true
			continue
		case skipping:
			for len(rest) > 0 && rest[0] != line {
				rest = rest[1:]
			}
			skipping = false
		}
		if len(rest) == 0 || rest[0] != line {
			t.Errorf("%s: from its line %d on the example differs from what is printed (-page +printed):\n%s\nall that is printed:\n%s",
				x.at, i, cmp.Diff(want[i:], rest), strings.Join(got, "\n"))
			return
		}
		rest = rest[1:]
	}
	if len(rest) > 0 && !skipping {
		t.Errorf("%s: the example ends before what is printed: %q", x.at, rest)
	}
}
