package main

import (
	"context"
	"errors"
	"io"
	"net"
	"sync"
	"sync/atomic"
	"testing"
)

// A proxy stands between assay and a server. It hands on what they say to each other, up to a number of bytes from the server.
type proxy struct {
	net.Listener
	limit int64
	then  func(assay net.Conn)
	said  atomic.Int64 // by the server
}

// newProxy stands before the server of a URL. When the server has said limit bytes (negative: never), it does what then says.
func newProxy(t *testing.T, address string, limit int64, then func(assay net.Conn)) *proxy {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p := &proxy{Listener: l, limit: limit, then: then}
	p.start(t, hostOf(t, address))
	return p
}

func (p *proxy) start(t *testing.T, host string) {
	t.Helper()
	var all sync.WaitGroup
	all.Go(func() {
		for {
			c, err := p.Accept()
			if err != nil {
				return
			}
			all.Go(func() { p.serve(t.Context(), c, host) })
		}
	})
	t.Cleanup(func() { _ = p.Close(); all.Wait() })
}

func (p *proxy) serve(ctx context.Context, assay net.Conn, address string) {
	defer assay.Close()
	c, err := new(net.Dialer).DialContext(ctx, "tcp", address)
	if err != nil {
		return
	}
	defer c.Close()
	stop := context.AfterFunc(ctx, func() { _ = errors.Join(assay.Close(), c.Close()) })
	defer stop()
	go func() {
		_, _ = io.Copy(c, assay)
		_ = c.(*net.TCPConn).CloseWrite()
	}()
	buffer := make([]byte, 1)
	if p.limit < 0 || p.limit > 1<<10 {
		buffer = make([]byte, 1<<10)
	}
	for {
		left := p.limit - p.said.Load()
		if p.limit >= 0 && left <= 0 {
			p.then(assay)
			return
		}
		if p.limit >= 0 && left < int64(len(buffer)) {
			buffer = buffer[:left]
		}
		n, err := c.Read(buffer)
		if n > 0 {
			p.said.Add(int64(n))
			_, _ = assay.Write(buffer[:n])
		}
		if err != nil {
			return
		}
	}
}

func (p *proxy) url(t *testing.T, address string) string {
	t.Helper()
	return atHost(t, address, p.Addr().String())
}

// What a proxy can do.
func hangUp(assay net.Conn) { _ = assay.Close() }

func reset(assay net.Conn) { _ = assay.(*net.TCPConn).SetLinger(0) }

func stall(assay net.Conn) { _, _ = io.Copy(io.Discard, assay) }
