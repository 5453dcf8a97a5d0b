package health

import (
	"fmt"
	"regexp"
	"strings"

	"handrail/app/mail/dmarc"
	"handrail/app/report"
)

// dmarc describes what receivers do with forged email, by RFC 9989 and, where they differ, by
// RFC 7489.
func (b *builder) dmarc() {
	f := b.s.DMARC
	own := f.Steps[0]
	b.misplaced()
	switch {
	case own.State == dmarc.Several:
		b.add("dmarc-several", report.Problem, "There is more than one DMARC record",
			"Receivers then ignore all of them.", "Remove all but one at "+dmarc.Name(b.s.Domain.ASCII)+".")
	case f.Record == nil && f.Err != nil:
		b.unknown("dmarc-unknown", "Handrail could not read the DMARC record", f.Err)
		return
	case f.Record == nil:
		b.dmarcAbsent(own)
		return
	case f.Err != nil:
		b.unknown("dmarc-unknown", "Handrail could not read each DMARC record", f.Err)
	}
	if f.Record == nil {
		return
	}
	b.policy()
	b.tags()
	b.reports()
	if !b.said() {
		b.dmarcOK()
	}
}

// misplaced names records where no receiver looks.
func (b *builder) misplaced() {
	for _, m := range b.s.Misplaced {
		severity := report.Note
		if b.s.DMARC.Steps[0].State != dmarc.Valid {
			severity = report.Problem
		}
		b.add("dmarc-misplaced", severity, "A DMARC record is in the wrong place: "+m.Name,
			"Receivers never look there.",
			"Move it to "+dmarc.Name(b.s.Domain.ASCII)+".")
	}
}

func (b *builder) dmarcAbsent(own dmarc.Step) {
	domain := b.s.Domain.ASCII
	value := "v=DMARC1; p=none; rua=mailto:postmaster@" + domain
	do := "Add the record below. Enter an address that you read."
	if !b.takesMail() {
		value, do = "v=DMARC1; p=reject", "Add the record below. It is right for a domain without email."
	}
	title, text := "There is no DMARC record", "Receivers may deliver forged emails, and you get no reports about them."
	if len(own.Meant) > 0 {
		title = "Receivers ignore the DMARC record"
		text = "It must begin with exactly “v=DMARC1;”. It is “" + short(own.Meant[0]) + "”."
	}
	l := b.add("dmarc-absent", report.Problem, title, text, do)
	l.Fix = &Record{Name: dmarc.Name(domain), Type: "TXT", Value: value}
}

// policy describes what old and new receivers do.
func (b *builder) policy() {
	f := b.s.DMARC
	switch {
	case f.Now.Name == "":
		b.add("dmarc-broken", report.Problem, "The DMARC policy is not correct",
			"Receivers ignore the record: “"+short(f.Record.Raw)+"”.", "Set p to none, quarantine or reject.")
		return
	case f.Now.Name == dmarc.None:
		do := "publish the record below."
		if f.Whose != dmarc.Own {
			do = "change the record at " + dmarc.Name(f.At) + "."
		}
		l := b.add("dmarc-none", report.Warning, "DMARC policy is “none”",
			"Receivers may deliver forged emails. They only report them.",
			"When the reports show that your own email passes, "+do)
		l.Fix = b.replace("p", dmarc.Quarantine)
	case f.Now.Testing:
		l := b.add("dmarc-testing", report.Warning, "DMARC policy “"+f.Now.Name+"” is only a test",
			"Newer receivers do not apply it (t=y). Older ones ignore t and apply it.",
			"When the reports show that your own email passes, remove “t=y”.")
		l.Fix = b.replace("t", "")
	}
	if f.Record.HasPercent && f.Record.Percent < 100 && f.Now.Name != dmarc.None {
		l := b.add("dmarc-percent", report.Warning,
			fmt.Sprintf("DMARC policy has pct=%d, which only older receivers read",
				f.Record.Percent),
			fmt.Sprintf("Older ones apply “%s” to %d %% of forged emails. Newer ones apply it to all.",
				f.Before.Name, f.Record.Percent), "Remove pct. To only test the policy, use “t=y”.")
		l.Fix = b.replace("pct", "")
	}
	if f.BeforeErr == nil && f.Before.Name == "" && f.Whose != dmarc.Own {
		l := b.add("dmarc-newer-only", report.Warning, "Only newer receivers find the DMARC policy",
			"It is at "+f.At+". Older ones look only at the domain and at its main domain.",
			"Add the same record for this domain.")
		l.Fix = &Record{Name: dmarc.Name(b.s.Domain.ASCII), Type: "TXT", Value: f.Record.Raw}
	}
	if f.Whose == dmarc.Own {
		b.subdomains()
	}
}

// subdomains describes whether the names below the domain are protected less.
func (b *builder) subdomains() {
	r := b.s.DMARC.Record
	own, _ := r.For(dmarc.Own)
	sub, _ := r.For(dmarc.Subdomain)
	gone, _ := r.For(dmarc.Nonexistent)
	switch {
	case dmarc.Strength(sub.Name) < dmarc.Strength(own.Name):
		b.add("dmarc-subdomains", report.Warning, "DMARC protects subdomains less: “"+sub.Name+"”",
			"Others can send in the name of a subdomain.", "Remove “sp” from the record.").Fix = b.replace("sp", "")
	case dmarc.Strength(gone.Name) < dmarc.Strength(own.Name):
		l := b.add("dmarc-nonexistent", report.Warning, "DMARC protects names that do not exist less: “"+gone.Name+"”",
			"Others can invent a subdomain and send in its name.", "Remove “np” from the record.")
		l.Fix = b.replace("np", "")
	}
}

