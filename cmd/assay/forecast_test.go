package main

import (
	"strings"
	"testing"
)

// TestDestination: a revision is in the chains of several series; an upgrade within a series is measured in that series, and none goes back.
func TestDestination(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ from, to, want string }{
		{"20.10.0", "801b9fced8b7", "GO  config to 801b9fced8b7\n"},
		{"20.19.0", "e89e30cee53f", "GO  config to e89e30cee53f\n"},
		{"21.5.0", "801b9fced8b7", "GO  config to 801b9fced8b7\n"},
		{"20.10.0", "22.10.1", "NO-GO  config: 1 revision skipped for good\n"},
		{"22.10.1", "37a5332640e2", "NO-GO  config: Alembic does nothing\n"},
	} {
		o := assay(t, "preflight", "--tree", "config", "--to", test.to, "asterisk:"+test.from)
		if first, _, _ := strings.Cut(o.stdout, "\n"); first+"\n" != test.want {
			t.Errorf("from %s to %s: %q, want %q", test.from, test.to, first, test.want)
		}
	}
}
