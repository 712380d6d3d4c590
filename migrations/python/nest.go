package python

import "slices"

// A level is a block: the word that begins it, and that of the statement before the one at hand in it.
type level struct{ head, before string }

// nested refuses statements where no block of theirs is around or before them. The margins are in order already.
func nested(tokens []token) error {
	var levels []level
	margins := []int{0}
	head := ""
	levels = append(levels, level{})
	for line := range lines(tokens) {
		at := line[0].indent
		if at > margins[len(margins)-1] {
			margins, levels = append(margins, at), append(levels, level{head: head})
		}
		for len(margins) > 1 && at < margins[len(margins)-1] {
			if top := levels[len(levels)-1]; top.before == "try" {
				return &SyntaxError{line[0].line, "a try before this line has neither except nor finally"}
			}
			margins, levels = margins[:len(margins)-1], levels[:len(levels)-1]
		}
		head = line[0].text
		if is(line[0], "async") && len(line) > 1 {
			head = line[1].text
		}
		if line[0].kind != name {
			head = ""
		}
		top := &levels[len(levels)-1]
		if !follows(head, top.before) {
			if top.before == "try" {
				return &SyntaxError{line[0].line, "a try before this line has neither except nor finally"}
			}
			return &SyntaxError{line[0].line, "this " + head + " belongs to nothing before it"}
		}
		top.before = head
		for i, t := range line {
			if flaw := placed(t, head, levels); flaw != "" && (i == 0 || !sign(line[i-1], ".")) {
				return &SyntaxError{t.line, flaw}
			}
		}
	}
	for _, l := range levels {
		if l.before == "try" {
			return &SyntaxError{tokens[len(tokens)-1].line, "a try has neither except nor finally"}
		}
	}
	return nil
}

// follows reports whether a statement can stand behind one that begins so.
func follows(head, before string) bool {
	switch head {
	case "elif":
		return before == "if" || before == "elif"
	case "else":
		return slices.Contains([]string{"if", "elif", "for", "while", "except"}, before)
	case "except":
		return before == "try" || before == "except"
	case "finally":
		return slices.Contains([]string{"try", "except", "else"}, before)
	}
	return before != "try"
}

// placed says what is wrong with a word that needs a function or a loop around it. head begins its line.
func placed(t token, head string, levels []level) string {
	heads := []string{head}
	for _, l := range slices.Backward(levels) {
		heads = append(heads, l.head)
	}
	switch {
	case is(t, "return"):
		if i := slices.IndexFunc(heads, func(h string) bool { return h == "def" || h == "class" }); i < 0 || heads[i] == "class" {
			return "return outside a function"
		}
	case is(t, "break", "continue"):
		i := slices.IndexFunc(heads, func(h string) bool { return slices.Contains([]string{"def", "class", "for", "while"}, h) })
		if i < 0 || heads[i] == "def" || heads[i] == "class" {
			return t.text + " outside a loop"
		}
	}
	return ""
}
