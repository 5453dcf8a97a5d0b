package dns

import (
	"context"
	"encoding/binary"
	"errors"
	"net"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	mdns "github.com/miekg/dns"
)

// wire is a connection to a server that sends fixed bytes to whatever it is asked.
type wire struct {
	net.Conn
	network string
	answer  []byte // without its number, which is that of the question
	left    []byte
}

// Write takes the question.
func (w *wire) Write(p []byte) (int, error) {
	n := len(p)
	if w.network == "tcp" {
		p = p[2:]
	}
	w.left = slices.Concat(p[:2], w.answer)
	if w.network == "tcp" {
		w.left = append(binary.BigEndian.AppendUint16(nil, uint16(len(w.left))), w.left...)
	}
	return n, nil
}

// Read sends the answer once; after that nothing comes in time.
func (w *wire) Read(p []byte) (int, error) {
	if len(w.left) == 0 {
		return 0, os.ErrDeadlineExceeded
	}
	n := copy(p, w.left)
	if w.left = w.left[n:]; w.network == "udp" {
		w.left = nil
	}
	return n, nil
}

// Close and SetDeadline do nothing.
func (w *wire) Close() error                { return nil }
func (w *wire) SetDeadline(time.Time) error { return nil }

// FuzzAnswer: whatever bytes a server sends over UDP and TCP, an answer that is trusted is
// whole, of the name that was asked for, and no failure; else the error says “not known”.
func FuzzAnswer(f *testing.F) {
	for _, m := range answers(f) {
		f.Add(m, m)
		f.Add(m[:len(m)-3], m)
		cut := slices.Clone(m)
		cut[0] |= 2 // TC
		f.Add(cut, m)
	}
	f.Fuzz(func(t *testing.T, udp, tcp []byte) {
		if len(udp) > 65000 || len(tcp) > 65000 {
			return
		}
		c := &Client{config: Config{Servers: []string{"192.0.2.1:53"}, Timeout: time.Minute, Tries: 1,
			Dial: func(_ context.Context, network, _ string) (net.Conn, error) {
				answer := udp
				if network == "tcp" {
					answer = tcp
				}
				return &wire{network: network, answer: answer}, nil
			}}}
		for _, q := range []Type{TXT, MX} {
			a, err := c.Lookup(context.Background(), asked, q)
			if err != nil {
				var e *Error
				if !errors.As(err, &e) || a.Status != "" || len(a.Records) > 0 {
					t.Fatalf("%v with %+v", err, a)
				}
				continue
			}
			message := udp
			if len(udp) > 0 && udp[0]&2 != 0 {
				message = tcp
			}
			if why := unfit(message, q); why != "" {
				t.Fatalf("%s is %q though %s", q, a.Status, why)
			}
			if (a.Status == Found) != (len(a.Records) > 0) ||
				slices.ContainsFunc(a.Records, func(r Record) bool { return r.Type != q }) {
				t.Fatalf("%s is %q with %+v", q, a.Status, a.Records)
			}
		}
	})
}

// asked is the name that the fuzz target asks for.
const asked = "harbour.example"

// answers returns messages without their number: found, an alias, no such record, no such
// name, a failure, an answer for another name.
func answers(f *testing.F) (all [][]byte) {
	soa := "example. 600 IN SOA ns.example. h.example. 1 2 3 4 300"
	for _, c := range []struct {
		name    string
		code    int
		records []string
		soa     bool
	}{
		{asked, 0, []string{`harbour.example. 60 IN TXT "v=STSv1; id=1;"`,
			"harbour.example. 60 IN MX 10 mx.example."}, false},
		{asked, 0, []string{"harbour.example. 60 IN CNAME port.example.", `port.example. 60 IN TXT "a" "b"`}, false},
		{asked, 0, nil, true},
		{asked, mdns.RcodeNameError, nil, true},
		{asked, mdns.RcodeServerFailure, nil, false},
		{"other.example", mdns.RcodeNameError, nil, true},
	} {
		for _, q := range []Type{TXT, MX} {
			m := new(mdns.Msg).SetQuestion(mdns.Fqdn(c.name), uint16(q))
			m.Response, m.RecursionAvailable, m.Rcode = true, true, c.code
			for _, line := range c.records {
				rr, err := mdns.NewRR(line)
				if err != nil {
					f.Fatal(err)
				}
				m.Answer = append(m.Answer, rr)
			}
			if c.soa {
				rr, _ := mdns.NewRR(soa)
				m.Ns = append(m.Ns, rr)
			}
			packed, err := m.Pack()
			if err != nil {
				f.Fatal(err)
			}
			all = append(all, packed[2:])
		}
	}
	return all
}

// unfit returns why a message, without its number, answers nothing: read by hand (RFC 1035
// section 4.1), without the library that the client reads it with.
func unfit(m []byte, q Type) string {
	if len(m) < 10 {
		return "it has no whole header"
	}
	switch code := m[1] & 15; {
	case m[0]&0x80 == 0:
		return "it is a question"
	case m[0]&2 != 0:
		return "it is cut off"
	case code != mdns.RcodeSuccess && code != mdns.RcodeNameError:
		return "its code is " + mdns.RcodeToString[int(code)]
	case binary.BigEndian.Uint16(m[2:]) != 1:
		return "it has no single question"
	}
	name, at := nameAt(m, 10)
	if at < 0 || at+4 > len(m) || !strings.EqualFold(name, asked+".") || m[at] != 0 || Type(m[at+1]) != q {
		return "it is for " + name
	}
	at += 4
	left := 0
	for k := range 3 {
		left += int(binary.BigEndian.Uint16(m[4+2*k:]))
	}
	for ; left > 0; left-- {
		if at = skipName(m, at); at < 0 || at+10 > len(m) {
			return "a record is missing"
		}
		if at += 10 + int(binary.BigEndian.Uint16(m[at+8:])); at > len(m) {
			return "a record is cut off"
		}
	}
	return ""
}

// nameAt returns the name at a place, and the place behind it; -1 if it is broken.
func nameAt(m []byte, at int) (name string, end int) {
	for at < len(m) && m[at] < 64 {
		n := int(m[at])
		if n == 0 {
			return name, at + 1
		}
		if at+1+n > len(m) {
			break
		}
		name += string(m[at+1:at+1+n]) + "."
		at += 1 + n
	}
	return name, -1
}

// skipName returns the place behind a name that may end in a pointer.
func skipName(m []byte, at int) int {
	for at >= 0 && at < len(m) {
		switch n := int(m[at]); {
		case n == 0:
			return at + 1
		case n >= 192:
			return at + 2
		case n >= 64:
			return -1
		default:
			at += 1 + n
		}
	}
	return -1
}
