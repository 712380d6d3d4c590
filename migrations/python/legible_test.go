package python_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"assay/migrations/python"
)

// TestLegible holds what cannot be read against Python itself.
func TestLegible(t *testing.T) {
	t.Parallel()
	interpreter := "/usr/bin/python3"
	if _, err := os.Stat(interpreter); err != nil {
		t.Fatal("there is no Python: make deps installs it")
	}
	for name, src := range map[string]string{
		"plain": "revision = 'a'\n", "null": "revision = 'a'\nx = '\x00'\n", "latin-1": "revision = 'a'\nx = 'caf\xe9'\n",
		"latin-1 in a comment": "revision = 'a'\n# caf\xe9\n",
		"latin-1 that says so": "# -*- coding: latin-1 -*-\nrevision = 'caf\xe9'\n", "on line 2": "#!/usr/bin/python\n# vim: set fileencoding=latin-1 :\n# caf\xe9\n",
		"on line 3": "\n\n# coding: latin-1\nx = 'caf\xe9'\n", "UTF-8": "# café\n",
		"print": "def upgrade():\n    print 'x'\n", "print behind a semicolon": "x = 1; print 'x'\n", "print function": "print('x')\n", "print alone": "print\n",
		"print in brackets":   "x = (print,\n'x')\n",
		"a name of that kind": "y = [\nprint\n]\n", "unclosed": "x = (1,\n", "closes nothing": "x = 1)\n", "open text": "x = 'a\n",
		"tab below blanks": "if x:\n        a = 1\n\tb = 1\n", "blanks below a tab": "if x:\n\ta = 1\n        b = 1\n",
		"tabs":             "if x:\n\tif y:\n\t\ta = 1\n\tb = 1\n",
		"a tab and blanks": "if x:\n\tif y:\n\t    a = 1\n", "blanks and then a tab": "if x:\n  if y:\n\ta = 1\n", "unexpected": "x = 1\n  y = 1\n",
		"first":    "  x = 1\n",
		"unindent": "if x:\n    a = 1\n  b = 1\n", "no block": "if x:\ny = 1\n", "no block at the end": "def f():\n", "return": "return 1\n",
		"return in a class": "class A:\n    return 1\n",
		"else":              "else:\n    x = 1\n", "try": "try:\n    x = 1\ny = 1\n", "try at the end": "try:\n    x = 1\n",
		"break": "if x:\n    break\n", "twice": "x = = 1\n",
		"parameters": "def f(:\n    pass\n", "colon for parameters": "def f(:):\n    pass\n", "backslash": "x = 1 + \\\n    2\n", "exec": "exec 'x'\n",
		"backquotes": "x = `y`\n", "unequal": "if x <> y: pass\n",
		"raise": "raise A, 'x'\n", "octal": "x = 0777\n", "long": "x = 1L\n", "dollar": "x = $y\n",
	} {
		file := filepath.Join(t.TempDir(), "x.py")
		if err := os.WriteFile(file, []byte(src), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := python.Read(src)
		if failed := exec.CommandContext(t.Context(), interpreter, "-m", "py_compile", file).Run(); (err != nil) != (failed != nil) {
			t.Errorf("%s: Read = %v, and Python says %v", name, err, failed)
		}
	}
}
