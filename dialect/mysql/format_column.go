package mysql

import (
	"fmt"
	"strings"

	"assay/schema"
)

// column writes a column's whole definition.
func (w formatter) column(c schema.Column) (string, error) {
	if c.Identity != "" || c.Type.Named {
		return "", fmt.Errorf("column %s: these servers have no identities and no named types", c.Name)
	}
	var b strings.Builder
	b.WriteString(quote(c.Name) + " " + typeName(c.Type))
	if c.Charset != "" {
		b.WriteString(" CHARACTER SET " + bareOrQuoted(spelledAs(w.flavor, c.Charset)))
	}
	if c.Collation != "" {
		b.WriteString(" COLLATE " + bareOrQuoted(spelledAs(w.flavor, c.Collation)))
	}
	if err := w.value(&b, c); err != nil {
		return "", err
	}
	if c.Invisible {
		b.WriteString(" INVISIBLE")
	}
	if c.Comment != "" {
		b.WriteString(" COMMENT " + commentText(c.Comment)) // no hexadecimal there, alas
	}
	if c.Check != "" && w.flavor.columnChecks {
		b.WriteString(" CHECK (" + c.Check + ")")
	}
	return b.String(), nil
}

// value writes what a column holds when an INSERT gives it no value.
func (w formatter) value(b *strings.Builder, c schema.Column) error {
	if c.Generated != "" {
		if !w.flavor.hasGenerated {
			return fmt.Errorf("column %s: this server has no generated columns", c.Name)
		}
		if c.Generated == rowStart || c.Generated == rowEnd {
			b.WriteString(" GENERATED ALWAYS AS " + c.Generated)
			return nil
		}
		b.WriteString(" GENERATED ALWAYS AS (" + c.Generated + ")")
		b.WriteString(map[bool]string{true: " STORED", false: " VIRTUAL"}[c.Stored])
		if w.flavor.isMariaDB() { // takes neither NULL nor NOT NULL here
			return nil
		}
	}
	// NULL is written too: without explicit_defaults_for_timestamp, a TIMESTAMP that does not say it is NOT NULL.
	b.WriteString(map[bool]string{true: " NULL", false: " NOT NULL"}[c.Nullable])
	if c.Default != "" {
		b.WriteString(" DEFAULT " + defaultValue(w.flavor, c.Type, c.Default))
	}
	if c.OnUpdate != "" {
		b.WriteString(" ON UPDATE " + c.OnUpdate)
	}
	if c.AutoIncrement {
		b.WriteString(" AUTO_INCREMENT")
	}
	return nil
}

func typeName(t schema.Type) string {
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
func defaultValue(f flavor, t schema.Type, d string) string {
	isText := strings.HasPrefix(d, "'")
	if isText {
		if d = unquoteText(d); f.isMariaDB() && isLob(t) {
			d = quoteText(d) // it prints a hexadecimal literal into the table's definition as text without its quotes
		} else {
			d = textLiteral(d)
		}
	}
	literal := isText || strings.HasPrefix(d, "0x")
	switch {
	case literal && isLob(t) && !f.literalsForText:
		return "(" + d + ")"
	case strings.HasPrefix(d, "CURRENT_TIMESTAMP") && !f.isMariaDB() && (t.Name != "datetime" && t.Name != "timestamp" || d != onUpdate(t)):
		return "(" + d + ")"
	}
	return d
}
