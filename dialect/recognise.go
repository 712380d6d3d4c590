package dialect

import (
	"errors"
	"slices"
	"strings"

	"assay/schema"
)

// Recognise returns the engine whose SQL a text is: the one that reads the most of its statements, or of several that do, the one of which it shows the most
// signs; empty: it could be that of several.
func Recognise(sql string) (engine string) {
	sql = beginning(sql)
	fewest, most := 0, 0
	for i, e := range Engines {
		signs := e.Dumps.Signs(sql)
		if e.Dumps.Marked && signs == 0 {
			continue
		}
		unread := unread(sql, e.Name)
		switch {
		case i == 0 || unread < fewest || unread == fewest && signs > most:
			engine, fewest, most = e.Name, unread, signs
		case unread == fewest && signs == most:
			engine = ""
		}
	}
	return engine
}

// Foreign returns the engine whose SQL a text is, if that is another one than the given; empty: it may be the given one's.
func Foreign(sql, engine string) string {
	other, most := "", 0
	for _, e := range Engines {
		if n := e.Dumps.Signs(beginning(sql)); n > most || n == most && e.Name == engine {
			other, most = e.Name, n
		}
	}
	if other == engine {
		return ""
	}
	if other = Recognise(sql); other == "" || other == engine || unread(beginning(sql), engine) <= unread(beginning(sql), other) {
		return ""
	}
	return other
}

// beginning is as much of a text as tells whose SQL it is: what shows no sign of any engine in its first hundred tables will go on so.
func beginning(sql string) string {
	const enough = 128 << 10 // bytes
	if len(sql) <= enough {
		return sql
	}
	if end := strings.LastIndexByte(sql[:enough], ';'); end >= 0 {
		return sql[:end+1]
	}
	return sql // one statement, and a large one
}

// unread counts the statements of a text that an engine's parser does not understand.
func unread(sql, engine string) int {
	room, err := For(schema.Server{Engine: engine})
	if err != nil {
		return len(sql)
	}
	statements, err := room.Split(sql)
	if err != nil {
		return len(sql)
	}
	n, elsewhere := 0, 0
	changes, errs := room.ParseEach(statements)
	for _, err := range errs {
		switch {
		case err == nil, schema.PartsOf(err) != nil: // what is not modelled is read all the same
		case errors.Is(err, schema.ErrElsewhere):
			elsewhere++
		default:
			n++
		}
	}
	if len(slices.Concat(changes...)) == 0 { // a schema that is always another one is another engine's
		n += elsewhere
	}
	return n
}