// replace returns the record with one tag set or, with "", removed.
func (b *builder) replace(tag, value string) *Record {
	f := b.s.DMARC
	if f.Whose != dmarc.Own {
		return nil
	}
	text := regexp.MustCompile(`(?i);\s*`+tag+`\s*=[^;]*`).ReplaceAllString(f.Record.Raw, "")
	if value != "" {
		head, rest, _ := strings.Cut(text, ";")
		text = strings.TrimRight(head, " ") + "; " + tag + "=" + value
		if rest = strings.TrimSpace(rest); rest != "" {
			text += "; " + rest
		}
	}
	return &Record{Name: dmarc.Name(f.At), Type: "TXT", Value: text, Replaces: f.Record.Raw}
}

// tags describes which parts of the record receivers pass over.
func (b *builder) tags() {
	r := b.s.DMARC.Record
	for _, f := range r.Faults {
		part := "“" + short(f.Tag+"="+f.Text) + "”"
		switch f.Kind {
		case dmarc.BadValue:
			if f.Tag != "p" && f.Tag != "sp" && f.Tag != "np" || b.s.DMARC.Now.Name != "" {
				b.add("dmarc-value", report.Warning, "DMARC: "+part+" is not a valid value",
					"Receivers act as if it were not there.", "Correct or remove it.")
			}
		case dmarc.NotATag:
			b.add("dmarc-part", report.Warning, "DMARC: receivers ignore “"+short(f.Text)+"”",
				"Each part needs a name, an equals sign and a value.", "Correct or remove it.")
		case dmarc.Twice:
			b.add("dmarc-twice", report.Problem, "DMARC has “"+f.Tag+"” twice",
				"Receivers may read either of them, or ignore the record.", "Remove one of the two.")
		case dmarc.Removed:
			if f.Tag != "pct" {
				b.add("dmarc-removed", report.Note, "DMARC: the standard no longer has "+part,
					"Newer receivers ignore it.", "Remove it when you next change the record.")
			}
		case dmarc.Unknown:
			b.add("dmarc-tag", report.Note, "DMARC: no receiver knows "+part, "Receivers ignore it.",
				"Check its spelling.")
		case dmarc.Size:
			b.add("dmarc-size", report.Note, "DMARC: the size in “"+short(f.Text)+"” is no longer in the standard",
				"Newer receivers ignore it, or the whole address.", "Remove “!” and what is behind it.")
		case dmarc.BadURI:
			b.add("dmarc-address", report.Warning, "DMARC: “"+short(f.Text)+"” is not an address for reports",
				"Receivers send no reports there.", "Write it with “mailto:” in front.")
		case dmarc.Scheme:
			b.add("dmarc-scheme", report.Note, "DMARC: few receivers send reports to “"+short(f.Text)+"”",
				"Only email addresses are required.", "Add an address with “mailto:”.")
		}
	}
	if r.PSD == "y" && b.s.DMARC.Whose == dmarc.Own {
		l := b.add("dmarc-psd", report.Warning, "DMARC marks the domain as a public suffix (psd=y)",
			"Each subdomain then counts as an organisation of its own. This is only for registries.",
			"Remove “psd=y” from the record.")
		l.Fix = b.replace("psd", "")
	}
	if r.P != "" && !r.PFirst {
		b.add("dmarc-order", report.Note, "DMARC: “p” is not directly behind “v=DMARC1”",
			"Newer receivers allow that. Older ones may ignore the record.", "Move “p” to the second place.")
	}
	if r.P == "" && b.s.DMARC.Now.Name == dmarc.None && len(r.Faults) == 0 {
		l := b.add("dmarc-no-p", report.Warning, "The DMARC record has no policy (p)",
			"Newer receivers read it as “none”. Older ones may ignore the record.", "Add “p=none”.")
		l.Fix = b.replace("p", dmarc.None)
	}
}

// reports describes whether the reports about the domain arrive (RFC 9990 section 4).
func (b *builder) reports() {
	if len(b.s.DMARC.Record.RUA) == 0 {
		b.add("dmarc-no-reports", report.Warning, "No one receives DMARC reports",
			"Without reports, you do not see who sends in your name.",
			"Add “rua=mailto:” with an address that you read.")
	}
	for _, d := range b.s.Reports {
		switch d.State {
		case dmarc.NoName, dmarc.NoServer:
			b.add("dmarc-report-lost", report.Warning, "DMARC reports cannot reach "+short(d.Address),
				"No server receives email for "+d.Domain+".", "Enter an address that exists.")
		case dmarc.NotAllowed:
			l := b.add("dmarc-report-refused", report.Warning, "DMARC reports do not go to "+short(d.Address),
				"It belongs to another organisation, which must allow them with a record.",
				"Ask the owner of "+d.Domain+" to add the record below, or enter another address.")
			l.Fix = &Record{Name: d.Missing, Type: "TXT", Value: dmarc.AllowText, Others: true}
		case dmarc.Untested:
			b.unknown("dmarc-report-unknown", "Handrail could not find out whether reports reach "+short(d.Address),
				d.Err)
		}
	}
}

func (b *builder) dmarcOK() {
	f := b.s.DMARC
	does := map[string]string{dmarc.Reject: "Receivers should reject forged emails.",
		dmarc.Quarantine: "Receivers should put forged emails in the Junk folder."}[f.Now.Name]
	if f.At != f.Domain {
		does += " The policy is that of " + f.At + "."
	}
	b.add("dmarc-ok", report.OK, "DMARC policy is “"+f.Now.Name+"”", does, "")
}
