package teamslink

import (
	"encoding/base64"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"
)

// protectors are the services that put their own link around another, and the parameter
// that has the other link.
var protectors = []struct{ host, path, parameter string }{
	{".safelinks.protection.outlook.com", "", "url"}, // Microsoft Defender for Office 365
	{".safelinks.protection.office365.us", "", "url"},
	{"statics.teams.cdn.office.net", "/evergreen-assets/safelinks/", "url"},
	{"linkprotect.cudasvc.com", "/url", "a"}, // Barracuda
	{"www.google.com", "/url", "q"},
	{"www.google.com", "/url", "url"},
	{"urldefense.proofpoint.com", "/v1/", "u"},
}

// sealed are services whose own links do not show the link around which they stand.
var sealed = []string{"mimecast.com", "mimecastprotect.com", "inky.com", "edgepilot.com", "secure-web.cisco.com"}

// carried returns the link to a Teams event that stands in the address of another site, such as a protecting
// service that Handrail does not know, or a page that redirects.
func carried(u *url.URL, wraps int) (Link, bool) {
	if host := strings.ToLower(u.Hostname()); u.Host == "" || teams(host) || eventHost(host) || host == "teams.live.com" {
		return Link{}, false
	}
	var values, other []string
	for _, all := range u.Query() {
		for _, v := range all {
			values = append(values, v, decoded(v))
		}
	}
	slices.Sort(values) // the order of a map has no meaning
	whole := strings.TrimPrefix(u.String(), u.Scheme+"://")
	if _, after, ok := strings.Cut(whole, "___"); ok { // these marks stand around the link
		after, _, _ = strings.Cut(after, "___")
		other = append(other, after)
	}
	var found []Link
	for _, text := range append(values, append(other, whole)...) {
		if l, ok := within(text, wraps); ok {
			found = append(found, l)
		}
	}
	if len(found) == 0 || slices.ContainsFunc(found, func(l Link) bool { return l.Event != found[0].Event }) {
		return Link{}, false
	}
	found[0].Wrapped, found[0].Redirect = true, true
	return found[0], true
}

// within returns the link to a Teams event that begins in text, which may be escaped up to three times.
func within(text string, wraps int) (l Link, ok bool) {
	for range 4 {
		if at := strings.Index(strings.ToLower(text), "https://"); at >= 0 {
			l, err := parse(text[at:], wraps+1)
			return l, err == nil && !l.Cut && slices.Contains([]Kind{Meeting, MeetingID, LiveEvent, EventPage}, l.Kind)
		}
		plain, err := url.PathUnescape(text)
		if err != nil || plain == text {
			break
		}
		text = plain
	}
	return Link{}, false
}

// decoded returns what text holds in base64, or "".
func decoded(text string) string {
	text = strings.TrimRight(strings.NewReplacer("+", "-", "/", "_", " ", "-").Replace(text), "=")
	data, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil || len(data) < 20 || !utf8.Valid(data) {
		return ""
	}
	return string(data)
}

// inside returns the link inside a link of a protecting service; "" if there is none.
func inside(u *url.URL, text string) string {
	host := strings.ToLower(u.Hostname())
	for _, p := range protectors {
		if host != p.host && (p.host[0] != '.' || !strings.HasSuffix(host, p.host)) {
			continue
		}
		if inner := u.Query().Get(p.parameter); inner != "" && strings.HasPrefix(u.Path, p.path) {
			return inner
		}
	}
	if host != "urldefense.com" && host != "urldefense.proofpoint.com" && host != "urldefense.us" {
		return ""
	}
	if strings.HasPrefix(u.Path, "/v2/") {
		coded := strings.NewReplacer("-", "%", "_", "/").Replace(u.Query().Get("u"))
		inner, err := url.PathUnescape(coded)
		if err != nil {
			return ""
		}
		return inner
	}
	if _, rest, ok := strings.Cut(text, "/v3/__"); ok {
		return starred(rest)
	}
	return ""
}

// starred returns the link in version 3 of Proofpoint's form: a star stands for the next
// character of the list after the semicolon, and two stars with a letter for several.
func starred(text string) string {
	at := strings.LastIndex(text, "__;")
	if at < 0 {
		return ""
	}
	link := text[:at]
	list, _, _ := strings.Cut(text[at+3:], "!")
	data, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(list, "="))
	if err != nil || !utf8.Valid(data) {
		return ""
	}
	const counts = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_" // A is 2
	signs := []rune(string(data))
	var out strings.Builder
	for i := 0; i < len(link); i++ {
		if link[i] != '*' {
			out.WriteByte(link[i])
			continue
		}
		n := 1
		if i+2 < len(link) && link[i+1] == '*' {
			n = strings.IndexByte(counts, link[i+2]) + 2
			i += 2
		}
		if n < 1 || n > len(signs) {
			return ""
		}
		out.WriteString(string(signs[:n]))
		signs = signs[n:]
	}
	return out.String()
}
