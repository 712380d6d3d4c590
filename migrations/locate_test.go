package migrations

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestLines: each statement of a revision comes from the operation that made it.
func TestLines(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		body       string
		statements []string
		want       []int // lines of the body, from 1
	}{
		"one each": {
			"op.add_column(\"t\", sa.Column(\"a\", sa.Integer()))\nop.create_index(\"ix\", \"t\", [\"a\"])\nop.drop_column(\"t\", \"b\")",
			[]string{"ALTER TABLE t ADD COLUMN a INTEGER", "CREATE INDEX ix ON t (a)", "ALTER TABLE t DROP COLUMN b"},
			[]int{1, 2, 3},
		},
		"several of one operation": {
			"op.create_table(\n    \"t\",\n    sa.Column(\"m\", sa.Enum(\"a\", name=\"mood\"), index=True),\n)\nop.drop_table(\"u\")",
			[]string{"CREATE TYPE mood AS ENUM ('a')", "CREATE TABLE t (\n\tm mood\n)", "CREATE INDEX ix_t_m ON t (m)", "DROP TABLE u"},
			[]int{1, 1, 1, 5},
		},
		"a batch": {
			"with op.batch_alter_table(\"t\") as b:\n    b.add_column(sa.Column(\"a\", sa.Integer()))\n    b.drop_column(\"z\")\n" +
				"with op.batch_alter_table(\"u\") as b:\n    b.drop_column(\"z\")",
			[]string{"ALTER TABLE t ADD COLUMN a INTEGER", "ALTER TABLE t DROP COLUMN z", "ALTER TABLE u DROP COLUMN z"},
			[]int{2, 3, 5},
		},
		"a text of several statements": {
			"op.execute(\"\"\"\n    UPDATE t\n      SET a = 1;\n    DELETE FROM t WHERE b = 'x';\n\"\"\")\nop.execute(\"DROP VIEW v\")",
			[]string{"UPDATE t\n      SET a = 1", "DELETE FROM t WHERE b = 'x'", "DROP VIEW v"},
			[]int{2, 4, 6},
		},
		"a loop": {
			"for t in (\"a\", \"b\"):\n    op.add_column(t, sa.Column(\"x\", sa.Integer()))\n    op.create_index(f\"ix_{t}\", t, [\"x\"])\nop.drop_table(\"c\")",
			[]string{
				"ALTER TABLE a ADD COLUMN x INTEGER", "CREATE INDEX ix_a ON a (x)",
				"ALTER TABLE b ADD COLUMN x INTEGER", "CREATE INDEX ix_b ON b (x)", "DROP TABLE c",
			},
			[]int{2, 3, 2, 3, 4},
		},
		"computed texts, one after the other": {
			"op.execute(f\"UPDATE {x} SET a = 1\")\nop.execute(f\"UPDATE {y} SET a = 1\")\nop.execute(f\"UPDATE {z} SET a = 1\")",
			[]string{"UPDATE t SET a = 1", "UPDATE u SET a = 1", "UPDATE v SET a = 1"},
			[]int{1, 2, 3},
		},
		"a branch for another server": {
			"if op.get_context().dialect.name == \"mysql\":\n    op.execute(\"ALTER TABLE t MODIFY a BIGINT\")\n" +
				"else:\n    op.alter_column(\"t\", \"a\", type_=sa.BigInteger())\nop.drop_table(\"u\")",
			[]string{"ALTER TABLE t ALTER COLUMN a TYPE BIGINT", "DROP TABLE u"},
			[]int{4, 5},
		},
		"from elsewhere": {
			"helpers.grow(op)\nop.drop_table(\"u\")",
			[]string{"ALTER TABLE t ADD COLUMN a INTEGER", "DROP TABLE u"},
			[]int{0, 2},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			body := "    " + strings.ReplaceAll(tt.body, "\n", "\n    ")
			text := "\"\"\"doc\"\"\"\nimport sqlalchemy as sa\nfrom alembic import op\n\nrevision = \"a1\"\ndown_revision = None\n\n\ndef upgrade():\n" + body +
				"\n\n\ndef downgrade():\n    op.drop_table(\"t\")\n    op.execute(\"DROP VIEW v\")\n"
			if err := os.WriteFile(filepath.Join(dir, "a1_x.py"), []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			h, err := ReadRevisions([]string{dir}, false)
			if err != nil {
				t.Fatal(err)
			}
			const before = 9 // lines, the last of which is that of upgrade
			file, lines := h.Lines("a1", tt.statements)
			for i := range lines {
				lines[i] -= before
			}
			if filepath.Base(file) != "a1_x.py" || !slices.Equal(lines, tt.want) {
				t.Errorf("%s %d, wanted %d", file, lines, tt.want)
			}
		})
	}
}
