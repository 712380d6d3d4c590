package result

// An Upgrade is what Alembic will do to one tree of a database.
type Upgrade struct {
	Target string `json:"target"` // the revision that it is to end at
	// Go reports whether it may be run. Undecided counts the questions to the data that decide and that nobody has answered: it may be run if the answers are
	// right.
	Go        bool `json:"go"`
	Undecided int  `json:"undecided"`
	// Refuses says why Alembic does nothing at all, in its words if it has any; empty: it starts.
	Refuses string `json:"refuses"`
	// Pending are the revisions that Alembic runs, in its order.
	Pending []string `json:"pending"`
	// Skipped are revisions that the stamp says are applied, and whose changes are not there.
	Skipped []Skipped `json:"skipped"`
	// Stops is the statement that the server refuses; null: none.
	Stops *Stop `json:"stops"`
	// Undone are changes by hand that it undoes, and Dropped what it drops with all that is in it.
	Undone  []Undone  `json:"undone"`
	Dropped []Dropped `json:"dropped"`
	// Data are the questions to the data on which it depends.
	Data []Probe `json:"data"`
	// After are the findings against a fresh install of the target when it has run to its end; none where it does not get there, and where a stamp
	// ahead of the schema keeps it from making what it should.
	After []Finding `json:"after"`

	// Releases are those that end at the target, for people. Statements counts those of Pending. Stays says what the stamp and the schema are
	// after a stop.
	Releases   string `json:"-"`
	Statements int    `json:"-"`
	Stays      string `json:"-"`
	// Unmade counts the revisions that a stamp ahead of the schema keeps Alembic from making, for people.
	Unmade int `json:"-"`
	// Blocked reports that it may not be run, whatever the data answers. Limit is up to how many rows a question counts.
	// Accepted reports that unanswered questions are not to count.
	Blocked  bool `json:"-"`
	Accepted bool `json:"-"`
	Limit    int  `json:"-"`
	// Impasse says why no script leads to the target, for people; empty: one does.
	Impasse string `json:"-"`
}

// A Skipped is a revision that was skipped, and why.
type Skipped struct {
	Revision string `json:"revision"`
	Cause    string `json:"cause"`
	// Missing names what is not there for it, for people.
	Missing string `json:"-"`
}

// A Stop is where the server stops an upgrade.
type Stop struct {
	Revision  string `json:"revision"`
	Statement int    `json:"statement"` // from 1
	Of        int    `json:"of"`
	SQL       string `json:"sql"`
	Error     string `json:"error"` // the server's
	// InTheWay are the things that have to be set aside for it: a view, a foreign key, a default; none: nothing would help.
	InTheWay []string `json:"in_the_way"`
}

// An Undone is a change by hand that a revision undoes.
type Undone struct {
	Revision string `json:"revision"`
	Table    string `json:"table"`
	Column   string `json:"column"`
	Was      string `json:"was"`
	Is       string `json:"is"`
}

// A Dropped is a column, or a table where the column is empty.
type Dropped struct {
	Revision string `json:"revision"`
	Table    string `json:"table"`
	Column   string `json:"column"`
	// As is the table that is made with the same columns, as a renamed one is; empty: none is.
	As string `json:"as,omitempty"`
	// Values are how many values the column has, or rows the table, at the most the limit; nil: nobody has looked.
	Values *int `json:"values,omitempty"`
}

// A Probe is a question to the data.
type Probe struct {
	Revision string `json:"revision"`
	Table    string `json:"table"`
	Column   string `json:"column"`
	// Problem is what happens to the rows that the SQL counts.
	Problem string `json:"problem"`
	// Fatal reports that the upgrade must not be run with such rows; Silent that the server makes other values of them without a word, so that it must
	// not be run before that was asked either.
	Fatal  bool   `json:"fatal"`
	Silent bool   `json:"silent"`
	SQL    string `json:"sql"`
	// Rows are how many there are, at the most the limit; null: that was not asked, or Error says why it could not be told.
	Rows     *int     `json:"rows"`
	Examples []string `json:"examples"`
	Error    string   `json:"error"`
	// Undecided reports that it decides, and that nobody has answered it.
	Undecided bool `json:"undecided"`
}
