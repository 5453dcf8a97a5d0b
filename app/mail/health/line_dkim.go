package health

import (
	"fmt"
	"strings"

	"handrail/app/mail/dkimkey"
	"handrail/app/report"
)

// dkimPath is where Microsoft shows the two records of a domain (Microsoft Learn, “Set up
// DKIM to sign mail from your cloud domain”).
const dkimPath = "In Microsoft Defender (security.microsoft.com), go to Email & collaboration > Policies & rules > " +
	"Threat policies > Email authentication settings > DKIM."

// dkim describes whether the keys for signatures are there and can be used (RFC 6376, RFC 8301).
func (b *builder) dkim() {
	b.microsoftKeys(b.s.Keys[:b.s.Microsoft])
	for _, k := range b.s.Keys[b.s.Microsoft:] {
		if k.State == dkimkey.Absent {
			b.add("dkim-absent", report.Problem, "There is no DKIM key at "+k.Name,
				"Receivers cannot check signatures with the selector “"+k.Selector+"”.",
				"Publish the record that the sending service shows, or remove the selector here.")
			continue
		}
		b.key(k)
	}
	if b.said() {
		return
	}
	bits := 0
	for _, k := range b.s.Keys {
		if k.State == dkimkey.Valid && k.Bits > 0 && (bits == 0 || k.Bits < bits) {
			bits = k.Bits
		}
	}
	title := "DKIM: both Microsoft 365 keys"
	if n := len(b.s.Keys) - b.s.Microsoft; n > 0 {
		title += fmt.Sprintf(" and %d other", n)
	}
	if b.s.Keys[0].State != dkimkey.Valid {
		title = "DKIM: " + counted(len(b.s.Keys)-b.s.Microsoft, "key", "keys")
	}
	text := "Receivers can use them."
	if bits > 0 {
		text = "Receivers can use them. The shortest has " + grouped(bits) + " bits."
	}
	b.add("dkim-ok", report.OK, title, text, "")
}

// microsoftKeys describes whether Microsoft 365 can sign. Without its keys, that is only
// something to do for a domain that uses Microsoft 365.
func (b *builder) microsoftKeys(keys []dkimkey.Key) {
	absent, dangling := 0, 0
	for _, k := range keys {
		switch {
		case k.Dangling:
			dangling++
		case k.State == dkimkey.Absent:
			absent++
		}
	}
	yes, sure := b.usesMicrosoft()
	switch {
	case absent == len(keys) && yes:
		b.add("dkim-microsoft-absent", report.Warning, "Microsoft 365 does not sign with your domain",
			"If you send from Microsoft 365, it signs with your onmicrosoft.com domain. Then DMARC depends on SPF alone.",
			dkimPath)
	case absent == len(keys):
		if len(b.s.Keys) == len(keys) {
			b.noKeyKnown(sure)
		}
	case dangling == len(keys):
		b.add("dkim-dangling", report.Problem, "The two DKIM aliases of Microsoft 365 lead to no key",
			"Receivers cannot check signatures with them: "+targets(keys)+".", "Compare both records. "+dkimPath)
	default:
		for _, k := range keys {
			switch {
			case k.Dangling:
				b.add("dkim-one-key", report.Note, k.Selector+" leads to no key",
					"Microsoft 365 uses one key at a time. It needs the second one to change keys.",
					"If this stays so, compare both records. "+dkimPath)
			case k.State == dkimkey.Absent:
				b.add("dkim-one-alias", report.Warning, "There is no record for "+k.Selector,
					"Microsoft 365 needs both records, because it changes between two keys.",
					"Add the second record. "+dkimPath)
			default:
				b.key(k)
			}
		}
	}
}

// targets returns where the aliases of keys lead.
func targets(keys []dkimkey.Key) string {
	var all []string
	for _, k := range keys {
		if len(k.Alias) > 0 {
			all = append(all, k.Alias[len(k.Alias)-1])
		}
	}
	return list(all)
}

// noKeyKnown adds the line that no selector is known: a domain cannot be asked for its keys.
func (b *builder) noKeyKnown(sure bool) {
	if b.s.Mail.Null {
		b.add("dkim-not-needed", report.OK, "DKIM is not needed", "The domain declares that it has no email.", "")
		return
	}
	text := "A domain does not list its keys. Those of Microsoft 365 are not there, and no others were named."
	if !sure {
		text = "Those of Microsoft 365 are not there. Handrail could not find out whether you use it."
	}
	b.add("dkim-unknown", report.Unknown, "Not known: whether your email is signed (DKIM)", text,
		"Enter the selector that is behind “s=” in the DKIM-Signature header of an email that you sent.")
}

// key describes what is wrong with a key that is there.
func (b *builder) key(k dkimkey.Key) {
	name := "The DKIM key “" + k.Selector + "”"
	switch k.State {
	case dkimkey.Unknown:
		b.unknown("dkim-key-unknown", "Handrail could not read the DKIM key “"+k.Selector+"”", k.Why)
		return
	case dkimkey.Several:
		b.add("dkim-several", report.Problem, name+" has more than one record",
			"Receivers may use any of them, so signatures can fail.", "Remove the old one at "+k.Name+".")
		return
	case dkimkey.Revoked:
		b.add("dkim-revoked", report.Note, name+" is revoked",
			"Its value is empty. That is right for a key that is no longer used.", "")
		return
	case dkimkey.Invalid:
		reason := strings.TrimPrefix(fmt.Sprint(k.Why), "dkim: ")
		l := b.add("dkim-invalid", report.Problem, name+" cannot be used", "Receivers stop with: "+short(reason)+".",
			"Publish the record again, exactly as the sending service shows it.")
		l.Args = map[string]string{"name": k.Name}
		return
	}
	if k.Type == "rsa" && k.Bits < dkimkey.GoodBits {
		b.add("dkim-short", report.Warning, name+" has only "+grouped(k.Bits)+" bits",
			"Keys of 2,048 bits are the recommended length today.", "Create a new key in the sending service.")
	}
	if k.Testing {
		b.add("dkim-testing", report.Warning, name+" is marked as a test",
			"Receivers then treat the email as if it had no signature.", "Remove “t=y” from the record.")
	}
}
