package oracle

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"assay/dialect/narrow"
	"assay/schema"
)

// vetting says what no such server has.
type vetting struct{ narrow.Vetter }

func newVetting() vetting {
	return vetting{narrow.Vetter{
		Language: language, Product: product, Actions: []string{"CASCADE", "SET NULL"}, Column: vetColumn,
		Ends: func(t narrow.Token) bool { return t.Is("&") },
	}}
}

func vetColumn(c schema.Column) error {
	if !c.Type.Named && c.Type != (schema.Type{}) {
		t, err := language.Declared(c.Type.String())
		if err != nil || t != c.Type {
			return fmt.Errorf("%q is no type", schema.Excerpt(c.Type.String()))
		}
	}
	switch {
	case c.AutoIncrement || c.Stored:
		return errors.New("this engine has no such properties of columns")
	case !slices.Contains([]string{"", "ALWAYS", "BY DEFAULT", "BY DEFAULT ON NULL"}, c.Identity):
		return fmt.Errorf("%q is no identity", schema.Excerpt(c.Identity))
	}
	if q, err := optionsOf(c.Sequence); err != nil || q != c.Sequence {
		return fmt.Errorf("%q counts nothing up", schema.Excerpt(c.Sequence))
	}
	return oneLine(c.Default, c.Generated)
}

// oneLine refuses an expression that SQL*Plus would read as several.
func oneLine(all ...string) error {
	for _, sql := range all {
		if strings.ContainsAny(sql, "\n\r") {
			return fmt.Errorf("%q is no expression in one line", schema.Excerpt(sql))
		}
	}
	return nil
}

// Vet refuses a table of a file that no such server has, or whose parts SQL*Plus would not read as they are.
func (v vetting) Vet(t *schema.Table) error {
	for _, k := range t.Checks {
		if err := oneLine(k.Expr); err != nil {
			return fmt.Errorf("check %q: %w", k.Name, err)
		}
	}
	for _, x := range t.Indexes {
		for _, p := range x.Parts {
			if err := oneLine(p.Expr); err != nil {
				return fmt.Errorf("index %q: %w", x.Name, err)
			}
		}
	}
	return v.Vetter.Vet(t)
}

// TooLong is the server's answer to a text that a column does not take.
func (vetting) TooLong(column string, t schema.Type) *schema.Refusal {
	return narrow.Refuse("ORA-12899", "value too large for column %s (maximum: %d)", quote(column), length(t))
}

// Reserved reports whether a name has to be in quotes where nobody quotes it.
func (vetting) Reserved(name string) bool {
	w := strings.ToUpper(name)
	return quoted[w] || reserved[w]
}
