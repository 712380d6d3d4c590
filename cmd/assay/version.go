package main

import (
	"io"
	"time"

	"assay/internal/build"
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
	b, err := build.This(release)
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
func made() result.Made { return result.Made{At: time.Now(), By: build.Version(release)} }
