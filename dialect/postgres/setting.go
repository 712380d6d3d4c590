package postgres

import (
	"context"
	"fmt"
	"time"
)

// readLimit is how long a statement of a reading may take where nobody says.
const readLimit = time.Minute

// remaining is how long the reading may still take: what the server goes on with by itself, should assay be killed, ends by then.
func remaining(ctx context.Context) time.Duration {
	if end, ok := ctx.Deadline(); ok {
		return time.Until(end)
	}
	return readLimit
}

// lockLimit is how long a migration that still runs is waited for.
const lockLimit = 10 * time.Second

// beginning are the statements that begin a transaction which the settings of the server, the database and the user have no part in.
func beginning(r version, isolation string, limit, lock time.Duration) []query {
	all := []query{
		{sql: "BEGIN ISOLATION LEVEL " + isolation + ", READ ONLY, NOT DEFERRABLE"},
		{sql: fmt.Sprintf("SET LOCAL statement_timeout TO %d", max(1, limit.Milliseconds()))},
		{sql: fmt.Sprintf("SET LOCAL lock_timeout TO %d", max(1, lock.Milliseconds()))},
	}
	for _, s := range settings {
		if r.since(s.since) {
			all = append(all, query{sql: "SET LOCAL " + s.name + " TO " + s.value})
		}
	}
	return all
}

// linear keeps the queries of the catalogues from joining by nested loops, which take the square of the number of tables where the server guesses wrong how
// many rows there are, as it must after a restore.
var linear = []query{{sql: "SET LOCAL enable_nestloop TO off"}, {sql: "SET LOCAL enable_hashjoin TO on"}, {sql: "SET LOCAL enable_mergejoin TO on"}}

// settings make the server print one and the same text whatever the user, the database or the server is set to, stop it from compiling queries over
// large catalogues and from sorting them on disk, from hiding rows silently, and from ending a session that does no harm.
var settings = []struct {
	name, value string
	since       int
}{
	{"exit_on_error", "off", 0},
	{"client_min_messages", "error", 0},
	{"idle_in_transaction_session_timeout", "0", 0},
	{"transaction_timeout", "0", 17},
	{"client_encoding", "'UTF8'", 0},
	{"standard_conforming_strings", "on", 0},
	{"row_security", "off", 0},
	{"DateStyle", "'ISO, YMD'", 0},
	{"IntervalStyle", "'postgres'", 0},
	{"TimeZone", "'UTC'", 0},
	{"lc_monetary", "'C'", 0},
	{"extra_float_digits", "1", 0},
	{"bytea_output", "'hex'", 0},
	{"array_nulls", "on", 0},
	{"transform_null_equals", "off", 0},
	{"quote_all_identifiers", "off", 0},
	{"gin_fuzzy_search_limit", "0", 0}, // which leaves out rows
	{"constraint_exclusion", "off", 0}, // which works out checks, with the functions in them
	{"synchronize_seqscans", "off", 0}, // which changes the order of rows
	{"plan_cache_mode", "auto", 0},
	{"max_parallel_workers_per_gather", "0", 0},
	{"jit", "off", 0},
	{"work_mem", "'64MB'", 0},
}
