package sqlserver

import (
	"context"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"strings"
	"sync"
	"unicode/utf16"
)

// A Server speaks as much of TDS as a driver needs to log in, to send a batch and to read texts: PRELOGIN without encryption, LOGIN7, SQLBATCH and ATTENTION.
// It keeps nothing: Answer says what comes of a batch.
type Server struct {
	// Login, if not nil, lets a user in, or says why not.
	Login func(user string) *Error
	// Answer returns the results of a batch, each of which has one column of texts. An error ends them. Nil: every batch has Results.
	Answer  func(batch string) ([][]string, *Error)
	Results [][]string
	// Cut is behind how many bytes of an answer the server closes the connection; 0: it does not.
	Cut int
	// Stall reports that the server answers no batch until it is told to stop.
	Stall bool

	listener net.Listener
	wait     sync.WaitGroup
	mutex    sync.Mutex
	open     []net.Conn
}

// An Error is one of the server's: Msg 208, Level 16, State 1.
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
				_ = s.serve(conn)
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

// The kinds of packets.
const (
	batchPacket     = 1
	replyPacket     = 4
	attentionPacket = 6
	loginPacket     = 16
	preloginPacket  = 18
)

const packetSize = 4096

func (s *Server) serve(conn net.Conn) error {
	for {
		kind, body, err := receive(conn)
		if err != nil {
			return err
		}
		switch kind {
		case preloginPacket:
			// Where the version and the encryption stand, and the end; then the version, and that there is no encryption.
			err = s.send(conn, []byte{0, 0, 11, 0, 6, 1, 0, 17, 0, 1, 0xff, 16, 0, 0, 0, 0, 0, 2})
		case loginPacket:
			err = s.send(conn, s.login(body))
		case attentionPacket:
			err = s.send(conn, done(0x20, 0))
		case batchPacket:
			if !s.Stall {
				err = s.send(conn, s.batch(body))
			}
		default:
			err = errors.New("a packet of a kind that is not known")
		}
		if err != nil {
			return err
		}
	}
}

// receive reads a message of as many packets as it has.
func receive(r io.Reader) (kind byte, body []byte, err error) {
	for {
		var head [8]byte
		if _, err := io.ReadFull(r, head[:]); err != nil {
			return 0, nil, err
		}
		part := make([]byte, int(binary.BigEndian.Uint16(head[2:]))-len(head))
		if _, err := io.ReadFull(r, part); err != nil {
			return 0, nil, err
		}
		body = append(body, part...)
		if head[1]&1 != 0 { // the last one
			return head[0], body, nil
		}
	}
}

func (s *Server) send(w io.Writer, body []byte) error {
	all := packets(body)
	if s.Cut > 0 && len(all) > s.Cut {
		_, _ = w.Write(all[:s.Cut])
		return io.ErrUnexpectedEOF
	}
	_, err := w.Write(all)
	return err
}

func packets(body []byte) []byte {
	var all []byte
	for number := byte(1); ; number++ {
		part := body[:min(len(body), packetSize-8)]
		body = body[len(part):]
		last := byte(0)
		if len(body) == 0 {
			last = 1
		}
		all = append(all, replyPacket, last)
		all = binary.BigEndian.AppendUint16(all, uint16(len(part)+8))
		all = append(append(all, 0, 0, number, 0), part...)
		if last == 1 {
			return all
		}
	}
}

func (s *Server) login(body []byte) []byte {
	at, n := int(binary.LittleEndian.Uint16(body[40:])), int(binary.LittleEndian.Uint16(body[42:]))
	user := fromUCS2(body[at : at+2*n])
	if s.Login != nil {
		if refused := s.Login(user); refused != nil {
			return append(refused.token(), done(2, 0)...)
		}
	}
	name := append([]byte{byte(len("Microsoft SQL Server"))}, ucs2("Microsoft SQL Server")...)
	ack := append([]byte{1, 0x74, 0, 0, 4}, name...)
	ack = append(ack, 16, 0, 0x10, 0)
	b := binary.LittleEndian.AppendUint16([]byte{0xad}, uint16(len(ack)))
	return append(append(b, ack...), done(0, 0)...)
}

// batch answers a batch, whose text stands behind headers.
func (s *Server) batch(body []byte) []byte {
	text := fromUCS2(body[binary.LittleEndian.Uint32(body):])
	results, failed := s.Results, (*Error)(nil)
	if s.Answer != nil {
		results, failed = s.Answer(text)
	}
	var b []byte
	for i, rows := range results {
		b = append(b, columns...)
		for _, r := range rows {
			b = append(b, row(r)...)
		}
		more := uint16(0x11) // with a count
		if i == len(results)-1 && failed == nil {
			more = 0x10
		}
		b = append(b, done(more, uint64(len(rows)))...)
	}
	if failed != nil {
		b = append(append(b, failed.token()...), done(2, 0)...)
	}
	if len(b) == 0 {
		return done(0, 0)
	}
	return b
}

// columns describe one column without a name, nvarchar(max), which takes NULL.
var columns = []byte{0x81, 1, 0, 0, 0, 0, 0, 1, 0, 0xe7, 0xff, 0xff, 9, 4, 0xd0, 0, 0x34, 0}

// row is a row of one text, in one chunk.
func row(text string) []byte {
	data := ucs2(text)
	b := binary.LittleEndian.AppendUint64([]byte{0xd1}, uint64(len(data)))
	if len(data) > 0 {
		b = append(binary.LittleEndian.AppendUint32(b, uint32(len(data))), data...)
	}
	return binary.LittleEndian.AppendUint32(b, 0)
}

func done(status uint16, rows uint64) []byte {
	b := binary.LittleEndian.AppendUint16([]byte{0xfd}, status)
	b = binary.LittleEndian.AppendUint16(b, 0xc1)
	return binary.LittleEndian.AppendUint64(b, rows)
}

func (e *Error) token() []byte {
	b := binary.LittleEndian.AppendUint32(nil, uint32(e.Number))
	b = append(b, e.State, e.Class)
	b = binary.LittleEndian.AppendUint16(b, uint16(len(utf16.Encode([]rune(e.Text)))))
	b = append(append(b, ucs2(e.Text)...), 0, 0)
	b = binary.LittleEndian.AppendUint32(b, 1)
	return append(binary.LittleEndian.AppendUint16([]byte{0xaa}, uint16(len(b))), b...)
}

func ucs2(s string) []byte {
	var b []byte
	for _, u := range utf16.Encode([]rune(s)) {
		b = binary.LittleEndian.AppendUint16(b, u)
	}
	return b
}

func fromUCS2(b []byte) string {
	units := make([]uint16, len(b)/2)
	for i := range units {
		units[i] = binary.LittleEndian.Uint16(b[2*i:])
	}
	return string(utf16.Decode(units))
}

// Results cuts what [Print] writes into the results of the queries of which it would come, a result for each kind of rows.
func Results(printed string) [][]string {
	var all [][]string
	last := ""
	for line := range strings.Lines(printed) {
		line = strings.TrimSuffix(line, "\n")
		kind, _, _ := strings.Cut(line, ",")
		if kind != last {
			all, last = append(all, nil), kind
		}
		all[len(all)-1] = append(all[len(all)-1], line)
	}
	return all
}
