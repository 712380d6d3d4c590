// Generate writes the data of package asterisk from a folder of facts about Asterisk's revisions (releases.tsv, chains.tsv,
// revisions.jsonl), or checks that the data says the same as such a folder:
//
//	go run ./expected/asterisk/generate -from DIR
//	go run ./expected/asterisk/generate -from DIR -check
package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"assay/expected/asterisk"
)

func main() {
	from := flag.String("from", "", "the `folder` with releases.tsv, chains.tsv and revisions.jsonl")
	to := flag.String("to", "expected/asterisk/data", "the `folder` of the data")
	check := flag.Bool("check", false, "write nothing; fail if the data says something else")
	flag.Parse()
	if *from == "" || flag.NArg() > 0 {
		flag.Usage()
		os.Exit(2)
	}
	if err := run(*from, *to, *check); err != nil {
		fmt.Fprintln(os.Stderr, "generate:", err)
		os.Exit(1)
	}
}

func run(from, to string, check bool) error {
	files, err := generate(from)
	if err != nil {
		return err
	}
	var errs []error
	for _, name := range slices.Sorted(maps.Keys(files)) {
		path := filepath.Join(to, name)
		if !check {
			errs = append(errs, os.WriteFile(path, files[name], 0o644))
		} else if got, err := os.ReadFile(path); err != nil {
			errs = append(errs, err)
		} else if !bytes.Equal(got, files[name]) {
			errs = append(errs, fmt.Errorf("%s says something else", path))
		}
	}
	return errors.Join(errs...)
}

// generate returns the files of the data by name.
func generate(from string) (map[string][]byte, error) {
	revisions, err := readRevisions(filepath.Join(from, "revisions.jsonl"))
	if err != nil {
		return nil, err
	}
	chains, err := readTSV(filepath.Join(from, "chains.tsv"), "tree", "chain", "revisions")
	if err != nil {
		return nil, err
	}
	releases, err := readTSV(filepath.Join(from, "releases.tsv"), append([]string{"release", "date"}, asterisk.Trees...)...)
	if err != nil {
		return nil, err
	}
	files := map[string][]byte{"releases.txt": lines(releases)}
	for _, tree := range asterisk.Trees {
		files[tree+".chains.txt"] = writeChains(tree, chains)
		for _, engine := range asterisk.Engines {
			files[tree+"."+engine+".txt"], err = writeRevisions(tree, engine, revisions)
			if err != nil {
				return nil, err
			}
		}
	}
	return files, nil
}

func readTSV(path string, columns ...string) ([][]string, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var rows [][]string
	for line := range strings.Lines(string(text)) {
		rows = append(rows, strings.Split(strings.TrimSpace(line), "\t"))
	}
	if len(rows) == 0 || !slices.Equal(rows[0], columns) {
		return nil, fmt.Errorf("%s does not begin with a line of %s", path, columns)
	}
	return rows[1:], nil
}

func readRevisions(path string) ([]revision, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var all []revision
	for line := range bytes.Lines(text) {
		var r revision
		d := json.NewDecoder(bytes.NewReader(line))
		d.DisallowUnknownFields()
		if err := d.Decode(&r); err != nil {
			return nil, fmt.Errorf("reading line %d of %s: %w", len(all)+1, path, err)
		}
		all = append(all, r)
	}
	return all, nil
}

func lines(rows [][]string) []byte {
	var b bytes.Buffer
	for _, r := range rows {
		b.WriteString(strings.Join(r, "\t") + "\n")
	}
	return b.Bytes()
}

// writeChains writes each chain as the longest beginning that it shares with an earlier one and the rest.
func writeChains(tree string, chains [][]string) []byte {
	var b bytes.Buffer
	var done [][]string
	var names []string
	for _, c := range chains {
		if c[0] != tree {
			continue
		}
		own := strings.Split(c[2], ",")
		base, shared := "-", 0
		for i, other := range done {
			if n := common(own, other); n >= shared && n > 0 {
				base, shared = names[i], n
			}
		}
		fmt.Fprintf(&b, "chain\t%s\t%s\t%d\n", c[1], base, shared)
		for _, key := range own[shared:] {
			fmt.Fprintf(&b, "\t%s\n", key)
		}
		done, names = append(done, own), append(names, c[1])
	}
	return b.Bytes()
}

func common(a, b []string) int {
	n := 0
	for n < min(len(a), len(b)) && a[n] == b[n] {
		n++
	}
	return n
}

func writeRevisions(tree, engine string, revisions []revision) ([]byte, error) {
	var rows [][]string
	made := keys{}
	for _, r := range revisions {
		if r.Tree != tree {
			continue
		}
		rows = append(rows, []string{"revision", r.Revision, dash(r.Variant), r.Created, r.Slug})
		for _, text := range r.Ops[engine] {
			op, err := operation{text}.lines()
			if err != nil {
				return nil, fmt.Errorf("%s of %s for %s: %w", r.Revision, tree, engine, err)
			}
			op[0] = withFlaw(engine, op[0])
			if fails := made.repeats(engine, op); fails != "" {
				op[0] = append(op[0], "fails="+fails)
			}
			rows = append(rows, op...)
		}
	}
	return lines(rows), nil
}
