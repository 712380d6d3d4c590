package introspect_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"

	"assay/introspect"
)

// TestCompressed: a file is unpacked whatever it is called, as far as a file may be long; one that was cut off is no smaller file.
func TestCompressed(t *testing.T) {
	t.Parallel()
	for name, pack := range map[string]func(io.Writer) io.WriteCloser{
		"shop.sql.gz": func(w io.Writer) io.WriteCloser { return gzip.NewWriter(w) },
		"shop.sql.zst": func(w io.Writer) io.WriteCloser {
			z, err := zstd.NewWriter(w)
			if err != nil {
				t.Fatal(err)
			}
			return z
		},
	} {
		packed := func(text string) []byte {
			var b bytes.Buffer
			w := pack(&b)
			if _, err := io.WriteString(w, text); err != nil {
				t.Fatal(err)
			}
			if err := w.Close(); err != nil {
				t.Fatal(err)
			}
			return b.Bytes()
		}
		file := filepath.Join(t.TempDir(), name)
		read := func(text []byte) (string, error) {
			if err := os.WriteFile(file, text, 0o600); err != nil {
				t.Fatal(err)
			}
			got, err := introspect.ReadFile(introspect.Source{Path: file}, nil)
			return string(got), err
		}
		const sql = "CREATE TABLE `a` (`id` int);\n"
		if got, err := read(packed(sql)); err != nil || got != sql {
			t.Errorf("%s holds %q: %v", name, got, err)
		}
		if db := readDump(t, introspect.Source{Path: file}); db.Name != "shop" || db.Schema.Table("a") == nil {
			t.Errorf("the database in %s is %s: %v", name, db.Name, db.Schema.SortedTables())
		}
		whole := packed(strings.Repeat("-- "+sql, 1000) + sql)
		if _, err := read(whole[:len(whole)-9]); err == nil || err.Error() != file+": it ends in the middle: was the command that wrote it stopped?" {
			t.Errorf("of %s, cut off: %v", name, err)
		}
		if _, err := read(packed(strings.Repeat(" ", 257<<20))); err == nil || !strings.Contains(err.Error(), "longer than 256 MB") {
			t.Errorf("of %s that unpacks to more: %v", name, err)
		}
	}
}
