package mysql

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"assay/schema"
)

// The parser is TiDB's. It does not know all types, nor expressions as defaults, nor invisible columns, nor spatial indexes, and of
// expressions it keeps the meaning but not the text. So a statement is rewritten before it is parsed: types, defaults and expressions
// are taken out of it, and a number that is found again in the tree takes the place of each.

// A rewriter rewrites one statement.
type rewriter struct {
	flavor flavor
	types  []declaredType // VARBINARY(n+1) stands for types[n]
	texts  []string       // n stands for texts[n]
	out    strings.Builder
}

func (w *rewriter) write(tokens ...token) {
	for _, t := range tokens {
		w.out.WriteString(t.text)
		w.out.WriteByte(' ')
	}
}

func (w *rewriter) say(words string) { w.out.WriteString(words + " ") }

// keep takes out a text and writes its number.
func (w *rewriter) keep(before, sql, after string) {
	w.texts = append(w.texts, sql)
	w.say(before + strconv.Itoa(len(w.texts)-1) + after)
}

// items cuts tokens at the commas that stand in no parentheses.
func items(tokens []token) [][]token {
	var all [][]token
	from, depth := 0, 0
	for i, t := range tokens {
		switch {
		case t.is("("):
			depth++
		case t.is(")"):
			depth--
		case t.is(",") && depth == 0:
			all = append(all, tokens[from:i])
			from = i + 1
		}
	}
	return append(all, tokens[from:])
}

// columnItem reports whether an item of CREATE TABLE defines a column.
func columnItem(item []token) bool {
	return !item[0].isAny("primary", "unique", "key", "index", "fulltext", "spatial", "vector", "constraint", "foreign", "check")
}

// definition writes an item of CREATE TABLE, or of ALTER TABLE what follows ADD.
func (w *rewriter) definition(item []token) error {
	switch {
	case len(item) == 0:
		return errors.New("an empty definition")
	case columnItem(item):
		w.write(item[0])
		return w.column(item[1:])
	}
	w.constraint(item)
	return nil
}

// column writes a column's definition behind its name.
func (w *rewriter) column(tokens []token) error {
	d, i := typeAt(w.flavor, tokens)
	if i == 0 {
		return errors.New("a column without a type")
	}
	at := len(w.types)
	w.types = append(w.types, d)
	w.say("VARBINARY(" + strconv.Itoa(at+1) + ")")
	for i < len(tokens) {
		i += w.columnOption(tokens[i:], &w.types[at])
	}
	return nil
}

// columnOption writes what tokens begin with and returns how many they were.
func (w *rewriter) columnOption(tokens []token, d *declaredType) int {
	next := func(i int) token {
		if i < len(tokens) {
			return tokens[i]
		}
		return token{}
	}
	switch t := tokens[0]; {
	case t.is("default"):
		n := 1 + valueLength(tokens[1:])
		w.keep("DEFAULT ", join(tokens[1:n]), "")
		return n
	case t.is("as") && next(1).is("row") && next(2).isAny("start", "end"):
		w.keep("AS (", strings.ToUpper("row "+next(2).text), ") STORED")
		return 3
	case t.isAny("check", "as") && next(1).is("("):
		end := closing(tokens, 1)
		w.keep(t.text+" (", join(tokens[2:end-1]), ")")
		return end
	case t.is("on") && next(1).is("update") && next(2).isAny("now", "current_timestamp", "localtime", "localtimestamp"):
		w.say("ON UPDATE CURRENT_TIMESTAMP")
		if next(3).is("(") {
			return closing(tokens, 3)
		}
		return 3
	case t.is("collate"):
		d.collation = collationName(strings.Trim(next(1).text, "`'\""))
		return 2
	case t.isAny("character", "charset"):
		return max(d.attributes(tokens), 1)
	case t.is("invisible"):
		w.say("STORAGE MEMORY") // of NDB alone: nobody else means anything by it
	case t.is("persistent"):
		w.say("STORED")
	case t.is("compressed"):
		d.Attrs = "compressed"
	case t.is("visible"):
	case t.isAny("column_format", "storage"): // of NDB alone
		return 2
	case t.isAny("engine_attribute", "secondary_engine_attribute"):
		if next(1).is("=") {
			return 3
		}
		return 2
	case t.is("not") && next(1).is("secondary"):
		return 2
	case t.is("without") && next(1).is("system"):
		return 3
	case t.is("srid"):
		return max(d.attributes(tokens), 1)
	case t.is("ref_system_id"):
		return 3
	default:
		w.write(t)
	}
	return 1
}

