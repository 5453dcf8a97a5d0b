package mfa

import (
	"context"
	"testing"

	"handrail/app/identity/access"
	"handrail/app/tenant"
	"handrail/app/tenant/tenanttest"
)

// signIn returns a sign-in with the steps by which it was verified.
func signIn(id, user, at, steps string) string {
	if steps != "" {
		steps = `,"authenticationDetails":` + steps
	}
	return `{"id":"` + id + `","userId":"` + user + `","createdDateTime":"` + at + `"` + steps + `}`
}

const textStep = `[{"authenticationMethod":"Password","authenticationStepDateTime":"2026-11-01T09:00:00Z",` +
	`"succeeded":true},{"authenticationMethod":"Text message","authenticationStepDateTime":"2026-11-01T09:00:10Z",` +
	`"succeeded":true,"authenticationStepResultDetail":"MFA completed in Azure AD"}]`

func oneStep(method, result, succeeded string) string {
	return `[{"authenticationMethod":"` + method + `","authenticationStepDateTime":"2026-11-02T09:00:00Z",` +
		`"authenticationStepResultDetail":"` + result + `","succeeded":` + succeeded + `}]`
}

// TestWhatWasReallyUsed: each step counts once, and what was satisfied before does not.
func TestWhatWasReallyUsed(t *testing.T) {
	o := &tenanttest.Organisation{At: day(2026, 11, 20)}
	o.Add(tenant.SectionSignIns,
		signIn("1", "Dora", "2026-11-01T09:00:12Z", textStep), signIn("2", "dora", "2026-11-01T09:00:13Z", textStep),
		signIn("3", "dora", "2026-11-03T09:00:00Z", oneStep("Previously satisfied", "", "true")),
		signIn("4", "dora", "2026-11-03T10:00:00Z",
			oneStep("Text message", "MFA requirement satisfied by claim in the token", "true")),
		signIn("5", "ewan", "2026-11-05T09:00:00Z", oneStep("Phone call", "", "true")),
		signIn("6", "ewan", "2026-11-06T09:00:00Z", oneStep("Voice", "", "null")), // the same step
		signIn("7", "ewan", "2026-11-06T09:00:00Z", oneStep("SMS", "", "true")),   // and another kind
		signIn("8", "farida", "2026-11-07T09:00:00Z", oneStep("Passwordless phone sign-in", "", "true")),
		signIn("9", "farida", "2026-11-08T09:00:00Z", oneStep("SMS", "Text message was not answered", "false")),
		signIn("10", "gina", "2026-11-09T09:00:00Z", ""), // read without its steps
		signIn("11", "hal", "2026-11-10T09:00:00Z", `[{"authenticationMethod":"SMS","succeeded":true},`+
			`{"authenticationMethod":"SMS","succeeded":true}]`),
		signIn("12", "hal", "2026-11-11T09:00:00Z", `[{"authenticationMethod":"SMS","succeeded":true}]`))
	l, err := ReadLog(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	for id, want := range map[string]Use{"dora": {access.Yes, 1, 0}, "EWAN": {access.Yes, 1, 1},
		"farida": {access.No, 0, 0}, "gina": {}, "hal": {access.Yes, 2, 0}, "nobody": {access.No, 0, 0}} {
		if got := l.Of(id); got != want {
			t.Errorf("%s: %+v, want %+v", id, got, want)
		}
	}
	if l.From.Day() != 1 || l.To.Day() != 20 || !l.Whole || !l.Steps || l.Why != "" {
		t.Errorf("%+v", l)
	}
}

// TestALogThatShowsNothing: what was not read is not “never”.
func TestALogThatShowsNothing(t *testing.T) {
	bare := signIn("1", "dora", "2026-11-01T09:00:12Z", "")
	for name, fill := range map[string]func(*tenanttest.Organisation){
		"never read": func(*tenanttest.Organisation) {},
		"no licence": func(o *tenanttest.Organisation) {
			o.Add(tenant.SectionSignIns)
			o.States[tenant.SectionSignIns] = tenant.Status{Section: tenant.SectionSignIns, State: tenant.NeedsLicence}
		},
		"empty":    func(o *tenanttest.Organisation) { o.Add(tenant.SectionSignIns) },
		"no steps": func(o *tenanttest.Organisation) { o.Add(tenant.SectionSignIns, bare) },
		"null steps": func(o *tenanttest.Organisation) {
			o.Add(tenant.SectionSignIns, signIn("1", "dora", "2026-11-01T09:00:12Z", "null"))
		},
		"a part": func(o *tenanttest.Organisation) {
			o.Add(tenant.SectionSignIns, signIn("1", "ewan", "2026-11-01T09:00:12Z", textStep))
			st := o.States[tenant.SectionSignIns]
			st.State = tenant.Incomplete
			o.States[tenant.SectionSignIns] = st
		},
	} {
		o := &tenanttest.Organisation{At: day(2026, 11, 20)}
		fill(o)
		l, err := ReadLog(context.Background(), o)
		if err != nil {
			t.Fatal(name, err)
		}
		if got := l.Of("dora"); got != (Use{}) {
			t.Errorf("%s: %+v", name, got)
		}
		if name != "a part" && l.Why == "" {
			t.Errorf("%s: no reason", name)
		}
	}
}
