package mysql

import (
	"context"
	"crypto/tls"
	"net"
	"slices"
	"strings"
	"testing"
	"time"

	diff "github.com/google/go-cmp/cmp"

	"assay/internal/lab"
	"assay/schema"
)

func TestStamps(t *testing.T) {
	onServers(t, func(t *testing.T, r *Room, db *lab.Database) {
		db.Exec(t,
			"CREATE TABLE alembic_version (version_num varchar(32) NOT NULL)",
			"CREATE TABLE alembic_version_config (version_num varchar(32) NOT NULL) CHARACTER SET latin1",
			"INSERT INTO alembic_version_config VALUES ('b2'), ('a1')",
			"CREATE TABLE alembic_versions (version_num varchar(32))",
			"CREATE TABLE alembic_version_other (x int)",
			"CREATE TABLE `my``stamp` (version_num varchar(32) CHARACTER SET utf8 NOT NULL)",
			"INSERT INTO `my``stamp` VALUES ('ü')",
			"CREATE TABLE alembic_version_orm (id int NOT NULL AUTO_INCREMENT PRIMARY KEY, version_num varchar(32), deleted tinyint(1), created_on datetime)",
			"INSERT INTO alembic_version_orm (version_num, deleted) VALUES ('c3', 0), (NULL, 1), ('C3 ', 0)",
		)
		target := db.Target
		target.VersionTable = "my`stamp"
		got, err := Read(t.Context(), target)
		if err != nil {
			t.Fatal(err)
		}
		want := []schema.Stamp{
			{Table: "alembic_version"},
			{Table: "alembic_version_config", Revisions: []string{"a1", "b2"}},
			{Table: "alembic_version_orm", Revisions: []string{"C3 ", "c3"}, Nulls: true},
			{Table: "my`stamp", Revisions: []string{"ü"}},
		}
		if d := diff.Diff(want, got.Stamps); d != "" {
			t.Errorf("(-want +got)\n%s", d)
		}
		if got.Hidden != "" || got.Name != db.Name {
			t.Errorf("got Hidden %q and Name %q, want nothing hidden of %q", got.Hidden, got.Name, db.Name)
		}
	})
}

func TestOpaque(t *testing.T) {
	onServers(t, func(t *testing.T, r *Room, db *lab.Database) {
		db.Exec(t,
			"CREATE TABLE t (a int NOT NULL PRIMARY KEY) PARTITION BY HASH (a) PARTITIONS 2",
			"CREATE VIEW v AS SELECT a FROM t",
			"CREATE TABLE gone (a int)", "CREATE VIEW broken AS SELECT a FROM gone", "DROP TABLE gone",
			"CREATE TRIGGER tr BEFORE INSERT ON t FOR EACH ROW SET @x = 1",
		)
		want := []schema.Opaque{{Kind: "view", Name: "broken"}, {Kind: "view", Name: "v"}, {Kind: "partitioning", Table: "t"}, {Kind: "trigger", Table: "t", Name: "tr"}}
		if r.flavor.atLeastMariaDB(10, 3, 4) {
			db.Exec(t, "CREATE SEQUENCE s", "CREATE TABLE h (a int) WITH SYSTEM VERSIONING")
			want = slices.Insert(want, 0, schema.Opaque{Kind: "sequence", Name: "s"})
			want = slices.Insert(want, 3, schema.Opaque{Kind: "system versioning", Table: "h"})
		}
		got := read(t, db).Schema
		if d := diff.Diff(want, got.Opaque); d != "" {
			t.Errorf("(-want +got)\n%s", d)
		}
		if got.Table("t") == nil || got.Table("v") != nil {
			t.Error("a partitioned table is a table still, and a view is none")
		}
	})
}

func TestGeneratedKeyIsHidden(t *testing.T) {
	onServers(t, func(t *testing.T, r *Room, db *lab.Database) {
		if !r.flavor.atLeastMySQL(8, 0, 30) {
			t.Skip("not on this server")
		}
		db.Exec(t, "SET sql_generate_invisible_primary_key=1", "CREATE TABLE t (a int)")
		got := read(t, db).Schema.Table("t")
		if len(got.Columns) != 1 || len(got.Indexes) != 0 {
			t.Errorf("got %+v, want the column a alone", got)
		}
	})
}

