package rehearse

import (
	"cmp"
	"fmt"

	"assay/schema"
)

// A revision's statement may name what is not in the scratch database, and would be run there all the same.
var (
	// shared are statements about what all databases of a server have in common.
	shared = schema.Pattern(`(?is)^\s*(?:(?:CREATE|ALTER|DROP)\s+(?:DATABASE|ROLE|USER|GROUP|TABLESPACE|SERVER|SUBSCRIPTION|LOGFILE|RESOURCE|INSTANCE)\b|ALTER\s+SYSTEM\b|` +
		`SET\s+(?:GLOBAL|PERSIST|@@GLOBAL|PASSWORD)\b|RENAME\s+USER\b|(?:REASSIGN|DROP)\s+OWNED\b|(?:UN)?INSTALL\b|SHUTDOWN\b|KILL\b|RESET\s+(?:MASTER|SLAVE|REPLICA|PERSIST|BINARY)\b|` +
		`(?:CHANGE|START|STOP|PURGE)\s+(?:MASTER|SLAVE|REPLICA|REPLICATION|BINARY|ALL)\b|GRANT\b.*\bON\s+\*\s*\.|REVOKE\b.*\bON\s+\*\s*\.|COPY\b.*\bPROGRAM\b)|` +
		`\b(?:dblink\w*|pg_terminate_backend|pg_cancel_backend|lo_export|pg_write_file|pg_file_write)\s*\(|\bINTO\s+(?:OUT|DUMP)FILE\b`)
)

// beyond fails where a pending statement names another database, or what all databases of the server share: the run would write there.
func (r *rehearsal) beyond() error {
	if r.plan.Upgrade == nil {
		return nil
	}
	const nothing = "nothing was run; rehearse with that statement taken out"
	var pending []string
	for _, revision := range r.plan.Upgrade.Pending {
		pending = append(pending, revision.ID, revision.Own())
		for _, b := range revision.Beside {
			text := cmp.Or(b.SQL, b.Text)
			if text == "" && r.stage.Reaches(r.Look.Source) {
				return fmt.Errorf("what %s does beside changing the schema is not in the recording, and could write to %s, which is on the server of the scratch database: "+
					"nothing was run; have the scratch database on another server, or give the SQL that Alembic prints as --history", revision.Own(), r.Look.Source)
			}
			if shared().MatchString(text) {
				return fmt.Errorf("%s of the upgrade would reach past the scratch database, since it names what all databases of the server share (%s): %s",
					revision.Own(), schema.Excerpt(text), nothing)
			}
		}
	}
	for _, text := range r.Look.History {
		if name, line := r.stage.Names(text.SQL, pending); name != "" {
			return fmt.Errorf("the upgrade would reach past the scratch database, since it names the database %s (%s): %s", name, schema.Excerpt(line), nothing)
		}
	}
	return nil
}
