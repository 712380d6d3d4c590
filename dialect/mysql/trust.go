package mysql

import (
	"crypto/tls"
	"maps"
	"slices"
	"strings"

	driver "github.com/go-sql-driver/mysql"

	"assay/internal/files"
	"assay/schema"
)

// ignored are parameters that say how a program talks to the server, where assay has its own ways: Go's driver's, then Python's.
var ignored = []string{
	"allowAllFiles", "allowCleartextPasswords", "allowFallbackToPlaintext", "allowNativePasswords", "allowOldPasswords", "charset",
	"checkConnLiveness", "clientFoundRows", "collation", "columnsWithAlias", "compress", "connectionAttributes", "interpolateParams",
	"loc", "maxAllowedPacket", "multiStatements", "parseTime", "readTimeout", "rejectReadOnly", "timeTruncate", "timeout", "writeTimeout",
	"autocommit", "binary_prefix", "connect_timeout", "local_infile", "read_timeout", "sql_mode", "use_unicode", "write_timeout",
	"connection_timeout", "auth_plugin", "pool_size", "pool_recycle", "program_name",
}

// encrypting are the parameters that [encryption] and [trust] read: those of Go's driver, MySQLdb, PyMySQL, asyncmy, MySQL's connector and MariaDB's.
var encrypting = []string{
	"tls", "ssl", "ssl_ca", "ssl_cert", "ssl_key", "ssl_mode", "sslmode", "ssl_disabled", "ssl_check_hostname",
	"ssl_verify_cert", "ssl_verify_identity", "tls_version", "tls_versions",
}

// unhonoured are parameters about whom to trust and how to encrypt that Go's TLS cannot do, or the driver: not to heed one would be to trust others. Each comes
// with what to do instead.
var unhonoured = map[string]string{
	"ssl_capath":       "name a file with the authority's certificates, by ssl_ca",
	"ssl_cipher":       "assay chooses among Go's ciphers, all of them safe; leave it out, and let the server say which it takes",
	"tls_ciphersuites": "assay chooses among Go's ciphers, all of them safe; leave it out, and let the server say which it takes",
	"ssl_crl":          crlHint, "ssl_crlpath": crlHint,
	"ssl_context":      "a URL cannot hold Python's object; write ssl_ca, ssl_cert and ssl_key",
	"ssl_key_password": keyHint, "ssl_key_passphrase": keyHint, "tls_passphrase": keyHint,
	"tls_fp": fingerprintHint, "tls_fplist": fingerprintHint, "tls_peer_fp": fingerprintHint, "tls_peer_fp_list": fingerprintHint, "ssl_fp": fingerprintHint,
	"ssl_fp_list": fingerprintHint, "ssl_fips_mode": "assay's ciphers are Go's; leave it out",
	"serverpubkey": serverKeyHint, "server_public_key": serverKeyHint, "server_public_key_path": serverKeyHint, "server_rsa_public_key_file": serverKeyHint,
}

const (
	crlHint         = "assay does not look into lists of revoked certificates; leave it out, and take a certificate that was revoked out of ssl_ca"
	keyHint         = "assay does not open encrypted keys; name one without a passphrase, by ssl_key"
	fingerprintHint = "assay does not compare fingerprints; name the server's own certificate, by ssl_ca"
	serverKeyHint   = "assay takes the server's key for passwords from the server; leave it out, and encrypt the connection (ssl_mode=VERIFY_IDENTITY)"
)

// spelled returns the parameters about TLS as Python spells them: MySQL's own programs write a hyphen.
func spelled(params map[string]string) map[string]string {
	all := map[string]string{}
	for k, v := range params {
		low := strings.ToLower(strings.ReplaceAll(k, "-", "_"))
		if strings.HasPrefix(low, "ssl") || strings.HasPrefix(low, "tls") || strings.HasPrefix(low, "server") {
			k = low
		}
		all[k] = v
	}
	return all
}

