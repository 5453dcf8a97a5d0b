package attendance

import (
	"slices"
	"strings"
	"unicode"
)

// byPhone stands for the name of someone who called.
const byPhone = "By phone"

// callWords are words beside a phone number that are not part of a name.
var callWords = []string{"tel", "telephone", "phone", "mobile", "cell", "ext", "extension", "x", "call", "caller",
	"sip", "pstn", "fax", "whatsapp", "user", "guest", "unverified", "anonymous", "external", "isub", "postd",
	"phone-context", "from", "with", "by", "telefon", "téléphone", "teléfono", "telefone", "telefono", "tlf"}

// forget removes every phone number from the report, whatever the form. No one can be
// identified by a number in what is saved, shown or printed.
func (r *Report) forget() {
	r.Title, _ = withoutPhone(r.Title)
	for i := range r.People {
		p := &r.People[i]
		name, found := withoutPhone(p.Name)
		if found && name == "" {
			name = byPhone
		}
		p.Name = name
		p.Role, _ = withoutPhone(p.Role)
		if phoneAddress(p.Address) {
			p.Address = ""
		}
	}
}

// withoutPhone returns text without phone numbers, and whether it had one. It returns ""
// if only words such as “tel” or “(Unverified)” remain.
func withoutPhone(text string) (rest string, found bool) {
	if !enough(text) {
		return text, false
	}
	runes := []rune(text)
	var kept []rune
	letters, least := 0, 7
	for _, word := range words(withoutBrackets(text)) {
		if !slices.Contains(callWords, word) {
			letters++
		}
	}
	if letters == 0 || strings.ContainsRune(text, '+') {
		least = 5 // nothing but a number, or one that begins like a number
	}
	for i := 0; i < len(runes); {
		end, digits := run(runes[i:])
		if digits >= least {
			found = true
			kept = append(kept, ' ')
			if i+end < len(runes) && runes[i] == '(' && runes[i+end] == ')' {
				end++
			}
			i += end
			continue
		}
		step := max(end, 1)
		kept = append(kept, runes[i:i+step]...)
		i += step
	}
	if !found {
		return text, false
	}
	rest = strings.Map(func(r rune) rune { // what is left of an extension
		if unicode.IsDigit(r) || r == '+' {
			return -1
		}
		return r
	}, string(kept))
	for _, word := range words(withoutBrackets(rest)) {
		if !slices.Contains(callWords, word) {
			return strings.Trim(strings.Join(strings.Fields(rest), " "), " ,;:-–"), true
		}
	}
	return "", true
}

// enough reports whether text has as many digits as a phone number.
func enough(text string) bool {
	n := 0
	for _, r := range text {
		if unicode.IsDigit(r) || strings.ContainsRune("*•●#xX", r) {
			n++
		}
	}
	return n >= 5
}

// run returns the length of the number at the start of runes, and its digits. Signs that
// hide a digit count as digits.
func run(runes []rune) (end, digits int) {
	for i, r := range runes {
		switch {
		case unicode.IsDigit(r), strings.ContainsRune("*•●#", r),
			(r == 'x' || r == 'X') && digits > 0 && (hidden(runes, i-1) || hidden(runes, i+1)):
			digits++
			end = i + 1
		case i == 0 && !strings.ContainsRune("+＋(", r):
			return 0, 0
		case unicode.IsSpace(r), unicode.Is(unicode.Cf, r), unicode.Is(unicode.Pd, r),
			strings.ContainsRune("+＋()./−·_~", r):
		default:
			return end, digits
		}
	}
	return end, digits
}

// hidden reports whether runes[i] is an x or a digit.
func hidden(runes []rune, i int) bool {
	return i >= 0 && i < len(runes) && (runes[i] == 'x' || runes[i] == 'X' || unicode.IsDigit(runes[i]))
}

// withoutBrackets returns text without what is in brackets, unless that has digits.
func withoutBrackets(text string) string {
	for {
		open := strings.LastIndexAny(text, "(（[")
		if open < 0 {
			return text
		}
		size := strings.IndexAny(text[open:], ")）]")
		if size < 0 || strings.IndexFunc(text[open:open+size], unicode.IsDigit) >= 0 {
			return text
		}
		text = text[:open] + strings.TrimLeft(text[open+size:], ")）]")
	}
}

// words returns the words of letters in text, in lower case.
func words(text string) []string {
	return strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && r != '-' })
}

// phoneAddress reports whether an address is a phone number: tel:+44…, +44…@pstn.example.
func phoneAddress(address string) bool {
	local, _, _ := strings.Cut(address, "@")
	rest, found := withoutPhone(local)
	return found && rest == ""
}
