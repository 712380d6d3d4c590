package introspect

import (
	"cmp"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"assay/schema"
)

const hidden = "***"

// redact takes the target's passwords out of a text, however they are escaped in it. One of fewer than four characters is taken out
// where it stands alone: it would be given away by what is missing in other words.
func redact(text string, t schema.Target) string {
	for _, s := range spellings(secrets(t)) {
		if len(s) >= 4 {
			text = strings.ReplaceAll(text, s, hidden)
			continue
		}
		alone := regexp.MustCompile(`(^|[^0-9A-Za-z])` + regexp.QuoteMeta(s) + `([^0-9A-Za-z]|$)`)
		for range 2 { // two that one blank parts share it
			text = alone.ReplaceAllString(text, "${1}"+hidden+"${2}")
		}
	}
	return text
}

// secrets are the password and the parameters that are passwords, such as that of a client's key.
func secrets(t schema.Target) []string {
	all := []string{t.Password}
	for k, v := range t.Params {
		k = strings.ToLower(k)
		if strings.Contains(k, "pass") || strings.Contains(k, "pwd") || strings.Contains(k, "secret") {
			all = append(all, v)
		}
	}
	return all
}

// spellings returns each secret as a text may hold it, the longest first, since one may be part of another.
func spellings(secrets []string) []string {
	var all []string
	for _, s := range secrets {
		_, user, _ := strings.Cut(url.UserPassword("", s).String(), ":")
		quoted := strconv.Quote(s)
		for _, x := range []string{s, oneLine(s), url.QueryEscape(s), url.PathEscape(s), user, quoted[1 : len(quoted)-1], strings.ReplaceAll(s, "'", "''"), strings.ReplaceAll(s, "'", `\'`)} {
			if x != "" {
				all = append(all, x, lowerEscapes(x))
			}
		}
	}
	slices.SortFunc(all, func(a, b string) int { return cmp.Or(cmp.Compare(len(b), len(a)), cmp.Compare(a, b)) })
	return slices.Compact(all)
}

func lowerEscapes(s string) string { return escaped.ReplaceAllStringFunc(s, strings.ToLower) }
