// Package memory settles how much of it the process takes.
package memory

import (
	"runtime"
	"runtime/debug"
	"runtime/metrics"
)

// How much may be thrown away before it is collected, in percent of what is kept. A small check lives for a moment: what it would spend on collecting is a
// quarter of its time, for some megabytes. From manyBytes on, those would be hundreds.
const (
	wasteful  = 400
	frugal    = 120
	manyBytes = 16 << 20
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
		if kept[0].Value.Kind() == metrics.KindUint64 && kept[0].Value.Uint64() > manyBytes {
			debug.SetGCPercent(frugal)
			return
		}
		afterCollection()
	})
}
