package adminaccess

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"handrail/app/guide"
	"handrail/app/guide/frame"
	"handrail/app/identity/access"
	"handrail/app/identity/breakglass"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/app/tenant"
)

// longReport is after how many days a policy that is report-only needs a decision.
const longReport = 30

// untested returns the emergency access accounts that were not tested in time. Where that is
// not known, it is said once the time since the record is over too.
func (d deps) untested(ctx context.Context, w *world, v *guide.Visit, record time.Time) (all []report.Finding,
	err error) {
	accounts, err := w.accounts(ctx, glass(v))
	if err != nil {
		return nil, err
	}
	names := map[string]string{}
	for _, a := range accounts {
		names[a.ID] = a.Name
	}
	long := d.Now().Sub(record) >= breakglass.TestDays*24*time.Hour
	for _, l := range breakglass.Check(accounts, nil, false, d.Now()) {
		test := l.Code == breakglass.TestedIn && (l.Met == access.No || l.Met == access.Unknown && long)
		gone := l.Code == breakglass.Exists && l.Met != access.Yes
		if test || gone {
			all = append(all, finding(l, names[l.Account]))
		}
	}
	return all, nil
}

// reportOnly returns the policies that are report-only, with their age: since when they are
// as they are. It is a warning once that is long.
func (d deps) reportOnly(w *world) []report.Finding {
	f := report.Finding{Code: "report-only", Severity: report.Note, Do: "Switch them on, or turn them off."}
	var words []string
	for _, p := range w.policies {
		if !p.ReportOnly() {
			continue
		}
		since := p.Created.Time
		if p.Modified.After(since) {
			since = p.Modified.Time
		}
		days := int(d.Now().Sub(since).Hours() / 24)
		switch {
		case since.IsZero():
			words = append(words, "“"+string(p.Name)+"”: not known since when")
		default:
			words = append(words, "“"+string(p.Name)+"”: "+counted(days, "day", "days"))
		}
		if !since.IsZero() && days >= longReport {
			f.Severity = report.Warning
		}
	}
	if len(words) == 0 {
		return nil
	}
	f.Title = counted(len(words), "policy is", "policies are") + " report-only and protect no one"
	if len(words) == 1 {
		f.Title = "1 policy is report-only and protects no one"
	}
	f.Text = strings.Join(few(words), "; ") + "."
	return []report.Finding{f}
}

// rereadRecorded reads the roles and the excluded groups again where there is a record to
// compare them with. Where that fails, the saved ones stay, and the answer says so.
func (d deps) rereadRecorded(ctx context.Context, progress task.Report) error {
	org, err := d.organisation(ctx)
	if err != nil || org == "" || !d.Tenant.Connection.SignedIn(ctx) {
		return err
	}
	var before snapshot
	if _, ok, err := guide.LastRecord(ctx, d.Observations, memoRecord, org, &before); err != nil || !ok {
		return err
	}
	sections := append([]string{tenant.SectionRoles, tenant.SectionDefinitions}, before.crowdSections()...)
	_, _ = d.Tenant.Connection.Refresh(ctx, sections, progress) // their states say why
	return ctx.Err()
}

// comeBack adds what changed since the last record.
func (d deps) comeBack(ctx context.Context, w *world, v *guide.Visit, doc *frame.Draft, fresh bool) error {
	found, day, err := d.since(ctx, w, v, fresh)
	if err != nil || day.IsZero() {
		return err
	}
	changed, open := 0, len(w.missing) > 0
	found = slices.DeleteFunc(found, func(f report.Finding) bool { // said with the data that was not read
		return f.Code == "not-compared" && slices.ContainsFunc(w.missing, func(g tenant.Gap) bool {
			return g.Section == f.Subject
		})
	})
	for _, f := range found {
		switch stays := f.Code == "report-only" || strings.HasPrefix(f.Code, "emergency-"); {
		case stays: // as it was, and getting older
		case f.Severity.NeedsAction() || f.Code == "policy-new":
			changed++
		case f.Severity == report.Unknown:
			open = true
		}
	}
	doc.Find(slices.DeleteFunc(found, func(f report.Finding) bool {
		return slices.ContainsFunc(doc.Found(), func(g report.Finding) bool {
			return g.Code == f.Code && g.Title == f.Title
		})
	})...)
	value, compared := strconv.Itoa(changed), "the policies"
	if w.means(v) != meansPolicies {
		compared = "what protects administrators"
	}
	switch {
	case changed > 0:
		doc.Headline(counted(changed, "thing", "things") + " changed since the record of " + dayWords(day))
	case open:
		value = string(report.Unknown)
	default:
		doc.Find(report.Finding{Code: "nothing-changed", Severity: report.OK,
			Title: "Nothing changed since the record of " + dayWords(day),
			Text:  "Handrail compared " + compared + ", and the roles that people hold."})
	}
	doc.Fact("changed-since", "Changed since the record", value, "")
	doc.Fact("recorded", "Last record", day.UTC().Format(time.DateOnly), dayWords(day))
	return nil
}

// notices returns what Home shows of the visit that made the last record.
func (d deps) notices(ctx context.Context, visits []guide.Visit) (all []guide.Notice, err error) {
	org, err := d.organisation(ctx)
	if err != nil || org == "" || len(visits) == 0 {
		return nil, err
	}
	var ids []string
	for _, v := range visits {
		ids = append(ids, v.ID)
	}
	var before snapshot
	o, ok, err := guide.LastRecord(ctx, d.Observations, memoRecord, org, &before, ids...)
	if err == nil {
		all, err = d.endNotices(ctx, org, visits)
	}
	if err != nil || !ok {
		return all, err
	}
	v := visits[slices.Index(ids, o.Key)]
	w, err := d.load(ctx, &v, nil)
	if err != nil {
		return nil, err
	}
	found, _, err := d.since(ctx, w, &v, false)
	return append(guide.NoticesOf(v.ID, stepAgain, found), all...), err
}
