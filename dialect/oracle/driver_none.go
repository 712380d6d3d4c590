//go:build !oracle

package oracle

import (
	"database/sql/driver"

	"assay/schema"
)

var errNoDriver = &schema.ReadError{
	Problem: "this assay has no driver for Oracle's servers",
	Hint: "take assay-oracle (go build -tags oracle ./cmd/assay), or have SQL*Plus run what assay snapshot --queries --engine oracle prints, " +
		"and name the file that it writes",
}

// connector is none: go-ora makes the program a third larger, so that a build of its own has it.
func connector(address) (driver.Connector, error) { return nil, errNoDriver }
