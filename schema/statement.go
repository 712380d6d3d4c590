package schema

// A Statement is one statement of an SQL text, as it stands there.
type Statement struct {
	Text string // from its first word to its last, without the semicolon
	Line int    // the line of the text that it begins on; the first is 1
}
