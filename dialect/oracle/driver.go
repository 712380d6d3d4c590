//go:build oracle

package oracle

import (
	"database/sql/driver"

	ora "github.com/sijms/go-ora/v2"
)

// connector is go-ora's, which makes the program a third larger, so that a build of its own has it.
func connector(a address) (driver.Connector, error) {
	if a.descriptor != "" {
		return ora.NewConnector(ora.BuildJDBC(a.user, a.password, a.descriptor, a.options)), nil
	}
	service := a.service
	if a.sid {
		a.options["SID"], service = a.service, ""
	}
	return ora.NewConnector(ora.BuildUrl(a.host, a.port, service, a.user, a.password, a.options)), nil
}
