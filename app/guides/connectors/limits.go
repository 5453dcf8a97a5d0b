package connectors

import (
	"cmp"

	"handrail/app/mail/connector"
	"handrail/app/report"
)

// rules returns what the settings and the dates of Microsoft mean for every sender.
func (x *data) rules(d deps) (found []report.Finding) {
	reply := connector.RuleOf("direct-send-reply").Value
	switch x.Organisation.RejectDirectSend {
	case connector.Yes:
		found = append(found, report.Finding{Code: "direct-send-off", Severity: report.Note,
			Title: "Direct Send is refused",
			Text:  "Email in your name that no connector takes is refused: " + reply + "."})
	case connector.No:
		found = append(found, report.Finding{Code: "direct-send-on", Severity: report.Warning,
			Title: "Direct Send is not refused",
			Text:  "Anyone can send email to your people in your name. Turn it off once every sender below has a connector.",
			Do:    "Find every sender first. Then turn on RejectDirectSend."})
	default:
		found = append(found, report.Finding{Code: "direct-send-unknown", Severity: report.Unknown,
			Title: "It is not known whether Direct Send is refused", Text: "The export does not show RejectDirectSend.",
			Do: "Run connectors.ps1, and enter the file that it writes."})
	}
	f := report.Finding{Code: "password-end", Severity: report.Warning,
		Title: "Passwords for SMTP AUTH go off at the end of " + connector.PasswordOff().Format("January 2006"),
		Text: "Microsoft turns them off by default, with " + connector.RuleOf("password-reply").Value +
			". You can turn them on again for now.",
		Do: "See who uses them: Exchange admin center > Reports > Mail flow > SMTP AUTH clients."}
	if off := connector.PasswordOff(); d.Now().After(off.AddDate(0, 0, 1)) {
		f.Title = "Microsoft announced that passwords for SMTP AUTH are off by default since " + off.Format("January 2006")
	}
	if x.Organisation.PasswordOff == connector.Yes {
		f.Code, f.Severity, f.Do = "password-off", report.Note, ""
		f.Title = "SMTP AUTH is off for your organisation"
		f.Text = "Single mailboxes may still have it."
	}
	return append(found, f)
}

// restrictions returns what the connectors for partners refuse.
func (x *data) restrictions() (found []report.Finding) {
	for i := range x.Inbound {
		in := &x.Inbound[i]
		if in.Type != connector.Partner || in.Enabled == connector.No {
			continue
		}
		from := listed(in.SenderDomains.Values)
		switch {
		case from == "*", in.SenderDomains.None():
			from = "every domain"
		case from == "":
			from = "domains that are not known"
		}
		add := func(code, title string) {
			found = append(found, report.Finding{Code: code, Severity: report.Note, Subject: in.Name,
				Title: "“" + in.Name + "” " + title,
				Text:  "This counts for senders of " + from + ", unless another connector takes the email."})
		}
		if in.RequireTLS == connector.Yes {
			add("require-tls", "refuses email without encryption")
		}
		if in.RestrictToIPs == connector.Yes {
			add("restrict-addresses", "refuses every address but its own: "+cmp.Or(listed(in.SenderIPs.Values),
				"not known"))
		}
		if in.RestrictToCertificate == connector.Yes {
			add("restrict-certificate", "refuses every certificate but its own: "+cmp.Or(in.CertificateName.Value,
				"not known"))
		}
	}
	return found
}
