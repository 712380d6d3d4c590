package probe

import (
	"slices"
	"strconv"
	"strings"

	"assay/schema"
)

// Counted reads the answer to a question that counts; why says why there is no number; empty: there is one.
func Counted(a schema.Answer) (n int, why string) {
	if a.Unanswered != "" {
		return 0, a.Unanswered
	}
	if len(a.Rows) == 1 && len(a.Rows[0]) == 1 {
		if n, err := strconv.Atoi(a.Rows[0][0]); err == nil {
			return n, ""
		}
	}
	return 0, "the server's answer came damaged"
}

// Shown are the rows of an answer, each as a text.
func Shown(a schema.Answer) []string {
	var all []string
	for _, row := range a.Rows {
		all = append(all, strings.Join(slices.DeleteFunc(row, func(v string) bool { return v == "" }), " "))
	}
	return all
}
