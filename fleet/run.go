package fleet

import (
	"context"
	"sync"
)

// Limits are how many databases are looked at at a time: in all, and on one server.
type Limits struct{ All, PerHost int }

// Run has things done side by side, each once; hosts says which server each is on, an empty one that it is on none. It returns when all that was begun has
// ended, and begins nothing once the context is done.
func Run(ctx context.Context, limits Limits, hosts []string, do func(at int)) {
	numbers, queues := map[string]int{}, map[string]chan int{}
	for _, host := range hosts {
		numbers[host]++
	}
	for at, host := range hosts {
		if queues[host] == nil {
			queues[host] = make(chan int, numbers[host])
		}
		queues[host] <- at
	}
	slots := make(chan struct{}, max(limits.All, 1))
	var all sync.WaitGroup
	for host, queue := range queues {
		close(queue)
		workers := limits.PerHost
		if host == "" {
			workers = limits.All
		}
		for range min(max(workers, 1), len(queue)) {
			all.Go(func() {
				for at := range queue {
					select {
					case <-ctx.Done():
						return
					case slots <- struct{}{}:
					}
					if ctx.Err() == nil {
						do(at)
					}
					<-slots
				}
			})
		}
	}
	all.Wait()
}
