package mtasts

import (
	"errors"
	"slices"
	"strings"
	"time"

	"handrail/app"
	"handrail/app/mail/cert"
	"handrail/app/mail/dns"
	"handrail/app/mail/mailcheck"
	sts "handrail/app/mail/mtasts"
	"handrail/app/mail/smtpprobe"
	"handrail/app/report"
)

// soon is how many days before its end a certificate is worth a warning.
const soon = 14

// fetched adds the findings about how the policy is published.
func (f *finder) fetched() {
	s, host := f.s, f.s.PolicyHost
	if host.Dangling {
		f.add("policy-dangling", "host", host.Name, "target", host.Chain[len(host.Chain)-1])
	}
	switch s.PolicyState {
	case mailcheck.Unknown:
		if s.Policy.Fault == sts.NoRoute && s.Policy.Proxy != "" {
			message, hint := app.UserMessage(s.Policy.Err)
			f.add("policy-behind-proxy", "why", message, "do", hint)
			return
		}
		if s.Policy.Fault == sts.NoRoute {
			f.add("policy-no-route", "host", host.Name, "address", s.Policy.Addr.String())
			return
		}
		f.add("policy-host-unknown", "host", host.Name, "why", why(host.Err))
		return
	case sts.Absent:
		if s.RecordState != sts.Absent && s.RecordState != mailcheck.Unknown && !host.Dangling {
			f.add("record-without-policy", "host", host.Name, "missing", f.missing())
		}
		return
	case sts.Valid:
		f.add("policy-ok", "host", host.Name, "took", seconds(s.Policy.Took),
			"expires", dayOf(leafOf(s.Policy.Certs).NotAfter))
	default:
		f.faulty()
	}
	if n := len(host.Chain); n > 0 && !under(host.Chain[n-1], s.Domain.ASCII) {
		f.add("policy-alias", "host", host.Name, "target", host.Chain[n-1])
	}
	if s.Policy.Trusted && len(s.Policy.Certs) > 0 && s.Policy.DaysLeft < soon {
		f.add("policy-certificate-soon", "host", host.Name, "expires", dayOf(leafOf(s.Policy.Certs).NotAfter), "days",
			count(s.Policy.DaysLeft), "left", daysWords(s.Policy.DaysLeft))
	}
}

// missing returns a sentence that says why there is no policy.
func (f *finder) missing() string {
	host := f.s.PolicyHost
	switch {
	case host.Status == dns.NXDomain:
		return host.Name + " does not exist."
	case host.Status == dns.NoData || len(host.Addrs) == 0:
		return host.Name + " has no address."
	}
	return host.Name + " answers that the page does not exist (status " + count(f.s.Policy.Status) + ")."
}

// faulty adds what prevents senders from using the policy.
func (f *finder) faulty() {
	p := f.s.Policy
	leaf := leafOf(p.Certs)
	code := "policy-" + string(p.Fault)
	if p.Fault == sts.Status && p.Status == 0 {
		code = "policy-no-answer"
	}
	if _, known := f.known[code]; !known {
		code = "policy-tls"
	}
	pairs := []string{
		"host", f.s.PolicyHost.Name, "status", count(p.Status), "location", p.Location,
		"type", orWord(p.MediaType, "nothing"), "advice", statusAdvice(p.Status),
		"encoding", p.Encoding, "expires", dayOf(leaf.NotAfter), "begins", dayOf(leaf.NotBefore),
		"issuer", orWord(leaf.Issuer, "no one"), "names", orWord(someOf(leaf.Names), "no name"),
	}
	pairs = append(pairs, fault(p.Err)...)
	var syntax *sts.SyntaxError
	if errors.As(p.Err, &syntax) { // in a file, the line is more useful than the character
		pairs = append(pairs, "where", map[bool]string{true: "The problem is in “" + short(syntax.Near) +
			"”."}[syntax.Near != ""])
	}
	f.addAs(f.worse(), code, pairs...)
}

// statusAdvice returns what to look at for a status of the web server. A check of browsers
// in front of it answers 403, 429 or 503.
func statusAdvice(status int) string {
	switch status {
	case 401, 403, 429, 503:
		return "First look for a browser check or bot protection in front of the page, for example " +
			"Cloudflare's. Turn it " +
			"off for this page, because mail servers are not browsers. Then check the file and its folder."
	}
	return "Check the file and its folder at the policy host."
}

