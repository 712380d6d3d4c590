package terminal

import "testing"

// TestColours: they are for a terminal that shows them to somebody who wants them.
func TestColours(t *testing.T) {
	t.Parallel()
	for env, want := range map[string]bool{"": true, "TERM=xterm": true, "TERM=dumb": false, "NO_COLOR=1": false} {
		look := func(name string) (string, bool) {
			value, ok := "", len(env) > len(name) && env[:len(name)+1] == name+"="
			if ok {
				value = env[len(name)+1:]
			}
			return value, ok
		}
		if got := Colours(true, look); got != want {
			t.Errorf("%q: %v", env, got)
		}
		if Colours(false, look) {
			t.Errorf("%q: coloured without a terminal", env)
		}
	}
}

// TestTame: what plays with a terminal is taken out of what people read, and found in what is theirs to run.
func TestTame(t *testing.T) {
	t.Parallel()
	for _, bad := range []string{"a\x1b[2Jb", "a\u202eb", "a\bb", "a\x7fb"} {
		if got := Tame(bad); Plays(got) || !Plays(bad) {
			t.Errorf("%q: %q, plays: %v", bad, got, Plays(bad))
		}
	}
	if fine := "größe\ttab"; Tame(fine) != fine || Plays(fine) {
		t.Error("a plain text is not left alone")
	}
	if !Plays("\xff") {
		t.Error("what is no UTF-8 is let pass")
	}
}
