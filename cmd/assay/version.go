package main

import (
	"io"
	"runtime"
	"runtime/debug"
	"strings"
	"time"

	"assay/expected"
	"assay/report"
	"assay/result"
)

// release is the version of a build that is no module's own, as packages are: the linker sets it (-X main.release=1.2.3).
var release string

type versionCommand struct{ formatFlag }

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
			return report.BuildJSON(w, b)
		}
		return report.BuildText(w, b)
	})
}

// made says that a result is made now, by this assay.
func made() result.Made { return result.Made{At: time.Now(), By: ownVersion()} }

func thisBuild() (report.Build, error) {
	b := report.Build{Name: version(), Version: ownVersion(), Go: runtime.Version(), Platform: runtime.GOOS + "/" + runtime.GOARCH}
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
		b.Series = append(b.Series, report.LastKnown(r))
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
