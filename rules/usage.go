package rules

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Usage is what the program that uses the database does with its tables. The zero Usage knows nothing: then every table counts as written.
type Usage struct {
	// Program is what people call it; empty: "the program".
	Program string
	// Restart is what has to be restarted when the schema has changed, and why; empty: nothing is known to have to.
	Restart string
	// Written are the tables whose rows the program inserts, naming every column; the others are only read.
	Written []string
	// Optional are the tables that administrators are told to drop when they do not use them.
	Optional []string
	// Advisory are the trees that are only examples, made to be changed.
	Advisory []string
	// Uses reports whether the program uses a table here; nil: it uses all.
	Uses func(table string) bool

	needs []need
}

// Asterisk is how Asterisk uses its trees: what it writes is from its source and was seen with a running one; what may be dropped is
// what its own guide suggests.
var Asterisk = Usage{
	Program: "Asterisk",
	Restart: "restart every Asterisk that uses this database: its realtime modules keep the old columns in memory",
	Written: []string{"ps_contacts", "ps_subscription_persistence", "queue_log", "voicemail_messages"},
	Optional: []string{
		"sippeers", "iaxfriends", "meetme", "voicemail", "extensions", "musiconhold", "musiconhold_entry",
		"queues", "queue_members", "queue_rules",
	},
	Advisory: []string{"cdr"},
	needs:    asteriskNeeds,
}

// Demands reports whether the program is known to need anything of that tree.
func (u Usage) Demands(tree string) bool {
	return slices.ContainsFunc(u.needs, func(n need) bool { return n.tree == tree })
}

// Name is what people call the program.
func (u Usage) Name() string { return cmp.Or(u.Program, "the program") }

func (u Usage) uses(table string) bool { return u.Uses == nil || table == "" || u.Uses(table) }

func (u Usage) writes(table string) bool {
	return u.Written == nil || slices.Contains(u.Written, strings.ToLower(table))
}

func (u Usage) optional(table string) bool {
	return slices.Contains(u.Optional, strings.ToLower(table))
}

// Ceiling is the worst that a finding in that tree can be.
func (u Usage) Ceiling(tree string) Severity {
	if slices.Contains(u.Advisory, tree) {
		return Info
	}
	return Error
}

// without says what a program does that does not find a column in a table that it only reads.
func (u Usage) without(table string) string {
	if strings.HasPrefix(strings.ToLower(table), "ps_") {
		return "the option keeps its default, and nothing in Asterisk's log says so"
	}
	return u.Name() + " does without it"
}

// logs reports whether the program can be set up to write its rows into a table, by which columns it is told: nobody knows whether it is.
func (u Usage) logs(table string) bool { return slices.Contains(u.Advisory, strings.ToLower(table)) }

// omits says what a column does that must be given a value, to the INSERTs that do not know of it.
func (p *Pass) omits(table string) string {
	switch {
	case p.Usage.needs != nil && p.Usage.logs(table):
		return "if " + p.Usage.Name() + " writes its call records into this table, each one that lacks the column is lost"
	case p.Usage.writes(table):
		return p.Usage.breaksWrites(table, "every INSERT that omits it fails")
	}
	return "every INSERT that omits it fails"
}

// strange names a row that a foreign key may refuse. Seen: the others are stored.
func (u Usage) strange() string {
	if u.needs == nil {
		return ""
	}
	return "as that of an endpoint in pjsip.conf, "
}

// unknownWords says what a column does that takes any word where it should take some.
func (u Usage) unknownWords() string {
	s := "it also accepts words that " + u.Name() + " does not know"
	if u.needs == nil {
		return s
	}
	return s + ", and does not load an object with one"
}

// breaksWrites says what a column that Asterisk cannot write does, and of a program of which nothing is known what its statements do. Seen with a running
// Asterisk 22: the phone is told 200 OK all the same.
func (u Usage) breaksWrites(table, unknown string) string {
	if u.needs == nil {
		return unknown
	}
	switch strings.ToLower(table) {
	case "ps_contacts":
		return "Asterisk cannot store contacts: phones are told 200 OK, believe that they are registered, and cannot be called"
	case "ps_subscription_persistence":
		return "Asterisk cannot store subscriptions: they are lost when it restarts"
	case "queue_log":
		return "Asterisk cannot log queue events: they are lost"
	case "voicemail_messages":
		return "Asterisk cannot store voicemail: messages are lost"
	}
	return fmt.Sprintf("every INSERT of %s into %s fails", u.Name(), table)
}
