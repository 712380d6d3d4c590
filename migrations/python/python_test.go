package python

import (
	"errors"
	"strings"
	"testing"
)

// show spells a value as the cases below do.
func show(v Value) string {
	switch v.Kind {
	case Unbound:
		return "unbound"
	case None:
		return "None"
	case Text:
		return "'" + v.Text + "'"
	case List:
		var items []string
		for _, i := range v.List {
			items = append(items, show(i))
		}
		return "[" + strings.Join(items, " ") + "]"
	case Unknown:
	}
	return "unknown"
}

func TestLookup(t *testing.T) {
	t.Parallel()
	for source, want := range map[string]string{
		`x = "ae10"`:                            "'ae10'",
		`x: str = 'ae10'  # the id`:             "'ae10'",
		`x : Union[str, None] = None`:           "None",
		`x: Dict[str, int]`:                     "unbound",
		`x = """ae10"""`:                        "'ae10'",
		`x = '''a"e'10'''`:                      `'a"e'10'`,
		`x = r"a\n"`:                            `'a\n'`,
		`x = u"a\x41\u0042\103\\\n\q"`:          "'aABC\\\n\\q'",
		`x = "ae" "10"`:                         "'ae10'",
		"x = ('ae'\n  # in between\n     '10')": "'ae10'",
		"x = 'ae' \\\n  '10'":                   "'ae10'",
		"x = \\\n  'ae10'":                      "'ae10'",
		"x = 'ae\\\n10'":                        "'ae10'",
		`x = (("ae10"))`:                        "'ae10'",
		`x = ("a",)`:                            "['a']",
		`x = ("a", "b")`:                        "['a' 'b']",
		`x = "a", "b"`:                          "['a' 'b']",
		`x = "a",`:                              "['a']",
		`x = ["a", "b",]`:                       "['a' 'b']",
		`x = {"a"}`:                             "['a']",
		`x = ()`:                                "[]",
		`x = (("a", "b"), None)`:                "[['a' 'b'] None]",
		"y = 'a'\nx = y":                        "'a'",
		"y = 'a'\nx = (y, 'b')":                 "['a' 'b']",
		"x = y = 'a'":                           "'a'",
		"y, x = 'a', 'b'":                       "'b'",
		"(y, x) = 'a', 'b'":                     "unbound", // a target in brackets is not looked into
		"y = 1; x = 'a'; z = 2":                 "'a'",
		"x = 'a'\nx = 'b'":                      "'b'",
		"x = 'a'\nx += 'b'":                     "unknown",
		"x = make()":                            "unknown",
		"x = ('a', y)":                          "['a' unknown]",
		"x = y":                                 "unknown",
		"x = 'a' + 'b'":                         "unknown",
		"x = 'a' if y else 'b'":                 "unknown",
		"x = 'a'.lower()":                       "unknown",
		"x = ['a' for y in z]":                  "unknown",
		"x = {'a': 'b'}":                        "unknown",
		"x = ('a', make())":                     "unknown",
		`x = f"a{y}"`:                           "unknown",
		`x = f"a{{y}}"`:                         "'a{y}'",
		`x = b"a"`:                              "unknown",
		`x = f"{y["x = 'b'"]}"`:                 "unknown",
		`x = 17`:                                "unknown",
		"if y:\n    x = 'a'":                    "unknown",
		"if y: x = 'a'":                         "unknown",
		"x = 'a'\nif x:\n    y(x)":              "'a'",
		"x = 'a'\nif y(x='b'): pass":            "'a'",
		"try:\n    from y import x\nexcept Z: pass": "unknown",
		"from y import x":                        "unknown",
		"from y import *":                        "unknown",
		"from y import *\nx = 'a'":               "'a'",
		"def x(): pass":                          "unknown",
		"x = 'a'\ndef f():\n    x = 'b'":         "'a'",
		"x = 'a'\ndef f():\n  '''\nx = 'b'\n'''": "'a'",
		"x = 'a'\nf(x='b')":                      "'a'",
		"x = 'a'\nz.x = 'b'":                     "'a'",
		"# x = 'b'\nx = 'a'":                     "'a'",
		"x = '''a\r\nb'''\r\ny = 1\r\n":          "'a\nb'",
		"\ufeffx = 'a'":                          "'a'",
		"y = 1\rx = 'a'\r":                       "'a'",
		"match y:\n  case 1:\n    pass\nx = 'a'": "'a'",
		"é = 'a'\nx = é":                         "'a'",
	} {
		m, err := Read(source)
		if err != nil {
			t.Errorf("%s: %v", source, err)
			continue
		}
		if got := show(m.Lookup("x")); got != want {
			t.Errorf("%s\ngives x as %s, want %s", source, got, want)
		}
	}
}

