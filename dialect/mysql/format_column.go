package mysql

import (
	"fmt"
	"strings"

	"assay/schema"
)

// column writes a column's whole definition.
func (r *Room) column(c schema.Column) (string, error) {
	if c.Identity != "" || c.Type.Named {
		return "", fmt.Errorf("column %s: these servers have no identities and no named types", c.Name)
	}
	var b strings.Builder
	b.WriteString(r.Quote(c.Name) + " " + r.typeName(c.Type))
	if c.Charset != "" {
		b.WriteString(" CHARACTER SET " + r.word(r.spelledAs(c.Charset)))
	}
	if c.Collation != "" {
		b.WriteString(" COLLATE " + r.word(r.spelledAs(c.Collation)))
	}
	if err := r.value(&b, c); err != nil {
		return "", err
	}
	if c.Invisible {
		b.WriteString(" INVISIBLE")
	}
	if c.Comment != "" {
		b.WriteString(" COMMENT " + commentText(c.Comment)) // no hexadecimal there, alas
	}
	if c.Check != "" && r.flavor.columnChecks() {
		b.WriteString(" CHECK (" + c.Check + ")")
	}
	return b.String(), nil
}

// value writes what a column holds when nothing is said.
func (r *Room) value(b *strings.Builder, c schema.Column) error {
	if c.Generated != "" {
		if !r.flavor.hasGenerated() {
			return fmt.Errorf("column %s: this server has no generated columns", c.Name)
		}
		b.WriteString(" GENERATED ALWAYS AS (" + c.Generated + ")")
		b.WriteString(map[bool]string{true: " STORED", false: " VIRTUAL"}[c.Stored])
		if r.flavor.isMariaDB() { // takes neither NULL nor NOT NULL here
			return nil
		}
	}
	// NULL is said as well: servers without explicit_defaults_for_timestamp take a TIMESTAMP without it for NOT NULL.
	b.WriteString(map[bool]string{true: " NULL", false: " NOT NULL"}[c.Nullable])
	if c.Default != "" {
		b.WriteString(" DEFAULT " + r.defaultValue(c.Type, c.Default))
	}
	if c.OnUpdate != "" {
		b.WriteString(" ON UPDATE " + c.OnUpdate)
	}
	if c.AutoIncrement {
		b.WriteString(" AUTO_INCREMENT")
	}
	return nil
}

func (r *Room) typeName(t schema.Type) string {
	labels := t.Labels()
	if labels == nil {
		return t.String()
	}
	for i, l := range labels {
		labels[i] = safeLabel(l)
	}
	return t.Name + "(" + strings.Join(labels, ",") + ")"
}

// defaultValue writes a canonical default for a column of that type.
func (r *Room) defaultValue(t schema.Type, d string) string {
	isText := strings.HasPrefix(d, "'")
	if isText {
		if d = unquoteText(d); r.flavor.isMariaDB() && isLob(t) {
			d = quoteText(d) // it prints a hexadecimal literal into the table's definition as text without its quotes
		} else {
			d = r.Literal(d)
		}
	}
	literal := isText || strings.HasPrefix(d, "0x")
	switch {
	case literal && isLob(t) && !r.flavor.literalsForText():
		return "(" + d + ")"
	case strings.HasPrefix(d, "CURRENT_TIMESTAMP") && !r.flavor.isMariaDB() && (t.Name != "datetime" && t.Name != "timestamp" || d != onUpdate(t)):
		return "(" + d + ")"
	}
	return d
}
