package sqlserver

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"strings"
	"sync"
)

// A Server speaks as much of TDS 7.2 to 7.4 as clients need to log in, to send batches and procedures with parameters, and to read what comes of them; and TDS
// 8.0, which is the same inside TLS from the first byte on. MS-TDS is what it keeps to. It keeps nothing: Answer says what comes of a request.
type Server struct {
	// Login, if not nil, lets a user in, or says why not.
	Login func(Login) *Error
	// Answer returns what comes of a request. Nil: Reply.
	Answer func(Request) Reply
	Reply  Reply
	// TLS, if not nil, is with what the server encrypts, and ForceEncryption, as the server calls it, reports that it lets nobody in without.
	TLS             *tls.Config
	ForceEncryption bool
	// Hangup is the stage at which the server closes the connection, Stall the one from which on it says nothing more.
	Hangup, Stall Stage
	// Cut is behind how many bytes of an answer the server closes the connection; 0: it does not.
	Cut int
	// Busy reports that the server answers no request, until it is told to stop.
	Busy bool

	listener net.Listener
	wait     sync.WaitGroup
	mutex    sync.Mutex
	open     []net.Conn
}

// A Stage is one of a connection.
type Stage int

// The stages.
const (
	Never Stage = iota
	Prelogin
	Handshake
	LoggingIn
	Answering
)

// A Login is what a client says of itself.
type Login struct {
	User, Password, Database string
	// Encrypted reports that it came so, and All that everything will.
	Encrypted, All bool
}

// A Request is a batch, or a procedure with its parameters; sp_executesql is the statement that it is to run, with the parameters of that.
type Request struct {
	SQL      string
	Params   []Param
	Database string // that the client named
}

// A Param is a string, a number, a bool, or nil.
type Param struct {
	Name  string
	Value any
}

// A Reply is what comes of a request: what the server has to tell, the results, and an error, which ends them.
type Reply struct {
	Told    []Error
	Results []Result
	Failed  *Error
}

// A Result are rows, of strings, integers, bools and nils; a column has values of one kind. Columns may have names.
type Result struct {
	Columns []string
	Rows    [][]any
}

// Texts is a result of one column without a name.
func Texts(texts ...string) Result {
	r := Result{Columns: []string{""}}
	for _, t := range texts {
		r.Rows = append(r.Rows, []any{t})
	}
	return r
}

// An Error is one of the server's, as Msg 208, Level 16, State 1; of a class of no more than 10, it is told as news.
type Error struct {
	Number       int32
	State, Class byte
	Text         string
}

// Listen begins to serve, on a port of this machine's alone, and returns the address.
func (s *Server) Listen(ctx context.Context) (string, error) {
	var err error
	if s.listener, err = (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0"); err != nil {
		return "", err
	}
	s.wait.Go(func() {
		for {
			conn, err := s.listener.Accept()
			if err != nil {
				return
			}
			s.mutex.Lock()
			s.open = append(s.open, conn)
			s.mutex.Unlock()
			s.wait.Go(func() {
				defer conn.Close()
				_ = (&session{Server: s, plain: conn, wire: conn}).serve()
			})
		}
	})
	return s.listener.Addr().String(), nil
}

// Close stops serving, and closes all connections: a driver may have left one open.
func (s *Server) Close() {
	_ = s.listener.Close()
	s.mutex.Lock()
	for _, conn := range s.open {
		_ = conn.Close()
	}
	s.mutex.Unlock()
	s.wait.Wait()
}

// A session is one connection.
type session struct {
	*Server
	plain, wire net.Conn // as it came, and with the encryption that holds now
	whole       bool     // the connection is encrypted to its end
	version     uint32   // of TDS
	login       Login
	transaction uint64 // what names it; 0: there is none
}

var errHungUp = errors.New("the server hangs up")

// reach fails where the server closes the connection, or waits until somebody else does.
func (c *session) reach(stage Stage) error {
	if stage == c.Stall {
		_, _ = io.Copy(io.Discard, c.plain)
	}
	if stage == c.Stall || stage == c.Hangup {
		return errHungUp
	}
	return nil
}

func (c *session) serve() error {
	if err := c.strict(); err != nil {
		return err
	}
	for {
		kind, body, err := receive(c.wire)
		if err != nil {
			return err
		}
		switch kind {
		case preloginPacket:
			err = c.greet(body)
		case loginPacket:
			err = c.logIn(body)
		case attentionPacket:
			err = c.send(done(doneToken, 0x20, 0))
		case batchPacket, callPacket:
			err = c.answer(kind, body)
		default:
			err = errors.New("a packet of a kind that is not known")
		}
		if err != nil {
			return err
		}
	}
}

// answer answers a batch, or the call of a procedure.
func (c *session) answer(kind byte, body []byte) error {
	if err := c.reach(Answering); err != nil || c.Busy {
		return err
	}
	rest, ok := c.headers(body)
	if !ok {
		return c.send(c.reply(kind, "", Reply{Failed: &Error{
			Number: 3989, State: 1, Class: 16, Text: "New request is not allowed to start because it should come with valid transaction descriptor.",
		}}))
	}
	r := Request{SQL: fromUCS2(rest), Database: c.login.Database}
	if kind == callPacket {
		var err error
		if r.SQL, r.Params, err = call(rest); err != nil {
			return err
		}
	}
	reply := c.Reply
	if c.Answer != nil {
		reply = c.Answer(r)
	}
	all := packets(c.reply(kind, r.SQL, reply))
	if c.Cut > 0 && len(all) > c.Cut {
		_, _ = c.wire.Write(all[:c.Cut])
		return errHungUp
	}
	_, err := c.wire.Write(all)
	return err
}

// Results cuts what [Print] writes into the results of the queries of which it would come, a result for each kind of rows.
func Results(printed string) []Result {
	var all []Result
	last := ""
	for line := range strings.Lines(printed) {
		line = strings.TrimSuffix(line, "\n")
		kind, _, _ := strings.Cut(line, ",")
		if kind != last {
			all, last = append(all, Texts()), kind
		}
		rows := &all[len(all)-1].Rows
		*rows = append(*rows, []any{line})
	}
	return all
}
