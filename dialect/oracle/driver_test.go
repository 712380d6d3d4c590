//go:build oracle

package oracle

import (
	"io"
	"net"
	"strings"
	"sync"
	"testing"

	"assay/schema"
)

// refusing is a listener that knows no service and no SID, and keeps what it was asked for.
func refusing(t *testing.T) (port int, asked func() []string) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	var all []string
	var mu sync.Mutex
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			said := refuse(c)
			mu.Lock()
			all = append(all, said)
			mu.Unlock()
		}
	}()
	return l.Addr().(*net.TCPAddr).Port, func() []string {
		mu.Lock()
		defer mu.Unlock()
		return all
	}
}

// refuse reads a connect packet and answers with one that refuses.
func refuse(c net.Conn) string {
	defer c.Close()
	head := make([]byte, 8)
	if _, err := io.ReadFull(c, head); err != nil {
		return err.Error()
	}
	body := make([]byte, int(head[0])<<8+int(head[1])-len(head))
	if _, err := io.ReadFull(c, body); err != nil {
		return err.Error()
	}
	const said = "(DESCRIPTION=(TMP=)(VSNNUM=318767104)(ERR=12514)(ERROR_STACK=(ERROR=(CODE=12514)(EMFI=4))))"
	answer := []byte{0, byte(12 + len(said)), 0, 0, 4, 0, 0, 0, 34, 0, 0, byte(len(said))}
	_, _ = c.Write(append(answer, said...))
	return string(body)
}

// TestDriver: what a target names goes over the wire, and a name that is no service is tried as a SID.
func TestDriver(t *testing.T) {
	t.Parallel()
	port, asked := refusing(t)
	_, err := Read(t.Context(), schema.Target{Host: "127.0.0.1", Port: port, User: "u", Password: "p@s/s:w", Database: "pbx"})
	if !refusedWith(err, "ORA-12514") {
		t.Errorf("the error is %v", err)
	}
	all := asked()
	if len(all) != 2 || !strings.Contains(all[0], "(SERVICE_NAME=pbx)") || !strings.Contains(all[1], "(SID=pbx)") {
		t.Errorf("asked %q", all)
	}
	if strings.Contains(strings.Join(all, ""), "p@s") {
		t.Error("the password went over the wire")
	}
}
