package introspect

import (
	"cmp"
	"fmt"
	"regexp"
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
		pattern := anyhow(s)
		if len(s) >= 4 {
			text = regexp.MustCompile(pattern).ReplaceAllLiteralString(text, hidden)
			continue
		}
		alone := regexp.MustCompile(`(^|[^0-9A-Za-z])` + pattern + `([^0-9A-Za-z]|$)`)
		for range 2 { // two that one blank parts share it
			text = alone.ReplaceAllString(text, "${1}"+hidden+"${2}")
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

// anyhow matches a text of which each character may be escaped as in a URL, in Go or in SQL.
func anyhow(s string) string {
	var b strings.Builder
	for len(s) > 0 {
		_, size := utf8.DecodeRuneInString(s)
		c := s[:size]
		s = s[size:]
		quoted := strconv.Quote(c)
		forms := []string{regexp.QuoteMeta(quoted[1 : len(quoted)-1]), "(?i:" + percent(c) + ")"} // an escape before what it escapes
		switch c {
		case " ":
			forms = append(forms, `\+`)
		case "'":
			forms = append(forms, `''`, `\\'`)
		}
		if utf8.ValidString(c) {
			forms = append(forms, regexp.QuoteMeta(c))
		} else {
			forms = append(forms, "(?s:.)")
		}
		b.WriteString("(?:" + strings.Join(forms, "|") + ")")
	}
	return b.String()
}

func percent(s string) string {
	var b strings.Builder
	for _, c := range []byte(s) {
		fmt.Fprintf(&b, "%%%02X", c)
	}
	return b.String()
}
