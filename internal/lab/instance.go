package lab

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"syscall"
	"time"
)

// An Instance is a running throw-away server. It listens on 127.0.0.1 alone and forgets everything when it stops.
type Instance struct {
	// URL is the server's, of a user who may do anything, without a database: "mysql://root@127.0.0.1:40123/".
	URL string

	home   string
	keeper *exec.Cmd
	input  io.Closer     // the keeper's
	ended  chan struct{} // closed when the server has ended
}

// A plan is how a server is made.
type plan struct {
	url     string              // with a %d for the port
	account *syscall.Credential // whom it runs as; nil: whoever we are
	signals string              // what ends it at once, leaving nothing behind
	env     []string            // for the script, besides port
	script  string              // makes the data folder "data" in the working directory and becomes the server
}

// keeper runs the server and, at the end of its own standard input, ends it and removes its files. That end comes when we ask for it, and
// also when our process is killed or crashes, which no defer and no test cleanup would see.
// Nobody but the server holds descriptor 3, so whoever reads from its other end learns when the server ends.
// Removing is tried again because a server killed while it makes its data folder leaves behind a helper that still writes.
const keeper = `sh -euc "$script" </dev/null >log 2>&1 &
exec 3>&-
read -r _
for s in $signals; do kill -s $s $!; done
wait $!
for try in 1 2 3 4 5; do rm -rf "$PWD" && exit; sleep 1; done`

// startTimeout is generous, for machines that do other things at the same time.
const startTimeout = time.Minute

// errEnded: the server ended before it could be reached, perhaps because somebody took the port that had been free.
var errEnded = errors.New("it ended by itself")

// start makes a server by the plan, its files in a new folder below dir.
func start(ctx context.Context, dir string, p plan) (*Instance, error) {
	ctx, cancel := context.WithTimeout(ctx, startTimeout)
	defer cancel()
	var x *Instance
	var err error
	for range 3 {
		if x, err = tryStart(ctx, dir, p); !errors.Is(err, errEnded) {
			break
		}
	}
	return x, err
}

func tryStart(ctx context.Context, dir string, p plan) (*Instance, error) {
	home, err := makeHome(dir, p.account)
	if err != nil {
		return nil, err
	}
	port, err := freePort(ctx)
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(home))
	}
	x := &Instance{URL: fmt.Sprintf(p.url, port), home: home, ended: make(chan struct{})}
	if err := x.run(p, port); err != nil {
		return nil, errors.Join(err, os.RemoveAll(home))
	}
	if err := x.ready(ctx); err != nil {
		log, _ := os.ReadFile(filepath.Join(home, "log"))
		return nil, errors.Join(fmt.Errorf("%w; its log ends:\n%s", err, log[max(0, len(log)-2000):]), x.Stop())
	}
	return x, nil
}

// makeHome makes the server's folder below dir or, where dir is empty, where a server is fastest.
func makeHome(dir string, account *syscall.Credential) (string, error) {
	home, err := os.MkdirTemp(cmp.Or(dir, fastest()), "assay-lab-")
	if err != nil {
		return "", err
	}
	if account == nil {
		return home, nil
	}
	return home, os.Chown(home, int(account.Uid), int(account.Gid))
}

// Linux keeps memory's files in memory. MariaDB makes and drops a release's tables there ten times as fast as on a disk, whatever it is told of
// syncing, at a third of the processor's time. All tests together leave less than enough behind.
const (
	memory = "/dev/shm"
	enough = 4 << 30
)

// fastest returns the folder for files of servers: in memory where there is room, or else /tmp, as TMPDIR may be a folder that the account cannot enter.
func fastest() string {
	var free syscall.Statfs_t
	if err := syscall.Statfs(memory, &free); err != nil || free.Bavail < enough/uint64(free.Bsize) {
		return "/tmp"
	}
	return memory
}

func freePort(ctx context.Context) (int, error) {
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port, nil
}

// run starts the keeper, in a session of its own so that a Ctrl-C at the terminal reaches us and not the server.
// It is not tied to a context: only [Instance.Stop] or our end stops it.
func (x *Instance) run(p plan, port int) error {
	alive, holds, err := os.Pipe()
	if err != nil {
		return err
	}
	defer holds.Close()
	x.keeper = exec.Command("sh", "-c", keeper) //nolint:noctx // it outlives the context that waits for its start
	x.keeper.Dir = x.home
	x.keeper.Env = append(os.Environ(), "LC_ALL=C", "script="+p.script, "signals="+p.signals, "port="+strconv.Itoa(port))
	x.keeper.Env = append(x.keeper.Env, p.env...)
	x.keeper.ExtraFiles = []*os.File{holds}
	x.keeper.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Credential: p.account}
	if x.input, err = x.keeper.StdinPipe(); err != nil {
		return errors.Join(err, alive.Close())
	}
	if err := x.keeper.Start(); err != nil {
		return errors.Join(err, alive.Close())
	}
	go func() {
		defer close(x.ended)
		defer alive.Close()
		_, _ = io.Copy(io.Discard, alive) // nobody writes: this waits for the end
	}()
	return nil
}

// ready waits until the server answers.
func (x *Instance) ready(ctx context.Context) error {
	db, err := open(x.URL, "")
	if err != nil {
		return err
	}
	defer db.Close()
	for {
		err := db.PingContext(ctx)
		if err == nil {
			return nil
		}
		select {
		case <-x.ended:
			return errEnded
		case <-ctx.Done():
			return fmt.Errorf("waiting for it to answer: %w", err)
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// Stop ends the server and removes its files.
func (x *Instance) Stop() error {
	if err := x.input.Close(); err != nil {
		return err
	}
	if err := x.keeper.Wait(); err != nil {
		return fmt.Errorf("stopping the server in %s: %w", x.home, err)
	}
	return nil
}
