package health

import (
	"fmt"
	"strings"

	"handrail/app/mail/cert"
	"handrail/app/mail/mailcheck"
	"handrail/app/mail/mtasts"
	"handrail/app/mail/smtpprobe"
	"handrail/app/mail/tlsrpt"
	"handrail/app/report"
)

// soonDays is how many days before its end a certificate is something to do.
const soonDays = 14

// The guide that repairs the policy and its record. Its names are stored with findings.
const (
	policyGuide = "mta-sts"
	policyCheck = "today"
	policyRUA   = "reports"
	useGuide    = "Use the guide “Protect incoming email with MTA-STS”."
)

// mtasts describes whether senders must encrypt (RFC 8461). The guide that makes the policy
// has every detail.
func (b *builder) mtasts() {
	m := b.s.Mail
	from := len(b.all)
	switch {
	case !b.takesMail():
		b.add("mta-sts-not-needed", report.OK, "MTA-STS is not needed", "No server receives email for this domain.", "")
	case m.RecordState == mailcheck.Unknown:
		b.unknown("mta-sts-unknown", "Handrail could not read the MTA-STS record", m.RecordErr)
	case m.PolicyState == mailcheck.Unknown && m.RecordState == mtasts.Valid:
		b.add("mta-sts-unknown", report.Unknown, "Handrail could not read the MTA-STS policy",
			"This computer could not reach the policy host.", "Check your connection, then check again.")
	case m.RecordState == mtasts.Absent && m.PolicyState != mtasts.Valid:
		b.add("mta-sts-absent", report.Warning, "MTA-STS is not set up",
			"An attacker between two servers can turn off the encryption of your email.",
			useGuide)
	case m.RecordState != mtasts.Valid:
		b.add("mta-sts-record", report.Problem, "Senders do not find your MTA-STS policy",
			"Its record is missing or not correct.", "Correct the record. "+useGuide)
	case m.PolicyState != mtasts.Valid:
		b.add("mta-sts-policy", report.Problem, "Senders cannot read your MTA-STS policy",
			"The record announces a policy, but the policy host does not return a correct one.",
			"Find the cause. "+useGuide)
	default:
		b.mode()
	}
	for i := from; i < len(b.all); i++ {
		if l := &b.all[i]; l.Severity != report.OK && l.Guide == "" {
			l.Guide, l.Step = policyGuide, policyCheck
		}
	}
}

// mode describes what the policy requires, and whether it names each mail server.
func (b *builder) mode() {
	m := b.s.Mail
	var left []string
	for _, h := range m.Hosts {
		if h.Covered == mailcheck.No {
			left = append(left, h.Name)
		}
	}
	left = append(left, mailcheck.FurtherUncovered(m)...)
	switch mode := m.Policy.Policy.Mode; {
	case len(left) > 0 && mode == mtasts.Enforce:
		b.add("mta-sts-uncovered", report.Problem, "Senders do not deliver to "+list(left),
			"The MTA-STS policy is enforced, but does not name this mail server.", "Change the policy. "+useGuide)
	case len(left) > 0 && mode == mtasts.Testing:
		b.add("mta-sts-uncovered", report.Warning, "The MTA-STS policy does not name "+list(left),
			"As soon as it is enforced, senders do not deliver there.", "Change the policy. "+useGuide)
	case mode == mtasts.Enforce:
		b.add("mta-sts-ok", report.OK, "MTA-STS is enforced", "Senders encrypt, and the policy names each mail server.",
			"")
	case mode == mtasts.Testing:
		l := b.add("mta-sts-testing", report.Note, "MTA-STS is in testing mode",
			"Senders report failures, but deliver without encryption too.",
			"Use the guide “Decide when to enforce MTA-STS”.")
		l.Guide, l.Step = "tls-reports", "where"
	default:
		b.add("mta-sts-none", report.Warning, "The MTA-STS policy is in mode none", "It requires nothing from senders.",
			"Change the mode. "+useGuide)
	}
}

