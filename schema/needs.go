package schema

import (
	"regexp"
	"slices"
	"strings"
)

// Needs are what a statement names that has to be there for it to run, as far as its words say.
type Needs struct {
	// Relations are the tables and views that it reads, or is put on.
	Relations []string `json:"relations,omitempty"`
	// Columns are those of the relations; nil: it names none, or others' as well, which nothing is said about.
	Columns   []string `json:"columns,omitempty"`
	Functions []string `json:"functions,omitempty"`
	Roles     []string `json:"roles,omitempty"`
	// NewRoles are those that it makes, for statements behind it.
	NewRoles []string `json:"new_roles,omitempty"`
	// GoneRoles are all that a statement names which drops or renames some: a role among them may not be there any more, or be a new one.
	GoneRoles []string `json:"gone_roles,omitempty"`
	// TextDefault reports that a column of a type of long texts gets a literal as its default, which only some servers give it (MariaDB).
	TextDefault bool `json:"text_default,omitempty"`
	// Space is the schema (PostgreSQL) or database (MySQL) of what it is about; empty: the one that is used.
	Space string `json:"schema,omitempty"`
}

// None reports whether a statement needs nothing.
func (n Needs) None() bool {
	if len(n.Roles)+len(n.NewRoles)+len(n.GoneRoles) > 0 {
		return false
	}
	return len(n.Relations) == 0 && len(n.Columns) == 0 && len(n.Functions) == 0 && !n.TextDefault && n.Space == ""
}

var (
	// Neither an event trigger, which is on no table, nor a function that returns a trigger.
	triggerOn  = Pattern(`(?is)^CREATE\s+(?:OR\s+REPLACE\s+)?(?:DEFINER\s*=[^;]*?\s)?(?:CONSTRAINT\s+)?TRIGGER\s.*?\bON\s+(` + NameSQL + `)(.*)$`)
	ofRow      = Pattern(`(?is)\b(?:NEW|OLD)\s*\.\s*(` + "`(?:[^`]|``)*`" + `|"(?:[^"]|"")*"|\w+)`)
	executes   = Pattern(`(?is)\bEXECUTE\s+(?:FUNCTION|PROCEDURE)\s+(` + NameSQL + `)\s*\(`)
	ownTrigger = Pattern(`(?i)^"?(?:tsvector_update_trigger(?:_column)?|suppress_redundant_updates_trigger|RI_FKey_\w+|unique_key_recheck)"?$`)
	granted    = Pattern(`(?is)^(?:ALTER\s+DEFAULT\s+PRIVILEGES\b.*\b)?GRANT\b.*\bTO\s+(?:GROUP\s+)?(.*?)(?:\s+WITH\b.*|\s+GRANTED\b.*|\s+REQUIRE\b.*)?$`)
	revoked    = Pattern(`(?is)^(?:ALTER\s+DEFAULT\s+PRIVILEGES\b.*\b)?REVOKE\b.*\bFROM\s+(?:GROUP\s+)?(.*?)(?:\s+GRANTED\b.*|\s+CASCADE|\s+RESTRICT)?$`)
	allowed    = Pattern(`(?is)^CREATE\s+POLICY\s+` + NameSQL + `\s+ON\s+` + NameSQL + `\s+(?:AS\s+\w+\s+)?(?:FOR\s+\w+\s+)?TO\s+(.*?)(?:\s+(?:USING|WITH)\b.*)?$`)
	newRole    = Pattern(`(?is)^CREATE\s+(?:ROLE|USER|GROUP)\s+(?:IF\s+NOT\s+EXISTS\s+)?(` + account + `)`)
	goneRole   = Pattern(`(?is)^(?:DROP\s+(?:ROLE|USER|GROUP)\s+(?:IF\s+EXISTS\s+)?|RENAME\s+USER\s+|ALTER\s+(?:ROLE|USER|GROUP)\s+` + NameSQL + `\s+RENAME\b)(.*)$`)
	accounts   = Pattern(account)
	owned      = Pattern(`(?is)^ALTER\b.*\bOWNER\s+TO\s+(` + NameSQL + `)$`)
	authorised = Pattern(`(?is)^CREATE\s+SCHEMA\b.*\bAUTHORIZATION\s+(` + NameSQL + `)`)
	noRole     = Pattern(`(?i)^(?:PUBLIC|CURRENT_USER|CURRENT_ROLE|SESSION_USER)$`)
)

// account is a role's name, or that of MySQL's accounts with the hosts that one is for.
const account = `(?:'[^']*'|` + NameSQL + `)(?:@(?:'[^']*'|` + NameSQL + `|[\w.%-]+))?`

// NeedsOf are the needs that a statement's words show in all engines alike: of triggers, rights, owners, and what is in another schema or database.
func NeedsOf(sql string) (n Needs) {
	sql = strings.TrimRight(strings.TrimSpace(sql), "; \t\n")
	if m := triggerOn().FindStringSubmatch(sql); m != nil {
		n.Relations = []string{lastName(m[1])}
		for _, c := range ofRow().FindAllStringSubmatch(m[2], -1) {
			n.Columns = appendNew(n.Columns, lastName(c[1]))
		}
		if f := executes().FindStringSubmatch(m[2]); f != nil && len(NamePath(f[1])) == 1 && !ownTrigger().MatchString(f[1]) {
			n.Functions = []string{lastName(f[1])}
		}
	}
	for _, p := range []func() *regexp.Regexp{granted, revoked, owned, authorised, allowed} {
		m := p().FindStringSubmatch(sql)
		if m == nil {
			continue
		}
		for name := range strings.SplitSeq(m[1], ",") {
			if name = strings.TrimSpace(name); name != "" && !noRole().MatchString(name) {
				n.Roles = appendNew(n.Roles, name)
			}
		}
	}
	if m := newRole().FindStringSubmatch(sql); m != nil {
		n.NewRoles = []string{m[1]}
	}
	if m := goneRole().FindStringSubmatch(sql); m != nil {
		n.GoneRoles = accounts().FindAllString(sql, -1)
	}
	if m := aim().FindStringSubmatch(sql); m != nil {
		path := NamePath(m[3])
		n.Space = strings.Join(path[:len(path)-1], ".")
	}
	return n
}

func appendNew(all []string, name string) []string {
	if slices.Contains(all, name) {
		return all
	}
	return append(all, name)
}
