package expected

import "testing"

func TestSharesVersionTable(t *testing.T) {
	for name, want := range map[string]bool{
		"12.8.2": true, "13.0.0": true, "13.11.2": true, "13.12.0": false, "13.38.3": false, "14.0.2": true, "14.1.0": false, "15.0.0": false, "22.10.1": false,
		"certified-13.8-cert4": true, "certified-13.13-cert9": false, "certified-16.8-cert1": false,
	} {
		if got := (Release{Name: name}).SharesVersionTable(); got != want {
			t.Errorf("%s shares its version table: %t, want %t", name, got, want)
		}
	}
}

// TestLatest: a chain is the latest where the last release of any series ships it.
func TestLatest(t *testing.T) {
	h := load(t, "config", "mysql")
	for release, want := range map[string]bool{"13.38.3": true, "13.34.0": false, "20.20.1": true, "20.20.0": true, "20.19.0": false, "22.10.1": true} {
		p, err := h.Resolve(release)
		if err != nil {
			t.Fatal(err)
		}
		if got := h.Latest(p[0].Chain); got != want {
			t.Errorf("the chain of %s is the latest of some series: %t, want %t", release, got, want)
		}
	}
}

func TestTreeOf(t *testing.T) {
	for id, want := range map[string]string{
		"e89e30cee53f": "config", "339e1dfa644d": "config", "74dc751dfe8e": "config", "64fae6bbe7fb": "voicemail", "54cde9847798": "cdr",
		"4105ee839f58": "queue_log", "": "", "e89e30ce": "", "0123456789ab": "",
	} {
		if got := TreeOf(id); got != want {
			t.Errorf("revision %q is of the tree %q, want %q", id, got, want)
		}
	}
}