// tlsrpt describes whether the domain asks for reports about encryption (RFC 8460).
func (b *builder) tlsrpt() {
	m := b.s.Mail
	guided := func(l *Line) { l.Guide, l.Step = policyGuide, policyRUA }
	switch {
	case !b.takesMail():
		b.add("tls-rpt-not-needed", report.OK, "TLS reports are not needed",
			"No server receives email for this domain.", "")
	case m.ReportingState == mailcheck.Unknown:
		b.unknown("tls-rpt-unknown", "Handrail could not read the TLS-RPT record", m.ReportingErr)
	case m.ReportingState == tlsrpt.Absent:
		guided(b.add("tls-rpt-absent", report.Warning, "No one receives TLS reports",
			"Without reports, you do not see when senders cannot encrypt.", "Add the record. "+useGuide))
	case m.ReportingState != tlsrpt.Valid:
		guided(b.add("tls-rpt-broken", report.Problem, "The TLS-RPT record is not correct",
			"Senders do not send reports.", "Correct the record. "+useGuide))
	}
	for _, d := range m.Destinations {
		switch d.State {
		case mailcheck.NoName, mailcheck.NoServer, mailcheck.FinalDot:
			guided(b.add("tls-rpt-lost", report.Warning, "TLS reports cannot reach "+short(d.Address),
				"Nothing receives them at "+d.Host+".", "Enter an address that exists."))
		}
	}
	if !b.said() {
		var to []string
		for _, d := range m.Destinations {
			to = append(to, strings.TrimPrefix(d.Address, "mailto:"))
		}
		b.add("tls-rpt-ok", report.OK, "Senders report failures (TLS-RPT)", "Reports go to "+list(to)+".", "")
	}
}

// dnssec describes whether answers about the domain can be forged (RFC 4033). A resolver that
// checks no signatures cannot tell.
func (b *builder) dnssec() {
	switch q := b.s.SOA; {
	case q.Err != nil:
		b.unknown("dnssec-unknown", "Handrail could not find out whether DNSSEC is set up", q.Err)
	case q.Answer.Authentic:
		b.add("dnssec-ok", report.OK, "DNSSEC protects the domain", "The name server checked the signatures.", "")
	case !b.s.Validates:
		b.add("dnssec-unknown", report.Unknown, "Not known: DNSSEC",
			"The name server "+b.s.Server+" does not check signatures, so it cannot show them.",
			"In Settings, choose a name server that checks signatures.")
	default:
		b.add("dnssec-absent", report.Note, "DNSSEC is not set up", "Optional. It protects against forged DNS answers.",
			"Ask your DNS provider.")
	}
}

// dane describes whether the certificates of the mail servers are announced in DNS (RFC 7672).
func (b *builder) dane() {
	with, loose, failed, hosts := 0, 0, error(nil), b.s.Mail.Hosts
	for _, h := range hosts {
		switch {
		case h.TLSAErr != nil:
			failed = h.TLSAErr
		case len(h.TLSA) > 0 && h.Authentic:
			with++
		case len(h.TLSA) > 0:
			loose++
		}
	}
	switch {
	case !b.takesMail():
		b.add("dane-not-needed", report.OK, "DANE is not needed", "No server receives email for this domain.", "")
	case b.s.Mail.MX.Err != nil:
		b.unknown("dane-unknown", "Handrail could not find out whether DANE is set up", b.s.Mail.MX.Err)
	case failed != nil:
		b.unknown("dane-unknown", "Handrail could not find out whether DANE is set up", failed)
	case loose > 0 && !b.s.Validates:
		b.add("dane-unknown", report.Unknown, "Not known: DANE",
			"There are TLSA records, but this name server does not check their signatures.",
			"In Settings, choose a name server that checks signatures.")
	case loose > 0:
		b.add("dane-unsigned", report.Warning, "Senders ignore the TLSA records",
			"The zone of the mail server has no DNSSEC.", "Set up DNSSEC for it, or remove the records.")
	case with == len(hosts) && b.s.SOA.Answer.Authentic:
		b.add("dane-ok", report.OK, "DANE is set up for each mail server",
			"Senders that support it compare the certificates. Handrail does not.", "")
	case with > 0:
		b.add("dane-partly", report.Note, fmt.Sprintf("DANE is set up for %d of %s", with,
			counted(len(hosts), "mail server", "mail servers")),
			"It counts only if the domain itself has DNSSEC too.", "Set it up for the others, or leave it.")
	default:
		b.add("dane-absent", report.Note, "DANE is not set up", "Optional. It protects against forged certificates.",
			"For Microsoft 365, read about Enable-SmtpDaneInbound on Microsoft Learn.")
	}
}

