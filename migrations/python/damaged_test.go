package python_test

import (
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"assay/internal/lab"
	"assay/migrations/python"
)

const sound = `"""a revision

Revision ID: a1
"""
from alembic import op
import sqlalchemy as sa

revision = 'a1'
down_revision = None
branch_labels, depends_on = None, ('b2', "c3")
VALUES = {'yes': 1, 'no': 0}


class Kind(object):
    size: int = 3

    @property
    def name(self):
        return self.size * 2 ** 3


def helper(a, b=1, *args, key=None, **kwargs):
    while a < b and not args:
        a += 1
        if a % 2 == 0:
            continue
        break
    return [x for x in args if x is not None], lambda y: y + 1


def upgrade():
    bind = op.get_bind()
    try:
        with op.batch_alter_table('t', schema=None) as batch:
            batch.add_column(sa.Column('c', sa.String(length=40), nullable=True))
    except (ValueError, KeyError) as e:
        raise RuntimeError(f'no {e}') from e
    else:
        pass
    finally:
        print('done')
    for table, in bind.execute("SELECT 1"):
        if table in VALUES:
            op.execute("UPDATE t SET a = 1")
        elif table == 'x':
            assert VALUES, 'none'
        else:
            del VALUES[table]


def downgrade():
    global revision
    op.drop_column('t', 'c')
`

// damages are files that differ little from a sound one, most of which Python refuses.
func damages() []string {
	var all []string
	written := strings.SplitAfter(sound, "\n")
	change := func(i int, to string) {
		all = append(all, strings.Join(written[:i], "")+to+strings.Join(written[i+1:], ""))
	}
	for i, line := range written {
		if strings.TrimSpace(line) == "" {
			continue
		}
		bare := strings.TrimLeft(line, " ")
		margin := line[:len(line)-len(bare)]
		change(i, "  "+line)
		change(i, strings.TrimPrefix(line, "  "))
		change(i, strings.Replace(line, "        ", "\t", 1))
		change(i, strings.Replace(line, "    ", "\t", 1))
		change(i, strings.Replace(line, ":\n", "\n", 1))
		change(i, "")
		change(i, margin+"else "+bare)
		change(i, margin+"return "+bare)
		words := strings.SplitAfter(bare, " ")
		for k, w := range words {
			change(i, margin+strings.Join(words[:k], "")+strings.Join(words[k+1:], ""))
			change(i, margin+strings.Join(words[:k+1], "")+w+" "+strings.Join(words[k+1:], ""))
		}
		for at, c := range bare {
			if strings.ContainsRune("()[]{}:,.='\"*%", c) {
				change(i, margin+bare[:at]+bare[at+1:])
				change(i, margin+bare[:at]+string(c)+bare[at:])
			}
		}
	}
	return all
}

// TestDamaged: no file that Python takes is refused, and of those that it refuses few are taken.
func TestDamaged(t *testing.T) {
	t.Parallel()
	interpreter := "/usr/bin/python3"
	if _, err := os.Stat(interpreter); err != nil {
		t.Fatal("there is no Python: make deps installs it")
	}
	files := append(damages(), sound)
	sent, err := json.Marshal(files)
	if err != nil {
		t.Fatal(err)
	}
	ask := exec.CommandContext(t.Context(), interpreter, "-W", "ignore", "-c", `import json, sys
def takes(text):
    try:
        compile(text, 'x.py', 'exec')
    except (SyntaxError, ValueError):
        return False
    return True
print(json.dumps([takes(text) for text in json.load(sys.stdin)]))`)
	ask.Stdin = strings.NewReader(string(sent))
	said, err := ask.Output()
	var takes []bool
	if err == nil {
		err = json.Unmarshal(said, &takes)
	}
	if err != nil {
		t.Fatal(err)
	}
	refused, missed := 0, 0
	for i, file := range files {
		_, err := python.Read(file)
		switch {
		case takes[i] && err != nil:
			t.Errorf("refused, and Python takes it: %v\n%s", err, file)
		case !takes[i]:
			refused++
			if err == nil {
				missed++
			}
		}
	}
	t.Logf("Python refuses %d of %d files; %d of these are not known", refused, len(files), missed)
	if missed*10 > refused {
		t.Errorf("%d of %d broken files are taken", missed, refused)
	}
}

