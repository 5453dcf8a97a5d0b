package syncidentity

import (
	"context"
	"slices"
	"strings"

	"handrail/app/guide"
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
	w, err := d.load(ctx, nil)
	if err != nil {
		return nil, err
	}
	switch {
	case w.standing.InUse == access.No:
		return &guide.Handover{Nothing: "No sync is in use.", Done: "Continue"}, nil
	case len(w.identities) == 0:
		return &guide.Handover{Nothing: "Handrail does not know the account. Look on the server which one it uses.",
			Done: "Continue"}, nil
	case !w.hindered() && v.Answer(askWay) != wayApplication:
		return &guide.Handover{Nothing: "No policy certainly stops the sync, so there is nothing to exclude.",
			Done: "Continue"}, nil
	case v.Answer(askWay) != wayApplication, w.only(syncid.Application) && w.hindered():
		return w.exclude(), nil
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

// stopped names the accounts that a policy stops or will stop.
func (w *world) stopped() (all []string) {
	for n, i := range w.identities {
		if i.Kind != syncid.Application && len(stopping(w.lines[i.ID])) > 0 {
			all = append(all, w.labels()[n])
		}
	}
	return all
}

// exclude returns the steps for accounts. An application cannot be excluded by a group of
// people: for it the policy for workload identities is changed.
func (w *world) exclude() *guide.Handover {
	h := &guide.Handover{Done: "I have excluded the account",
		Links: []guide.Link{{Title: "Open the policies", URL: entra}},
		Blocks: []report.Block{report.Text{Text: "Exclude one group and not the account, so that later policies need " +
			"one " +
			"name only. Everyone else keeps the protection of the policies."}}}
	if accounts := w.stopped(); len(accounts) > 0 {
		h.Todo = []string{"In the Microsoft Entra admin center, create a security group named “Sync account”.",
			"Add as its only member: " + strings.Join(accounts, ", ") + "."}
	}
	said := map[string]bool{}
	for n, i := range w.identities {
		for _, l := range stopping(w.lines[i.ID]) {
			todo := "Open the policy “" + l.Name + "”, go to Users > Exclude, and add the group “Sync account”."
			if i.Kind == syncid.Application {
				todo = "Open the policy “" + l.Name + "”, and exclude the application " + w.labels()[n] + "."
			}
			if l.State == access.ReportOnly {
				todo += " It is report-only: do this before you switch it on."
			}
			h.Exclusions = append(h.Exclusions, guide.Exclusion{Policy: l.Policy, Name: l.Name,
				Account: guide.Account{ID: i.ID, Label: w.labels()[n]}})
			if !said[todo] {
				said[todo], h.Todo = true, append(h.Todo, todo)
			}
		}
		if i.PerUserMFA == access.Yes {
			h.Todo = append(h.Todo, "Turn off per-user MFA for "+w.labels()[n]+".")
		}
	}
	if slices.ContainsFunc(w.identities, func(i syncid.Identity) bool { return i.Kind == syncid.CloudAccount }) {
		h.Todo = append(h.Todo, "Cloud Sync runs again on its own. Wait 30 minutes.")
	}
	if slices.ContainsFunc(w.identities, func(i syncid.Identity) bool { return i.Kind != syncid.CloudAccount }) {
		h.Todo = append(h.Todo, "Run Start-ADSyncSyncCycle -PolicyType Delta on the server, or wait 30 minutes.")
	}
	return h
}

// application returns the steps to a sync that signs in as an application.
func (w *world) application() *guide.Handover {
	h := &guide.Handover{Done: "The sync signs in as an application",
		Links: []guide.Link{{Title: "Read how it works",
			URL: "https://learn.microsoft.com/entra/identity/hybrid/connect/authenticate-application-id"}},
		Blocks: []report.Block{report.Text{Text: "An application signs in with a certificate. Policies for people " +
			"never " +
			"apply to it. Entra Connect 2.5.76.0 and later sets this up for new installations, not for existing ones."}},
		Todo: []string{"On the server, look at the version in Control Panel > Programs. Update Entra Connect if it " +
			"is older.",
			"Start Microsoft Entra Connect, and select Configure application-based authentication.",
			"Run Get-ADSyncEntraConnectorCredential. ConnectorIdentityType must be Application.",
			"Run Start-ADSyncSyncCycle -PolicyType Delta, and see that it ends without an error.",
			"Check policies for workload identities: they can still stop an application.",
			"When the sync has run for a week, remove the old account from its role."},
	}
	for n, i := range w.identities {
		if i.Kind == syncid.ConnectAccount || i.Kind == syncid.OtherAccount {
			h.Retired = append(h.Retired, guide.Account{ID: i.ID, Label: w.labels()[n]})
		}
	}
	return h
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
	w, err := d.load(ctx, progress)
	if err != nil {
		return nil, err
	}
	doc := d.frame("Does the sync run again?")
	w.standingOf(doc)
	w.policiesOf(doc)
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
	return doc.Done(), nil
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
	w, err := d.load(ctx, progress)
	if err != nil {
		return nil, err
	}
	doc := d.frame("Report: keep directory sync running")
	w.standingOf(doc)
	w.identityOf(doc)
	w.policiesOf(doc)
	if err := d.comeBack(ctx, w, v, doc); err != nil { // before this record takes its place
		return nil, err
	}
	if err := d.save(ctx, v, w, doc); err != nil {
		return nil, err
	}
	explain(doc, v.Answer(askError))
	doc.Find(w.notRead()...)
	return doc.Done(), nil
}
