package health

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"handrail/app/mail/spf"
	"handrail/app/report"
)

// microsoftSPF is what Microsoft 365 requires in the record.
const microsoftSPF = "include:spf.protection.outlook.com"

// spf describes who may send in the domain’s name, and whether receivers can check it (RFC 7208).
func (b *builder) spf() {
	w := b.s.SPF
	switch w.State {
	case spf.Unknown:
		b.unknown("spf-unknown", "Handrail could not read the SPF record", w.Err)
	case spf.Absent:
		b.spfAbsent()
	case spf.Several:
		b.add("spf-several", report.Problem, "There is more than one SPF record",
			"Receivers then ignore all of them.", "Join them in one record, and remove the others.")
	case spf.Invalid:
		at, words := "", ""
		var wrong *spf.SyntaxError
		if errors.As(w.Selected.Err, &wrong) {
			at, words = wrong.Term, wrong.Msg
		}
		b.add("spf-syntax", report.Problem, "The SPF record has an error at “"+short(at)+"”",
			words+" Receivers then ignore the record.", "Correct or remove this part.")
	default:
		b.spfCost()
		b.spfTerms()
		b.spfEnd()
	}
}

func (b *builder) spfAbsent() {
	domain, value := b.s.Domain.ASCII, ""
	yes, _ := b.usesMicrosoft()
	switch {
	case b.s.Mail.Null, len(b.s.Mail.Hosts) == 0 && b.s.Mail.MX.Err == nil:
		value = "v=spf1 -all"
	case yes:
		value = "v=spf1 " + microsoftSPF + " -all"
	}
	title, text := "There is no SPF record", "Receivers cannot check who may send in the name of this domain."
	if meant := b.s.SPF.Meant; len(meant) > 0 {
		title, text = "Receivers ignore the SPF record", "It must begin with exactly “v=spf1” and a space: "+
			"“"+short(meant[0])+"”."
	}
	do := "Add a TXT record that names every service that sends for you."
	if value != "" {
		do = "Add the record below. If other services send for you, add them before “-all”."
	}
	l := b.add("spf-absent", report.Problem, title, text, do)
	if value != "" {
		l.Fix = &Record{Name: domain, Type: "TXT", Value: value}
	}
}

// spfCost describes whether receivers give up: too many lookups, or too many that find nothing.
func (b *builder) spfCost() {
	w := b.s.SPF
	n := len(w.Lookups)
	if l := w.Over(); l != nil {
		b.add("spf-lookups", report.Problem, fmt.Sprintf("SPF needs %d lookups, and the limit is %d", n,
			spf.MaxLookups),
			"Many receivers then ignore it. "+overWords(*l),
			"Remove a part that you no longer need. Lookups of each: "+costs(w)+".")
	} else if b.s.Stranger.Lookups && len(w.Find(spf.Loop))+len(w.Find(spf.Endless)) == 0 {
		b.add("spf-lookups", report.Problem, "SPF needs too many lookups",
			"A receiver that follows the standard gives up.",
			"Remove a part that you no longer need. Lookups of each: "+costs(w)+".")
	}
	if n == spf.MaxLookups && len(w.Open()) == 0 {
		b.add("spf-limit", report.Note, fmt.Sprintf("SPF needs %d lookups, which is the limit", n),
			"One more, also in a part that others run, and receivers ignore the record.",
			"Remove a part that you no longer need. Lookups of each: "+costs(w)+".")
	}
	if voids := w.Voids(); len(voids) > spf.MaxVoids {
		var terms []string
		for _, v := range voids {
			terms = append(terms, v.Term)
		}
		b.add("spf-voids", report.Problem, fmt.Sprintf("%d parts of the SPF record find nothing", len(voids)),
			fmt.Sprintf("Receivers give up at the third. The parts: %s.", list(terms)), "Remove these parts.")
	} else if len(voids) > 0 {
		b.add("spf-void", report.Note, "A part of the SPF record finds nothing: "+voids[0].Term,
			"Receivers allow two of these.", "Remove it.")
	}
	for _, l := range w.Open() {
		b.unknown("spf-part-unknown", "Handrail could not follow “"+short(l.Term)+"” in the SPF record", l.Err)
	}
	for _, f := range w.Find(spf.Depends) {
		b.add("spf-depends", report.Note, "SPF: “"+short(f.Term)+"” depends on each email",
			"Handrail counts it, but cannot follow it.", "")
	}
}

// overWords names the part that is one too many.
func overWords(l spf.Lookup) string {
	if l.Domain == "" {
		return "“" + short(l.Term) + "” is one too many."
	}
	if l.Top != l.Term {
		return l.Domain + " is one too many. It is part of “" + short(l.Top) + "”."
	}
	return l.Domain + " is one too many."
}

