package expected_test

import (
	"fmt"
	"strings"
	"testing"

	"assay/dialect"
	"assay/expected"
	"assay/schema"
)

func room(t testing.TB, engine string) dialect.Dialect {
	t.Helper()
	r, err := dialect.For(schema.Server{Engine: engine})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func readOffline(t testing.TB, engine string, texts ...string) (*expected.Project, *expected.History) {
	t.Helper()
	r := room(t, engine)
	p, err := expected.ReadOffline(r, named(texts)...)
	if err != nil {
		t.Fatal(err)
	}
	h, err := p.History(r.Semantics())
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range h.Chains {
		if _, err := (expected.Position{Chain: c, At: len(c.Revisions) - 1}).Schema(r.Semantics()); err != nil {
			t.Errorf("chain %s: %v", c.Name, err)
		}
	}
	return p, h
}

func named(texts []string) []expected.Text {
	all := make([]expected.Text, len(texts))
	for i, text := range texts {
		all[i] = expected.Text{Name: fmt.Sprintf("%d.sql", i+1), SQL: text}
	}
	return all
}

// told writes a chain for people: each revision with its changes and their statements.
func told(c *expected.Chain) string {
	var b strings.Builder
	for _, r := range c.Revisions {
		b.WriteString(r.ID)
		if r.Migration != "" {
			b.WriteString(" by " + r.Migration)
		}
		for i, c := range r.Changes {
			n, of := r.Statement(i)
			fmt.Fprintf(&b, "; %d/%d %s %s", n, of, strings.TrimPrefix(fmt.Sprintf("%T", c), "schema."), c.Object())
		}
		b.WriteString("\n")
	}
	return b.String()
}

func head(t testing.TB, h *expected.History) *schema.Schema {
	t.Helper()
	s, err := expected.Position{Chain: h.Newest(), At: len(h.Newest().Revisions) - 1}.Schema(h.Names)
	if err != nil {
		t.Fatal(err)
	}
	return s
}
