package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// hostileIDs are ids of revisions of somebody else's history: a shell, or Alembic's command line, takes them for something else.
var hostileIDs = []string{
	"a; echo CANARY", "a$(echo CANARY)", "a`echo CANARY`", "a' ; echo CANARY ; '", `a" ; echo CANARY ; "`, "a | echo CANARY", "a && echo CANARY", "a & echo CANARY", "a > /dev/null",
	"--purge", "-x", "a b", "~root", "=ls", "a\\", "a*", "{a,b}", "!!", "#a", "é", "a\u00a0b",
}

// commandLines finds the commands of Alembic's and of assay's that an output tells the reader to run.
var commandLines = regexp.MustCompile(`(?m)(?:now run, for the tree [^:]+: |\(the same as: |next: )(.*?)\)?$`)

// inShell runs a command line in a shell to which every command of its own says what it is given, a word a line.
func inShell(t *testing.T, line string) []string {
	t.Helper()
	cmd := exec.Command("bash", "--norc", "-c", `for c in alembic assay; do eval "$c() { printf '%s\n' $c \"\$@\"; }"; done`+"\n"+line)
	cmd.Dir = t.TempDir()
	out, err := cmd.Output()
	if err != nil {
		t.Errorf("%s: %v", line, err)
	}
	return strings.Split(strings.TrimSuffix(string(out), "\n"), "\n")
}

// TestToldCommands: whatever ids and files are called, a command that assay tells the reader to run gives the shell no other one.
func TestToldCommands(t *testing.T) {
	t.Parallel()
	for _, id := range hostileIDs {
		dir := filepath.Join(t.TempDir(), "it's; echo CANARY")
		if err := os.Mkdir(dir, 0o700); err != nil {
			t.Fatal(err)
		}
		history := write(t, filepath.Join(dir, "h.jsonl"), hostileHistory(t, id))
		base := "CREATE TABLE alembic_version (version_num varchar(64));\nINSERT INTO alembic_version VALUES ('base1');\n"
		behind := write(t, filepath.Join(dir, "behind.sql"), base+"CREATE TABLE t (a int) ENGINE=InnoDB;\n")
		there := write(t, filepath.Join(dir, "there.sql"), base+"CREATE TABLE t (a int, gone int, b int) ENGINE=InnoDB;\n")
		commands := map[string]int{}
		for _, args := range [][]string{
			{"preflight", "--sql", "--to=" + id, behind}, {"fix", "--at=" + id, there}, {"check", "--at=" + id, behind}, {"check", "--at=" + id, there}, {"infer", there},
		} {
			o := assay(t, append(args, "--history", history)...)
			if o.code == exitUnknown {
				t.Error(o.stderr)
			}
			for _, m := range commandLines.FindAllStringSubmatch(o.stdout, -1) {
				line := m[1]
				words := inShell(t, line)
				commands[words[0]]++
				right := slices.Contains(words, history)
				if words[0] == "alembic" {
					flags := strings.HasPrefix(id, "-")
					right = len(words) >= 3 && slices.Equal(words[2:], map[bool][]string{true: {"--", id}, false: {id}}[flags])
				}
				if !right || slices.Contains(words, "CANARY") {
					t.Errorf("%s says %q, which is %q", args, line, words)
				}
			}
		}
		if commands["alembic"] < 2 || commands["assay"] < 2 {
			t.Errorf("%q: only %v are told", id, commands)
		}
	}
}

func hostileHistory(t *testing.T, id string) string {
	t.Helper()
	text := `{"assay_history": 1, "name": "x", "engine": "mysql"}` + "\n"
	down := "[]"
	for i, id := range []string{"base1", id, "last"} {
		name, err := json.Marshal(id)
		if err != nil {
			t.Fatal(err)
		}
		sql := []string{"CREATE TABLE t (a int, gone int) ENGINE=InnoDB", "ALTER TABLE t ADD COLUMN b int", "ALTER TABLE t ADD COLUMN c int"}[i]
		text += fmt.Sprintf("{\"revision\": %s, \"down\": %s, \"heads\": [%[1]s], \"sql\": [%[3]q]}\n", name, down, sql)
		down = "[" + string(name) + "]"
	}
	return text
}

// TestNextTakesBounds: the next command gets as long for its reading, and its questions, as this one got; defaults are not said.
func TestNextTakesBounds(t *testing.T) {
	t.Parallel()
	for _, s := range inTurn(t, 1, "") {
		db := install(t, s, "22.9.0", "queue_log")
		db.Exec(t, "ALTER TABLE queue_log DROP COLUMN data1")
		for _, c := range []struct {
			flags, next string
		}{
			{"check --timeout 90s", "assay fix --timeout 1m30s "},
			{"infer --timeout 5m", "assay check --timeout 5m0s "},
			{"check --timeout 1m", "assay fix "},
			{"preflight --to 22.10.1 --timeout 90s --data-timeout 7s --data-rows 10", "assay preflight --sql --data-timeout 7s --data-rows 10 --to 22.10.1 --timeout 1m30s "},
			{"preflight --to 22.10.1", "assay preflight --sql --to 22.10.1 "},
		} {
			o := assay(t, append(strings.Fields(c.flags), db.URL)...)
			if want := "next: " + c.next + db.URL + "\n"; !strings.HasSuffix(o.stdout, want) {
				t.Errorf("%s: want %q at the end of\n%s%s", c.flags, want, o.stdout, o.stderr)
			}
		}
	}
}
