package schema

import "regexp"

// Facts are what is known of an engine before one of its servers has said a word: how people address its databases, and how its dumps look. Its room gives
// them.
type Facts struct {
	// Name is what [Server.Engine] holds.
	Name string
	// Schemes are those of its URLs, in lower case; a driver's name after a plus does not matter.
	Schemes []string
	// Products are its servers, as people name them: a server's Product in lower case is the word.
	Products []Server
	// Tested are the servers, by product and series, on which assay is tested.
	Tested  []Server
	Address Address
	Dumps   Dumps
	// Apart reports that no statement in one database reaches another one of its server, so that what acts by itself there, a trigger, stays in its database.
	Apart bool
}

// An Address says how people address a database of an engine.
type Address struct {
	// DSN reports that Go's driver has a spelling of its own for it, user:password@tcp(host)/database, and Pairs that its client library has one, host=… dbname=….
	DSN, Pairs bool
	// ODBC reports that SQLAlchemy's users reach it by pyodbc, with a URL that names the server all the same.
	ODBC bool
	// Host is where the server is if no host is named; empty: the driver knows.
	Host string
	// SocketParam is the parameter of a URL that names a socket. SocketPort reports that a socket has a port as well, and SocketFile matches the name of its file,
	// with the port as its first group; nil: a socket is named as it is.
	SocketParam string
	SocketPort  bool
	SocketFile  func() *regexp.Regexp
	// Sockets are where its own clients look for a server on this machine though the driver does not.
	Sockets []string
	// Easy reports that user/password@//host/service is a spelling too, and that a host alone may be a name that the client's own files know.
	Easy bool
	// Namespaces reports that a database has several schemas, of which a search path chooses.
	Namespaces bool
	// StampsElsewhere reports that the version tables of another schema are read where [Target.VersionSchema] names it.
	StampsElsewhere bool
	// PasswordVariable is the environment's, in which its clients find the password; empty: there is none, or its driver takes it.
	PasswordVariable string
}

// Dumps say how the dumps of an engine look.
type Dumps struct {
	// Header reads what the engine's program wrote at the beginning of a dump; false: it did not write it.
	Header func(head string) (DumpHeader, bool)
	// Version is the version that shows without a header; empty: none does. head is the beginning, and body more of it.
	Version func(head, body string) string
	// Signs counts in a text what only this engine writes or understands. Marked: there are some in every text for it.
	Signs  func(sql string) int
	Marked bool
	// Frame are what the program writes near the beginning and, last of all, at the end, also where it writes no comments; empty: it has nothing of the kind.
	Frame [2]string
	// Written reports by the beginning that one of the engine's programs wrote it; nil: only the header and the frame tell.
	Written func(head string) bool
	// Backslash reports that rows are written with backslashes in quotes, and with double quotes around text, and Copies that they may stand in the lines of a
	// COPY.
	Backslash, Copies bool
	// TableEngine reports that each table names its storage engine, and Bare that a text leaves that out, and character sets too, but nothing that columns have;
	// nil: none does.
	TableEngine bool
	Bare        func(sql string) bool
	// BareOmits says what a server leaves out of such a text without which nothing can be compared, where no column counts up in it; nil, or empty: nothing.
	BareOmits func(Server) string
	// Omits says what a text was told to leave out, by its beginning, without which nothing can be compared; nil, or empty: nothing.
	Omits func(head string) string
	// Plain takes out of a text what a program states of every table though nobody has asked the server for it; head is its beginning. nil: none does.
	Plain func(head, sql string) string
	// Within are statements to be read before a text, of which one schema is to be read: the first tells which. nil: there is nothing to tell.
	Within func(sql, space string) []Statement
	// OpenReferences reports that a foreign key may refer to a table that is not there.
	OpenReferences bool
}

// A DumpHeader is what a program wrote at the beginning of a dump.
type DumpHeader struct {
	Version, Database string // empty: it does not say
	// End begins the dump's last line.
	End string
}
