package commandline_test

import (
	"strings"
	"testing"

	"assay/internal/commandline"
)

// TestPlain: what other programs are asked by is understood, and what stands behind -- stands for itself.
func TestPlain(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]string{
		"": "", "help": "--help", "help history show": "history show --help", "check --json x": "check --format=json x",
		"check -- --json": "check -- --json", "check help": "check help",
	} {
		if got := strings.Join(commandline.Plain(strings.Fields(typed)), " "); got != want {
			t.Errorf("%q: %q", typed, got)
		}
	}
}
