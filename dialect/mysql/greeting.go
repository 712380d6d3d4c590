package mysql

import (
	"context"
	"errors"
	"io"
	"net"
	"os"
	"time"

	"assay/schema"
)

// silence is how long a server that is not busy says nothing: a MySQL speaks first, and others wait for ever for a word of ours.
const silence = time.Second

// A greetedConn is a connection of which the first byte was read already.
type greetedConn struct {
	net.Conn
	first []byte
}

// Read implements io.Reader.
func (c *greetedConn) Read(p []byte) (int, error) {
	if len(c.first) > 0 && len(p) > 0 {
		n := copy(p, c.first)
		c.first = c.first[n:]
		return n, nil
	}
	return c.Conn.Read(p)
}

// greeted waits for the first byte of a server's greeting. One that says nothing for a while is asked on another connection whether it is a PostgreSQL.
func greeted(ctx context.Context, c net.Conn) (net.Conn, error) {
	first := make([]byte, 1)
	wait := func(limit time.Duration) error {
		end := time.Now().Add(limit)
		if last, ok := ctx.Deadline(); ok && last.Before(end) {
			end = last
		}
		if err := c.SetReadDeadline(end); err != nil {
			return err
		}
		_, err := io.ReadFull(c, first)
		return err
	}
	err := wait(silence)
	if errors.Is(err, os.ErrDeadlineExceeded) {
		if speaksPostgres(ctx, c.RemoteAddr()) {
			err = &schema.ReadError{Problem: "what listens there is a PostgreSQL", Hint: "begin the URL with postgresql://"}
		} else {
			err = wait(dialTimeout)
		}
	}
	if err == nil {
		err = c.SetReadDeadline(time.Time{})
	}
	if err != nil {
		return nil, errors.Join(err, c.Close())
	}
	return &greetedConn{Conn: c, first: first}, nil
}

// sslRequest is what PostgreSQL's clients may begin with; its servers answer it with one letter.
var sslRequest = []byte{0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f}

func speaksPostgres(ctx context.Context, address net.Addr) bool {
	ctx, cancel := context.WithTimeout(ctx, silence)
	defer cancel()
	c, err := (&net.Dialer{}).DialContext(ctx, address.Network(), address.String())
	if err != nil {
		return false
	}
	defer c.Close()
	answer := make([]byte, 1)
	if err := c.SetDeadline(time.Now().Add(silence)); err != nil {
		return false
	}
	if _, err := c.Write(sslRequest); err != nil {
		return false
	}
	_, err = io.ReadFull(c, answer)
	return err == nil && (answer[0] == 'S' || answer[0] == 'N')
}
