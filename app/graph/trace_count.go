package graph

import (
	"encoding/json"
	"slices"
	"strings"
	"unicode/utf8"

	"handrail/app/tenant"
)

// traced is what is read of an email: neither its subject nor who received it.
type traced struct {
	Sender   tenant.Text `json:"senderAddress"`
	From     fromIP      `json:"fromIP"`
	Received tenant.When `json:"receivedDateTime"`
	Message  tenant.Text `json:"messageId"`
}

// fromIP is the address of an email. Of an email that was written inside Exchange Online it is blank; one that is
// not there, or not a text, is not known.
type fromIP string

// noIP stands for an address that is not known. No server has it.
const noIP = "not known"

// UnmarshalJSON reads an address.
func (a *fromIP) UnmarshalJSON(b []byte) error {
	var text *string
	switch {
	case json.Unmarshal(b, &text) != nil:
		*a = noIP
	case text == nil || strings.TrimSpace(*text) == "":
		*a = ""
	default:
		*a = fromIP(strings.TrimSpace(*text))
	}
	return nil
}

type traceKey struct {
	sender, from string
	other        bool
}

// traceMessage is an email of a sender. The trace has a row for each person who received it.
type traceMessage struct {
	of traceKey
	id tenant.Text
}

// add counts an email, once for all who received it.
func (t *tracer) add(all map[traceKey]*tenant.TraceRow, seen map[traceMessage]bool, m traced) {
	key := traceKey{sender: strings.ToLower(strings.TrimSpace(string(m.Sender))), from: string(m.From)}
	if t.other(key.sender) {
		key = traceKey{other: true}
	}
	one := all[key]
	if one == nil {
		one = &tenant.TraceRow{Sender: tenant.Text(key.sender), From: tenant.Text(key.from), Other: key.other}
		all[key] = one
	}
	if one := (traceMessage{key, m.Message}); m.Message == "" || !seen[one] {
		seen[one] = true
		all[key].Messages++
	}
	if !key.other && m.Received.After(one.Last.Time) {
		one.Last = m.Received
	}
}

// other reports whether the domain of a sender is neither one of the domains nor below one. A name that is not in ASCII
// is not compared here: it has several forms.
func (t *tracer) other(sender string) bool {
	domain := sender[strings.LastIndexByte(sender, '@')+1:]
	if sender == "" || strings.IndexFunc(domain, func(r rune) bool { return r >= utf8.RuneSelf }) >= 0 {
		return false
	}
	return !slices.ContainsFunc(t.domains, func(own string) bool {
		return domain == own || strings.HasSuffix(domain, "."+own)
	})
}
