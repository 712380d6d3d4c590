package postgres

import (
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"

	"assay/schema"
)

// tableTraits are those of a table as the catalogue's row of [catalog.relations] has them.
func tableTraits(r row, home string) schema.Traits {
	var t schema.Traits
	if r.text(10) == "u" {
		t = t.With(schema.Logging, unlogged)
	}
	t = options(options(t, r[11], ""), r[12], "toast.")
	t = t.With(schema.Tablespace, r.text(13)).With(schema.AccessMethod, r.text(14)).With(schema.Comment, r.text(15))
	switch r.text(16) {
	case "f":
		t = t.With(schema.ReplicaIdentity, identityFull)
	case "n":
		t = t.With(schema.ReplicaIdentity, identityNothing)
	case "i":
		t = t.With(schema.ReplicaIdentity, identityIndex+r.text(17))
	}
	t = t.With(schema.Parts, printedParts(r.text(5), home))
	if r.flag(8) {
		t = t.With(schema.RowSecurity, enabledValue)
	}
	if r.flag(9) {
		t = t.With(schema.ForcedSecurity, forced)
	}
	return t
}

// printedParts is by what a table is partitioned, as the server prints it.
func printedParts(text, home string) string {
	if text == "" {
		return ""
	}
	tree, err := pg.Parse("CREATE TABLE t (c integer) PARTITION BY " + text)
	if err != nil || len(tree.GetStmts()) != 1 {
		return partsOf(text)
	}
	return partSpec(tree.GetStmts()[0].GetStmt().GetCreateStmt().GetPartspec(), home)
}

func partsOf(text string) string { return strings.Join(strings.Fields(text), " ") }

// The values of traits.
const (
	unlogged        = "UNLOGGED"
	deferrable      = "DEFERRABLE"
	deferred        = "DEFERRABLE INITIALLY DEFERRED"
	noInherit       = "NO INHERIT"
	matchFull       = "MATCH FULL"
	enabledValue    = "enabled"
	forced          = "forced"
	identityFull    = "FULL"
	identityNothing = "NOTHING"
	identityIndex   = "INDEX "
)

// options adds a JSON array of "name=value".
func options(t schema.Traits, list []byte, prefix string) schema.Traits {
	if list == nil {
		return t
	}
	for _, said := range words(list) {
		name, value, _ := strings.Cut(said, "=")
		t = t.With(schema.Option(prefix+name), value)
	}
	return t
}

// constraintTraits are those of a constraint as the catalogue's row of [catalog.allConstraints] has them. When an index is checked at the end of a statement
// is said by the index itself.
func constraintTraits(r row) schema.Traits {
	var t schema.Traits
	kind := r.text(1)
	switch {
	case r.flag(15):
		t = t.With(schema.Timing, deferred)
	case r.flag(12) && kind == "f":
		t = t.With(schema.Timing, deferrable)
	}
	if r.flag(16) && kind == "c" {
		t = t.With(schema.Heirs, noInherit)
	}
	if r.text(17) == "f" {
		t = t.With(schema.Matching, matchFull)
	}
	if !r.flag(19) {
		t = t.With(schema.Validity, schema.NotEnforced)
	}
	return t.With(schema.Comment, r.text(20))
}

// limits are the least and largest numbers of the types that a sequence can have.
var limits = map[string][2]string{
	"smallint": {"-32768", "32767"}, "integer": {"-2147483648", "2147483647"}, "bigint": {"-9223372036854775808", "9223372036854775807"},
}

// usualSequence leaves out of a sequence's options what it has by itself as the counter of a column of that type.
func usualSequence(q schema.Sequence, column schema.Type) schema.Sequence {
	q = schema.Sequence{}.With(q) // without what is said to be none
	said := q.Type
	if said == "" {
		q.Type = column.Name
		if _, ok := limits[q.Type]; !ok {
			q.Type = "bigint"
		}
	}
	least, most := "1", limits[q.Type][1]
	if strings.HasPrefix(q.Increment, "-") {
		least, most = limits[q.Type][0], "-1"
	}
	start := q.Min
	if start == "" {
		start = least
	}
	if strings.HasPrefix(q.Increment, "-") {
		if start = q.Max; start == "" {
			start = most
		}
	}
	usual := schema.Sequence{Type: column.Name, Start: start, Increment: "1", Min: least, Max: most, Cache: "1"}
	if _, ok := limits[column.Name]; !ok && column.Name != "" {
		usual.Type = "bigint"
	}
	q = q.Less(usual)
	if said == "" { // it goes with its column
		q.Type = ""
	}
	return q
}
