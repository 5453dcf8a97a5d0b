package tlsreports

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"handrail/app/guide"
	sts "handrail/app/mail/mtasts"
	"handrail/app/mail/policyhistory"
	"handrail/app/mail/tlsreport"
	"handrail/app/report"
)

func maxAgeOf(v *guide.Visit) int64 {
	n, _ := strconv.ParseInt(v.Fact(factMaxAge), 10, 64)
	return n
}

// made returns the policy that the visit makes; false where it stays as it is.
func made(v *guide.Visit) (sts.Policy, bool) {
	p := sts.Policy{MX: strings.Fields(v.Fact(factMX)), Mode: sts.Mode(v.Fact(factMode)), MaxAge: maxAgeOf(v)}
	switch v.Answer(askAim) {
	case aimClimb:
		s, ok := tlsreport.NextStage(string(p.Mode), p.MaxAge)
		if !ok {
			return p, false
		}
		p.Mode, p.MaxAge = sts.Mode(s.Mode), s.MaxAge
	case aimBack:
		s := tlsreport.Rollback()
		p.Mode, p.MaxAge = sts.Mode(s.Mode), s.MaxAge
	case aimRetire:
		p.Mode, p.MaxAge = sts.None, sts.ShortMaxAge
	case aimMove:
		p.Mode, p.MaxAge = sts.Testing, sts.ShortMaxAge
		for _, host := range newHosts(v) {
			if !slices.Contains(p.MX, host) {
				p.MX = append(p.MX, host)
			}
		}
	default:
		return p, false
	}
	return p, p.String() != v.Fact(factText)
}

// madeID returns the id of the new text: from the time at which the plan was
// confirmed, so it stays the same, and never the one that is published now.
func madeID(v *guide.Visit) string {
	at := v.Started
	if o, ok := v.Outcomes[stepNext]; ok && !o.At.IsZero() {
		at = o.At
	}
	for sts.NewID(at) == v.Fact(factID) {
		at = at.Add(time.Second)
	}
	return sts.NewID(at)
}

func (d deps) plan(ctx context.Context, v *guide.Visit) (*guide.Plan, error) {
	p, changes := made(v)
	plan := &guide.Plan{
		Changes: []guide.Change{
			{Setting: "Mode", Now: v.Fact(factMode), After: string(p.Mode)},
			{Setting: "Senders cache it, in seconds", Now: fmt.Sprint(maxAgeOf(v)),
				After: fmt.Sprint(p.MaxAge)},
			{Setting: "Mail servers", Now: strings.Join(strings.Fields(v.Fact(factMX)), ", "),
				After: strings.Join(p.MX, ", ")},
		},
		Undo: "You can return to testing at any time with this guide. Nothing is published yet: you do this in the " +
			"next step.",
	}
	if !changes {
		plan.Summary = "The policy does not change."
		plan.Affected = []guide.Affected{{Severity: report.OK, Text: "No one: nothing changes."}}
		return plan, nil
	}
	plan.Changes = append(plan.Changes, guide.Change{Setting: "ID in the record", Now: v.Fact(factID),
		After: "A new ID when you confirm this plan"})
	all := policyhistory.History(ctx, d.Observations, domainOf(v).ASCII)
	plan.Affected = affected(v, p)
	plan.Blocks = append(plan.Blocks, report.Code{Label: "The new policy", Text: p.String()}, d.dates(v, all))
	if p.Mode == sts.Enforce && v.Fact(factStand) != string(tlsreport.Met) {
		plan.Blocks = append([]report.Block{report.Banner{Tone: report.Warning, Lead: v.Fact(factVerdict) + ".",
			Text: "If you enforce now, senders may refuse to deliver email."}}, plan.Blocks...)
	} else if p.Mode == sts.Enforce && strings.Contains(v.Fact(factVerdict), tlsreport.NotTested) {
		plan.Blocks = append([]report.Block{report.Banner{Tone: report.Note, Lead: v.Fact(factVerdict) + ".",
			Text: "Check from another network before you enforce, if you can."}}, plan.Blocks...)
	}
	return plan, nil
}

func affected(v *guide.Visit, p sts.Policy) []guide.Affected {
	switch {
	case p.Mode == sts.Enforce:
		return []guide.Affected{{Severity: report.Note,
			Text: "Senders that support MTA-STS no longer deliver if a check fails."}}
	case v.Fact(factMode) == string(sts.Enforce):
		return []guide.Affected{{Severity: report.Note,
			Text: "When senders have read the new policy, they deliver again even if a check fails."}}
	}
	return []guide.Affected{{Severity: report.OK, Text: "Senders do not refuse any email because of this policy."}}
}

// dates returns the order of a change, and until when older policies stay cached.
func (d deps) dates(v *guide.Visit, all []policyhistory.Policy) report.Timeline {
	now := d.Now().UTC()
	line := report.Timeline{Title: "In this order", Items: []report.Event{
		{Text: "Publish the new policy instead of the old one."},
		{Text: "Then change the ID in the TXT record."},
	}}
	add := func(at time.Time, text string) { line.Items = append(line.Items, report.Event{At: at, Text: text}) }
	switch v.Answer(askAim) {
	case aimClimb:
		add(now.AddDate(0, 0, 14), "Check the reports again before the next change.")
	case aimBack:
		if until := policyhistory.EnforcedUntil(all, now); until.After(now) {
			add(until, "Until then, a sender may still enforce the policy that it has cached.")
		}
	case aimRetire:
		add(policyhistory.SafeRemoval(all, now).Safe,
			"The policies that Handrail saw have expired everywhere, if you publish mode none today. Keep the policy "+
				"and the record until then.")
		add(time.Time{}, "If senders could cache an earlier policy for longer, wait longer. The limit is one year.")
		add(time.Time{}, "Remove the TXT record, and then the policy file.")
	case aimMove:
		hosts := newHosts(v)
		safe := policyhistory.LeftOutUntil(all, hosts...)
		if safe.Before(now) {
			safe = now
		}
		add(safe, "Until then, a sender may have a policy without the new servers cached. Do not move your email "+
			"before that.")
		for _, text := range moveWords(hosts) {
			add(time.Time{}, text)
		}
	}
	return line
}

// moveWords returns the other steps of a move in order; for mx.microsoft as Microsoft
// describes it (Microsoft Learn, "How SMTP DNS-based Authentication of Named Entities (DANE) works").
func moveWords(hosts []string) []string {
	if slices.ContainsFunc(hosts, func(h string) bool { return strings.HasSuffix(h, ".mx.microsoft") }) {
		return []string{
			"Lower the time that other servers may cache your MX records.",
			"In Exchange Online PowerShell, run Enable-DnssecForVerifiedDomain. It shows the new mail server.",
			"Add the new server with priority 20 and test it.",
			"Set the old server to priority 30 and the new one to priority 0.",
			"Remove the old server when email arrives at the new one.",
			"Run Enable-SmtpDaneInbound, and wait half an hour.",
			"Remove the old lines from the policy, and enforce it again with this guide.",
		}
	}
	return []string{
		"Add the new servers to your MX records, and test them.",
		"Remove the old servers when email arrives at the new ones.",
		"Remove the old lines from the policy a week later, and enforce it again with this guide.",
	}
}
