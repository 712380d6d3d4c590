package rules

import (
	"cmp"
	"fmt"

	"assay/schema"
)

var optionDiffers = &Rule{
	Name:     "option-differs",
	Severity: Warning,
	Since:    "0.9",
	Title:    "a table, an index or a constraint behaves otherwise: UNLOGGED, DEFERRABLE, NOT VALID, NOT ENFORCED, NO INHERIT, INVISIBLE, row security",
	Why: "A crash empties an unlogged table; a constraint that is checked at another time lets through, or refuses, what programs write; one that is NOT VALID or NOT " +
		"ENFORCED promises nothing about the rows; an invisible index serves no query; row security hides rows.",
	Bad:  "-- on PostgreSQL\nALTER TABLE ps_globals SET UNLOGGED;",
	Good: "-- on PostgreSQL\nALTER TABLE ps_globals SET LOGGED;",
	Check: func(p *Pass, c schema.Change) (Finding, bool) {
		s, ok := c.(schema.SetTrait)
		if !ok || s.Trait.Cosmetic() {
			return Finding{}, false
		}
		severity := Warning
		if s.Trait == schema.Parts { // nobody but the administrator notices
			severity = Info
		}
		return p.traitFinding(s, severity), true
	},
}

var cosmeticDiffers = &Rule{
	Name:     "cosmetic-differs",
	Severity: Info,
	Since:    "0.9",
	Title:    "a comment, an option of storage or a tablespace differs",
	Why:      "No statement comes out otherwise for it; its speed and the room on the disk may. It is compared where two databases are, and by check with --all-options.",
	Bad:      "-- Asterisk 22.10.1, on PostgreSQL, assay check --all-options\nALTER TABLE ps_globals SET (fillfactor = 70);",
	Good:     "-- Asterisk 22.10.1, on PostgreSQL, assay check --all-options\nALTER TABLE ps_globals RESET (fillfactor);",
	Check: func(p *Pass, c schema.Change) (Finding, bool) {
		s, ok := c.(schema.SetTrait)
		if !ok || !s.Trait.Cosmetic() {
			return Finding{}, false
		}
		return p.traitFinding(s, Info), true
	},
}

func (p *Pass) traitFinding(s schema.SetTrait, severity Severity) Finding {
	say := func(value string) string {
		if value == schema.NotValid && !p.Got.Semantics.AltersKeys { // MySQL's word
			value = schema.NotEnforced
		}
		return traitWords(s.Trait, value)
	}
	f := Finding{Severity: severity, Want: say(s.To), Got: say(s.From)}
	what := fmt.Sprintf("%s %s of table %s", s.Of.Kind, s.Of.Name, s.Of.Table)
	if s.Of.Kind == schema.TableObject {
		what = "table " + s.Of.Table
	}
	f.Message = fmt.Sprintf("%s: %s, expected %s", what, f.Got, f.Want)
	return f
}

// traitWords says a trait for people.
func traitWords(t schema.Trait, value string) string {
	name, isOption := t.Option()
	switch {
	case t == schema.Comment:
		return commentWords(value)
	case isOption:
		return name + " " + cmp.Or(value, "by default")
	case value == "":
		return usually[t]
	}
	switch t { //nolint:exhaustive // the others say it all
	case schema.Parts:
		return "partitioned by " + value
	case schema.Partitions:
		return "partitioned: " + value
	case schema.Tablespace, schema.AccessMethod, schema.ReplicaIdentity, schema.ParsedBy:
		return string(t) + " " + value
	case schema.RowSecurity, schema.ForcedSecurity:
		return string(t) + " " + value
	}
	return value
}

// usually is what a trait is by default, for people.
var usually = map[schema.Trait]string{
	schema.Partitions: "not partitioned", schema.History: "without system versioning",
	schema.Logging: "LOGGED", schema.Tablespace: "the default tablespace", schema.AccessMethod: "the usual access method",
	schema.RowSecurity: "no row security", schema.ForcedSecurity: "no row security for the owner", schema.ReplicaIdentity: "the usual replica identity",
	schema.Timing: "NOT DEFERRABLE", schema.Heirs: "inherited", schema.Validity: "checked", schema.Visibility: "visible", schema.Matching: "MATCH SIMPLE",
	schema.ParsedBy: "the usual parser", schema.Parts: "not partitioned",
}