// policyText adds the findings about the fields of the policy.
func (f *finder) policyText() {
	p := f.s.Policy.Policy
	if f.s.PolicyState != sts.Valid || p == nil {
		return
	}
	f.add("mode-" + string(p.Mode))
	switch {
	case p.MaxAge < sts.ShortMaxAge:
		f.add("max-age-under-day", "age", lasting(p.MaxAge))
	case p.MaxAge == sts.ShortMaxAge && p.Mode == sts.Testing:
		f.add("max-age-one-day")
	case p.MaxAge < 14*sts.ShortMaxAge && p.Mode == sts.Enforce:
		f.add("max-age-short", "age", lasting(p.MaxAge))
	}
	for _, deviation := range p.Deviations {
		switch _, known := f.known["policy-"+deviation]; {
		case deviation == sts.ShortAge || deviation == sts.ZeroMaxAge: // said above
		case deviation == sts.UnknownField:
			f.add("policy-unknown-field", "fields", fieldNames(p.Extensions))
		case known:
			f.add("policy-" + deviation)
		default:
			f.add("policy-unusual", "deviation", deviation)
		}
	}
}

// probes adds the findings about the encryption of the mail servers.
func (f *finder) probes() {
	open := mailcheck.Untested(f.s)
	knocked := slices.DeleteFunc(slices.Clone(open), func(h mailcheck.Host) bool {
		return h.Probe.Reason == "no-address" || h.Probe.Reason == mailcheck.Private
	})
	silent := !slices.ContainsFunc(knocked, func(h mailcheck.Host) bool { return !unreached(h.Probe.Reason) })
	if len(knocked) > 0 && len(open) == len(f.s.Hosts) && silent {
		f.add("port-25-blocked")
		return
	}
	for _, h := range knocked {
		code := "mx-busy"
		if unreached(h.Probe.Reason) {
			code = "mx-not-tested"
		}
		f.add(code, "host", h.Name, "why", orWord(reasons[h.Probe.Reason], "gave no usable answer"))
	}
	var good []string
	for _, h := range f.s.Hosts {
		switch h.Probe.State {
		case smtpprobe.Valid:
			good = append(good, h.Name)
			f.certificateSoon(h)
		case smtpprobe.Invalid:
			f.probeFault(h)
		}
	}
	switch {
	case len(good) == 0:
	case len(good) < len(f.s.Hosts)+f.s.More:
		f.add("mx-encrypts-some", "hosts", someOf(good))
	default:
		f.add("mx-encrypts", "hosts", someOf(good))
	}
}

// unreached reports whether reason means that no mail server answered at all.
func unreached(reason string) bool {
	return reason == "blocked" || reason == "timeout" || reason == "refused" || reason == "stopped" || reason == ""
}

func (f *finder) certificateSoon(h mailcheck.Host) {
	leaf := leafOf(h.Probe.Certs)
	if leaf.NotAfter.IsZero() {
		return
	}
	if days := int(leaf.NotAfter.Sub(f.s.At).Hours() / 24); days < soon {
		f.add("mx-certificate-soon", "host", h.Name, "expires", dayOf(leaf.NotAfter), "days", count(days), "left",
			daysWords(days))
	}
}

func (f *finder) probeFault(h mailcheck.Host) {
	leaf := leafOf(h.Probe.Certs)
	code := "mx-" + h.Probe.Reason
	if _, known := f.known[code]; !known {
		code = "mx-tls"
	}
	as, effect := report.Problem, effects[f.s.Effective]
	if effect == "" {
		as, effect = report.Warning, effects["other"]
	}
	f.addAs(as, code, "host", h.Name, "effect", effect, "expires", dayOf(leaf.NotAfter), "begins",
		dayOf(leaf.NotBefore),
		"issuer", orWord(leaf.Issuer, "no one"), "names", orWord(someOf(leaf.Names), "no name"))
}

func leafOf(chain []cert.Certificate) cert.Certificate {
	if len(chain) == 0 {
		return cert.Certificate{}
	}
	return chain[0]
}

func orWord(text, other string) string {
	if strings.TrimSpace(text) == "" {
		return other
	}
	return text
}

// lasting returns a time in seconds in words, in units down to minutes.
func lasting(seconds int64) string {
	switch {
	case seconds == 3600:
		return "one hour"
	case seconds == 60:
		return "one minute"
	case seconds > 0 && seconds < 3600 && seconds%60 == 0:
		return count(int(seconds/60)) + " minutes"
	}
	return ageWords(seconds)
}

// seconds returns a duration in words.
func seconds(d time.Duration) string {
	if d < 2*time.Millisecond {
		return "a moment"
	}
	if d < time.Second {
		return count(int(d.Milliseconds())) + " milliseconds"
	}
	return strings.TrimSuffix(d.Round(100*time.Millisecond).String(), "s") + " seconds"
}

// daysWords returns a number of days in words.
func daysWords(n int) string {
	if n == 1 {
		return "1 day"
	}
	return count(n) + " days"
}

// momentOf returns a date and time in UTC.
func momentOf(t time.Time) string { return t.UTC().Format("2 January 2006 15:04 UTC") }
