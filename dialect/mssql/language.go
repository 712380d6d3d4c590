package mssql

import (
	"strings"

	"assay/dialect/narrow"
	"assay/schema"
)

// language is T-SQL, of which tables and names of a server whose collation takes no notice of case are read.
var language = &narrow.Language{
	Lexer:     lexer,
	Semantics: semantics(),
	Divider:   "a semicolon or a line of GO",
	Home:      func(s string) bool { return s == home },
	Name:      func(t narrow.Token) string { return t.Said },
	Spell:     narrow.DoubleQuoted,
	Path:      func(path []string) string { return path[len(path)-1] }, // a check or a default can name columns of its own table only
	Quote:     quote,
	Requote:   bracketed,
	Known:     known,
	Typed:     typed,
	Plain:     plain,
	Method:    clustering,
	Kept:      strings.ToUpper,
	Online:    func(r *narrow.Reader) bool { return narrow.Has(r, "ONLINE", "=", "ON") },
	Behind:    func(*narrow.Reader) (s narrow.State, err error) { return s, nil },
	Storage:   storage,
	Statement: statement,
	Property:  property,
	Column:    column,
	Add:       add,
}

var lexer = narrow.Lexer{Brackets: true, Nested: true, Signs: "_@#$"}

// home is the schema whose name a text may leave out.
const home = "dbo"

// bracketed is a canonical expression as a statement has it: names in brackets, whatever QUOTED_IDENTIFIER says.
func bracketed(expr string) string {
	tokens, err := lexer.Scan(expr)
	if err != nil {
		return expr
	}
	var b strings.Builder
	at := 0
	for _, t := range tokens {
		if t.Kind == narrow.Name {
			b.WriteString(expr[at:t.From] + quote(t.Said))
			at = t.To
		}
	}
	return b.String() + expr[at:]
}

// known reads CURRENT_TIMESTAMP, CAST(x AS t) and CONVERT(t, x), of which the server prints getdate() and the last.
func known(r *narrow.Reader, t narrow.Token) (n narrow.Node, ok bool, err error) {
	switch {
	case t.Is("CURRENT_TIMESTAMP"):
		return narrow.Node{Leaf: "getdate()"}, true, nil
	case t.Is("CAST") && r.Peek().Is("("):
		of, value, err := r.Cast()
		return converted(of, value), true, err
	case t.Is("CONVERT") && r.Take("("):
		of, err := typed(r)
		if err == nil {
			err = r.Need(",")
		}
		if err == nil {
			n, err = r.Expr(0)
		}
		if err == nil {
			err = r.Need(")") // a style is not understood
		}
		return converted(of, n), true, err
	}
	return n, false, nil
}

func converted(of schema.Type, n narrow.Node) narrow.Node {
	return narrow.Node{Leaf: "convert(" + of.String() + ", " + n.Spell(0) + ")"}
}

// clustering reads whether rows are kept in the order of an index of that kind, where that is not as usual.
func clustering(r *narrow.Reader, kind schema.IndexKind) string {
	switch {
	case r.Take("CLUSTERED"):
		if kind != schema.Primary {
			return "clustered"
		}
	case r.Take("NONCLUSTERED"):
		if kind == schema.Primary {
			return "nonclustered"
		}
	}
	return ""
}

// storage reads WITH (…) and ON …, which say how and where something is kept.
func storage(r *narrow.Reader) (bool, error) {
	switch {
	case r.Take("WITH"):
		_, err := r.Parenthesised()
		return true, err
	case r.Take("ON"):
		_, err := r.Named()
		return true, err
	}
	return false, nil
}

// add writes the statement that adds a constraint; one that is not valid is not held against the rows that are there.
func add(table, constraint string, s narrow.State) string {
	check := ""
	if s.NotValid {
		check = "WITH NOCHECK "
	}
	return alter(table) + check + "ADD " + constraint
}
