package rehearse

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"assay/schema"
)

// others are the values of columns by name, in the place of those that were made up first.
type others = map[string]func(row int) string

var (
	quoted = schema.Pattern(`'((?:[^']|'')*)'`)
	digits = schema.Pattern(`\b\d{1,9}\b`)
)

// attempts are the values that are tried until the server takes the rows: nobody but the server knows what a check lets pass, but it mostly says what.
func (f *filler) attempts(x *filled) []others {
	all := []others{nil}
	for _, guess := range []func(schema.Column, string, string) func(int) string{listed, below, none, object} {
		o := others{}
		for _, c := range x.Columns {
			var said []string
			for _, k := range x.Checks {
				if schema.Mentions(k.Expr, c.Name) {
					said = append(said, k.Expr)
				}
			}
			condition := strings.Join(append(said, c.Check), " ")
			i := slices.IndexFunc(x.columns, func(y column) bool { return y.name == c.Name })
			if strings.TrimSpace(condition) == "" || i < 0 || x.columns[i].count {
				continue
			}
			if v := guess(c, condition, x.columns[i].at(0)); v != nil {
				o[c.Name] = v
			}
		}
		if len(o) > 0 {
			all = append(all, o)
		}
	}
	return all
}

// listed takes the texts that a condition names, and the numbers that it names or that lie between them.
func listed(_ schema.Column, condition, like string) func(int) string {
	texts := quoted().FindAllString(condition, -1)
	numbers := numbersIn(condition)
	switch {
	case strings.HasPrefix(like, "'") && len(texts) > 0:
		return func(row int) string { return texts[row%len(texts)] }
	case !isNumber(like) || len(numbers) == 0:
		return nil
	case len(numbers) == 1:
		return func(row int) string { return strconv.Itoa(numbers[0] + 1 + row) }
	}
	least, most := slices.Min(numbers), slices.Max(numbers)
	return func(row int) string { return strconv.Itoa(least + row%(most-least+1)) }
}

// below takes numbers below the one that a condition names.
func below(_ schema.Column, condition, like string) func(int) string {
	numbers := numbersIn(condition)
	if !isNumber(like) || len(numbers) == 0 {
		return nil
	}
	least := slices.Min(numbers)
	return func(row int) string { return strconv.Itoa(least - 1 - row%max(least, 1)) }
}

// none takes no value: a check lets that pass.
func none(c schema.Column, _, _ string) func(int) string {
	if !c.Nullable {
		return nil
	}
	return func(int) string { return null }
}

// object takes a text that is JSON.
func object(_ schema.Column, _, like string) func(int) string {
	if !strings.HasPrefix(like, "'") {
		return nil
	}
	return func(row int) string { return fmt.Sprintf(`'{"n": %d}'`, row) }
}

func numbersIn(condition string) []int {
	var all []int
	for _, text := range digits().FindAllString(quoted().ReplaceAllString(condition, ""), -1) {
		if n, err := strconv.Atoi(text); err == nil {
			all = append(all, n)
		}
	}
	return all
}
