package rehearse

import (
	"cmp"
	"fmt"

	"assay/dialect"
	"assay/expected"
	"assay/record"
	"assay/schema"
)

// A revision's statement may name what is not in the scratch database, and would be run there all the same.
var (
	// shared are statements about what all databases of a server have in common.
	shared = schema.Pattern(`(?is)^\s*(?:(?:CREATE|ALTER|DROP)\s+(?:DATABASE|ROLE|USER|GROUP|TABLESPACE|SERVER|SUBSCRIPTION|LOGFILE|RESOURCE|INSTANCE)\b|ALTER\s+SYSTEM\b|` +
		`SET\s+(?:GLOBAL|PERSIST|@@GLOBAL|PASSWORD)\b|RENAME\s+USER\b|(?:REASSIGN|DROP)\s+OWNED\b|(?:UN)?INSTALL\b|SHUTDOWN\b|KILL\b|RESET\s+(?:MASTER|SLAVE|REPLICA|PERSIST|BINARY)\b|` +
		`(?:CHANGE|START|STOP|PURGE)\s+(?:MASTER|SLAVE|REPLICA|REPLICATION|BINARY|ALL)\b|GRANT\b.*\bON\s+\*\s*\.|REVOKE\b.*\bON\s+\*\s*\.|COPY\b.*\bPROGRAM\b)|` +
		`\b(?:dblink\w*|pg_terminate_backend|pg_cancel_backend|lo_export|pg_write_file|pg_file_write)\s*\(|\bINTO\s+(?:OUT|DUMP)FILE\b`)
	uses = schema.Pattern(`(?is)^\s*USE\s`)
)

// beyond fails where a pending statement names another database, or what all databases of the server share: the run would write there.
func (r *rehearsal) beyond() error {
	if r.plan.Upgrade == nil {
		return nil
	}
	apart := dialect.Facts(r.Scratch.Engine).Apart
	for _, revision := range r.plan.Upgrade.Pending {
		for _, b := range revision.Beside {
			if what := reaches(b, apart); what != "" {
				return fmt.Errorf("%s of the upgrade would reach past the scratch database, since it names %s (%s): nothing was run; rehearse with that statement taken out",
					revision.Own(), what, schema.Excerpt(cmp.Or(b.SQL, b.Text)))
			}
		}
	}
	return nil
}

// reaches says what a statement names that is not in its own database; empty: nothing, as far as its words tell.
func reaches(b expected.Beside, apart bool) string {
	text := cmp.Or(b.SQL, b.Text)
	switch named := record.NamesElsewhere(text); {
	case shared().MatchString(text):
		return "what all databases of the server share"
	case apart:
		return ""
	case b.Needs.Space != "":
		return "the database " + b.Needs.Space
	case b.Object.Space != "":
		return "the database " + b.Object.Space
	case uses().MatchString(text):
		return "another database"
	case named != "":
		return "the database " + named
	}
	return ""
}
