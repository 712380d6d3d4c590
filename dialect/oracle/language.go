package oracle

import (
	"errors"
	"strings"

	"assay/dialect/narrow"
	"assay/schema"
)

// language is Oracle's SQL.
var language = &narrow.Language{
	Lexer:     lexer,
	Semantics: semantics,
	Divider:   "a semicolon or a line of /",
	Computes:  true,
	Home:      func(string) bool { return false }, // the owner is not known: names go without
	Name:      said,
	Spell:     spell,
	Path:      path,
	Quote:     quote,
	Requote:   func(expr string) string { return expr },
	Known:     known,
	Typed:     typed,
	Plain:     plainDefault,
	Statement: statement,
	Property:  property,
	Method:    usingIndex,
	Kept:      strings.ToUpper,
	Online:    func(r *narrow.Reader) bool { return narrow.Has(r, "ONLINE") }, // which no name may be
	Behind:    behind,
	Storage:   storage,
	Column:    column,
	Add:       add,
}

var lexer = narrow.Lexer{Q: true, Signs: "_#$"}

// path is a sequence's next value as a whole, and of a column of the table its name alone.
func path(names []string) string {
	last := names[len(names)-1]
	if len(names) > 1 && (last == "nextval" || last == "currval") {
		return strings.Join(names, ".")
	}
	return last
}

// constants are functions without parentheses, and what takes a precision.
var constants = words(`SYSDATE SYSTIMESTAMP CURRENT_DATE CURRENT_TIMESTAMP LOCALTIMESTAMP USER UID SESSIONTIMEZONE DBTIMEZONE ROWNUM TRUE FALSE`)

// known reads functions without parentheses, constants of moments, and CAST(x AS t).
func known(r *narrow.Reader, t narrow.Token) (narrow.Node, bool, error) {
	word := strings.ToUpper(t.Said)
	switch {
	case word == "CAST" && r.Peek().Is("("):
		of, n, err := r.Cast()
		return narrow.Node{Leaf: "cast(" + n.Spell(0) + " AS " + of.String() + ")"}, true, err
	case (word == "DATE" || word == "TIMESTAMP") && r.Peek().Kind == narrow.Text:
		r.At++
		return narrow.Node{Leaf: word + " " + literal(r.Tokens[r.At-1].Said)}, true, nil
	case constants[word] && !r.Peek().Is("("):
		return narrow.Node{Leaf: strings.ToLower(word)}, true, nil
	}
	return narrow.Node{}, false, nil
}

// plainDefault: a text without a letter is NULL here.
func plainDefault(expr string, _ schema.Type) string {
	if expr == "''" {
		return ""
	}
	return expr
}

// property reads an identity, or what a column is computed from.
func property(p *narrow.Parser, c *schema.Column) (bool, error) {
	switch {
	case p.Take("GENERATED"):
	case p.Peek().Is("AS") && p.PeekAt(1).Is("("):
	case p.Take("INVISIBLE"):
		c.Invisible = true
		return true, nil
	default:
		return p.Take("VISIBLE") || p.Take("VIRTUAL"), nil
	}
	kind := "ALWAYS"
	if !p.Take("ALWAYS") && p.Take("BY", "DEFAULT") {
		kind = "BY DEFAULT"
		if p.Take("ON", "NULL") {
			kind = "BY DEFAULT ON NULL"
		}
	}
	if err := p.Need("AS"); err != nil {
		return true, err
	}
	if p.Take("IDENTITY") {
		c.Identity, c.Nullable = kind, false
		if !p.Peek().Is("(") {
			return true, nil
		}
		options, err := p.Parenthesised()
		if err == nil {
			c.Sequence, err = optionsOf(options)
		}
		return true, err
	}
	text, err := p.Parenthesised()
	if err != nil {
		return true, err
	}
	c.Generated, err = p.Canonical(text)
	_ = p.Take("VIRTUAL")
	return true, err
}

