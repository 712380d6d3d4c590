package expected

import (
	"errors"

	"assay/schema"
)

var (
	checksKeys = schema.Pattern(`(?i)^SET\b.*\bforeign_key_checks\s*=\s*(\w+)`)
	cascades   = schema.Pattern(`(?is)\bCASCADE$`)
)

// inTheWay notes that a foreign key keeps the server from what the statement says, unless that or the session says that it does not matter.
func (w *stepWriter) inTheWay(err error) {
	conflict, ok := errors.AsType[*schema.Conflict](err)
	if !ok || conflict.Reason != schema.InUse || conflict.User.Kind != schema.ForeignKeyObject || w.unchecked || cascades().MatchString(w.said.Text) {
		return
	}
	w.beside(w.said, true, true)
	w.step.Beside[len(w.step.Beside)-1].Why = conflict.User.String() + " is in the way"
}
