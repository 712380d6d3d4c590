package main

// allOptionsFlag has a comparison with a history go further.
type allOptionsFlag struct {
	AllOptions bool `name:"all-options" help:"Compare what is cosmetic as well: comments, the order of columns (MySQL), the names of foreign keys and checks, storage options and tablespaces."`
}

// again is the flag for a command that is to be run next.
func (f allOptionsFlag) again() string {
	if f.AllOptions {
		return "--all-options "
	}
	return ""
}
