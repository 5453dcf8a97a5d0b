package header

import (
	"strings"

	"handrail/app/pattern"
)

var (
	tlsVersion = pattern.Lazy(`(?i)(?:version=|using |\()\s*(TLS|SSL)v?\s*(\d)(?:[._]?(\d))?\b`)
	tlsCipher  = pattern.Lazy(`(?i)\bcipher[= ]\s*([A-Z0-9_-]+)`)
)

// secured returns whether the connection was encrypted. Servers write the version, or a
// protocol of RFC 3848 whose name says so. Exchange writes a version only with encryption,
// and not always then.
func (h *Hop) secured() TLS {
	t := TLS{State: NotWritten}
	text := h.From + " " + h.By + " " + h.With
	if v := tlsVersion().FindStringSubmatch(text); v != nil {
		t.State, t.Version = Encrypted, v[2]
		if v[3] != "" {
			t.Version += "." + v[3]
		}
		if strings.EqualFold(v[1], "SSL") {
			t.Version = "SSL" + v[2]
		}
	}
	if c := tlsCipher().FindStringSubmatch(text); c != nil {
		t.State, t.Cipher = Encrypted, c[1]
	}
	if t.State == Encrypted {
		return t
	}
	protocol, _, _ := strings.Cut(strings.ToUpper(h.With), " ")
	switch protocol {
	case "ESMTPS", "ESMTPSA", "LMTPS", "LMTPSA", "UTF8SMTPS", "UTF8SMTPSA", "UTF8LMTPS", "UTF8LMTPSA", "SMTPS",
		"HTTPS":
		t.State = Encrypted
	case "SMTP", "ESMTP", "ESMTPA", "LMTP", "LMTPA", "UTF8SMTP", "UTF8SMTPA", "HTTP":
		t.State = Plaintext
	}
	if h.Addr.IsLoopback() || protocol == "MAPI" || h.Addr.IsValid() && h.Addr == h.ByAddr {
		t.State = Local
	}
	return t
}
