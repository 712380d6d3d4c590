// Package baseline keeps the findings that a project has accepted as they are, so that a gate can be set up today and fail on new ones only. It knows a
// file and what makes two findings the same, never how findings come about.
package baseline

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/dustin/go-humanize/english"

	"assay/internal/files"
)

// format is the number of the file's format.
const format = 1

// An Entry is a kind of finding that is accepted: what stays the same of it as long as nothing about it changes. A column whose type is another one than
// it was when that was accepted is a new finding.
type Entry struct {
	Command  string `json:"command"` // that finds it: "check", "lint"
	Rule     string `json:"rule"`
	Tree     string `json:"tree,omitempty"`
	Table    string `json:"table,omitempty"`
	Object   string `json:"object,omitempty"`
	Want     string `json:"want,omitempty"`
	Got      string `json:"got,omitempty"`
	Revision string `json:"revision,omitempty"`
	File     string `json:"file,omitempty"`
}

// A line is an entry as the file has it, with how often it was found.
type line struct {
	Entry
	Count int `json:"count,omitempty"` // 0: once
	// Message is what it said, for people who read the file.
	Message string `json:"message,omitempty"`
}

// A Baseline are the findings that are accepted. The zero Baseline accepts none.
type Baseline struct {
	name  string // of its file; empty: it was not read from one
	lines []line
	left  map[Entry]int
}

type file struct {
	Format   *int   `json:"assay_baseline"`
	Made     string `json:"made"`
	Accepted []line `json:"accepted"`
}

// Add accepts a finding. message is for people.
func (b *Baseline) Add(e Entry, message string) {
	if i := slices.IndexFunc(b.lines, func(l line) bool { return l.Entry == e }); i >= 0 {
		b.lines[i].Count = max(b.lines[i].Count, 1) + 1
		return
	}
	b.lines = append(b.lines, line{Entry: e, Message: message})
}

// Len is how many findings are accepted.
func (b *Baseline) Len() int {
	n := 0
	for _, l := range b.lines {
		n += max(l.Count, 1)
	}
	return n
}

// Save writes the baseline into a file, which it replaces, and says what is in it; to stdout for -, and says nothing then. left findings are about the stamp,
// which nobody can accept.
func (b *Baseline) Save(stdout io.Writer, output string, left int) (said string, err error) {
	var text bytes.Buffer
	if err := b.Write(&text, time.Now().UTC().Format(time.DateOnly)); err != nil {
		return "", err
	}
	if output == "-" {
		_, err := text.WriteTo(stdout)
		return "", err
	}
	if left > 0 {
		said = fmt.Sprintf("; %s about the stamp not: repair it with assay fix", english.Plural(left, "finding", ""))
	}
	return english.Plural(b.Len(), "finding", "") + " accepted" + said, files.Replace(output, text.Bytes())
}

// Write writes the file, its entries in a stable order, so that it can be reviewed. made is the day.
func (b *Baseline) Write(w io.Writer, made string) error {
	number := format
	f := file{Format: &number, Made: made, Accepted: slices.Clone(b.lines)}
	if f.Accepted == nil {
		f.Accepted = []line{}
	}
	slices.SortFunc(f.Accepted, func(x, y line) int {
		return cmp.Or(cmp.Compare(x.Command, y.Command), cmp.Compare(x.Tree, y.Tree), cmp.Compare(x.File, y.File), cmp.Compare(x.Table, y.Table),
			cmp.Compare(x.Object, y.Object), cmp.Compare(x.Rule, y.Rule), cmp.Compare(x.Revision, y.Revision), cmp.Compare(x.Got, y.Got), cmp.Compare(x.Want, y.Want))
	})
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(f)
}

// Read reads a file, text. Its error is the end of a sentence that begins with the file's name.
func Read(text []byte) (*Baseline, error) {
	var f file
	dec := json.NewDecoder(bytes.NewReader(bytes.TrimPrefix(text, []byte("\ufeff")))) // which editors leave
	dec.DisallowUnknownFields()
	err := dec.Decode(&f)
	if _, more := dec.Token(); err == nil && more != io.EOF {
		err = errors.New("something follows behind its end")
	}
	switch {
	case f.Format == nil && err != nil && bytes.Contains(text, []byte(`"assay_baseline"`)): // edited by hand
		return nil, fmt.Errorf("the baseline cannot be read: %w", err)
	case f.Format == nil:
		return nil, errors.New("this is no baseline: assay baseline writes one")
	case *f.Format != format:
		return nil, fmt.Errorf("the baseline is of format %d and this assay reads format %d: write it again with assay baseline", *f.Format, format)
	case err != nil:
		return nil, fmt.Errorf("the baseline cannot be read: %w", err)
	}
	return &Baseline{lines: f.Accepted}, nil
}

// Accepts reports whether a finding is accepted, and uses that up: of two that are alike, only as many are as there were.
func (b *Baseline) Accepts(e Entry) bool {
	if b.left == nil {
		b.left = map[Entry]int{}
		for _, l := range b.lines {
			b.left[l.Entry] += max(l.Count, 1)
		}
	}
	if b.left[e] == 0 {
		return false
	}
	b.left[e]--
	return true
}

// Gone are the accepted findings that are not found any more, what each said, of those that were looked for.
func (b *Baseline) Gone(looked func(Entry) bool) []string {
	var gone []string
	for _, l := range b.lines {
		n := max(l.Count, 1)
		if b.left != nil {
			n = b.left[l.Entry]
		}
		if looked(l.Entry) && n > 0 {
			gone = append(gone, fmt.Sprintf("%s [%s]", l.Message, l.Rule))
		}
	}
	return gone
}
