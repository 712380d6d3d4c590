package schema

import "errors"

// A Conflict says why a change cannot be made to a schema: what a real server would refuse.
type Conflict struct {
	Reason Reason
	Change Change
	// Object is what is in the way or missing.
	Object Object
	// User is what uses the object, for [InUse].
	User Object
}

// A Reason is why a server refuses a statement.
type Reason int

// The reasons.
const (
	Exists     Reason = iota + 1 // an object of that name is there already
	Missing                      // the object is not there
	InUse                        // another object needs it
	NeedsKey                     // a column that counts up must be the first of a key
	Impossible                   // the statement as it was released can never run
)

func (r Reason) String() string {
	return [...]string{Exists: "exists already", Missing: "does not exist", InUse: "is in use", NeedsKey: "must be a key", Impossible: "cannot run"}[r]
}

// Error says it in words; a room knows the server's own.
func (c *Conflict) Error() string {
	s := c.Object.String() + " " + c.Reason.String()
	if c.Reason == InUse {
		s += " by " + c.User.String()
	}
	if c.Reason == Impossible {
		s += ": " + Flaw(c.Change)
	}
	return s
}

// String names the object: "column ps_aors.id", "type yesno_values".
func (o Object) String() string {
	s := string(o.Kind) + " "
	switch {
	case o.Table == "":
		return s + o.Name
	case o.Name == "" || o.Kind == TableObject:
		return s + o.Table
	}
	return s + o.Table + "." + o.Name
}

// An UnmodelledError is an error about a statement that is understood, though no change says all that it does: it makes what nobody uses yet, or its
// [Execution] says the rest.
type UnmodelledError string

func (e UnmodelledError) Error() string { return string(e) }

// A PartsError is an error about parts of what a statement makes that are not modelled. The changes say all the rest.
type PartsError struct {
	Parts []Opaque
	Why   string
}

func (e *PartsError) Error() string { return e.Why }

// Unwrap returns it as an [UnmodelledError].
func (e *PartsError) Unwrap() error { return UnmodelledError(e.Why) }

// PartsOf returns the parts that errors about a statement are about; none: they are about the statement as a whole.
func PartsOf(err error) []Opaque {
	if joined, ok := err.(interface{ Unwrap() []error }); ok { // each of several has to be one
		var all []Opaque
		for _, one := range joined.Unwrap() {
			parts := PartsOf(one)
			if parts == nil {
				return nil
			}
			all = append(all, parts...)
		}
		return all
	}
	if e, ok := errors.AsType[*PartsError](err); ok {
		return e.Parts
	}
	return nil
}

// ErrElsewhere is part of an error about what stands in another schema than the one that is read. It says nothing by itself.
var ErrElsewhere = errors.New("")
