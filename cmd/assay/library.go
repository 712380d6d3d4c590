package main

import (
	"fmt"
	"sync"

	"assay/dialect"
	"assay/expected"
	"assay/schema"
)

// A library is the histories of the trees that are looked for, as one server understands them.
type library struct {
	trees     []string
	room      dialect.Dialect
	histories []*expected.History

	once sync.Once
	err  error
}

// load loads the histories, or waits until another goroutine has.
func (l *library) load(server schema.Server) error {
	l.once.Do(func() { l.err = l.read(server) })
	return l.err
}

func (l *library) read(server schema.Server) (err error) {
	if l.room, err = dialect.For(server); err != nil {
		return err
	}
	for _, tree := range l.trees {
		h, err := expected.Asterisk(tree, server.Engine, l.room)
		if err != nil {
			return fmt.Errorf("loading the history of %s: %w", tree, err)
		}
		l.histories = append(l.histories, h)
	}
	return nil
}
