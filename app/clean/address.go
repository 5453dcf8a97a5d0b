package clean

import "net/mail"

// Address returns an address as it stands in the head of an email, with quotes where
// its name needs them (RFC 5322 section 3.4.1), so that it stays one address. It is
// "" if that cannot be.
func Address(address string) string {
	head := (&mail.Address{Address: address}).String()
	back, err := mail.ParseAddress(head)
	if err != nil || back.Address != address || back.Name != "" || Name(head) != head {
		return ""
	}
	return head
}
