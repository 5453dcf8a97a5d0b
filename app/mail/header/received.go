package header

import (
	"net/netip"
	"strings"
	"time"
)

// Hop is what one server wrote when it took the email (RFC 5321 section 4.4).
type Hop struct {
	Raw string
	// The parts as they stand, without their keywords; several of one kind with "; " between.
	From, By, With, Via, ID, For string

	Name string     // what the sending server called itself
	PTR  string     // the name that DNS has for its address; empty where none was written
	Addr netip.Addr // of the sending server; not valid where none was written

	ByName string
	ByAddr netip.Addr // as the server wrote it of itself

	TLS TLS
	At  time.Time // when it was taken, in UTC; zero where no time was written
	// NoZone: the time came without a zone, and UTC was assumed.
	NoZone bool

	// Delay is the time since the server before it took the email. It is known only where
	// both wrote a time and their clocks agree with the order.
	Delay   time.Duration
	Delayed bool          // Delay is known
	Skew    time.Duration // by at least this much the clocks differ; 0: no sign of it
	Over    int           // servers in between that wrote no time

	Service bool // Exchange Online wrote it
	Edge    bool // Exchange Online took it from outside here
}

// TLS is whether a connection was encrypted, as the server that took the email wrote it.
type TLS struct {
	State   Secured
	Version string // "1.2"; empty where it is not written
	Cipher  string
}

// Secured is whether a connection was encrypted.
type Secured string

// Whether a connection was encrypted. Within one computer there is nothing to encrypt.
const (
	Encrypted  Secured = "yes"
	Plaintext  Secured = "no"
	NotWritten Secured = "not-written"
	Local      Secured = "local"
)

// Old reports whether the version is no longer safe: older than 1.2 (RFC 8996).
func (t TLS) Old() bool {
	switch t.Version {
	case "1.0", "1.1", "1", "SSL2", "SSL3":
		return true
	}
	return false
}

// Public reports whether an address is one that servers on the internet have. Addresses
// that stand for others in documents count as public.
func Public(a netip.Addr) bool {
	return a.IsValid() && !a.IsPrivate() && !a.IsLoopback() && !a.IsLinkLocalUnicast() && !a.IsUnspecified() &&
		!a.IsMulticast() && !carrier.Contains(a)
}

// carrier are the addresses between a provider and its customers (RFC 6598).
var carrier = netip.MustParsePrefix("100.64.0.0/10")

// readReceived takes one Received field apart.
func readReceived(value string) Hop {
	h := Hop{Raw: value}
	clauses, date := splitDate(value)
	h.At, h.NoZone = readDate(date)
	words := words(clauses)
	into := (*string)(nil)
	var said []string
	flush := func() {
		if into == nil || len(said) == 0 {
			said = nil
			return
		}
		if *into != "" {
			*into += "; "
		}
		*into += strings.Join(said, " ")
		said = nil
	}
	for i, w := range words {
		part := h.part(w)
		// The word behind a keyword is never one: a server may be called “by”.
		if part == nil || i > 0 && into != nil && len(said) == 0 {
			said = append(said, w)
			continue
		}
		flush()
		into = part
	}
	flush()
	if h.From == "" && h.By == "" && len(words) == 1 && strings.HasPrefix(words[0], "(") {
		h.By = strings.TrimSuffix(strings.TrimPrefix(words[0], "("), ")") // qmail
	}
	h.sender()
	h.ByName, h.ByAddr = server(h.By)
	h.TLS = h.secured()
	name := strings.ToLower(h.ByName)
	h.Edge = hasSuffix(name, edges)
	h.Service = h.Edge || hasSuffix(name, services)
	return h
}

// part returns where the words behind a keyword go; nil for other words.
func (h *Hop) part(word string) *string {
	switch strings.ToLower(word) {
	case "from":
		return &h.From
	case "by":
		return &h.By
	case "with":
		return &h.With
	case "via":
		return &h.Via
	case "id":
		return &h.ID
	case "for":
		return &h.For
	}
	return nil
}

// words returns the words of text; a comment in brackets is one word, with the comments
// inside it, and so is an address between < and >.
func words(text string) (all []string) {
	start, depth, angle := -1, 0, false
	for i := range len(text) {
		c := text[i]
		if c == ' ' && depth == 0 && !angle {
			if start >= 0 {
				all = append(all, text[start:i])
			}
			start = -1
			continue
		}
		if start < 0 {
			start = i
		}
		switch {
		case c == '(' && !angle:
			depth++
		case c == ')' && depth > 0:
			depth--
		case c == '<' && depth == 0:
			angle = true
		case c == '>' && depth == 0:
			angle = false
		}
	}
	if start >= 0 {
		all = append(all, strings.TrimSpace(text[start:]))
	}
	return all
}

// The ends of the names of Exchange Online’s servers, also in the clouds of governments and
// in China: those that take email from outside, and all others.
var (
	edges = []string{".mail.protection.outlook.com", ".mail.protection.office365.us",
		".mail.protection.partner.outlook.cn"}
	services = []string{".outlook.com", ".outlook.office365.com", ".protection.outlook.com", ".prod.exchangelabs.com",
		".office365.us", ".partner.outlook.cn"}
)

func hasSuffix(name string, ends []string) bool {
	for _, end := range ends {
		if strings.HasSuffix(name, end) {
			return true
		}
	}
	return false
}
