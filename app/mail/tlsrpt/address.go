package tlsrpt

import (
	"strings"

	"handrail/app"
	"handrail/app/mail/dns"
)

// CleanRUA returns the address for reports from what a person entered: one email
// address, with or without "mailto:". The result is "mailto:name@domain" with the
// characters that a record cannot contain as %xx (RFC 8460 section 3, RFC 6068
// section 2). Only one address, because some senders use only the first. The error
// is an *app.Error.
func CleanRUA(text string) (string, error) {
	const hint = "Enter one email address. For example, tls-reports@northgate.example."
	s := strings.TrimSpace(text)
	if scheme, rest, found := strings.Cut(s, ":"); found && strings.EqualFold(scheme, "mailto") {
		s = strings.TrimSpace(rest)
	}
	s = strings.TrimSuffix(strings.TrimPrefix(s, "<"), ">")
	local, domain, found := cutLast(s, "@")
	switch {
	case s == "":
		return "", app.Errorf(app.Invalid, hint, "You have not entered an address for the reports yet.")
	case strings.Contains(s, "://"):
		return "", app.Errorf(app.Invalid, hint, "This is a web address. Handrail sets up reports by email.")
	case strings.ContainsAny(s, ",;") || strings.Count(s, "@") > 1:
		return "", app.Errorf(app.Invalid, hint,
			"This seems to be more than one address. Some senders use only the first, so enter only one.")
	case !found:
		return "", app.Errorf(app.Invalid, hint, "%.60q has no @ sign, so it is not an email address.", s)
	case local == "":
		return "", app.Errorf(app.Invalid, hint, "The part before the @ sign is missing.")
	case len(local) > 64:
		return "", app.Errorf(app.Invalid, hint, "The part before the @ sign has %d characters. The limit is 64.",
			len(local))
	case strings.HasPrefix(local, ".") || strings.HasSuffix(local, ".") || strings.Contains(local, ".."):
		return "", app.Errorf(app.Invalid, hint,
			"The part before the @ sign begins or ends with a dot, or has two in a row.")
	}
	clean, err := dns.CleanDomain(domain)
	if err != nil {
		message, next := app.UserMessage(err)
		return "", &app.Error{Code: app.Invalid, Message: "The part after the @ sign is not correct. " + message,
			Hint: next, Err: err}
	}
	var b strings.Builder
	b.WriteString("mailto:")
	for i := 0; i < len(local); i++ {
		c := local[i]
		switch {
		case c <= ' ' || c > '~' || strings.IndexByte(`"(),:;<>[\]`, c) >= 0:
			return "", app.Errorf(app.Invalid, hint,
				"The part before the @ sign contains a character that is not allowed in an address for reports.")
		case strings.IndexByte("!%#?&/=`{|}^", c) >= 0:
			const digits = "0123456789ABCDEF"
			b.WriteString("%" + string(digits[c>>4]) + string(digits[c&15]))
		default:
			b.WriteByte(c)
		}
	}
	return b.String() + "@" + clean.ASCII, nil
}

func cutLast(s, sep string) (before, after string, found bool) {
	i := strings.LastIndex(s, sep)
	if i < 0 {
		return s, "", false
	}
	return s[:i], s[i+len(sep):], true
}
