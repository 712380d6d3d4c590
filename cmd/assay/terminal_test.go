package main

import (
	"encoding/json"
	"errors"
	"path/filepath"
	"strings"
	"testing"
)

// TestScriptToTerminal: a script with a name that would play with the terminal is not printed on one; everything else is, and into a pipe all is.
func TestScriptToTerminal(t *testing.T) {
	t.Parallel()
	names := map[string]bool{
		"own": true, "größe": true, "own\ttab": true,
		"own\x1b[2Jx": false, "own\x1b]0;title\x07": false, "own\u009b2J": false, "own\u202egnp": false, "own\bx": false, "own\x7f": false, "own\rx": false,
	}
	const why = "assay: the script holds a name with control characters, which would play with the terminal: write it into a file (> script.sql)\r\n"
	for _, engine := range []string{"mysql", "postgresql"} {
		for name, fine := range names {
			file := ownColumn(t, engine, name)
			for i, args := range [][]string{
				{"fix", "--allow-destructive", file},
				{"diff", "--format", "sql", "--allow-destructive", file, "asterisk:22.10.1", "--engine", engine},
				{"diff", "--format", "sql", "asterisk:22.10.1", file, "--engine", engine},
				{"check", "--format", "sql", "--fail-on", "info", file},
				{"preflight", "--sql", "--to", "23.4.1", file},
			} {
				if i > 0 && name != "own" && name != "own\x1b[2Jx" {
					break // one printer prints them all
				}
				piped := assay(t, args...)
				if piped.code == exitUnknown {
					t.Fatalf("%s of %q into a pipe: status %d, %s", args, name, piped.code, piped.stderr)
				}
				cmd, ok := onTerminal(t, "", args...)
				if !ok {
					skip(t, errors.New("script is not installed"))
				}
				out, _ := cmd.Output()
				said := string(out)
				want := strings.Contains(piped.stdout, name) && !fine
				if refused := said == why; refused != want || cmd.ProcessState.ExitCode() != map[bool]int{true: exitUnknown, false: piped.code}[want] {
					t.Errorf("%s of %q: status %d, %q", args, name, cmd.ProcessState.ExitCode(), said)
				}
				if !want && !strings.Contains(said, "ps_endpoints") && strings.Contains(piped.stdout, "ps_endpoints") {
					t.Errorf("%s of %q printed %q", args, name, said)
				}
			}
		}
	}
}

// ownColumn is a snapshot of a clean install with one column more, and without others.
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
			table["columns"] = append(table["columns"].([]any)[:80], object{"name": name, "type": integer, "nullable": true})
		}
	}
	text, err := json.Marshal(all)
	if err != nil {
		t.Fatal(err)
	}
	return write(t, filepath.Join(t.TempDir(), "snapshot.json"), string(text))
}
