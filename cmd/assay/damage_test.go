package main

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"net"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"assay/internal/lab"
)

// every is the number of all messages of a spoiler.
const every = -2

// A spoiler stands between assay and a server, and spoils one message of the server's, by number.
type spoiler struct {
	net.Listener
	postgres bool
	at       int64
	how      func(head, body []byte) (changed []byte)
	messages atomic.Int64
	bytes    atomic.Int64
}

func newSpoiler(t *testing.T, address string, at int64, how func(head, body []byte) []byte) *spoiler {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &spoiler{Listener: l, postgres: strings.HasPrefix(address, "postgres"), at: at, how: how}
	var all sync.WaitGroup
	all.Go(func() {
		for {
			c, err := s.Accept()
			if err != nil {
				return
			}
			all.Go(func() { s.serve(t.Context(), c, hostOf(t, address)) })
		}
	})
	t.Cleanup(func() {
		_ = s.Close()
		done := make(chan struct{})
		go func() { all.Wait(); close(done) }()
		select {
		case <-done:
		case <-time.After(20 * time.Second):
			t.Error("a connection was left open")
		}
	})
	return s
}

func (s *spoiler) serve(ctx context.Context, assay net.Conn, host string) {
	defer assay.Close()
	c, err := new(net.Dialer).DialContext(ctx, "tcp", host)
	if err != nil {
		return
	}
	defer c.Close()
	go func() {
		_, _ = io.Copy(c, assay)
		_ = c.Close()
	}()
	for {
		head, body, err := s.message(c)
		if err != nil {
			return
		}
		whole := slices.Concat(head, body)
		if s.how != nil && (s.at == every || s.messages.Load() == s.at) {
			whole = s.how(head, body)
		}
		s.messages.Add(1)
		s.bytes.Add(int64(len(whole)))
		if _, err := assay.Write(whole); err != nil {
			return
		}
	}
}

// message reads one message, as the protocols frame it.
func (s *spoiler) message(r io.Reader) (head, body []byte, err error) {
	head = make([]byte, 4)
	if s.postgres {
		head = make([]byte, 5)
	}
	if _, err := io.ReadFull(r, head); err != nil {
		return nil, nil, err
	}
	n := int(head[0]) | int(head[1])<<8 | int(head[2])<<16
	if s.postgres {
		n = int(binary.BigEndian.Uint32(head[1:])) - 4
	}
	body = make([]byte, n)
	_, err = io.ReadFull(r, body)
	return head, body, err
}

// relength writes a head for a body of another length.
func (s *spoiler) relength(head []byte, n int) []byte {
	head = append([]byte(nil), head...)
	if s.postgres {
		binary.BigEndian.PutUint32(head[1:], uint32(n+4))
		return head
	}
	head[0], head[1], head[2] = byte(n), byte(n>>8), byte(n>>16)
	return head
}

// spoils are the ways of spoiling a message.
func (s *spoiler) spoils(rnd *rand.Rand) map[string]func(head, body []byte) []byte {
	cut := func(head, body []byte, n int) []byte { return append(s.relength(head, n), body[:n]...) }
	return map[string]func(head, body []byte) []byte{
		"flipped": func(head, body []byte) []byte {
			whole := slices.Concat(head, body)
			whole[rnd.IntN(len(whole))] ^= 1 << rnd.IntN(8)
			return whole
		},
		"cut to two bytes": func(head, body []byte) []byte { return cut(head, body, min(2, len(body))) },
		"cut in two":       func(head, body []byte) []byte { return cut(head, body, len(body)/2) },
		"short of a byte":  func(head, body []byte) []byte { return cut(head, body, max(0, len(body)-1)) },
		"lost":             func(_, _ []byte) []byte { return nil },
		"twice": func(head, body []byte) []byte {
			w := slices.Concat(head, body)
			return append(w, w...)
		},
		"stalled": func(head, body []byte) []byte { return append(head, body[:len(body)/2]...) },
	}
}

// flipAt flips a bit of the byte at the offset in all that the server says.
func (s *spoiler) flipAt(offset int64, bit int) {
	s.at = every
	s.how = func(head, body []byte) []byte {
		whole := slices.Concat(head, body)
		if at := offset - s.bytes.Load(); at >= 0 && at < int64(len(whole)) {
			whole[at] ^= 1 << bit
		}
		return whole
	}
}

// damage is one way in which the answers to a command are spoiled.
type damage struct {
	command []string
	what    string
	spoil   func(*spoiler)
}

// damages are all of a command whose answer has so many messages and bytes: every step-th message in every way, and a bit of each of the last bytes.
func damages(command []string, messages, bytes, first, step int64) []damage {
	var all []damage
	ways := slices.Sorted(maps.Keys(new(spoiler).spoils(nil)))
	for at := first % step; at < messages; at += step {
		for i, way := range ways {
			all = append(all, damage{command, fmt.Sprintf("message %d of %d %s", at, messages, way), func(p *spoiler) {
				p.at, p.how = at, p.spoils(rand.New(rand.NewPCG(uint64(at), uint64(i))))[way]
			}})
		}
	}
	for offset := max(0, bytes-200) + first%step; offset < bytes; offset += step {
		bit := int(offset % 8)
		all = append(all, damage{command, fmt.Sprintf("bit %d of byte %d of %d flipped", bit, offset, bytes), func(p *spoiler) { p.flipAt(offset, bit) }})
	}
	return all
}

