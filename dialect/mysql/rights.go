package mysql

import (
	"fmt"
)

// showing are the rights that show a table with its columns.
var showing = []string{"ALL", "SELECT", "INSERT", "UPDATE", "REFERENCES"}

// rights says in Hidden what the user lacks to see the whole database: information_schema has only what one has rights on.
func (rd *reader) rights() error {
	all := false
	err := rd.say("the rights of the user", "SHOW GRANTS", func(row row) error {
		all = all || rd.showsAll(string(row[0]))
		return nil
	})
	if err != nil || all {
		return err
	}
	// MariaDB lists what a role gives under the role's own grants, which SHOW GRANTS adds; MySQL only when asked for them.
	if rd.room.flavor.atLeastMySQL(8) && rd.rolesShowAll() {
		return nil
	}
	rd.database.Hidden = fmt.Sprintf("user %s has rights on single tables or columns only; GRANT SELECT ON %s.* TO %[1]s shows all of it",
		account(rd.user), rd.room.Quote(rd.database.Name))
	return nil
}

// rolesShowAll asks for the grants again with the roles that are active.
func (rd *reader) rolesShowAll() bool {
	roles := ""
	err := rd.query("the roles of the user", []string{"CURRENT_ROLE()"}, "", func(row row) error {
		roles = string(row[0])
		return nil
	})
	if err != nil || roles == "" || roles == "NONE" {
		return false
	}
	all := false
	err = rd.say("the rights of the roles", "SHOW GRANTS FOR CURRENT_USER() USING "+roles, func(row row) error {
		all = all || rd.showsAll(string(row[0]))
		return nil
	})
	return err == nil && all
}

// showsAll reports whether a line of SHOW GRANTS gives a right that shows every table of the database.
func (rd *reader) showsAll(grant string) bool {
	tokens, err := scan(grant)
	if err != nil {
		return false
	}
	shows := false
	for i, t := range tokens {
		if t.is("on") {
			return shows && rd.covers(tokens[i+1:])
		}
		if i+1 < len(tokens) && tokens[i+1].is("(") { // of columns
			continue
		}
		shows = shows || t.isAny(showing...)
	}
	return false
}

// covers reports whether tokens that follow ON are *.* or the database with .*.
func (rd *reader) covers(tokens []token) bool {
	if len(tokens) < 3 || !tokens[1].is(".") || !tokens[2].is("*") {
		return false
	}
	return tokens[0].is("*") || matches(unquoteName(tokens[0].text), rd.database.Name)
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