// TestRights: information_schema shows what one has rights on, and says nothing of the rest.
func TestRights(t *testing.T) {
	onServers(t, func(t *testing.T, r *Room, db *lab.Database) {
		db.Exec(t,
			"CREATE TABLE p (id int NOT NULL PRIMARY KEY)",
			"CREATE TABLE c (id int, CONSTRAINT f FOREIGN KEY (id) REFERENCES p (id) ON DELETE CASCADE ON UPDATE SET NULL)",
			"CREATE TABLE alembic_version (version_num varchar(32) NOT NULL)",
			"INSERT INTO alembic_version VALUES ('x')",
		)
		want := read(t, db)
		name := quote(db.Name)
		for _, test := range []struct {
			grant string
			seen  bool
		}{
			{"SELECT ON " + name + ".*", true},
			{"SELECT ON " + quote(strings.ReplaceAll(db.Name, "_", `\_`)) + ".*", true},
			{"SELECT ON " + quote(db.Name[:3]+"%") + ".*", true},
			{"SELECT ON *.*", true},
			{"INSERT, SELECT, DROP ON " + name + ".*", true},
			{"SELECT ON " + name + ".c", false},
			{"SELECT (id), INSERT (id) ON " + name + ".c", false},
		} {
			t.Run(test.grant, func(t *testing.T) {
				target := user(t, db, test.grant)
				got, err := Read(t.Context(), target)
				if err != nil {
					t.Fatal(err)
				}
				if !test.seen {
					if want := "user " + accountOf(t, db, target) + " has rights on single tables or columns only; GRANT SELECT ON " + name + ".* TO"; !strings.HasPrefix(got.Hidden, want) {
						t.Errorf("got Hidden %q, want %q…", got.Hidden, want)
					}
					return
				}
				if d := diff.Diff(want.Schema.Tables, got.Schema.Tables); d != "" || got.Hidden != "" || len(got.Stamps) != 1 {
					t.Errorf("hidden %q, stamps %v (-want +got)\n%s", got.Hidden, got.Stamps, d)
				}
			})
		}
		t.Run("stamp that must not be read", func(t *testing.T) {
			_, err := Read(t.Context(), user(t, db, "INSERT ON "+name+".*"))
			if err == nil || !strings.Contains(err.Error(), "GRANT SELECT ON "+name+".*") {
				t.Errorf("got %v, want an error that says which right is missing", err)
			}
		})
		t.Run("role", func(t *testing.T) { rightsByRole(t, r, db) })
		t.Run("objects beside tables", func(t *testing.T) { shownBy(t, r, db) })
	})
}

// shownBy: of a kind of objects that the user's rights hide, nobody says that there are none, and nobody says that of one that they show.
func shownBy(t *testing.T, r *Room, db *lab.Database) {
	t.Helper()
	db.Exec(t,
		"CREATE TRIGGER tr BEFORE INSERT ON p FOR EACH ROW SET NEW.id = NEW.id + 1",
		"CREATE EVENT ev ON SCHEDULE EVERY 1 DAY DO SET @a = 1",
		"CREATE PROCEDURE pr() SELECT 1",
		"CREATE FUNCTION fu() RETURNS int DETERMINISTIC NO SQL RETURN 1",
	)
	name := r.Quote(db.Name) + ".*"
	for _, grant := range []string{
		"SELECT ON " + name, "SELECT ON *.*", "ALL PRIVILEGES ON " + name, "SELECT, TRIGGER ON " + name, "SELECT, EVENT ON " + name,
		"SELECT, EXECUTE ON " + name, "SELECT, CREATE ROUTINE ON " + name, "SELECT, ALTER ROUTINE, SHOW VIEW ON " + name, "SELECT, INSERT, UPDATE ON " + name,
	} {
		t.Run(grant, func(t *testing.T) {
			got, err := Read(t.Context(), user(t, db, grant))
			if err != nil {
				t.Fatal(err)
			}
			for _, kind := range []string{"event", "function", "procedure", "trigger"} {
				seen := slices.ContainsFunc(got.Schema.Beside, func(b schema.Beside) bool { return b.Kind == kind })
				if seen && kind == "trigger" && strings.Contains(grant, "INSERT") { // MariaDB 11 shows them to whoever may write, those before it do not
					continue
				}
				if hidden := slices.Contains(got.Schema.Unasked, kind); seen == hidden {
					t.Errorf("a %s is seen: %v, and called hidden: %v", kind, seen, hidden)
				}
			}
		})
	}
}

