package commandline

import (
	"context"
	"time"
)

// Grace is how long a command has to end when it is told to: to drop what it made, and to say where it was.
const Grace = 5 * time.Second

// Await returns the status of a command, which ends in any case soon after its context: some things, like a pipe that nobody writes to, cannot be interrupted.
// Stop has the next signal end the process at once; interrupted gives the status of a command that does not end.
func Await(ctx context.Context, stop func(), work, interrupted func() int) int {
	defer stop()
	done := make(chan int, 1)
	go func() { done <- work() }()
	select {
	case code := <-done:
		return code
	case <-ctx.Done():
	}
	stop()
	select {
	case code := <-done:
		return code
	case <-time.After(Grace):
		return interrupted()
	}
}
