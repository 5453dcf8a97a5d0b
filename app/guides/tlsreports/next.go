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
	aimClimb  = "climb"  // the next stair: enforce, or kept longer
	aimBack   = "back"   // back to testing
	aimRetire = "retire" // mode none, until every copy has run out
	aimMove   = "move"   // other mail servers: old and new side by side
)

func (d Deps) nextStep() guide.Step {
	return guide.Step{
		ID:    stepNext,
		Title: "The next step",
		Lead:  "One change at a time, each with its way back.",
		Text: "A policy climbs in steps: testing for a day, enforce for a week, then longer. " +
			"Senders act on the policy that they remember, so each change shows how long an older one lives on.",
		Main:      "Go on with this plan",
		Needs:     stepSafe,
		DependsOn: []string{askDomain, askAim, askHosts},
		Asks: []guide.Ask{
			{
				Name: askAim, Label: "What would you like to do?", Kind: guide.Choice,
				Hint:      "Handrail has chosen what fits the conditions.",
				Options:   aimOptions,
				Default:   defaultAim,
				DependsOn: []string{askDomain},
				Valid: func(v *guide.Visit, text string) error {
					for _, o := range aimOptions(v) {
						if o.Value == text {
							return nil
						}
					}
					return app.Errorf(app.Invalid, "Choose one of the list.", "This choice is not offered here.")
				},
			},
			{
				Name: askHosts, Label: "The new mail hosts", Kind: guide.Lines,
				Hint: "One in each line, such as example-org.o-v1.mx.microsoft.",
				What: "The policy has to name old and new hosts while both can take your mail.",
				When: func(v *guide.Visit) bool { return v.Answer(askAim) == aimMove },
				Valid: func(_ *guide.Visit, text string) error {
					for _, host := range hostLines(text) {
						if !sts.Match(host, strings.Replace(host, "*", "x", 1)) {
							return app.Errorf(app.Invalid, "Write full names of hosts, one in each line.", "%.60q cannot stand in a policy.", host)
						}
					}
					if len(hostLines(text)) == 0 {
						return app.Errorf(app.Invalid, "Copy it from the page of your mail provider.", "No new mail host has been typed yet.")
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

// aimOptions offers what makes sense for the policy that is served.
func aimOptions(v *guide.Visit) []guide.Option {
	all := []guide.Option{{Value: aimStay, Label: "Leave the policy as it is", Hint: "Come back when the conditions are met."}}
	mode := v.Fact(factMode)
	if s, ok := tlsreport.NextStair(mode, maxAgeOf(v)); ok {
		all = append(all, guide.Option{Value: aimClimb, Label: stairWords(s), Hint: "The next step on the way up."})
	}
	switch mode {
	case string(sts.Enforce):
		all = append(all, guide.Option{Value: aimBack, Label: "Step back to testing", Hint: "Failures are reported, and no mail is refused because of them."})
	case string(sts.Testing), string(sts.None):
	default:
		return all
	}
	all = append(all, guide.Option{Value: aimMove, Label: "Move to other mail servers", Hint: "Old and new hosts stand side by side in the policy."})
	return append(all, guide.Option{Value: aimRetire, Label: "Retire the policy", Hint: "Mode none, until no sender remembers an older policy."})
}

func stairWords(s tlsreport.Stair) string {
	if s.Mode == string(sts.Enforce) && s.MaxAge == 7*86400 {
		return "Move to enforce, remembered for 7 days"
	}
	return fmt.Sprintf("Let senders remember it for %d days", s.MaxAge/86400)
}

// defaultAim climbs only where every condition is met.
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

// made gives the policy that the visit makes; false where it stays as it is.
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

// madeID gives the id of the new text: from the time at which the plan was
// confirmed, so it stays the same, and never the one that stands now.
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
			{Setting: "Senders remember it, in seconds", Now: now, After: after},
			{Setting: "Mail hosts", Now: strings.Join(strings.Fields(v.Fact(factMX)), ", "), After: strings.Join(p.MX, ", ")},
		},
		Undo: "Step back to testing at any time with this guide. Until then nothing is published: you do it yourself in the next step.",
	}
	if !changes {
		plan.Lead = "The policy stays as it is."
		plan.Affected = []guide.Affected{{Severity: report.OK, Text: "Nobody: nothing changes."}}
		return plan, nil
	}
	plan.Changes = append(plan.Changes, guide.Change{Setting: "Id in the record", Now: v.Fact(factID), After: "a new one, given when you go on"})
	all := served.Before(ctx, d.Memory, domainOf(v).ASCII)
	plan.Affected = affected(v, p)
	plan.Blocks = append(plan.Blocks, report.Code{Label: "The new policy", Text: p.String()}, d.dates(v, p, all))
	if p.Mode == sts.Enforce && v.Fact(factStand) != string(tlsreport.Met) {
		plan.Blocks = append([]report.Block{report.Banner{Tone: report.Warning, Lead: v.Fact(factVerdict) + ".",
			Text: "Mail may be refused if you enforce now."}}, plan.Blocks...)
	}
	return plan, nil
}

func affected(v *guide.Visit, p sts.Policy) []guide.Affected {
	switch {
	case p.Mode == sts.Enforce:
		return []guide.Affected{{Severity: report.Note, Text: "Senders that check the policy no longer deliver where a check fails."}}
	case v.Fact(factMode) == string(sts.Enforce):
		return []guide.Affected{{Severity: report.Note, Text: "Senders deliver again although a check fails, once they read the new policy."}}
	}
	return []guide.Affected{{Severity: report.OK, Text: "Nobody's mail is refused because of this policy."}}
}

// dates gives the order of a change, and until when older policies live on.
func (d Deps) dates(v *guide.Visit, p sts.Policy, all []served.Policy) report.Timeline {
	now := d.Now().UTC()
	line := report.Timeline{Title: "In this order", Items: []report.Event{
		{Text: "Put the new policy on the web, in place of the old one."},
		{Text: "Then give the TXT record its new id."},
	}}
	add := func(at time.Time, text string) { line.Items = append(line.Items, report.Event{At: at, Text: text}) }
	switch v.Answer(askAim) {
	case aimClimb:
		add(now.AddDate(0, 0, 14), "Look at the reports again before the next step.")
	case aimBack:
		if until := served.EnforcedUntil(all, now); until.After(now) {
			add(until, "Until then a sender may still enforce the policy that it remembers.")
		}
	case aimRetire:
		add(served.EndingOf(all, now).Safe, "No sender remembers an older policy, if mode none is served today. Keep both until then.")
		add(time.Time{}, "Remove the TXT record, and after it the file on the web.")
	case aimMove:
		safe := now
		for _, old := range all {
			if !covers(old, hostLines(v.Answer(askHosts))) && old.Until().After(safe) {
				safe = old.Until()
			}
		}
		add(safe, "Until then a sender may remember a policy without the new hosts. Do not move your mail before.")
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

// moveWords gives the rest of a move in order; for mx.microsoft as Microsoft
// orders it (learn.microsoft.com, "How SMTP DANE works", inbound).
func moveWords(hosts []string) []string {
	if slices.ContainsFunc(hosts, func(h string) bool { return strings.HasSuffix(h, ".mx.microsoft") }) {
		return []string{
			"Lower the time that others remember your mail host records.",
			"In PowerShell for Exchange Online: Enable-DnssecForVerifiedDomain. It names the new mail host.",
			"Add the new host with priority 20 and test it.",
			"Give the old host priority 30 and the new one priority 0.",
			"Remove the old host once mail arrives at the new one.",
			"Then Enable-SmtpDaneInbound, and wait half an hour.",
			"Take the old lines out of the policy, and climb to enforce again with this guide.",
		}
	}
	return []string{
		"Add the new hosts to your mail host records, and test them.",
		"Remove the old hosts once mail arrives at the new ones.",
		"Take the old lines out of the policy a week later, and climb to enforce again with this guide.",
	}
}

func (d Deps) publishStep() guide.Step {
	return guide.Step{
		ID:    stepPublish,
		Title: "Publish the change",
		Lead:  "First the policy on the web, then the record.",
		Text: "The order matters: senders read the policy when the id in the record changes. " +
			"If the record came first, they would keep the old text under the new id.",
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
		return &guide.Handover{Nothing: "The policy stays as it is, so there is nothing to publish."}, nil
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
		Bundles: []guide.Bundle{{ID: "policy", Title: "The policy as a file", Lead: "For whoever looks after the web host of the policy.",
			Steps: []string{"Put the file in place of the old one.", "Open its address in a browser, and compare."},
			Files: []guide.File{{Path: ".well-known/mta-sts.txt", Data: []byte(p.String())}}}},
		Done: "I have published both",
	}, nil
}
