package record_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"assay/internal/lab"
	"assay/internal/lab/alembic"
)

// counting has an env.py note the process that runs a revision, and how many have been run in it.
const counting = `
import builtins, os
if not context.is_offline_mode():
    builtins.ran = getattr(builtins, "ran", 0) + (context.config.cmd_opts.cmd[0].__name__ == "upgrade")
    print(os.getpid(), builtins.ran, file=open(%q, "a"))
`

// TestRecordProcesses: all revisions are run in one process of Alembic's where the project allows it, and in one each where it does not, since it keeps something
// from the revision before. What is recorded is the same.
func TestRecordProcesses(t *testing.T) {
	t.Parallel()
	alembic.Need(t)
	for _, s := range lab.InTurn(t, 1, "") {
		recorded := map[string]string{}
		for name, test := range map[string]struct {
			env string // what env.py does as well, before it runs revisions
			one bool   // all are run in one process
		}{
			"plain":    {"", true},
			"twice":    {"if not context.is_offline_mode() and builtins.ran > 1:\n    raise RuntimeError('twice')\n", false},
			"asked":    {"builtins.asked = getattr(builtins, 'asked', 0) + 1\nif builtins.asked > 1:\n    raise RuntimeError('asked twice')\n", false},
			"moved":    {"os.chdir('/')\n", false},
			"exported": {"os.environ['ALREADY'] = 'here'\n", false},
			// The lock would keep the next revision waiting for ever.
			"open": {"if not context.is_offline_mode():\n    builtins.held = create_engine(url).connect()\n    builtins.begun = builtins.held.begin()\n" +
				"    from sqlalchemy import inspect, text\n    'alembic_version' in inspect(builtins.held).get_table_names() and builtins.held.execute(text('SELECT * FROM alembic_version')).fetchall()\n", false},
		} {
			a := newShop(t, s.Database(t))
			a.Keep(t, "base_0001", "orders_0002", "2f6e0d9b41aa")
			ran := filepath.Join(t.TempDir(), "ran")
			env := strings.Replace(counting, "%q", `"`+ran+`"`, 1) + test.env + "\nif context.is_offline_mode():"
			alembic.ReplaceIn(t, filepath.Join(filepath.Dir(a.INI), "migrations", "env.py"), "\nif context.is_offline_mode():", env)
			a.records(a.options(), 3, "2f6e0d9b41aa")
			text, err := os.ReadFile(ran)
			if err != nil {
				t.Fatal(err)
			}
			third := slices.ContainsFunc(strings.Split(string(text), "\n"), func(l string) bool { return strings.HasSuffix(l, " 3") })
			if third != test.one {
				t.Errorf("%s: %s: a process and the revisions that it has run:\n%s", s.Name, name, text)
			}
			history, err := os.ReadFile(a.file())
			if err != nil {
				t.Fatal(err)
			}
			recorded[strings.Join(strings.Split(string(history), "\n")[1:], "\n")] = name // but for its head, which has the folder's name
		}
		if len(recorded) != 1 {
			t.Errorf("%s: what is recorded differs between %v", s.Name, recorded)
		}
	}
}