// optionsOf are the options of an identity that are not as by default, as a statement or the data dictionary has them.
func optionsOf(text string) (string, error) {
	var q schema.Sequence
	text = strings.ToUpper(strings.NewReplacer(",", " ", ":", " ", "MIN VALUE", "MINVALUE").Replace(strings.ToUpper(text)))
	fields := strings.Fields(text)
	for i := 0; i < len(fields); i++ {
		value := func() string {
			for i+1 < len(fields) {
				if i++; fields[i] != "WITH" && fields[i] != "BY" {
					return fields[i]
				}
			}
			return ""
		}
		switch w := fields[i]; w {
		case "START", "START_WITH":
			q.Start = value()
		case "INCREMENT", "INCREMENT_BY":
			q.Increment = value()
		case "MINVALUE", "MIN_VALUE":
			q.Min = value()
		case "MAXVALUE", "MAX_VALUE":
			q.Max = value()
		case "CACHE", "CACHE_SIZE":
			q.Cache = value()
		case "CYCLE":
			q.Cycle = "CYCLE"
		case "CYCLE_FLAG":
			q.Cycle = map[string]string{"Y": "CYCLE"}[value()]
		case "ORDER_FLAG", "SCALE_FLAG", "EXTEND_FLAG", "SHARDED_FLAG", "SESSION_FLAG", "KEEP_VALUE", "LAST_NUMBER":
			_ = value()
		case "NOCYCLE", "NOCACHE", "NOMAXVALUE", "NOMINVALUE", "ORDER", "NOORDER":
		default:
			return "", errors.New("option " + schema.Excerpt(w) + " of an identity is not understood")
		}
	}
	q = q.Less(schema.Sequence{Start: "1", Increment: "1", Min: "1", Cache: "20"})
	if strings.Trim(q.Max, "9") == "" { // a row of nines
		q.Max = ""
	}
	return q.String(), nil
}

// usingIndex: a constraint's columns stand before the index that holds it.
func usingIndex(*narrow.Reader, schema.IndexKind) string { return "" }

// behind reads how a constraint is held.
func behind(r *narrow.Reader) (s narrow.State, err error) {
	for {
		switch {
		case r.Take("NOT", "DEFERRABLE"), r.Take("INITIALLY", "IMMEDIATE"), r.Take("ENABLE"), r.Take("VALIDATE"), r.Take("RELY"), r.Take("NORELY"):
		case r.Take("DEFERRABLE"):
			s.Timing = "DEFERRABLE"
		case r.Take("INITIALLY", "DEFERRED"):
			s.Timing = "DEFERRABLE INITIALLY DEFERRED"
		case r.Take("NOVALIDATE"):
			s.NotValid = true
		case r.Take("DISABLE"):
			s.Disabled = true
		case r.Take("USING", "INDEX"):
			for more := true; more && err == nil; {
				more, err = storage(r)
			}
			if k := r.Peek().Kind; err == nil && (k == narrow.Name || k == narrow.Word && !r.Peek().Is("ENABLE")) {
				_, err = r.Table()
			}
			return s, err
		default:
			return s, nil
		}
	}
}

// stored says how and where something is kept: words, and those that a name or a number follows.
var (
	keptWords = words(`COMPRESS NOCOMPRESS LOGGING NOLOGGING NOPARALLEL ONLINE VISIBLE REVERSE PARALLEL`)
	keptWith  = words(`TABLESPACE PCTFREE INITRANS MAXTRANS PCTUSED`)
)

// storage reads how and where something is kept.
func storage(r *narrow.Reader) (bool, error) {
	switch w := strings.ToUpper(r.Peek().Said); {
	case r.Peek().Kind != narrow.Word:
		return false, nil
	case keptWords[w]:
		if r.At++; r.Peek().Kind == narrow.Number {
			r.At++
		}
		return true, nil
	case keptWith[w]:
		r.At += 2
		return true, nil
	case r.Take("STORAGE"):
		_, err := r.Parenthesised()
		return true, err
	case r.Take("SEGMENT", "CREATION"):
		r.At++
		return true, nil
	}
	return false, nil
}

// add writes the statement that adds a constraint.
func add(table, constraint string, s narrow.State) string {
	sql := alter(table) + "ADD " + constraint
	if s.Timing != "" {
		sql += " " + s.Timing
	}
	if s.NotValid {
		sql += " ENABLE NOVALIDATE"
	}
	return sql
}