// TestDamage: what a network does to the server's answers comes out as the same report, or as one sentence and no report at all.
func TestDamage(t *testing.T) {
	t.Parallel()
	commands := [][]string{
		{"check", "--at", "22.10.1"},
		{"snapshot"},
		{"infer"},
		{"preflight", "--to", "22.10.1"},
		{"fix"},
		{"lint"},
		{"diff", "asterisk:20.7.0", "--tree", "cdr"},
		{"doctor"},
	}
	for _, s := range servers(t) {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			db := install(t, s, "20.7.0", "queue_log", "cdr")
			if s.Server.Engine == "postgresql" {
				db.URL += "?sslmode=disable" // its answer to a wish for TLS is no message
			}
			type undamaged struct {
				*spoiler
				outcome
			}
			answers := make([]undamaged, len(commands))
			for i, command := range commands {
				whole := newSpoiler(t, db.URL, -1, nil)
				want := assay(t, slices.Concat(command, []string{atHost(t, db.URL, whole.Addr().String())})...)
				want.stderr = withoutSuperuser(want.stderr)
				if want.stderr != "" || want.code == exitUnknown {
					t.Fatal(command, want)
				}
				answers[i] = undamaged{whole, want}
			}
			var figures figures
			sideBySide := make(chan struct{}, 16) // most of them wait
			var running sync.WaitGroup
			for i, command := range commands {
				whole := answers[i]
				step := int64(1)
				if !lab.Campaign() {
					step = whole.messages.Load()/2 + 1
				}
				for _, d := range damages(command, whole.messages.Load(), whole.bytes.Load(), int64(i), step) {
					sideBySide <- struct{}{}
					running.Go(func() {
						defer func() { <-sideBySide }()
						p := newSpoiler(t, db.URL, -1, nil)
						defer p.Close()
						d.spoil(p)
						d.try(t, s, atHost(t, db.URL, p.Addr().String()), &figures, func(o outcome) bool {
							return o.code == whole.code && strings.ReplaceAll(o.stdout, p.Addr().String(), whole.Addr().String()) == whole.stdout
						})
					})
				}
			}
			running.Wait()
			t.Log(figures.String())
		})
	}
}

// TestDamagedCount: a count of rows that became none on its way is no GO.
func TestDamagedCount(t *testing.T) {
	t.Parallel()
	history := write(t, filepath.Join(t.TempDir(), "history.sql"), `CREATE TABLE alembic_version (version_num varchar(32) NOT NULL PRIMARY KEY);
-- Running upgrade  -> r0
CREATE TABLE t (id integer NOT NULL PRIMARY KEY, a varchar(40), b varchar(40));
INSERT INTO alembic_version (version_num) VALUES ('r0');
-- Running upgrade r0 -> r1
ALTER TABLE t ADD CONSTRAINT u UNIQUE (a);
UPDATE alembic_version SET version_num='r1' WHERE alembic_version.version_num = 'r0';
`)
	for _, s := range inTurn(t, 1, "") {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			db := s.Database(t)
			db.Exec(t, "CREATE TABLE alembic_version (version_num varchar(32) NOT NULL PRIMARY KEY)", "INSERT INTO alembic_version VALUES ('r0')",
				"CREATE TABLE t (id integer NOT NULL PRIMARY KEY, a varchar(40), b varchar(40))")
			for i := range 37 {
				db.Exec(t, fmt.Sprintf("INSERT INTO t VALUES (%d, 'x%[1]d', NULL), (%d, 'x%[1]d', NULL)", i, i+100))
			}
			address := db.URL
			if s.Server.Engine == "postgresql" {
				address += "?sslmode=disable"
			}
			ask := []string{"preflight", "--to", "r1", "--history", history}
			if o := assay(t, append(ask, address)...); o.code != exitFindings || !strings.Contains(o.stdout, "37 ") {
				t.Fatalf("37 values are there twice: status %d, %s%s", o.code, o.stdout, o.stderr)
			}
			p := newSpoiler(t, address, every, func(head, body []byte) []byte {
				return slices.Concat(head, bytes.Replace(body, []byte("\x0237"), []byte("\x0200"), 1))
			})
			if o := assay(t, append(ask, atHost(t, address, p.Addr().String()))...); o.code != exitUnknown || o.stdout != "" || !strings.Contains(o.stderr, "damaged") {
				t.Errorf("status %d, %s%s", o.code, o.stdout, o.stderr)
			}
		})
	}
}

// figures count how the runs of a test ended.
type figures struct {
	sync.Mutex
	ended map[string]int
}

func (f *figures) add(how string) {
	f.Lock()
	defer f.Unlock()
	if f.ended == nil {
		f.ended = map[string]int{}
	}
	f.ended[how]++
}

func (f *figures) String() string { return fmt.Sprint(f.ended) }

func (d damage) try(t *testing.T, s lab.Server, address string, figures *figures, same func(outcome) bool) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
	defer cancel()
	o := circumstance{ctx: ctx}.run(t, slices.Concat(d.command, []string{address})...)
	switch {
	case same(o):
		figures.add("same")
	case o.code == exitUnknown && o.stdout == "" && strings.Count(o.stderr, "\n") == 1:
		figures.add("one sentence")
	case s.Server.Engine == "postgresql" && strings.HasSuffix(d.what, "flipped") && o.code != exitUnknown && o.stdout != "":
		figures.add("a letter of a name") // nothing in its protocol tells
	case d.command[0] == "doctor" && strings.Contains(o.stdout, "\nFIX "):
		figures.add("a line of doctor's") // which says what cannot be done, and goes on
	default:
		t.Errorf("%s: %s: status %d\n%s%s", d.command[0], d.what, o.code, o.stderr, o.stdout)
	}
}