func checkParams(params map[string]string) error {
	params = spelled(params)
	var unknown []string
	for _, k := range slices.Sorted(maps.Keys(params)) {
		hint, refused := unhonoured[k]
		switch {
		case refused && params[k] != "":
			return &schema.ReadError{Problem: "the URL's parameter " + k + " cannot be honoured", Hint: hint}
		case refused, slices.Contains(ignored, k), slices.Contains(encrypting, k):
		default:
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

// trust has the driver prove who we are in no way that the URL forbids.
func trust(cfg *driver.Config, params map[string]string) {
	if v, ok := params["allowNativePasswords"]; ok && !isTrue(v) {
		cfg.AllowNativePasswords = false
	}
	cfg.AllowCleartextPasswords = isTrue(params["allowCleartextPasswords"]) && cfg.TLS != nil
}

// encryption reads how the connection shall be encrypted: nil for not at all; and whether it may be in the clear if the server cannot.
func encryption(t schema.Target) (cfg *tls.Config, fallback bool, err error) {
	p := spelled(t.Params)
	mode, err := encryptionMode(p)
	if err != nil || mode == disabled {
		return nil, false, err
	}
	host := t.Host
	if host == "" {
		host = "localhost"
	}
	cfg = &tls.Config{ServerName: host, InsecureSkipVerify: mode == preferred || mode == required, MinVersion: tls.VersionTLS12}
	if err := limitTLS(cfg, p); err != nil {
		return nil, false, err
	}
	if ca := p["ssl_ca"]; ca != "" {
		if cfg.RootCAs, err = authorities(ca); err != nil {
			return nil, false, err
		}
	}
	if mode == verifyCA {
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
	return cfg, mode == preferred, nil
}

// modes are the values of tls (Go), ssl_mode (MySQL) and ssl (MariaDB, PyMySQL).
var modes = map[string]string{
	"false": disabled, "0": disabled, "no": disabled, "off": disabled, "disabled": disabled, "disable": disabled,
	"preferred": preferred, "prefer": preferred,
	"skip-verify": required, "required": required, "require": required, "allow": preferred,
	"true": verifyIdentity, "1": verifyIdentity, "yes": verifyIdentity, "on": verifyIdentity,
	"verify_ca": verifyCA, "verify-ca": verifyCA,
	"verify_identity": verifyIdentity, "verify-identity": verifyIdentity, "verify-full": verifyIdentity,
}

const (
	disabled       = "disabled"
	preferred      = "preferred"
	required       = "required"
	verifyCA       = "verify_ca"
	verifyIdentity = "verify_identity"
)

// strengths are the modes in their order.
var strengths = []string{disabled, preferred, required, verifyCA, verifyIdentity}

// encryptionMode is the strongest that one of the parameters asks for: who names an authority wants the certificate looked at, whatever else he says.
func encryptionMode(p map[string]string) (string, error) {
	said, by, err := statedMode(p)
	if err != nil {
		return "", err
	}
	asked := disabled
	if p["ssl_cert"] != "" || p["ssl_key"] != "" {
		asked = required
	}
	if v := p["ssl_verify_cert"]; isTrue(v) || p["ssl_ca"] != "" && v == "" {
		asked = verifyCA // PyMySQL looks at the host's name only when asked to, mysqlclient likewise
	} else if p["ssl_ca"] != "" {
		asked = required
	}
	if isTrue(p["ssl_verify_identity"]) || isTrue(p["ssl_check_hostname"]) {
		asked = verifyIdentity
	}
	switch {
	case by == "":
		return asked, nil
	case said == disabled && slices.Index(strengths, asked) > slices.Index(strengths, required):
		return "", &schema.ReadError{
			Problem: "the URL says by " + by + " that the connection is not to be encrypted, and by others how to look at the server's certificate",
			Hint:    "leave one of them out",
		}
	case said == disabled, strings.EqualFold(p[by], "skip-verify"):
		return said, nil
	}
	return strengths[max(slices.Index(strengths, said), slices.Index(strengths, asked))], nil
}

// statedMode is the one that a parameter names, and which does; none: by is empty.
func statedMode(p map[string]string) (mode, by string, err error) {
	if isTrue(p["ssl_disabled"]) {
		return disabled, "ssl_disabled", nil
	}
	for _, key := range []string{"tls", "ssl_mode", "sslmode", "ssl"} {
		v := p[key]
		if v == "" {
			continue
		}
		mode, known := modes[strings.ToLower(v)]
		if !known {
			return "", "", &schema.ReadError{
				Problem: "the URL's parameter " + key + " has an unknown value",
				Hint:    "use DISABLED, PREFERRED, REQUIRED, VERIFY_CA or VERIFY_IDENTITY",
			}
		}
		if key == "ssl" && mode == verifyIdentity {
			mode = required // Python's drivers do not look at the certificate unless given an authority
		}
		return mode, key, nil
	}
	return "", "", nil
}

// tlsVersions are those of tls_versions and tls_version.
var tlsVersions = map[string]uint16{
	"tlsv1": tls.VersionTLS10, "tlsv1.0": tls.VersionTLS10, "tlsv1.1": tls.VersionTLS11, "tlsv1.2": tls.VersionTLS12, "tlsv1.3": tls.VersionTLS13,
}

// limitTLS takes the oldest and the newest version of a list, as MySQL's connector has it in brackets. Without any, 1.2 or newer is taken.
func limitTLS(cfg *tls.Config, p map[string]string) error {
	for _, key := range []string{"tls_version", "tls_versions"} {
		list := strings.FieldsFunc(p[key], func(r rune) bool { return strings.ContainsRune("[]()'\", ", r) })
		var versions []uint16
		for _, v := range list {
			n, known := tlsVersions[strings.ToLower(v)]
			if !known {
				return &schema.ReadError{Problem: "the URL's " + key + " holds what is no version of TLS", Hint: "write TLSv1.2, TLSv1.3, or both with a comma"}
			}
			versions = append(versions, n)
		}
		if len(versions) > 0 {
			cfg.MinVersion, cfg.MaxVersion = slices.Min(versions), slices.Max(versions)
		}
	}
	return nil
}

func isTrue(s string) bool {
	return slices.Contains([]string{"1", "true", "yes", "on"}, strings.ToLower(s))
}
