package screens

import (
	"strings"

	"handrail/app/guide"
	"handrail/app/tenant"
)

// message returns the text to send to anyone who can help. step is what stopped; rows is what is to be changed, a line
// each.
func (l lack) message(g guide.Guide, step, happened string, rows []string) string {
	var b strings.Builder
	b.WriteString("Hello,\n\nI use the guide “" + g.Title + "” in Handrail")
	if l.org.name != "" {
		b.WriteString(" for " + l.org.name)
	}
	b.WriteString(". " + g.Outcome + "\n\n")
	if step != "" {
		b.WriteString("The step “" + step + "” stopped: " + happened + "\n\n")
	} else if happened != "" {
		b.WriteString(happened + "\n\n")
	}
	b.WriteString(l.request())
	if len(rows) > 0 {
		b.WriteString("\n\nThe change is:\n- " + strings.Join(rows, "\n- "))
	}
	return b.String() + "\n\nThank you.\n"
}

// request returns what the person who gets the message can do.
func (l lack) request() string {
	account := "My account"
	if l.org.account != "" {
		account += " " + l.org.account
	}
	switch {
	case l.state == tenant.NeedsLicence && l.plan != "":
		return "Our organisation needs the licence " + l.plan + " for this. Can you check which licences we have?"
	case l.state == tenant.NeedsLicence:
		return "Our organisation needs a licence for this. Can you check which licences we have?"
	case l.state == tenant.NeedsConsent && len(l.scopes) > 0:
		return "Handrail needs this permission: " + strings.Join(l.scopes, ", ") + ". Can you grant it?"
	case l.state == tenant.NeedsConsent:
		return "Handrail needs a permission for this. Can you grant it?"
	case len(l.roles) == 0:
		return account + " has no role that allows this. Can you give it one, or do this step with me?"
	}
	return account + " needs the role " + strings.Join(l.roles, " or ") +
		". Can you give it to me, or do this step with me?"
}
