package schema

// An Origin is a revision and the first release that shipped it.
type Origin struct{ Revision, Release string }

// String names the revision, with the release where there is one: "dac2b4c328b8 (18.21.0)".
func (o Origin) String() string {
	if o.Release == "" {
		return o.Revision
	}
	return o.Revision + " (" + o.Release + ")"
}
