package audit

import (
	"context"
	"errors"
	"fmt"
	"time"

	"assay/introspect"
	"assay/schema"
)

// ReadBoth reads two sources at the same time, as [Reader.ReadWhole] does, but warns of one after the other. Of two errors the first source's is the one.
func (r *Reader) ReadBoth(ctx context.Context, sources [2]introspect.Source) ([2]*schema.Database, error) {
	var dbs [2]*schema.Database
	var warned [2][]string
	var errs [2]chan error
	for i, source := range sources {
		quiet := &Reader{Stdin: r.Stdin, Warn: func(told string) { warned[i] = append(warned[i], told) }}
		errs[i] = make(chan error, 1)
		go func() {
			db, err := quiet.ReadWhole(ctx, source)
			dbs[i] = db
			errs[i] <- err
		}()
	}
	err := r.Wait(fmt.Sprintf("reading %s and %s", sources[0], sources[1]), func() error {
		for i, source := range sources {
			err := <-errs[i]
			if crowded(err) { // perhaps by the other one
				for _, later := range errs[i+1:] {
					later <- <-later
				}
				dbs[i], err = r.again(ctx, source)
			}
			for _, told := range warned[i] {
				r.warn(told)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil { // the other reading may not have ended
		return [2]*schema.Database{}, err
	}
	return dbs, nil
}

// crowded reports whether a reading failed since there was no connection left for it.
func crowded(err error) bool {
	e, ok := errors.AsType[*introspect.Error](err)
	return ok && e.Crowded()
}

// again reads a source alone, once the server has noticed that the other one's connection is closed.
func (r *Reader) again(ctx context.Context, source introspect.Source) (db *schema.Database, err error) {
	alone := &Reader{Stdin: r.Stdin, Warn: r.Warn}
	for wait := 50 * time.Millisecond; wait < time.Second; wait *= 2 {
		select {
		case <-ctx.Done():
		case <-time.After(wait):
		}
		if db, err = alone.ReadWhole(ctx, source); !crowded(err) {
			break
		}
	}
	return db, err
}

func (r *Reader) warn(told string) {
	if r.Warn != nil {
		r.Warn(told)
	}
}
