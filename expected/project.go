package expected

import "assay/schema"

// A Project is the history of a project of any kind, as it was read from SQL that Alembic printed, or from a recording: the revisions in an
// order in which Alembic ran them.
type Project struct {
	Name    string // what people call it; empty: nothing says
	Engine  string // "mysql", "postgresql"
	Product string // of the server that it was recorded on, "MariaDB"; empty: of none
	Version string // of that server
	// Alembic is the version of Alembic that ran, and Recorded the day, as 2026-11-27; empty: not known.
	Alembic, Recorded string
	// Net reports that a step's changes are what the revision amounted to, by the schema before and after it: not the statements that it ran, so
	// that a place among them is none where a database stops.
	Net bool
	// Objects reports that a step tells what becomes of the objects beside tables ([Step.Beside]), in the spelling of the server that it was recorded on.
	Objects bool
	// Data reports that the statements beside the changes are known ([Step.Beside]), as SQL tells them.
	Data bool
	// Halved reports that a driver was to make one percent sign of each two in the SQL: the changes are what it makes.
	Halved bool
	// Outline reports that it was read of a recording that lacks what [schema.Outline] lacks.
	Outline bool
	// VersionTable is the table that holds the stamps; empty: alembic_version.
	VersionTable string
	// VersionSchema is the schema that the version table is in; empty: the one that the project works in.
	VersionSchema string
	// Before are the changes that make what the project needs to find and no revision makes.
	Before []schema.Change
	// From is the revision that the history begins at: the first step is what a database had there, and what comes before it is not known. Empty: it is
	// whole. Older are the revisions that come before it.
	From  string
	Older []string
	Steps []Step
	// Remarks are what of the history could not be taken as it stands, a sentence each.
	Remarks []string
	// Cut says why there is more of the history behind its end, which is not known; empty: it is whole.
	Cut string
}

// A Step is one revision as it ran.
type Step struct {
	ID      string
	Message string // the first line of its docstring; empty: not known
	// Down are the revisions that it comes after, several for a merge; none: a base. DependsOn are those that have to run before it besides.
	Down, DependsOn []string
	Labels          []string // of the branch that begins with it, sorted
	// Heads is what the version table holds afterwards, sorted: Alembic stores only heads that no other stored one implies.
	Heads []string
	// Changes are one per DDL statement, in the order in which they ran, in canonical spelling.
	Changes []schema.Change
	// Numbers are, for each change, the place of its statement among all of the revision's, those that change only data counted, from 1; nil: each
	// change is a statement. Statements is how many statements there are then.
	Numbers    []int
	Statements int
	// Stamps is the type that it gives the version table's column; the zero Type: none.
	Stamps schema.Type
	// Beside are its statements that are none of the changes and bear on them.
	Beside []Beside
	// Ran are its statements as they stand in the SQL, BEGIN and COMMIT too, and without those about the version table; nil: its changes alone are known.
	Ran []Ran
	// Opaque are the objects that it touches in ways that assay does not model: they are reported as not compared. A table, column, index, foreign
	// key, check or type among them is one that the history can no longer tell the definition of.
	Opaque []schema.Opaque
}

// A Ran is a statement of a revision as it stands in a file.
type Ran struct {
	schema.Statement
	File string
	// Changes are what it does to the schema; none: it changes data, or is not understood.
	Changes []schema.Change
	// Err is what of it no change says, and why; nil: there is nothing.
	Err error
}

// A Beside is a statement of a revision that is none of its changes, but decides whether those can be made: it writes rows, or is not understood.
type Beside struct {
	// Statement is its place among the revision's, as [Revision.Statement] gives it.
	Statement int
	// Line is where it stands in a file, and Text its beginning; empty: all that is known is that there are such, as in a recording.
	Line int
	Text string
	// SQL is the whole statement; empty: it is not known. Words reports that all that it does is among the changes, so that nothing but its words is of interest.
	SQL   string
	Words bool
	// Writes are what it does to rows.
	Writes []schema.Write
	// Unread reports that it changes the schema, or may, in a way that is not known.
	Unread bool
	// Why says why the server may not run it, though it is understood; empty: an unread one is not.
	Why string
	// Object is what it makes, drops or alters, where that is no table, index or type, and Verb says which: "CREATE", "DROP", "ALTER"; empty: none. Either
	// reports that it does not matter whether it is there (IF EXISTS, OR REPLACE).
	Object schema.Opaque
	Verb   string
	Either bool
	// Needs are what it names beside what is modelled, without which it does not run.
	Needs schema.Needs
	// Exact reports that SQL is how the server spells the object, and not how a revision does.
	Exact bool
	// Elsewhere reports that the object is in another schema, though the statement does not say so.
	Elsewhere bool
	// OnRows is the table on whose rows alone it can fail, though it is unread; empty: on whatever there is.
	OnRows string
}