// user makes a user with one grant. Passwords are there to be looked for in messages.
func user(t *testing.T, db *lab.Database, grant string) schema.Target {
	t.Helper()
	target := db.Target
	target.User, target.Password = "u"+db.Name[max(0, len(db.Name)-12):], "s3cret"
	account := accountOf(t, db, target)
	db.Exec(t, "CREATE USER "+account+" IDENTIFIED BY 's3cret'", "GRANT "+grant+" TO "+account)
	atEnd(t, db, "DROP USER "+account)
	return target
}

// accountOf names the user as coming from where the test does.
func accountOf(t *testing.T, db *lab.Database, target schema.Target) string {
	t.Helper()
	var host string
	if err := db.DB.QueryRowContext(t.Context(), "SELECT SUBSTRING_INDEX(USER(), '@', -1)").Scan(&host); err != nil {
		t.Fatal(err)
	}
	return account(target.User + "@" + host)
}

func atEnd(t *testing.T, db *lab.Database, statement string) {
	t.Helper()
	ctx := context.WithoutCancel(t.Context())
	t.Cleanup(func() {
		if _, err := db.DB.ExecContext(ctx, statement); err != nil {
			t.Error(err)
		}
	})
}

func rightsByRole(t *testing.T, r *Room, db *lab.Database) {
	t.Helper()
	if !r.flavor.atLeastMySQL(8) && !r.flavor.isMariaDB() {
		t.Skip("no roles on this server")
	}
	role := "r" + db.Name[max(0, len(db.Name)-12):]
	db.Exec(t, "CREATE ROLE "+role, "GRANT SELECT ON "+quote(db.Name)+".* TO "+role)
	atEnd(t, db, "DROP ROLE "+role)
	target := user(t, db, "SELECT ON "+quote(db.Name)+".c")
	account := accountOf(t, db, target)
	db.Exec(t, "GRANT "+role+" TO "+account)
	if r.flavor.isMariaDB() {
		db.Exec(t, "SET DEFAULT ROLE "+role+" FOR "+account)
	} else {
		db.Exec(t, "SET DEFAULT ROLE "+role+" TO "+account)
	}
	got, err := Read(t.Context(), target)
	if err != nil || got.Hidden != "" || got.Schema.Table("p") == nil {
		t.Errorf("got %+v, %v, want all of it seen by the role", got, err)
	}
}

func TestFailures(t *testing.T) {
	onServers(t, func(t *testing.T, r *Room, db *lab.Database) {
		for name, change := range map[string]func(*schema.Target){
			"wrong password":        func(t *schema.Target) { t.User, t.Password = "nobody", "s3cret" },
			"unknown database":      func(t *schema.Target) { t.Database = "no such database" },
			"refused":               func(t *schema.Target) { t.Port = 1 },
			"no socket":             func(t *schema.Target) { t.Socket = "/nowhere/mysqld.sock" },
			"unknown parameter":     func(t *schema.Target) { t.Params = map[string]string{"init_command": "s3cret"} },
			"folder of authorities": func(t *schema.Target) { t.Params = map[string]string{"ssl_capath": "/s3cret"} },
			"unknown TLS mode":      func(t *schema.Target) { t.Params = map[string]string{"tls": "s3cret"} },
			"no authority":          func(t *schema.Target) { t.Params = map[string]string{"ssl_ca": "/nowhere/ca.pem"} },
		} {
			t.Run(name, func(t *testing.T) {
				target := db.Target
				change(&target)
				_, err := Read(t.Context(), target)
				if err == nil || strings.Contains(err.Error(), "s3cret") || strings.Contains(err.Error(), "\n") {
					t.Errorf("got %v, want an error in one line and without a secret", err)
				}
			})
		}
	})
}

// TestLostConnection reads from a server that hangs up.
func TestLostConnection(t *testing.T) {
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			c.Close()
		}
	}()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	_, err = Read(ctx, schema.Target{Host: "127.0.0.1", Port: l.Addr().(*net.TCPAddr).Port, User: "u", Password: "s3cret", Database: "d"})
	if err == nil || strings.Contains(err.Error(), "s3cret") {
		t.Errorf("got %v, want an error without the password", err)
	}
}

