package skiplist

import (
	"net/mail"
	"slices"
	"strings"

	"handrail/app/mail/connector"
	"handrail/app/mail/header"
	"handrail/app/powershell"
)

// Person is a recipient of the organisation, with each address that email can be sent to.
type Person struct {
	Name      string
	Primary   string
	Addresses []string // every address, in lower case, the target address too
	Target    string   // the address of the mailbox elsewhere (hybrid); "" where there is none
	Whole     bool     // the export shows every address
}

// People returns the recipients in an export of Get-Recipient.
func People(rows []powershell.Row) (all []Person) {
	for _, r := range rows {
		if !r.Has("EmailAddresses") && !r.Has("ExternalEmailAddress") {
			continue
		}
		p := Person{Name: r.Text("DisplayName"), Primary: plain(r.Text("PrimarySmtpAddress")), Whole: true}
		for _, one := range r.List("EmailAddresses") {
			kind, _, ok := strings.Cut(one, ":")
			if !ok || strings.EqualFold(kind, "smtp") { // not SIP or X500
				p.add(plain(one))
			}
		}
		p.add(p.Primary)
		if p.Target = plain(r.Text("ExternalEmailAddress")); p.Target != "" {
			p.add(p.Target)
		}
		for _, name := range []string{"EmailAddresses", "ExternalEmailAddress"} {
			if s := r.State(name); s == powershell.Absent || s == powershell.Part {
				p.Whole = false
			}
		}
		if p.Name == "" {
			p.Name = p.Primary
		}
		all = append(all, p)
	}
	return all
}

// plain returns an address without its kind, in lower case.
func plain(address string) string {
	if kind, rest, ok := strings.Cut(address, ":"); ok && strings.EqualFold(kind, "smtp") {
		address = rest
	}
	return strings.ToLower(strings.TrimSpace(address))
}

func (p *Person) add(address string) {
	if strings.Contains(address, "@") && !slices.Contains(p.Addresses, address) {
		p.Addresses = append(p.Addresses, address)
	}
}

// Covers returns whether Enhanced Filtering applies to email to a person, and the addresses
// that are missing in EFUsers. Without users it is for everyone.
func Covers(users []string, p *Person) (covered connector.Answer, missing []string) {
	if len(users) == 0 {
		return connector.Yes, nil
	}
	in := lowered(users)
	for _, a := range p.Addresses {
		if !in[a] {
			missing = append(missing, a)
		}
	}
	switch {
	case len(missing) > 0:
		return connector.No, missing
	case !p.Whole || len(p.Addresses) == 0:
		return connector.Unread, nil
	}
	return connector.Yes, nil
}

func lowered(users []string) map[string]bool {
	in := map[string]bool{}
	for _, u := range users {
		in[plain(u)] = true
	}
	return in
}

// Recipients returns the recipients that a header shows, in lower case. Others can be hidden.
func Recipients(m *header.Message) (all []string) {
	for _, f := range m.Fields {
		if !strings.EqualFold(f.Name, "To") && !strings.EqualFold(f.Name, "Cc") {
			continue
		}
		list, err := mail.ParseAddressList(f.Value)
		if err != nil {
			continue
		}
		for _, a := range list {
			if one := strings.ToLower(a.Address); !slices.Contains(all, one) {
				all = append(all, one)
			}
		}
	}
	return all
}

// CoversEmail returns whether Enhanced Filtering applies to an email: only if each recipient
// is in EFUsers. Yes means each that the header shows.
func CoversEmail(users []string, m *header.Message) (covered connector.Answer, missing []string) {
	if len(users) == 0 {
		return connector.Yes, nil
	}
	in, to := lowered(users), Recipients(m)
	for _, a := range to {
		if !in[a] {
			missing = append(missing, a)
		}
	}
	switch {
	case len(missing) > 0:
		return connector.No, missing
	case len(to) == 0:
		return connector.Unread, nil
	}
	return connector.Yes, nil
}

// Rule is a mail flow rule that keeps the filter from an email.
type Rule struct {
	Name    string
	Enabled connector.Answer
}

// Rules are the mail flow rules of an export.
type Rules struct {
	Asked connector.Asked
	Skip  []Rule // those that set SCL −1 and are on, or may be
	Count int
	Lost  []powershell.Loss
}

// ReadRules returns the mail flow rules of an export. A rule without the name SetSCL may set
// it: Exchange then was not asked for it.
func ReadRules(rows []powershell.Row) Rules {
	r := Rules{Asked: connector.AskedNot}
	var found []powershell.Row
	want := int64(-1)
	for _, row := range rows {
		if strings.EqualFold(row.Text("AskedCommand"), "Get-TransportRule") {
			if n, ok := row.Number("AskedCount"); ok {
				want = n
			}
		}
		if row.Has("Priority") && row.Has("State") {
			found = append(found, row)
		}
	}
	r.Count = len(found)
	if want >= 0 || r.Count > 0 {
		r.Asked = connector.AskedAll
	}
	if int64(r.Count) < want {
		r.Asked = connector.AskedPart
	}
	for _, row := range found {
		if s := row.State("SetSCL"); s == powershell.Absent || s == powershell.Part {
			r.Asked = connector.AskedPart
		}
		if strings.TrimSpace(row.Text("SetSCL")) != "-1" {
			continue
		}
		on, mode := connector.Unread, strings.ToLower(row.Text("Mode"))
		switch strings.ToLower(row.Text("State")) {
		case "enabled":
			on = connector.Yes
		case "disabled":
			on = connector.No
		}
		if on != connector.No && !strings.HasPrefix(mode, "audit") {
			r.Skip = append(r.Skip, Rule{row.Text("Name"), on})
		}
	}
	r.Lost = powershell.Losses(found, powershell.Field{Name: "SetSCL", Label: "Spam confidence level that a rule sets",
		Command: "Get-TransportRule | Select-Object Name,State,Mode,Priority,SetSCL | ConvertTo-Json"})
	return r
}

// Defeated returns whether a rule keeps the filter from email.
func (r *Rules) Defeated() connector.Answer {
	for _, one := range r.Skip {
		if one.Enabled == connector.Yes {
			return connector.Yes
		}
	}
	if r.Asked != connector.AskedAll || len(r.Skip) > 0 {
		return connector.Unread
	}
	return connector.No
}
