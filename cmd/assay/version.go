package main

import (
	"encoding/json"
	"fmt"
	"io"
	"runtime"
	"runtime/debug"
	"strings"
	"text/tabwriter"

	"assay/expected"
)

// release is the version of a build that is no module's own, as packages are: the linker sets it (-X main.release=1.2.3).
var release string

type versionCommand struct{ formatFlag }

// Help implements kong's HelpProvider.
func (*versionCommand) Help() string {
	return `Which source it was built from, and up to which releases of Asterisk it knows the schemas: it knows nothing of later ones. assay --version is short.

  assay version
  assay version --format json

Exit status: 0 it is printed.`
}

// buildInfo is what assay version prints.
type buildInfo struct {
	Version  string      `json:"version"`  // empty: built from source that has none
	Commit   string      `json:"commit"`   // empty, as Date: built outside of a checkout
	Modified bool        `json:"modified"` // the checkout had changes that are in no commit
	Date     string      `json:"date"`     // of the commit, so that the same source gives the same program
	Go       string      `json:"go"`
	Platform string      `json:"platform"`
	Releases int         `json:"releases"` // of Asterisk, that are known
	Series   []lastKnown `json:"series"`
}

type lastKnown struct {
	Name string `json:"release"`
	Date string `json:"date"`
}

// Run prints it.
func (c *versionCommand) Run(p *process) error {
	if err := c.ready(); err != nil {
		return err
	}
	b, err := thisBuild()
	if err != nil {
		return err
	}
	return c.emit(p, func(format string, w io.Writer) error {
		if format == "json" {
			encoder := json.NewEncoder(w)
			encoder.SetIndent("", "  ")
			return encoder.Encode(b)
		}
		return b.print(w)
	})
}

func (b buildInfo) print(out io.Writer) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintln(w, version())
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

func thisBuild() (buildInfo, error) {
	b := buildInfo{Version: ownVersion(), Go: runtime.Version(), Platform: runtime.GOOS + "/" + runtime.GOARCH}
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, s := range info.Settings {
			switch s.Key {
			case "vcs.revision":
				b.Commit = s.Value
			case "vcs.time":
				b.Date = s.Value
			case "vcs.modified":
				b.Modified = s.Value == "true"
			}
		}
	}
	last, all, err := expected.LastReleases()
	b.Releases = all
	for _, r := range last {
		b.Series = append(b.Series, lastKnown(r))
	}
	return b, err
}

// version is what --version prints.
func version() string {
	if v := ownVersion(); v != "" {
		return "assay " + v
	}
	return "assay (built from source)"
}

// ownVersion is what the linker or the Go toolchain was told of the build; empty: nothing.
func ownVersion() string {
	if release != "" {
		return release
	}
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "(devel)" {
		return ""
	}
	return strings.TrimPrefix(info.Main.Version, "v")
}
