package mysql

import (
	"fmt"
	"strings"

	"assay/schema"
)

// A place is the database that a text works in, by the names that the text has for it. What it calls by another one's name is not in it.
type place struct {
	own map[string]bool
	now string // of USE; empty: none was said
}

// placeOf finds the database that most of a text is about: the first that it uses; else, where tables go without a name before theirs, that, under any name
// by which the text goes on about one of them or makes no table; else the first that it names. A version table says nothing, since Alembic has a setting for it
// alone.
func placeOf(all []statement) place {
	p := place{own: map[string]bool{}}
	first, bare := "", false
	made, makes := map[string]bool{}, map[string]bool{} // tables, with their database's name, and databases
	var named []string
	for _, s := range all {
		if s.starts("use") && len(s) > 1 {
			p.own = map[string]bool{unquoteName(s[1].text): true}
			return p
		}
		for _, path := range s.tables() {
			database, table := path[0], path[1]
			switch {
			case strings.HasPrefix(strings.ToLower(table), "alembic_version"):
			case database == "":
				bare = true
			case first == "":
				first = database
			}
			named = append(named, database)
			if s.makes() {
				made[database+"."+table], makes[database] = true, true
			} else if database != "" && made["."+table] && !made[database+"."+table] {
				p.own[database] = true
			}
		}
	}
	if !bare {
		p.own[first] = first != ""
		return p
	}
	for _, database := range named {
		p.own[database] = p.own[database] || !makes[database]
	}
	return p
}

// follow notes which database a text uses from a statement on.
func (p *place) follow(s statement) {
	if s.starts("use") && len(s) > 1 {
		p.now = unquoteName(s[1].text)
	}
}

// elsewhere is the error about a statement on a table of another database; nil: it is about none.
func (p place) elsewhere(s statement) error {
	for _, path := range s.tables() {
		database := path[0]
		if database == "" {
			database = p.now
		}
		if database != "" && !p.own[database] {
			return fmt.Errorf("it is about database %s, which is another one%w", database, schema.ErrElsewhere)
		}
	}
	return nil
}

// reference is the name of a table that a foreign key refers to: with its database's before it where that is another.
func (p place) reference(database, table string) string {
	if database == "" || p.own[database] {
		return table
	}
	return foreign(database, table)
}

// foreign is the name of a table of another database, as no table is called in its own.
func foreign(database, table string) string { return quote(database) + "." + quote(table) }

// makes reports whether a statement makes a table.
func (s statement) makes() bool {
	return s.starts("create", "table") || s.starts("create", "or", "replace", "table")
}

// tables are the tables that a statement on tables or indexes is about, each with its database's name, which may be empty.
func (s statement) tables() [][2]string {
	rest, _ := conditionOf(s, schema.IfObject)
	at := 0
	for at < len(rest) && !rest[at].isAny("table", "tables", "index", "(") {
		at++
	}
	switch {
	case at+1 >= len(rest) || rest[at].is("("):
		return nil
	case rest[0].is("rename"):
		var all [][2]string
		for _, item := range items(afterWait(rest[at+1:])) {
			all = append(all, pathOf(item)...)
		}
		return all
	case rest[0].is("drop") && !rest[at].is("index"):
		var all [][2]string
		for _, item := range items(rest[at+1:]) {
			all = append(all, pathOf(item)...)
		}
		return all
	case rest[0].isAny("create", "alter") && rest[at].is("table"):
		return pathOf(rest[at+1:])
	case rest[0].isAny("create", "drop") && rest[at].is("index"):
		for i := at + 1; i < len(rest) && !rest[i].is("("); i++ {
			if rest[i].is("on") {
				return pathOf(rest[i+1:])
			}
		}
	}
	return nil
}

// pathOf is the name of a table that tokens begin with.
func pathOf(tokens []token) [][2]string {
	switch {
	case len(tokens) > 2 && tokens[1].is("."):
		return [][2]string{{unquoteName(tokens[0].text), unquoteName(tokens[2].text)}}
	case len(tokens) > 0 && tokens[0].kind != punct:
		return [][2]string{{"", unquoteName(tokens[0].text)}}
	}
	return nil
}

// referred writes the name of a table that a foreign key refers to.
func referred(table string) string {
	if strings.HasPrefix(table, "`") && strings.Contains(table, "`.`") {
		return table
	}
	return quote(table)
}
