package tlsreports

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/inbound"
	sts "handrail/app/mtasts"
	"handrail/app/report"
	"handrail/app/served"
	"handrail/app/tlsreport"
)

// What to do with the policy next. Stored as the answer "aim".
const (
	aimStay   = "stay"   // leave it as it is
	aimClimb  = "climb"  // the next stage: enforce, or cached longer
	aimBack   = "back"   // back to testing
	aimRetire = "retire" // mode none, until every cached copy has expired
	aimMove   = "move"   // other mail servers: old and new side by side
)

func (d Deps) nextStep() guide.Step {
	return guide.Step{
		ID:    stepNext,
		Title: "Plan the next change",
		Lead:  "Make one change at a time. You can undo each one.",
		Text: "Strengthen a policy in steps: first testing for a day, then enforce for a week, then longer. " +
			"Senders follow the policy that they have cached, so each change shows how long an older one stays valid.",
		Main:      "Use this plan",
		Needs:     stepSafe,
		DependsOn: []string{askDomain, askAim, askHosts},
		Asks: []guide.Ask{
			{
				Name: askAim, Label: "What would you like to do?", Kind: guide.Choice,
				Hint:      "Handrail has selected the option that fits the conditions.",
				Options:   aimOptions,
				Default:   defaultAim,
				DependsOn: []string{askDomain},
				Valid: func(v *guide.Visit, text string) error {
					for _, o := range aimOptions(v) {
						if o.Value == text {
							return nil
						}
					}
					return app.Errorf(app.Invalid, "Select one of the options shown.", "This option is not available.")
				},
			},
			{
				Name: askHosts, Label: "New mail servers", Kind: guide.Lines,
				Hint: "One name on each line. For example, example-org.o-v1.mx.microsoft.",
				What: "The policy must name the old and the new servers while both can receive your email.",
				When: func(v *guide.Visit) bool { return v.Answer(askAim) == aimMove },
				Valid: func(_ *guide.Visit, text string) error {
					for _, host := range hostLines(text) {
						if !sts.Match(host, strings.Replace(host, "*", "x", 1)) {
							return app.Errorf(app.Invalid, "Enter the full names of the servers, one on each line.",
								"%.60q cannot be in a policy.", host)
						}
					}
					if len(hostLines(text)) == 0 {
						return app.Errorf(app.Invalid, "Copy the name from your email provider's website.",
							"You have not entered a new mail server yet.")
					}
					return nil
				},
				Clean:     func(text string) string { return strings.Join(hostLines(text), "\n") },
				DependsOn: []string{askAim},
			},
		},
		Plan: d.plan,
	}
}

func hostLines(text string) []string {
	var all []string
	for _, line := range strings.FieldsFunc(text, func(r rune) bool { return r == '\n' || r == '\r' || r == ' ' || r == ',' }) {
		if line = tlsreport.CleanDomain(line); line != "" && !slices.Contains(all, line) {
			all = append(all, line)
		}
	}
	return all
}

// aimOptions returns the options that fit the published policy.
func aimOptions(v *guide.Visit) []guide.Option {
	all := []guide.Option{{Value: aimStay, Label: "Leave the policy as it is",
		Hint: "Check again when the conditions are met."}}
	mode := v.Fact(factMode)
	if s, ok := tlsreport.NextStair(mode, maxAgeOf(v)); ok {
		all = append(all, guide.Option{Value: aimClimb, Label: stairWords(s),
			Hint: "The next step towards a stronger policy."})
	}
	switch mode {
	case string(sts.Enforce):
		all = append(all, guide.Option{Value: aimBack, Label: "Return to testing",
			Hint: "Senders report failures, but do not refuse email because of them."})
	case string(sts.Testing), string(sts.None):
	default:
		return all
	}
	all = append(all, guide.Option{Value: aimMove, Label: "Move to other mail servers",
		Hint: "The policy names the old and the new servers during the move."})
	return append(all, guide.Option{Value: aimRetire, Label: "Take the policy down safely",
		Hint: "Publish mode none until no sender has an older policy cached."})
}

func stairWords(s tlsreport.Stair) string {
	if s.Mode == string(sts.Enforce) && s.MaxAge == 7*86400 {
		return "Enforce the policy, cached for 7 days"
	}
	return fmt.Sprintf("Let senders cache it for %d days", s.MaxAge/86400)
}

// defaultAim is the next stage only if every condition is met.
func defaultAim(v *guide.Visit) string {
	if _, ok := tlsreport.NextStair(v.Fact(factMode), maxAgeOf(v)); ok && v.Fact(factStand) == string(tlsreport.Met) {
		return aimClimb
	}
	return aimStay
}

func maxAgeOf(v *guide.Visit) int64 {
	n, _ := strconv.ParseInt(v.Fact(factMaxAge), 10, 64)
	return n
}

