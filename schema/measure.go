package schema

// Measures are what only a live database can tell, beside its schema: how far its counters have got, and what is switched off.
type Measures struct {
	// Counters are the columns and sequences that count up, those that the user may read; nil: there are none, or they were not read.
	Counters []Counter
	// Unlogged are the tables that a crash empties (PostgreSQL).
	Unlogged []string
	// Disabled are the triggers that never fire (PostgreSQL).
	Disabled []Opaque
}

// A Counter is what gives a column its next number.
type Counter struct {
	// Table and Column are what it counts up; empty: a sequence that no column's default asks (PostgreSQL).
	Table, Column string
	// Sequence is its own name (PostgreSQL); empty: it has none.
	Sequence string
	// Owned reports that the sequence belongs to the column, and goes with it.
	Owned bool
	// Next is the number that comes next, and Most the largest that the column or the sequence holds.
	Next, Most uint64
	// LeftBehind is the column's type where the sequence is still of a smaller one; empty: it is not (PostgreSQL).
	LeftBehind string
}
