package postgres

import (
	"strings"

	"assay/schema"
)

// dollar is how a text in dollars begins.
var dollar = schema.Pattern(`^\$(?:[A-Za-z_\x{80}-\x{10ffff}][\w\x{80}-\x{10ffff}]*)?\$`)

// sends are the commands of psql that send the statement before them, as a semicolon does.
var sends = map[string]bool{"g": true, "gx": true, "gset": true, "gdesc": true, "gexec": true, "crosstabview": true, "watch": true, ";": true}

// runs are those that run what is not in the text, or decide what of it is run: each stays, as a statement that nobody understands.
var runs = map[string]bool{
	"i": true, "ir": true, "include": true, "include_relative": true, "!": true, "copy": true, "gexec": true, "if": true, "elif": true, "else": true,
	"endif": true,
}

// withoutPsql is a text without the commands that psql carries out itself: such a one ends with its line. The line breaks stay where they are.
func withoutPsql(sql string) string {
	if !strings.Contains(sql, `\`) {
		return sql
	}
	var b strings.Builder
	done := 0
	for at := 0; at < len(sql); {
		if sql[at] != '\\' {
			at += piece(sql[at:], at > 0 && ofWord(sql[at-1]))
			continue
		}
		end := at + until(sql[at:], "\n")
		line := strings.TrimSpace(sql[at+1 : end])
		name := line[:len(line)-len(strings.TrimLeftFunc(line, func(r rune) bool { return r == '_' || r >= 'a' && r <= 'z' }))]
		if name == "" && line != "" {
			name = line[:1]
		}
		b.WriteString(sql[done:at])
		if sends[name] {
			b.WriteString(";")
		}
		if runs[name] {
			b.WriteString(";" + strings.TrimRight(`\`+line, "; \t\r") + ";")
		}
		done, at = end, end
	}
	b.WriteString(sql[done:])
	return b.String()
}

// piece is how long the piece is that a text begins with, and in which a backslash is none of psql's: what stands in quotes, in dollars or in a comment.
func piece(sql string, inWord bool) int {
	switch {
	case strings.HasPrefix(sql, "/*"):
		return comment(sql)
	case sql[0] == '$' && !inWord:
		if tag := dollar().FindString(sql); tag != "" {
			return min(len(tag)+until(sql[len(tag):], tag)+len(tag), len(sql))
		}
	case sql[0] == '$', inWord && ofWord(sql[0]):
		return 1
	}
	_, n := first(sql)
	return n
}

// comment is how long a comment is; one may stand in another.
func comment(sql string) int {
	depth := 0
	for i := 0; i+1 < len(sql); i++ {
		switch sql[i : i+2] {
		case "/*":
			depth++
			i++
		case "*/":
			depth--
			i++
		}
		if depth == 0 {
			return i + 1
		}
	}
	return len(sql)
}
