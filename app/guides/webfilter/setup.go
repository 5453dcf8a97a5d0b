package webfilter

import (
	"context"
	"strings"

	"handrail/app/device/indicator"
	rules "handrail/app/device/webfilter"
	"handrail/app/guide"
	"handrail/app/report"
)

// turnOn sets network protection on one computer. Where Intune manages it, Intune decides.
const turnOn = "Set-MpPreference -EnableNetworkProtection Enabled"

// handSetUp returns what to do in Microsoft Defender: record first, then block.
func (d deps) handSetUp(ctx context.Context, v *guide.Visit) (*guide.Handover, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	p := d.planned(v)
	if v.Fact("refused") == "yes" || len(p.policies) == 0 {
		return &guide.Handover{Done: "Continue without a policy",
			Nothing: "Your licence does not allow this plan. Go back, and plan one policy for all devices."}, nil
	}
	h := &guide.Handover{Done: "I have set up the policy", Links: []guide.Link{
		{Title: "Turn on the web filter", URL: featuresPage},
		{Title: "Open the policies of the web filter", URL: filterPage},
		{Title: "Open the indicators", URL: indicatorsPage},
		{Title: "Open the Web protection report", URL: reportPage}}}
	h.Todo = append(h.Todo, "In Microsoft Defender, go to Settings > Endpoints > General > Advanced features, "+
		"and turn on Web content filtering.")
	h.Todo = append(h.Todo, protection(v)...)
	groups := v.Fact("device-groups") != "no"
	for _, one := range p.policies {
		h.Todo = append(h.Todo, steps(one, groups)...)
	}
	for _, site := range p.listed() {
		if p.simulate(site, rules.Everyone, indicator.FilterBlocks) == indicator.Allowed {
			h.Todo = append(h.Todo, "Under Indicators > URLs/Domains, check that there is an item that allows "+site+".")
		}
	}
	hours := guide.Count(rules.LatencyHours(), "hour", "hours")
	h.Todo = append(h.Todo, "Wait "+hours+". On one computer, open a blocked site in Edge and in each other browser.",
		"Some days later, run the first query of the step “Before you begin” again. The next step compares it.")
	h.Blocks = append(h.Blocks,
		report.Banner{Tone: report.Note, Lead: "Record first.",
			Text: "A policy without categories blocks nothing, and fills the report. It does not record on devices where " +
				"the filter does not work."},
		report.Heading{Text: "On a computer that Intune does not manage"},
		report.Code{Label: "As an administrator: turn on network protection", Text: turnOn},
		report.Code{Label: "To undo it: only record", Text: "Set-MpPreference -EnableNetworkProtection AuditMode"})
	h.Messages = []guide.Message{message(p)}
	return h, nil
}

// protection returns what to do on the devices, as far as the check found something.
func protection(v *guide.Visit) (todo []string) {
	if n := v.Fact("edge-only") + v.Fact("not-filtered") + v.Fact("partly"); n == "000" {
		return nil
	}
	return []string{
		"In Intune, go to Endpoint security > Antivirus, and set “Enable Network Protection” to block mode.",
		"In Intune, turn off QUIC and Encrypted Client Hello by the policies of Chrome and the other browsers.",
	}
}

// steps returns what to do for one policy.
func steps(p rules.Policy, groups bool) []string {
	scope := "Choose all devices."
	switch {
	case len(p.Groups) > 0:
		scope = "Choose the device groups " + strings.Join(p.Groups, ", ") + "."
	case !groups:
		scope = "It is for everyone: there is no choice of device groups."
	}
	all := []string{"Go to Settings > Endpoints > Rules > Web content filtering, and add the policy “" + p.Name +
		"” without categories. " + scope}
	if len(p.Blocks) == 0 {
		return all
	}
	names := []string{}
	for _, id := range p.Blocks {
		for _, c := range rules.Find(id) {
			names = append(names, c.Name)
		}
	}
	return append(all, "After a week or two, read the Web protection report.",
		"Then open the policy “"+p.Name+"” and select: "+guide.Some(names, len(names))+".")
}

// message is the text for the people of the organisation.
func message(p *plan) guide.Message {
	names := []string{}
	for _, e := range p.effects() {
		if e.outcome == rules.Blocked && (len(names) == 0 || names[len(names)-1] != e.Name) {
			names = append(names, e.Name)
		}
	}
	text := "We record which kinds of websites are opened on our computers. Nothing is blocked yet.\n"
	if len(names) > 0 {
		text = "From [date], our computers block these kinds of websites:\n\n- " + strings.Join(names, "\n- ") +
			"\n\nIf a page that you need for your work is blocked, tell us its address. We can allow it.\n"
	}
	return guide.Message{To: "Everyone who uses your computers", Subject: "Websites on our computers",
		Text: "Hello,\n\n" + text + "\nKind regards"}
}
