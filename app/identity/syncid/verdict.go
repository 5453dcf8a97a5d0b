package syncid

import (
	"encoding/json"
	"slices"
	"strings"

	"handrail/app/identity/access"
	"handrail/app/tenant"
)

// Verdict is what a policy does to an identity. Verdicts are stable and may be stored.
type Verdict string

// The verdicts, worst first.
const (
	Stops   Verdict = "stops"     // now
	WillHit Verdict = "will-stop" // once it is switched on: it is report-only
	NotSure Verdict = "unknown"
	Spares  Verdict = "spares"
)

// Cause is why a policy spares an identity that it names, or why it is not known.
type Cause string

// The causes. "" leaves the reason to Result.
const (
	OtherClient  Cause = "other-client"   // it is for legacy clients, or for browsers only
	OtherFlow    Cause = "other-flow"     // it is for device codes and the like
	OtherAction  Cause = "other-action"   // it is for what people do, such as registering a method
	SessionOnly  Cause = "session-only"   // it requires nothing
	Depends      Cause = "depends"        // on conditions that only a sign-in decides
	ControlOpen  Cause = "control"        // on a control that Handrail does not know
	NotForPeople Cause = "not-for-people" // the identity is an application, and the policy is for people
	ForAgents    Cause = "for-agents"     // it is for the identities of agents, and the sync is none
	HolderOpen   Cause = "holder"         // on whether the identity is a person's account or an application
)

// Line is what one policy does to one identity, and why.
type Line struct {
	Policy, Name string
	State        access.State
	Verdict      Verdict
	Cause        Cause
	Result       access.Result // whether the policy names the identity, and how
	Blocks       bool
	By           []access.Control // what the identity cannot meet
	All          bool             // the policy asks for all of By; else one of them is enough
}

// Assess returns what the policy of a row of Microsoft's does to an identity. Of one that
// is neither surely an account nor surely an application, only what holds for all that it
// may be is known.
func Assess(row tenant.AccessPolicy, i Identity) Line {
	l := assessed(row, i)
	if i.Kind != OtherHolder {
		return l
	}
	for n, s := range i.holders() {
		i.Subject = s
		if one := assessed(row, i); n == 0 {
			l = one
		} else if one.Verdict != l.Verdict {
			l.Verdict, l.Cause = NotSure, HolderOpen
			break
		}
	}
	return l
}

// holders returns what signs in for a holder that is no account for certain: someone in the
// group, a person or an application; or the holder itself, where it may be one.
func (i *Identity) holders() []access.Subject {
	member, in, group := i.Subject, i.Subject.In, i.ID
	member.ID, member.Kinds, member.Home = "", 0, ""
	member.Active.Complete, member.Eligible.Complete = false, false
	member.In = func(_, id string) access.Answer {
		if strings.EqualFold(id, group) || in != nil && in(group, id) == access.Yes {
			return access.Yes
		}
		return access.Unknown
	}
	application := func(s access.Subject) access.Subject { s.Workload = true; return s }
	all := []access.Subject{member, application(member)}
	if !i.Group {
		all = append(all, i.Subject, application(i.Subject))
	}
	return all
}

func assessed(row tenant.AccessPolicy, i Identity) Line {
	policy, grant := access.Of(row), access.GrantOf(row)
	l := Line{Policy: row.ID, Name: string(row.Name), State: policy.State, Result: policy.Reach(&i.Subject),
		Blocks: grant.Block, All: grant.All}
	if l.Result.Answer == access.No {
		l.Verdict = Spares
		switch w := policy.Workloads; {
		case l.Result.In.Code != access.Others || w.All || len(w.Include) > 0: // said by Result
		case w.Agents:
			l.Cause = ForAgents
		case i.Subject.Workload:
			l.Cause = NotForPeople
		}
		return l
	}
	if cause := elsewhere(row, l.Result.Conditions); cause != "" {
		l.Verdict, l.Cause = Spares, cause
		return l
	}
	stops, by := grant.Stops(cannot)
	l.By = by
	switch {
	case stops == access.No:
		l.Verdict, l.Cause = Spares, SessionOnly
	case l.Result.Answer == access.Unknown:
		l.Verdict = NotSure
	case hindered(row, l.Result.Conditions):
		l.Verdict, l.Cause = NotSure, Depends
	case stops == access.Unknown:
		l.Verdict, l.Cause = NotSure, ControlOpen
	case policy.State == access.ReportOnly:
		l.Verdict = WillHit
	default:
		l.Verdict = Stops
	}
	return l
}

// cannot is what an identity meets that no person sits at: nothing that is known.
func cannot(c access.Control) access.Answer {
	switch c {
	case access.CustomControl, access.UnknownControl, access.TokenProtection:
		return access.Unknown
	}
	return access.No
}

// elsewhere returns why a policy never meets a synchronisation, which signs in to the
// directory with a modern client and without a person; "" where it may.
func elsewhere(row tenant.AccessPolicy, all []access.Condition) Cause {
	for _, c := range all {
		switch {
		case c.Kind == access.Actions && onlyPeople(row), c.Kind == access.Contexts && noApps(row):
			return OtherAction
		case c.Kind == access.Flows && otherFlows(row.Conditions.Flows):
			return OtherFlow
		}
	}
	if access.LegacyOnly(row.Conditions.ClientApps) {
		return OtherClient
	}
	return ""
}

// onlyPeople reports whether the policy is for what people do alone: for user actions that
// Handrail knows, and no application beside them.
func onlyPeople(row tenant.AccessPolicy) bool {
	known := tenant.Texts{access.RegisterSecurityInfo, "urn:user:registerdevice"}
	return noApps(row) && !slices.ContainsFunc(row.Conditions.Applications.UserActions, func(action string) bool {
		return !known.Has(action)
	})
}

// noApps reports whether the policy names no application.
func noApps(row tenant.AccessPolicy) bool {
	return !slices.ContainsFunc(row.Conditions.Applications.Include, func(app string) bool {
		return !strings.EqualFold(app, "None")
	})
}

// otherFlows reports whether a policy is for the two flows of today alone, which always
// need a person (Graph resource conditionalAccessAuthenticationFlows).
func otherFlows(raw tenant.Raw) bool {
	var flows struct {
		Methods tenant.Text `json:"transferMethods"` // separated by commas
	}
	if json.Unmarshal(raw, &flows) != nil {
		return false
	}
	for _, word := range strings.Split(string(flows.Methods), ",") {
		word := tenant.Text(strings.TrimSpace(word))
		if !word.Is("deviceCodeFlow") && !word.Is("authenticationTransfer") {
			return false
		}
	}
	return true
}

// hindered reports whether the policy applies only under a condition that a sign-in
// decides. That it is for modern clients is none: synchronisation uses one.
func hindered(row tenant.AccessPolicy, all []access.Condition) bool {
	modern := row.Conditions.ClientApps.Has("mobileAppsAndDesktopClients")
	return slices.ContainsFunc(all, func(c access.Condition) bool { return c.Kind != access.Clients || !modern })
}

// Lines assesses every policy, the worst verdict first and then by name.
func Lines(rows []tenant.AccessPolicy, i Identity) []Line {
	all := make([]Line, 0, len(rows))
	for _, row := range rows {
		all = append(all, Assess(row, i))
	}
	order := []Verdict{Stops, WillHit, NotSure, Spares}
	slices.SortStableFunc(all, func(a, b Line) int {
		if d := slices.Index(order, a.Verdict) - slices.Index(order, b.Verdict); d != 0 {
			return d
		}
		return strings.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name))
	})
	return all
}
