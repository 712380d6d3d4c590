package schema

// A Refusal is a server's answer to a statement that it does not run.
type Refusal struct {
	// Code is the server's own: "1060", or an SQLSTATE, "42701". State is the SQLSTATE besides a number (MySQL); empty: none is printed.
	Code, State string
	// Text is in the server's own words. Where those have the database's name before a table's, it is left out: a schema does not know it.
	Text string
	// Syntax reports that it is for the statement's words alone, whatever is there: the server does not know them, or makes nothing of that kind.
	Syntax bool
	// Sure reports that a statement which is no change is refused for what is known to be there, or for its own words: nothing that may be there unseen, as in
	// another schema in which names are looked up, would have it run.
	Sure bool
	// Conflict says why, where it is one of names; nil otherwise.
	Conflict *Conflict
	// Blockers are what is in the way and can be set aside before and put back after; none: nothing can.
	Blockers []Blocker
}

// Error says it as the engine's client program does.
func (r *Refusal) Error() string {
	if r.State != "" {
		return "ERROR " + r.Code + " (" + r.State + "): " + r.Text
	}
	return "ERROR " + r.Code + ": " + r.Text
}

// A Blocker is what is in the way of a change while it is there.
type Blocker struct {
	What string // "view v_ep", "foreign key ps_endpoints.fk_auth"
	// Drop and Back are the changes that set it aside and put it back; nil where no change says that.
	Drop, Back Change
	// Gone says why nothing puts it back once it is dropped; empty: something does.
	Gone string
	// Opaque is the object where no change says it: a view, a rule, a trigger, a policy. DropSQL and BackSQL are the statements then; no BackSQL: its
	// definition could not be read.
	Opaque           Opaque
	DropSQL, BackSQL []string
}
