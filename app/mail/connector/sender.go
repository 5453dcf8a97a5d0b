package connector

import (
	"cmp"
	"net/netip"
	"slices"
	"strings"
	"time"

	"handrail/app/powershell"
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

// Trace is what a message trace says.
type Trace struct {
	Senders []Sender // of the organisation's own domains, those with most messages first
	Rows    int      // messages of the trace
	Open    int      // of these: without a sender or an address, so not known
	Foreign int      // of senders in other domains, which no one refuses here
	Lost    []powershell.Loss
}

// readTrace brings what a message trace lacks.
const readTrace = "Get-MessageTraceV2 -StartDate (Get-Date).AddDays(-10) -EndDate (Get-Date) -ResultSize 5000 | " +
	"Select-Object Received,SenderAddress,RecipientAddress,Status,FromIP | ConvertTo-Json"

var traceFields = fields(readTrace, "SenderAddress", "Sender of the messages", "FromIP",
	"Address of the sending server")

// ReadTrace returns the senders of own domains in a message trace: of Get-MessageTrace(V2), of
// Microsoft Graph, or as the Exchange admin center exports it.
func (e *Export) ReadTrace(rows []powershell.Row) Trace {
	var t Trace
	if len(rows) == 1 && rows[0].Has("value") {
		if inner, whole := rows[0].Rows("value"); whole {
			rows = inner // the answer of Microsoft Graph
		}
	}
	senders, domains := map[[2]string]*Sender{}, map[string]Answer{}
	for _, r := range rows {
		address, from := tracePart(r, "SenderAddress", "sender_address"), tracePart(r, "FromIP", "original_client_ip")
		if !r.Has("SenderAddress") && !r.Has("sender_address") {
			continue
		}
		t.Rows++
		domain := domainOf(address)
		own, known := domains[domain]
		if !known {
			own = e.Own(domain)
			domains[domain] = own
		}
		switch a, err := netip.ParseAddr(from); {
		case address == "" || own == Unread:
			t.Open++
			continue
		case own == No:
			t.Foreign++
			continue
		case from == "" && r.Has("FromIP"):
			continue // written inside Exchange Online
		case err != nil:
			t.Open++
			continue
		default:
			from = a.Unmap().String()
		}
		key := [2]string{strings.ToLower(address), from}
		s := senders[key]
		if s == nil {
			s = &Sender{Name: key[0], Address: key[0], Addrs: []string{from}, Way: WayUnread}
			senders[key] = s
		}
		s.add(r)
	}
	for _, s := range senders {
		t.Senders = append(t.Senders, *s)
	}
	slices.SortFunc(t.Senders, func(a, b Sender) int {
		return cmp.Or(b.Messages-a.Messages, strings.Compare(a.Address, b.Address), strings.Compare(a.Addrs[0],
			b.Addrs[0]))
	})
	if len(rows) > 0 && !rows[0].Has("sender_address") {
		t.Lost = powershell.Losses(rows, traceFields...)
	}
	return t
}

func (s *Sender) add(r powershell.Row) {
	s.Messages++
	if at, ok := firstTime(r, "Received", "receivedDateTime", "origin_timestamp_utc"); ok && at.After(s.Last) {
		s.Last = at
	}
	if name := tracePart(r, "connector_id", "ConnectorId"); name != "" && s.Connector == "" {
		s.Way, s.Connector = Connector, name
	}
}

// tracePart returns the first of some values that was not cut off.
func tracePart(r powershell.Row, names ...string) string {
	for _, name := range names {
		if r.State(name) == powershell.Given {
			return strings.TrimSpace(r.Text(name))
		}
	}
	return ""
}

func firstTime(r powershell.Row, names ...string) (time.Time, bool) {
	for _, name := range names {
		if at, ok := r.When(name); ok {
			return at, true
		}
	}
	return time.Time{}, false
}