func TestEncryption(t *testing.T) {
	for _, test := range []struct {
		params   string
		mode     string
		fallback bool
	}{
		{"", "disabled", false},
		{"tls=false", "disabled", false},
		{"tls=true", "verify_identity", false},
		{"tls=skip-verify", "required", false},
		{"tls=preferred", "preferred", true},
		{"ssl_mode=VERIFY_CA", "verify_ca", false},
		{"ssl-mode=REQUIRED", "required", false},
		{"ssl=true", "required", false},
		{"ssl_ca=/ca.pem", "verify_ca", false},
		{"ssl_ca=/ca.pem&ssl_check_hostname=true", "verify_identity", false},
		{"ssl_disabled=1", "disabled", false},
		{"ssl_disabled=1&ssl_ca=/ca.pem", "", false}, // which of them is meant
		{"ssl_disabled=false&ssl_ca=/ca.pem", "verify_ca", false},
		{"ssl=true&ssl_ca=/ca.pem", "verify_ca", false},
		{"ssl=true&ssl_ca=/ca.pem&ssl_verify_identity=true", "verify_identity", false},
		{"ssl=true&ssl_verify_cert=true", "verify_ca", false},
		{"ssl_ca=/ca.pem&ssl_verify_cert=false", "required", false},
		{"ssl_mode=REQUIRED&ssl_ca=/ca.pem", "verify_ca", false},
		{"ssl_mode=PREFERRED&ssl_verify_cert=1", "verify_ca", false},
		{"ssl-mode=VERIFY_IDENTITY&ssl-ca=/ca.pem", "verify_identity", false},
		{"tls=skip-verify&ssl_ca=/ca.pem", "required", false},
		{"ssl_cert=/c.pem&ssl_key=/k.pem", "required", false},
		{"ssl=false&ssl_check_hostname=true", "", false},
		{"charset=utf8mb4", "disabled", false},
	} {
		params := map[string]string{}
		for kv := range strings.SplitSeq(test.params, "&") {
			if k, v, ok := strings.Cut(kv, "="); ok {
				params[k] = v
			}
		}
		got, err := encryptionMode(spelled(params))
		if (err == nil) != (test.mode != "") || got != test.mode {
			t.Errorf("%s: got %s, %v, want %s", test.params, got, err, test.mode)
		}
		if err := checkParams(params); err != nil {
			t.Errorf("%s: %v", test.params, err)
		}
	}
}

// TestParameters: what is about trust holds, or is refused in a sentence that says what to do.
func TestParameters(t *testing.T) {
	for param, hint := range map[string]string{
		"ssl_capath=/d": "by ssl_ca", "ssl-capath=/d": "by ssl_ca", "ssl_cipher=AES": "leave it out", "tls_ciphersuites=X": "leave it out", "ssl_crl=/f": "revoked",
		"ssl_crlpath=/d": "revoked", "ssl_context=x": "object", "ssl_key_password=x": "passphrase", "tls_fp=ab": "fingerprints", "serverPubKey=k": "leave it out",
		"server_public_key=/f": "leave it out", "tls_versions=SSLv3": "TLSv1.2", "ssl_nonsense=1": "leave it out",
	} {
		k, v, _ := strings.Cut(param, "=")
		_, err := config(schema.Target{Params: map[string]string{k: v, "ssl_mode": "REQUIRED"}})
		if err == nil || !strings.Contains(err.Error(), hint) {
			t.Errorf("%s: %v", param, err)
		}
	}
	for versions, want := range map[string][2]uint16{
		"": {tls.VersionTLS12, 0}, "TLSv1.3": {tls.VersionTLS13, tls.VersionTLS13}, "['TLSv1.2', 'TLSv1.3']": {tls.VersionTLS12, tls.VersionTLS13}, "TLSv1.2,TLSv1.1": {tls.VersionTLS11, tls.VersionTLS12},
	} {
		cfg, err := config(schema.Target{Params: map[string]string{"tls_versions": versions, "ssl": "true", "allowNativePasswords": "false"}})
		if err != nil || [2]uint16{cfg.TLS.MinVersion, cfg.TLS.MaxVersion} != want || cfg.AllowNativePasswords {
			t.Errorf("%s: %v %+v", versions, err, cfg)
		}
	}
}
