package app

import (
	"net/url"
	"strings"
)

// linkHosts are the hosts whose pages guides may open, each with its sub-domains.
var linkHosts = []string{
	"microsoft.com", "azure.com", "cloud.microsoft", "office.com", "microsoftonline.com",
	"github.com", "github.io", "cloudflare.com", "google.com", "rfc-editor.org",
	"nginx.org", "apache.org", "caddyserver.com", "letsencrypt.org",
}

// ValidateLink returns nil when a link may be opened in the browser: https, no user
// or port, and a host on the list, or the policy page of a domain
// (https://mta-sts.<domain>/.well-known/mta-sts.txt, RFC 8461 section 3.3).
func ValidateLink(link string) error {
	u, err := url.Parse(link)
	bad := Errorf(Denied, "Check it carefully before you open it yourself.", "Handrail does not open this link: “%.80s”.",
		link)
	if err != nil || u.Scheme != "https" || u.User != nil || u.Port() != "" || u.Opaque != "" ||
		strings.ContainsAny(link, "\\\x00\r\n\t ") {
		return bad
	}
	host := strings.ToLower(u.Hostname())
	for _, h := range linkHosts {
		if host == h || strings.HasSuffix(host, "."+h) {
			return nil
		}
	}
	if strings.HasPrefix(host, "mta-sts.") && u.Path == "/.well-known/mta-sts.txt" && u.RawQuery == "" &&
		u.Fragment == "" {
		return nil
	}
	return bad
}
