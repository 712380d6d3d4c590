package report

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path"
	"path/filepath"
	"strings"
	"unicode"

	"assay/result"
)

// pathOf is the file that a finding is in. What is in a database is in none, and those who show findings by file (GitLab, GitHub) drop one without: then it
// is DATABASE/TABLE. It is never empty.
func pathOf(l *result.Listing, f result.Finding) string {
	if f.File != "" {
		return filepath.ToSlash(f.File)
	}
	name := "database"
	switch {
	case f.Database != "":
		name = f.Database
	case l.Database != nil && l.Database.Name != "":
		name = l.Database.Name
	}
	return path.Join(element(name), element(nameOf(f)))
}

// element is a name as an element of a path that leads nowhere else.
func element(name string) string {
	if name == "." || name == ".." {
		return "_" + name
	}
	return strings.ReplaceAll(name, "/", "_")
}

// fingerprints tell findings apart, in the order given, and are the same in every run: what changes as other findings come and go, such as the line, is no
// part of them. Findings alike in everything else are counted.
func fingerprints(found []result.Finding) []string {
	seen := map[string]int{}
	prints := make([]string, len(found))
	for i, f := range found {
		parts := []string{f.Rule, f.Tree, f.Table, f.Object, filepath.ToSlash(f.File)}
		if f.Table == "" && f.Object == "" {
			parts = append(parts, f.Revision)
		}
		if f.Database != "" {
			parts = append(parts, f.Database)
		}
		key := strings.Join(parts, "\x00")
		seen[key]++
		if n := seen[key]; n > 1 {
			key = fmt.Sprint(key, "\x00", n)
		}
		sum := sha256.Sum256([]byte(key))
		prints[i] = hex.EncodeToString(sum[:16])
	}
	return prints
}

// comparedIn says what was expected and what was found, for people; empty: the message says all.
func comparedIn(f result.Finding) string {
	if f.Want == "" && f.Got == "" {
		return ""
	}
	return fmt.Sprintf("expected %s, found %s%s", orNothing(f.Want), orNothing(f.Got), origin(f))
}

// statementOf is the SQL that it is about, for people, on one line; empty: its file shows it.
func statementOf(f result.Finding) string {
	const enough = 300
	sql := []rune(oneLine(f.Statement))
	if len(sql) > enough {
		sql = append(sql[:enough:enough], '…')
	}
	return string(sql)
}

// sqlOf is what ends it, as text of its own; empty: nothing does.
func sqlOf(f result.Finding) string {
	all := make([]string, len(f.Fix))
	for i, sql := range f.Fix {
		all[i] = inLines(sql)
	}
	return tame(strings.Join(all, "\n"))
}

// inLines spells out the line breaks in a statement's quotes: a name's are not to make lines that could read as others.
func inLines(sql string) string {
	if strings.HasPrefix(sql, "--") || !strings.ContainsAny(sql, "\r\n") {
		return sql
	}
	var b strings.Builder
	var quote rune
	for _, r := range sql {
		switch {
		case quote == 0 && (r == '\'' || r == '"' || r == '`'):
			quote = r
		case r == quote:
			quote = 0
		case quote != 0 && r == '\n':
			b.WriteString(`\n`)
			continue
		case quote != 0 && r == '\r':
			b.WriteString(`\r`)
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}

// tame leaves nothing in a text of several lines that a terminal obeys or XML forbids.
func tame(s string) string {
	return strings.Map(func(r rune) rune {
		if r != '\n' && r != '\t' && unicode.In(r, unicode.Cc, unicode.Cf, unicode.Cs) {
			return unicode.ReplacementChar
		}
		return r
	}, strings.ToValidUTF8(s, string(unicode.ReplacementChar)))
}
