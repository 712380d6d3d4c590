package report_test

import (
	"strings"
	"testing"

	"assay/report"
	"assay/result"
)

// TestRehearsalUnasked: what only the rows of the database tell is said to be open, and that made-up ones can be tried unless they were.
func TestRehearsalUnasked(t *testing.T) {
	t.Parallel()
	r := &result.Rehearsal{Agrees: true, Outcome: "the upgrade runs to its end", Predictions: []result.Prediction{{True: true}}, Unasked: []string{"users.status", "t.a"}}
	for _, test := range []struct {
		filled []result.Filled
		want   []string
	}{
		{nil, []string{
			"AGREES without rows: the one prediction came true: ",
			"\n  not proved 2 questions to the data are open (t.a, users.status): assay preflight asks your rows; --rows N tries it on made-up ones\n",
		}},
		{[]result.Filled{{Table: "t", Rows: 1}}, []string{"AGREES  the one", "(t.a, users.status): assay preflight asks your rows\n"}},
	} {
		r.Filled = test.filled
		var out strings.Builder
		if err := report.RehearsalFormats["text"](&out, r); err != nil {
			t.Fatal(err)
		}
		for _, want := range test.want {
			if !strings.Contains(out.String(), want) {
				t.Errorf("no %q in\n%s", want, out.String())
			}
		}
	}
}
