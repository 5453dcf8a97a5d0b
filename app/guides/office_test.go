package guides

import (
	"context"
	"encoding/json"
	"errors"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/task"
	"handrail/app/tenant"
)

// typical are answers to questions that have no default.
var typical = map[string]string{"client": "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0", "tenant": "northgate.onmicrosoft.com", "manifest": "/files/manifest.xml", "store-id": "WA200004157"}

// subjects returns the subjects that visits of a guide can have here.
func subjects(g guide.Guide) []string {
	for _, step := range g.Steps {
		for _, a := range step.Asks {
			if a.Name == g.Subject && a.Options != nil {
				var all []string
				for _, o := range a.Options(&guide.Visit{Answers: map[string]string{}}) {
					all = append(all, o.Value)
				}
				return all
			}
		}
	}
	return domains()
}

// office is an organisation of which Handrail can read half.
type office struct{}

var charity = tenant.Organisation{ID: "t", Name: "Northgate Community Trust", Domain: "northgate.onmicrosoft.com", Account: "ada@northgate.example", Cloud: "global"}

func (office) Organisations(ctx context.Context) ([]tenant.Organisation, string, error) {
	return []tenant.Organisation{charity}, charity.ID, ctx.Err()
}
func (office) SaveOrganisation(ctx context.Context, _ tenant.Organisation) error { return ctx.Err() }
func (office) ShowOrganisation(ctx context.Context, _ string) error              { return ctx.Err() }
func (office) ForgetOrganisation(ctx context.Context, _ string, _ bool) error    { return ctx.Err() }
func (office) View(ctx context.Context) (tenant.View, error)                     { return view{}, ctx.Err() }
func (office) SignedIn(context.Context) bool                                     { return true }
func (office) SignOut(ctx context.Context) error                                 { return ctx.Err() }
func (office) Granted(ctx context.Context) ([]string, bool, error) {
	return []string{"User.Read.All"}, true, ctx.Err()
}

func (office) SignIn(ctx context.Context, w tenant.Way, tell func(string)) (tenant.Organisation, error) {
	if w.Device {
		tell("Open the page on any device and type the code ABCD.")
	}
	return charity, ctx.Err()
}

// Refresh gives every other section a different state.
func (office) Refresh(ctx context.Context, ids []string, _ task.Report) ([]tenant.Status, error) {
	if len(ids) == 0 {
		for _, s := range tenant.Sections() {
			ids = append(ids, s.ID)
		}
	}
	ends := []tenant.State{tenant.Updated, tenant.Unchanged, tenant.NeedsConsent, tenant.NeedsRole, tenant.NeedsLicence, tenant.Incomplete, tenant.Failed, tenant.Stopped}
	var all []tenant.Status
	for i, id := range ids {
		st := tenant.Status{Section: id, State: ends[i%len(ends)], Rows: i}
		if !st.State.Whole() {
			st.Message, st.Hint = "It could not be read.", "Try again later."
		}
		all = append(all, st)
	}
	return all, ctx.Err()
}

// kept are the saved rows of the organisation: a licence, a policy and three people.
var kept = map[string][]string{
	tenant.SectionLicences: {`{"id":"l","skuPartNumber":"SPB","capabilityStatus":"Enabled","consumedUnits":40,"prepaidUnits":{"enabled":50},"servicePlans":[{"servicePlanId":"` + tenant.PlanP1 + `","provisioningStatus":"Success"}]}`},
	tenant.SectionUsers: {
		`{"id":"ada","displayName":"Ada Mayhew","userPrincipalName":"ada@northgate.example","accountEnabled":true,"userType":"Member"}`,
		`{"id":"ben","displayName":"Ben Okafor","userPrincipalName":"ben@northgate.example","accountEnabled":true,"userType":"Member"}`,
		`{"id":"cai","displayName":"Cai Rees","userPrincipalName":"cai@northgate.example","accountEnabled":true,"userType":"Member"}`,
	},
	tenant.SectionRegistration: {
		`{"id":"ada","userPrincipalName":"ada@northgate.example","methodsRegistered":["passKeyDeviceBound"]}`,
		`{"id":"ben","userPrincipalName":"ben@northgate.example","methodsRegistered":["mobilePhone"]}`,
	},
	tenant.SectionMethods: {`{"id":"authenticationMethodsPolicy","policyMigrationState":"migrationInProgress","authenticationMethodConfigurations":[` +
		`{"@odata.type":"#microsoft.graph.smsAuthenticationMethodConfiguration","id":"Sms","state":"enabled","includeTargets":[{"targetType":"group","id":"all_users"}]},` +
		config("voice", "Voice") + config("microsoftAuthenticator", "MicrosoftAuthenticator") + config("softwareOath", "SoftwareOath") + config("temporaryAccessPass", "TemporaryAccessPass") +
		`{"@odata.type":"#microsoft.graph.fido2AuthenticationMethodConfiguration","id":"Fido2","state":"enabled","includeTargets":[{"targetType":"group","id":"all_users"}]}]}`},
	tenant.SectionPerUserMFA: {`{"id":"ben","perUserMfaState":"enforced"}`},
	tenant.SectionDefaults:   {`{"id":"d","isEnabled":false}`},
}

func config(kind, id string) string {
	return `{"@odata.type":"#microsoft.graph.` + kind + `AuthenticationMethodConfiguration","id":"` + id + `","state":"disabled","includeTargets":[]},`
}

// view returns the saved data.
type view struct{ tenant.People }

func (view) Status(ctx context.Context, section string) (tenant.Status, error) {
	return tenant.Status{Section: section, State: tenant.Updated, Completed: noon}, ctx.Err()
}
func (view) Statuses(ctx context.Context) ([]tenant.Status, error) { return nil, ctx.Err() }
func (view) Each(ctx context.Context, section string, f func(string, []byte) error) error {
	for _, row := range kept[section] {
		var head struct{ ID string }
		if err := errors.Join(ctx.Err(), json.Unmarshal([]byte(row), &head)); err != nil {
			return err
		}
		if err := f(head.ID, []byte(row)); err != nil {
			return err
		}
	}
	return ctx.Err()
}
func (view) Person(ctx context.Context, id string) (tenant.Person, error) {
	if id != "ada@northgate.example" {
		return tenant.Person{}, app.Errorf(app.NotFound, "Refresh first.", "There is no such person.")
	}
	return tenant.Person{ID: "ada", UPN: id, Roles: []string{"Global Administrator"}}, ctx.Err()
}
func (view) Row(context.Context, string, string) (tenant.Row, error) {
	return tenant.Row{}, app.Errorf(app.NotFound, "Refresh first.", "There is no such row.")
}
