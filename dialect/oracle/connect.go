package oracle

import (
	"context"
	"time"

	"assay/schema"
)

const noDriver = "this assay reads catalogue files of Oracle, and has no driver for its servers"

var errNoDriver = &schema.ReadError{
	Problem: noDriver, Hint: "take assay-oracle, which has one, or name a file that the queries of assay snapshot --queries --engine oracle print",
}

// Read reads a live database.
func Read(context.Context, schema.Target) (*schema.Database, error) { return nil, errNoDriver }

// Ask puts questions to a live database.
func Ask(context.Context, schema.Target, []schema.Question, time.Duration) ([]schema.Answer, error) {
	return nil, errNoDriver
}

// Names are the names of the databases on a server.
func Names(context.Context, schema.Target, bool) ([]string, error) { return nil, errNoDriver }
