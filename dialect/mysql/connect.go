package mysql

import (
	"cmp"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"maps"
	"net"
	"slices"
	"strconv"
	"strings"
	"time"

	driver "github.com/go-sql-driver/mysql"

	"assay/internal/files"
	"assay/schema"
)

// The server thinks for a while before the first row when there are many tables.
const (
	dialTimeout  = 10 * time.Second
	readTimeout  = 5 * time.Minute
	writeTimeout = 30 * time.Second
)

func config(t schema.Target) (*driver.Config, error) {
	cfg := driver.NewConfig()
	cfg.User, cfg.Passwd, cfg.DBName = t.User, t.Password, t.Database
	cfg.Net, cfg.Addr = "tcp", net.JoinHostPort(cmp.Or(t.Host, "127.0.0.1"), strconv.Itoa(cmp.Or(t.Port, 3306)))
	if t.Socket != "" {
		cfg.Net, cfg.Addr = "unix", t.Socket
	}
	cfg.Timeout, cfg.ReadTimeout, cfg.WriteTimeout = dialTimeout, readTimeout, writeTimeout
	cfg.Logger = &driver.NopLogger{} // the driver would write to stderr what it returns as an error, too
	cfg.Collation = "utf8mb4_general_ci"
	var err error
	cfg.TLS, cfg.AllowFallbackToPlaintext, err = encryption(t)
	if err != nil {
		return nil, err
	}
	cfg.AllowCleartextPasswords = t.Params["allowCleartextPasswords"] == "true" && cfg.TLS != nil
	return cfg, checkParams(t.Params)
}

// ignored are parameters that say how a program talks to the server, where assay has its own ways: Go's driver's, then Python's.
var ignored = []string{
	"allowAllFiles", "allowCleartextPasswords", "allowFallbackToPlaintext", "allowNativePasswords", "allowOldPasswords", "charset",
	"checkConnLiveness", "clientFoundRows", "collation", "columnsWithAlias", "compress", "connectionAttributes", "interpolateParams",
	"loc", "maxAllowedPacket", "multiStatements", "parseTime", "readTimeout", "rejectReadOnly", "timeTruncate", "timeout", "writeTimeout",
	"autocommit", "binary_prefix", "connect_timeout", "local_infile", "read_timeout", "sql_mode", "use_unicode", "write_timeout",
	"connection_timeout", "auth_plugin", "pool_size", "pool_recycle", "program_name",
}

// encrypting are the parameters that [encryption] reads.
var encrypting = []string{
	"tls", "ssl", "ssl_ca", "ssl_cert", "ssl_key", "ssl_mode", "ssl-mode", "sslmode", "ssl_disabled", "ssl_check_hostname",
	"ssl_verify_cert", "ssl_verify_identity",
}

func checkParams(params map[string]string) error {
	if params["ssl_capath"] != "" { // of a folder of certificates Go's TLS knows nothing: not to heed it would be to trust others
		return &schema.ReadError{Problem: "the URL's parameter ssl_capath is not heeded", Hint: "name a file with the authority's certificates, by ssl_ca"}
	}
	var unknown []string
	for _, k := range slices.Sorted(maps.Keys(params)) {
		if k != "ssl_capath" && !slices.Contains(ignored, k) && !slices.Contains(encrypting, k) {
			unknown = append(unknown, k)
		}
	}
	if len(unknown) == 0 {
		return nil
	}
	return &schema.ReadError{
		Problem: "the URL has an unknown parameter " + strings.Join(unknown, ", "),
		Hint:    "leave it out; those of Go's driver and of Python's are known, such as tls, ssl_ca, ssl_cert, ssl_key, ssl_mode",
	}
}

// encryption reads how the connection shall be encrypted: nil for not at all; and whether it may be in the clear if the server cannot.
func encryption(t schema.Target) (cfg *tls.Config, fallback bool, err error) {
	p := t.Params
	mode, err := encryptionMode(p)
	if err != nil || mode == "disabled" {
		return nil, false, err
	}
	host := t.Host
	if host == "" {
		host = "localhost"
	}
	cfg = &tls.Config{ServerName: host, InsecureSkipVerify: mode == "preferred" || mode == "required", MinVersion: tls.VersionTLS12}
	if ca := p["ssl_ca"]; ca != "" {
		if cfg.RootCAs, err = authorities(ca); err != nil {
			return nil, false, err
		}
	}
	if mode == "verify_ca" {
		verifyChainAlone(cfg)
	}
	if p["ssl_cert"] != "" || p["ssl_key"] != "" {
		for _, file := range []string{p["ssl_cert"], p["ssl_key"]} {
			if err := files.Check(file); err != nil {
				return nil, false, unreadable("ssl_cert and ssl_key", err)
			}
		}
		pair, err := tls.LoadX509KeyPair(p["ssl_cert"], p["ssl_key"])
		if err != nil {
			return nil, false, unreadable("ssl_cert and ssl_key", err)
		}
		cfg.Certificates = []tls.Certificate{pair}
	}
	return cfg, mode == "preferred", nil
}

