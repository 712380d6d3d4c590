package postgres

import (
	"cmp"
	"slices"
	"strings"

	"assay/schema"
)

// pair is one of an hstore's as people may write it: key=>value, each in quotes or a single word.
var pair = schema.Pattern(`^\s*("(?:[^"\\]|\\.)*"|[^\s"=>,\\]+)\s*=>\s*("(?:[^"\\]|\\.)*"|[^\s"=>,\\]+)\s*(?:,|$)`)

// plainPairs writes an hstore as the extension prints it: in the order of the keys' lengths, each key once. What cannot be read stays as it is.
func plainPairs(text string) string {
	type keyed struct{ key, text string }
	var all []keyed
	for rest := text; strings.TrimSpace(rest) != ""; {
		m := pair().FindStringSubmatch(rest)
		if m == nil {
			return text
		}
		rest = rest[len(m[0]):]
		key, value := inQuotes(m[1]), inQuotes(m[2])
		if strings.EqualFold(m[2], "null") {
			value = "NULL"
		}
		if !slices.ContainsFunc(all, func(k keyed) bool { return k.key == key }) {
			all = append(all, keyed{key, key + "=>" + value})
		}
	}
	slices.SortFunc(all, func(a, b keyed) int {
		return cmp.Or(cmp.Compare(len(a.key), len(b.key)), strings.Compare(a.key, b.key))
	})
	texts := make([]string, len(all))
	for i, k := range all {
		texts[i] = k.text
	}
	return strings.Join(texts, ", ")
}

func inQuotes(word string) string {
	if strings.HasPrefix(word, `"`) {
		return word
	}
	return `"` + word + `"`
}
