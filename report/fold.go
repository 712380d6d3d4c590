package report

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"assay/result"
)

// Of findings that say the same of more things than many, one stands for all, and at most named of the things are named.
const (
	many  = 5
	named = 12
)

// A fold is a finding, and what else the same was found of.
type fold struct {
	result.Finding
	of []result.Finding // itself first; none: of nothing else
}

// others are what else the same was found of, for people; empty: nothing.
func (f fold) others() string {
	if len(f.of) == 0 {
		return ""
	}
	var names []string
	for _, x := range f.of[1:] {
		names = append(names, clean(subjectOf(x)))
	}
	if more := len(names) - named; more > 1 && f.Rule != "statement-not-understood" { // nobody has read those
		names = append(names[:named], fmt.Sprintf("and %d more (--format json names all)", more))
	}
	return strings.Join(names, ", ")
}

// subjectOf is what a finding is about: a place in a file, or an object in a database; empty: neither.
func subjectOf(f result.Finding) string {
	if f.File != "" || f.Object == "" || f.Table == "" {
		return nameOf(f)
	}
	return f.Table + "." + f.Object
}

// A section is what is said under one heading; none where that is empty.
type section struct {
	heading string
	folds   []fold
}

// sections groups findings that are in order by where they are. Those that were found of many things in several places come before the first of these.
func sections(found []result.Finding) []section {
	alike := map[string][]result.Finding{}
	for _, f := range found {
		alike[shapeOf(f)] = append(alike[shapeOf(f)], f)
	}
	said := map[string]bool{}
	var all []section
	for _, g := range byTable(found) {
		own := section{heading: g.Name}
		for _, f := range g.Findings {
			key := shapeOf(f)
			same := alike[key]
			switch {
			case len(same) <= many || subjectOf(f) == "":
				own.folds = append(own.folds, fold{Finding: f})
			case said[key]:
			case places(same) == 1:
				own.folds = append(own.folds, together(same))
			default:
				all = append(all, section{fmt.Sprintf("%d %s", places(same), map[bool]string{true: "tables", false: "places"}[f.File == ""]), []fold{together(same)}})
			}
			said[key] = said[key] || len(same) > many
		}
		if len(own.folds) > 0 {
			all = append(all, own)
		}
	}
	return all
}

// together folds findings. Several revisions may have set what was expected: then none is named.
func together(same []result.Finding) fold {
	f := fold{same[0], same}
	for _, x := range same {
		if x.Revision != f.Revision {
			f.Revision, f.Release = "", ""
		}
	}
	return f
}

// places counts where findings are.
func places(found []result.Finding) int {
	seen := map[string]bool{}
	for _, f := range found {
		seen[nameOf(f)] = true
	}
	return len(seen)
}

// shapeOf is all that is said of a finding but what it is about, and which revision set that.
func shapeOf(f result.Finding) string {
	message := f.Message
	for _, name := range []string{f.Table + "." + f.Object, f.Table, f.Object} {
		message = without(message, name)
	}
	return strings.Join([]string{f.Rule, f.Severity.String(), f.Want, f.Got, fmt.Sprint(f.Inherited), message}, "\x00")
}

// without takes a name out of a text where it stands as a word.
func without(text, name string) string {
	inName := func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || r == '_' }
	var b strings.Builder
	for name != "" {
		i := strings.Index(text, name)
		if i < 0 {
			break
		}
		before, _ := utf8.DecodeLastRuneInString(text[:i])
		after, _ := utf8.DecodeRuneInString(text[i+len(name):])
		b.WriteString(text[:i])
		if inName(before) || inName(after) {
			b.WriteString(name)
		} else {
			b.WriteString("\x00")
		}
		text = text[i+len(name):]
	}
	return b.String() + text
}

// folded reports how often a finding was made, for people; empty: once.
func (f fold) folded() string {
	if len(f.of) == 0 {
		return ""
	}
	return fmt.Sprintf("%d times: ", len(f.of))
}
