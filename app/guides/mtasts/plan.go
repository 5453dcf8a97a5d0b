package mtasts

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"handrail/app/guide"
	"handrail/app/mail/dns"
	sts "handrail/app/mail/mtasts"
	"handrail/app/mail/policyhistory"
	"handrail/app/report"
)

// plan returns what the selected policy changes and who is affected. If the visit has
// no check yet, it checks first.
func (d deps) plan(ctx context.Context, v *guide.Visit) (*guide.Plan, error) {
	v, err := d.withFacts(ctx, v)
	if err != nil {
		return nil, err
	}
	switch aimOf(v) {
	case aimLeave:
		return &guide.Plan{
			Summary:  "Nothing changes. " + leaveWords(v),
			Changes:  []guide.Change{{Setting: "Policy", Now: policyNow(v), After: policyNow(v)}},
			Affected: []guide.Affected{{Severity: report.OK, Text: "No one. " + leaveWords(v)}},
			NoUndo:   "There is nothing to undo.",
		}, nil
	case aimKeep:
		return d.planKeep(ctx, v), nil
	}
	return d.planText(ctx, v)
}

func (d deps) planText(ctx context.Context, v *guide.Visit) (*guide.Plan, error) {
	text := policyText(v)
	p, err := sts.ParsePolicy([]byte(text))
	if err != nil {
		return nil, err
	}
	made := d.made(ctx, v, nil)
	if made.ID == "" {
		made.ID = visitID(v, Made{Policy: text})
	}
	now := fact(v, factHash)
	idNow, idAfter := orNone(fact(v, factLiveID)), "A new ID"
	if now == policyhistory.TextHash(text) && fact(v, factLiveID) != "" && made.ID == fact(v, factLiveID) {
		idAfter = idNow
	}
	plan := &guide.Plan{
		Changes: []guide.Change{
			{Setting: "Mode", Now: seenOr(v, orNone(fact(v, factMode))), After: string(p.Mode)},
			{Setting: "Mail servers in the policy", Now: seenOr(v, orNone(strings.Join(servedLines(v), ", "))),
				After: strings.Join(p.MX, ", ")},
			{Setting: "Senders cache it for", Now: ageNow(v), After: ageWords(p.MaxAge)},
			{Setting: "ID in the record", Now: idNow, After: idAfter},
		},
		Affected: affected(v, p),
		Undo:     undoWords(v),
		Blocks:   []report.Block{policyBlock(text)},
	}
	if aimOf(v) == aimRetire {
		plan.Blocks = append(plan.Blocks, d.retireBlocks(ctx, asciiOf(v))...)
	}
	return plan, nil
}

// withFacts returns v, or a copy with the facts of a new check if v has none.
func (d deps) withFacts(ctx context.Context, v *guide.Visit) (*guide.Visit, error) {
	if len(latestFacts(v)) > 0 {
		return v, nil
	}
	domain, err := dns.CleanDomain(v.Answer(askDomain))
	if err != nil {
		return nil, err
	}
	s, err := d.Mail.Check(ctx, domain, nil)
	if err != nil {
		return nil, err
	}
	doc := Document(s, Made{})
	doc.Blocks = append(doc.Blocks, keptFacts(s, Made{}, ""))
	c := v.Clone()
	c.Outcomes[stepToday] = guide.Outcome{State: guide.Completed, At: s.At, Facts: doc.Facts()}
	return &c, nil
}

