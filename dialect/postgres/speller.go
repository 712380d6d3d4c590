package postgres

import "sync"

// A speller brings types, defaults and expressions to their canonical spelling.
type speller struct {
	version
	// What the same few texts came to: a schema repeats its types and defaults hundreds of times.
	types, defaults sync.Map
}
