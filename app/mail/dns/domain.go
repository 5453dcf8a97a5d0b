package dns

import (
	"net/netip"
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/idna"

	"handrail/app"
)

// Domain is a domain name as typed by a person, made ready.
type Domain struct {
	ASCII   string // what DNS is asked for: lower case, A-labels, no final dot
	Unicode string // what is shown; equal to ASCII when not internationalised
}

// hintDomain returns what a domain looks like.
const hintDomain = "Enter the part of your email addresses after the @ sign. For example, northgate.example."

// CleanDomain makes a domain of what a person typed: blanks around it, capital letters
// and a final dot are ignored; other scripts become A-labels (RFC 5891
// section 4, RFC 5890). What is no domain is refused in words of its own, with
// the domain that was probably meant. The error is *app.Error.
func CleanDomain(text string) (Domain, error) {
	s := strings.TrimFunc(text, func(r rune) bool { return unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) })
	if s == "" {
		return Domain{}, app.Errorf(app.Invalid, hintDomain, "You have not entered a domain yet.")
	}
	if !utf8.ValidString(s) {
		return Domain{}, app.Errorf(app.Invalid, hintDomain,
			"This text is damaged, so Handrail cannot read it as a domain.")
	}
	if err := notDomain(s); err != nil {
		return Domain{}, err
	}
	s = strings.TrimSuffix(s, ".")
	if err := oddCharacter(s); err != nil {
		return Domain{}, err
	}
	ascii, err := idna.Lookup.ToASCII(strings.ToLower(s))
	if err != nil || !fitsDNS(ascii) {
		return Domain{}, wrongShape(s, ascii, err)
	}
	last := ascii[strings.LastIndexByte(ascii, '.')+1:]
	switch {
	case !strings.Contains(ascii, "."):
		return Domain{}, app.Errorf(app.Invalid, hintDomain,
			"%q is only one word. A domain has at least two parts with a dot between them.", s)
	case isDigits(last):
		return Domain{}, app.Errorf(app.Invalid, hintDomain,
			"%q looks like an address made of numbers. A domain ends in letters.", s)
	}
	shown, err := idna.Lookup.ToUnicode(ascii)
	if err != nil {
		shown = ascii
	}
	return Domain{ASCII: ascii, Unicode: shown}, nil
}

// notDomain knows what people type instead of a domain.
func notDomain(s string) error {
	if addr, err := netip.ParseAddr(strings.Trim(s, "[]")); err == nil {
		return app.Errorf(app.Invalid, hintDomain, "%s is the address of a computer, not a domain.", addr)
	}
	if utf8.RuneCountInString(s) > 2048 {
		return tooLong(s)
	}
	switch {
	case strings.Contains(s, "://") || strings.HasPrefix(s, "//"):
		u, err := url.Parse(s)
		if err != nil {
			return app.Errorf(app.Invalid, hintDomain, "This is a web address, not a domain.")
		}
		return app.Errorf(app.Invalid, orMeant(strings.TrimPrefix(u.Hostname(), "www.")),
			"This is a web address, not a domain.")
	case strings.Contains(s, "@"):
		s = strings.TrimSuffix(s[strings.LastIndexByte(s, '@')+1:], ">")
		return app.Errorf(app.Invalid, orMeant(s), "This is an email address, not a domain.")
	case strings.ContainsAny(s, `/\?#`):
		host := s[:strings.IndexAny(s, `/\?#`)]
		return app.Errorf(app.Invalid, orMeant(host), "This is a web address, not a domain.")
	case strings.ContainsAny(s, ",;"):
		first, _, _ := strings.Cut(strings.ReplaceAll(s, ";", ","), ",")
		return app.Errorf(app.Invalid, orMeant(first),
			"This seems to be more than one domain. Handrail checks one at a time.")
	case strings.ContainsFunc(s, unicode.IsSpace):
		return app.Errorf(app.Invalid, orMeant(strings.Join(strings.Fields(s), "")), "A domain has no spaces.")
	case strings.Contains(s, ":"):
		host, _, _ := strings.Cut(s, ":")
		return app.Errorf(app.Invalid, orMeant(host), "A domain has no colon or port number.")
	case strings.Contains(s, "*"):
		return app.Errorf(app.Invalid, orMeant(s[strings.LastIndexByte(s, '*')+1:]),
			"A domain has no star. Check each domain separately.")
	case strings.Contains(s, "_"):
		return app.Errorf(app.Invalid, orMeant(behindUnderscore(s)),
			"An email domain has no underscore. Names with an underscore belong to single records.")
	}
	return nil
}

