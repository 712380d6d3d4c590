package mysql

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"strconv"
	"strings"

	"assay/schema"
)

var (
	dumpForm = schema.Pattern(`(?m)^-- (?:MySQL|MariaDB) dump `)
	dumpHost = schema.Pattern(`(?m)^-- Host: .*?\s+Database: (.*)$`)
	dumpFrom = schema.Pattern(`(?m)^-- Server version\s+(\S+)`)
	// exported is the server's version as phpMyAdmin and HeidiSQL, Adminer, and Navicat write it, in this order.
	exported = schema.Pattern(`(?m)^-- Server version:\s+(\d\S*)|^-- Adminer \S+ MySQL (\S+)|^\s*Source Server Version\s*: \d+ \((\S+?)\)`)
	// ansi is the mode in which --compatible=ansi has the server tell of tables. Those of oracle, db2 and others leave out AUTO_INCREMENT as well.
	ansi = schema.Pattern(`(?im)^/\*!40101 SET [^;\n]*\bSQL_MODE='(?:NO_AUTO_VALUE_ON_ZERO,)?ANSI'`)
	// terse are the modes of --compatible in which SHOW CREATE TABLE leaves out what columns or indexes have.
	terse   = schema.Pattern(`(?im)^/\*!40101 SET [^;\n]*\bSQL_MODE='[^']*\b(MYSQL323|MYSQL40|NO_FIELD_OPTIONS|NO_KEY_OPTIONS)\b`)
	navicat = schema.Pattern(`(?m)^\s*Navicat .*Data Transfer$`)
	// rowFormats are those that tables have by themselves, as information_schema spells them.
	rowFormats = schema.Pattern(`(?m)^(\) ENGINE = .*?) ROW_FORMAT = (?:Dynamic|Fixed)\b`)
	sandbox    = schema.Pattern(`^/\*M?!999999\\?- enable the sandbox`)
	// newMySQL is what MySQL writes from 8.0 on, also without comments: its own version in a comment, and collations that nobody else has.
	newMySQL = schema.Pattern(`/\*!8\d{4}\b|_0900_(?:ai|as)_c[is]\b`)
)

// Facts are what is known of these servers before one is asked.
func Facts() schema.Facts {
	return schema.Facts{
		Name: Engine, Schemes: []string{"mysql", "mariadb"},
		Products: []schema.Server{{Engine: Engine, Product: "MySQL"}, {Engine: Engine, Product: "MariaDB"}},
		Tested: []schema.Server{
			{Product: "MySQL", Version: "5.6"}, {Product: "MySQL", Version: "9.7"}, {Product: "MariaDB", Version: "10.11"}, {Product: "MariaDB", Version: "11.8"},
		},
		Address: schema.Address{
			DSN: true, Host: "localhost", SocketParam: "unix_socket", PasswordVariable: "MYSQL_PWD", StampsElsewhere: true,
			Sockets: []string{"/run/mysqld/mysqld.sock", "/var/run/mysqld/mysqld.sock", "/var/lib/mysql/mysql.sock", "/tmp/mysql.sock"}, // as distributions have it
		},
		Dumps: schema.Dumps{
			Header: dumpHeader, Version: dumpVersion, Signs: Detect, Written: func(head string) bool { return sandbox().MatchString(head) },
			// the client's settings, which mysqldump keeps and puts back
			Frame:     [2]string{"SET @OLD_CHARACTER_SET_CLIENT=@@CHARACTER_SET_CLIENT", "SET CHARACTER_SET_CLIENT=@OLD_CHARACTER_SET_CLIENT"},
			Backslash: true, TableEngine: true, Bare: func(sql string) bool { return ansi().MatchString(sql) }, OpenReferences: true,
			Plain: withoutRowFormat, Omits: omitted, BareOmits: uncounted,
		},
	}
}

func dumpHeader(head string) (schema.DumpHeader, bool) {
	if !dumpForm().MatchString(head) {
		return schema.DumpHeader{}, false
	}
	h := schema.DumpHeader{End: "-- Dump completed"}
	if m := dumpFrom().FindStringSubmatch(head); m != nil {
		h.Version = m[1]
	}
	if m := dumpHost().FindStringSubmatch(head); m != nil {
		h.Database = strings.TrimSpace(m[1])
	}
	return h, true
}

// omitted says in which mode a dump was taken that has no more than names and types.
func omitted(head string) string {
	m := terse().FindStringSubmatch(head)
	if m == nil {
		return ""
	}
	return "it was taken with --compatible=" + strings.ToLower(m[1]) + ", which leaves out AUTO_INCREMENT, ON UPDATE, or what indexes have: take it again without it"
}

// uncounted: MariaDB from 11 on leaves AUTO_INCREMENT out in ANSI mode (seen on 11.8, not on 10.11).
func uncounted(s schema.Server) string {
	major, _, _ := strings.Cut(s.Version, ".")
	if n, err := strconv.Atoi(major); err != nil || n < 11 || s.Product != "MariaDB" {
		return ""
	}
	return "it was taken with --compatible=ansi, in which this MariaDB leaves out AUTO_INCREMENT: take it again without it"
}

// withoutRowFormat takes the format of rows out of what Navicat writes, where it is what tables have by themselves: it writes the one of information_schema,
// whether the table was made with it or not.
func withoutRowFormat(head, sql string) string {
	if !navicat().MatchString(head) {
		return sql
	}
	return rowFormats().ReplaceAllString(sql, "$1")
}

// dumpVersion tells the version, or the product alone, whichever program dumped it.
func dumpVersion(head, body string) string {
	if m := exported().FindStringSubmatch(head); m != nil {
		return m[1] + m[2] + m[3]
	}
	switch {
	case newMySQL().MatchString(body):
		return "MySQL"
	case sandbox().MatchString(head):
		return "MariaDB"
	}
	return ""
}

// Client returns the client program, ready to read a script for the database from its standard input. It stops at the first error.
func Client(ctx context.Context, t schema.Target) (*exec.Cmd, error) {
	path, err := exec.LookPath("mariadb")
	if err != nil {
		path, err = exec.LookPath("mysql")
	}
	if err != nil {
		return nil, errors.New("there is neither mariadb nor mysql on PATH, which --before needs: install the client")
	}
	args := []string{"--no-defaults", "--default-character-set=utf8mb4", "--batch"}
	flag := func(name, value string) {
		if value != "" && value != "0" {
			args = append(args, name+"="+value)
		}
	}
	flag("--host", t.Host)
	flag("--port", strconv.Itoa(t.Port))
	flag("--socket", t.Socket)
	flag("--user", t.User)
	cmd := exec.CommandContext(ctx, path, append(args, t.Database)...)
	cmd.Env = append(os.Environ(), "MYSQL_PWD="+t.Password)
	return cmd, nil
}
