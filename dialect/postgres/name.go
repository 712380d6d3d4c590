package postgres

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// A home is a schema whose objects go without its name: the one that is read and, where that is where the search path begins, those behind it.
type home struct {
	name string
	id   uint32
	// covered are the names of its objects that something of the same kind before it has: pg_catalog, or a home that comes earlier.
	covered map[string]bool
}

// homes are those of one reading, in the order of the search path.
type homes []home

// both is a function of pgcrypto's that is PostgreSQL's own too since 13, and does the same: which of them a default asks for makes no difference.
const both = "gen_random_uuid"

// covering reads which names are covered. The search path would tell as well, but assay reads with none but pg_catalog in it.
func (hs homes) covering() query {
	spaces := []string{"(11::pg_catalog.oid, 0)"} // pg_catalog
	for i, h := range hs {
		spaces = append(spaces, fmt.Sprintf("(%d, %d)", h.id, i+1))
	}
	var kinds []string
	for _, k := range [][3]string{
		{"pg_proc", "pro", "b.proargtypes = a.proargtypes"},
		{"pg_operator", "opr", "b.oprleft = a.oprleft AND b.oprright = a.oprright"},
		{"pg_type", "typ", "true"},
		{"pg_class", "rel", "true"},
		{"pg_collation", "coll", "true"},
	} {
		kinds = append(kinds, fmt.Sprintf(`SELECT h.place, a.%[2]sname::pg_catalog.text FROM home AS h JOIN pg_catalog.%[1]s AS a ON a.%[2]snamespace = h.id
			WHERE h.place > 0 AND EXISTS (SELECT FROM home AS g JOIN pg_catalog.%[1]s AS b ON b.%[2]snamespace = g.id
				WHERE g.place < h.place AND b.%[2]sname = a.%[2]sname AND %[3]s)`, k[0], k[1], k[2]))
	}
	sql := "WITH home (id, place) AS (VALUES " + strings.Join(spaces, ", ") + ") " + strings.Join(kinds, " UNION ALL ")
	return query{sql, func(r row) {
		if place := r.number(0) - 1; place >= 0 && place < len(hs) && r.text(1) != both {
			hs[place].covered[r.text(1)] = true
		}
	}}
}

// spaces are the homes as SQL takes them.
func (hs homes) spaces() string {
	var ids []string
	for _, h := range hs {
		ids = append(ids, strconv.FormatUint(uint64(h.id), 10))
	}
	return "ANY ('{" + strings.Join(ids, ",") + "}'::pg_catalog.oid[])"
}

// at returns the home of that oid; nil: it is none.
func (hs homes) at(id uint32) *home {
	if i := slices.IndexFunc(hs, func(h home) bool { return h.id == id }); i >= 0 {
		return &hs[i]
	}
	return nil
}

// named returns the home of that name; nil: it is none.
func (hs homes) named(name string) *home {
	if i := slices.IndexFunc(hs, func(h home) bool { return h.name == name }); i >= 0 {
		return &hs[i]
	}
	return nil
}

// registered are the types of constants that are names.
var registered = set("regclass regproc regprocedure regoper regoperator regtype regconfig regdictionary regcollation")

// unqualified writes what the server printed as it would print it with the homes in its search path: their objects without the schema's name.
func (hs homes) unqualified(text string) string {
	mayHold := func(h home) bool { return strings.ContainsAny(h.name, `"'`) || strings.Contains(text, h.name) } // quotes in a name are printed twice
	if !slices.ContainsFunc(hs, mayHold) {
		return text
	}
	all := tokens(text)
	var b strings.Builder
	for i := 0; i < len(all); i++ {
		t := all[i]
		switch {
		case t.text == "OPERATOR" && hs.operatorAt(all[i:]) != "":
			b.WriteString(hs.operatorAt(all[i:]))
			i += 5
		case t.kind == str && i+2 < len(all) && all[i+1].text == "::" && registered[all[i+2].text]:
			at := strings.IndexByte(t.text, '\'') + 1
			b.WriteString(t.text[:at] + hs.unqualified(t.text[at:]))
		case hs.goes(all, i):
			i++ // and the point
		default:
			b.WriteString(t.text)
		}
	}
	return b.String()
}

// unaliased is [homes.unqualified] of a statement. One that has an alias with the name of a home stays as it is.
func (hs homes) unaliased(statement string) string {
	all := tokens(statement)
	for i, t := range all {
		if (t.kind == word || t.kind == quoted) && hs.named(plain(t)) != nil && (i+1 == len(all) || all[i+1].text != "." || i > 0 && all[i-1].text == ".") {
			return statement
		}
	}
	return hs.unqualified(statement)
}

// operatorAt returns the operator that tokens begin with, written OPERATOR(home.+), where it is not covered.
func (hs homes) operatorAt(all []token) string {
	if len(all) < 6 || all[1].text != "(" || all[3].text != "." || all[4].kind != symbol || all[5].text != ")" {
		return ""
	}
	if h := hs.named(plain(all[2])); h != nil && !h.covered[all[4].text] {
		return all[4].text
	}
	return ""
}

// goes reports whether a token is a home's name before that of an object which is not covered.
func (hs homes) goes(all []token, i int) bool {
	if i+2 >= len(all) || all[i+1].text != "." || i > 0 && all[i-1].text == "." {
		return false
	}
	h := hs.named(plain(all[i]))
	of := all[i+2]
	return h != nil && (of.kind == word || of.kind == quoted) && !h.covered[plain(of)]
}

// plain is the name that a token is.
func plain(t token) string {
	if t.kind != quoted || len(t.text) < 2 {
		return t.text
	}
	return strings.ReplaceAll(t.text[1:len(t.text)-1], `""`, `"`)
}
