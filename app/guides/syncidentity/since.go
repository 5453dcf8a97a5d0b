package syncidentity

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"handrail/app/guide"
	"handrail/app/guide/frame"
	"handrail/app/identity/access"
	"handrail/app/identity/syncid"
	"handrail/app/report"
	"handrail/app/tenant"
)

// memoRecord is the kind of the memo with what a record saw. Stored.
const memoRecord = "sync-identity-record"

// longAgo is after how long without newer data it is not known what changed.
const longAgo = 30 * 24 * time.Hour

// recorded is what a record saw. Stored. The times are when Handrail read it; zero where it
// was not read.
type recorded struct {
	PoliciesAt time.Time          `json:"policiesAt,omitzero"`
	RolesAt    time.Time          `json:"rolesAt,omitzero"`
	Identities map[string]string  `json:"identities,omitempty"` // names by ID
	Verdicts   map[string]verdict `json:"verdicts,omitempty"`   // by the ID of a policy
}

// verdict is the worst that a policy does to one of the identities.
type verdict struct {
	Name string         `json:"name"`
	Is   syncid.Verdict `json:"is"`
}

// worst is the order of verdicts.
var worst = []syncid.Verdict{syncid.Stops, syncid.WillHit, syncid.NotSure, syncid.Spares}

// verdicts returns the worst that each policy does, by its ID.
func (w *world) verdicts() map[string]verdict {
	all := map[string]verdict{}
	for _, i := range w.identities {
		for _, l := range w.lines[i.ID] {
			old, seen := all[l.Policy]
			if !seen || slices.Index(worst, l.Verdict) < slices.Index(worst, old.Is) {
				all[l.Policy] = verdict{l.Name, l.Verdict}
			}
		}
	}
	return all
}

func (d deps) organisation(ctx context.Context) (string, error) {
	if d.Tenant.Connection == nil {
		return "", ctx.Err()
	}
	o, _, err := tenant.Current(ctx, d.Tenant.Connection)
	return o.ID, err
}

// save saves what the record saw, and adds to doc where that failed.
func (d deps) save(ctx context.Context, v *guide.Visit, w *world, doc *frame.Draft) error {
	org, err := d.organisation(ctx)
	if err != nil {
		return err
	}
	now := recorded{PoliciesAt: w.policiesAt, RolesAt: w.rolesAt, Verdicts: w.verdicts(),
		Identities: map[string]string{}}
	if !w.rolesKnown {
		now.RolesAt = time.Time{} // a part of the roles is no list to compare with
	}
	for n, i := range w.identities {
		now.Identities[i.ID] = w.labels()[n]
	}
	if err := guide.SaveRecord(ctx, d.Observations, memoRecord, org, v.ID, now, d.Now()); err != nil {
		doc.Find(frame.NotKnown("record-not-saved", "Handrail cannot show later what changed", err))
	}
	return ctx.Err()
}

// since returns what is not as a record saw it.
func (d deps) since(w *world, before recorded) (all []report.Finding) {
	all = append(w.identitiesSince(before), w.policiesSince(before)...)
	gaps := slices.Concat(w.missing, w.doubtful)
	return append(all, frame.NotSince(gaps, d.Now(), longAgo, tenant.SectionOrganisation, tenant.SectionRoles,
		tenant.SectionAccess)...)
}

// policiesSince returns the policies that are newly in the way of the sync.
func (w *world) policiesSince(before recorded) (all []report.Finding) {
	switch {
	case w.policyGap || w.standing.InUse == access.No:
		return nil // said with the data that was not read, or nothing to stop
	case before.PoliciesAt.IsZero():
		return []report.Finding{{Code: "not-compared", Severity: report.Unknown, Subject: tenant.SectionAccess,
			Title: "It is not known which policies are new", Text: "They could not be read for the record.",
			Do: "Save the report again."}}
	case !w.policiesAt.After(before.PoliciesAt) && !w.rolesAt.After(before.RolesAt):
		return nil // nothing newer was read
	}
	now := w.verdicts()
	for _, p := range w.policies {
		is, was := now[p.ID], before.Verdicts[p.ID]
		if was.Is == "" {
			was.Is = syncid.Spares // it was not there
		}
		if slices.Index(worst, is.Is) < 0 || slices.Index(worst, is.Is) >= slices.Index(worst, was.Is) {
			continue
		}
		f := report.Finding{Subject: is.Name, Text: "It let the sync through for the record.", Step: stepPolicies,
			Do: "Exclude the sync account from it."}
		if was.Name == "" {
			f.Text = "This policy is new."
		} else if was.Is != syncid.Spares {
			f.Text = "For the record it did not yet."
		}
		switch is.Is {
		case syncid.Stops:
			f.Code, f.Severity, f.Title = "now-stops", report.Problem, "“"+is.Name+"” now stops the sync"
		case syncid.WillHit:
			f.Code, f.Severity = "now-will-stop", report.Warning
			f.Title = "“" + is.Name + "” stops the sync once it is switched on"
		default:
			f.Code, f.Severity = "now-not-known", report.Unknown
			f.Title, f.Do = "It is not known whether “"+is.Name+"” now stops the sync", "Check each policy again."
		}
		all = append(all, f)
	}
	return all
}

