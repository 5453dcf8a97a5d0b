package screens

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/task"
	"handrail/app/tenant"
)

// fakeLink is an organisation as data.
type fakeLink struct {
	orgs     []tenant.Organisation
	current  string
	signedIn bool
	status   map[string]tenant.Status
	rows     map[string]map[string]string // section, id, JSON
	people   []tenant.Person
	viewErr  error
	findErr  error
	signErr  error // of SignOut
	refresh  func(ctx context.Context, ids []string, rep task.Report) ([]tenant.Status, error)
	finds    []tenant.PeopleQuery
	at       int      // how often rows were read
	did      []string // what was asked to change
}

// read is when everything was read.
var read = sunday.Add(-2 * time.Hour)

// newFakeLink is Northgate with a few people, read two hours ago, signed in.
func newFakeLink() *fakeLink {
	f := &fakeLink{current: "n", signedIn: true, status: map[string]tenant.Status{},
		rows: map[string]map[string]string{},
		orgs: []tenant.Organisation{{ID: "n", Name: "Northgate Community Trust", Domain: "northgate.onmicrosoft.com",
			Account: "ada@northgate.example",
			Cloud:   "global", Client: "14d82eec-204b-4c2f-b7e8-296a70dab67e", Added: sunday.AddDate(0, 0, -30)}}}
	for _, sec := range tenant.Sections() {
		f.status[sec.ID] = tenant.Status{Section: sec.ID, State: tenant.Unchanged, Rows: 3, Completed: read}
	}
	f.people = []tenant.Person{
		{ID: "ada", Name: "Ada Boateng", UPN: "ada@northgate.example", Department: "Office", Enabled: tenant.On(),
			Roles: []string{"Global Administrator"}, InReport: true,
			Methods: []string{"microsoftAuthenticatorPush", "passKeyOfTomorrow"}, MFA: tenant.MFACapable,
			SignIn: tenant.SignInAt, LastSignIn: sunday.Add(-time.Hour), Licensed: true},
		{ID: "colin", Name: "Colin Marsh", UPN: "colin@northgate.example", Department: "Hall", Enabled: tenant.On(),
			InReport: true,
			Methods:  []string{"mobilePhone"}, PhoneOnly: true, MFA: tenant.MFACapable, SignIn: tenant.SignInNever,
			Licensed: true},
		{ID: "dora", Name: "Dora Lindqvist", UPN: "dora@northgate.example", Enabled: tenant.On(), InReport: true,
			MFA: tenant.MFANone, SignIn: tenant.SignInUnknown},
		{ID: "ewan", Name: "Ewan Pryce", UPN: "ewan_example.org#EXT#@northgate.onmicrosoft.com",
			Mail: "ewan@example.org", Guest: true, Enabled: tenant.On(), MFA: tenant.MFAUnknown,
			SignIn: tenant.SignInUnknown},
		{ID: "farida", Name: "Farida Haddad", UPN: "farida@northgate.example", Enabled: tenant.Off(),
			MFA: tenant.MFAUnknown, SignIn: tenant.SignInAt, LastSignIn: sunday.AddDate(-1, 0, 0), Licensed: true},
		{ID: "gus", Name: "Gus Okoro", UPN: "gus@northgate.example", Enabled: tenant.On(), InReport: true,
			Methods: []string{"officePhone"}, MFA: tenant.MFABroken, SignIn: tenant.SignInNever},
	}
	f.put(tenant.SectionUsers, "ada", `{"id":"ada","displayName":"Ada Boateng",`+
		`"userPrincipalName":"ada@northgate.example","accountEnabled":true,"userType":"Member","jobTitle":"Treasurer",
		"department":"Office","createdDateTime":"2020-03-01T08:00:00Z",
		"assignedLicenses":[{"skuId":"SKU-1"},{"skuId":"sku-2"},{"skuId":"sku-3"}]}`)
	f.put(tenant.SectionRegistration, "ada", `{"id":"ada","isMfaCapable":true,
		"methodsRegistered":["microsoftAuthenticatorPush","passKeyOfTomorrow"],
		"isSystemPreferredAuthenticationMethodEnabled":false,"userPreferredMethodForSecondaryAuthentication":"push"}`)
	f.put(tenant.SectionPerUserMFA, "ada", `{"id":"ada","perUserMfaState":"enforced"}`)
	f.put(tenant.SectionLicences, "1", `{"id":"1","skuId":"sku-1","skuPartNumber":"SPB"}`)
	f.put(tenant.SectionLicences, "2", `{"id":"2","skuId":"sku-2","skuPartNumber":"NEW_OF_TOMORROW"}`)
	f.put(tenant.SectionRoles, "1",
		`{"id":"1","principalId":"ada","handrailTemplate":"62e90394-69f5-4237-9190-012177145e10","handrailRole":"Global Administrator",`+
			`"directoryScopeId":"/"}`)
	f.put(tenant.SectionRoles, "2",
		`{"id":"2","principalId":"ada","handrailTemplate":"t-user","handrailRole":"User Administrator",`+
			`"directoryScopeId":"/","handrailThrough":"g-desk","handrailEligible":true}`)
	f.put(tenant.SectionRoles, "3",
		`{"id":"3","principalId":"bob","handrailTemplate":"t-x","handrailRole":"Not hers","directoryScopeId":"/"}`)
	f.put(tenant.SectionGroups, "g-desk", `{"id":"g-desk","displayName":"Help desk"}`)
	f.put(tenant.SectionAccess, "1",
		`{"id":"1","displayName":"Admins: require MFA","state":"enabled",`+
			`"conditions":{"users":{"includeRoles":["62e90394-69f5-4237-9190-012177145e10"]}},"grantControls":{"operator":"OR",`+
			`"builtInControls":["mfa"]}}`)
	f.put(tenant.SectionAccess, "2",
		`{"id":"2","displayName":"Everyone: known device","state":"enabledForReportingButNotEnforced",`+
			`"conditions":{"users":{"includeUsers":["All"]}},"grantControls":{"operator":"OR",`+
			`"builtInControls":["compliantDevice","mfa"]}}`)
	f.put(tenant.SectionAccess, "3",
		`{"id":"3","displayName":"Help desk only","state":"enabled",`+
			`"conditions":{"users":{"includeGroups":["g-desk"]}},"grantControls":{"operator":"OR",`+
			`"builtInControls":["block"]}}`)
	f.put(tenant.SectionAccess, "4",
		`{"id":"4","displayName":"Old one","state":"disabled","conditions":{"users":{"includeUsers":["All"]}}}`)
	f.put(tenant.SectionDefaults, "d", `{"id":"d","isEnabled":false}`)
	f.put(tenant.SectionSignIns, "1",
		`{"id":"1","createdDateTime":"2026-11-22T08:00:00Z","userId":"ada","appDisplayName":"Outlook",`+
			`"clientAppUsed":"Browser","status":{"errorCode":0},"location":{"city":"Leeds","countryOrRegion":"GB"}}`)
	f.put(tenant.SectionSignIns, "2",
		`{"id":"2","createdDateTime":"2026-11-21T08:00:00Z","userId":"ada","appDisplayName":"Old mail",`+
			`"clientAppUsed":"Other clients","status":{"errorCode":50126,"failureReason":"Wrong password."}}`)
	f.put(tenant.SectionSignIns, "3",
		`{"id":"3","createdDateTime":"2026-11-22T09:00:00Z","userId":"bob","appDisplayName":"Not hers, for ada"}`)
	return f
}

