package sqlserver

import (
	"bytes"
	"crypto/tls"
	"encoding/binary"
	"io"
	"net"
)

// The kinds of packets.
const (
	batchPacket     = 1
	callPacket      = 3
	replyPacket     = 4
	attentionPacket = 6
	loginPacket     = 16
	preloginPacket  = 18
)

const packetSize = 4096

// receive reads a message of as many packets as it has.
func receive(r io.Reader) (kind byte, body []byte, err error) {
	for {
		var head [8]byte
		if _, err := io.ReadFull(r, head[:]); err != nil {
			return 0, nil, err
		}
		size := int(binary.BigEndian.Uint16(head[2:])) - len(head)
		if size < 0 {
			return 0, nil, io.ErrUnexpectedEOF
		}
		part := make([]byte, size)
		if _, err := io.ReadFull(r, part); err != nil {
			return 0, nil, err
		}
		body = append(body, part...)
		if head[1]&1 != 0 { // the last one
			return head[0], body, nil
		}
	}
}

func (c *session) send(body []byte) error {
	_, err := c.wire.Write(packets(body))
	return err
}

func packets(body []byte) []byte { return packetsOf(replyPacket, body) }

func packetsOf(kind byte, body []byte) []byte {
	var all []byte
	for number := byte(1); ; number++ {
		part := body[:min(len(body), packetSize-8)]
		body = body[len(part):]
		last := byte(0)
		if len(body) == 0 {
			last = 1
		}
		all = append(all, kind, last)
		all = binary.BigEndian.AppendUint16(all, uint16(len(part)+8))
		all = append(append(all, 0, 0, number, 0), part...)
		if last == 1 {
			return all
		}
	}
}

// strict begins TLS where the client does so before it says anything else, as in TDS 8.0.
func (c *session) strict() error {
	var first [1]byte
	if _, err := io.ReadFull(c.plain, first[:]); err != nil {
		return err
	}
	c.plain = &unread{c.plain, bytes.NewReader(first[:])}
	c.wire = c.plain
	const handshakeRecord = 22
	if first[0] != handshakeRecord || c.TLS == nil {
		return nil
	}
	config := c.TLS.Clone()
	config.NextProtos = []string{"tds/8.0"}
	return c.encrypt(tls.Server(c.plain, config))
}

// encrypt has all that follows encrypted.
func (c *session) encrypt(conn *tls.Conn) error {
	if err := c.reach(Handshake); err != nil {
		return err
	}
	if err := conn.Handshake(); err != nil { //nolint:noctx // whoever closes the server ends it
		return err
	}
	c.wire, c.whole = conn, true
	return nil
}

// unread is a connection of which the first bytes are read once more.
type unread struct {
	net.Conn
	first *bytes.Reader
}

// Read implements [net.Conn].
func (u *unread) Read(b []byte) (int, error) {
	if u.first.Len() > 0 {
		return u.first.Read(b)
	}
	return u.Conn.Read(b)
}

// wrapped is a connection on which TLS shakes hands inside packets, until it is bare.
type wrapped struct {
	net.Conn
	in, out bytes.Buffer
	bare    bool
}

// Read implements [net.Conn].
func (w *wrapped) Read(b []byte) (int, error) {
	if w.bare {
		return w.Conn.Read(b)
	}
	if err := w.flush(); err != nil {
		return 0, err
	}
	if w.in.Len() == 0 {
		_, body, err := receive(w.Conn)
		if err != nil {
			return 0, err
		}
		w.in.Write(body)
	}
	return w.in.Read(b)
}

// Write implements [net.Conn].
func (w *wrapped) Write(b []byte) (int, error) {
	if w.bare {
		return w.Conn.Write(b)
	}
	return w.out.Write(b)
}

func (w *wrapped) flush() error {
	if w.out.Len() == 0 {
		return nil
	}
	_, err := w.Conn.Write(packetsOf(preloginPacket, w.out.Bytes()))
	w.out.Reset()
	return err
}

// shake has TLS shake hands, as in TDS 7.
func (c *session) shake() error {
	config := c.TLS.Clone()
	if config.MaxVersion == 0 { // what a server of TLS 1.3 says behind the handshake has no place in TDS 7
		config.MaxVersion = tls.VersionTLS12
	}
	w := &wrapped{Conn: c.plain}
	err := c.encrypt(tls.Server(w, config))
	if err2 := w.flush(); err == nil { // an alert too
		err = err2
	}
	w.bare = true
	return err
}
