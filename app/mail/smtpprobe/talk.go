package smtpprobe

import (
	"bufio"
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/netip"
	"strings"
	"time"

	"handrail/app"
	"handrail/app/mail/cert"
)

const (
	maxLine  = 4096 // bytes; RFC 5321 section 4.5.3.1.5 allows 512
	maxLines = 100  // of one reply
)

var (
	errGarbage = errors.New("smtpprobe: this is not SMTP")
	errTooLong = errors.New("smtpprobe: the reply does not end")
)

// hold leads the talk up to the certificate.
func (t *talk) hold(ctx context.Context, conn net.Conn) {
	in := bufio.NewReaderSize(conn, maxLine)
	code, lines, err := reply(in)
	if len(lines) > 0 {
		t.got.Banner = printable(lines[0])
	}
	if !t.spoke(code, err, 220, NoGreeting) {
		return
	}
	if _, err := io.WriteString(conn, "EHLO "+t.helo(conn)+"\r\n"); err != nil {
		t.broke(err, Silent)
		return
	}
	code, lines, err = reply(in)
	if err == nil && (code == 500 || code == 502) {
		t.end(Invalid, NoSTARTTLS, "The mail server does not support EHLO, so it offers no encryption.")
		return
	}
	if !t.spoke(code, err, 250, Silent) {
		return
	}
	for _, line := range lines[1:] {
		word, _, _ := strings.Cut(strings.TrimSpace(line), " ")
		t.got.STARTTLS = t.got.STARTTLS || strings.EqualFold(word, "STARTTLS")
	}
	if !t.got.STARTTLS {
		t.end(Invalid, NoSTARTTLS, "The mail server does not offer encryption (STARTTLS).")
		return
	}
	t.startTLS(ctx, conn, in)
}

// spoke reports whether a reply is the one wanted, and names what came instead.
// Before encryption starts, no answer to this computer proves a problem of the server.
func (t *talk) spoke(code int, err error, want int, silence string) bool {
	switch {
	case err != nil:
		t.broke(err, silence)
	case code == want:
		return true
	case code >= 400 && code < 500:
		t.end(Untested, TempFail,
			"The mail server asked Handrail to try again later. Some do this with unknown senders.")
	case code >= 500 && code < 600:
		t.end(Untested, Rejected, "The mail server refuses this computer. Many refuse addresses of homes and offices.")
	default:
		t.end(Untested, Garbage, "The server on port 25 did not answer as a mail server.")
	}
	return false
}

// broke names the end of a talk before encryption.
func (t *talk) broke(err error, silence string) {
	switch {
	case isTimeout(err) && silence == NoGreeting:
		t.end(Untested, NoGreeting, "The mail server accepted the connection but did not answer.")
	case isTimeout(err):
		t.end(Untested, Silent, "The mail server stopped answering during the test.")
	case errors.Is(err, errGarbage), errors.Is(err, errTooLong):
		t.end(Untested, Garbage, "The server on port 25 did not answer as a mail server.")
	default:
		t.end(Untested, Dropped, "The mail server closed the connection before it offered encryption.")
	}
}

// startTLS asks for encryption (RFC 3207 section 4) and checks the answer.
func (t *talk) startTLS(ctx context.Context, conn net.Conn, in *bufio.Reader) {
	if _, err := io.WriteString(conn, "STARTTLS\r\n"); err != nil {
		t.broke(err, Silent)
		return
	}
	code, _, err := reply(in)
	switch {
	case err != nil && (isTimeout(err) || errors.Is(err, errGarbage)):
		t.broke(err, Silent)
		return
	case err != nil:
		t.end(Invalid, Dropped, "The mail server offers encryption, then closes the connection when it should start.")
		return
	case code >= 400 && code < 500:
		t.end(Untested, TempFail, "The mail server cannot encrypt at the moment and asked Handrail to try again later.")
		return
	case code != 220:
		t.end(Invalid, NoSTARTTLS, "The mail server offers encryption, then refuses it.")
		return
	case in.Buffered() > 0:
		t.end(Invalid, TLS, "The mail server sent unencrypted text when encryption should start.")
		return
	}
	t.handshake(ctx, conn)
}

