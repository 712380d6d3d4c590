package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"assay/internal/lab"
)

// TestScriptToTerminal: a script with a name that would play with the terminal is not printed on one; everything else is, and into a pipe all is.
func TestScriptToTerminal(t *testing.T) {
	t.Parallel()
	names := map[string]bool{
		"own": true, "größe": true, "own\ttab": true,
		"own\x1b[2Jx": false, "own\x1b]0;title\x07": false, "own\u009b2J": false, "own\u202egnp": false, "own\bx": false, "own\x7f": false, "own\rx": false,
	}
	for i, engine := range []string{"mysql", "postgresql"} {
		for j, name := range slices.Sorted(maps.Keys(names)) {
			every, fine := name == "own" || name == "own\x1b[2Jx", names[name] // printer of scripts
			if !every && !lab.Campaign() && (i+j)%2 != 0 {
				continue
			}
			t.Run(fmt.Sprintf("%s %q", engine, name), func(t *testing.T) {
				t.Parallel()
				file := ownColumn(t, engine, name)
				fix := []string{"fix", "--all", "--at", "22.10.1", "--allow-destructive", file}
				if o := assay(t, fix...); !strings.Contains(o.stdout, name) {
					t.Fatalf("it is not in %s%s", o.stdout, o.stderr)
				}
				toTerminal(t, name, fine, fix)
				if !every {
					return // one printer prints them all
				}
				toTerminal(t, name, fine, []string{"diff", "--format", "sql", "--allow-destructive", file, "asterisk:22.10.1", "--engine", engine})
				toTerminal(t, name, fine, []string{"diff", "--format", "sql", "asterisk:22.10.1", file, "--engine", engine})
				toTerminal(t, name, fine, []string{"check", "--at", "22.10.1", "--format", "sql", "--fail-on", "info", file})
				toTerminal(t, name, fine, []string{"preflight", "--sql", "--to", "23.4.1", file})
			})
		}
	}
}

// toTerminal runs a command into a pipe and on a terminal, which shows the same, or why not.
func toTerminal(t *testing.T, name string, fine bool, args []string) {
	t.Helper()
	const why = "assay: the script holds a name with control characters, which would play with the terminal: write it into a file (> script.sql)\r\n"
	piped := assay(t, args...)
	if piped.code == exitUnknown {
		t.Fatalf("%s into a pipe: %s", args, piped.stderr)
	}
	cmd, ok := onTerminal(t, "", args...)
	if !ok {
		lab.Skip(t, errors.New("script is not installed"))
	}
	out, _ := cmd.Output()
	said, refuses := string(out), strings.Contains(piped.stdout, name) && !fine
	if refused := said == why; refused != refuses || cmd.ProcessState.ExitCode() != map[bool]int{true: exitUnknown, false: piped.code}[refuses] {
		t.Errorf("%s: status %d, %q", args, cmd.ProcessState.ExitCode(), said)
	}
	if !refuses && !strings.Contains(said, "ps_endpoints") && strings.Contains(piped.stdout, "ps_endpoints") {
		t.Errorf("%s printed %q", args, said)
	}
}

// ownColumn is a snapshot of a clean install with one column more, and one less.
func ownColumn(t *testing.T, engine, name string) string {
	t.Helper()
	o := assay(t, "snapshot", "--engine", engine, "asterisk:22.10.1")
	var all map[string]any
	if err := json.Unmarshal([]byte(o.stdout), &all); err != nil {
		t.Fatal(err)
	}
	type object = map[string]any
	for _, v := range all["tables"].([]any) {
		if table := v.(object); table["name"] == "ps_endpoints" {
			integer := object{"name": map[string]string{"mysql": "int", "postgresql": "integer"}[engine]}
			table["columns"] = append(slices.Delete(table["columns"].([]any), 80, 81), object{"name": name, "type": integer, "nullable": true})
		}
	}
	text, err := json.Marshal(all)
	if err != nil {
		t.Fatal(err)
	}
	return write(t, filepath.Join(t.TempDir(), "snapshot.json"), string(text))
}