// made returns the policy that the visit makes; false where it stays as it is.
func made(v *guide.Visit) (sts.Policy, bool) {
	p := sts.Policy{MX: strings.Fields(v.Fact(factMX)), Mode: sts.Mode(v.Fact(factMode)), MaxAge: maxAgeOf(v)}
	switch v.Answer(askAim) {
	case aimClimb:
		s, ok := tlsreport.NextStair(string(p.Mode), p.MaxAge)
		if !ok {
			return p, false
		}
		p.Mode, p.MaxAge = sts.Mode(s.Mode), s.MaxAge
	case aimBack:
		s := tlsreport.StepBack()
		p.Mode, p.MaxAge = sts.Mode(s.Mode), s.MaxAge
	case aimRetire:
		p.Mode, p.MaxAge = sts.None, sts.ShortMaxAge
	case aimMove:
		p.Mode, p.MaxAge = sts.Testing, sts.ShortMaxAge
		for _, host := range hostLines(v.Answer(askHosts)) {
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

func (d Deps) plan(ctx context.Context, v *guide.Visit) (*guide.Plan, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	p, changes := made(v)
	now, after := fmt.Sprint(maxAgeOf(v)), fmt.Sprint(p.MaxAge)
	plan := &guide.Plan{
		Changes: []guide.Change{
			{Setting: "Mode", Now: v.Fact(factMode), After: string(p.Mode)},
			{Setting: "Senders cache it, in seconds", Now: now, After: after},
			{Setting: "Mail servers", Now: strings.Join(strings.Fields(v.Fact(factMX)), ", "), After: strings.Join(p.MX,
				", ")},
		},
		Undo: "You can return to testing at any time with this guide. Nothing is published yet: you do this in the " +
			"next step.",
	}
	if !changes {
		plan.Lead = "The policy does not change."
		plan.Affected = []guide.Affected{{Severity: report.OK, Text: "No one: nothing changes."}}
		return plan, nil
	}
	plan.Changes = append(plan.Changes, guide.Change{Setting: "ID in the record", Now: v.Fact(factID),
		After: "A new ID when you confirm this plan"})
	all := served.Before(ctx, d.Memory, domainOf(v).ASCII)
	plan.Affected = affected(v, p)
	plan.Blocks = append(plan.Blocks, report.Code{Label: "The new policy", Text: p.String()}, d.dates(v, p, all))
	if p.Mode == sts.Enforce && v.Fact(factStand) != string(tlsreport.Met) {
		plan.Blocks = append([]report.Block{report.Banner{Tone: report.Warning, Lead: v.Fact(factVerdict) + ".",
			Text: "If you enforce now, senders may refuse to deliver email."}}, plan.Blocks...)
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
func (d Deps) dates(v *guide.Visit, p sts.Policy, all []served.Policy) report.Timeline {
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
		if until := served.EnforcedUntil(all, now); until.After(now) {
			add(until, "Until then, a sender may still enforce the policy that it has cached.")
		}
	case aimRetire:
		add(served.EndingOf(all, now).Safe,
			"No sender has an older policy cached, if you publish mode none today. Keep the policy and the record "+
				"until then.")
		add(time.Time{}, "Remove the TXT record, and then the policy file.")
	case aimMove:
		safe := now
		for _, old := range all {
			if !covers(old, hostLines(v.Answer(askHosts))) && old.Until().After(safe) {
				safe = old.Until()
			}
		}
		add(safe, "Until then, a sender may have a policy without the new servers cached. Do not move your email "+
			"before that.")
		for _, text := range moveWords(hostLines(v.Answer(askHosts))) {
			add(time.Time{}, text)
		}
	}
	return line
}

func covers(p served.Policy, hosts []string) bool {
	policy := sts.Policy{MX: p.MX}
	for _, h := range hosts {
		if !slices.Contains(p.MX, h) && !policy.Covers(h) {
			return false
		}
	}
	return true
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

func (d Deps) publishStep() guide.Step {
	return guide.Step{
		ID:    stepPublish,
		Title: "Publish the change",
		Lead:  "Publish the policy first, then the record.",
		Text: "The order matters: senders read the policy when the ID in the record changes. " +
			"If you change the record first, they cache the old policy under the new ID.",
		Main:      "I have published both",
		Needs:     stepNext,
		DependsOn: []string{askDomain, askAim, askHosts},
		Hand:      d.hand,
	}
}

func (d Deps) hand(ctx context.Context, v *guide.Visit) (*guide.Handover, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	p, changes := made(v)
	if !changes {
		return &guide.Handover{Nothing: "The policy does not change, so you do not need to publish anything."}, nil
	}
	domain := domainOf(v).ASCII
	name, value := inbound.RecordName(domain), sts.Record{ID: madeID(v)}.String()
	host := strings.TrimSuffix(name, "."+domain)
	return &guide.Handover{
		Blocks: []report.Block{
			report.Text{Text: "1. Replace the text of https://" + inbound.HostName(domain) + "/.well-known/mta-sts.txt with this one, and nothing else."},
			report.Code{Label: "The new policy", Text: p.String()},
			report.Text{Text: "2. Then change the value of the TXT record below."},
		},
		Records: []guide.Record{{Name: name, Type: "TXT", Value: value, TTL: time.Hour, Host: host,
			Zone: fmt.Sprintf("%s. 3600 IN TXT %q", name, value)}},
		Bundles: []guide.Bundle{{ID: "policy", Title: "The policy as a file",
			Lead:  "For the administrator of the policy host.",
			Steps: []string{"Replace the old file with this one.", "Open its address in a browser, and compare."},
			Files: []guide.File{{Path: ".well-known/mta-sts.txt", Data: []byte(p.String())}}}},
		Done: "I have published both",
	}, nil
}
