package migrations

import (
	"fmt"
	"strings"
	"unicode"
)

// fold lays an ini file out so that ini.v1 sees in it what ConfigParser would. They disagree about indentation and comments: to
// ConfigParser a line goes on only if it is indented deeper than its key, and a comment or blank line in between ends nothing;
// to ini.v1 every indented line goes on, comments included. So each key stands alone, its value in lines indented below it,
// where ini.v1 takes quotes for what they are, and a comment above it gives its line, which ini.v1 keeps with it.
//
// ok is false if a line is none that ConfigParser reads.
func fold(text string) (folded string, line int, ok bool) {
	var b strings.Builder
	inSection, inValue, indent := false, false, 0
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(strings.TrimPrefix(text, "\ufeff"))
	for l := range strings.SplitSeq(text, "\n") {
		line++
		s := strings.TrimSpace(l)
		depth := len(l) - len(strings.TrimLeftFunc(l, unicode.IsSpace))
		switch {
		case s != "" && strings.ContainsRune("#;", rune(s[0])):
			continue
		case s == "" || inValue && depth > indent:
			if inValue {
				b.WriteString("\t" + s + "\n")
			}
			continue
		}
		indent = depth
		if s[0] == '[' && strings.LastIndexByte(s, ']') > 1 {
			inSection, inValue = true, false
			fmt.Fprintf(&b, "# %d\n%s\n", line, s[:strings.LastIndexByte(s, ']')+1])
			continue
		}
		at := strings.IndexAny(s, "=:")
		if at < 1 || !inSection {
			return "", line, false
		}
		inValue = true
		fmt.Fprintf(&b, "# %d\n%s=\n\t%s\n", line, s[:at], strings.TrimSpace(s[at+1:]))
	}
	return b.String(), 0, true
}

// unfold returns a value as ConfigParser has it.
func unfold(value string) string {
	lines := strings.Split(value, "\n")
	for i := range lines {
		lines[i] = strings.TrimSpace(lines[i])
	}
	return strings.TrimRightFunc(strings.Join(lines[min(1, len(lines)-1):], "\n"), unicode.IsSpace)
}

func lineOf(comment string) string {
	lines := strings.Split(comment, "\n")
	return strings.TrimPrefix(lines[len(lines)-1], "# ")
}
