package teamslink

import (
	"encoding/base64"
	"net/url"
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