// TestNewer: what newer Pythons, or rare habits, write is taken.
func TestNewer(t *testing.T) {
	t.Parallel()
	for _, src := range []string{
		"type Pair[T] = tuple[T, T]\ndef f[T: int](x: T, /, *, y=-1) -> T: return x\nclass A[T](B): pass\n",
		"match x:\n    case -1 | 'a' 'b': pass\n    case {'k': [a, *_], **rest} if not a: pass\n    case Point(x=0) as p: pass\n    case _: pass\n",
		"match not x:\n    case (1, 2): pass\nmatch = case = type = 1\nmatch (x)\n", "try: pass\nexcept* (A, B) as e: pass\n", "try: pass\nexcept A, B: pass\n",
		"async def f():\n    async with a as b, c: pass\n    async for x in y: break\n    else: return [z async for z in y if await z]\n",
		"with (open(a) as b, open(c) as d,): pass\n", "x = t'{a}' f'{b}' 'c'\n", "for x in *a, b: continue\n", "a, = b = c,\nfor a, in b: pass\n",
		"x = 1if y else 2\nz = 0or 1\nw = 1_0.5e-3j + .5 + 1. + 0xfor 1\n", "lambda *, a=1, **k: (yield)\nlambda: not x\nf = lambda x: x if x else not x\n",
		"if (n := len(a)) > 1: pass\nx[a:b, ::2, ...] = x[:, 1]\n", "print(*a, **b, sep='')\nx = a @ b\n@a.b\ndef c(): ...\n",
		"from . import a\nfrom .. import b\nfrom ... import c\nfrom .d.e import *\n", "if a: b; c\nelif d: e\nelse: f\n", "x = a if b else c; del x, y\n",
		"def f():\n\tif x:\n\t    return 1\n\treturn 2\n", "class A:\n  x: int\n  def f(self): return\n", "raise A from None\n", "x = a is not b not in c\n",
		"while a:\n    if b: break\nelse: pass\n", "if x:\n    pass\n  # a comment\nelse:\n    pass\n", "x = [\n1,\n  2]\n", "def f(): x = yield; y = yield from z\n",
	} {
		if _, err := python.Read(src); err != nil {
			t.Errorf("%v\n%s", err, src)
		}
	}
}

// TestInstalled: of the Python files of this machine, none is refused that Python takes. Outside make campaign, of one in twenty.
func TestInstalled(t *testing.T) {
	t.Parallel()
	folders, err := filepath.Glob("/usr/lib/python3*")
	if err != nil {
		t.Fatal(err)
	}
	every, seen := 20, 0
	if lab.Campaign() {
		every = 1
	}
	for _, folder := range folders {
		err = errors.Join(err, filepath.WalkDir(folder, func(path string, _ os.DirEntry, err error) error {
			if err != nil || filepath.Ext(path) != ".py" {
				return err
			}
			if seen++; seen%every == 0 {
				takesAsPython(t, path)
			}
			return nil
		}))
	}
	if err != nil {
		t.Error(err)
	}
	if seen < 100 {
		t.Errorf("only %d files of Python in %q: make deps installs it", seen, folders)
	}
}

func takesAsPython(t *testing.T, path string) {
	t.Helper()
	src, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		return // a link to nowhere
	}
	if err != nil {
		t.Error(err)
		return
	}
	if _, refused := python.Read(string(src)); refused != nil {
		if exec.CommandContext(t.Context(), "/usr/bin/python3", "-W", "ignore", "-c", "import sys; compile(open(sys.argv[1], 'rb').read(), 'x', 'exec')", path).Run() == nil {
			t.Errorf("%s: %v", path, refused)
		}
	}
}
