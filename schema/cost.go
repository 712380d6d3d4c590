package schema

// An Execution is how a statement goes about what it does, beside the changes that it makes: what it locks, whether it can be undone and whether it fails
// depend on that as well.
type Execution struct {
	// Verb are the first words that say what it is, in upper case: "CREATE INDEX", "ALTER TABLE", "UPDATE", "BEGIN", "SET"; empty: not understood.
	Verb string
	// Tables are those whose rows a statement that changes data writes, or empties.
	Tables []string
	// Where reports that an UPDATE or DELETE says which rows.
	Where bool
	// Concurrently reports that an index is built or dropped, or a partition detached, beside the writers (PostgreSQL; ONLINE on SQL Server and Oracle).
	Concurrently bool
	// Only reports that an index is one of a partitioned table alone, to which those of its partitions are attached later (PostgreSQL's ON ONLY).
	Only bool
	// UsingIndex is the index that a constraint is made of; empty: it makes its own (PostgreSQL).
	UsingIndex string
	// Lenient reports IF EXISTS or IF NOT EXISTS, Cascade that what depends on the object goes with it.
	Lenient, Cascade bool
	// Ignores reports that rows which a new key or type does not take are deleted or changed, and do not stop it (MariaDB's ALTER IGNORE TABLE).
	Ignores bool
	// Algorithm and Lock are what the statement itself asks for, in upper case (MySQL); empty: nothing.
	Algorithm, Lock string
	// Setting and Value are what a SET sets, the setting in lower case.
	Setting, Value string
	// Keys reports that it adds foreign keys by commands of their own: only one within a new column's definition is not looked up row by row (PostgreSQL).
	Keys bool
	// Table is the one that ALTER TABLE, CREATE INDEX and the like are about, Placed are the columns of it that a statement puts elsewhere than behind the
	// last, and Rest what it does to it beside its changes, in upper case: "FORCE", "ROW_FORMAT" (MySQL), "SET UNUSED" (Oracle).
	Table        string
	Placed, Rest []string
	// Beside are all changes that the statement makes, and Session the settings that statements before it made, by name. No text says them: who goes through
	// statements adds them.
	Beside  []Change
	Session map[string]string
	// Acts are what it does to tables beside its changes, each to one.
	Acts []Act
	// Alone reports that the server refuses it inside of a transaction (PostgreSQL); before 12 it takes a label for a type that the transaction made.
	Alone bool
	// Withholds reports that the label that it adds to a type is not to be used before COMMIT even where the transaction made the type (PostgreSQL before 17).
	Withholds bool
	// Constants are the texts that it gives to columns or holds against them, as far as it says which.
	Constants []Constant
}

// An Act is what a statement does to a table that is no change of the schema: it works on its rows, or locks it at least.
type Act struct {
	// Verb is how SQL says it, in upper case: "VALIDATE CONSTRAINT", "VACUUM FULL".
	Verb string
	// Table is empty where Name is that of an index, which tells it, and where it is done to all tables.
	Table string
	// Name is the constraint or index that it is about; empty: none.
	Name string
}

// A Constant is a text that a statement holds against a column or gives to it, or that it casts.
type Constant struct {
	// Table and Column are where it belongs; an empty Table is one of the statement's, Column is empty for a cast.
	Table, Column string
	// Type is the type that it is cast to; empty: it is not.
	Type string
	Text string
}

// A Cost is what a statement does to those who use a table meanwhile.
type Cost struct {
	Table string
	Lock  Lock
	Work  Work
	// Words are the engine's for it: "ACCESS EXCLUSIVE", "ALGORITHM=COPY, LOCK=SHARED".
	Words string
	// Why says what of the statement makes it so, as the end of a sentence; empty: it is always so.
	Why string
	// Instead says what keeps nobody waiting, or shorter, as the end of a sentence; empty: rules know it, or nothing does.
	Instead string
	// Refused is what the statement itself asks for and the server does not grant, so that it fails: "ALGORITHM=INSTANT"; empty: nothing.
	Refused string
}

// A Lock says what others cannot do while a statement runs.
type Lock int

// The locks, from the mildest.
const (
	LocksNothing Lock = iota // but other changes of the schema
	LocksWrites
	LocksAll // reads too
)

// Work is how long a statement takes.
type Work int

// The amounts of work.
const (
	Instant  Work = iota // a moment, whatever the table holds
	Scans                // reads all rows
	Builds               // reads all rows and writes an index, or changes rows in place
	Rewrites             // writes all rows anew
)
