package mailchecktest

import (
	"bufio"
	"crypto/tls"
	"fmt"
	"net"
	"strings"
	"time"
)

// serveMail speaks the first words of SMTP (RFC 5321, RFC 3207), each answer
// after the world's delay.
func (w *World) serveMail(conn net.Conn, cert *tls.Certificate) {
	defer conn.Close()
	conn.SetDeadline(time.Now().Add(30 * time.Second))
	say := func(format string, args ...any) {
		time.Sleep(w.Delay)
		fmt.Fprintf(conn, format+"\r\n", args...)
	}
	say("220 mail.test ESMTP")
	in := bufio.NewReader(conn)
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			return
		}
		switch word := strings.ToUpper(strings.Fields(line + " ?")[0]); {
		case word == "EHLO" && cert != nil:
			say("250-mail.test\r\n250-8BITMIME\r\n250 STARTTLS")
		case word == "EHLO", word == "HELO":
			say("250 mail.test")
		case word == "STARTTLS" && cert != nil:
			say("220 go ahead")
			secure := tls.Server(conn, &tls.Config{Certificates: []tls.Certificate{*cert}})
			if secure.Handshake() != nil {
				return
			}
			conn, in = secure, bufio.NewReader(secure)
		case word == "QUIT":
			say("221 bye")
			return
		default:
			say("502 not here")
		}
	}
}
