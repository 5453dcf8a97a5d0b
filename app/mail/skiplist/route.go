package skiplist

import (
	"handrail/app/mail/connector"
	"handrail/app/mail/header"
)

// Route is the way of email to Exchange Online. Stable.
type Route string

// The routes. In a loop Enhanced Filtering must stay off: it would skip to Microsoft’s own
// server, and composite authentication would fail.
const (
	Line         Route = "line"     // internet, filter, Exchange Online
	LineOwn      Route = "line-own" // internet, filter, own servers, Exchange Online
	Loop         Route = "loop"     // internet, Exchange Online, filter, Exchange Online
	Direct       Route = "direct"   // internet, Exchange Online
	RouteUnknown Route = "unknown"  // see Because
	NoEmail      Route = "no-email" // the domain takes none
)

// Because is what a route rests on. Stable.
type Because string

// What it rests on.
const (
	BecauseAnswer   Because = "answer"       // the person said that email comes back
	BecauseHeader   Because = "header"       // the header has two of Microsoft’s servers with another between
	BecauseMX       Because = "mx"           // the mail servers in DNS
	BecauseNoWay    Because = "no-connector" // email cannot come back: there is no connector for it
	BecauseMixed    Because = "mixed"        // some mail servers are Microsoft’s, others not
	BecauseNoDNS    Because = "no-dns"       // DNS could not be asked
	BecauseNoAnswer Because = "no-answer"    // whether email comes back is not known
	BecauseTwoTimes Because = "two-passes"   // whose first time in Exchange Online it is, is not known
)

// Twice reports whether an email was in Exchange Online twice, with a server of someone else
// in between. The first time can also be the organisation of the sender.
func Twice(m *header.Message) bool {
	if m == nil {
		return false
	}
	var edges []*header.Pass
	for i := range m.Passes {
		if m.Passes[i].Edge >= 0 {
			edges = append(edges, &m.Passes[i])
		}
	}
	if len(edges) < 2 {
		return false
	}
	hop := m.Hops[edges[0].Edge]
	return hop.Addr.IsValid() && !OfMicrosoft(hop.Addr) && !NamedMicrosoft(hop.PTR)
}

// Decide returns the route: by the mail servers, by whether email leaves Exchange Online and
// comes back, by whether it passes the organisation’s own servers, and by one header, which
// may be nil. noConnector: there is no inbound connector.
func Decide(front Front, back, own connector.Answer, m *header.Message, noConnector bool) (Route, Because) {
	twice := Twice(m)
	switch {
	case front == AtNone:
		return NoEmail, BecauseMX
	case back == connector.Yes:
		return Loop, BecauseAnswer
	case twice && front == AtMicrosoft:
		return Loop, BecauseHeader
	case front == FrontUnknown:
		return RouteUnknown, BecauseNoDNS
	case front == AtBoth:
		return RouteUnknown, BecauseMixed
	case twice && back == connector.Unread:
		return RouteUnknown, BecauseTwoTimes
	case front == AtMicrosoft && noConnector:
		return Direct, BecauseNoWay
	case front == AtMicrosoft && back == connector.No:
		return Direct, BecauseMX
	case front == AtMicrosoft:
		return RouteUnknown, BecauseNoAnswer
	case own == connector.Yes:
		return LineOwn, BecauseMX
	}
	return Line, BecauseMX
}