// certificates describes until when the certificates of the mail servers and of the policy host
// are valid.
func (b *builder) certificates() {
	m := b.s.Mail
	good, first := 0, cert.Certificate{}
	note := func(c []cert.Certificate) {
		if len(c) > 0 && (first.NotAfter.IsZero() || c[0].NotAfter.Before(first.NotAfter)) {
			first = c[0]
		}
	}
	for _, h := range m.Hosts {
		switch p := h.Probe; p.State {
		case smtpprobe.Valid:
			good++
			note(p.Certs)
			b.soon("The certificate of "+h.Name, p.Certs, mailcheck.ByMicrosoft(h.Name))
		case smtpprobe.Invalid:
			l := b.add("certificate-mx", report.Problem, h.Name+" does not encrypt correctly", p.Detail,
				"Ask the person who runs this mail server.")
			if mailcheck.ByMicrosoft(h.Name) {
				l.Severity, l.Do = report.Warning, mailcheck.MicrosoftDo
				l.Text = strings.TrimSpace(l.Text + " " + mailcheck.MicrosoftRuns)
			}
		default:
			if len(h.Addrs) > 0 && !h.Private {
				b.add("certificate-untested", report.Unknown, "The certificate of "+h.Name+" is not tested", p.Detail,
					"Check again on another network.")
			}
		}
	}
	if m.RecordState == mtasts.Valid && len(m.Policy.Certs) > 0 {
		note(m.Policy.Certs)
		good++
		switch {
		case !m.Policy.Trusted:
			b.add("certificate-policy", report.Problem, "The certificate of the policy host is not valid",
				"Senders cannot read your MTA-STS policy.", "Renew the certificate of "+m.PolicyHost.Name+".")
		default:
			b.soon("The certificate of the policy host", m.Policy.Certs, false)
		}
	}
	switch {
	case b.said():
	case good > 0:
		b.add("certificate-ok", report.OK, counted(good, "certificate is valid", "certificates are valid"),
			"The first one ends on "+day(first.NotAfter)+".", "")
	case m.MX.Err != nil:
		b.unknown("certificate-unknown", "Handrail could not test any certificate", m.MX.Err)
	case b.takesMail():
		b.add("certificate-unknown", report.Unknown, "Handrail could not test any certificate",
			"No mail server has an address that it could test.", "Fix the MX records first.")
	default:
		b.add("certificate-not-needed", report.OK, "No certificate is needed",
			"No server receives email for this domain.", "")
	}
}

// soon adds the line that a certificate ends soon. One of Microsoft's is no one's to renew but theirs.
func (b *builder) soon(what string, chain []cert.Certificate, microsoft bool) {
	if len(chain) == 0 {
		return
	}
	left := cert.DaysLeft(chain[0], b.s.At)
	if left >= soonDays {
		return
	}
	if microsoft {
		b.add("certificate-soon", report.Note, what+" expires on "+day(chain[0].NotAfter),
			"Microsoft runs this mail server and renews the certificate.", "")
		return
	}
	b.add("certificate-soon", report.Warning, what+" expires on "+day(chain[0].NotAfter),
		"In "+counted(left, "day", "days")+". After that, senders that check it do not deliver.",
		"Renew the certificate.")
}
