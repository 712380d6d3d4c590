package mysql

import (
	"slices"
	"strings"

	"assay/schema"
)

// Manner says how a statement goes about what it does.
func (*Room) Manner(sql string) schema.Manner {
	statements, err := split(sql)
	if err != nil || len(statements) != 1 {
		return schema.Manner{}
	}
	s := statements[0]
	i := slices.IndexFunc(verbs, func(verb string) bool { return s.starts(strings.Fields(strings.ToLower(verb))...) })
	if i < 0 {
		return schema.Manner{}
	}
	m := schema.Manner{Verb: verbs[i]}
	if means, ok := sameVerb[m.Verb]; ok {
		m.Verb = means
	}
	switch m.Verb {
	case "INSERT", "REPLACE", "UPDATE", "DELETE", "TRUNCATE":
		s.rows(&m)
	case "SET":
		m.Setting, m.Value = setting(s[1:])
	case "CREATE TABLE", "DROP TABLE", "ALTER TABLE", "CREATE INDEX", "DROP INDEX":
		m.Lenient = slices.ContainsFunc(outermost(s), func(t token) bool { return t.is("exists") })
	}
	return m
}

// verbs are how statements begin, the longer ones first.
var verbs = []string{
	"CREATE UNIQUE INDEX", "CREATE FULLTEXT INDEX", "CREATE SPATIAL INDEX", "CREATE INDEX", "CREATE TABLE", "ALTER TABLE", "DROP TABLE", "DROP INDEX", "RENAME TABLE",
	"START TRANSACTION", "BEGIN", "COMMIT", "ROLLBACK", "INSERT", "REPLACE", "UPDATE", "DELETE", "TRUNCATE", "SET",
}

var sameVerb = map[string]string{
	"CREATE UNIQUE INDEX": "CREATE INDEX", "CREATE FULLTEXT INDEX": "CREATE INDEX", "CREATE SPATIAL INDEX": "CREATE INDEX",
	"START TRANSACTION": "BEGIN", "RENAME TABLE": "RENAME",
}
