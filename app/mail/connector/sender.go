package connector

import (
	"cmp"
	"strings"
	"time"
)

// Way is how a device or a program sends email.
type Way string

// The ways.
const (
	Direct    Way = "direct"    // to the MX of the organisation, without signing in
	Password  Way = "password"  // SMTP AUTH with a password
	Modern    Way = "oauth"     // SMTP AUTH with a token, or an interface of Microsoft
	WayUnread Way = "unknown"   // no one said
	Connector Way = "connector" // through a connector: the person or the message trace says so
)

// Sender is a device, a web site or a program that sends email in the name of the organisation.
type Sender struct {
	Name      string // as the person calls it; the address for one of a message trace
	Address   string // of its email; "" where it is not known
	Addrs     []string
	Way       Way
	Connector string // the one that took its email, as a message trace has it
	Messages  int    // in the message trace; 0: told by the person
	Last      time.Time
}

// ParseSenders returns the senders of a text, one on each line: a name, its email address, the
// addresses from which it connects and how it sends, in any order, with semicolons between.
func ParseSenders(text string) (all []Sender) {
	for line := range strings.Lines(text) {
		s := Sender{Way: WayUnread}
		for part := range strings.SplitSeq(line, ";") {
			part = strings.TrimSpace(part)
			_, isRange := parseRange(part)
			way, isWay := ways[strings.ToLower(part)]
			switch {
			case part == "":
			case isRange:
				s.Addrs = append(s.Addrs, part)
			case isWay:
				s.Way = way
			case s.Address == "" && strings.Count(part, "@") == 1 && !strings.ContainsAny(part, " \t"):
				s.Address = strings.ToLower(part)
			case s.Name == "":
				s.Name = part
			default:
				s.Name += ", " + part
			}
		}
		s.Name = cmp.Or(s.Name, s.Address, strings.Join(s.Addrs, ", "))
		if s.Name != "" {
			all = append(all, s)
		}
	}
	return all
}

// ways are the words for how something sends.
var ways = map[string]Way{"direct": Direct, "direct send": Direct, "mx": Direct, "password": Password,
	"smtp auth": Password, "basic": Password, "oauth": Modern, "modern": Modern, "graph": Modern,
	"connector": Connector, "relay": Connector}
