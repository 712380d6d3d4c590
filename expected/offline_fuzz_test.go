package expected_test

import (
	"strings"
	"testing"

	"assay/expected"
)

// FuzzOffline: whatever a text holds, reading it ends, and what is read can be replayed along every chain.
func FuzzOffline(f *testing.F) {
	f.Add(printed, "a2")
	f.Add(one(table+"CREATE TABLE u (a INTEGER, b INTEGER, FOREIGN KEY(a) REFERENCES t (id), FOREIGN KEY(b) REFERENCES t (id));\n\nALTER TABLE u DROP FOREIGN KEY u_ibfk_2;\n\nALTER TABLE t MODIFY id BIGINT;\n\nDROP TABLE t;\n\n"), "a1")
	f.Add(one("CREATE TYPE e AS ENUM ('a');\n\nCREATE TABLE t (id SERIAL PRIMARY KEY, a e, UNIQUE (a));\n\nALTER TABLE t DROP CONSTRAINT t_a_key;\n\nALTER TABLE t RENAME TO u;\n\nDROP TYPE e;\n\n"), "")
	f.Add(one("DELIMITER //\nCREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW BEGIN\n  SET NEW.a = 1;\n\nEND//\nDELIMITER ;\n\nALTER TABLE nova ADD COLUMN a INTEGER;\n\n"), "a1+b")
	f.Add("-- Running upgrade b -> a\n\n-- Running upgrade  -> b\n\nTraceback (most recent call last):\n", "b")
	f.Fuzz(func(t *testing.T, text, stamp string) {
		for _, engine := range []string{"mysql", "postgresql"} {
			r := room(t, engine)
			p, err := expected.ReadOffline(r, expected.Text{Name: "x.sql", SQL: text})
			if err != nil {
				continue
			}
			h, err := p.History(r.Semantics(), strings.Split(stamp, "+"))
			if err != nil {
				t.Fatal(err)
			}
			for _, c := range h.Chains {
				if _, err := (expected.Position{Chain: c, At: len(c.Revisions) - 1}).Schema(r.Semantics()); err != nil {
					t.Errorf("%s: chain %s: %v", engine, c.Name, err)
				}
			}
		}
	})
}
