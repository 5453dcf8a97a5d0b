package header

import (
	"fmt"
	"strings"
	"time"

	"handrail/app/mail/header"
	"handrail/app/report"
)

// methods are the checks, as questions.
var methods = map[string]struct{ label, question string }{
	"spf":      {"SPF", "SPF: may this server send for the sender?"},
	"dkim":     {"DKIM", "DKIM: is the signed text unchanged?"},
	"dmarc":    {"DMARC", "DMARC: does SPF or DKIM confirm the sender?"},
	"compauth": {"Composite authentication", "Composite authentication: is the sender genuine?"},
}

// results returns each check with its result in words.
func results(m *header.Message) (all []report.Finding) {
	checked := m.Results()
	for _, name := range []string{"spf", "dkim", "dmarc", "compauth"} {
		f := report.Finding{Code: "result-" + name, Severity: report.Unknown, Title: methods[name].question,
			Text: "The header has no result of this check."}
		if got, ok := checked.Method(name); ok {
			f.Severity = severityOf(got.Result)
			f.Text = resultText(m, got)
		}
		if f.Severity.NeedsAction() {
			f.Do = "Follow the next step, “Fix the cause”. If you do not know the sender, do not open links in the email."
		}
		all = append(all, f)
	}
	if len(m.Chain.Links) > 0 {
		f := report.Finding{Code: "result-arc", Severity: report.Note, Title: "ARC: what did earlier servers check?",
			Text: fmt.Sprintf("%d servers recorded it. Handrail does not check their signatures.", len(m.Chain.Links))}
		if len(m.Chain.Links) == 1 {
			f.Text = "One server recorded it. Handrail does not check its signature."
		}
		if !m.Chain.Whole {
			f.Text += " The chain has a gap, or the copy is incomplete."
		}
		all = append(all, f)
	}
	return all
}

func severityOf(result string) report.Severity {
	switch result {
	case "pass", "bestguesspass", "softpass":
		return report.OK
	case "fail", "softfail", "permerror":
		return report.Warning
	case "temperror":
		return report.Unknown
	}
	return report.Note
}

// resultText returns a result in words.
func resultText(m *header.Message, got header.Method) string {
	words := "The result is not documented: " + got.Result + "."
	if means, ok := header.Means("result", got.Result); ok {
		words = means.Words + "."
	}
	more := func(text string) { words += " " + text }
	switch got.Name {
	case "spf":
		if a := text(got.SenderIP()); a != "" {
			more("It was checked for " + a + ".")
		}
	case "dkim":
		if got.Comment == "body hash did not verify" {
			more("Something changed the text on the way, for example a filter that adds a notice.")
		}
	case "dmarc":
		if means, ok := header.Means("action", got.Prop("action")); ok && got.Prop("action") != "none" {
			more("What Exchange Online did: " + means.Words + ".")
		}
	case "compauth":
		if means, ok := header.Means("reason", got.Prop("reason")); ok {
			more("Reason " + got.Prop("reason") + ": " + means.Words + ".")
		}
	}
	return words
}

