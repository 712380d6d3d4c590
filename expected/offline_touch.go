package expected

import (
	"regexp"
	"strings"

	"assay/schema"
)

// modelled are the kinds of objects that a schema has definitions of.
var modelled = map[string]bool{"table": true, "index": true, "type": true}

var (
	// aim is how a statement about an object begins: its verb, whatever stands before the kind, the kind, and the name behind.
	aim = regexp.MustCompile(`(?is)^(CREATE|ALTER|DROP|REFRESH)\s+(?:[\w=@.'` + "`" + `"%()]+\s+){0,8}?(MATERIALIZED\s+VIEW|FOREIGN\s+TABLE|EVENT\s+TRIGGER|TEXT\s+SEARCH\s+\w+|VIEW|TABLE|INDEX|TRIGGER|FUNCTION|PROCEDURE|SEQUENCE|TYPE|DOMAIN|EXTENSION|RULE|POLICY|EVENT|SCHEMA|AGGREGATE|COLLATION|STATISTICS|SERVER|CAST|OPERATOR)\s+` +
		`(?:CONCURRENTLY\s+)?(?:IF\s+(?:NOT\s+)?EXISTS\s+)?(?:ONLY\s+)?(` + nameSQL + `)`)
	onTable = regexp.MustCompile(`(?is)\b(?:ON|TO)\s+(?:ONLY\s+)?(` + nameSQL + `)`)
)

// touchedBy names the objects that a statement is about, as far as its first words say.
func touchedBy(text string) []schema.Opaque {
	if m := renameTable.FindStringSubmatch(text); m != nil {
		return []schema.Opaque{{Kind: "table", Name: bareName(m[1])}, {Kind: "table", Name: bareName(m[2])}}
	}
	m := aim.FindStringSubmatchIndex(text)
	if m == nil {
		return nil
	}
	path := namePath(text[m[6]:m[7]])
	o := schema.Opaque{Kind: strings.ToLower(strings.Join(strings.Fields(text[m[4]:m[5]]), " ")), Name: path[len(path)-1]}
	switch o.Kind {
	case "index", "trigger", "rule", "policy":
		if on := onTable.FindStringSubmatch(text[m[7]:]); on != nil {
			o.Table = bareName(on[1])
		}
	}
	return []schema.Opaque{o}
}
