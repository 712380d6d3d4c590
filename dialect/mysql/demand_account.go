package mysql

import (
	"strings"

	"assay/schema"
)

// anAccount is a name of an account, with the hosts that it is for.
const anAccount = "(?:'[^']*'|`[^`]*`|\\w+)(?:@(?:'[^']*'|`[^`]*`|[\\w.%-]+))?"

var (
	accountName    = schema.Pattern(`^` + anAccount + `$`)
	ofAccount      = schema.Pattern(`(?is)^(CREATE|ALTER|DROP)\s+(?:USER|ROLE)\s+(IF\s+(?:NOT\s+)?EXISTS\s+)?(` + anAccount + `)(.*)$`)
	givesAll       = schema.Pattern(`(?is)^GRANT\s+(?:ALL\b|.*\bON\s+\*\s*\.)`)
	givesRight     = schema.Pattern(`(?is)^(?:GRANT|REVOKE)\b`)
	givesRole      = schema.Pattern(`(?is)^GRANT\s+(` + anAccount + `)\s+TO\b`)
	renamesAccount = schema.Pattern(`(?is)^RENAME\s+USER\s+(` + anAccount + `)\s+TO\s+(` + anAccount + `)$`)
	password       = schema.Pattern(`(?is)\bIDENTIFIED\b`)
)

// noAccount is a condition: there is no account, or role, of a name.
func noAccount(name string) string {
	user, host, given := strings.Cut(name, "@")
	found := "Host IN ('%', '')"
	if given {
		found = "Host = " + textLiteral(strings.Trim(host, "'`\""))
	}
	return "NOT EXISTS (SELECT 1 FROM mysql.user WHERE User = " + textLiteral(strings.Trim(user, "'`\"")) + " AND " + found + ")"
}

// NoRole is a condition that only a user who may read the server's accounts can ask.
func (conversions) NoRole(name string) string {
	if !accountName().MatchString(name) {
		return ""
	}
	return "(VERSION() REGEXP '^([89]|[1-9][0-9])[.]' OR @@GLOBAL.sql_mode LIKE '%NO_AUTO_CREATE_USER%') AND " + noAccount(name)
}

// ownRights are the rights that this user has on the whole server.
const ownRights = "information_schema.USER_PRIVILEGES WHERE GRANTEE = CONCAT('''', REPLACE(CURRENT_USER(), '@', '''@'''), '''')"

// mayNot is a condition: this user does not give others a right.
func mayNot(right string) string {
	return "NOT EXISTS (SELECT 1 FROM " + ownRights + " AND PRIVILEGE_TYPE = '" + right + "')"
}

// mayNotGive is the condition that this user has not the right to give it to others.
func mayNotGive(right string) string {
	return strings.TrimSuffix(mayNot(right), ")") + " AND IS_GRANTABLE = 'YES')"
}

// account asks for the account that a statement makes, changes or drops, and for whether this user may.
func (d *demander) account(sql string) {
	if givesRight().MatchString(sql) {
		right := "CREATE USER"
		if givesAll().MatchString(sql) {
			right = "SUPER"
		}
		d.one(schema.Demand{Unknown: "this user may not have the right to give others rights"}, mayNotGive(right))
	}
	if m := givesRole().FindStringSubmatch(sql); m != nil && !d.pending.Touches(strings.Trim(m[1], "'`")) {
		d.one(schema.Demand{Lacks: "there is no role " + m[1]}, noAccount(m[1]))
	}
	if m := renamesAccount().FindStringSubmatch(sql); m != nil {
		d.one(schema.Demand{Lacks: "there is no account " + m[1] + " (1396)"}, noAccount(m[1]))
		d.one(schema.Demand{Lacks: "there is an account " + m[2] + " already (1396)"}, strings.TrimPrefix(noAccount(m[2]), "NOT "))
		d.one(schema.Demand{Unknown: "this user may not have the right to make accounts"}, mayNot("CREATE USER"))
	}
	m := ofAccount().FindStringSubmatch(sql)
	if m == nil {
		return
	}
	condition, lacks := noAccount(m[3]), "there is no account "+m[3]+" (1396)"
	if strings.EqualFold(m[1], "CREATE") {
		condition, lacks = strings.TrimPrefix(condition, "NOT "), "there is an account "+m[3]+" already (1396)"
	}
	if account, _, _ := strings.Cut(m[3], "@"); m[2] == "" && !d.pending.Touches(strings.Trim(account, "'`")) {
		d.one(schema.Demand{Lacks: lacks}, condition)
	}
	d.one(schema.Demand{Unknown: "this user may not have the right to make accounts"}, mayNot("CREATE USER"))
	if password().MatchString(m[4]) {
		d.one(schema.Demand{Unknown: "a plugin may decide which passwords it takes"}, "VERSION() NOT LIKE '%MariaDB%' OR EXISTS "+
			"(SELECT 1 FROM information_schema.PLUGINS WHERE PLUGIN_STATUS = 'ACTIVE' AND PLUGIN_TYPE LIKE '%PASSWORD%')")
	}
}

// one adds a demand that a condition on the server alone decides.
func (d *demander) one(of schema.Demand, condition string) {
	of.Question = schema.Question{SQL: "SELECT COUNT(*) FROM (SELECT 1 AS assay_1) AS one WHERE " + condition, Catalogue: true}
	d.all = append(d.all, of)
}

// makesRoutine is how functions and triggers are made, which a binary log minds.
var makesRoutine = schema.Pattern(`(?is)^CREATE\s+(?:OR\s+REPLACE\s+)?(?:DEFINER\s*=\s*\S+\s+)?(?:AGGREGATE\s+)?(FUNCTION|TRIGGER)\b`)

// logged asks whether a binary log keeps a routine or a trigger from being made: of a function it has to be known that it does the same everywhere.
func (d *demander) logged(sql string) {
	m := makesRoutine().FindStringSubmatch(sql)
	if m == nil {
		return
	}
	const distrusts = "@@GLOBAL.log_bin = 1 AND @@GLOBAL.log_bin_trust_function_creators = 0"
	if strings.EqualFold(m[1], "FUNCTION") && !sameEverywhere().MatchString(sql) {
		d.one(schema.Demand{
			Lacks: "This function has none of DETERMINISTIC, NO SQL, or READS SQL DATA in its declaration and binary logging is enabled (1418)", Usual: true,
		}, distrusts)
	}
	d.one(schema.Demand{Lacks: "You do not have the SUPER privilege and binary logging is enabled (1419)", Usual: true},
		distrusts+" AND NOT EXISTS (SELECT 1 FROM "+ownRights+" AND PRIVILEGE_TYPE IN ('SUPER', 'SET_USER_ID', 'SET_ANY_DEFINER', 'BINLOG ADMIN'))")
}

var sameEverywhere = schema.Pattern(`(?is)\b(?:NO\s+SQL|READS\s+SQL\s+DATA|DETERMINISTIC)\b`)