func TestReadRefuses(t *testing.T) {
	t.Parallel()
	for source, want := range map[string]string{
		"x = (1,\n\n":               "a ( is not closed",
		"x = 1)":                    "a ) closes nothing",
		"x = (1]":                   "a ] closes nothing",
		"x = 'a\n'":                 "a string is not closed",
		"x = '''a\n'":               "a string is not closed",
		strings.Repeat("(", 300):    "more than 200 brackets are open",
		strings.Repeat(`f"{`, 3000): "more than 200 strings are open",
		"<<<<<<< HEAD\nx = 'a'\n'":  "a string is not closed",
	} {
		_, err := Read(source)
		if syntax, ok := errors.AsType[*SyntaxError](err); !ok || syntax.Problem != want || syntax.Line < 1 {
			t.Errorf("%.40q gives %v, want %s", source, err, want)
		}
	}
}

func TestDoc(t *testing.T) {
	t.Parallel()
	for source, want := range map[string]string{
		"\"\"\"make a table\n\nRevises: a\n\"\"\"\nx = 1": "make a table\n\nRevises: a\n",
		"# coding: utf-8\n\n'one'\n":                      "one",
		"x = 1\n'one'\n":                                  "",
		"'one'.lower()\n":                                 "",
		"":                                                "",
	} {
		m, err := Read(source)
		if err != nil || m.Doc != want {
			t.Errorf("%q has the docstring %q, %v, want %q", source, m.Doc, err, want)
		}
	}
}

const migration = `"""Add a column"""
from alembic import op
SIZE = 10
OTHER = 3

def helper(n):
    return n * SIZE

def upgrade():
    op.add_column("t", sa.Column('c', sa.String(helper(2))))

def downgrade():
    op.drop_column("t", "c")
`

// TestFingerprint changes the module a word at a time.
func TestFingerprint(t *testing.T) {
	t.Parallel()
	base := fingerprint(t, migration)
	for _, same := range [][2]string{
		{"Add a column", "Add the column"},
		{"def upgrade():", "def upgrade() -> None:"},
		{"def upgrade():\n", "def upgrade():\n    '''Adds it.'''\n    # why\n\n"},
		{`"t", sa.`, "\n        't',  # the table\n        sa."},
		{"(2))))", "(2))),)"},
		{"    ", "  "},
		{"op.drop_column", "op.execute"},
		{"OTHER = 3", "OTHER = 4"},
		{"from alembic", "import os\nfrom alembic"},
	} {
		if fingerprint(t, strings.ReplaceAll(migration, same[0], same[1])) != base {
			t.Errorf("%q for %q counts as an edit", same[1], same[0])
		}
	}
	for _, other := range [][2]string{{"helper(2)", "helper(3)"}, {"SIZE = 10", "SIZE = 11"}, {"n * SIZE", "n + SIZE"}, {`"t", sa`, `"u", sa`}, {"    op.add", "    if x:\n        op.add"}} {
		if fingerprint(t, strings.Replace(migration, other[0], other[1], 1)) == base {
			t.Errorf("%q for %q does not count as an edit", other[1], other[0])
		}
	}
	if fingerprint(t, "x = 1\n") != "" {
		t.Error("there is a fingerprint of no function")
	}
}

func fingerprint(t *testing.T, source string) string {
	t.Helper()
	m, err := Read(source)
	if err != nil {
		t.Fatal(err)
	}
	return m.Fingerprint("upgrade")
}

// FuzzRead holds that nothing makes the reader panic or hang, and that what it takes for text has been there.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{migration, `x = f"{y['a']!r:>{w}}" "b"`, "x = ('a', [b, {c}])\n\\", "'\\", "x = \"\"\"", "\tif x:\n y = 'a'\n", "'\\U00110000\\777'", "a=((((((,"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, source string) {
		m, err := Read(source)
		if err != nil {
			if _, ok := errors.AsType[*SyntaxError](err); !ok {
				t.Errorf("an error of another kind: %v", err)
			}
			return
		}
		for name := range m.names {
			m.Lookup(name)
		}
		m.Fingerprint("upgrade")
	})
}
