package introspect

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"assay/dialect"
	"assay/schema"
)

// IsCatalogue reports whether a text is what a client program printed of the queries of assay snapshot --queries.
func IsCatalogue(text []byte) bool {
	for line := range strings.Lines(plainText(text)) {
		if line = strings.TrimSpace(line); strings.HasPrefix(line, "{") {
			return strings.HasPrefix(strings.ReplaceAll(line[:min(len(line), 40)], " ", ""), `{"k":`)
		}
	}
	return false
}

// ReadCatalogue returns the database of whose catalogue the source has the rows, text. What stands around the rows is the client program's, and left out: a
// heading, a count. An error is one sentence, which names the file and, where one is to blame, the line.
func ReadCatalogue(source Source, text []byte) (*schema.Database, error) {
	rows, err := catalogueRows(plainText(text))
	if err != nil {
		return nil, fmt.Errorf("%s%w", source.file(), err)
	}
	db, err := dialect.FromCatalogue(rows, source.Target)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", source.file(), err)
	}
	if len(db.Schema.Tables) == 0 && len(db.Stamps) == 0 {
		return nil, &EmptyError{Source: source, Hidden: db.Hidden, Database: db}
	}
	return db, nil
}

// plainText is a text in UTF-8: client programs on Windows write UTF-16 as well.
func plainText(text []byte) string {
	order := binary.ByteOrder(binary.LittleEndian)
	switch {
	case bytes.HasPrefix(text, []byte{0xff, 0xfe}):
	case bytes.HasPrefix(text, []byte{0xfe, 0xff}):
		order = binary.BigEndian
	case len(text) > 3 && text[1] == 0 && text[3] == 0:
	default:
		return string(bytes.TrimPrefix(text, []byte("\ufeff")))
	}
	units := make([]uint16, len(text)/2)
	for i := range units {
		units[i] = order.Uint16(text[2*i:])
	}
	return strings.TrimPrefix(string(utf16.Decode(units)), "\ufeff")
}

// catalogueRows reads the rows, and holds their number against what the last one says.
func catalogueRows(text string) ([]schema.Row, error) {
	const again = "let the client program print whole lines into a file, as the first lines of assay snapshot --queries say"
	var rows []schema.Row
	ended, number := false, 0
	for line := range strings.Lines(text) {
		number++
		line = strings.TrimSpace(line)
		switch {
		case !strings.HasPrefix(line, "{"):
			continue
		case ended:
			return nil, fmt.Errorf(", line %d: rows stand behind the last one, so these are two catalogues: give each its own file", number)
		}
		if !utf8.ValidString(line) { // sqlcmd writes in the code page of its window
			return nil, fmt.Errorf(", line %d: its letters are in a code page, and nothing tells in which: run sqlcmd with -u, which writes Unicode", number)
		}
		row, err := schema.ParseRow(line)
		if err != nil {
			return nil, fmt.Errorf(", line %d: the row is cut or is none (%w): %s", number, err, again)
		}
		if row.Kind() != "end" {
			rows = append(rows, row)
			continue
		}
		ended = true
		if n := row.Number("rows"); n != len(rows) {
			return nil, fmt.Errorf(", line %d: there are %d rows, and the last one says %d: %s", number, len(rows), n, again)
		}
	}
	if !ended {
		return nil, fmt.Errorf(": the last row, which ends a catalogue, is not there: was the client program stopped, or did a query fail? %s", again)
	}
	return rows, nil
}
