package mysql

import (
	"fmt"
	"strconv"

	"assay/schema"
)

// noMoment are the dates and times that do not survive becoming others: nothing is refused, even in strict mode, and what has no place is left out
// (seen on MySQL 5.6 and 9.7, and MariaDB 10.11 and 11.8).
func noMoment(v flavor, value string, from, to schema.Type) (found []schema.Lossy, ok bool) {
	dated := from.Name == "datetime" || from.Name == "timestamp"
	if found, ok := movedMoment(v, value, from, to); ok {
		return found, true
	}
	all := value + " IS NOT NULL"
	switch {
	case dated && to.Name == "date":
		problem := "the time of day is lost"
		if p := fraction(from); p > 0 && !v.isMariaDB() {
			problem += ", and less than a second before midnight becomes the next day"
		}
		return []schema.Lossy{{Where: fmt.Sprintf("TIME_TO_SEC(%s) + MICROSECOND(%[1]s) <> 0", value), Problem: problem, Fatal: true}}, true
	case dated && to.Name == "time":
		return []schema.Lossy{{Where: all, Problem: "the date is lost", Fatal: true}}, true
	case from.Name == "date" && to.Name == "time":
		return []schema.Lossy{{Where: all, Problem: "all become 00:00:00", Fatal: true}}, true
	case from.Name == "time" && (to.Name == "date" || to.Name == "datetime"):
		return []schema.Lossy{{Where: all, Problem: "all are given the day on which the statement runs"}}, true
	case from.Name == to.Name && fraction(to) < fraction(from) && (dated || from.Name == "time"), from.Name == "timestamp" && to.Name == "datetime":
		return shortened(v, value, fraction(from), fraction(to)), true
	}
	return nil, false
}

// movedMoment are the moments that a timestamp does not have, and those that a number has no digits for (seen on MySQL 5.6 and 9.7, and MariaDB 10.11 and
// 11.8). The session's time zone is the server's own, as that of a migration is unless it says otherwise.
func movedMoment(v flavor, value string, from, to schema.Type) (found []schema.Lossy, ok bool) {
	dated := from.Name == "datetime" || from.Name == "date"
	switch {
	case dated && to.Name == "timestamp" && fraction(to) >= fraction(from):
		last := "2147483647"
		if v.isMariaDB() && v.atLeastMariaDB(11, 5) {
			last = "4294967295"
		}
		return []schema.Lossy{{
			Where: fmt.Sprintf("%s <> 0 AND (COALESCE(UNIX_TIMESTAMP(%[1]s), 0) NOT BETWEEN 1 AND %s OR "+
				"FROM_UNIXTIME(UNIX_TIMESTAMP(%[1]s)) <> %[1]s)", value, last),
			Problem: "the upgrade stops: no moment of a timestamp in the server's time zone", Fatal: true,
		}, {
			Where: value + " = 0 AND @@GLOBAL.sql_mode LIKE '%NO_ZERO_DATE%' AND " + conversions{}.StrictMode(), Problem: "the upgrade stops: no date", Fatal: true,
		}}, true
	case from.Name == "year" && isInteger(to) && to.Name != "tinyint", from.Name == "date" && (to.Name == "int" || to.Name == "bigint"):
		return nil, true // by its digits
	case from.Name == "time" && fraction(from) == 0 && (to.Name == "int" || to.Name == "bigint") && to.Attrs == "",
		dated && fraction(from) == 0 && to.Name == "bigint":
		return nil, true
	}
	return nil, false
}

// shortened are moments with more digits of a second than are left: MySQL rounds them, MariaDB cuts them.
func shortened(v flavor, value string, from, to int) []schema.Lossy {
	if from <= to {
		return nil
	}
	problem := "rounded"
	if v.isMariaDB() {
		problem = "cut"
	}
	step := [...]int{1000000, 100000, 10000, 1000, 100, 10, 1}[to]
	return []schema.Lossy{{Where: fmt.Sprintf("MICROSECOND(%s) %% %d <> 0", value, step), Problem: fmt.Sprintf("%s to %d digits of a second", problem, to)}}
}

// fraction is how many digits of a second a type has.
func fraction(t schema.Type) int {
	n, _ := strconv.Atoi(t.Args)
	return min(max(n, 0), 6)
}

// inexact are the numbers that a float or double does not keep.
func inexact(value string, to schema.Type) []schema.Lossy {
	kept := floatDigits[to.Name]
	found := []schema.Lossy{{
		Where:   fmt.Sprintf("TRIM(TRAILING '0' FROM TRIM(TRAILING '.' FROM TRIM(TRAILING '0' FROM TRIM(LEADING '0' FROM CAST(ABS(%s) AS CHAR))))) REGEXP '([0-9][.]?){%d}'", value, kept+1),
		Problem: fmt.Sprintf("rounded: a %s keeps about %d digits", to.Name, kept),
	}}
	if to.Name == "float" {
		found = append(found, schema.Lossy{Where: "ABS(" + value + ") > 3.402823466e38", Problem: "the upgrade stops: too large for a float", Fatal: true})
	}
	return found
}
