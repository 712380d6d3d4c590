package schema

import "slices"

var (
	called = Pattern(`(?i)("?)\b([a-z_]\w*)"?\s*\(`)
	// everywhere are functions that every server of an engine has had for long, and words before parentheses that are none.
	everywhere = Pattern(`(?i)^(?:lower|upper|coalesce|ifnull|nullif|concat|concat_ws|trim|ltrim|rtrim|btrim|length|char_length|character_length|octet_length|reverse|` +
		`md5|if|and|or|not|in|is|when|then|else|case|between|like|isnull|abs|round|floor|ceil|ceiling|mod|power|sqrt|greatest|least|substr|substring|left|right|` +
		`replace|lpad|rpad|position|now|current_timestamp|current_date|current_time|localtimestamp|nextval|currval|cast|count|sum|min|max|avg|date|year|month|day|` +
		`extract|date_part|date_trunc|to_char|to_date|any|all|array|row|values|exists|select|as|on|over|partition|from|using|interval|varchar|char|numeric|decimal)$`)
)

// Familiar reports whether a demand is for nothing but functions that every server has, so that only one that is asked can mind.
func (d Demand) Familiar() bool {
	return d.Usual || !d.Question.Tells && d.Lacks == "" && d.Unknown == "" && !slices.ContainsFunc(d.Of, func(sql string) bool {
		return slices.ContainsFunc(called().FindAllStringSubmatch(texts().ReplaceAllString(sql, "''"), -1), func(m []string) bool {
			return m[1] != "" || !everywhere().MatchString(m[2])
		})
	})
}
