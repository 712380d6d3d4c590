package introspect

import (
	"strings"

	"assay/schema"
)

// spaced finds a text that tells of schemas itself.
var spaced = schema.Pattern(`(?i)\bset\s+(local\s+|session\s+)?search_path\b|\bset_config\s*\(\s*'search_path'|\bcreate\s+schema\b|` +
	`\bcreate\s+(unlogged\s+)?table\s+(if\s+not\s+exists\s+)?(\w+|"[^"]+")\s*\.`)

// paths are the statements before a text of which one schema is to be read: the first tells which. What has no schema in a text that tells of schemas is
// made in public, as for a user without a setting; in others it is the schema's.
func (d *dump) paths(sql string) []schema.Statement {
	if d.space == "" {
		return nil
	}
	set := func(name string) schema.Statement {
		return schema.Statement{Text: `SET search_path = "` + strings.ReplaceAll(name, `"`, `""`) + `"`}
	}
	if spaced().MatchString(sql) {
		return []schema.Statement{set(d.space), set("public")}
	}
	return []schema.Statement{set(d.space)}
}

// apply makes a change. Whether what a change makes has a name of its own among all tables is not looked at: a server took it, and to look for each name in
// 10,000 tables takes longer than all the rest.
func (d *dump) apply(c schema.Change) error {
	if names := &d.db.Schema.Semantics.GlobalIndexNames; *names && c.Object().Table != "" {
		*names = false
		defer func() { *names = true }()
	}
	return d.db.Schema.Apply(c)
}