// valueLength returns how many tokens a DEFAULT's value has.
func valueLength(tokens []token) int {
	if len(tokens) == 0 {
		return 0
	}
	n := 1
	switch t := tokens[0]; {
	case t.is("("):
		return closing(tokens, 0)
	case t.isAny("-", "+"):
		n = 2
	case t.is("next") && len(tokens) > 3: // NEXT VALUE FOR s
		n = 4
		if len(tokens) > 5 && tokens[4].is(".") {
			n = 6
		}
	case t.kind == word && len(tokens) > 1 && tokens[1].is("("):
		return closing(tokens, 1)
	case introduces(t) && len(tokens) > 1 && (tokens[1].kind == text || tokens[1].kind == number):
		n = 2
	case t.kind != text:
		return min(n, len(tokens))
	}
	for n < len(tokens) && tokens[n].kind == text {
		n++
	}
	return min(n, len(tokens))
}

// foreignKinds are kinds of indexes that are written as FULLTEXT with a parser of this name.
var foreignKinds = []string{"spatial", "vector"}

const kindParser = "assay_"

// keysIndex stands before a name behind FOREIGN KEY, which the server gives to the index that it makes for the key, and MariaDB to the key
// as well.
const keysIndex = "assay index "

// constraint writes the definition of an index or constraint.
func (w *rewriter) constraint(item []token) {
	with := ""
	if len(item) > 2 && item[0].is("foreign") && item[1].is("key") && !item[2].is("(") && !item[2].is("if") {
		w.write(item[0], item[1], token{name, quote(keysIndex + unquoteName(item[2].text))})
		item = item[3:]
	}
	for i := 0; i < len(item); i++ {
		switch t := item[i]; {
		case i == 0 && slices.Contains(foreignKinds, strings.ToLower(t.text)):
			with = " WITH PARSER " + kindParser + strings.ToLower(t.text)
			w.say("FULLTEXT")
		case t.is("check") && i+1 < len(item) && item[i+1].is("("):
			end := closing(item, i+1)
			w.keep("CHECK (", join(item[i+2:end-1]), ")")
			i = end - 1
		case t.is("(") && with != "":
			end := closing(item, i)
			w.write(item[i:end]...)
			w.say(with)
			with = ""
			i = end - 1
		case t.is("(") && i+1 < len(item) && item[i+1].is("("):
			i = w.computed(item, i) - 1
		case t.is("not") && i+1 < len(item) && item[i+1].is("ignored"):
			i++
		case t.is("ignored"):
			w.say("INVISIBLE")
		default:
			w.write(t)
		}
	}
}

// computed writes what an index is over, from the parenthesis at i, whose expressions the parser does not all know (CAST … AS … ARRAY), and returns where it
// ends.
func (w *rewriter) computed(item []token, i int) int {
	end := closing(item, i)
	w.say("(")
	for n, part := range items(item[i+1 : end-1]) {
		if n > 0 {
			w.say(",")
		}
		if len(part) > 0 && part[0].is("(") {
			last := closing(part, 0)
			w.keep("((", join(part[1:last-1]), "))")
			part = part[last:]
		}
		w.write(part...)
	}
	w.say(")")
	return end
}

// rowFormat reads how InnoDB is to keep the rows of a table from what stands behind the definitions of a CREATE TABLE; empty: it does not say.
func rowFormat(tokens []token) string {
	format := ""
	for i, t := range tokens {
		value := i + 1
		if value < len(tokens) && tokens[value].is("=") {
			value++
		}
		switch {
		case value >= len(tokens):
		case t.is("key_block_size") && tokens[value].text != "0" && format == "":
			format = "Compressed"
		case t.is("row_format") && !tokens[value].is("default"):
			s := strings.ToLower(tokens[value].text)
			format = strings.ToUpper(s[:1]) + s[1:]
		}
	}
	return format
}

// tableOptions reads what stands behind the definitions of a CREATE TABLE. All that is not compared is passed over.
func tableOptions(tokens []token) (schema.Options, error) {
	var o schema.Options
	for i := 0; i < len(tokens); i++ {
		value := func(skip int) string {
			if i += skip; i < len(tokens) && tokens[i].is("=") {
				i++
			}
			if i >= len(tokens) {
				return ""
			}
			return strings.Trim(tokens[i].text, "`'\"")
		}
		switch t := tokens[i]; {
		case t.isAny("partition", "with"):
			return o, nil
		case t.isAny("select", "as", "like", "values", "table"):
			return o, schema.UnmodelledError("a table made from another one is not supported")
		case t.isAny("engine", "type"):
			o.Engine = engineName(value(1))
		case t.is("charset"):
			o.Charset = charsetName(value(1))
		case t.is("character"):
			o.Charset = charsetName(value(2))
		case t.is("collate"):
			o.Collation = collationName(value(1))
		case t.isAny("comment", "connection", "password"):
			value(1) // a text, which might be one of these words without its quotes
		}
	}
	return o, nil
}
