package header

import "strings"

// Stranger reports whether servers wrote themselves down and none of them is Exchange Online’s:
// then its fields came with the email, and anyone can have written them.
func (m *Message) Stranger() bool { return len(m.Hops) > 0 && len(m.Passes) == 0 }

// After returns the newest server, if it took the email after Exchange Online: one of the
// recipient’s own, or another service that looks at the email once more.
func (m *Message) After() (Hop, bool) {
	for _, h := range m.Hops {
		if h.ByName != "" {
			return h, !h.Service && len(m.Passes) > 0
		}
	}
	return Hop{}, false
}

// kept reports whether the email still has the fields that Exchange Online removes when it
// hands an email to another organisation (Microsoft Learn, “Header firewall”).
func (m *Message) kept() bool {
	for _, f := range m.Fields {
		if strings.HasPrefix(strings.ToLower(f.Name), "x-ms-exchange-organization-") {
			return true
		}
	}
	return false
}

// Trusted returns the antispam report that counts: the topmost that is not marked as
// untrusted. Anyone can write one; Exchange Online puts its own above. nil: there is none, or
// Exchange Online never took the email.
func (m *Message) Trusted() *Report {
	if m.Stranger() {
		return nil
	}
	for i := range m.Reports {
		if m.Reports[i].Field == forefront {
			return &m.Reports[i]
		}
	}
	return nil
}
