package mtasts

import (
	"context"
	"fmt"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/inbound"
	"handrail/app/report"
	"handrail/app/task"
)

func (d Deps) announceStep() guide.Step {
	return guide.Step{
		ID:    stepAnnounce,
		Title: "Announce it",
		Lead:  "A TXT record tells senders that there is a policy.",
		Text: "Senders fetch the policy when they find this record, and again when its id changes. So the policy always comes first and the record second. " +
			"Handrail changes the id when the text of the policy has changed, and only then.",
		Main:      "I have added the record",
		Terms:     []guide.Term{termTXT, termID, termTTL},
		Needs:     stepServed,
		DependsOn: []string{askDomain, askAim, askMode, askMX, askMaxAge},
		Hand:      d.handAnnounce,
	}
}

func (d Deps) handAnnounce(ctx context.Context, v *guide.Visit) (*guide.Handover, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	domain := asciiOf(v)
	if aimOf(v) == aimLeave {
		return &guide.Handover{Nothing: "Without a policy there is nothing to announce."}, nil
	}
	made := d.made(ctx, v, nil)
	if made.ID == "" {
		made.ID = d.newID(ctx, v, fact(v, factHash), fact(v, factLiveID))
	}
	if fact(v, "record") == "valid" && fact(v, factLiveID) == made.ID {
		return &guide.Handover{Nothing: "The record is right already, with the id " + made.ID + "."}, nil
	}
	r := announcement(domain, made.ID)
	h := &guide.Handover{Records: []guide.Record{r}, Done: "I have added the record"}
	switch fact(v, "record") {
	case "valid":
		h.Blocks = append(h.Blocks, report.Text{Text: fmt.Sprintf("A record is there already. Change its id from “%s” to “%s”.", fact(v, factLiveID), made.ID)})
	case "several":
		h.Blocks = append(h.Blocks, report.Banner{Tone: report.Warning, Lead: "There is more than one record.",
			Text: "Senders then see none at all. Remove the others, so that only this one stands at " + r.Name + "."})
	case "invalid":
		h.Blocks = append(h.Blocks, report.Banner{Tone: report.Warning, Lead: "There is a record that senders cannot read.",
			Text: "Replace its value with the one below."})
	default:
		h.Blocks = append(h.Blocks, report.Text{Text: "Add this record where you manage your domain."})
	}
	h.Blocks = append(h.Blocks, report.Text{Text: hostHint(r, domain)})
	h.Words = []guide.Words{{To: "Whoever manages your domain", Subject: "A TXT record for " + domain, Text: askWords(domain, r)}}
	return h, nil
}

func (d Deps) announcedStep() guide.Step {
	return guide.Step{
		ID:    stepAnnounced,
		Title: "Is it announced?",
		Lead:  "Handrail asks for the record, also at your domain's own name servers.",
		Text: "A new record is often seen within minutes. An older answer may be kept by others until its TTL has run out. " +
			"The look shows until when.",
		Main:      "It is announced",
		Terms:     []guide.Term{termTXT, termTTL, termDNS},
		Needs:     stepAnnounce,
		DependsOn: []string{askDomain, askAim, askMode, askMX, askMaxAge},
		Look: func(ctx context.Context, v *guide.Visit, rep task.Report) (*report.Document, error) {
			return d.look(ctx, v, rep, drawAnnounced)
		},
		Gate: gateAnnounced,
	}
}

// drawAnnounced compares with the record that was made. Without one, all that
// senders see counts.
func drawAnnounced(s *inbound.State, made Made) *report.Document {
	if made.ID != "" {
		return AnnouncedDocument(s, made)
	}
	doc := Document(s, made)
	doc.Title = "Is it announced?"
	return doc
}

// gateAnnounced lets go on when the record carries the id that stands for the
// policy.
func gateAnnounced(v *guide.Visit, doc *report.Document) error {
	facts := doc.Facts()
	made := facts[factMadeID]
	switch {
	case aimOf(v) == aimLeave:
		return nil
	case facts["record"] == "unknown":
		return app.Errorf(app.Unreachable, "Check your connection, then look again.", "Whether the record is there could not be found out.")
	case facts["record"] != "valid":
		return app.Errorf(app.NotFound, "Mend what the list shows, then look again.", "Sending servers cannot read the record yet.")
	case made != "" && facts[factLiveID] != made:
		return app.Errorf(app.NotFound, "Set the id to “"+made+"”, or wait until the older answer has run out.", "The record does not carry your id yet.")
	}
	return nil
}
