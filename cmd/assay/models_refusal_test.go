package main

import (
	"strings"
	"testing"
)

// TestModelsRefusal: each command refuses beside --models what it has, and names nothing else.
func TestModelsRefusal(t *testing.T) {
	t.Parallel()
	for command, names := range map[string]bool{"check": true, "baseline -o x.toml": false} {
		o := assay(t, append(strings.Fields(command), "--models", "m.sql", "--history", "h.sql", "--tree", "config")...)
		if o.code != exitUnknown || !strings.Contains(o.stderr, "--models compares models with the --history alone") || strings.Contains(o.stderr, "openmetrics") != names {
			t.Errorf("%s: exit status %d\n%s%s", command, o.code, o.stdout, o.stderr)
		}
	}
}
