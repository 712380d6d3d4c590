package main

import (
	"bytes"
	"encoding/binary"
	"io"
	"net"
	"slices"
	"sync"
)

// A tap stands between the program and a server and keeps what the program says.
type tap struct {
	net.Listener
	server string
	done   sync.WaitGroup
	said   []*bytes.Buffer // by connection
}

func listen(server string) (*tap, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	t := &tap{Listener: l, server: server}
	t.done.Go(t.serve)
	return t, nil
}

func (t *tap) serve() {
	for {
		client, err := t.Accept()
		if err != nil { // closed
			return
		}
		server, err := net.Dial("tcp", t.server)
		if err != nil {
			_ = client.Close()
			return
		}
		said := &bytes.Buffer{}
		t.said = append(t.said, said)
		t.done.Go(func() { pass(server, io.TeeReader(client, said)) })
		t.done.Go(func() { pass(client, server) })
	}
}

// pass hands on what one side says until it has no more to say.
func pass(to net.Conn, from io.Reader) {
	_, _ = io.Copy(to, from) // a side that hangs up in the middle is the program's to tell
	_ = to.Close()
}

// heard waits for both sides to hang up and returns what each connection's client has said.
func (t *tap) heard() []*bytes.Buffer {
	_ = t.Close()
	t.done.Wait()
	return t.said
}

// mysqlStatements finds the statements in what a client says in MySQL's protocol: packets of three bytes of length, a number that begins
// at 0 with every command, and the command, 3 for a query.
func mysqlStatements(said []byte) []string {
	var all []string
	for len(said) >= 4 {
		end := min(4+int(said[0])|int(said[1])<<8|int(said[2])<<16, len(said))
		if packet := said[4:end]; said[3] == 0 && len(packet) > 0 && packet[0] == 3 {
			all = append(all, string(packet[1:]))
		}
		said = said[end:]
	}
	return all
}

// postgresStatements finds the statements in what a client says in PostgreSQL's protocol, version 3: after packets without a type, of which
// the last begins with the version, come messages of one byte of type and four of length; Q holds a query, P a name and a query.
func postgresStatements(said []byte) []string {
	for started := false; !started && len(said) >= 8; {
		started = binary.BigEndian.Uint16(said[4:]) == 3
		said = said[min(int(binary.BigEndian.Uint32(said)), len(said)):]
	}
	var all []string
	for len(said) >= 5 {
		end := min(1+int(binary.BigEndian.Uint32(said[1:])), len(said))
		texts := bytes.Split(said[5:end], []byte{0})
		if i := slices.Index([]byte("QP"), said[0]); i >= 0 {
			all = append(all, string(texts[i]))
		}
		said = said[end:]
	}
	return all
}
