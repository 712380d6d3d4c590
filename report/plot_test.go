package report_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"assay/drift"
	"assay/report"
	"assay/result"
)

// valley is a lineage of a hundred revisions whose 70th is the schema found.
func valley() *result.Report {
	t := result.Tree{Tree: "config", Verdict: drift.Behind, Match: &result.Match{Revision: "r70", Exact: true}}
	t.RunnersUp = []result.Match{{Revision: "r71", Distance: 4}}
	for i := range 100 {
		p := result.Point{Revision: fmt.Sprint("r", i), Distance: 4 * max(70-i, i-70), Best: i == 70, Stamped: i == 60}
		if i%10 == 0 {
			p.Releases = []string{fmt.Sprintf("%d.0.0", 10+i/10)}
		}
		t.Curve = append(t.Curve, p)
	}
	return &result.Report{Trees: []result.Tree{t}}
}

func plot(t *testing.T, c result.Canvas) string {
	t.Helper()
	r := valley()
	r.Canvas = &c
	var b strings.Builder
	if err := report.Text(&b, r); err != nil {
		t.Fatal(err)
	}
	parts := strings.Split(b.String(), "\n\n")
	return "\n" + parts[len(parts)-1]
}

// TestPlot: the minimum is seen at every width, even where several revisions share a column, and no line is wider than the terminal.
func TestPlot(t *testing.T) {
	t.Parallel()
	if diff := cmp.Diff(wide, plot(t, result.Canvas{Width: 120})); diff != "" {
		t.Errorf("wide (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(narrow, plot(t, result.Canvas{Width: 50, ASCII: true})); diff != "" {
		t.Errorf("narrow (-want +got):\n%s", diff)
	}
	for width := 40; width < 250; width++ {
		for _, ascii := range []bool{false, true} {
			lines := strings.Split(plot(t, result.Canvas{Width: width, ASCII: ascii}), "\n")
			bottom := lines[10]
			if n := strings.Count(strings.Trim(bottom[strings.IndexAny(bottom, "┤|"):], " "), " "); n == 0 {
				t.Errorf("width %d: the minimum is not seen: %s", width, bottom)
			}
			for _, l := range lines {
				if len([]rune(l)) > width || ascii && len([]rune(l)) != len(l) {
					t.Errorf("width %d, ASCII %t: %s", width, ascii, l)
				}
			}
		}
	}
}

const wide = `
     280 ┤███▇▇▇▇▇▆▆▆▆▅▅▅▅▄▄▄▄▃▃▃▂▂▂▁▁▁
         ┤████████████████████████████████▇▇▇▆▆▅▅▅▄▄▃▃▂▁▁                                               ▁▁▂▃▃▄
         ┤█████████████████████████████████████████████████▇▆▆▅▄▃▂▁                           ▁▂▃▄▅▆▆▇████████
      51 ┤██████████████████████████████████████████████████████████▇▆▅▃▂               ▂▃▅▆▇█████████████████
         ┤████████████████████████████████████████████████████████████████▆▃         ▃▆███████████████████████
         ┤███████████████████████████████████████████████████████████████████▄     ▄██████████████████████████
       9 ┤████████████████████████████████████████████████████████████████████▇   ▇███████████████████████████
         ┤█████████████████████████████████████████████████████████████████████▇ ▇████████████████████████████
         ┤██████████████████████████████████████████████████████████████████████ █████████████████████████████
       1 ┤██████████████████████████████████████████████████████████████████████ █████████████████████████████
       0 └┬───────────────────┬─────────┬─────────┬─────────┬─────────┬─────────┬─────────┬─────────┬─────────
         10.0.0           12.0.0    13.0.0    14.0.0    15.0.0    16.0.0    17.0.0    18.0.0    19.0.0
                                                                               ▲ r70 at distance 0: the schema
                                                                     △ r60 at distance 40: the stamp
                                                                                △ r71 at distance 4: runner-up
`

const narrow = `
     280 |######
         |###############
         |####################             #####
      51 |#######################        #######
         |########################     #########
         |#########################   ##########
       9 |########################## ###########
         |########################## ###########
         |########################## ###########
       1 |########################## ###########
       0 ++----------+--------------+-------+---
         10.0.0  13.0.0         17.0.0  19.0.0
                                   ^
  r70 at distance 0: the schema
                               ^
  r60 at distance 40: the stamp
                                   ^
  r71 at distance 4: runner-up
`
