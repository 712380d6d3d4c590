package sqlserver

import (
	"encoding/binary"
	"errors"
)

// What is said of encryption in PRELOGIN.
const (
	encryptOff          = 0 // of the login alone
	encryptOn           = 1
	encryptNotSupported = 2
	encryptRequired     = 3
)

// encryption is what the server answers, by MS-TDS 2.2.6.5.
func (s *Server) encryption(asked byte) byte {
	switch {
	case s.TLS == nil:
		return encryptNotSupported
	case asked == encryptOn || asked == encryptRequired:
		return encryptOn
	case s.ForceEncryption:
		return encryptRequired
	default:
		return asked
	}
}

// greet answers PRELOGIN, and shakes hands where that leads to TLS.
func (c *session) greet(body []byte) error {
	if err := c.reach(Prelogin); err != nil {
		return err
	}
	asked := byte(encryptNotSupported)
	for at := 0; at+5 <= len(body) && body[at] != 0xff; at += 5 {
		if where := int(binary.BigEndian.Uint16(body[at+1:])); body[at] == 1 && where < len(body) {
			asked = body[where]
		}
	}
	said := c.encryption(asked)
	if c.whole { // by TDS 8.0
		said = encryptNotSupported
	}
	// Where the version, the encryption and MARS stand, and the end; then they themselves.
	err := c.send([]byte{0, 0, 16, 0, 6, 1, 0, 22, 0, 1, 4, 0, 23, 0, 1, 0xff, 16, 0, 0x10, 0x4f, 0, 0, said, 0})
	if err != nil || said == encryptNotSupported {
		return err
	}
	if said == encryptRequired && asked == encryptNotSupported {
		return errHungUp
	}
	if err := c.shake(); err != nil {
		return err
	}
	c.whole = said != encryptOff
	return nil
}

// Versions of TDS: with headers before requests, with rows that mark their NULLs, and the newest.
const (
	tds72  = 0x72090002
	tds73b = 0x730b0003
	tds74  = 0x74000004
	tds80  = 0x08000000 // 7.4 from here on
)

// logIn answers LOGIN7, behind which nothing is encrypted if the login alone was to be.
func (c *session) logIn(body []byte) error {
	if err := c.reach(LoggingIn); err != nil {
		return err
	}
	text := func(at int) []byte {
		from, n := int(binary.LittleEndian.Uint16(body[at:])), int(binary.LittleEndian.Uint16(body[at+2:]))
		return body[from : from+2*n]
	}
	c.version = min(binary.LittleEndian.Uint32(body[4:]), tds74)
	if c.version < tds72 && c.version != tds80 {
		return errors.New("TDS before 7.2 is not spoken")
	}
	c.login = Login{User: fromUCS2(text(40)), Password: revealed(text(44)), Database: fromUCS2(text(68)), Encrypted: c.wire != c.plain, All: c.whole}
	if !c.whole {
		c.wire = c.plain
	}
	if c.Login != nil {
		if refused := c.Login(c.login); refused != nil {
			return c.send(append(refused.token(errorToken), done(doneToken, 2, 0)...))
		}
	}
	if c.login.Database == "" {
		c.login.Database = "master"
	}
	return c.send(c.welcome())
}

// revealed is a password, whose bytes are turned around in the login.
func revealed(b []byte) string {
	plain := make([]byte, len(b))
	for i, x := range b {
		x ^= 0xa5
		plain[i] = x<<4 | x>>4
	}
	return fromUCS2(plain)
}

// welcome is what a server says to whoever it lets in.
func (c *session) welcome() []byte {
	b := changed(1, short(c.login.Database), short("master"))
	b = append(b, (&Error{Number: 5701, State: 2, Text: "Changed database context to '" + c.login.Database + "'."}).token(infoToken)...)
	b = append(b, changed(7, append([]byte{5}, collation...), []byte{0})...)
	b = append(b, changed(2, short("us_english"), short(""))...)
	b = append(b, (&Error{Number: 5703, State: 1, Text: "Changed language setting to us_english."}).token(infoToken)...)
	ack := binary.BigEndian.AppendUint32([]byte{1}, c.version)
	ack = append(append(ack, short("Microsoft SQL Server\x00\x00")...), 16, 0, 0x10, 0x4f)
	b = append(binary.LittleEndian.AppendUint16(append(b, loginToken), uint16(len(ack))), ack...)
	b = append(b, changed(4, short("4096"), short("4096"))...)
	return append(b, done(doneToken, 0, 0)...)
}
