package mysql

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pingcap/tidb/pkg/parser/ast"

	"assay/schema"
)

// storageOptions are the options of tables that say how rows are kept, with the value that puts each back; in lower case.
var storageOptions = map[string]string{
	"row_format": "DEFAULT", "key_block_size": "0", "avg_row_length": "0", "checksum": "0", "delay_key_write": "0", "max_rows": "0", "min_rows": "0",
	"pack_keys": "DEFAULT", "stats_persistent": "DEFAULT", "stats_auto_recalc": "DEFAULT", "stats_sample_pages": "DEFAULT", "page_checksum": "1",
	"transactional":   "1",
	"page_compressed": "0", "page_compression_level": "DEFAULT", "encrypted": "DEFAULT", "encryption_key_id": "DEFAULT", "encryption": "'N'",
	"compression":   "'NONE'",
	"insert_method": "NO",
}

// quotedOptions are those whose value is a text.
var quotedOptions = []string{"encryption", "compression"}

// tableTraits reads what stands behind the definitions of a CREATE TABLE, or in CREATE_OPTIONS, or in an ALTER TABLE.
func tableTraits(t schema.Traits, tokens []token) schema.Traits {
	for i := 0; i < len(tokens); i++ {
		word := tokens[i]
		if word.isAny("partition", "with") {
			break
		}
		name := strings.ToLower(strings.Trim(word.text, "`"))
		usual, isOption := storageOptions[name]
		if word.kind == text || !isOption && name != "comment" {
			continue
		}
		if i++; i < len(tokens) && tokens[i].is("=") {
			i++
		}
		switch {
		case i >= len(tokens):
		case name == "comment":
			t = t.With(schema.Comment, unquoteText(tokens[i].text))
		case name == "insert_method": // which a reading of the server does not tell
		default:
			t = t.With(schema.Option(strings.ToUpper(name)), optionValue(tokens[i], usual))
		}
	}
	return t
}

// optionValue is an option's value in capital letters; empty: the one by default.
func optionValue(value token, usual string) string {
	s := strings.ToUpper(strings.Trim(value.text, "'`\""))
	switch s {
	case "DEFAULT", strings.Trim(usual, "'"), "":
		return ""
	case "YES", "ON":
		return "1"
	}
	return s
}

// traitChanges are the changes that an ALTER TABLE makes of a table's traits.
func traitChanges(table string, item []token) []schema.Change {
	var changes []schema.Change
	for i := range item {
		name := strings.ToLower(item[i].text)
		if _, isOption := storageOptions[name]; item[i].kind != word || !isOption && name != "comment" {
			continue
		}
		end := min(i+3, len(item))
		said := tableTraits(nil, item[i:end])
		of := schema.SetTrait{Of: schema.Object{Kind: schema.TableObject, Table: table}, Trait: schema.Option(strings.ToUpper(name))}
		if name == "comment" {
			of.Trait = schema.Comment
		}
		of.To = said[of.Trait]
		changes = append(changes, of)
	}
	return changes
}

// alterTrait reads ALTER INDEX … VISIBLE and ALTER CHECK … ENFORCED; nil: it is none of these.
func alterTrait(table string, item []token) []schema.Change {
	if len(item) < 4 || !item[0].is("alter") {
		return nil
	}
	name, not := unquoteName(item[2].text), item[3].is("not")
	last := item[len(item)-1]
	switch {
	case item[1].isAny("index", "key") && last.isAny("visible", "invisible", "ignored"):
		c := schema.SetTrait{Of: schema.Object{Kind: schema.IndexObject, Table: table, Name: name}, Trait: schema.Visibility}
		if last.is("invisible") || last.is("ignored") && !not {
			c.To = schema.Invisible
		}
		return []schema.Change{c}
	case item[1].isAny("check", "constraint") && last.is("enforced"):
		c := schema.SetTrait{Of: schema.Object{Kind: schema.CheckObject, Table: table, Name: name}, Trait: schema.Validity}
		if not {
			c.To = schema.NotValid
		}
		return []schema.Change{c}
	}
	return nil
}

