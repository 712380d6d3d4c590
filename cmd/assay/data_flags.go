package main

import (
	"errors"
	"fmt"
	"strconv"
	"time"
)

// dataFlags say whether the data is asked, and how much that may cost.
type dataFlags struct {
	Data        bool          `hidden:"" help:"Ask the data, as is done anyway."`
	NoData      bool          `name:"no-data" help:"Do not ask the data which rows would fail or be cut (the questions are read-only and bounded). Where the rows decide, the verdict is then GO IF."`
	DataTimeout time.Duration `name:"data-timeout" default:"5s" placeholder:"DURATION" help:"How long a question to the data may take (default: ${default})."`
	DataRows    int           `name:"data-rows" default:"1000" placeholder:"N" help:"Up to how many rows a question counts (default: ${default})."`
}

// questionTime and questionRows bound a question where nobody says it, as the flags' defaults have it.
const (
	questionTime = 5 * time.Second
	questionRows = 1000
)

// again are the flags for the next command: what is not to be asked is not there either.
func (f dataFlags) again() string {
	again := ""
	if f.NoData {
		again += "--no-data "
	}
	if f.DataTimeout != questionTime {
		again += "--data-timeout " + f.DataTimeout.String() + " "
	}
	if f.DataRows != questionRows {
		again += "--data-rows " + strconv.Itoa(f.DataRows) + " "
	}
	return again
}

// check refuses limits under which a question finds nothing, or never ends.
func (f dataFlags) check() error {
	switch {
	case f.Data && f.NoData:
		return errors.New("--data and --no-data exclude each other: leave one out")
	case f.DataRows < 1:
		return fmt.Errorf("--data-rows %d: a question must be let count at least one row", f.DataRows)
	case f.DataTimeout < time.Millisecond: // what servers count in; to MySQL and MariaDB, none of them is no limit
		return fmt.Errorf("--data-timeout %s: a question needs at least a millisecond", f.DataTimeout)
	}
	return nil
}
