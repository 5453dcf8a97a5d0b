package sample

import (
	"bufio"
	"crypto/tls"
	"fmt"
	"net"
	"strings"
	"sync"
	"time"
)

// mailHost is the name in the greeting of the mail server.
const mailHost = "mail.protection.outlook.com"

// mail is the mail server. It offers STARTTLS (RFC 3207) and accepts no email.
type mail struct {
	net.Listener
	config *tls.Config

	mu   sync.Mutex
	open map[net.Conn]bool
}

// serveMail runs the mail server.
func (s *Sample) serveMail(l net.Listener) {
	m := &mail{Listener: l, open: map[net.Conn]bool{}, config: &tls.Config{
		MinVersion: tls.VersionTLS12,
		GetCertificate: func(*tls.ClientHelloInfo) (*tls.Certificate, error) {
			return s.root.certificate(mailHost, "*."+mailHost)
		},
	}}
	s.run(m, func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			m.keep(conn, true)
			s.running.Go(func() {
				defer m.keep(conn, false)
				defer conn.Close()
				m.talk(conn)
			})
		}
	})
}

// Close stops listening and closes every connection.
func (m *mail) Close() error {
	err := m.Listener.Close()
	m.mu.Lock()
	defer m.mu.Unlock()
	for conn := range m.open {
		conn.Close()
	}
	return err
}

func (m *mail) keep(conn net.Conn, yes bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if yes {
		m.open[conn] = true
	} else {
		delete(m.open, conn)
	}
}

// talk serves one connection (RFC 5321), for a minute at most.
func (m *mail) talk(conn net.Conn) {
	_ = conn.SetDeadline(time.Now().Add(time.Minute))
	fmt.Fprintf(conn, "220 %s Sample mail server ready\r\n", mailHost)
	in, secure := bufio.NewReaderSize(conn, 1024), false
	for {
		line, err := in.ReadSlice('\n')
		if err != nil {
			return
		}
		verb, _, _ := strings.Cut(strings.ToUpper(strings.TrimSpace(string(line))), " ")
		switch {
		case verb == "EHLO" && !secure:
			fmt.Fprintf(conn, "250-%s\r\n250-SIZE 157286400\r\n250 STARTTLS\r\n", mailHost)
		case verb == "EHLO" || verb == "HELO" || verb == "NOOP" || verb == "RSET":
			fmt.Fprintf(conn, "250 %s\r\n", mailHost)
		case verb == "STARTTLS" && !secure:
			fmt.Fprint(conn, "220 Go ahead\r\n")
			over := tls.Server(conn, m.config)
			if over.Handshake() != nil {
				return
			}
			conn, in, secure = over, bufio.NewReaderSize(over, 1024), true
		case verb == "QUIT":
			fmt.Fprint(conn, "221 Bye\r\n")
			return
		default:
			fmt.Fprint(conn, "502 This server only shows how email is received\r\n")
		}
	}
}
