package syncidentity

import (
	"strings"

	"handrail/app/identity/access"
	"handrail/app/identity/syncid"
)

// reason returns why a policy does what it does, in one or two sentences.
func (w *world) reason(l syncid.Line) string {
	why := strings.ReplaceAll(l.Result.Text(w.name), "this person", "this account")
	switch l.Cause {
	case syncid.NotForPeople:
		return "It is for people, and the sync is an application."
	case syncid.ForAgents:
		return "It is for the identities of agents, and the sync is none."
	case syncid.OtherClient:
		return "It is for legacy email apps only. The sync is not one."
	case syncid.OtherFlow:
		return "It is for device codes and the like. The sync uses none."
	case syncid.OtherAction:
		return "It is for what people do, such as registering a method."
	case syncid.SessionOnly:
		return why + " It only limits the session, and asks for nothing."
	case syncid.Depends:
		return why + " It applies " + access.Words(l.Result.Conditions) + "." + w.excepted(l)
	case syncid.HolderOpen:
		return "Handrail does not know whether an account or an application signs in. The policy treats them differently."
	case syncid.ControlOpen:
		return why + " Handrail does not know what it asks for."
	}
	if l.Verdict == syncid.WillHit {
		return why + " It stops the sync once it is switched on."
	}
	if l.Verdict == syncid.Stops && !l.Blocks {
		return why + " It asks for " + wanted(l.By, l.All) + "."
	}
	return why
}

// excepted returns what Microsoft changes about a policy for all resources but some.
func (w *world) excepted(l syncid.Line) string {
	for _, row := range w.policies {
		if text := access.BaselineWords(row, w.now); row.ID == l.Policy && text != "" {
			return " " + text
		}
	}
	return ""
}

// asks are the controls in words.
var asks = map[access.Control]string{
	access.MFA: "MFA", access.Strength: "a strong method", access.CompliantDevice: "a compliant device",
	access.JoinedDevice: "a joined device", access.ApprovedClient: "an approved app",
	access.ProtectedClient: "a protected app",
	access.PasswordChange:  "a new password", access.RiskRemediation: "a check of the risk",
	access.TermsOfUse: "terms of use",
}

func wanted(by []access.Control, every bool) string {
	var all []string
	for _, c := range by {
		all = append(all, asks[c])
	}
	if every {
		return strings.Join(all, " and ")
	}
	return strings.Join(all, " or ")
}
