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

// WithoutPassword is a text without what may be the password of a URL in it, for texts in which nobody took a URL for one: where a file was to be named, say.
func WithoutPassword(text string) string { return urlPassword().ReplaceAllString(text, "$1…@") }

var urlPassword = schema.Pattern(`(://[^\s:/@]*:)\S*@`)

// redact takes the target's passwords out of a text, however each character is escaped in it. A password of fewer than four
// characters is taken out where it stands alone: it would be given away by what is missing in other words.
func redact(text string, t schema.Target) string {
	for _, s := range secrets(t) {
		for _, m := range escapings(s) {
			text = hide(text, m.forms(s), len(s) < 4)
		}
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

// An escaping says how a text writes what an escape begins with. Within one escaping the forms of a character begin differently, so that looking for a
// password needs no second try: a regular expression of all forms of a long one took minutes.
type escaping struct {
	percent, backslash, quote bool
	invalid                   func(byte) string
}

// escapings are those that make a difference to a secret, the escaped ones first.
func escapings(s string) []escaping {
	ways := []func(byte) string{nil}
	if !utf8.ValidString(s) {
		ways = append(ways, func(b byte) string { return string(rune(b)) }, func(byte) string { return string(utf8.RuneError) }, func(byte) string { return "?" })
	}
	either := func(c string) []bool {
		if strings.Contains(s, c) {
			return []bool{true, false}
		}
		return []bool{false}
	}
	var all []escaping
	for _, percent := range either("%") {
		for _, backslash := range either(`\`) {
			for _, quote := range either("'") {
				for _, way := range ways {
					all = append(all, escaping{percent, backslash, quote, way})
				}
			}
		}
	}
	return all
}

// forms are the ways to write each character of a text: as it is, or escaped as in a URL, in Go or in SQL.
func (m escaping) forms(s string) [][]string {
	var all [][]string
	for len(s) > 0 {
		r, size := utf8.DecodeRuneInString(s)
		c := s[:size]
		s = s[size:]
		quoted := strconv.Quote(c)
		escaped := []string{percent(c), quoted[1 : len(quoted)-1]}
		switch {
		case c == "%":
			escaped = pick(m.percent, escaped[:1], []string{c})
		case c == `\`:
			escaped = pick(m.backslash, escaped, []string{escaped[0], c})
		case c == "'":
			escaped = pick(m.quote, []string{escaped[0], "''"}, []string{escaped[0], `\'`, c})
		case c == " ":
			escaped = append(escaped, "+")
		case r == utf8.RuneError && size == 1 && m.invalid != nil:
			escaped = append(escaped, m.invalid(c[0]))
		default:
			escaped = append(escaped, c)
		}
		all = append(all, escaped)
	}
	return all
}

func pick(first bool, a, b []string) []string {
	if first {
		return a
	}
	return b
}

func percent(s string) string {
	var b strings.Builder
	for _, c := range []byte(s) {
		fmt.Fprintf(&b, "%%%02X", c)
	}
	return b.String()
}

// hide takes out what is written in these forms; alone: where neither a letter nor a digit is next to it.
func hide(text string, forms [][]string, alone bool) string {
	var b strings.Builder
	kept := 0
	for at := 0; at < len(text); at++ {
		if alone && at > 0 && wordy(text[at-1]) {
			continue
		}
		if end := match(text, forms, at); end >= 0 && (!alone || end == len(text) || !wordy(text[end])) {
			b.WriteString(text[kept:at] + hidden)
			kept, at = end, end-1
		}
	}
	return b.String() + text[kept:]
}

// match returns where the text ends that begins there and is written in these forms; negative: there is none.
func match(text string, forms [][]string, at int) int {
	for _, ways := range forms {
		i := slices.IndexFunc(ways, func(way string) bool {
			there := text[at:min(len(text), at+len(way))]
			return there == way || way[0] == '%' && strings.EqualFold(there, way)
		})
		if i < 0 {
			return -1
		}
		at += len(ways[i])
	}
	return at
}

func wordy(c byte) bool {
	return '0' <= c && c <= '9' || 'A' <= c && c <= 'Z' || 'a' <= c && c <= 'z'
}
