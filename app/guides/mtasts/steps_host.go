package mtasts

import (
	"context"
	"time"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/guide/ask"
	"handrail/app/guide/terms"
	"handrail/app/mail/mailcheck"
	sts "handrail/app/mail/mtasts"
	"handrail/app/mail/policyhistory"
	"handrail/app/report"
	"handrail/app/task"
)

var termIIS = guide.Term{Word: "IIS",
	Meaning: "Internet Information Services, the web server that comes with Windows."}

func (d deps) hostStep() guide.Step {
	return guide.Step{
		ID:      stepHost,
		Title:   "Publish the policy",
		Summary: "Publish one small file at an address that senders know.",
		Text: "Publish the file over HTTPS under the name mta-sts and your domain, with a certificate for that name. " +
			"Senders do not follow redirects. Choose a hosting service, and Handrail gives you the files and the " +
			"steps for it.",
		MainLabel: "I have published the policy",
		Terms: terms.With([]terms.Key{terms.HTTPS, terms.Certificate, terms.CNAME, terms.ARecord, terms.TTL},
			termIIS),
		Needs:     stepPolicy,
		DependsOn: []string{askDomain, askAim, askMode, askMX, askMaxAge, askHosting},
		Asks: []guide.Ask{ask.ChoiceOf(askHosting, ask.Words{Label: "Where will you host the policy?",
			Hint: "Microsoft 365 itself cannot host this file.",
			Help: "Choose any service that can publish a text file with a certificate for a name in your domain.",
		}, hostingOptions, ask.Following(askDomain), whenMade)},
		Hand: d.handHost,
	}
}

func hostingOptions(*guide.Visit) (all []guide.Option) {
	for _, h := range hostings {
		all = append(all, guide.Option{Value: h.id, Label: h.title, Hint: h.hint})
	}
	return all
}

func (d deps) handHost(_ context.Context, v *guide.Visit) (*guide.Handover, error) {
	aim := aimOf(v)
	switch {
	case keptElsewhere(v):
		return &guide.Handover{Nothing: leaveWords(v) + " Use this guide for your own domain."}, nil
	case aim == aimLeave:
		return &guide.Handover{Nothing: "A domain that receives no email needs no policy."}, nil
	case aim == aimKeep && notSeen(v):
		return &guide.Handover{Nothing: "You keep the policy. Handrail could not check it, so check again later."}, nil
	case aim == aimKeep && hostFails(v):
		return &guide.Handover{Nothing: "You keep the policy. Fix what the check found at the policy host."}, nil
	case aim == aimKeep:
		return &guide.Handover{Nothing: "You keep the policy that is already published."}, nil
	}
	domain, policy := asciiOf(v), policyText(v)
	if fact(v, factHash) == policyhistory.TextHash(policy) {
		return &guide.Handover{Nothing: "Exactly this policy is already published."}, nil
	}
	way := hostingOf(v.Answer(askHosting))
	h := &guide.Handover{
		Records: way.records(domain), Bundles: []guide.Bundle{way.bundle(domain, policy)},
		Links: way.links, Done: "I have published the policy",
	}
	if notSeen(v) {
		h.Blocks = append(h.Blocks, report.Banner{Tone: report.Warning,
			Lead: "Handrail could not find out which policy is published now.",
			Text: "Check again first. If there is a policy, this one replaces it."})
	}
	if state := fact(v, "policy"); state == "valid" || state == "invalid" {
		h.Blocks = append(h.Blocks, report.Banner{Tone: report.Note, Lead: "A web server already answers at this name.",
			Text: "If you keep this server, only replace the file. Do not change the DNS record."})
	}
	if len(h.Records) > 0 {
		h.Blocks = append(h.Blocks, report.Text{Text: way.record + " " + hostHint(h.Records[0], domain)})
	}
	h.Blocks = append(h.Blocks, policyBlock(policy))
	h.Links = append(h.Links, guide.Link{Title: "Your policy as senders read it", URL: sts.PolicyURL(domain)})
	return h, nil
}

func (d deps) servedStep() guide.Step {
	return guide.Step{
		ID:      stepServed,
		Title:   "Check the published policy",
		Summary: "Handrail fetches the policy as a sending server would.",
		Text: "Handrail compares every line with the policy that you chose. A new name may take some minutes, " +
			"and a new " +
			"certificate up to an hour. " +
			"You can check again as often as you like.",
		MainLabel: "Continue to the record",
		Terms:     terms.Of(terms.HTTPS, terms.Certificate, terms.TLS),
		Needs:     stepHost,
		DependsOn: []string{askDomain, askAim, askMode, askMX, askMaxAge, askHosting},
		Look: func(ctx context.Context, v *guide.Visit, rep task.Report) (*report.Document, error) {
			var hides time.Duration
			doc, err := d.look(ctx, v, rep, func(s *mailcheck.State, made Made) *report.Document {
				hides = nameFor(s)
				return drawServed(s, made)
			})
			if err == nil {
				tooEarly(doc, v, stepHost, hides, gateServed(v, doc), nameHidden)
			}
			return doc, err
		},
		Wait:  waitFor(stepServed, nameHidden),
		Ready: gateServed,
	}
}

// drawServed compares with what was made. Where the published text stays, there
// is nothing to compare, and all that senders see counts.
func drawServed(s *mailcheck.State, made Made) *report.Document {
	if made.Policy != "" {
		return ServedDocument(s, made)
	}
	return drawAll("Check the published policy", s, made)
}

// gateServed returns nil when the published policy is the one made.
func gateServed(v *guide.Visit, doc *report.Document) error {
	facts := doc.Facts()
	made := facts[factMadeHash]
	switch {
	case aimOf(v) == aimLeave:
		return nil
	case facts["policy"] == "unknown":
		return app.Errorf(app.Unreachable, "Check your connection, then check again.",
			"Handrail could not find out whether the policy is published.")
	case facts["policy"] != "valid":
		return app.Errorf(app.NotFound, "Fix the problems in the list, then check again.",
			"Sending servers cannot read a policy yet.")
	case made != "" && facts[factHash] != made:
		return app.Errorf(app.NotFound, "Upload the saved file unchanged, then check again.",
			"The published policy is not the one you chose.")
	}
	return nil
}
