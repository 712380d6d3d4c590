package report

import (
	"fmt"
	"io"
	"text/tabwriter"
)

// A Build says what this assay is, and what it knows.
type Build struct {
	Name     string      `json:"-"`        // and the version, in one
	Version  string      `json:"version"`  // empty: built from source that has none
	Commit   string      `json:"commit"`   // empty, as Date: built outside of a checkout
	Modified bool        `json:"modified"` // the checkout had changes that are in no commit
	Date     string      `json:"date"`     // of the commit, so that the same source gives the same program
	Go       string      `json:"go"`
	Platform string      `json:"platform"`
	Releases int         `json:"releases"` // of Asterisk, that are known
	Series   []LastKnown `json:"series"`
}

// LastKnown is the last release of a series that is known.
type LastKnown struct {
	Name string `json:"release"`
	Date string `json:"date"`
}

// BuildText prints it for people.
func BuildText(out io.Writer, b Build) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintln(w, b.Name)
	if b.Commit != "" {
		changed := ""
		if b.Modified {
			changed = ", and changes that are in no commit"
		}
		_, _ = fmt.Fprintf(w, "  commit\t%s of %s%s\n", b.Commit, b.Date, changed)
	}
	_, _ = fmt.Fprintf(w, "  built\twith %s for %s\n", b.Go, b.Platform)
	_, _ = fmt.Fprintf(w, "  data\t%d releases of Asterisk, of each series up to\n", b.Releases)
	for _, r := range b.Series {
		_, _ = fmt.Fprintf(w, "\t%s of %s\n", r.Name, r.Date)
	}
	return w.Flush()
}

// BuildJSON prints it as one JSON object.
func BuildJSON(w io.Writer, b Build) error { return encodeJSON(w, b) }