// policyBlock returns the text with an explanation of each line.
func policyBlock(text string) report.Code {
	shown := strings.TrimRight(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
	var explain []string
	for line := range strings.SplitSeq(shown, "\n") {
		explain = append(explain, lineWords(line))
	}
	return report.Code{Label: "The policy", Text: shown, Explain: explain}
}

// lineWords returns what one line of a policy means.
func lineWords(line string) string {
	field, value, _ := strings.Cut(line, ":")
	value = strings.TrimSpace(value)
	switch field {
	case "version":
		return "The version of the standard. This is the only one."
	case "mode":
		return modeWords(value)
	case "mx":
		if rest, ok := strings.CutPrefix(value, "*."); ok {
			return "Email may go to any server with one part in front of " + rest + "."
		}
		return "Email may go to the server " + value + "."
	case "max_age":
		if n, err := strconv.ParseInt(value, 10, 64); err == nil {
			return "Senders may cache this policy for " + ageWords(n) + "."
		}
	}
	return "A field that senders ignore."
}

func modeWords(mode string) string {
	switch mode {
	case string(sts.Testing):
		return "Senders report problems, but deliver anyway."
	case string(sts.Enforce):
		return "Senders refuse to deliver if a server fails the check."
	}
	return "Senders act as if there were no policy."
}

func policyNow(v *guide.Visit) string {
	if fact(v, "policy") == "valid" {
		return "Mode " + fact(v, factMode)
	}
	return seenOr(v, "None that senders can use")
}

// seenOr returns text, or that it is not known where the check could not find out what
// is published.
func seenOr(v *guide.Visit, text string) string {
	if notSeen(v) {
		return "Not known"
	}
	return text
}

func ageNow(v *guide.Visit) string {
	if n, err := strconv.ParseInt(fact(v, factMaxAge), 10, 64); err == nil {
		return ageWords(n)
	}
	return seenOr(v, "Not set")
}

// affected returns who is affected by the policy, and how.
func affected(v *guide.Visit, p *sts.Policy) []guide.Affected {
	hosts := liveHosts(v)
	var all []guide.Affected
	switch p.Mode {
	case sts.Testing:
		all = append(all, guide.Affected{Severity: report.OK,
			Text: "No one in your organisation. Email continues to arrive as before."},
			guide.Affected{Severity: report.Note,
				Text: "Senders that support MTA-STS test each delivery and report problems to you."})
	case sts.Enforce:
		all = append(all, guide.Affected{Severity: report.Warning,
			Text: "Senders that support MTA-STS refuse servers that are not in the policy or do not encrypt correctly."})
	default:
		all = append(all, guide.Affected{Severity: report.OK,
			Text: "No one. Email continues to arrive, and senders stop testing it."})
	}
	if fact(v, factMode) == string(sts.Enforce) && p.Mode == sts.Testing {
		all = append(all, guide.Affected{Severity: report.Note,
			Text: "Senders stop refusing when they have read the new policy."})
	}
	var bad []string
	for _, h := range hosts {
		if fact(v, "mx/"+h+"/certificate") == "invalid" {
			bad = append(bad, h)
		}
	}
	switch {
	case len(bad) > 0 && p.Mode == sts.Enforce:
		all = append(all, guide.Affected{Severity: report.Problem,
			Text: "These servers fail the check today, so senders refuse to deliver to them.", Names: bad})
	case len(bad) > 0 && p.Mode == sts.Testing:
		all = append(all, guide.Affected{Severity: report.Warning,
			Text: "These servers fail the check today. The reports will show this.", Names: bad})
	}
	if p.Mode != sts.None {
		var idle []string
		for _, line := range p.MX {
			if len(hosts) > 0 && !slices.ContainsFunc(hosts, func(h string) bool { return sts.Match(line, h) }) {
				idle = append(idle, line)
			}
		}
		if len(idle) > 0 {
			all = append(all, guide.Affected{Severity: report.Note,
				Text: "These lines match no server in use today. This is correct before a move, or for a backup " +
					"server.",
				Names: idle})
		}
	}
	return all
}

func undoWords(v *guide.Visit) string {
	switch aimOf(v) {
	case aimRetire:
		return "Until you remove the file, you can restore the earlier policy and give it a new ID."
	case aimChange:
		return fmt.Sprintf("Restore the earlier text and give it a new ID. Senders may cache the new one for %s.",
			ageWords(maxAgeOf(v)))
	}
	return "Use this guide again and select “Take the policy down safely”. Senders may cache it for " +
		ageWords(maxAgeOf(v)) + "."
}
