package mysql

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// showing are the rights that show a table with its columns.
var showing = []string{"ALL", "SELECT", "INSERT", "UPDATE", "REFERENCES"}

// everywhere marks a right on all databases: SELECT there reads the tables of mysql, which hold the routines, and MySQL 8 shows these to whoever has it.
const everywhere = " everywhere"

// revealing are the rights on a database that show which objects of a kind there are: information_schema has no others.
var revealing = map[string][]string{
	"event":     {"ALL", "EVENT"},
	"trigger":   {"ALL", "TRIGGER"},
	"function":  {"ALL", "EXECUTE", "CREATE ROUTINE", "ALTER ROUTINE", "SHOW CREATE ROUTINE", "SHOW_ROUTINE", "SELECT" + everywhere},
	"procedure": {"ALL", "EXECUTE", "CREATE ROUTINE", "ALTER ROUTINE", "SHOW CREATE ROUTINE", "SHOW_ROUTINE", "SELECT" + everywhere},
}

// A rightsReader reads what the user may see.
type rightsReader struct{ *reader }

// read says in Hidden what the user lacks to see the tables of the whole database, and in Unasked which kinds of objects it does not show: information_schema
// has only what one has rights on.
func (rd rightsReader) read() error {
	var has []string
	err := rd.say("the rights of the user", "SHOW GRANTS", func(row row) error {
		has = append(has, rd.granted(string(row[0]))...)
		return nil
	})
	if err != nil {
		return err
	}
	// MariaDB lists what a role gives under the role's own grants, which SHOW GRANTS adds; MySQL only when asked for them.
	if rd.room.flavor.atLeastMySQL(8) && (!overlap(has, showing) || len(hiddenKinds(has)) > 0) {
		has = append(has, rd.ofRoles()...)
	}
	rd.database.Schema.Unasked = hiddenKinds(has)
	if !overlap(has, showing) {
		rd.database.Hidden = fmt.Sprintf("user %s has rights on single tables or columns only; GRANT SELECT ON %s.* TO %[1]s shows all of it",
			account(rd.user), quote(rd.database.Name))
	}
	return nil
}

// hiddenKinds are the kinds of objects that these rights do not show.
func hiddenKinds(rights []string) (hidden []string) {
	for _, kind := range slices.Sorted(maps.Keys(revealing)) {
		if !overlap(rights, revealing[kind]) {
			hidden = append(hidden, kind)
		}
	}
	return hidden
}

func overlap(a, b []string) bool {
	return slices.ContainsFunc(a, func(x string) bool { return slices.Contains(b, x) })
}

// ofRoles are the rights that the active roles give.
func (rd rightsReader) ofRoles() (rights []string) {
	roles := ""
	err := rd.query("the roles of the user", []string{"CURRENT_ROLE()"}, "", func(row row) error {
		roles = string(row[0])
		return nil
	})
	if err != nil || roles == "" || roles == "NONE" {
		return nil
	}
	err = rd.say("the rights of the roles", "SHOW GRANTS FOR CURRENT_USER() USING "+roles, func(row row) error {
		rights = append(rights, rd.granted(string(row[0]))...)
		return nil
	})
	if err != nil {
		return nil
	}
	return rights
}

// granted are the rights on the whole database that a line of SHOW GRANTS gives, in capitals, and once more with [everywhere] where it gives them on all.
func (rd rightsReader) granted(line string) (rights []string) {
	tokens, err := scan(line)
	if err != nil || len(tokens) == 0 || !tokens[0].is("grant") { // a REVOKE of MySQL's partial_revokes, and what only gives a role
		return nil
	}
	var words []string
	columns := false
	end := func() {
		if len(words) > 0 && !columns {
			rights = append(rights, strings.TrimSuffix(strings.ToUpper(strings.Join(words, " ")), " PRIVILEGES"))
		}
		words, columns = nil, false
	}
	for i := 1; i < len(tokens); i++ {
		switch t := tokens[i]; {
		case t.is("on"):
			end()
			return rd.reaching(rights, tokens[i+1:])
		case t.is("("):
			columns = true
			for i < len(tokens) && !tokens[i].is(")") {
				i++
			}
		case t.is(","):
			end()
		default:
			words = append(words, t.text)
		}
	}
	return nil
}

// reaching are those of rights that are on what the tokens behind ON name, if that is *.* or the database with .*.
func (rd rightsReader) reaching(rights []string, on []token) []string {
	switch {
	case len(on) < 3 || !on[1].is(".") || !on[2].is("*"):
		return nil
	case on[0].is("*"):
		for _, r := range slices.Clone(rights) {
			rights = append(rights, r+everywhere)
		}
		return rights
	case matches(unquoteName(on[0].text), rd.database.Name):
		return rights
	}
	return nil
}

// matches reports whether a name fits a database's name in a grant, where % and _ are wild and a backslash takes that away.
func matches(pattern, s string) bool {
	for i := 0; i < len(pattern); i++ {
		switch c := pattern[i]; {
		case c == '%':
			for j := 0; j <= len(s); j++ {
				if matches(pattern[i+1:], s[j:]) {
					return true
				}
			}
			return false
		case c == '\\' && i+1 < len(pattern):
			i++
			c = pattern[i]
			fallthrough
		default:
			if s == "" || s[0] != c && (c != '_' || i > 0 && pattern[i-1] == '\\') {
				return false
			}
			s = s[1:]
		}
	}
	return s == ""
}

// account writes name@host as it stands in GRANT.
func account(user string) string {
	name, host, _ := cutLast(user, "@")
	return quoteText(name) + "@" + quoteText(host)
}
