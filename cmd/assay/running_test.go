package main

import (
	"strings"
	"testing"

	"assay/internal/lab"
)

// TestRunningUpgrade: what is half done while Alembic still runs is told as that, and not as drift. Between two statements nothing tells it, which is short.
func TestRunningUpgrade(t *testing.T) {
	t.Parallel()
	needAlembic(t)
	for _, s := range lab.MySQL(t) {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			k := newKilled(t, s, 0)
			cmd := k.alembic.command("upgrade", "head")
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			done := make(chan error)
			go func() { done <- cmd.Wait() }()
			var whole, told, untold int
			for {
				select {
				case err := <-done:
					if err != nil || told == 0 || untold > told/4 {
						t.Errorf("%v; %d found the schema of a revision, %d told of the upgrade, and %d took it for something else", err, whole, told, untold)
					}
					return
				default:
				}
				switch o := assay(t, "check", "--tree", "config", k.db.URL); {
				case o.code == exitUnknown && strings.Contains(o.stderr, " is running "):
					told++
				case strings.Contains(o.stdout, "agrees with the schema"):
					whole++
				default:
					untold++
				}
			}
		})
	}
}
