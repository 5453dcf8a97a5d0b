package connector

import (
	"cmp"
	"net/netip"
	"slices"
	"strings"
	"time"

	"handrail/app/powershell"
)

// Mail is what a message trace says of the emails of one sender from one address, whether it was
// imported or read from Microsoft.
type Mail struct {
	Sender, From string // "" where it is not known
	Inside       bool   // written inside Exchange Online: it has no address
	Other        bool   // of senders in other domains than those that were asked for
	Messages     int
	Last         time.Time
	Connector    string // the one that took it; not in every trace
}

// Trace is what a message trace says of the senders of an organisation.
type Trace struct {
	Senders []Sender // of the organisation's own domains, those with most messages first
	Rows    int      // messages of the trace
	Open    int      // of these: without a sender or an address, so not known
	Foreign int      // of senders in other domains, which no one refuses here
	Lost    []powershell.Loss
}

// readTrace brings what a message trace lacks.
const readTrace = "Get-MessageTraceV2 -StartDate (Get-Date).AddDays(-10) -EndDate (Get-Date) -ResultSize 5000 | " +
	"Select-Object Received,SenderAddress,RecipientAddress,Status,FromIP,MessageId | ConvertTo-Json"

var traceFields = fields(readTrace, "SenderAddress", "Sender of the messages", "FromIP",
	"Address of the sending server")

// ReadTrace returns the senders of own domains in an imported message trace.
func (e *Export) ReadTrace(rows []powershell.Row) Trace {
	mails, lost := parseTrace(rows)
	t := e.Trace(mails)
	t.Lost = lost
	return t
}

// parseTrace returns the emails of a message trace: of Get-MessageTrace(V2), of Microsoft Graph,
// or as the Exchange admin center exports it.
func parseTrace(rows []powershell.Row) (all []Mail, lost []powershell.Loss) {
	if len(rows) == 1 && rows[0].Has("value") {
		if inner, whole := rows[0].Rows("value"); whole {
			rows = inner // the answer of Microsoft Graph
		}
	}
	seen := map[[3]string]bool{}
	for _, r := range rows {
		if !r.Has("SenderAddress") && !r.Has("sender_address") {
			continue
		}
		m := Mail{Sender: tracePart(r, "SenderAddress", "sender_address"), From: tracePart(r, "FromIP",
			"original_client_ip"), Connector: tracePart(r, "connector_id", "ConnectorId"), Messages: 1}
		state := r.State("FromIP") // one that was cut off is not known
		m.Inside = state == powershell.Null || state == powershell.Empty
		m.Last, _ = firstTime(r, "Received", "receivedDateTime", "origin_timestamp_utc")
		if id := tracePart(r, "MessageId", "message_id"); id != "" { // a row for each person who received it
			key := [3]string{strings.ToLower(m.Sender), m.From, id}
			if seen[key] {
				continue
			}
			seen[key] = true
		}
		all = append(all, m)
	}
	if len(rows) > 0 && !rows[0].Has("sender_address") {
		lost = powershell.Losses(rows, traceFields...)
	}
	return all, lost
}

// Trace returns the senders of own domains, each with one address.
func (e *Export) Trace(mails []Mail) Trace {
	var t Trace
	senders, domains := map[[2]string]*Sender{}, map[string]Answer{}
	for _, m := range mails {
		t.Rows += m.Messages
		domain := domainOf(m.Sender)
		own, known := domains[domain]
		if !known {
			own = e.Own(domain)
			domains[domain] = own
		}
		if m.Other { // foreign only where all domains of the organisation are known
			own = map[bool]Answer{true: No, false: Unread}[e.DomainsAsked == AskedAll]
		}
		from := m.From
		switch a, err := netip.ParseAddr(from); {
		case m.Sender == "" && !m.Other || own == Unread:
			t.Open += m.Messages
			continue
		case own == No:
			t.Foreign += m.Messages
			continue
		case m.Inside:
			continue
		case err != nil:
			t.Open += m.Messages
			continue
		default:
			from = a.Unmap().String()
		}
		key := [2]string{strings.ToLower(m.Sender), from}
		s := senders[key]
		if s == nil {
			s = &Sender{Name: key[0], Address: key[0], Addrs: []string{from}, Way: WayUnread}
			senders[key] = s
		}
		s.add(m)
	}
	for _, s := range senders {
		t.Senders = append(t.Senders, *s)
	}
	slices.SortFunc(t.Senders, func(a, b Sender) int {
		return cmp.Or(b.Messages-a.Messages, strings.Compare(a.Address, b.Address), strings.Compare(a.Addrs[0],
			b.Addrs[0]))
	})
	return t
}

func (s *Sender) add(m Mail) {
	s.Messages += m.Messages
	if m.Last.After(s.Last) {
		s.Last = m.Last
	}
	if m.Connector != "" && s.Connector == "" {
		s.Way, s.Connector = Connector, m.Connector
	}
}

// Has reports whether a sender of a message trace is s, of which a person said how it sends: the same email address,
// from addresses that s has.
func (s *Sender) Has(traced Sender) bool {
	return s.Way != WayUnread && s.Address != "" && strings.EqualFold(s.Address, traced.Address) &&
		within(s.Addrs, traced.Addrs)
}

// Origin is an address in a message trace, with what becomes of each sender that uses it.
type Origin struct {
	Addr     string
	Fates    []Fate // those with most messages first
	Messages int
	Last     time.Time
}

// Senders returns the email addresses that were used, those with most messages first.
func (o *Origin) Senders() []string {
	all := make([]string, len(o.Fates))
	for i := range o.Fates {
		all[i] = o.Fates[i].Address
	}
	return all
}

// Origins returns the addresses of the senders of a message trace, those with most messages first.
func Origins(traced []Fate) []Origin {
	at := map[string]int{}
	var all []Origin
	for _, f := range traced {
		addr := f.Addrs[0]
		i, known := at[addr]
		if !known {
			i = len(all)
			at[addr], all = i, append(all, Origin{Addr: addr})
		}
		o := &all[i]
		o.Fates, o.Messages = append(o.Fates, f), o.Messages+f.Messages
		if f.Last.After(o.Last) {
			o.Last = f.Last
		}
	}
	slices.SortStableFunc(all, func(a, b Origin) int { return b.Messages - a.Messages })
	return all
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
