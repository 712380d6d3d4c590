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
		t.Skip("NOT TESTED: no Python to be had")
	}
	for name, src := range map[string]string{
		"plain": "revision = 'a'\n", "null": "revision = 'a'\nx = '\x00'\n", "latin-1": "revision = 'a'\nx = 'caf\xe9'\n",
		"latin-1 in a comment": "revision = 'a'\n# caf\xe9\n",
		"latin-1 that says so": "# -*- coding: latin-1 -*-\nrevision = 'caf\xe9'\n", "on line 2": "#!/usr/bin/python\n# vim: set fileencoding=latin-1 :\n# caf\xe9\n",
		"on line 3": "\n\n# coding: latin-1\nx = 'caf\xe9'\n", "UTF-8": "# café\n",
		"print": "def upgrade():\n    print 'x'\n", "print behind a semicolon": "x = 1; print 'x'\n", "print function": "print('x')\n", "print alone": "print\n",
		"print in brackets":   "x = (print,\n'x')\n",
		"a name of that kind": "y = [\nprint\n]\n", "unclosed": "x = (1,\n", "closes nothing": "x = 1)\n", "open text": "x = 'a\n",
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
