package mysql

import (
	"cmp"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"strconv"
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
	err := checkParams(t.Params) // first, so that it is said what is wrong with them, and not with what they name
	if err != nil {
		return nil, err
	}
	cfg.TLS, cfg.AllowFallbackToPlaintext, err = encryption(t)
	if err != nil {
		return nil, err
	}
	trust(cfg, t.Params)
	return cfg, nil
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
