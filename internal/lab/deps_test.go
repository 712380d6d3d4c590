package lab

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// A function of the script that is named as a program once hid that the program is missing, on every machine but those that have it.
func TestDepsFindsNoFunctionForAProgram(t *testing.T) {
	bash, err := exec.LookPath("bash")
	if err != nil {
		t.Fatal("there is no bash, which make deps needs")
	}
	cmd := exec.CommandContext(t.Context(), bash, "../../.ci/deps")
	cmd.Env = []string{"PATH=" + t.TempDir()} // no program is there, so none can be installed either
	out, err := cmd.CombinedOutput()
	_, list, found := strings.Cut(string(out), "please install what these packages of Debian have: ")
	if err == nil || !found {
		t.Fatalf("%v: %s", err, out)
	}
	missing := strings.Fields(list)
	for _, want := range []string{"mariadb-client", "postgresql-client", "libxml2-utils", "gcc", "groff-base", "freetds-bin", "zsh", "fish"} {
		if !slices.Contains(missing, want) {
			t.Errorf("%s is not missing where the PATH is empty: %s", want, missing)
		}
	}
}
