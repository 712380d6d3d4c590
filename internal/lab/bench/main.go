// Command bench copies what go test -bench prints, and writes it into a file as JSON: a list of benchmarks, each with its metrics by their units.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"golang.org/x/perf/benchfmt"
)

// A benchmark is what one came to.
type benchmark struct {
	Package string             `json:"package"`
	Name    string             `json:"name"`
	Metrics map[string]float64 `json:"metrics"`
}

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: go test -bench . | bench FILE")
		os.Exit(2)
	}
	if err := write(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// write reads the benchmarks to their end. None is no answer: the tests have failed, or there was nothing to run.
func write(file string) error {
	all, err := read(io.TeeReader(os.Stdin, os.Stdout))
	if err != nil {
		return err
	}
	if len(all) == 0 {
		return errors.New("there is no benchmark in what was read")
	}
	text, err := json.MarshalIndent(all, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(file, append(text, '\n'), 0o644) //nolint:gosec // for everybody to read
}

func read(in io.Reader) (all []benchmark, err error) {
	r := benchfmt.NewReader(in, "standard input")
	for r.Scan() {
		result, is := r.Result().(*benchfmt.Result)
		if !is {
			continue
		}
		b := benchmark{Package: result.GetConfig("pkg"), Name: result.Name.String(), Metrics: map[string]float64{}}
		for _, v := range result.Values {
			b.Metrics[v.Unit] = v.Value
		}
		all = append(all, b)
	}
	return all, r.Err()
}
