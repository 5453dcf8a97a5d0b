package mtasts

import (
	"fmt"
	"strings"

	"handrail/app/guide"
	sts "handrail/app/mail/mtasts"
)

// hosting is one way to publish the policy.
type hosting struct {
	id, title, hint string
	lead            string
	target          string                  // a stand-in for the CNAME's target; "" where the service adds it
	record          string                  // what to put instead of the stand-in
	files           func(site) []guide.File // beside the policy and the page of steps
	steps           func(site) []string     // what to do, in order
	links           []guide.Link
}

// site is what the files of a bundle are made of.
type site struct {
	domain string // ASCII
	host   string // mta-sts.<domain>
	policy string // the exact text
}

// hostings are the ways offered, in this order.
var hostings = []hosting{
	azure, githubPages, cloudflarePages, cloudflareWorker, iis, nginx, apache, caddy, anyWebSpace,
}

// hostingOf returns the way with this id, or the first.
func hostingOf(id string) hosting {
	for _, h := range hostings {
		if h.id == id {
			return h
		}
	}
	return hostings[0]
}

// bundle returns the files of one way: the site's folder with the policy, the
// settings of the service, and a page of steps.
func (h hosting) bundle(domain, policy string) guide.Bundle {
	s := site{domain: domain, host: sts.PolicyHost(domain), policy: policy}
	b := guide.Bundle{ID: h.id, Title: h.title, Summary: h.lead, Steps: h.steps(s)}
	b.Files = append(b.Files, guide.File{Path: "site/" + sts.PolicyPath, Data: []byte(policy)})
	b.Files = append(b.Files, h.files(s)...)
	b.Files = append(b.Files, guide.File{Path: "Steps.txt", Data: []byte(stepsPage(h, s, b.Steps))})
	return b
}

// records returns the DNS record for the policy host; none where the
// service adds it.
func (h hosting) records(domain string) []guide.Record {
	if h.target == "" {
		return nil
	}
	target := h.target
	if !strings.Contains(target, ".") {
		target += "." + domain
	}
	return []guide.Record{guide.CNAMERecord(sts.PolicyHost(domain), domain, target)}
}

func stepsPage(h hosting, s site, steps []string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "The MTA-STS policy of %s: %s\n\n", s.domain, h.title)
	for i, step := range steps {
		fmt.Fprintf(&b, "%d. %s\n\n", i+1, step)
	}
	fmt.Fprintf(&b, "When everything works, any browser shows the policy at this address:\n%s\n\n",
		sts.PolicyURL(s.domain))
	b.WriteString("Do not edit the file mta-sts.txt by hand. Its line endings are part of it.\n")
	return strings.ReplaceAll(b.String(), "\n", "\r\n")
}

func text(path, format string, args ...any) guide.File {
	return guide.File{Path: path, Data: []byte(fmt.Sprintf(format, args...))}
}

// indexPage is the page at the root of the host: some services require one, and
// it shows visitors what the host is for.
func indexPage(s site) guide.File {
	return text("site/index.html", `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>%[1]s</title>
<p>This host publishes the MTA-STS policy of %[2]s: <a href="/.well-known/mta-sts.txt">mta-sts.txt</a></p>
</html>
`, s.host, s.domain)
}
