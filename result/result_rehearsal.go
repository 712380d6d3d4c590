package result

import "slices"

// A Rehearsal is an upgrade that the project's own Alembic ran on a scratch database, held against what was predicted of it.
type Rehearsal struct {
	Version  int    `json:"version"`
	Database string `json:"database"` // as the user named it
	Scratch  string `json:"scratch"`
	Server   string `json:"server"` // of the scratch database
	Tree     string `json:"tree"`
	Target   string `json:"target"` // the revision that the upgrade is to end at
	// Agrees reports whether all predictions came true.
	Agrees bool `json:"agrees"`
	// Outcome is what became of the upgrade, predicted or not: "the upgrade runs to its end".
	Outcome string `json:"outcome"`
	// Commands are what was run, in their order.
	Commands    []string     `json:"commands"`
	Predictions []Prediction `json:"predictions"`
	// Open are the questions that nothing but the run could answer: no prediction depends on them.
	Open []Prediction `json:"open"`
	// Unasked are the questions to the data of the database on which its upgrade depends, by what they are about: no rows but made-up ones can have answered them.
	Unasked []string `json:"unasked"`
	// Unmade is what the database has and the scratch database did not, so that nothing was rehearsed of it.
	Unmade []Unmade `json:"unmade"`
	// Filled are the tables that were to have rows.
	Filled []Filled `json:"filled"`
	// Left says in what state the scratch database is.
	Left string `json:"left"`
}

// Rowless reports whether it was an upgrade of tables without a row.
func (r *Rehearsal) Rowless() bool {
	return !slices.ContainsFunc(r.Filled, func(f Filled) bool { return f.Rows > 0 })
}

// A Prediction is one thing that was said of an upgrade, and what came of it.
type Prediction struct {
	About string `json:"about"`
	Said  string `json:"said"`
	Came  string `json:"came"`
	True  bool   `json:"true"`
}

// An Unmade is an object that could not be made on the scratch database.
type Unmade struct {
	Object string `json:"object"`
	Why    string `json:"why"`
}

// A Filled is a table with made-up rows. Why says what kept it from having as many as were asked for; empty: nothing did.
type Filled struct {
	Table string `json:"table"`
	Rows  int    `json:"rows"`
	Why   string `json:"why"`
}
