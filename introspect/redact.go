package introspect

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"assay/schema"
)

const hidden = "***"

// redact takes the target's passwords out of a text, however each character is escaped in it. A password of fewer than four
// characters is taken out where it stands alone: it would be given away by what is missing in other words.
func redact(text string, t schema.Target) string {
	for _, s := range secrets(t) {
		text = (&search{text: text, forms: forms(s), alone: len(s) < 4, dead: map[[2]int]bool{}}).hide()
	}
	return text
}

// secrets are the password and the parameters that are passwords, such as that of a client's key;
// the longest first, since one may be part of another.
func secrets(t schema.Target) []string {
	all := []string{t.Password}
	for k, v := range t.Params {
		if isSecret(k) {
			all = append(all, v)
		}
	}
	all = slices.DeleteFunc(all, func(s string) bool { return s == "" })
	slices.SortFunc(all, func(a, b string) int { return cmp.Or(cmp.Compare(len(b), len(a)), cmp.Compare(a, b)) })
	return all
}

// isSecret reports whether a parameter is a password, by its name.
func isSecret(parameter string) bool {
	k := strings.ToLower(parameter)
	return strings.Contains(k, "pass") || strings.Contains(k, "pwd") || strings.Contains(k, "secret")
}

// forms are the ways to write each character of a text: as it is, and escaped as in a URL, in Go or in SQL; an escape comes before what it escapes.
func forms(s string) [][]string {
	var all [][]string
	for len(s) > 0 {
		_, size := utf8.DecodeRuneInString(s)
		c := s[:size]
		s = s[size:]
		quoted := strconv.Quote(c)
		ways := []string{percent(c), quoted[1 : len(quoted)-1]}
		switch {
		case c == " ":
			ways = append(ways, "+")
		case c == "'":
			ways = append(ways, "''", `\'`)
		case !utf8.ValidString(c): // it may pass for Latin-1, or be replaced
			ways = append(ways, string(rune(c[0])), string(utf8.RuneError), "?")
		}
		if !slices.Contains(ways, c) {
			ways = append(ways, c)
		}
		all = append(all, ways)
	}
	return all
}

func percent(s string) string {
	var b strings.Builder
	for _, c := range []byte(s) {
		fmt.Fprintf(&b, "%%%02X", c)
	}
	return b.String()
}

// A search looks for a secret in a text. It is no regular expression: one of a long password took minutes.
type search struct {
	text  string
	forms [][]string
	alone bool
	dead  map[[2]int]bool // where in the text which rest of the secret is not, as far as there are several ways to find it
}

func (s *search) hide() string {
	var b strings.Builder
	kept := 0
	for at := 0; at < len(s.text); at++ {
		if s.alone && at > 0 && wordy(s.text[at-1]) {
			continue
		}
		if end := s.match(at, 0); end >= 0 {
			b.WriteString(s.text[kept:at] + hidden)
			kept, at = end, end-1
		}
	}
	return b.String() + s.text[kept:]
}

// match returns where the secret, but for its first i characters, ends if it begins there; negative: it does not.
func (s *search) match(at, i int) int {
	for ; i < len(s.forms); i++ {
		var ends []int
		for _, way := range s.forms[i] {
			if there := s.text[at:min(len(s.text), at+len(way))]; there == way || way[0] == '%' && strings.EqualFold(there, way) {
				ends = append(ends, at+len(way))
			}
		}
		switch {
		case len(ends) == 0:
			return -1
		case len(ends) > 1:
			return s.any(at, i, ends)
		}
		at = ends[0]
	}
	if s.alone && at < len(s.text) && wordy(s.text[at]) {
		return -1
	}
	return at
}

// any tries several ends of character i.
func (s *search) any(at, i int, ends []int) int {
	if s.dead[[2]int{at, i}] {
		return -1
	}
	for _, end := range ends {
		if found := s.match(end, i+1); found >= 0 {
			return found
		}
	}
	s.dead[[2]int{at, i}] = true
	return -1
}

func wordy(c byte) bool {
	return '0' <= c && c <= '9' || 'A' <= c && c <= 'Z' || 'a' <= c && c <= 'z'
}
