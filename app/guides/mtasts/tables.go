package mtasts

import (
	"strings"

	"handrail/app/mail/dns"
	"handrail/app/mail/mailcheck"
	sts "handrail/app/mail/mtasts"
	"handrail/app/mail/smtpprobe"
	"handrail/app/report"
)

func hostTable(s *mailcheck.State) report.Table {
	t := report.Table{Title: "Your mail servers",
		Columns: []string{"Mail server", "Priority", "In the policy", "Encryption", "Certificate valid until"},
		Right:   []bool{false, true, false, false, false}}
	for _, h := range s.Hosts {
		order := count(int(h.Pref))
		if s.Implicit {
			order = "–"
		}
		until := "–"
		if leaf := leafOf(h.Probe.Certs); !leaf.NotAfter.IsZero() {
			until = dayOf(leaf.NotAfter)
		}
		t.Rows = append(t.Rows, []string{h.Name, order, coveredWord(h, s.PolicyState), encryptionWord(h.Probe), until})
	}
	return t
}

func coveredWord(h mailcheck.Host, policy string) string {
	switch {
	case h.Covered == mailcheck.Yes:
		return "Yes"
	case h.Covered == "":
		return "Not tested"
	case policy != sts.Valid:
		return "There is no policy"
	}
	return "No"
}

func encryptionWord(r smtpprobe.Result) string {
	switch {
	case r.State == smtpprobe.Valid:
		return strings.TrimSpace("Works " + r.TLSVersion)
	case r.State == smtpprobe.Invalid && r.TLSVersion != "":
		return "Not correct, " + r.TLSVersion
	case r.State == smtpprobe.Invalid:
		return "Not correct"
	}
	return "Not tested"
}

// fieldTable lists every field of the policy with its meaning, unknown ones too.
func fieldTable(p *sts.Policy) report.Table {
	t := report.Table{Title: "What the policy says", Columns: []string{"Field", "Value", "What it means"}}
	t.Rows = append(t.Rows, []string{"mode", string(p.Mode), modeMeaning[p.Mode]})
	for _, mx := range p.MX {
		meaning := "Email may go to this server"
		if zone, star := strings.CutPrefix(mx, "*."); star {
			meaning = "Email may go to any server with one part before " + zone
		}
		t.Rows = append(t.Rows, []string{"mx", mx, meaning})
	}
	t.Rows = append(t.Rows, []string{"max_age", count(int(p.MaxAge)), "Senders may cache the policy for " +
		lasting(p.MaxAge)})
	for _, e := range p.Extensions {
		t.Rows = append(t.Rows, []string{short(e.Name), short(e.Value), "Senders do not know this field and ignore it"})
	}
	return t
}

var modeMeaning = map[sts.Mode]string{
	sts.Enforce: "Do not deliver if the encryption or the name fails the check",
	sts.Testing: "Always deliver, and report failures",
	sts.None:    "Act as if there were no policy",
}

// webTable returns how the policy host answered.
func webTable(s *mailcheck.State) report.Facts {
	p := s.Policy
	leaf := leafOf(p.Certs)
	rows := []report.Fact{{Label: "Page", Value: p.URL}}
	add := func(label, value string) {
		if value != "" {
			rows = append(rows, report.Fact{Label: label, Value: short(value)})
		}
	}
	add("Alias of", strings.Join(s.PolicyHost.Chain, ", "))
	if p.Addr.IsValid() {
		add("Address", p.Addr.String())
	}
	if p.Status != 0 {
		add("Status", count(p.Status))
		add("Redirects to", p.Location)
		add("File type", p.MediaType)
		add("Compression", p.Encoding)
		add("Size", count(p.Size)+" bytes")
	}
	add("Time", seconds(p.Took))
	add("Encryption", p.TLSVersion)
	if p.Status != 0 {
		add("Web protocol", map[bool]string{true: "HTTP/2", false: "HTTP/1.1"}[p.HTTP2])
	}
	if len(p.Certs) > 0 {
		add("Certificate for", someOf(leaf.Names))
		add("Issued by", leaf.Issuer)
		add("Valid until", dayOf(leaf.NotAfter)+" ("+daysWords(p.DaysLeft)+" left)")
		add("Trusted", map[bool]string{true: "Yes", false: "No"}[p.Trusted])
		add("Certificates in the chain", count(len(p.Certs)))
	}
	return report.Facts{Title: "How the policy host answered", Rows: rows}
}

// unanswered returns in a table what a name server did that gave no usable answer.
func unanswered(err error) string {
	if said, ok := noAnswers[mailcheck.KindOf(err)]; ok {
		return said.text
	}
	return "No answer"
}

// serverTable returns what each name server answered, beside want (the
// exact text; "" where nothing was made).
func serverTable(s *mailcheck.State, want string) report.Table {
	t := report.Table{Title: "What the name servers answered", Columns: []string{"Name server", "Answer", "Cached for"}}
	if want != "" {
		t.Columns = append(t.Columns, "As expected")
	}
	row := func(server, said, ttl, same string) {
		cells := []string{server, said, ttl}
		if want != "" {
			cells = append(cells, same)
		}
		t.Rows = append(t.Rows, cells)
	}
	say := func(server string, a dns.Answer, err error) {
		if err != nil {
			row(server, unanswered(err), "–", "–")
			return
		}
		said, none := saidBy(a), "No record"
		if a.Status == dns.NXDomain {
			none = "No such name"
		}
		row(server, orWord(short(said), none), lasting(int64(a.TTL.Seconds())), map[bool]string{true: "Yes",
			false: "No"}[said == want])
	}
	say("Your usual name server ("+orWord(s.Server, "name not known")+")", s.RecordAnswer, s.RecordErr)
	for _, a := range s.Authorities {
		say(a.Host, a.Answer, a.Err)
	}
	return t
}
