package postgres

import (
	"context"

	"assay/schema"
)

// Meet connects, and says as whom and how.
func Meet(ctx context.Context, t schema.Target) (m schema.Meeting, err error) {
	defer recovered(&err)
	conn, err := connect(ctx, t)
	if err != nil {
		return m, err
	}
	defer func() { _ = conn.Close(ctx) }() // nothing was written, and what could be read was
	m.Server = ServerOf(conn.ParameterStatus("server_version"))
	const encryption = `SELECT current_user, coalesce((SELECT s.version FROM pg_catalog.pg_stat_ssl AS s WHERE s.pid = pg_catalog.pg_backend_pid()), '')`
	return m, session{conn}.run(ctx, query{encryption, func(r row) { m.User, m.Encryption = r.text(0), r.text(1) }})
}