// costs lists the parts of the record with their lookups, the dearest of them at most four.
func costs(w *spf.Walk) string {
	var parts []string
	for _, t := range w.Record.Terms {
		if n := w.Cost(t.Text); t.Counts() && n > 0 {
			parts = append(parts, fmt.Sprintf("%s (%d)", t.Text, n))
		}
	}
	return list(parts)
}

// spfTerms describes which parts make receivers give up or are passed over.
func (b *builder) spfTerms() {
	for _, f := range b.s.SPF.Faults {
		term := "“" + short(f.Term) + "”"
		switch f.Kind {
		case spf.NoRecord:
			b.add("spf-no-record", report.Problem, "SPF includes "+f.Detail+", which has no SPF record",
				"Receivers then ignore your whole record.", "Remove "+term+", or ask the provider for the right name.")
		case spf.Broken:
			b.add("spf-broken", report.Problem, "SPF includes a record with an error", short(f.Detail)+".",
				"Tell the provider, or remove "+term+".")
		case spf.Loop, spf.Endless:
			b.add("spf-loop", report.Problem, "The SPF record leads back to itself", "Receivers then ignore it.",
				"Remove "+term+" from the record of "+f.Domain+".")
		case spf.TooManyMX:
			b.add("spf-many-mx", report.Problem, term+" has more than 10 mail servers",
				"Receivers then ignore the SPF record.", "Enter the addresses instead.")
		case spf.PTR:
			b.add("spf-ptr", report.Warning, "The SPF record uses “ptr”",
				"It is slow, and some receivers ignore it. The record is that of "+f.Domain+".",
				"Replace it by names or addresses.")
		case spf.AfterAll:
			b.add("spf-after-all", report.Warning, "Receivers never read "+term+" in the SPF record",
				"It is behind “all”.", "Move it before “all”, or remove it.")
		case spf.Redirect:
			b.add("spf-redirect", report.Warning, "Receivers never read "+term+" in the SPF record",
				"The record also has “all”.", "Remove one of the two.")
		}
	}
}

// spfEnd describes what happens to a stranger’s email, as the library found.
func (b *builder) spfEnd() {
	w, domain := b.s.SPF, b.s.Domain.ASCII
	stronger := func() *Record {
		if t, ok := w.Record.Term("all"); ok && t.Qualifier != '-' {
			words := strings.Split(w.Record.Raw, " ")
			words[slices.Index(words, t.Text)] = "-all" // a term is a word of the record
			return &Record{Name: domain, Type: "TXT", Replaces: w.Record.Raw, Value: strings.Join(words, " ")}
		}
		return nil
	}
	switch b.s.Stranger.Result {
	case spf.Pass:
		do := "End the record with “-all”."
		if t, ok := w.Record.Term("all"); ok && t.Qualifier != '+' {
			do = "Remove the part that has every address. It can also be in a record that yours includes."
		} else if _, leads := w.Record.Term("redirect"); leads && !ok {
			do = "Correct the record that yours leads to with “redirect”."
		}
		l := b.add("spf-anyone", report.Problem, "SPF lets anyone send in your name",
			"An email from an unknown server passes the check.", do)
		if strings.HasPrefix(do, "End") {
			l.Fix = stronger()
		}
	case spf.Neutral:
		b.add("spf-neutral", report.Warning, "SPF says nothing about unknown servers",
			"Receivers cannot reject a forged email because of it.", "End the record with “-all”.").Fix = stronger()
	case spf.TempError:
		if len(w.Open()) == 0 {
			b.unknown("spf-part-unknown", "Handrail could not evaluate the SPF record", b.s.Stranger.Err)
		}
	case spf.PermError:
		if !b.problem() {
			b.add("spf-error", report.Problem, "Receivers cannot use the SPF record",
				"They stop with an error: "+short(fmt.Sprint(b.s.Stranger.Err))+".", "Correct the record.")
		}
	}
	if yes, _ := b.usesMicrosoft(); yes && !b.sendsMicrosoft() {
		b.add("spf-microsoft", report.Note, "SPF does not name Microsoft 365",
			"If you send email from Microsoft 365, receivers treat it as forged.", "Then add “"+microsoftSPF+"”.")
	}
	if !b.said() {
		meaning := map[string]string{spf.Fail: "Receivers should reject email from other servers.",
			spf.SoftFail: "Receivers should treat email from other servers with suspicion."}[b.s.Stranger.Result]
		b.add("spf-ok", report.OK, fmt.Sprintf("SPF is correct, with %s", counted(len(w.Lookups), "lookup", "lookups")),
			meaning+fmt.Sprintf(" The limit is %d.", spf.MaxLookups), "")
	}
}

// sendsMicrosoft reports whether the record names Microsoft 365, or that is not known.
func (b *builder) sendsMicrosoft() bool {
	if len(b.s.SPF.Open()) > 0 {
		return true
	}
	for _, l := range b.s.SPF.Lookups {
		if strings.HasPrefix(l.Domain, "spf.protection.") {
			return true
		}
	}
	return false
}
