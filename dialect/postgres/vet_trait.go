package postgres

import (
	"fmt"
	"slices"
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"

	"assay/schema"
)

// traitValues are the words that a trait can have, where it is no name or text: those stand in a script as such.
var traitValues = map[schema.Trait][]string{
	schema.Logging: {unlogged}, schema.RowSecurity: {enabledValue}, schema.ForcedSecurity: {forced}, schema.Timing: {deferrable, deferred},
	schema.Heirs: {noInherit}, schema.Validity: {schema.NotEnforced}, schema.Matching: {matchFull},
}

// named are the traits whose value is a name or a text.
var namedTraits = []schema.Trait{schema.Comment, schema.Tablespace, schema.AccessMethod}

var optionWord = schema.Pattern(`^(?:toast\.)?[a-z_][a-z0-9_]*$`)

func vetTraits(t schema.Traits) error {
	for _, name := range t.Names() {
		value := t[name]
		option, isOption := name.Option()
		index := strings.HasPrefix(value, identityIndex)
		switch {
		case isOption && optionWord().MatchString(option), slices.Contains(namedTraits, name), slices.Contains(traitValues[name], value):
		case name == schema.Parts && vetParts(value):
		case name == schema.ReplicaIdentity && (index || value == identityFull || value == identityNothing):
		default:
			return fmt.Errorf("%q: %q is nothing that PostgreSQL has", schema.Excerpt(string(name)), schema.Excerpt(value))
		}
	}
	return nil
}

// vetParts: nothing but PARTITION BY.
func vetParts(value string) bool {
	if oneLine(value) != nil || schema.Bounded(value, false) != nil {
		return false
	}
	tree, err := pg.Parse("CREATE TABLE t (c integer) PARTITION BY " + value)
	if err != nil || len(tree.GetStmts()) != 1 {
		return false
	}
	s := tree.GetStmts()[0].GetStmt().GetCreateStmt()
	return s.GetPartspec() != nil && s.GetTablespacename() == "" && len(s.GetOptions()) == 0 && s.GetAccessMethod() == ""
}

var sequenceOption = schema.Pattern(`^(?:AS (?:smallint|integer|bigint)|(?:START WITH|INCREMENT BY|MINVALUE|MAXVALUE|CACHE) -?[0-9]{1,19}|CYCLE)$`)

func vetSequence(text string) error {
	for said := range strings.SplitSeq(text, ", ") {
		if text != "" && !sequenceOption().MatchString(said) {
			return fmt.Errorf("%q is no option of a sequence", schema.Excerpt(said))
		}
	}
	return nil
}

// someColumns is what follows SET NULL and SET DEFAULT of some columns only.
var someColumns = schema.Pattern(`^(SET NULL|SET DEFAULT) \((?:"(?:[^"\x00-\x1f]|"")+"(?:, )?)+\)$`)

// vetAction reports whether a foreign key does that.
func vetAction(action string) bool {
	return slices.Contains(actionWords, action) || someColumns().MatchString(action)
}
