package mysql

import (
	"context"
	"errors"

	"assay/schema"
)

// Meet connects, and says as whom and how.
func Meet(ctx context.Context, t schema.Target) (m schema.Meeting, err error) {
	s, err := connect(ctx, t, remaining(ctx))
	if err != nil {
		return m, err
	}
	defer func() { err = errors.Join(err, s.close()) }()
	rd := &reader{ctx: ctx, session: s, target: t}
	err = rd.query("the server's version", []string{"VERSION()", "@@version_comment", "CURRENT_USER()"}, "", func(r row) error {
		m.Server, m.User = serverOf(string(r[0]), string(r[1])), string(r[2])
		return nil
	})
	if err != nil {
		return m, err
	}
	return m, rd.say("the encryption of the connection", "SHOW SESSION STATUS LIKE 'Ssl_version'", func(r row) error {
		m.Encryption = string(r[1])
		return nil
	})
}