func (f *fakeLink) put(section, id, body string) {
	if f.rows[section] == nil {
		f.rows[section] = map[string]string{}
	}
	f.rows[section][id] = body
}

func (f *fakeLink) Organisations(context.Context) ([]tenant.Organisation, string, error) {
	return f.orgs, f.current, nil
}

func (f *fakeLink) SaveOrganisation(context.Context, tenant.Organisation) error { return nil }

func (f *fakeLink) ShowOrganisation(_ context.Context, id string) error {
	f.did, f.current = append(f.did, "show "+id), id
	return nil
}

func (f *fakeLink) ForgetOrganisation(_ context.Context, id string, reports bool) error {
	f.did = append(f.did, fmt.Sprintf("forget %s %v", id, reports))
	f.orgs = slices.DeleteFunc(f.orgs, func(o tenant.Organisation) bool { return o.ID == id })
	f.current = ""
	if len(f.orgs) > 0 {
		f.current = f.orgs[0].ID
	}
	return nil
}

func (f *fakeLink) View(context.Context) (tenant.View, error) {
	if f.viewErr != nil {
		return nil, f.viewErr
	}
	return f, nil
}

func (f *fakeLink) Refresh(ctx context.Context, ids []string, rep task.Report) ([]tenant.Status, error) {
	f.did = append(f.did, "refresh "+strings.Join(ids, " "))
	if f.refresh != nil {
		return f.refresh(ctx, ids, rep)
	}
	if len(ids) == 0 {
		for _, s := range tenant.Sections() {
			ids = append(ids, s.ID)
		}
	}
	var all []tenant.Status
	for _, id := range ids {
		s := tenant.Status{Section: id, State: tenant.Updated, Rows: 3, Completed: sunday}
		f.status[id] = s
		all = append(all, s)
	}
	return all, nil
}

