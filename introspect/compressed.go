package introspect

import (
	"bufio"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/klauspost/compress/zstd"
)

// compressions are those that people keep dumps in, by what such a file begins with.
var compressions = []struct {
	begins, ends string
	open         func(io.Reader) (io.Reader, error) // nil: that is left to the program
	program      string
}{
	{"\x1f\x8b", ".gz", func(r io.Reader) (io.Reader, error) { return gzip.NewReader(r) }, ""},
	// One at a time, since each goroutine of the others would have to be ended.
	{"\x28\xb5\x2f\xfd", ".zst", func(r io.Reader) (io.Reader, error) { return zstd.NewReader(r, zstd.WithDecoderConcurrency(1)) }, ""},
	{"BZh", ".bz2", nil, "bunzip2"},
	{"\xfd7zXZ", ".xz", nil, "unxz"},
}

var errPacked = errors.New("it is compressed in a way that is not read")

// unpacked reads what was compressed, and anything else as it is.
func unpacked(r *bufio.Reader) (io.Reader, error) {
	for _, c := range compressions {
		switch begins, _ := r.Peek(len(c.begins)); {
		case string(begins) != c.begins:
		case c.open == nil:
			return nil, fmt.Errorf("%w: unpack it, as in %s -c FILE | assay check -", errPacked, c.program)
		default:
			return c.open(r)
		}
	}
	return r, nil
}

// withoutCompression takes the ending off that says how a file is compressed.
func withoutCompression(name string) string {
	for _, c := range compressions {
		name = strings.TrimSuffix(name, c.ends)
	}
	return name
}
