// Package memory settles how much of it the process takes.
package memory

import (
	"runtime"
	"runtime/debug"
	"runtime/metrics"
)

// How much may be thrown away before it is collected, in percent of what is kept. A small check lives for a moment: what it would spend on collecting is a
// quarter of its time, for some megabytes. From manyBytes on, those would be hundreds, and from mostBytes on more than a small machine may have to spare.
const (
	wasteful  = 400
	frugal    = 120
	mean      = 40
	manyBytes = 16 << 20
	mostBytes = 96 << 20
)

// CollectLater has the collector wait as long as little is kept.
func CollectLater() {
	debug.SetGCPercent(wasteful)
	afterCollection()
}

// afterCollection looks at what is kept each time that the collector has run, which a finalizer tells.
func afterCollection() {
	type cycle struct{ _ [64]byte }
	runtime.SetFinalizer(&cycle{}, func(*cycle) {
		kept := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
		metrics.Read(kept)
		switch {
		case kept[0].Value.Kind() != metrics.KindUint64:
			return
		case kept[0].Value.Uint64() > mostBytes:
			debug.SetGCPercent(mean)
			return
		case kept[0].Value.Uint64() > manyBytes:
			debug.SetGCPercent(frugal)
		}
		afterCollection()
	})
}
