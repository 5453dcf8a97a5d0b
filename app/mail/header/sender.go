package header

import (
	"net/netip"
	"strings"
)

// sender finds the name and the address of the server that handed the email over. What the
// receiving server saw stands in brackets behind what the other one called itself.
func (h *Hop) sender() {
	var literal netip.Addr
	for i, w := range words(h.From) {
		inner, comment := strings.CutPrefix(w, "(")
		if !comment {
			if i == 0 {
				h.Name = w
				literal = address(w)
			}
			continue
		}
		inner = strings.TrimSuffix(inner, ")")
		low := strings.ToLower(inner)
		if strings.HasPrefix(low, "helo") || strings.HasPrefix(low, "ehlo") {
			if _, name, ok := strings.Cut(strings.ReplaceAll(inner, "=", " "), " "); ok {
				h.Name, _, _ = strings.Cut(strings.TrimSpace(name), " ")
			}
			continue
		}
		if h.Addr.IsValid() {
			continue
		}
		for j, part := range strings.Fields(inner) {
			if a := address(part); a.IsValid() {
				h.Addr = a
				break
			}
			if j == 0 && part != "unknown" && strings.Contains(part, ".") {
				h.PTR = strings.TrimSuffix(part, ".")
			}
		}
		if !h.Addr.IsValid() {
			h.PTR = ""
		}
	}
	if !h.Addr.IsValid() {
		h.Addr = literal
	}
}

// server returns the name and the address in the part behind “by”.
func server(by string) (name string, addr netip.Addr) {
	for i, w := range words(by) {
		if i == 0 {
			name = strings.TrimSuffix(w, ".")
			addr = address(w)
			continue
		}
		for part := range strings.FieldsSeq(strings.Trim(w, "()")) {
			if a := address(part); a.IsValid() && !addr.IsValid() {
				addr = a
			}
		}
	}
	return name, addr
}

// address reads an address as servers write it: bare, in brackets, with "IPv6:" in front, with
// a zone behind it. The result is not valid where text is no address.
func address(text string) netip.Addr {
	text = strings.Trim(text, "[]();,")
	if len(text) > 5 && strings.EqualFold(text[:5], "ipv6:") {
		text = text[5:]
	}
	text, _, _ = strings.Cut(text, "%")
	a, err := netip.ParseAddr(text)
	if err != nil {
		return netip.Addr{}
	}
	return a.Unmap()
}
