package result

// A Checkup is what assay needs of a database, and whether it has it.
type Checkup struct {
	Version  int     `json:"version"`
	Database string  `json:"database"` // as the user named it
	Checks   []Check `json:"checks"`
}

// A Check is one thing that is needed.
type Check struct {
	What  string `json:"what"`
	State State  `json:"state"`
	Said  string `json:"said"` // for people: what is so, and what to do
}

// A State is whether something is as it should be.
type State string

// The states. A note is something to know, and nothing that keeps assay from an answer.
const (
	OK   State = "ok"
	Note State = "note"
	Fix  State = "fix"
)
