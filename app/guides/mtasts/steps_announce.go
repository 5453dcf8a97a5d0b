package mtasts

import (
	"context"
	"fmt"
	"time"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/guide/terms"
	"handrail/app/mail/mailcheck"
	sts "handrail/app/mail/mtasts"
	"handrail/app/report"
	"handrail/app/task"
)

func (d deps) announceStep() guide.Step {
	return guide.Step{
		ID:      stepAnnounce,
		Title:   "Publish the record",
		Summary: "A TXT record shows senders that you have a policy.",
		Text: "Senders fetch the policy when they find this record, and again when its ID changes. So always " +
			"publish the policy first and the record second. " +
			"Handrail changes the ID only when the text of the policy has changed.",
		MainLabel: "I have added the record",
		Terms:     terms.Of(terms.TXT, terms.PolicyID, terms.TTL),
		Needs:     stepServed,
		DependsOn: []string{askDomain, askAim, askMode, askMX, askMaxAge},
		Hand:      d.handAnnounce,
	}
}

func (d deps) handAnnounce(ctx context.Context, v *guide.Visit) (*guide.Handover, error) {
	domain := asciiOf(v)
	if aimOf(v) == aimLeave || keptElsewhere(v) {
		return &guide.Handover{Nothing: "Without a policy, you do not need a record."}, nil
	}
	made := d.made(ctx, v, nil)
	if made.ID == "" {
		made.ID = d.newID(ctx, v, fact(v, factHash), fact(v, factLiveID))
	}
	if fact(v, "record") == "valid" && fact(v, factLiveID) == made.ID {
		return &guide.Handover{Nothing: "The record is already correct, with the ID " + made.ID + "."}, nil
	}
	r := announcement(domain, made.ID)
	h := &guide.Handover{Records: []guide.Record{r}, Done: "I have added the record"}
	switch fact(v, "record") {
	case "valid":
		h.Blocks = append(h.Blocks,
			report.Text{Text: fmt.Sprintf("You already have a record. Change its ID from “%s” to “%s”.", fact(v,
				factLiveID), made.ID)})
	case "several":
		h.Blocks = append(h.Blocks, report.Banner{Tone: report.Warning, Lead: "There is more than one record.",
			Text: "Senders ignore all of them. Remove the others, so that this is the only one at " + r.Name + "."})
	case "invalid":
		h.Blocks = append(h.Blocks, report.Banner{Tone: report.Warning,
			Lead: "You have a record that senders cannot read.",
			Text: "Replace its value with the one below."})
	case "unknown":
		h.Blocks = append(h.Blocks, report.Banner{Tone: report.Warning,
			Lead: "Handrail could not find out whether there is a record.",
			Text: "If there is one at " + r.Name + ", change its value. A second record makes senders ignore both."})
	default:
		if fact(v, factBeside) != "" {
			h.Blocks = append(h.Blocks, report.Banner{Tone: report.Warning, Lead: "Something else stands at this name.",
				Text: "Delete the CNAME record " + r.Name + " first. Beside it, no TXT record can be added."})
		}
		h.Blocks = append(h.Blocks, report.Text{Text: "Add this record where you manage your domain."})
	}
	h.Blocks = append(h.Blocks, report.Text{Text: hostHint(r, domain)})
	h.Messages = []guide.Message{{To: "The person who manages your domain", Subject: "A TXT record for " + domain,
		Text: askWords(domain, r)}}
	return h, nil
}

// announcement returns the MTA-STS record (RFC 8461 section 3.1).
func announcement(domain, id string) guide.Record {
	return guide.TXTRecord(mailcheck.RecordName(domain), domain, sts.Record{ID: id}.String())
}

func (d deps) announcedStep() guide.Step {
	return guide.Step{
		ID:      stepAnnounced,
		Title:   "Check the record",
		Summary: "Handrail looks up the record, also at your domain's own name servers.",
		Text: "A new record often appears within minutes. Other servers may cache an older answer until its TTL ends. " +
			"The check shows until when.",
		MainLabel: "Continue to watching",
		Terms:     terms.Of(terms.TXT, terms.TTL, terms.DNS),
		Needs:     stepAnnounce,
		DependsOn: []string{askDomain, askAim, askMode, askMX, askMaxAge},
		Look: func(ctx context.Context, v *guide.Visit, rep task.Report) (*report.Document, error) {
			var hides time.Duration
			doc, err := d.look(ctx, v, rep, func(s *mailcheck.State, made Made) *report.Document {
				hides = recordFor(s)
				return drawAnnounced(s, made)
			})
			if err == nil {
				tooEarly(doc, v, stepAnnounce, hides, gateAnnounced(v, doc), recordHidden)
			}
			return doc, err
		},
		Wait:  waitFor(stepAnnounced, recordHidden),
		Ready: gateAnnounced,
	}
}

// drawAnnounced compares with the record that was made. Without one, all that
// senders see counts.
func drawAnnounced(s *mailcheck.State, made Made) *report.Document {
	if made.ID != "" {
		return AnnouncedDocument(s, made)
	}
	return drawAll("Check the record", s, made)
}

// gateAnnounced returns nil when the record has the ID that belongs to the
// policy.
func gateAnnounced(v *guide.Visit, doc *report.Document) error {
	facts := doc.Facts()
	made := facts[factMadeID]
	switch {
	case aimOf(v) == aimLeave:
		return nil
	case facts["record"] == "unknown":
		return app.Errorf(app.Unreachable, "Check your connection, then check again.",
			"Handrail could not find out whether the record is published.")
	case facts["record"] != "valid":
		return app.Errorf(app.NotFound, "Fix the problems in the list, then check again.",
			"Sending servers cannot read the record yet.")
	case made != "" && facts[factLiveID] != made:
		return app.Errorf(app.NotFound, "Set the ID to “"+made+"”, or wait until the cached answer expires.",
			"The record does not have your ID yet.")
	}
	return nil
}
