package mtasts

import (
	"fmt"
	"strings"
	"time"

	"handrail/app/guide"
	"handrail/app/inbound"
)

// recordTTL is the advised time that others cache a record: an hour, so that a
// change is seen the same day.
const recordTTL = time.Hour

// announcement returns the MTA-STS record (RFC 8461 section 3.1).
func announcement(domain, id string) guide.Record {
	return txtRecord(inbound.RecordName(domain), domain, "v=STSv1; id="+id+";")
}

// reporting returns the TLS-RPT record. One address directly
// after the version: every known sender reads that form (RFC 8460 section 3).
func reporting(domain, rua string) guide.Record {
	return txtRecord(inbound.ReportingName(domain), domain, "v=TLSRPTv1; rua=mailto:"+escapeRUA(rua))
}

// escapeRUA returns address with the characters that have a special meaning in the
// record escaped (RFC 8460 section 3).
func escapeRUA(address string) string {
	return strings.NewReplacer("%", "%25", ",", "%2C", "!", "%21", ";", "%3B").Replace(address)
}

func txtRecord(name, domain, value string) guide.Record {
	return guide.Record{
		Name: name, Type: "TXT", Value: value, TTL: recordTTL, Host: hostIn(name, domain),
		Zone: fmt.Sprintf("%s. %d IN TXT %s", name, int(recordTTL.Seconds()), quoteTXT(value)),
	}
}

func cnameRecord(name, domain, target string) guide.Record {
	return guide.Record{
		Name: name, Type: "CNAME", Value: target, TTL: recordTTL, Host: hostIn(name, domain),
		Zone: fmt.Sprintf("%s. %d IN CNAME %s.", name, int(recordTTL.Seconds()), target),
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

// hostHint returns how to enter the name in a form; more for a subdomain, whose
// records are often managed with the domain above it.
func hostHint(r guide.Record, domain string) string {
	text := fmt.Sprintf("Most forms expect only “%s” as the name, because they add the rest automatically.", r.Host)
	if first, above, ok := strings.Cut(domain, "."); ok && strings.Contains(above, ".") {
		text += fmt.Sprintf(" If you manage %s instead, the name is “%s.%s”.", above, r.Host, first)
	}
	return text
}