// other returns what else is worth knowing: encryption, Enhanced Filtering, loops, waits and
// reports that do not count.
func (d deps) other(m *header.Message) (all []report.Finding) {
	add := func(code string, s report.Severity, title, text, do string) {
		all = append(all, report.Finding{Code: code, Severity: s, Title: title, Text: text, Do: do})
	}
	if len(m.Passes) > 0 && m.Passes[0].Edge >= 0 {
		p := &m.Passes[0]
		if t := m.Hops[p.Edge].TLS; t.State == header.Plaintext || t.Old() {
			add("not-encrypted", report.Warning, "The way to Exchange Online was not safely encrypted",
				"The server in front used no TLS, or an old version of it.", "Ask the sender to update the server.")
			if d.HasGuide != nil && d.HasGuide("mta-sts") {
				all[len(all)-1].Guide = "mta-sts"
				all[len(all)-1].Do = "Require encryption with the guide “Protect incoming email with MTA-STS”."
			}
		}
		if p.Filtering() != header.FilterOff {
			all = append(all, filtering(p))
		}
	}
	if m.Loop() {
		add("loop", report.Note, "The email came to Exchange Online more than once",
			"It left in between, for example to a filter. If each time was in your own organisation, this is a loop: "+
				"Enhanced Filtering must stay off in it.", "")
	}
	if m.Skewed() {
		add("skew", report.Note, "The clocks of the servers differ",
			"A later server wrote an earlier time. The times in between are not known.", "")
	}
	for _, h := range m.Hops {
		if h.Delayed && h.Delay >= slow {
			add("slow", report.Note, "The email waited "+lasted(h.Delay)+" in one place",
				"A server in front of that one held it, or could not deliver it.", "")
		}
	}
	for _, n := range m.Notes {
		if n.Code == header.OldReport {
			add("older-report", report.Note, "Only the topmost filter result counts",
				"There are more below it. They are from earlier servers, or forged.", "")
		}
	}
	return all
}

// slow is from when a wait is worth telling.
const slow = 10 * time.Minute

// lasted returns a time in words.
func lasted(d time.Duration) string {
	count := func(n int, one, many string) string {
		if n == 1 {
			return "1 " + one
		}
		return fmt.Sprintf("%d %s", n, many)
	}
	switch {
	case d < 2*time.Minute:
		return count(int(d/time.Second), "second", "seconds")
	case d < 2*time.Hour:
		return count(int(d/time.Minute), "minute", "minutes")
	case d < 48*time.Hour:
		return count(int(d/time.Hour), "hour", "hours")
	}
	return count(int(d/(24*time.Hour)), "day", "days")
}

// said are the notes in words.
var said = map[header.NoteCode]string{
	header.CutText:     "The text is very long. Handrail read only the first 16 megabytes.",
	header.CutFields:   "There are more fields than any real email has. Handrail left out %d of them.",
	header.CutValues:   "Fields that were cut because they are too long: %d.",
	header.CutHops:     "There are more servers than any real email passes. Handrail left out %d of them.",
	header.CutLists:    "Results and reports that were left out because there are too many: %d.",
	header.Skipped:     "Lines in front of the header that were not read: %d.",
	header.Quoted:      "The marks of a quotation were removed.",
	header.Escaped:     "The text of a web page was turned into plain text.",
	header.Spaced:      "Empty lines were removed.",
	header.Unfolded:    "Lines that had lost their indent and were joined: %d.",
	header.OtherEmail:  "Another email is attached. Save it on its own to read its header.",
	header.NoOwnHeader: "The header is that of the attached email.",
	header.OldReport:   "Filter results below the one that counts: %d.",
}

// notes returns how the header was read.
func notes(m *header.Message) report.Table {
	t := report.Table{Title: "How the header was read", Columns: []string{"Note"}}
	for _, n := range m.Notes {
		line, ok := said[n.Code]
		if !ok {
			continue
		}
		if strings.Contains(line, "%d") {
			line = fmt.Sprintf(line, n.N)
		}
		t.Rows = append(t.Rows, []string{line})
	}
	return t
}

// filtering returns what the stamps of Enhanced Filtering say.
func filtering(p *header.Pass) report.Finding {
	switch {
	case p.Alone():
		return report.Finding{Code: "filtering-alone", Severity: report.Note,
			Title: "Enhanced Filtering found no other server",
			Text:  "Each other server is private or is skipped. So SPF was checked for the server in front."}
	case p.Filtering() == header.FilterApplied:
		return report.Finding{Code: "filtering-applied", Severity: report.OK,
			Title: "Enhanced Filtering looked past the server in front",
			Text:  "SPF was checked for " + text(p.Original.Addr) + ", which is behind it."}
	}
	return report.Finding{Code: "filtering-not-applied", Severity: report.Note,
		Title: "Enhanced Filtering found a server and did not use it",
		Text:  "Not all recipients are in its pilot, or the email came by another way."}
}
