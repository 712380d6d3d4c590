package alembic

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// forker is a Python that has Alembic and the drivers loaded, which takes longer than a revision to run. For each request it makes a process that goes on as
// the program alembic would, and prints its exit status. What an upgrade leaves in the process is gone with it.
const forker = `import json, os, sys
import alembic.config, psycopg2, pymysql, sqlalchemy.dialects.mysql, sqlalchemy.dialects.postgresql
for line in sys.stdin:
    request = json.loads(line)
    child = os.fork()
    if child == 0:
        break
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
else:
    sys.exit()
os.chdir(request["Dir"])
os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
for fd, name in (1, request["Stdout"]), (2, request["Stderr"]):
    os.dup2(os.open(name, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), fd)
exec(request["First"])
sys.exit(alembic.config.main(argv=request["Args"], prog="alembic"))
`

// A forkerRequest asks for a run of Alembic in a folder, its output to files, after some Python.
type forkerRequest struct {
	Dir, First, Stdout, Stderr string
	Args                       []string
}

// forkers are those that wait for a request: as many as tests have run at once.
var forkers = make(chan *runningForker, 64)

type runningForker struct {
	requests *json.Encoder
	answers  *bufio.Scanner
}

// newForker starts one. It outlives the test that asks first, and ends with this process, whose end closes its standard input.
func newForker() (*runningForker, error) {
	cmd := exec.CommandContext(context.Background(), "/usr/bin/python3", "-c", forker)
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	return &runningForker{json.NewEncoder(in), bufio.NewScanner(out)}, cmd.Start()
}

// RunIn runs Alembic in a folder, first some Python, and returns its exit status and what it prints; all of it as stdout, where merged.
func RunIn(t testing.TB, dir, first string, merged bool, args ...string) (stdout, stderr string, status int) {
	t.Helper()
	var f *runningForker
	select {
	case f = <-forkers:
	default:
		var err error
		if f, err = newForker(); err != nil {
			t.Fatal(err)
		}
	}
	files := t.TempDir()
	r := forkerRequest{dir, first, filepath.Join(files, "stdout"), filepath.Join(files, "stderr"), args}
	if merged {
		r.Stderr = r.Stdout
	}
	err := f.requests.Encode(r)
	if err != nil || !f.answers.Scan() {
		t.Fatalf("alembic %q: %v, %v", args, err, f.answers.Err())
	}
	if _, err := fmt.Sscan(f.answers.Text(), &status); err != nil {
		t.Fatal(err)
	}
	forkers <- f
	said, err1 := os.ReadFile(r.Stdout)
	complaints, err2 := os.ReadFile(r.Stderr)
	if err := errors.Join(err1, err2); err != nil {
		t.Fatal(err)
	}
	return string(said), string(complaints), status
}
