package mysql

import (
	"cmp"
	"database/sql/driver"
	"errors"
	"slices"
	"strings"

	sqldriver "github.com/go-sql-driver/mysql"

	"assay/schema"
)

// prepare has the server look up what a statement names, without running it.
func (rd *reader) prepare(q schema.Question) (a schema.Answer, err error) {
	if stored, err := rd.storedIn(q.SQL); err != nil || stored != "" && (!q.Prepared.Spelled || !routines().MatchString(q.SQL)) {
		if q.Prepared.Spelled { // its query is asked about by itself
			return a, err
		}
		return schema.Answer{Unanswered: "it calls " + stored + ", which this server may run to prepare a statement"}, err
	}
	mode := groupedMode
	if q.Prepared.Spelled {
		mode = globalMode
	}
	if err := rd.speak(mode); err != nil {
		return a, err
	}
	err = unpanicked(func() error {
		p, ok := rd.session.conn.(driver.ConnPrepareContext)
		if !ok {
			return errors.New("the driver cannot prepare")
		}
		s, err := p.PrepareContext(rd.ctx, q.SQL)
		if err != nil {
			return damaged(err)
		}
		return damaged(s.Close())
	})
	if refused, ok := errors.AsType[*sqldriver.MySQLError](err); ok {
		switch of := q.Prepared; {
		case of.Spelled && slices.Contains(misspelled, refused.Number):
			return schema.Answer{Refused: refused.Message}, nil
		case of.Spelled: // it has read the statement, though it may prepare none of its kind (1295)
			return a, nil
		case slices.Contains(rights, refused.Number): // it says nothing of the statement
		case refused.Number == 1054 && of.Later:
			return schema.Answer{Unanswered: refused.Message + ", unless the same statement makes it"}, nil
		case slices.Contains(lookups, refused.Number), !of.StandIns && slices.Contains(shapes, refused.Number):
			return schema.Answer{Refused: refused.Message, Absent: slices.Contains(absent, refused.Number)}, nil
		}
	}
	return a, err
}

// The modes in which a session puts questions: the plain one, the one that holds queries to what groups of rows allow, as a migration's own session does, and
// all of that, in which it reads what was written for it.
const (
	plainMode   = "''"
	groupedMode = "IF(FIND_IN_SET('ONLY_FULL_GROUP_BY', @@GLOBAL.sql_mode) > 0, 'ONLY_FULL_GROUP_BY', '')"
	globalMode  = "@@GLOBAL.sql_mode"
)

// speak gives the session a mode.
func (rd *reader) speak(mode string) error {
	if cmp.Or(rd.mode, plainMode) == mode {
		return nil
	}
	rd.mode = mode
	return rd.session.try(rd.ctx, "SET SESSION sql_mode = "+mode)
}

// routines are statements with a body, which no server computes where it only prepares them, as it may what stands in queries and expressions (MariaDB).
var routines = schema.Pattern(`(?is)^CREATE\s+(?:OR\s+REPLACE\s+)?(?:DEFINER\s*=\s*\S+\s+)?(?:AGGREGATE\s+)?(?:PROCEDURE|FUNCTION|TRIGGER|EVENT)\b`)

// The errors that are about the statement itself: about names, which a stand-in has like the table itself, and about more than that.
var (
	lookups = []uint16{1052, 1054, 1060, 1115, 1222, 1253, 1273, 1305, 1582, 1583, 1584}
	shapes  = []uint16{1055, 1056, 1111, 1140, 1146, 1241, 1267, 1271}
	// absent are those of functions, tables and views that are not there.
	absent = []uint16{1146, 1305}
	// misspelled are those about words alone: syntax, what there may be in a routine or a trigger, names of variables, charsets, types, algorithms, lengths,
	// defaults that no column has, and a table that is named twice.
	misspelled = []uint16{
		1063, 1064, 1066, 1067, 1068, 1074, 1101, 1115, 1193, 1235, 1291, 1293, 1294, 1425, 1426, 1427, 1439,
		1253, 1273, 1303, 1308, 1310, 1313, 1314, 1319, 1320, 1324, 1327, 1330, 1331, 1332, 1333, 1335, 1336, 1337, 1338, 1351, 1353, 1362, 1363,
		1415, 1422, 1542, 1800, 1801, 4161,
	}
	// rights are the errors of a user who may not, and of a server that is busy.
	rights = []uint16{1044, 1045, 1142, 1143, 1205, 1227, 1317, 1370, 1969, 3024}
)

// storedIn is the first stored function that a query calls, as far as this user sees them; empty: none. MariaDB calls one where it is to know how many digits
// are rounded, or how long an interval is, and keeps to no limit of time (10.11, 11.8). MySQL does not (5.6, 9.7).
func (rd *reader) storedIn(sql string) (name string, err error) {
	if rd.stored == nil {
		rd.stored = []string{}
		query := "SELECT ROUTINE_NAME FROM information_schema.ROUTINES WHERE VERSION() LIKE '%MariaDB%' AND ROUTINE_TYPE = 'FUNCTION' AND ROUTINE_SCHEMA <> 'sys'"
		if _, _, err = rd.session.rows(rd.ctx, query, func(r row) error { rd.stored = append(rd.stored, strings.ToLower(string(r[0]))); return nil }); err != nil {
			return "", err
		}
	}
	at := slices.IndexFunc(rd.stored, func(f string) bool { return calls(sql, f) })
	if at < 0 {
		return "", nil
	}
	return rd.stored[at], nil
}
