package dns

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"time"

	mdns "github.com/miekg/dns"
)

// udpSize is the accepted size of an answer over UDP: it fits every common path
// without being cut into fragments (DNS flag day 2020, RFC 9715).
const udpSize = 1232

type question struct {
	name    string
	kind    Type
	recurse bool
}

// message is one server's answer, read.
type message struct {
	status    Status // "" when the chain leads out of the answer
	records   []Record
	chain     []string
	ttl       time.Duration
	authentic bool
	zone      string
	server    string
}

// exchange puts one question to one server: UDP with EDNS0 (RFC 6891) and the DO
// bit (RFC 3225), TCP when the answer was cut off (RFC 7766 section 5), and
// without EDNS0 for servers that do not know it (RFC 6891 section 7).
func (c *Client) exchange(ctx context.Context, server string, q question) (message, error) {
	fail := func(err error) (message, error) {
		var e *Error
		if errors.As(err, &e) {
			e.Name, e.Type, e.Server = q.name, q.kind, server
			return message{}, e
		}
		return message{}, &Error{Kind: kindOf(err), Name: q.name, Type: q.kind, Server: server, Err: err}
	}
	reply, err := c.send(ctx, "udp", server, q, true)
	if err == nil && (reply.Rcode == mdns.RcodeFormatError || reply.Rcode == mdns.RcodeNotImplemented) {
		reply, err = c.send(ctx, "udp", server, q, false)
	}
	if err == nil && reply.Truncated {
		reply, err = c.send(ctx, "tcp", server, q, true)
		if err == nil && reply.Truncated {
			err = &Error{Kind: Malformed, Err: errors.New("the answer is cut off over TCP too")}
		}
	}
	if err != nil {
		return fail(err)
	}
	m, err := read(reply, q)
	if err != nil {
		return fail(err)
	}
	m.server = server
	return m, nil
}

// send carries one question over one fresh connection, so that each has a random port (RFC 5452).
func (c *Client) send(ctx context.Context, network, server string, q question, edns bool) (*mdns.Msg, error) {
	ask := new(mdns.Msg)
	ask.SetQuestion(mdns.Fqdn(q.name), uint16(q.kind))
	ask.RecursionDesired = q.recurse
	ask.AuthenticatedData = true // we understand the AD bit: RFC 6840 section 5.7
	if edns {
		ask.SetEdns0(udpSize, true)
	}
	packed, err := ask.Pack()
	if err != nil {
		return nil, &Error{Kind: BadName, Err: err}
	}
	ctx, cancel := context.WithTimeout(ctx, c.config.Timeout)
	defer cancel()
	conn, err := c.config.Dial.Or()(ctx, network, server)
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	deadline, _ := ctx.Deadline()
	_ = conn.SetDeadline(deadline)
	defer context.AfterFunc(ctx, func() { _ = conn.SetDeadline(time.Unix(1, 0)) })()
	if network == "tcp" {
		packed = append(binary.BigEndian.AppendUint16(nil, uint16(len(packed))), packed...)
	}
	if _, err := conn.Write(packed); err != nil {
		return nil, err
	}
	if network == "tcp" {
		return receiveTCP(conn, ask)
	}
	return receiveUDP(conn, ask)
}

// receiveUDP waits for the answer to ask. Anyone can send a packet, so packets
// that do not match are ignored (RFC 5452 section 9.1). If no other packet arrives
// in time, the error describes the packet that did not match.
func receiveUDP(conn net.Conn, ask *mdns.Msg) (*mdns.Msg, error) {
	buffer := make([]byte, 65535)
	var lie error
	for {
		n, err := conn.Read(buffer)
		if err != nil {
			if lie != nil {
				return nil, &Error{Kind: Malformed, Err: lie}
			}
			return nil, err
		}
		reply, err := fits(buffer[:n], ask)
		if err == nil {
			return reply, nil
		}
		lie = err
	}
}

func receiveTCP(conn net.Conn, ask *mdns.Msg) (*mdns.Msg, error) {
	var length [2]byte
	if _, err := io.ReadFull(conn, length[:]); err != nil {
		return nil, err
	}
	body := make([]byte, binary.BigEndian.Uint16(length[:]))
	if _, err := io.ReadFull(conn, body); err != nil {
		return nil, err
	}
	reply, err := fits(body, ask)
	if err != nil {
		return nil, &Error{Kind: Malformed, Err: err}
	}
	return reply, nil
}

// fits compares a packet with the question: same id, same question, an answer (RFC 5452 section 9.1).
func fits(packet []byte, ask *mdns.Msg) (*mdns.Msg, error) {
	reply := new(mdns.Msg)
	if err := reply.Unpack(packet); err != nil && !reply.Truncated {
		return nil, fmt.Errorf("it cannot be read: %w", err)
	}
	if !reply.Truncated && !whole(packet, reply) {
		return nil, errors.New("it has fewer records than it says")
	}
	want := ask.Question[0]
	switch {
	case reply.Id != ask.Id:
		return nil, errors.New("its number belongs to another question")
	case !reply.Response:
		return nil, errors.New("it is a question, not an answer")
	case len(reply.Question) == 0 && reply.Rcode != mdns.RcodeSuccess && reply.Rcode != mdns.RcodeNameError:
		return reply, nil // some servers leave the question out of a refusal
	case len(reply.Question) != 1 || !strings.EqualFold(reply.Question[0].Name, want.Name) ||
		reply.Question[0].Qtype != want.Qtype || reply.Question[0].Qclass != want.Qclass:
		return nil, errors.New("it answers another question")
	}
	return reply, nil
}

// whole reports whether an answer has as many records as its header says (RFC 1035 section
// 4.1.1). The library passes over those that are missing at the end.
func whole(packet []byte, reply *mdns.Msg) bool {
	for k, n := range []int{len(reply.Question), len(reply.Answer), len(reply.Ns), len(reply.Extra)} {
		if int(binary.BigEndian.Uint16(packet[4+2*k:])) != n {
			return false
		}
	}
	return true
}

func kindOf(err error) Kind {
	var network net.Error
	switch {
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &network) && network.Timeout():
		return Timeout
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return Malformed
	}
	return Unreachable
}
