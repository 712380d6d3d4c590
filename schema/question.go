package schema

import "strings"

// A Domain says which values a column takes.
type Domain struct {
	Type Type
	// Labels are the only values that there can be: those of an enumeration of either kind, or of a text that was made of one; nil: any.
	Labels []string
	// Charset and Collation are those that hold for the column, its table's where it has none of its own; empty: unknown, or not its engine's way.
	Charset, Collation string
}

// A Lossy is a set of values that do not survive becoming values of another [Domain].
type Lossy struct {
	// Where is the SQL condition that finds them; empty: no query can tell, and Problem says why.
	Where string
	// Problem is what becomes of them, as a report says it of rows: "the upgrade stops: longer than 40 characters".
	Problem string
	// Fatal reports that the statement fails on them or makes other values of them without a word; else they are only rounded.
	Fatal bool
}

// Computed is what an expression comes to in each row of a table.
type Computed struct {
	// SQL is the expression, over what the table holds now, and Domain one that has all its values.
	SQL    string
	Domain Domain
	// Fails reports that the server may find no value for it in a row, and say so in a query as well; Varies that another look gives another, and Null that it is
	// NULL.
	Fails, Varies, Null bool
}

// A Question is one SELECT to be put to a database.
type Question struct {
	SQL    string
	Tables []string // those that it reads, for what to grant to a user who may not
	// Prepared: the server is to prepare the statement, and not to run it. The answer has no rows.
	Prepared *Prepared
	// Catalogue reports that it reads the server's own catalogue and nothing of the database's owner's.
	Catalogue bool
	// Names reports that it looks up what a statement names: the server's error is that there is no such thing.
	Names bool
	// Tells reports that what it finds is why the server refuses, in its own words; empty: it does not.
	Tells bool
}

// Aim is what else than its text tells the question from others: whether what a statement calls gives the same always, or whether a method sorts it.
func (q Question) Aim() string {
	if q.Prepared == nil {
		return ""
	}
	return q.Prepared.Immutable + " " + q.Prepared.Method + " " + q.Prepared.Class
}

// Prepared says what to look at of a statement that is prepared and not run.
type Prepared struct {
	// Stored are the types of the columns that its results are to be stored in, in their order, as SQL spells them; empty: it is not stored.
	Stored []string
	// Named: no two of its results may have one name, since they are the columns of a view. Replaces is the view, as SQL names it, whose columns have to
	// come first; empty: none.
	Named    bool
	Replaces string
	// StandIns: there are queries in it that stand for tables as they will be, so that what depends on keys cannot be told.
	StandIns bool
	// Later reports that the statement may make columns that are not among them yet (MySQL).
	Later bool
	// Immutable is what the server says where its one result is not of functions that give the same for the same always; empty: it may be.
	Immutable string
	// Method is the access method of an index that its one result is the key of, and Class the operator class by which; empty: that of its type.
	Method, Class string
	// Spelled: only what the server says of its words matters, since what they name may not be there yet.
	Spelled bool
}

// A Demand is what a statement needs of the server itself, beside what assay models of its schema, and the question that tells whether it is there.
type Demand struct {
	Question Question
	// Lacks is what a question that counts finds missing: `there is no tablespace "fast"`. Of one that is prepared the server says it.
	Lacks string
	// Of are the expressions or names that it is about.
	Of []string
	// Unknown is why it is not known; empty: the question tells. With a question, only what that counts makes it so.
	Unknown string
	// Usual: where nobody can be asked, it is taken to be there.
	Usual bool
	// Rows is a table: without rows of it, the demand is none.
	Rows string
	// Minds: the question minds all that the statements before have done to what it asks for.
	Minds bool
}

// Pending tells what the statements of an upgrade before one have done.
type Pending struct {
	// Beside tells what they have made, altered or dropped beside tables: of a view, function or extension that was made, by which statement; empty: of that
	// nothing is known but its name. Nil: they have done nothing.
	Beside func(name string) (view string, touched bool)
	// Before are all of them.
	Before []Past
	// Home is the schema that is read, in which names without one are; empty: nobody knows, or the engine has none.
	Home string
	// Statement is the text of the one that makes the change; empty: it is not known.
	Statement string
}

// A Past is a statement that has been run: a change, or what is none.
type Past struct {
	Change Change
	SQL    string
	// Statement is the number of the one that makes the change, in its revision; 0: not known.
	Statement int
}

// Of is the statement that has made an object of a name, and whether they have done anything to it.
func (p Pending) Of(name string) (view string, touched bool) {
	if p.Beside == nil {
		return "", false
	}
	return p.Beside(name)
}

// Touches reports whether they have done anything to an object of a name.
func (p Pending) Touches(name string) bool {
	_, touched := p.Of(name)
	return touched
}

// An Answer is what came of a [Question].
type Answer struct {
	Columns []string
	Rows    [][]string // as the server spells values, long ones cut; NULL is NULL
	// Unanswered is why the question could not be answered: "it took longer than 5s"; empty: it was.
	Unanswered string
	// Refused is why the server does not prepare a statement, in its own words; empty: it does.
	Refused string
	// Absent reports that it is refused since something that it names is not there.
	Absent bool
}

// shownLength is how much of a value an answer shows, in characters.
const shownLength = 80

// ShortValue is a value as an [Answer] shows it: its beginning, without what is no text in it.
func ShortValue(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	if all := []rune(s); len(all) > shownLength {
		return string(all[:shownLength]) + "…"
	}
	return s
}
