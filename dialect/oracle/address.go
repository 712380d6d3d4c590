package oracle

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"assay/schema"
)

// An address says where a database is, and how to speak to it.
type address struct {
	host           string
	port           int
	user, password string
	service        string // or the SID of an instance
	sid            bool
	descriptor     string            // in place of the host, port and service: (DESCRIPTION=…)
	options        map[string]string // of go-ora
}

const usualPort = 1521

// parameters are what a URL may say, as SQLAlchemy, python-oracledb, cx_Oracle and EZConnect spell it, and what go-ora calls it. An empty one is accepted and
// left alone: it is about how those drivers talk.
var parameters = map[string]string{
	"wallet_location": "WALLET", "wallet": "WALLET", "wallet_password": "WALLET PASSWORD", "mode": "DBA PRIVILEGE",
	"ssl": "SSL", "ssl_server_dn_match": "SSL VERIFY", "ssl_verify": "SSL VERIFY",

	"encoding": "", "nencoding": "", "threaded": "", "events": "", "arraysize": "", "auto_convert_lobs": "", "coerce_to_decimal": "", "thick_mode": "",
	"max_identifier_length": "", "optimize_limits": "", "use_binds_for_limits": "", "purity": "", "stmtcachesize": "", "expire_time": "", "retry_count": "",
	"retry_delay": "", "tcp_connect_timeout": "", "disable_oob": "", "use_nchar_for_unicode": "", "enable_offset_fetch": "", "pyformat": "",
}

// addressOf reads a target: a host with a service or a SID, or one name that tnsnames.ora has.
func addressOf(t schema.Target) (address, error) {
	a := address{
		host: cmp.Or(t.Host, "localhost"), port: cmp.Or(t.Port, usualPort), user: t.User, password: t.Password, service: t.Database,
		options: map[string]string{},
	}
	folder := os.Getenv("TNS_ADMIN")
	for key, value := range t.Params {
		plain := strings.ToLower(key)
		name, known := parameters[plain]
		switch {
		case plain == "service_name":
			a.service, a.sid = value, false
		case plain == "sid":
			a.service, a.sid = value, true
		case plain == "protocol" && strings.EqualFold(value, "tcps"):
			a.options["SSL"] = "TRUE"
		case plain == "protocol" && strings.EqualFold(value, "tcp"):
		case plain == "config_dir":
			folder = value
		case plain == "externalauth" || plain == "auth_type":
			return a, unread("only users with a password of the database's own are supported", "name one: no login of the operating system's")
		case !known:
			return a, unread("parameter "+strconv.Quote(key)+" is not known", "leave it out")
		case name != "":
			a.options[name] = yesOrNo(value)
		}
	}
	if folder := a.options["WALLET"]; folder != "" {
		if _, err := os.Stat(folder); err != nil {
			return a, unread("the folder of the wallet, "+folder+", cannot be read", "check wallet_location")
		}
		a.options["SSL"] = "TRUE"
	}
	if a.user == "" {
		return a, unread("no user is named", "name one of the database's own, as in oracle://user@host/service")
	}
	if a.service != "" || t.Port != 0 {
		return a, nil
	}
	var err error
	a.descriptor, err = alias(folder, a.host)
	return a, err
}

// yesOrNo is a switch as go-ora has it, and any other word as it is.
func yesOrNo(value string) string {
	switch strings.ToLower(value) {
	case "yes", "on", "true", "1":
		return "TRUE"
	case "no", "off", "false", "0":
		return "FALSE"
	}
	return value
}

// alias finds the descriptor of a name in tnsnames.ora.
func alias(folder, name string) (string, error) {
	const hint = "name host and service, as in oracle://user@host:1521/service"
	if folder == "" {
		return "", unread("no service is named, and TNS_ADMIN does not say where tnsnames.ora is", hint)
	}
	file := filepath.Join(folder, "tnsnames.ora")
	text, err := os.ReadFile(file)
	if err != nil {
		return "", unread("no service is named, and "+file+" cannot be read", hint)
	}
	for _, line := range entries(string(text)) {
		names, descriptor, ok := strings.Cut(line, "=")
		if !ok {
			continue
		}
		for n := range strings.SplitSeq(names, ",") {
			if strings.EqualFold(strings.TrimSpace(n), name) {
				return strings.TrimSpace(descriptor), nil
			}
		}
	}
	return "", unread(fmt.Sprintf("%s has no name %s", file, strconv.Quote(name)), "check its spelling")
}

// entries are those of tnsnames.ora, each in one line: one begins where no parenthesis is open and a line does not begin with a blank.
func entries(text string) []string {
	var all []string
	depth := 0
	for line := range strings.Lines(text) {
		line, _, _ = strings.Cut(strings.TrimRight(line, "\r\n"), "#")
		if strings.TrimSpace(line) == "" {
			continue
		}
		if depth == 0 && strings.TrimLeft(line, " \t(") == line || len(all) == 0 {
			all = append(all, "")
		}
		depth += strings.Count(line, "(") - strings.Count(line, ")")
		all[len(all)-1] += strings.TrimSpace(line)
	}
	return all
}
