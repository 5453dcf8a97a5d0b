package guide

import (
	"fmt"
	"strings"
	"time"
)

// recordTTL is the advised time that others cache a record: an hour, so that a
// change is seen the same day.
const recordTTL = time.Hour

// TXTRecord returns a TXT record for a name in domain. value is unquoted.
func TXTRecord(name, domain, value string) Record {
	return newRecord(name, domain, "TXT", value, quoteTXT(value))
}

// CNAMERecord returns a record that makes name, in domain, an alias of target.
func CNAMERecord(name, domain, target string) Record {
	return newRecord(name, domain, "CNAME", target, target+".")
}

func newRecord(name, domain, kind, value, data string) Record {
	return Record{
		Name: name, Type: kind, Value: value, TTL: recordTTL, Host: hostIn(name, domain),
		Zone: fmt.Sprintf("%s. %d IN %s %s", name, int(recordTTL.Seconds()), kind, data),
	}
}

// hostIn returns name relative to domain, as most providers' forms expect it.
func hostIn(name, domain string) string {
	if name == domain {
		return "@"
	}
	return strings.TrimSuffix(name, "."+domain)
}

// quoteTXT returns the value of a TXT record for a zone file: strings of at most
// 255 bytes in quotes, special bytes escaped (RFC 1035 sections 3.3 and 5.1).
func quoteTXT(value string) string {
	var parts []string
	for first := true; first || value != ""; first = false {
		part := value[:min(255, len(value))]
		value = value[len(part):]
		parts = append(parts, quote(part))
	}
	return strings.Join(parts, " ")
}

func quote(part string) string {
	var b strings.Builder
	b.WriteByte('"')
	for i := range len(part) {
		switch c := part[i]; {
		case c == '"' || c == '\\':
			b.WriteByte('\\')
			b.WriteByte(c)
		case c < ' ' || c > '~':
			fmt.Fprintf(&b, "\\%03d", c)
		default:
			b.WriteByte(c)
		}
	}
	b.WriteByte('"')
	return b.String()
}
