package schema

import (
	"encoding/json"
	"errors"
	"io"
	"strings"
)

// A Row is one of a server's catalogue, as a line of JSON: what a query of assay's gives, be it asked live or by somebody's client program. Its kind stands
// under "k", and NULL is not there.
type Row map[string]any

// ParseRow reads a line of JSON.
func ParseRow(line string) (Row, error) {
	dec := json.NewDecoder(strings.NewReader(line))
	dec.UseNumber()
	var row Row
	if err := dec.Decode(&row); err != nil {
		return nil, err
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("something stands behind it")
	}
	if row.Kind() == "" {
		return nil, errors.New("it says no kind")
	}
	return row, nil
}

// Kind says what the row is about.
func (r Row) Kind() string { return r.Text("k") }

// Has reports whether the row has a value of that name.
func (r Row) Has(name string) bool { return r[name] != nil }

// Text is a value as text; empty: NULL.
func (r Row) Text(name string) string {
	switch v := r[name].(type) {
	case string:
		return v
	case json.Number:
		return v.String()
	case bool:
		if v {
			return "1"
		}
		return "0"
	}
	return ""
}

// Is reports whether a value is true, 1, Y or YES.
func (r Row) Is(name string) bool {
	switch strings.ToUpper(r.Text(name)) {
	case "1", "Y", "YES", "TRUE":
		return true
	}
	return false
}

// Number is a value as a number; 0: NULL, or none.
func (r Row) Number(name string) int {
	n, _ := json.Number(strings.TrimSpace(r.Text(name))).Int64()
	return int(n)
}
