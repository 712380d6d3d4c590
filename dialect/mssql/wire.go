package mssql

import (
	"context"
	"fmt"
	"io"
	"net"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/microsoft/go-mssqldb/msdsn"

	"assay/schema"
)

// within dials connections that end soon after a context does: the driver waits for a greeting, a handshake or the end of what it has cancelled for as long as
// the server likes.
func within(ctx context.Context) dialer {
	return func(dialing context.Context, network, address string) (net.Conn, error) {
		conn, err := (&net.Dialer{}).DialContext(dialing, network, address)
		if err == nil {
			const farewell = 250 * time.Millisecond // for the server to be told to stop
			context.AfterFunc(ctx, func() { _ = conn.SetDeadline(time.Now().Add(farewell)) })
		}
		return conn, err
	}
}

type dialer func(ctx context.Context, network, address string) (net.Conn, error)

// DialContext implements the driver's Dialer.
func (d dialer) DialContext(ctx context.Context, network, address string) (net.Conn, error) {
	return d(ctx, network, address)
}

// HostName implements the driver's HostDialer: so names are looked up within the context too.
func (dialer) HostName() string { return "" }

// notices are what a server tells beside its answers, which the driver has for its log alone.
type notices struct {
	mutex     sync.Mutex
	listening bool
	texts     []string
}

// Log implements the driver's ContextLogger.
func (n *notices) Log(_ context.Context, of msdsn.Log, text string) {
	n.mutex.Lock()
	defer n.mutex.Unlock()
	text = strings.Join(strings.Fields(text), " ")
	if n.listening && of == msdsn.LogMessages && text != "" && !slices.Contains(n.texts, text) {
		n.texts = append(n.texts, text)
	}
}

// listen ends the greeting, in which each server names the database and the language.
func (n *notices) listen() {
	n.mutex.Lock()
	defer n.mutex.Unlock()
	n.listening = true
}

// sentence is what was told; empty: nothing.
func (n *notices) sentence() string {
	n.mutex.Lock()
	defer n.mutex.Unlock()
	if len(n.texts) == 0 {
		return ""
	}
	return "the server remarks on the reading: " + strings.Join(n.texts, " ")
}

// explain says what is wrong with the encryption of a connection, which may be disabled. The driver puts words of its own around what it heard, so that they
// alone tell.
func explain(err error, disabled bool) error {
	text := err.Error()
	said := func(words ...string) bool {
		return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(text, w) })
	}
	_, reason, shaking := strings.Cut(text, "TLS Handshake failed: ")
	if !shaking {
		reason = text
	}
	told := &schema.ReadError{Cause: err}
	const trust = "trustservercertificate=yes lets any pass, if nobody can be on the way"
	switch {
	case shaking && disabled: // which the driver does all the same if it is asked to
		told.Problem, told.Hint = "the server lets nobody in without encryption", "leave encrypt= out of the URL"
	case said("server does not support encryption", "encrypt negotiation failed"):
		told.Problem = "the server offers no encryption, which is asked of it unless the URL says otherwise"
		told.Hint = "set it up there, or write encrypt=no if nobody can be on the way"
	case said("certificate signed by unknown authority", "certificate is not trusted", "certificate is not standards compliant"):
		told.Problem = "the server's certificate is signed by nobody known here"
		told.Hint = "certificate=FILE.pem names the authority that has signed it; " + trust
	case said("legacy Common Name", "is not valid for any names", "doesn't contain any IP SANs"):
		told.Problem = "the server's certificate does not say what host it is for (" + reason + ")"
		told.Hint = "give the server one that does; " + trust
	case said("certificate is valid for"):
		told.Problem = "the server's certificate is for another host (" + reason + ")"
		told.Hint = "write the host as it stands there, or in hostnameincertificate=; " + trust
	case said("x509:"):
		told.Problem = "the server's certificate is not to be trusted (" + reason + ")"
		told.Hint = "give the server another one; " + trust
	case said("protocol version"):
		told.Problem = "the server's TLS is too old (" + reason + ")"
		told.Hint = "bring the server up to date, or write tlsmin=1.0 if nobody can be on the way"
	case said("EOF", "connection reset", "broken pipe") && shaking:
		return fmt.Errorf("%w (%s)", io.ErrUnexpectedEOF, reason)
	case shaking:
		told.Problem = "the connection cannot be encrypted (" + reason + ")"
		told.Hint = "check the server's certificate and its settings of TLS"
	default:
		return err
	}
	return told
}
