package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"assay/internal/lab"
	"assay/internal/lab/drifts"
)

// TestDiffOfDatabases: a clean database is what its release says, from either side; the SQL that diff prints makes one database like another.
func TestDiffOfDatabases(t *testing.T) {
	t.Parallel()
	for nth, s := range servers(t) {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			clean := builtWithRows(t, s, newest)
			for _, pair := range [][2]string{{clean.URL, "asterisk:" + newest}, {"asterisk:" + newest, clean.URL}, {clean.URL, clean.URL}, {newest, clean.URL}} {
				if o := assay(t, "diff", pair[0], pair[1]); o.code != exitClean {
					t.Errorf("assay diff %s %s: status %d\n%s%s", pair[0], pair[1], o.code, o.stdout, o.stderr)
				}
			}
			for i, d := range drifts.On(s) {
				if !lab.Sampled(i, nth, 5, 4) || !d.Can(s) {
					continue
				}
				t.Run(d.Name, func(t *testing.T) {
					t.Parallel()
					was := builtWithRows(t, s, d.Release)
					before := snapshot(t, was.URL)
					d.Inject(t, was)
					want := map[bool]int{true: exitFindings, false: exitClean}[len(d.Want) > 0] // an identity serves as a serial does
					if o := assay(t, "diff", before, was.URL); o.code != want || strings.Contains(o.stdout, "are the same") != (want == exitClean) {
						t.Fatalf("status %d\n%s%s", o.code, o.stdout, o.stderr)
					}
					o := assay(t, "diff", was.URL, before, "--format", "sql", "--allow-destructive")
					if o.code != want {
						t.Fatalf("status %d\n%s%s", o.code, o.stdout, o.stderr)
					}
					run := was.Client(t)
					run.Stdin = strings.NewReader(o.stdout)
					if out, err := run.CombinedOutput(); err != nil {
						t.Fatalf("%v\n%s\n%s", err, out, o.stdout)
					}
					if again := assay(t, "diff", was.URL, before); again.code != exitClean {
						t.Errorf("after the statements, status %d\n%s%s\nthey were\n%s", again.code, again.stdout, again.stderr, o.stdout)
					}
				})
			}
		})
	}
}

// TestDiffOfInvisible: what differs stands in the lines of a difference, so that no two sides read alike.
func TestDiffOfInvisible(t *testing.T) {
	dump := func(table string) string {
		return write(t, filepath.Join(t.TempDir(), "d.SQL"), "-- MySQL dump 10.13  Distrib 8.0.40, for Linux (x86_64)\n-- Server version\t8.0.40\n"+table+";\n-- Dump completed\n")
	}
	a := dump("CREATE TABLE `t` (`id` int NOT NULL, `a` int DEFAULT NULL, PRIMARY KEY (`id`), KEY `k` (`a`), CONSTRAINT `pos` CHECK ((`a` > 0))) ENGINE=InnoDB")
	b := dump("CREATE TABLE `t` (`id` int NOT NULL, `a` int DEFAULT NULL, `g` int /*!80023 INVISIBLE */, PRIMARY KEY (`id`), KEY `k` (`a`) /*!80000 INVISIBLE */, CONSTRAINT `pos` CHECK ((`a` > 0)) /*!80016 NOT ENFORCED */) ENGINE=InnoDB")
	o := assay(t, "diff", a, b)
	for _, want := range []string{"visible  → INVISIBLE\n", "checked  → NOT ENFORCED\n", "int NULL INVISIBLE\n"} {
		if !strings.Contains(o.stdout, want) {
			t.Errorf("diff does not say %q: %s%s", want, o.stdout, o.stderr)
		}
	}
}

// TestDiffOfAmbiguousNames: a file that is named as a release is not taken for either.
func TestDiffOfAmbiguousNames(t *testing.T) {
	text := read(t, snapshot(t, "asterisk:20.20.1"))
	t.Chdir(t.TempDir())
	for _, name := range []string{"20.20.1", "e89e30", "snap.json"} {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for args, want := range map[string]int{
		"20.20.1 snap.json": exitUnknown, "snap.json e89e30": exitUnknown,
		"./20.20.1 snap.json": exitClean, "revision:20.20.1 snap.json": exitClean, "snap.json 20.20.0": exitClean, "snap.json 22.10.1": exitFindings,
	} {
		o := assay(t, append([]string{"diff"}, strings.Fields(args)...)...)
		if o.code != want || want == exitUnknown && !strings.Contains(o.stderr, "is a file here, and a revision or release as well: write ./") {
			t.Errorf("assay diff %s: status %d, want %d: %s", args, o.code, want, o.stderr)
		}
	}
}
