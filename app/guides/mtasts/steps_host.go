package mtasts

import (
	"context"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/inbound"
	"handrail/app/report"
	"handrail/app/task"
)

func (d Deps) hostStep() guide.Step {
	return guide.Step{
		ID:    stepHost,
		Title: "Put the policy on the web",
		Lead:  "One small file, at an address that senders know.",
		Text: "The file must be served over HTTPS by the name mta-sts and your domain, with a certificate for that name. " +
			"Senders follow no forwarding to another address. Choose a place, and Handrail gives you the files and the steps for it.",
		Main:      "The policy is on the web",
		Terms:     []guide.Term{termHTTPS, termCert, termCNAME, termA, termTTL, termIIS},
		Needs:     stepPolicy,
		DependsOn: []string{askDomain, askAim, askMode, askMX, askMaxAge, askHosting},
		Asks: []guide.Ask{{
			Name: askHosting, Label: "Where will the policy live?", Kind: guide.Choice,
			Hint:    "Microsoft 365 itself cannot serve this file.",
			What:    "Any place will do that serves one text file with a certificate for a name of yours.",
			Options: func(*guide.Visit) []guide.Option { return hostingOptions() },
			Default: func(*guide.Visit) string { return hostings[0].id },
			When: func(v *guide.Visit) bool {
				return makes(aimOf(v))
			},
			DependsOn: []string{askDomain},
			Valid: func(_ *guide.Visit, text string) error {
				return oneOf(hostingOptions(), text)
			},
		}},
		Hand: d.handHost,
	}
}

func hostingOptions() []guide.Option {
	var all []guide.Option
	for _, h := range hostings {
		all = append(all, guide.Option{Value: h.id, Label: h.title, Hint: h.hint})
	}
	return all
}

func (d Deps) handHost(ctx context.Context, v *guide.Visit) (*guide.Handover, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	aim := aimOf(v)
	switch {
	case aim == aimLeave:
		return &guide.Handover{Nothing: "A domain that takes no mail needs no policy."}, nil
	case aim == aimKeep:
		return &guide.Handover{Nothing: "You keep the policy that is on the web already."}, nil
	}
	domain, policy := asciiOf(v), policyText(v)
	if fact(v, factHash) == textHash(policy) {
		return &guide.Handover{Nothing: "Exactly this policy is on the web already."}, nil
	}
	way := hostingOf(v.Answer(askHosting))
	h := &guide.Handover{
		Records: way.records(domain), Bundles: []guide.Bundle{way.bundle(domain, policy)},
		Links: way.links, Done: "The policy is on the web",
	}
	if state := fact(v, "policy"); state == "valid" || state == "invalid" {
		h.Blocks = append(h.Blocks, report.Banner{Tone: report.Note, Lead: "A web server answers at this name already.",
			Text: "If it stays where it is, only replace the file, and leave the DNS record alone."})
	}
	if len(h.Records) > 0 {
		h.Blocks = append(h.Blocks, report.Text{Text: way.record + " " + hostHint(h.Records[0], domain)})
	}
	h.Blocks = append(h.Blocks, policyBlock(policy))
	h.Links = append(h.Links, guide.Link{Title: "Your policy, as senders read it", URL: "https://" + inbound.HostName(domain) + "/" + policyPath})
	return h, nil
}

func (d Deps) servedStep() guide.Step {
	return guide.Step{
		ID:    stepServed,
		Title: "Is it served right?",
		Lead:  "Handrail fetches the policy as a sending server would.",
		Text: "The text is compared byte for byte with the one you made. A new name may need some minutes, and a new certificate up to an hour. " +
			"You can look again as often as you like.",
		Main:      "It is served right",
		Terms:     []guide.Term{termHTTPS, termCert, termTLS},
		Needs:     stepHost,
		DependsOn: []string{askDomain, askAim, askMode, askMX, askMaxAge, askHosting},
		Look: func(ctx context.Context, v *guide.Visit, rep task.Report) (*report.Document, error) {
			return d.look(ctx, v, rep, drawServed)
		},
		Gate: gateServed,
	}
}

// drawServed compares with what was made. Where the served text is kept, there
// is nothing to compare, and all that senders see counts.
func drawServed(s *inbound.State, made Made) *report.Document {
	if made.Policy != "" {
		return ServedDocument(s, made)
	}
	doc := Document(s, made)
	doc.Title = "Is it served right?"
	return doc
}

// gateServed lets go on when the policy that is served is the one made.
func gateServed(v *guide.Visit, doc *report.Document) error {
	facts := doc.Facts()
	made := facts[factMadeHash]
	switch {
	case aimOf(v) == aimLeave:
		return nil
	case facts["policy"] == "unknown":
		return app.Errorf(app.Unreachable, "Check your connection, then look again.", "Whether the policy is served could not be found out.")
	case facts["policy"] != "valid":
		return app.Errorf(app.NotFound, "Mend what the list shows, then look again.", "Sending servers cannot read a policy yet.")
	case made != "" && facts[factHash] != made:
		return app.Errorf(app.NotFound, "Upload the file from the bundle unchanged, then look again.", "The policy on the web is not the one you made.")
	}
	return nil
}
