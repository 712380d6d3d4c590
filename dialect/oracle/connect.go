package oracle

import (
	"context"
	"time"

	"assay/schema"
)

var errNoDriver = &schema.ReadError{
	Problem: "assay has no driver for Oracle's servers",
	Hint:    "have SQL*Plus run what assay snapshot --queries --engine oracle prints, and name the file that it writes",
}

// Read reads a live database.
func Read(context.Context, schema.Target) (*schema.Database, error) { return nil, errNoDriver }

// Ask puts questions to a live database.
func Ask(context.Context, schema.Target, []schema.Question, time.Duration) ([]schema.Answer, error) {
	return nil, errNoDriver
}

// Names are the names of the databases on a server.
func Names(context.Context, schema.Target, bool) ([]string, error) { return nil, errNoDriver }
