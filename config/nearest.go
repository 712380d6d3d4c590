package config

import (
	"fmt"
	"strings"

	"github.com/agnivade/levenshtein"
)

// didYouMean names the known word nearest to one that is not known; where none is near, all of a few.
func didYouMean(word string, known []string) string {
	const longest = 100 // nothing that is known has more characters, and a file can have a word of a megabyte
	if len(word) > longest {
		word = word[:longest]
	}
	best, least := "", max(2, len(word)/3)+1
	for _, k := range known {
		if d := levenshtein.ComputeDistance(strings.ToLower(word), k); d < least {
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