// identitiesSince returns the accounts and applications that newly have a sync role, and
// those that lost it.
func (w *world) identitiesSince(before recorded) (all []report.Finding) {
	if before.RolesAt.IsZero() || !w.rolesAt.After(before.RolesAt) {
		return nil
	}
	there := map[string]bool{}
	for n, i := range w.identities {
		there[i.ID] = true
		if before.Identities[i.ID] == "" {
			all = append(all, report.Finding{Code: "new-identity", Severity: report.Warning, Subject: w.labels()[n],
				Title: w.labels()[n] + " newly has a sync role", Text: "It had none for the record.",
				Do: "Check who gave it the role, and why.", Step: stepIdentity})
		}
	}
	var gone []string
	for id, name := range before.Identities {
		if w.rolesKnown && !there[id] {
			gone = append(gone, name)
		}
	}
	slices.Sort(gone)
	if len(gone) > 0 {
		all = append(all, report.Finding{Code: "identity-gone", Severity: report.Warning, Step: stepIdentity,
			Title: "A sync role is gone since the record", Text: strings.Join(gone, ", ") + " had it.",
			Do: "Check whether the sync still runs."})
	}
	return all
}

// comeBack adds what changed since the last record: of this visit, where it has one; else of
// any.
func (d deps) comeBack(ctx context.Context, w *world, v *guide.Visit, doc *frame.Draft) error {
	org, err := d.organisation(ctx)
	if err != nil || org == "" {
		return err
	}
	var before recorded
	o, ok, err := guide.LastRecord(ctx, d.Observations, memoRecord, org, &before, v.ID)
	if err == nil && !ok {
		o, ok, err = guide.LastRecord(ctx, d.Observations, memoRecord, org, &before)
	}
	if err != nil || !ok {
		return err
	}
	changed, open := 0, false
	for _, f := range d.since(w, before) {
		if open = open || f.Severity == report.Unknown; f.Severity.NeedsAction() {
			changed++
		}
		missing := slices.ContainsFunc(w.missing, func(g tenant.Gap) bool { return g.Section == f.Subject })
		if f.Code != "not-compared" || !missing { // the others are said with the data that was not read
			doc.Find(f)
		}
	}
	value, day := strconv.Itoa(changed), o.Last.Local().Format("2 January 2006")
	newer := w.policiesAt.After(before.PoliciesAt) && w.rolesAt.After(before.RolesAt)
	switch {
	case changed == 0 && open:
		value = string(report.Unknown)
	case changed == 0 && !newer:
		value = string(report.Unknown)
		doc.Find(frame.NothingNewer(day))
	case changed == 0:
		doc.Find(report.Finding{Code: "nothing-changed", Severity: report.OK,
			Title: "Nothing changed since the record of " + day,
			Text:  "Handrail compared the policies, and the accounts with a sync role."})
	}
	doc.Fact("changed-since", "Changed since the record", value, "")
	doc.Fact("recorded", "Last record", o.Last.UTC().Format(time.DateOnly), day)
	return ctx.Err()
}

// notices returns what Home shows of the visit that made the last record.
func (d deps) notices(ctx context.Context, visits []guide.Visit) ([]guide.Notice, error) {
	org, err := d.organisation(ctx)
	if err != nil || org == "" || len(visits) == 0 {
		return nil, err
	}
	var ids []string
	for _, v := range visits {
		ids = append(ids, v.ID)
	}
	var before recorded
	o, ok, err := guide.LastRecord(ctx, d.Observations, memoRecord, org, &before, ids...)
	if err != nil || !ok {
		return nil, err
	}
	w, err := d.load(ctx, nil)
	if err != nil {
		return nil, err
	}
	found := d.since(w, before)
	if w.standing.Stopped == access.Yes {
		found = append(found, report.Finding{Code: "stopped", Severity: report.Problem, Step: stepCheck,
			Title: "No sync since " + stamp(w.standing.Last),
			Text:  "Handrail last checked on " + stamp(w.standing.Read) + ".", Do: "Check the sync again."})
	}
	return guide.NoticesOf(o.Key, stepAgain, found), nil
}
