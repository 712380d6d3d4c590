// Package build says what the program that runs was built of.
package build

import (
	"runtime"
	"runtime/debug"
	"strings"

	"assay/expected"
	"assay/report"
)

// Version is what the linker or the Go toolchain was told of the build; empty: nothing. release is what the linker was told.
func Version(release string) string {
	if release != "" {
		return release
	}
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "(devel)" {
		return ""
	}
	return strings.TrimPrefix(info.Main.Version, "v")
}

// Name is the program's name with its version.
func Name(release string) string {
	if v := Version(release); v != "" {
		return "assay " + v
	}
	return "assay (built from source)"
}

// This is all that is known of the build, and of the releases of Asterisk that it knows.
func This(release string) (report.Build, error) {
	b := report.Build{Name: Name(release), Version: Version(release), Go: runtime.Version(), Platform: runtime.GOOS + "/" + runtime.GOARCH}
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