func (f *fakeLink) SignedIn(context.Context) bool { return f.signedIn }

func (f *fakeLink) SignOut(context.Context) error {
	if f.signErr != nil {
		return f.signErr
	}
	f.did, f.signedIn = append(f.did, "sign out"), false
	return nil
}

func (f *fakeLink) Status(_ context.Context, section string) (tenant.Status, error) {
	return f.status[section], nil
}

func (f *fakeLink) Statuses(context.Context) ([]tenant.Status, error) {
	var all []tenant.Status
	for _, s := range f.status {
		all = append(all, s)
	}
	return all, nil
}

func (f *fakeLink) Each(_ context.Context, section string, do func(string, []byte) error) error {
	var ids []string
	for id := range f.rows[section] {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	for _, id := range ids {
		if err := do(id, []byte(f.rows[section][id])); err != nil {
			return err
		}
	}
	return nil
}

func (f *fakeLink) Row(_ context.Context, section, id string) (tenant.Row, error) {
	body, ok := f.rows[section][id]
	if !ok {
		return tenant.Row{}, app.Errorf(app.NotFound, "", "There is no such row.")
	}
	return tenant.Row{ID: id, Body: json.RawMessage(body)}, nil
}

// fits reports whether a person is in a list of the fake.
func fits(p tenant.Person, q tenant.PeopleQuery) bool {
	ok := map[tenant.PeopleFilter]bool{tenant.AllPeople: true, tenant.Admins: p.Admin(),
		tenant.WeakAdmins: p.WeakAdmin(), tenant.NoMFA: p.MFA == tenant.MFANone,
		tenant.BrokenMFA: p.MFA == tenant.MFABroken,
		tenant.PhoneOnly: p.PhoneOnly, tenant.NeverSignIn: p.SignIn == tenant.SignInNever, tenant.Guests: p.Guest,
		tenant.Disabled:    p.Enabled.No(),
		tenant.UnknownSeen: p.SignIn == tenant.SignInUnknown,
		tenant.NotInReport: !p.InReport, tenant.UnknownState: p.MFA == tenant.MFAUnknown}[q.Filter]
	for _, w := range strings.Fields(strings.ToLower(q.Words)) {
		ok = ok && strings.Contains(strings.ToLower(p.Name+" "+p.UPN+" "+p.Mail+" "+p.Department), w)
	}
	return ok
}

func (f *fakeLink) Find(ctx context.Context, q tenant.PeopleQuery) ([]int64, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	f.finds = append(f.finds, q)
	if f.findErr != nil {
		return nil, f.findErr
	}
	keys := make([]int64, 0, len(f.people))
	for i, p := range f.people {
		if q == (tenant.PeopleQuery{}) || fits(p, q) {
			keys = append(keys, int64(i))
		}
	}
	return keys, nil
}

func (f *fakeLink) At(_ context.Context, keys []int64) ([]tenant.Person, error) {
	f.at++
	all := make([]tenant.Person, 0, len(keys))
	for _, k := range keys {
		all = append(all, f.people[k])
	}
	return all, nil
}

func (f *fakeLink) Count(context.Context) (map[tenant.PeopleFilter]int, error) {
	n := map[tenant.PeopleFilter]int{}
	for _, p := range f.people {
		for _, t := range filterTitles {
			if fits(p, tenant.PeopleQuery{Filter: t.filter}) {
				n[t.filter]++
			}
		}
		if p.SignIn == tenant.SignInUnknown {
			n[tenant.UnknownSeen]++
		}
	}
	return n, nil
}

func (f *fakeLink) Person(_ context.Context, id string) (tenant.Person, error) {
	for _, p := range f.people {
		if p.ID == id || strings.EqualFold(p.UPN, id) {
			return p, nil
		}
	}
	return tenant.Person{}, app.Errorf(app.NotFound, "Refresh the people.", "This person is not there.")
}

// tenantStage is a stage with an organisation behind it, and a guide to connect.
func tenantStage(t testing.TB, runner task.Runner) (*stage, *fakeLink) {
	t.Helper()
	s, f := newStage(t, runner), newFakeLink()
	s.ports.Tenant = f
	s.ports.Pause = shortPause
	g := s.world.demo()
	g.ID, g.Title = connectGuide, "Connect your organisation"
	s.ports.Guides = append([]guide.Guide{g}, s.ports.Guides...)
	return s, f
}
