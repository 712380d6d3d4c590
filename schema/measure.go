package schema

// Measures are what only a live database can tell, beside its schema: how far its counters have got.
type Measures struct {
	// Counters are the columns and sequences that count up; nil: they were not read.
	Counters []Counter
}

// A Counter is what gives a column its next number.
type Counter struct {
	// Table and Column are what it counts up; empty: a sequence that no column owns (PostgreSQL).
	Table, Column string
	// Sequence is its own name (PostgreSQL); empty: it has none.
	Sequence string
	// Next is the number that comes next, and Most the largest that the column or the sequence holds.
	Next, Most uint64
}
