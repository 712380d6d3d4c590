// Package rows writes the rows of a catalogue, as those files have them that assay snapshot --queries makes a client program print.
package rows

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// A Printer writes rows, each as a line of JSON.
type Printer struct {
	bytes.Buffer
	rows int
}

// Row writes one: pairs of a name and a value, a nil for NULL.
func (p *Printer) Row(kind string, pairs ...any) {
	p.rows++
	fmt.Fprintf(&p.Buffer, `{"k":%q`, kind)
	for i := 0; i < len(pairs); i += 2 {
		value, err := json.Marshal(pairs[i+1])
		if err != nil {
			panic(err)
		}
		fmt.Fprintf(&p.Buffer, `,%q:%s`, pairs[i], value)
	}
	p.WriteString("}\n")
}

// End writes the last row, which counts the others, and returns all.
func (p *Printer) End() string {
	fmt.Fprintf(&p.Buffer, `{"k":"end","rows":%d}`+"\n", p.rows)
	return p.String()
}

// Null is a text, or NULL in the place of an empty one.
func Null(s string) any {
	if s == "" {
		return nil
	}
	return s
}
