package dialect

import (
	"errors"
	"regexp"
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
		unread, signs := unread(sql, e.Name), e.Dumps.Signs(sql)
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

// strangers are products that are known by their SQL alone: there is no room that reads it. Marks are such as may stand in bodies and long texts of an engine
// too; they tell where no engine reads the text.
var strangers = []struct {
	name         string
	types, marks func() *regexp.Regexp
}{
	{
		"Oracle",
		schema.Pattern(`(?i)\bN?VARCHAR2\b|\bNUMBER\s*\(\s*[\d*]|\bVARCHAR\s*\(\s*\d+\s+(?:CHAR|BYTE)\s*\)`),
		schema.Pattern(`(?im)^[ \t]*/[ \t]*$|\bSYSDATE\b\s*(?:[^\s(]|$)|\bSYSTIMESTAMP\b`),
	},
}

var quotedText = schema.Pattern(`(?s)'(?:[^']|'')*'|--[^\n]*|/\*.*?\*/`)

// Stranger names the product whose SQL a text is, where assay does not read that; empty: there are no two signs of one, or as many of an engine that it reads.
func Stranger(sql string) string {
	sql = beginning(sql)
	read := slices.ContainsFunc(Engines, func(e *Engine) bool { return unread(sql, e.Name) == 0 })
	sql = quotedText().ReplaceAllString(sql, "''")
	most := 1
	for _, e := range Engines {
		most = max(most, e.Dumps.Signs(sql))
	}
	found := ""
	for _, s := range strangers {
		n := len(s.types().FindAllStringIndex(sql, -1))
		if !read {
			n += len(s.marks().FindAllStringIndex(sql, -1))
		}
		if n > most {
			found, most = s.name, n
		}
	}
	return found
}
