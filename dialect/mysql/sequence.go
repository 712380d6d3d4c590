package mysql

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
)

// sequenceBits are how many bits the types have that a sequence of MariaDB can count in.
var sequenceBits = map[string]uint{"tinyint": 8, "smallint": 16, "mediumint": 24, "int": 32, "bigint": 64}

// A counter is what the definition of a sequence says. Empty: nothing.
type counter struct {
	kind                                string // its type
	start, least, most, by, cache, ends string
}

// sequenceSQL brings what stands behind a sequence's name to the one spelling that ALTER SEQUENCE takes too, with all that it is by default. Its engine is
// left out.
func sequenceSQL(tokens []token) string {
	c := counter{kind: "bigint", by: "1", cache: "CACHE 1000", ends: "NOCYCLE"}
	for i := 0; i < len(tokens); {
		i += c.option(tokens[i:])
	}
	least, most := limits(c.kind, strings.HasPrefix(c.by, "-"))
	c.least, c.most = cmp.Or(c.least, least), cmp.Or(c.most, most)
	first := c.least
	if strings.HasPrefix(c.by, "-") {
		first = c.most
	}
	said := fmt.Sprintf("START WITH %s MINVALUE %s MAXVALUE %s INCREMENT BY %s %s %s", cmp.Or(c.start, first), c.least, c.most, c.by, c.cache, c.ends)
	if c.kind != "bigint" {
		said = "AS " + c.kind + " " + said
	}
	return said
}

// option reads what tokens begin with and returns how many they were.
func (c *counter) option(tokens []token) int {
	value := func() (string, int) { // of a number, behind words that may stand before it
		i := 1
		for i < len(tokens) && tokens[i].isAny("=", "with", "by") {
			i++
		}
		sign := ""
		if i < len(tokens) && tokens[i].isAny("-", "+") {
			sign, i = strings.Trim(tokens[i].text, "+"), i+1
		}
		if i >= len(tokens) {
			return "", i
		}
		return sign + tokens[i].text, i + 1
	}
	n := 1
	switch t := tokens[0]; {
	case t.is("as"):
		d, end := typeAt(flavor{}, tokens[1:])
		c.kind, n = strings.TrimSpace(d.Name+" "+d.Attrs), end+1
	case t.is("start"):
		c.start, n = value()
	case t.is("minvalue"):
		c.least, n = value()
	case t.is("maxvalue"):
		c.most, n = value()
	case t.is("increment"):
		c.by, n = value()
	case t.is("cache"):
		c.cache, n = value()
		c.cache = "CACHE " + c.cache
	case t.is("nocache"):
		c.cache = "NOCACHE"
	case t.isAny("cycle", "nocycle"):
		c.ends = strings.ToUpper(t.text)
	case t.is("no") && len(tokens) > 1: // NO MINVALUE, NO CYCLE
		n = 2
	case t.isAny("engine", "comment"):
		_, n = value()
	}
	return n
}

// limits are the values that a sequence of a type ends at where nothing is said.
func limits(kind string, down bool) (least, most string) {
	name, unsigned, _ := strings.Cut(kind, " ")
	bits := sequenceBits[name]
	if unsigned == "" {
		bits--
	}
	end := uint64(1)<<bits - 2
	switch {
	case unsigned != "":
		return "1", strconv.FormatUint(end, 10)
	case down:
		return "-" + strconv.FormatUint(end+1, 10), "-1"
	}
	return "1", strconv.FormatUint(end, 10)
}
