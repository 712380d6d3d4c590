package sqlserver

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
)

// A reading takes what a request holds piece by piece, and fails for good at its end.
type reading struct {
	bytes.Reader
	err error
}

func (r *reading) take(n int) []byte {
	b := make([]byte, min(n, r.Len()))
	_, _ = io.ReadFull(r, b)
	if len(b) < n {
		r.err = io.ErrUnexpectedEOF
		return make([]byte, min(n, 8))
	}
	return b
}

func (r *reading) uint8() int   { return int(r.take(1)[0]) }
func (r *reading) uint16() int  { return int(binary.LittleEndian.Uint16(r.take(2))) }
func (r *reading) text() string { return fromUCS2(r.take(2 * r.uint8())) }

// call reads the call of a procedure, by its name or its number.
func call(body []byte) (sql string, params []Param, err error) {
	r := &reading{}
	r.Reset(body)
	const numbered, executeSQL = 0xffff, 10
	if n := r.uint16(); n == numbered {
		if id := r.uint16(); id != executeSQL {
			return "", nil, fmt.Errorf("procedure %d is called, which nobody wrote", id)
		}
		sql = "sp_executesql"
	} else {
		sql = fromUCS2(r.take(2 * n))
	}
	r.uint16() // options
	for r.Len() > 0 && r.err == nil {
		p := Param{Name: r.text()}
		r.uint8() // whether the value comes back
		p.Value = r.value()
		params = append(params, p)
	}
	if r.err != nil {
		return "", nil, r.err
	}
	if sql == "sp_executesql" && len(params) > 0 {
		text, ok := params[0].Value.(string)
		if !ok {
			return "", nil, errors.New("what is to be executed is no text")
		}
		return text, params[min(2, len(params)):], nil // behind the statement stand the types of its parameters
	}
	return sql, params, nil
}

// value reads a type, and the value of it.
func (r *reading) value() any {
	switch of := r.uint8(); of {
	case nullType:
		return nil
	case intType, bitType, floatType:
		r.uint8() // how long it may be
		return numeric(of, r.take(r.uint8()))
	case nvarcharType, varcharType, binaryType:
		return r.string(of)
	default:
		r.err = fmt.Errorf("a parameter is of type %#x, which nobody reads", of)
		return nil
	}
}

func numeric(of int, b []byte) any {
	var n uint64
	for i, x := range b {
		n |= uint64(x) << (8 * i)
	}
	switch {
	case len(b) == 0:
		return nil
	case of == bitType:
		return n != 0
	case of == floatType && len(b) == 4:
		return float64(math.Float32frombits(uint32(n)))
	case of == floatType:
		return math.Float64frombits(n)
	default:
		shift := 64 - 8*len(b)
		return int(int64(n<<shift) >> shift)
	}
}

func (r *reading) string(of int) any {
	const null, long = 0xffff, 0xffff
	size := r.uint16()
	if of != binaryType {
		r.take(len(collation))
	}
	var b []byte
	if size == long { // in chunks
		if binary.LittleEndian.Uint64(r.take(8)) == math.MaxUint64 {
			return nil
		}
		for n := 1; n > 0 && r.err == nil; {
			n = int(binary.LittleEndian.Uint32(r.take(4)))
			b = append(b, r.take(n)...)
		}
	} else {
		n := r.uint16()
		if n == null {
			return nil
		}
		b = r.take(n)
	}
	if of == nvarcharType {
		return fromUCS2(b)
	}
	return string(b)
}
