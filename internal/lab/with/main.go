// With runs a command while a private MariaDB and a private PostgreSQL are there for its tests:
//
//	go run ./internal/lab/with go test ./...
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"sync"
	"syscall"

	"assay/internal/lab"
)

func main() {
	if len(os.Args) < 2 {
		fmt.Fprintln(os.Stderr, "usage: with COMMAND [ARGUMENT]...")
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	status, err := run(ctx, os.Args[1:])
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "with:", err)
	}
	os.Exit(status)
}

// run returns the command's exit status, 2 where there is none.
func run(ctx context.Context, args []string) (int, error) {
	env, stop := servers(ctx)
	cmd := exec.CommandContext(ctx, args[0], args[1:]...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	cmd.Env = append(os.Environ(), env...)
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	err := cmd.Run()
	status := cmd.ProcessState.ExitCode() // -1 for a command that did not run or was killed
	if exit := (*exec.ExitError)(nil); errors.As(err, &exit) && status > 0 {
		err = nil // the command has said what is wrong
	} else if err != nil {
		status = 2
	}
	return status, errors.Join(err, stop())
}

// servers starts both at once. One that cannot be had is not fatal: the tests skip, or fail in CI, by themselves. But a skipped test prints
// nothing, so it is said here.
func servers(ctx context.Context) (env []string, stop func() error) {
	var wg sync.WaitGroup
	var mu sync.Mutex
	var running []*lab.Instance
	for variable, start := range map[string]func(context.Context, string) (*lab.Instance, error){
		lab.MySQLVariable:    lab.StartMariaDB,
		lab.PostgresVariable: lab.StartPostgres,
	} {
		if os.Getenv(variable) != "" {
			continue
		}
		wg.Go(func() {
			x, err := start(ctx, "")
			mu.Lock()
			defer mu.Unlock()
			if err != nil {
				fmt.Fprintf(os.Stderr, "*** The tests that need this server are skipped: %v\n", err)
				return
			}
			running = append(running, x)
			env = append(env, variable+"="+x.URL)
		})
	}
	wg.Wait()
	return env, func() error {
		var errs []error
		for _, x := range running {
			errs = append(errs, x.Stop())
		}
		return errors.Join(errs...)
	}
}
