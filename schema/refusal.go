package schema

// A Refusal is a server's answer to a statement that it does not run.
type Refusal struct {
	Code     string
	Text     string
	Conflict *Conflict
	Blockers []Blocker
}

// A Blocker is what is in the way of a change while it is there.
type Blocker struct {
	What             string
	Drop, Back       Change
	Opaque           Opaque
	DropSQL, BackSQL []string
}

// Error implements error.
func (r *Refusal) Error() string { return "ERROR " + r.Code + ": " + r.Text }
