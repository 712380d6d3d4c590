package asterisk

import (
	"slices"
	"strings"
	"testing"
)

// TestEngines: the engines have the same revisions, and every one of them knows what to do.
func TestEngines(t *testing.T) {
	for _, tree := range Trees {
		var want []string
		for i, engine := range Engines {
			revisions, err := Revisions(tree, engine)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			operations := 0
			for _, r := range revisions {
				got = append(got, strings.Join([]string{r.Key(), r.Created, r.Slug}, " "))
				operations += len(r.Operations)
			}
			if i == 0 {
				want = got
			}
			if !slices.Equal(want, got) {
				t.Errorf("the revisions of %s differ between %s and %s", tree, Engines[0], engine)
			}
			if operations == 0 {
				t.Errorf("%s does nothing on %s", tree, engine)
			}
		}
		sorted := slices.Sorted(slices.Values(want))
		if len(slices.Compact(sorted)) != len(want) {
			t.Errorf("%s has a revision twice", tree)
		}
	}
}

func TestFacts(t *testing.T) {
	lines, err := read("releases")
	if err != nil || len(lines) != 449 {
		t.Errorf("want 449 releases, got %d: %v", len(lines), err)
	}
	releases, err := Releases()
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]bool{}
	shipped := map[string]bool{"-": true}
	for _, r := range releases {
		if names[r.Name] {
			t.Errorf("%s is listed twice", r.Name)
		}
		names[r.Name] = true
		for _, c := range r.Chains {
			shipped[c] = true
		}
	}
	for _, tree := range Trees {
		chains, err := Chains(tree)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range chains {
			if !shipped[c.Name] {
				t.Errorf("no release ships %s", c.Name)
			}
			delete(shipped, c.Name)
		}
	}
	if len(shipped) != 1 {
		t.Errorf("some release ships a chain that is not there: %v", shipped)
	}
}

func TestUnknown(t *testing.T) {
	if _, err := Revisions("config", "sqlite"); err == nil {
		t.Error("there is data for SQLite")
	}
	if _, err := Chains("sip"); err == nil {
		t.Error("there are chains of sip")
	}
}