// modes are the values of tls (Go), ssl_mode (MySQL) and ssl (MariaDB, PyMySQL).
var modes = map[string]string{
	"false": "disabled", "0": "disabled", "no": "disabled", "off": "disabled", "disabled": "disabled", "disable": "disabled",
	"preferred": "preferred", "prefer": "preferred",
	"skip-verify": "required", "required": "required", "require": "required", "allow": "preferred",
	"true": "verify_identity", "1": "verify_identity", "yes": "verify_identity", "on": "verify_identity",
	"verify_ca": "verify_ca", "verify-ca": "verify_ca",
	"verify_identity": "verify_identity", "verify-identity": "verify_identity", "verify-full": "verify_identity",
}

func encryptionMode(p map[string]string) (string, error) {
	for _, key := range []string{"tls", "ssl_mode", "ssl-mode", "sslmode", "ssl"} {
		v, ok := p[key]
		if !ok || v == "" {
			continue
		}
		mode, known := modes[strings.ToLower(v)]
		if !known {
			return "", &schema.ReadError{
				Problem: "the URL's parameter " + key + " has an unknown value",
				Hint:    "use DISABLED, PREFERRED, REQUIRED, VERIFY_CA or VERIFY_IDENTITY",
			}
		}
		if key == "ssl" && mode == "verify_identity" {
			return "required", nil // Python's drivers do not look at the certificate unless given an authority
		}
		return mode, nil
	}
	if isTrue(p["ssl_disabled"]) {
		return "disabled", nil
	}
	given := p["ssl_ca"] != "" || p["ssl_cert"] != "" || p["ssl_key"] != ""
	switch {
	case isTrue(p["ssl_verify_identity"]), isTrue(p["ssl_check_hostname"]):
		return "verify_identity", nil
	case p["ssl_ca"] != "", isTrue(p["ssl_verify_cert"]):
		return "verify_ca", nil // PyMySQL looks at the host's name only when asked to, mysqlclient likewise
	case given:
		return "required", nil
	}
	return "disabled", nil
}

func isTrue(s string) bool {
	return slices.Contains([]string{"1", "true", "yes", "on"}, strings.ToLower(s))
}

func authorities(file string) (*x509.CertPool, error) {
	pem, err := files.Read(file, files.Text)
	if err != nil {
		return nil, unreadable("ssl_ca", err)
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(pem) {
		return nil, unreadable("ssl_ca", errors.New("there is no certificate in "+file))
	}
	return pool, nil
}

// unreadable is a file that the URL names.
func unreadable(parameter string, err error) error {
	return &schema.ReadError{Problem: "what the URL's parameter " + parameter + " names cannot be used", Hint: err.Error(), Cause: err}
}

// verifyChainAlone checks who signed the server's certificate and not which host it is for.
func verifyChainAlone(cfg *tls.Config) {
	cfg.InsecureSkipVerify = true
	cfg.VerifyConnection = func(s tls.ConnectionState) error {
		opts := x509.VerifyOptions{Roots: cfg.RootCAs, Intermediates: x509.NewCertPool()}
		for _, c := range s.PeerCertificates[1:] {
			opts.Intermediates.AddCert(c)
		}
		_, err := s.PeerCertificates[0].Verify(opts)
		return err
	}
}

// begin opens a transaction that cannot write and sees one state of the database.
func (s *session) begin(ctx context.Context) error {
	var err error
	for _, start := range []string{
		"START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY",
		"START TRANSACTION READ ONLY",
		"START TRANSACTION WITH CONSISTENT SNAPSHOT", // TiDB may refuse READ ONLY; we only read in any case
	} {
		if err = s.exec(ctx, start); !isRefused(err) {
			break
		}
	}
	if err != nil {
		return fmt.Errorf("opening a read-only transaction: %w", err)
	}
	return nil
}