// oddCharacter refuses what letters, marks, digits, hyphens and dots do not
// cover: emoji above all, which IDNA2008 does not allow (RFC 5892 section 2).
func oddCharacter(s string) error {
	for _, r := range s {
		switch {
		case unicode.IsLetter(r), unicode.IsMark(r) && r != '\ufe0f', unicode.IsDigit(r), r == '-', r == '.',
			r == '·', r == '・', r == '。', r == '\u200c', r == '\u200d', r == '\u05f3', r == '\u05f4', r == '\u0375':
		case r > 0x2000 && (unicode.Is(unicode.So, r) || unicode.Is(unicode.Sk, r) || r == '\ufe0f'):
			return app.Errorf(app.Invalid, hintDomain, "A domain cannot contain symbols such as %c.", r)
		default:
			return app.Errorf(app.Invalid, hintDomain, "A domain cannot contain the character %q.", r)
		}
	}
	return nil
}

// wrongShape returns which limit of names is broken (RFC 1035 section 2.3.4, RFC 5891 section 4.2).
func wrongShape(s, ascii string, err error) error {
	switch {
	case len(ascii) > 253 || utf8.RuneCountInString(s) > 253:
		return tooLong(s)
	case strings.HasPrefix(s, ".") || strings.Contains(s, ".."):
		parts := strings.FieldsFunc(s, func(r rune) bool { return r == '.' })
		return app.Errorf(app.Invalid, orMeant(strings.Join(parts, ".")),
			"A domain has exactly one dot between its parts, and none at the beginning.")
	}
	for label := range strings.SplitSeq(s, ".") {
		switch {
		case len(label) > 63:
			return app.Errorf(app.Invalid, hintDomain, "The part %.20s… has %d characters. The limit is 63.", label,
				utf8.RuneCountInString(label))
		case strings.HasPrefix(label, "-") || strings.HasSuffix(label, "-"):
			return app.Errorf(app.Invalid, hintDomain, "No part of a domain begins or ends with a hyphen: %q.", label)
		}
	}
	e := app.Errorf(app.Invalid, hintDomain,
		"%.60q cannot be a domain, because it does not follow the rules for domain names.", s)
	e.Err = err
	return e
}

func tooLong(s string) error {
	return app.Errorf(app.Invalid, hintDomain, "A domain has at most 253 characters, but this text has %d.",
		utf8.RuneCountInString(s))
}

// fitsDNS holds a name to RFC 1035 section 2.3.4.
func fitsDNS(name string) bool {
	_, err := askable(name, A)
	return err == nil && !strings.HasSuffix(name, ".")
}

// orMeant offers the domain hidden in what was typed, where it is one. Its
// caller has cut away what was wrong, so that it gets shorter each time.
func orMeant(s string) string {
	s = strings.TrimPrefix(s, ".")
	if meant, err := CleanDomain(s); err == nil {
		return "Did you mean " + meant.Unicode + "?"
	}
	return hintDomain
}

// behindUnderscore returns the domain that a record's name such as _mta-sts.example.org belongs to.
func behindUnderscore(s string) string {
	labels := strings.Split(s, ".")
	for i := len(labels) - 1; i >= 0; i-- {
		if strings.Contains(labels[i], "_") {
			return strings.Join(labels[i+1:], ".")
		}
	}
	return s
}
