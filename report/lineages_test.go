package report_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"assay/dialect"
	"assay/expected"
	"assay/report"
	"assay/result"
	"assay/schema"
)

// mapped is what Asterisk's tree of configuration is, with a database in the middle of a lineage that is not the newest.
func mapped(t *testing.T) report.Mapped {
	t.Helper()
	room, err := dialect.For(schema.Server{Engine: "mysql"})
	if err != nil {
		t.Fatal(err)
	}
	h, err := expected.Asterisk("config", "mysql", room)
	if err != nil {
		t.Fatal(err)
	}
	at, err := h.ResolveRelease("certified-18.9-cert3")
	if err != nil {
		t.Fatal(err)
	}
	return report.Mapped{History: h, Here: at.Chain.Revisions[:at.At+1], Match: &result.Match{Revision: at.Revision().ID, Exact: true}}
}

// TestMaps: each line of the map leads down to the one that it parts from, crosses none, and has room for what it is called.
func TestMaps(t *testing.T) {
	t.Parallel()
	m := mapped(t)
	for _, columns := range []int{100, 160} {
		var b strings.Builder
		if err := report.Maps(&b, result.Canvas{Width: columns}, []report.Mapped{m}); err != nil {
			t.Fatal(err)
		}
		lines := strings.Split(strings.TrimSuffix(b.String(), "\n"), "\n")
		if !strings.HasPrefix(lines[0], "config  25 lines of up to 130 revisions") || lines[len(lines)-1] != "◆ 9f3692b1654b, exactly" {
			t.Errorf("%d columns:\n%s", columns, b.String())
		}
		rows := lines[1 : len(lines)-2]
		for i, row := range rows {
			if utf8.RuneCountInString(row) > columns {
				t.Errorf("%d columns: %d are taken by %s", columns, utf8.RuneCountInString(row), row)
			}
			before, _, parts := strings.Cut(row, "╭")
			if !parts {
				continue
			}
			for at, down := utf8.RuneCountInString(before), i+1; ; down++ {
				if down == len(rows) {
					t.Fatalf("%d columns: what parts in row %d parts from nothing:\n%s", columns, i, b.String())
				}
				cells := []rune(rows[down])
				if at >= len(cells) || !strings.ContainsRune("│├╭┴○●◆", cells[at]) {
					t.Fatalf("%d columns: what leads down from row %d ends in row %d:\n%s", columns, i, down, b.String())
				}
				if strings.ContainsRune("┴○●◆", cells[at]) {
					break
				}
			}
		}
		here := rows[max(0, strings.Count(strings.Split(b.String(), "certified-18.9-cert18")[0], "\n")-1)]
		if strings.Count(b.String(), "◆") != 2 || !strings.Contains(here, "◆") {
			t.Errorf("%d columns: the database is not on the line of certified-18.9:\n%s", columns, b.String())
		}
	}
}

// TestMapsASCII: a terminal that has no other characters gets none.
func TestMapsASCII(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	if err := report.Maps(&b, result.Canvas{Width: 100, ASCII: true}, []report.Mapped{mapped(t)}); err != nil {
		t.Fatal(err)
	}
	for _, r := range strings.NewReplacer("–", "-", "…", "...").Replace(b.String()) {
		if r > 127 {
			t.Fatalf("%q in\n%s", r, b.String())
		}
	}
}

// TestMapsHTML: the page is XML but for its first line, has every line and stop, and the database.
func TestMapsHTML(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	if err := report.MapsHTML(&b, []report.Mapped{mapped(t)}); err != nil {
		t.Fatal(err)
	}
	page := b.String()
	elements(t, page)
	for what, n := range map[string]int{`class="rail"`: 25, `class="here"`: 1, `class="station last"`: 25, "<tr><td>": 25} {
		if got := strings.Count(page, what); got != n {
			t.Errorf("%d of %s, want %d", got, what, n)
		}
	}
	if !strings.Contains(page, "<title>the database: 9f3692b1654b, exactly</title>") {
		t.Error("where the database is, is not said")
	}
}
