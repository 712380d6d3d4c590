package sqlserver

import (
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
	"unicode/utf16"
)

// The tokens of an answer.
const (
	statusToken    = 0x79
	columnsToken   = 0x81
	errorToken     = 0xaa
	infoToken      = 0xab
	loginToken     = 0xad
	rowToken       = 0xd1
	nullRowToken   = 0xd2
	changeToken    = 0xe3
	doneToken      = 0xfd
	doneProcToken  = 0xfe
	doneInProToken = 0xff
)

// The types of columns and parameters.
const (
	nullType     = 0x1f
	intType      = 0x26
	bitType      = 0x68
	floatType    = 0x6d
	binaryType   = 0xa5
	varcharType  = 0xa7
	nvarcharType = 0xe7
)

// collation is SQL_Latin1_General_CP1_CI_AS.
var collation = []byte{9, 4, 0xd0, 0, 0x34}

// headers reads what stands before a request, and reports whether that knows the transaction in which the session is.
func (c *session) headers(body []byte) (rest []byte, ok bool) {
	size := int(binary.LittleEndian.Uint32(body))
	const transactionHeader = 2
	for at := 4; at+6 <= size; at += int(binary.LittleEndian.Uint32(body[at:])) {
		if binary.LittleEndian.Uint16(body[at+4:]) == transactionHeader {
			return body[size:], binary.LittleEndian.Uint64(body[at+6:]) == c.transaction
		}
	}
	return body[size:], false
}

// reply writes an answer, the last token of which ends a batch, or a procedure.
func (c *session) reply(kind byte, sql string, r Reply) []byte {
	each, last := byte(doneToken), byte(doneToken)
	if kind == callPacket {
		each, last = doneInProToken, doneProcToken
	}
	var b []byte
	if strings.Contains(sql, "BEGIN TRANSACTION") && c.transaction == 0 {
		c.transaction = 0x2a
		b = append(b, changed(8, counted(c.transaction), []byte{0})...)
	}
	for _, t := range r.Told {
		b = append(b, t.token(infoToken)...)
	}
	for i, result := range r.Results {
		b = append(b, result.tokens(c.version)...)
		const more, count = 1, 0x10
		status := uint16(count | more)
		if i == len(r.Results)-1 && r.Failed == nil && kind != callPacket && !c.ends(sql) {
			status = count
		}
		b = append(b, done(each, status, uint64(len(result.Rows)))...)
	}
	switch {
	case r.Failed != nil:
		return append(append(b, r.Failed.token(errorToken)...), done(last, 2, 0)...)
	case c.ends(sql):
		b = append(b, changed(10, []byte{0}, counted(c.transaction))...)
		c.transaction = 0
		return append(b, done(last, 0, 0)...)
	case kind == callPacket:
		b = append(b, statusToken, 0, 0, 0, 0)
		return append(b, done(last, 0, 0)...)
	case len(r.Results) == 0:
		return append(b, done(last, 0, 0)...)
	default:
		return b
	}
}

// ends reports whether a batch leaves the transaction.
func (c *session) ends(sql string) bool {
	return c.transaction != 0 && strings.Contains(sql, "ROLLBACK TRANSACTION")
}

func counted(n uint64) []byte { return binary.LittleEndian.AppendUint64([]byte{8}, n) }

// changed tells of a change of the session.
func changed(kind byte, to, from []byte) []byte {
	b := binary.LittleEndian.AppendUint16([]byte{changeToken}, uint16(1+len(to)+len(from)))
	return slices.Concat(b, []byte{kind}, to, from)
}

// tokens describe the columns, and give the rows: with marks of what is NULL, where some is and the client knows such rows.
func (r *Result) tokens(version uint32) []byte {
	b := binary.LittleEndian.AppendUint16([]byte{columnsToken}, uint16(len(r.Columns)))
	types := make([]byte, len(r.Columns))
	for i, name := range r.Columns {
		types[i] = r.typeOf(i)
		b = append(b, 0, 0, 0, 0, 9, 0, types[i]) // of no type of a user's, nullable
		switch types[i] {
		case intType:
			b = append(b, 8)
		case bitType:
			b = append(b, 1)
		default: // nvarchar(max)
			b = append(append(b, 0xff, 0xff), collation...)
		}
		b = append(b, short(name)...)
	}
	for _, row := range r.Rows {
		marks := (version >= tds73b || version == tds80) && slices.Contains(row, nil)
		if marks {
			b = append(append(b, nullRowToken), nulls(row)...)
		} else {
			b = append(b, rowToken)
		}
		for i, v := range row {
			if v != nil || !marks {
				b = append(b, value(types[i], v)...)
			}
		}
	}
	return b
}

// nulls has a bit for each column, set where it is NULL.
func nulls(row []any) []byte {
	bits := make([]byte, (len(row)+7)/8)
	for i, v := range row {
		if v == nil {
			bits[i/8] |= 1 << (i % 8)
		}
	}
	return bits
}

// typeOf is the type of a column, by the first value that it has.
func (r *Result) typeOf(column int) byte {
	for _, row := range r.Rows {
		switch row[column].(type) {
		case int:
			return intType
		case bool:
			return bitType
		case string:
			return nvarcharType
		}
	}
	return nvarcharType
}

// value is a value in a row.
func value(of byte, v any) []byte {
	switch v := v.(type) {
	case int:
		return binary.LittleEndian.AppendUint64([]byte{8}, uint64(v))
	case bool:
		if v {
			return []byte{1, 1}
		}
		return []byte{1, 0}
	case string: // in one chunk
		data := ucs2(v)
		b := binary.LittleEndian.AppendUint64(nil, uint64(len(data)))
		if len(data) > 0 {
			b = append(binary.LittleEndian.AppendUint32(b, uint32(len(data))), data...)
		}
		return binary.LittleEndian.AppendUint32(b, 0)
	case nil:
		if of == nvarcharType {
			return []byte{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff}
		}
		return []byte{0}
	}
	panic(fmt.Sprintf("a value of the kind of %T", v))
}

func done(token byte, status uint16, rows uint64) []byte {
	b := binary.LittleEndian.AppendUint16([]byte{token}, status)
	b = binary.LittleEndian.AppendUint16(b, 0xc1)
	return binary.LittleEndian.AppendUint64(b, rows)
}

func (e *Error) token(kind byte) []byte {
	b := binary.LittleEndian.AppendUint32(nil, uint32(e.Number))
	b = append(b, e.State, e.Class)
	text := ucs2(e.Text)
	b = append(binary.LittleEndian.AppendUint16(b, uint16(len(text)/2)), text...)
	b = append(append(b, short("sql01")...), short("")...)
	b = binary.LittleEndian.AppendUint32(b, 1)
	return append(binary.LittleEndian.AppendUint16([]byte{kind}, uint16(len(b))), b...)
}

// short is a text of less than 256 letters, with its length.
func short(s string) []byte {
	text := ucs2(s)
	return append([]byte{byte(len(text) / 2)}, text...)
}

func ucs2(s string) []byte {
	var b []byte
	for _, u := range utf16.Encode([]rune(s)) {
		b = binary.LittleEndian.AppendUint16(b, u)
	}
	return b
}

func fromUCS2(b []byte) string {
	units := make([]uint16, len(b)/2)
	for i := range units {
		units[i] = binary.LittleEndian.Uint16(b[2*i:])
	}
	return string(utf16.Decode(units))
}
