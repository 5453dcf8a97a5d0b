package mfamethods

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/identity/access"
	"handrail/app/identity/mfa"
	"handrail/app/task"
	"handrail/app/tenant"
)

// policyPath is where the methods policy is (Graph authenticationMethodsPolicy).
const policyPath = "/policies/authenticationMethodsPolicy"

// configurations begins the path of one method’s configuration.
const configurations = policyPath + "/authenticationMethodConfigurations/"

// told returns what only the administrator knows.
func (d deps) told(ctx context.Context, v *guide.Visit) mfa.AdminInput {
	t := mfa.AdminInput{Now: d.Now().UTC(), EmergencyAccess: mfa.Names(v.Answer(askGlass))}
	t.Needed, _ = strconv.Atoi(v.Answer(askReset)) // "unknown" is 0
	t.Provider = access.Is(v.Answer(askTelephone) == "own")
	var older access.Answer
	switch v.Answer(askOlder) {
	case "no":
		older = access.No
	case "yes":
		older = access.Yes
	}
	t.Legacy = mfa.Legacy{Text: older, Call: older, App: older, Code: older, Mail: older}
	for _, c := range changesOf(v) {
		t.Groups = append(t.Groups, c.Groups()...)
	}
	t.Groups = append(t.Groups, waveIDs(v)...)
	if d.Tenant.Connection != nil {
		o, _, _ := tenant.Current(ctx, d.Tenant.Connection) // unknown: the rules say so
		t.Account, t.Cloud = o.Account, o.Cloud
	}
	return t
}

// organisation loads the saved data. With rep, it first reads what was never read.
func (d deps) organisation(ctx context.Context, v *guide.Visit, rep task.Report) (*mfa.Organisation, error) {
	return mfa.LoadCurrent(ctx, d.Tenant.Connection, d.Tenant.People, d.told(ctx, v), rep)
}

// preview computes the effect of changes on each person.
func (d deps) preview(ctx context.Context, v *guide.Visit, changes mfa.Changes, rep task.Report) (*mfa.Preview, error) {
	o, err := d.organisation(ctx, v, rep)
	if err != nil {
		return nil, err
	}
	return mfa.Impact(mfa.Question{Organisation: o, After: mfa.Apply(o.Policy, changes), Date: d.Now().UTC()}), nil
}

// live reads the policy from Microsoft if somebody is signed in, else from the
// saved data. fresh reports which of the two it was.
func (d deps) live(ctx context.Context) (row tenant.MethodsPolicy, raw []byte, fresh bool, err error) {
	if d.Tenant.Connection != nil && d.Tenant.Writer != nil && d.Tenant.Connection.SignedIn(ctx) {
		if raw, err = d.Tenant.Writer.Read(ctx, policyPath); err == nil {
			err = json.Unmarshal(raw, &row)
		}
		return row, raw, err == nil, err
	}
	have, err := tenant.Require(ctx, tenant.Request{Link: d.Tenant.Connection}, tenant.SectionMethods)
	if err != nil {
		return row, nil, false, err
	}
	err = have.Each(ctx, tenant.SectionMethods, func(_ string, body []byte) error {
		raw = slices.Clone(body)
		return json.Unmarshal(raw, &row)
	})
	if err == nil && raw == nil {
		err = app.Errorf(app.NotFound, "Refresh your organisation, then check again.",
			"Handrail has not read the sign-in methods policy yet.")
	}
	return row, raw, false, err
}