// indexTraits adds what an index's definition says beside what it is over. The size of its blocks no reading of a server tells, and InnoDB has no use for it.
func indexTraits(t schema.Traits, o *ast.IndexOption) schema.Traits {
	if parser := o.ParserName.O; parser != "" && !strings.HasPrefix(strings.ToLower(parser), kindParser) {
		t = t.With(schema.ParsedBy, strings.ToLower(parser))
	}
	return t.With(schema.Comment, o.Comment)
}

// formatTrait writes a trait's change.
func (w formatter) formatTrait(c schema.SetTrait) (string, error) {
	switch {
	case c.Of.Kind == schema.TableObject:
		said, err := tableTrait(c.Trait, c.To)
		return alterTableSQL(c.Of.Table, said), err
	case c.Of.Kind == schema.IndexObject && c.Trait == schema.Visibility:
		word := map[bool]string{true: "VISIBLE", false: "INVISIBLE"}[c.To == ""]
		switch {
		case w.flavor.hasIgnoredIndexes:
			word = map[bool]string{true: "NOT IGNORED", false: "IGNORED"}[c.To == ""]
		case !w.flavor.hasInvisibleIndexes:
			return "", fmt.Errorf("index %s.%s: this server has no invisible indexes", c.Of.Table, c.Of.Name)
		}
		return alterTableSQL(c.Of.Table, "ALTER INDEX "+quote(c.Of.Name)+" "+word), nil
	case c.Of.Kind == schema.CheckObject && c.Trait == schema.Validity && !w.flavor.isMariaDB():
		word := map[bool]string{true: "ENFORCED", false: "NOT ENFORCED"}[c.To == ""]
		return alterTableSQL(c.Of.Table, "ALTER CHECK "+quote(c.Of.Name)+" "+word), nil
	}
	return "", fmt.Errorf("the %s of a %s can only be changed by making it anew", c.Trait, c.Of.Kind)
}

func tableTrait(t schema.Trait, value string) (string, error) {
	name, isOption := t.Option()
	switch {
	case t == schema.Comment:
		return "COMMENT=" + commentText(value), nil
	case t.Untold():
		return keptTrait(t, value), enclosed([]string{value})
	case !isOption:
		return "", fmt.Errorf("a table has no %s", t)
	}
	usual, known := storageOptions[strings.ToLower(name)]
	switch {
	case !known:
		return "", fmt.Errorf("the option %s of a table is not known", name)
	case value == "":
		value = usual
	case slices.Contains(quotedOptions, strings.ToLower(name)):
		value = quoteText(value)
	}
	return name + "=" + value, nil
}

func commentText(text string) string { return strings.ReplaceAll(quoteText(text), "\r", `\r`) }

// traits writes those of a table behind its other options.
func traits(t schema.Traits) (string, error) {
	var s strings.Builder
	for _, name := range t.Names() {
		said, err := tableTrait(name, t[name])
		if name == schema.History {
			said = t[name]
		}
		if err != nil {
			return "", err
		}
		s.WriteString(" " + said)
	}
	return s.String(), nil
}

var optionWord = schema.Pattern(`^[A-Z0-9_]{1,32}$`)

// vetTraits says what no server of this kind has.
func vetTraits(t schema.Traits) error {
	for _, name := range t.Names() {
		option, isOption := name.Option()
		_, known := storageOptions[strings.ToLower(option)]
		switch {
		case name == schema.Comment:
		case name == schema.History && t[name] == versioned, name == schema.Partitions && isPartitions(t[name]):
		case isOption && known && optionWord().MatchString(t[name]):
		case name == schema.ParsedBy && optionWord().MatchString(strings.ToUpper(t[name])):
		default:
			return fmt.Errorf("%q: %q is nothing that these servers have", schema.Excerpt(string(name)), schema.Excerpt(t[name]))
		}
	}
	return nil
}
