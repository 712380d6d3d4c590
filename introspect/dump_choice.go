package introspect

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"assay/schema"
)

// connects is how pg_dumpall goes over to another database.
var connects = schema.Pattern(`(?m)^\\connect (?:-reuse-previous=\w+ )?("(?:[^"]|"")*"|\S+)$`)

// complete is how pg_dump ends a database.
const complete = "\n-- PostgreSQL database dump complete\n"

// ofCluster cuts the database that was asked for out of a dump of all databases of a server, and counts the lines before it.
func ofCluster(file, sql, wanted string) (part string, before int, err error) {
	var names []string
	all := connects().FindAllStringSubmatchIndex(sql, -1)
	for i, m := range all {
		name := strings.ReplaceAll(strings.Trim(sql[m[2]:m[3]], `"`), `""`, `"`)
		if name, ok := strings.CutPrefix(name, "dbname="); ok {
			names = append(names, strings.Trim(name, "'"))
		} else {
			names = append(names, name)
		}
		if names[i] != wanted {
			continue
		}
		from := max(0, strings.LastIndex(sql[:m[0]], "\n-- Database ")+1)
		part = sql[from:m[0]] + sql[m[1]:]
		if end := strings.Index(part, complete); end >= 0 {
			part = part[:end+len(complete)]
		}
		return part, strings.Count(sql[:from], "\n"), nil
	}
	return "", 0, choiceError(file, names, wanted)
}

// choose leaves the statements of the database that was asked for, and those before the first.
func (d *dump) choose(statements []schema.Statement) ([]schema.Statement, error) {
	var names []string
	var kept []schema.Statement
	now, wanted := "", d.target.Database
	for _, s := range statements {
		if m := chooses().FindStringSubmatch(s.Text); m != nil {
			now = strings.Join(schema.NamePath(m[1]), ".")
			if !slices.Contains(names, now) {
				names = append(names, now)
			}
		}
		if now == "" || wanted == "" || now == wanted {
			kept = append(kept, s)
		}
	}
	switch {
	case wanted == "" && len(names) > 1, wanted != "" && len(names) > 0 && !slices.Contains(names, wanted):
		return nil, choiceError(d.file, names, wanted)
	case wanted != "" && len(names) == 0 && d.db.Name != wanted:
		return nil, fmt.Errorf("%s: this is a dump of the database %s alone: leave --database out", d.file, d.db.Name)
	case wanted != "":
		d.db.Name = wanted
	}
	return kept, nil
}

func choiceError(file string, names []string, wanted string) error {
	const most = 10
	more := ""
	if len(names) > most {
		names, more = names[:most], fmt.Sprintf(" and %d more", len(names)-most)
	}
	in := strings.Join(names, ", ") + more
	switch {
	case wanted != "":
		return fmt.Errorf("%s: there is no database %s in this dump of several (%s): name one of them with --database", file, wanted, in)
	case in == "":
		return errors.New(file + ": this is a dump of all databases of a server, and has none: take one of the database alone, with pg_dump --schema-only")
	}
	return fmt.Errorf("%s: this is a dump of several databases (%s): say which with --database NAME", file, in)
}

// within says in which schema alone the dump was read; empty: the user names none.
func (d *dump) within() string {
	if d.space == "" {
		return ""
	}
	return " in schema " + d.space
}
