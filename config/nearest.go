package config

import (
	"fmt"
	"strings"
)

// didYouMean names the known word nearest to one that is not known; where none is near, all of a few.
func didYouMean(word string, known []string) string {
	best, least := "", max(2, len(word)/3)+1
	for _, k := range known {
		if d := edits(strings.ToLower(word), k); d < least {
			best, least = k, d
		}
	}
	const few = 6
	switch {
	case best != "":
		return fmt.Sprintf(", did you mean %q?", best)
	case len(known) <= few:
		return ": there are " + strings.Join(known, ", ")
	}
	return ""
}

// edits counts the characters to put in, take out or change to make one word of another (Levenshtein).
func edits(a, b string) int {
	if len(a) > 2*len(b)+8 { // far off, and perhaps a megabyte
		return len(a)
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
