package postgres

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"

	"assay/schema"
)

// noMoment are the dates and times that do not survive becoming others: the server refuses none.
func noMoment(value string, from, to schema.Type) (found []schema.Lossy, ok bool) {
	dated := strings.HasPrefix(from.Name, "timestamp")
	switch {
	case dated && to.Name == "date":
		return []schema.Lossy{{Where: fmt.Sprintf("%s::date <> %[1]s", value), Problem: "the time of day is lost", Fatal: true}}, true
	case dated && (to.Name == "time" || to.Name == "time with time zone"):
		return []schema.Lossy{{Where: value + " IS NOT NULL", Problem: "the date is lost", Fatal: true}}, true
	case from.Name == to.Name && (dated || strings.HasPrefix(from.Name, "time") || from.Name == "interval" && from.Attrs == to.Attrs):
		digits, err := strconv.Atoi(cmp.Or(to.Args, "6"))
		if err != nil {
			return nil, false
		}
		return []schema.Lossy{{
			Where: fmt.Sprintf("%s::%s <> %[1]s", value, typeSQL(to)), Problem: fmt.Sprintf("rounded to %d digits of a second", digits),
		}}, true
	}
	return nil, false
}

// inexact are the numbers that a real or a double precision does not keep.
func inexact(value string, from, to schema.Type) []schema.Lossy {
	found := beyondText("abs("+value+")", to)
	if from.Name == "numeric" || to.Name == "real" && !integral[from.Name] {
		limit := map[string]string{"real": "3.4028235e38", "double precision": "1.7976931348623157e308"}[to.Name]
		found = append(found, schema.Lossy{
			Where:   fmt.Sprintf("abs(%s) > %s AND %[1]s::text !~* 'inf|nan'", value, limit), // which both have
			Problem: stops + "too large for a " + to.Name, Fatal: true,
		})
	}
	return found
}

// unlikeJSON are the documents that a jsonb does not keep: what else it forgets, blanks and the order of keys, is nobody's to rely on.
func unlikeJSON(value string) []schema.Lossy {
	const none = `::text ~ '(^|[^\\])(\\\\)*\\u0000'`
	return []schema.Lossy{{
		Where: value + none, Problem: stops + `they hold \u0000`, Fatal: true,
	}, {
		Where: fmt.Sprintf("CASE WHEN %s%s OR json_typeof(%[1]s) <> 'object' THEN FALSE ELSE (SELECT count(*) > count(DISTINCT k) FROM json_object_keys(%[1]s) AS k) END",
			value, none),
		Problem: "of keys that stand twice the last alone is kept; blanks and the order of keys go as well",
	}}
}
