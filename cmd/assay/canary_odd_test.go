package main

import (
	"encoding/json"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// odd is a text that is strange and does no harm, as names and comments of people's databases are.
const odd = `it's "odd", 100% größe; -- x \ ` + "`y`"

// TestOddSnapshots: what a snapshot says in words of its own may be any text: TestEvilSnapshots would pass as well if all of them were refused.
func TestOddSnapshots(t *testing.T) {
	t.Parallel()
	literal := "'" + strings.ReplaceAll(odd, "'", "''") + "'"
	for _, engine := range []string{"postgresql", "mysql"} {
		tried := map[string]bool{}
		leaves("", evilSnapshot(engine), func(any) {}, func(place, was string, _ func(any)) {
			field := place[strings.LastIndex(place, ".")+1:]
			to := odd
			switch {
			case tried[field+was], strings.HasPrefix(place, ".server"):
				return
			case was == "'x'" && engine == "mysql":
				to = strings.ReplaceAll(literal, `\`, `\\`)
			case was == "'x'":
				to = literal
			case was == "'a','b'" && engine == "mysql":
				to = strings.ReplaceAll(literal, `\`, `\\`) + ",'b'"
			case was == "'a','b'":
				to = literal + ",'b'"
			case field == "comment", field == "database", field == "namespace", field == "hidden":
			case field == "name" && (len(was) == 1 || was == "EATER"):
			default:
				return
			}
			tried[field+was] = true
			base := evilSnapshot(engine)
			leaves("", base, func(any) {}, func(place, is string, set func(any)) {
				at := place[strings.LastIndex(place, ".")+1:]
				at, _, _ = strings.Cut(at, "[")
				reference := field == "name" && slices.Contains([]string{"name", "column", "columns", "include", "ref_table", "ref_columns", "table"}, at)
				if is == was && (at == field || reference) {
					set(to)
				}
			})
			text, err := json.Marshal(base)
			if err != nil {
				t.Fatal(err)
			}
			file := write(t, filepath.Join(t.TempDir(), "odd.json"), string(text))
			if o := assay(t, "diff", "--format", "sql", "--allow-destructive", file, file); o.code != exitClean {
				t.Errorf("%s: %s of %q cannot be %q: %s", engine, place, was, to, o.stderr)
			}
		})
		if len(tried) < 14 {
			t.Errorf("%s: only %d fields were tried: %v", engine, len(tried), tried)
		}
	}
}