func (t *talk) handshake(ctx context.Context, conn net.Conn) {
	secure := tls.Client(conn, &tls.Config{
		ServerName:         t.got.Host,
		MinVersion:         tls.VersionTLS10, // so that an old host can be named; refused below
		InsecureSkipVerify: true,             // cert.Inspect does it, and keeps what it saw
	})
	if err := secure.HandshakeContext(ctx); err != nil {
		t.handshakeFault(err)
		return
	}
	s := secure.ConnectionState()
	t.got.TLSVersion = tls.VersionName(s.Version)
	fault, words, certs := cert.Inspect(s.PeerCertificates, t.Roots, t.Now(), t.got.Host)
	t.got.Certs = certs
	switch {
	case s.Version < tls.VersionTLS12: // RFC 8461 section 7
		t.end(Invalid, TLSVersion,
			"The mail server supports only "+t.got.TLSVersion+", but senders require TLS 1.2 or newer.")
	case fault != cert.None:
		t.end(Invalid, string(fault), words)
	default:
		t.end(Valid, "", "The mail server encrypts and has a valid certificate.")
	}
	_ = conn.SetDeadline(time.Now().Add(time.Second)) // a farewell is worth no longer wait
	_, _ = io.WriteString(secure, "QUIT\r\n")
	_ = secure.Close()
}

func (t *talk) handshakeFault(err error) {
	var alert tls.AlertError
	switch {
	case isTimeout(err):
		t.end(Invalid, TLS, "The mail server offered encryption and then stopped answering.")
	case errors.As(err, &alert) && strings.Contains(alert.Error(), "protocol version"):
		t.end(Invalid, TLSVersion, "The mail server supports only outdated versions of encryption.")
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), app.ConnectionReset(err):
		t.end(Invalid, Dropped, "The mail server closed the connection when encryption should start.")
	default:
		t.end(Invalid, TLS, "The mail server offered encryption, but the encrypted connection failed.")
	}
}

// helo returns our name: the address the host sees, as RFC 5321 section 4.1.3 wants
// from clients without a name.
func (t *talk) helo(conn net.Conn) string {
	if t.Helo != "" {
		return t.Helo
	}
	local, err := netip.ParseAddrPort(conn.LocalAddr().String())
	switch addr := local.Addr().Unmap().WithZone(""); {
	case err != nil:
		return "[127.0.0.1]"
	case addr.Is6():
		return "[IPv6:" + addr.String() + "]"
	default:
		return "[" + addr.String() + "]"
	}
}

// reply reads one SMTP reply (RFC 5321 section 4.2): lines of a code, "-" or a
// blank, and text; the blank marks the last one.
func reply(in *bufio.Reader) (code int, lines []string, err error) {
	for len(lines) < maxLines {
		raw, err := in.ReadSlice('\n')
		if errors.Is(err, bufio.ErrBufferFull) {
			return 0, lines, errTooLong
		}
		if err != nil {
			if len(raw) > 0 && errors.Is(err, io.EOF) {
				err = io.ErrUnexpectedEOF
			}
			return 0, lines, err
		}
		line := strings.TrimRight(string(raw), "\r\n")
		n, last, ok := replyLine(line)
		if !ok || code != 0 && n != code {
			return 0, lines, errGarbage
		}
		code = n
		lines = append(lines, strings.TrimPrefix(line[3:], "-"))
		if last {
			return code, lines, nil
		}
	}
	return 0, lines, errTooLong
}

// replyLine reads the code at the front of a line.
func replyLine(line string) (code int, last, ok bool) {
	if len(line) < 3 || len(line) > 3 && line[3] != ' ' && line[3] != '-' {
		return 0, false, false
	}
	for _, c := range line[:3] {
		if c < '0' || c > '9' {
			return 0, false, false
		}
		code = code*10 + int(c-'0')
	}
	return code, len(line) == 3 || line[3] == ' ', code >= 200 && code < 600
}

func isTimeout(err error) bool {
	var network net.Error
	return errors.Is(err, context.DeadlineExceeded) || errors.As(err, &network) && network.Timeout()
}

// printable returns text from an unknown server without control characters, on one line.
func printable(s string) string {
	s = strings.TrimSpace(strings.Map(func(r rune) rune {
		if r < 0x20 || r > 0x7e {
			return -1
		}
		return r
	}, s))
	return s[:min(len(s), 200)]
}
