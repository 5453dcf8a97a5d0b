package syncidentity

import (
	"context"
	"slices"
	"strings"

	"handrail/app/guide"
	"handrail/app/guide/change"
	"handrail/app/guide/frame"
	"handrail/app/identity/access"
	"handrail/app/identity/syncid"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/app/tenant"
)

// entra is where policies are changed.
const entra = "https://entra.microsoft.com/#view/Microsoft_AAD_ConditionalAccess/ConditionalAccessBlade/~/Policies"

// hand returns how the account is excluded, or how the sync becomes an application.
func (d deps) hand(ctx context.Context, v *guide.Visit) (*guide.Handover, error) {
	w, _, err := d.loadNow(ctx, v, nil)
	if err != nil {
		return nil, err
	}
	switch {
	case w.standing.InUse == access.No:
		return &guide.Handover{Nothing: "No sync is in use.", Done: "Continue"}, nil
	case len(w.identities) == 0:
		return &guide.Handover{Nothing: "Handrail does not know the account. Check on the server which one it uses.",
			Done: "Continue"}, nil
	case !w.hindered() && v.Answer(askWay) != wayApplication && w.still() > 0:
		return w.startAgain(), nil
	case !w.hindered() && v.Answer(askWay) != wayApplication && !w.clear():
		return &guide.Handover{Nothing: "It is not known whether a policy stops the sync. The page before has the reasons.",
			Done: "Continue"}, nil
	case !w.hindered() && v.Answer(askWay) != wayApplication:
		return &guide.Handover{Nothing: "No policy stops the sync, so there is nothing to exclude.",
			Done: "Continue"}, nil
	case v.Answer(askWay) != wayApplication, w.only(syncid.Application) && w.hindered():
		return w.exclude(v), nil
	case w.only(syncid.Application):
		return &guide.Handover{Nothing: "Only an application has a sync role, so the sync signs in as one already.",
			Done: "Continue"}, nil
	case w.only(syncid.CloudAccount):
		return &guide.Handover{Nothing: "This way is for Entra Connect, and this sync is Cloud Sync. Exclude its account " +
			"instead.", Done: "Continue"}, nil
	}
	return w.application(), nil
}

// only reports whether everything that may run the sync is of one kind.
func (w *world) only(kind syncid.Kind) bool {
	return w.rolesKnown && !slices.ContainsFunc(w.identities, func(i syncid.Identity) bool { return i.Kind != kind })
}

// stopping returns the policies of lines that stop an identity or will stop it.
func stopping(lines []syncid.Line) (all []syncid.Line) {
	for _, l := range lines {
		if l.Verdict == syncid.Stops || l.Verdict == syncid.WillHit {
			all = append(all, l)
		}
	}
	return all
}

// hindered reports whether anything certainly stops an identity or will stop it.
func (w *world) hindered() bool {
	return slices.ContainsFunc(w.identities, func(i syncid.Identity) bool {
		return i.PerUserMFA == access.Yes || len(stopping(w.lines[i.ID])) > 0
	})
}

// clear reports whether no policy stops an identity, and every policy and identity is known.
func (w *world) clear() bool {
	t := w.tally()
	return !w.policyGap && w.rolesKnown && w.compared && t.stops+t.will+t.unsure == 0
}

// again reads the last sync and the policies once more.
func (d deps) again(ctx context.Context, v *guide.Visit, progress task.Report) (*report.Document, error) {
	fresh := false
	if c := d.Tenant.Connection; c != nil && c.SignedIn(ctx) {
		all, err := c.Refresh(ctx, []string{tenant.SectionOrganisation, tenant.SectionRoles, tenant.SectionAccess},
			progress)
		if err != nil {
			return nil, err
		}
		fresh = len(all) > 0
		for _, st := range all {
			fresh = fresh && st.State.Whole()
		}
	}
	w, _, err := d.loadNow(ctx, v, progress)
	if err != nil {
		return nil, err
	}
	doc := d.frame("Does the sync run again?")
	w.standingOf(doc)
	w.policiesOf(doc)
	w.excludedHere(doc)
	if !fresh {
		doc.Find(report.Finding{Code: "not-fresh", Severity: report.Unknown,
			Title: "Handrail could not read this again",
			Text:  "What is shown was read before your change.", Do: "Refresh your organisation, then check again."})
	}
	if err := d.comeBack(ctx, w, v, doc); err != nil {
		return nil, err
	}
	explain(doc, v.Answer(askError))
	doc.Find(w.notRead()...)
	return doc.Answered(), nil
}

// explain adds what the pasted text means.
func explain(doc *frame.Draft, text string) {
	if strings.TrimSpace(text) == "" {
		return
	}
	faults := syncid.Explain(text)
	for _, f := range faults {
		severity := report.Warning
		if f.About == syncid.AboutNote {
			severity = report.Note
		}
		doc.Find(report.Finding{Code: "error-" + strings.ToLower(f.Code), Severity: severity, Title: f.Title,
			Text: f.Text, Do: f.Do})
	}
	if len(faults) == 0 {
		doc.Find(report.Finding{Code: "error-unknown", Severity: report.Unknown,
			Title: "Handrail does not know this error",
			Text:  "The text names no error that Handrail can explain.",
			Do:    "Search for the error code on learn.microsoft.com, or paste a longer part of the text."})
	}
}

// record returns what was found.
func (d deps) record(ctx context.Context, v *guide.Visit, progress task.Report) (*report.Document, error) {
	w, _, err := d.loadNow(ctx, v, progress)
	if err != nil {
		return nil, err
	}
	doc := d.frame("Report: keep directory sync running")
	w.standingOf(doc)
	w.identityFound(doc)
	if err := d.comeBack(ctx, w, v, doc); err != nil { // before this record takes its place
		return nil, err
	}
	w.policiesOf(doc) // its answer is the first line
	w.identityTable(doc)
	if err := d.save(ctx, v, w, doc); err != nil {
		return nil, err
	}
	if d.Journal != nil {
		entries, err := d.Journal.Entries(ctx, v.ID)
		if err != nil {
			return nil, err
		}
		if t, ok := change.Table(entries); ok {
			doc.Add(t)
		}
	}
	explain(doc, v.Answer(askError))
	doc.Find(w.notRead()...)
	return doc.Answered(), nil
}
