package reminder

import (
	"context"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"handrail/app/guide"
	"handrail/app/history"
	"handrail/app/mail/domainpart"
	"handrail/app/report"
	"handrail/app/tenant"
	"handrail/app/tenant/tenanttest"
)

// berlin is an hour ahead of UTC in winter.
var berlin = time.FixedZone("CET", 3600)

var now = time.Date(2026, 11, 25, 16, 18, 0, 0, berlin)

// list collects and fails the test where that fails.
func list(t *testing.T, s Sources) List {
	t.Helper()
	l, err := Collect(t.Context(), s, now)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// only returns the reminder with a title.
func only(t *testing.T, l List, title string) Reminder {
	t.Helper()
	i := slices.IndexFunc(l.All, func(r Reminder) bool { return r.Title == title })
	if i < 0 {
		t.Fatalf("no reminder %q among %+v", title, l.All)
	}
	return l.All[i]
}

func TestWaitingStepsAndNoticesHaveTheirDates(t *testing.T) {
	moment := time.Date(2026, 11, 25, 17, 40, 0, 0, time.UTC)
	l := list(t, Sources{Overview: guide.Overview{
		Attention: []guide.Item{
			{Visit: "v0", Guide: "g", Step: "s", StepTitle: "Check the record", At: now.Add(-time.Hour), Why: "The wait is over."},
			{Visit: "v9", Guide: "g", Step: "s", StepTitle: "A problem", Severity: report.Problem}},
		Waiting: []guide.Item{
			{Visit: "v1", Guide: "mta-sts", Title: "Protect", Subject: "a.example", Step: "watch", StepTitle: "Watch for two weeks",
				At: time.Date(2026, 12, 6, 0, 0, 0, 0, time.UTC), Why: "After two weeks."},
			{Visit: "v2", Guide: "g", Step: "s", StepTitle: "Wait for DNS", At: moment},
			{Visit: "v3", Guide: "g", Step: "e", Title: "Protect your administrators", Notice: "exclusion-ends",
				Headline: "The exclusion of Ben Adeyemi ends on 31 January 2027", At: time.Date(2027, 1, 31, 0, 0, 0, 0, berlin)},
		}}})
	if len(l.All) != 4 {
		t.Fatalf("%d reminders: %+v", len(l.All), l.All)
	}
	var order []string
	for _, r := range l.All {
		order = append(order, r.Visit)
	}
	if got := strings.Join(order, " "); got != "v0 v2 v1 v3" {
		t.Errorf("the order is %s", got)
	}
	if r := l.All[0]; !r.Due(now) || !r.Past(now) || r.Visit != "v0" {
		t.Errorf("what is over is not due: %+v", r)
	}
	if r := l.All[1]; r.AllDay || !r.At.Equal(moment) || r.Due(now) {
		t.Errorf("a moment became %+v", r)
	}
	if r := l.All[2]; !r.AllDay || r.At.Format(time.DateOnly) != "2026-12-06" || r.Days(now) != 11 {
		t.Errorf("a day in UTC became %+v", r)
	}
	exclusion := l.All[3]
	if !exclusion.AllDay || exclusion.At.Format(time.DateOnly) != "2027-01-31" || exclusion.Kind != Exceptions {
		t.Errorf("a day of the person became %+v", exclusion)
	}
	if !exclusion.Names || strings.Contains(exclusion.Title+exclusion.Why, "Ben") {
		t.Errorf("a name stands where a calendar shows it: %+v", exclusion)
	}
}

func TestDatesOfMicrosoftComeFromTheGuides(t *testing.T) {
	day := func(text string) time.Time {
		at, _ := time.Parse(time.DateOnly, text)
		return at
	}
	g := guide.Guide{ID: "g", Ends: []guide.End{
		{Code: "a", Title: "Phones end", On: day("2027-02-01"), Public: true}, {Code: "b", Title: "Gone", On: day("2026-11-24")},
		{Code: "c", Title: "Today", On: day("2026-11-25")}, {Code: "d", Title: "Some day", Why: "It ends."}}}
	l := list(t, Sources{Guides: []guide.Guide{g}})
	if len(l.All) != 3 || l.All[0].Title != "Today" || l.All[2].Title != "Some day" {
		t.Fatalf("%+v", l.All)
	}
	if r := l.All[2]; r.Known() || !strings.Contains(r.Why, "has not announced a day") || l.Unknown() != 1 {
		t.Errorf("a day that is not announced became %+v", r)
	}
	if r := l.All[1]; !r.AllDay || r.At != day("2027-02-01") || r.Guide != "g" {
		t.Errorf("%+v", r)
	}
	l = list(t, Sources{Guides: []guide.Guide{g}, Organisation: tenant.Organisation{Cloud: "china"}})
	if l.All[0].Title == "Phones end" || len(l.All) != 2 {
		t.Errorf("a national cloud has the date of the public one: %+v", l.All)
	}
}

// zones is what is remembered of domains, as data.
type zones struct {
	rows   map[string]string
	missed []history.Missed
}

func (z zones) Moments(context.Context, time.Time, time.Time) ([]history.Moment, error) {
	return nil, nil
}
func (z zones) Changes(context.Context, int64) ([]history.Change, error)      { return nil, nil }
func (z zones) Row(context.Context, string, string) ([]history.Change, error) { return nil, nil }
func (z zones) Missed(context.Context) ([]history.Missed, error)              { return z.missed, nil }

func (z zones) AsOf(_ context.Context, section string, _ time.Time,
	f func(string, []byte) error) (m history.Moment, err error) {
	if row, ok := z.rows[section]; ok {
		return history.Moment{Number: 1}, f("id", []byte(row))
	}
	return m, nil
}

func (z zones) Known(context.Context) (all []history.Look, err error) {
	for of := range z.rows {
		all = append(all, history.Look{Of: of, At: now.AddDate(0, 0, -3)})
	}
	return all, nil
}

func TestCertificatesOfDomains(t *testing.T) {
	of := func(host string) string { return domainpart.Section("a.example", domainpart.Certificate, host) }
	z := zones{rows: map[string]string{
		of("mx.a.example"):                                 `{"id":"certificate","state":"valid","until":"2026-12-20T10:00:00Z"}`,
		of("a-example.mail.protection.outlook.com"):        `{"id":"certificate","state":"valid","until":"2027-03-01T10:00:00Z"}`,
		of("old.a.example"):                                `{"id":"certificate","state":"invalid","until":""}`,
		of("passed.a.example"):                             `{"id":"certificate","state":"valid","until":"2026-11-24T10:00:00Z"}`,
		of("expired.a.example"):                            `{"id":"certificate","state":"expired","until":"2026-11-20T10:00:00Z"}`,
		domainpart.Section("a.example", domainpart.MX, ""): `{"id":"mx"}`,
	}, missed: []history.Missed{{Section: of("shut.a.example"), Why: "It could not be tested from this computer."}}}
	l := list(t, Sources{Domains: z, Overview: guide.Overview{Ended: []guide.Item{{Visit: "v", Guide: "mail-health",
		Subject: "a.example"}}}})
	if r := only(t, l, "The certificate of mx.a.example expires"); r.At != time.Date(2026, 12, 20, 10, 0, 0, 0, time.UTC) ||
		r.Visit != "v" || r.Quiet || !strings.Contains(r.Why, "Seen on 22 November 2026.") {
		t.Errorf("%+v", r)
	}
	if r := only(t, l, "The certificate of a-example.mail.protection.outlook.com expires"); !r.Quiet || !r.Known() {
		t.Errorf("Microsoft’s certificate asks for action: %+v", r)
	}
	if r := only(t, l, "The certificate of old.a.example expires"); r.Known() {
		t.Errorf("a certificate that was not seen has a date: %+v", r)
	}
	if r := only(t, l, "The certificate of passed.a.example expires"); r.Known() || !strings.Contains(r.Why, "renewed or") {
		t.Errorf("no one saw whether it was renewed, and it is due: %+v", r)
	}
	if r := only(t, l, "The certificate of expired.a.example expires"); !r.Due(now) {
		t.Errorf("an expired certificate is not due: %+v", r)
	}
	if r := only(t, l, "The certificate of shut.a.example expires"); r.Known() || !strings.Contains(r.Why, "could not be tested") {
		t.Errorf("%+v", r)
	}
	if r := only(t, l, "When your domains must be renewed"); r.Known() || r.About != "a.example" ||
		!strings.Contains(r.Why, "cannot read") {
		t.Errorf("%+v", r)
	}
}

func TestWhatEndsInAnOrganisation(t *testing.T) {
	org := &tenanttest.Organisation{At: now, Refusals: map[string]tenant.SectionError{}}
	org.Add(tenant.SectionSubscriptions,
		`{"id":"s1","skuPartNumber":"SPB","status":"Enabled","nextLifecycleDateTime":"2027-03-31T00:00:00Z"}`,
		`{"id":"s2","skuPartNumber":"FREE","status":"Enabled","nextLifecycleDateTime":"9999-12-31T00:00:00Z"}`,
		`{"id":"s3","skuPartNumber":"X","status":"Enabled","nextLifecycleDateTime":null}`,
		`{"id":"s4","skuPartNumber":"Y","status":"Warning","nextLifecycleDateTime":"2026-12-01T00:00:00Z"}`,
		`{"id":"s5","skuPartNumber":"Z","status":"Deleted","nextLifecycleDateTime":"2026-12-01T00:00:00Z"}`)
	org.Add(tenant.SectionRegistration,
		`{"id":"p1","userDisplayName":"Ama Mensah","handrailMethods":[{"@odata.type":"`+passType+`","id":"t1",
			"isUsable":true,"startDateTime":"2026-11-25T14:00:00Z","lifetimeInMinutes":480}]}`,
		`{"id":"p2","userDisplayName":"Ben","handrailMethods":[{"@odata.type":"`+passType+`","id":"t2",
			"isUsable":false,"methodUsabilityReason":"Expired","startDateTime":"2026-11-20T14:00:00Z","lifetimeInMinutes":60}]}`,
		`{"id":"p3","userDisplayName":"Cy","methodsRegistered":["temporaryAccessPass"]}`)
	org.Add(tenant.SectionApplications, `{"id":"a1","displayName":"Backup","passwordCredentials":[
		{"keyId":"k1","displayName":"Nightly","endDateTime":"2026-12-20T10:00:00Z"},
		{"keyId":"k0","endDateTime":"2025-12-20T10:00:00Z"},{"keyId":"k2","endDateTime":null}],
		"keyCredentials":[{"keyId":"k3","endDateTime":"2027-05-01T10:00:00Z"}]}`)
	view, err := org.View(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	l := list(t, Sources{View: view, SignedIn: true, Organisation: tenant.Organisation{ID: "o", Cloud: "global"}})
	pass := only(t, l, "A Temporary Access Pass ends")
	if pass.At != time.Date(2026, 11, 25, 22, 0, 0, 0, time.UTC) || pass.About != "Ama Mensah" || !pass.Names {
		t.Errorf("%+v", pass)
	}
	if r := only(t, l, "When Temporary Access Passes end"); r.Known() || r.About != "1 person has one" {
		t.Errorf("a pass without an end is %+v", r)
	}
	if r := only(t, l, "A certificate of an app expires"); !strings.HasPrefix(r.Link, "https://entra.microsoft.com/") {
		t.Errorf("it leads to %q", r.Link)
	}
	secrets, undated := 0, 0
	for _, r := range l.All {
		if r.Title == "A client secret of an app expires" {
			secrets++
			if !r.Known() {
				undated++
			}
		}
	}
	if secrets != 2 || undated != 1 {
		t.Errorf("%d secrets, %d without a date: %+v", secrets, undated, l.All)
	}
	if r := only(t, l, "A certificate of an app expires"); r.About != "Backup" {
		t.Errorf("%+v", r)
	}
	renewed := map[string]string{}
	for _, r := range l.All {
		if r.Kind == Licences {
			renewed[r.About] = r.At.Format(time.DateOnly) + " " + r.Title
		}
	}
	want := map[string]string{"Microsoft 365 Business Premium": "2027-03-31 A subscription must be renewed",
		"X": "0001-01-01 A subscription must be renewed", "Y": "2026-12-01 An expired subscription loses its access"}
	if !maps.Equal(renewed, want) {
		t.Errorf("the subscriptions are %q, want %q", renewed, want)
	}
	if r := only(t, l, "Handrail’s saved sign-in ends if it is not used"); r.At.Format(time.DateOnly) != "2027-02-23" {
		t.Errorf("%+v", r)
	}
}

// TestWhatWasNotReadIsUnknown: a section that was refused is a line with its reason.
func TestWhatWasNotReadIsUnknown(t *testing.T) {
	org := &tenanttest.Organisation{At: now, Refusals: map[string]tenant.SectionError{
		tenant.SectionApplications: {State: tenant.NeedsConsent, Message: "Application.Read.All is missing.",
			Hint: "Ask for it."}}}
	org.Add(tenant.SectionOrganisation)
	if _, err := org.Refresh(t.Context(), []string{tenant.SectionApplications}, nil); err != nil {
		t.Fatal(err)
	}
	view, err := org.View(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	l := list(t, Sources{View: view})
	if r := only(t, l, "When client secrets and certificates of apps expire"); r.Known() ||
		!strings.Contains(r.Why, "Application.Read.All is missing.") {
		t.Errorf("%+v", r)
	}
	for _, title := range []string{"When Temporary Access Passes end", "When your licences must be renewed"} {
		if r := only(t, l, title); r.Known() || !strings.Contains(r.Why, "Handrail has not read this yet.") {
			t.Errorf("%+v", r)
		}
	}
}

func TestAcceptedChangesEnd(t *testing.T) {
	a := history.Acceptance{Place: history.Place{Section: "users", ID: "p1"}, Text: "Ben has a new role.", Until: "2026-12-05"}
	same, over, open, odd := a, a, a, a
	same.ID, over.Until, open.Until, odd.Until, odd.Text = "p2", "2026-11-24", "", "soon", "Odd"
	l := list(t, Sources{Accepted: []history.Acceptance{a, same, over, open, odd}})
	if len(l.All) != 2 || l.All[0].At.Format(time.DateOnly) != "2026-12-05" || !l.All[0].Names || l.All[0].Place != "changes" {
		t.Fatalf("%+v", l.All)
	}
	if l.All[1].Known() {
		t.Errorf("a day that no one understands has a date: %+v", l.All[1])
	}
}

// TestIDsStay: the same thing has the same ID whenever it is collected, and another one has another.
func TestIDsStay(t *testing.T) {
	item := guide.Item{Visit: "v", Guide: "g", Step: "s", StepTitle: "S", At: now.AddDate(0, 0, 3)}
	later, other := item, item
	later.At, later.Why, other.Step = now.AddDate(0, 0, 9), "Longer.", "s2"
	l := list(t, Sources{Overview: guide.Overview{Waiting: []guide.Item{item}}})
	m := list(t, Sources{Overview: guide.Overview{Waiting: []guide.Item{later, other}}})
	found, ok := m.Find(l.All[0].ID)
	if !ok || found.Why != "Longer." || m.All[0].ID == m.All[1].ID {
		t.Errorf("%+v and %+v", l.All, m.All)
	}
	if _, ok := m.Find(found.ID[:3]); ok {
		t.Error("three letters are enough")
	}
	if r, ok := m.Find(found.ID[:8]); !ok || r.ID != found.ID {
		t.Error("the beginning of an ID is not enough")
	}
}
