package mssql

import (
	"context"
	"time"

	"assay/schema"
)

// errLive: nothing is asked of a server yet.
var errLive = &schema.ReadError{
	Problem: "SQL Server databases are not read live yet",
	Hint:    "assay snapshot --queries --engine " + Engine + " prints what sqlcmd runs there, and what it prints stands for the database",
}

// Read refuses: a file of the catalogue stands for a database.
func Read(context.Context, schema.Target) (*schema.Database, error) { return nil, errLive }

// Ask refuses, likewise.
func Ask(context.Context, schema.Target, []schema.Question, time.Duration) ([]schema.Answer, error) {
	return nil, errLive
}

// Names refuses, likewise.
func Names(context.Context, schema.Target, bool) ([]string, error) { return nil, errLive }
