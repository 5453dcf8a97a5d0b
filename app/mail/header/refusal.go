package header

import (
	"cmp"
	"strings"

	"handrail/app/pattern"
)

// Refusal is what a report of a failed delivery says (RFC 3464, RFC 3463).
type Refusal struct {
	Raw       string // the reply of the server
	Code      string // 5.7.64; empty where none is in it
	Final     bool   // it will not be tried again
	Recipient string
	Server    string // who refused it; empty where that is not written
}

// Meaning returns what the reply says, in our words.
func (r *Refusal) Meaning() (Meaning, bool) {
	if r.Code == "" {
		return Meaning{}, false
	}
	return Means("smtp", r.Code+" "+r.Raw)
}

var (
	person     = pattern.Lazy(`(?im)^[ \t]*final-recipient:`)
	reportLine = pattern.Lazy(`(?im)^[ \t]*(final-recipient|action|status|diagnostic-code|remote-mta):[ \t]*` +
		`([^\n]*(?:\n[ \t]+[^\n]+)*)`)
	reply = pattern.Lazy(`\b([45]\d\d)[ -]+#?([45]\.\d{1,3}\.\d{1,3})\b([^'\n]{0,300})`)
	// A reply without such a code counts only behind words that announce it.
	plainReply = pattern.Lazy(`(?i)(?:\bsaid:|\breturned:?|\bresponded with:?)[ '"]*([45]\d\d)[ -]+([^'\n]{1,300})`)
	// So does one that begins with its code.
	codeFirst = pattern.Lazy(`^#?([45])(\.\d{1,3}\.\d{1,3})\b[^'\n]{0,300}`)
	bare3     = pattern.Lazy(`\b([45]\.\d{1,3}\.\d{1,3})\b`)
)

// refused reads a report of a failed delivery: the lines in front of the header, the fields,
// and the body. The body of another email may quote such a report, so it counts only where
// the email is one.
func (m *Message) refused(before, body string) {
	kind, _ := m.First("Content-Type")
	kind = strings.ToLower(kind)
	if strings.HasPrefix(kind, "multipart/report") && strings.Contains(kind, "delivery-status") ||
		m.Form == Outlook && strings.Contains(kind, "delivery-status") {
		m.Refusal = readRefusal(body)
	}
	if m.Refusal == nil {
		m.Refusal = m.refusedFields()
	}
	if m.Refusal == nil {
		m.Refusal = readRefusal(before)
	}
	if m.Refusal == nil {
		m.Refusal = readReply(before)
	}
	if m.Refusal == nil && !m.sent() {
		m.Refusal = readReply(body) // the text of a report, copied with its subject
	}
}

// sent reports whether the header is that of an email as a program wrote it, and not a few
// lines that a person copied. Its body may quote anything.
func (m *Message) sent() bool {
	for _, name := range []string{"Received", "Message-ID", "MIME-Version", "Content-Type"} {
		if _, ok := m.First(name); ok {
			return true
		}
	}
	return false
}

// refusedFields reads the lines of a report that were pasted as if they were a header.
func (m *Message) refusedFields() *Refusal {
	var text strings.Builder
	for _, f := range m.Fields {
		switch strings.ToLower(f.Name) {
		case "final-recipient", "action", "status", "diagnostic-code", "remote-mta":
			text.WriteString(f.Name + ": " + f.Value + "\n")
		}
	}
	return readRefusal(text.String())
}

// readRefusal reads the lines of a report; nil where there are none. Of several recipients,
// the first one who was refused counts, else the first one who still waits.
func readRefusal(text string) *Refusal {
	text = text[:min(len(text), 1<<20)]
	starts := person().FindAllStringIndex(text, MaxLists)
	if len(starts) < 2 {
		return readRecipient(text)
	}
	var waits *Refusal
	for i, at := range starts {
		from, end := at[0], len(text)
		if i == 0 {
			from = 0 // a report that was copied may have its lines in another order
		}
		if i+1 < len(starts) {
			end = starts[i+1][0]
		}
		r := readRecipient(text[from:end])
		if r != nil && r.Final {
			return r
		}
		waits = cmp.Or(waits, r)
	}
	return waits
}

// readRecipient reads the lines about one recipient.
func readRecipient(text string) *Refusal {
	var r Refusal
	action, status := "", ""
	for _, l := range reportLine().FindAllStringSubmatch(text, 50) {
		value := strings.Join(strings.Fields(l[2]), " ")
		_, typed, ok := strings.Cut(value, ";")
		if !ok {
			typed = value
		}
		typed = strings.TrimSpace(typed)
		switch strings.ToLower(l[1]) {
		case "final-recipient":
			r.Recipient = cmp.Or(r.Recipient, typed)
		case "action":
			action = cmp.Or(action, strings.ToLower(value))
		case "status":
			status = cmp.Or(status, bare3().FindString(value))
		case "diagnostic-code":
			r.Raw = cmp.Or(r.Raw, typed)
		case "remote-mta":
			r.Server = cmp.Or(r.Server, typed)
		}
	}
	if r.Recipient == "" && r.Raw == "" || action != "" && action != "failed" && action != "delayed" {
		return nil
	}
	if said := readReply(r.Raw); said != nil {
		r.Code = said.Code
	}
	r.Code = cmp.Or(r.Code, status)
	r.Raw = cmp.Or(r.Raw, status)
	r.Final = action == "failed" || action == "" && !strings.HasPrefix(r.Code, "4")
	return &r
}

// readReply finds a server’s reply in a text: “550 5.7.64 TenantAttribution; …”.
func readReply(text string) *Refusal {
	text = strings.Join(strings.Fields(text[:min(len(text), 64<<10)]), " ")
	found := reply().FindStringSubmatch(text)
	if found == nil {
		if found = codeFirst().FindStringSubmatch(text); found != nil {
			return &Refusal{Raw: strings.TrimSpace(found[0]), Code: found[1] + found[2], Final: found[1] == "5"}
		}
		if found = plainReply().FindStringSubmatch(text); found == nil {
			return nil
		}
		raw := strings.TrimRight(strings.TrimSpace(found[1]+" "+found[2]), "' ")
		return &Refusal{Raw: raw, Final: found[1][0] == '5'}
	}
	return &Refusal{Raw: strings.TrimRight(strings.TrimSpace(found[0]), "' "), Code: found[2], Final: found[2][0] == '5'}
}
