package expected

import (
	"strings"

	"assay/schema"
)

var (
	makesOrNot  = schema.Pattern(`(?is)^(CREATE|DROP|ALTER)\b`)
	conditional = schema.Pattern(`(?is)^(?:CREATE\s+(?:/\*.*?\*/\s*)?OR\s+REPLACE|CREATE\b[^(]{0,80}?\bIF\s+NOT\s+EXISTS|(?:DROP|ALTER)\b.{0,80}?\bIF\s+EXISTS)\b`)
	temporary   = schema.Pattern(`(?is)^CREATE\s+(?:OR\s+REPLACE\s+)?(?:GLOBAL\s+|LOCAL\s+)?TEMP`)
	dropsSome   = schema.Pattern(`(?is)^DROP\s+(?:MATERIALIZED\s+)?(?:VIEW|SEQUENCE)\s+(?:IF\s+EXISTS\s+)?(.*?)(?:\s+(?:CASCADE|RESTRICT))?$`)
)

// inventory notes that a statement makes, drops or alters what a database may have already, or not have any more; elsewhere: in another schema.
func (w *stepWriter) inventory(s schema.Statement, o schema.Opaque, elsewhere bool) {
	verb := makesOrNot().FindString(s.Text)
	if modelled[o.Kind] || verb == "" || temporary().MatchString(s.Text) {
		return
	}
	b := Beside{
		Statement: w.step.Statements, Line: s.Line, Text: schema.Excerpt(s.Text), SQL: s.Text,
		Object: o, Verb: strings.ToUpper(verb), Either: conditional().MatchString(s.Text), Elsewhere: elsewhere,
	}
	names := []string{o.Name}
	if m := dropsSome().FindStringSubmatch(s.Text); m != nil {
		names = strings.Split(m[1], ",")
	}
	for _, name := range names {
		path := schema.NamePath(name)
		if name == o.Name && !strings.Contains(name, ".") { // without quotes, whatever is in it: uuid-ossp
			path = []string{name}
		}
		if len(path) == 0 {
			continue
		}
		b.Object.Name, b.Object.Space = path[len(path)-1], strings.Join(path[:len(path)-1], ".")
		if spaces := schema.Spaces(s.Text); b.Object.Space == "" && name == o.Name && len(spaces) > 0 {
			b.Object.Space = spaces[0]
		}
		w.step.Beside = append(w.step.Beside, b)
	}
}
