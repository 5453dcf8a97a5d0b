package mfamethods

import (
	"encoding/json"
	"slices"
	"strings"

	"handrail/app"
	"handrail/app/mfa"
	"handrail/app/tenant"
)

// write is one request and the request that undoes it.
type write struct {
	what   string // the setting, as the plan names it
	object string
	body   []byte
	undo   []byte
}

// object is a JSON object whose fields keep their exact text.
type object = map[string]json.RawMessage

func raw(v any) json.RawMessage {
	b, _ := json.Marshal(v) // strings, maps and lists of them always can
	return b
}

// writesOf returns the requests that make changes to policy, one for each
// configuration that changes. Fields that a request does not contain stay.
func writesOf(policy []byte, changes mfa.Changes) ([]write, error) {
	var now struct {
		Migration   json.RawMessage `json:"policyMigrationState"`
		Enforcement struct {
			Campaign object `json:"authenticationMethodsRegistrationCampaign"`
		} `json:"registrationEnforcement"`
		Configurations []object `json:"authenticationMethodConfigurations"`
	}
	if err := json.Unmarshal(policy, &now); err != nil {
		return nil, err
	}
	var all []write
	campaign := object{}
	for k, v := range now.Enforcement.Campaign {
		campaign[k] = v
	}
	for _, c := range changes {
		m, what := c.Method()
		if m == "" {
			if c.Code == mfa.MigrationComplete {
				if string(now.Migration) != `"migrationComplete"` {
					all = append(all, write{setting(c), policyPath, raw(object{"policyMigrationState": raw("migrationComplete")}), raw(object{"policyMigrationState": or(now.Migration, raw("migrationInProgress"))})})
				}
				continue
			}
			campaigned(campaign, c)
			continue
		}
		cfg, ok := find(now.Configurations, m)
		if !ok {
			return nil, app.Errorf(app.NotFound, "Make this change in the Microsoft Entra admin center.",
				"Microsoft’s answer does not include “%s”.", m.Title())
		}
		if w, changes := writeOf(c, m, what, cfg); changes {
			all = append(all, w)
		}
	}
	if a, b := raw(now.Enforcement.Campaign), raw(campaign); string(a) != string(b) {
		wrap := func(o object) []byte {
			return raw(object{"registrationEnforcement": raw(object{"authenticationMethodsRegistrationCampaign": raw(o)})})
		}
		all = append(all, write{campaignSetting, policyPath, wrap(campaign), wrap(now.Enforcement.Campaign)})
	}
	return all, nil
}

// overlaid returns the policy after writes.
func overlaid(policy []byte, writes []write) (row tenant.MethodsPolicy, err error) {
	var all object
	if err := json.Unmarshal(policy, &all); err != nil {
		return row, err
	}
	var configurations []object
	if err := json.Unmarshal(or(all["authenticationMethodConfigurations"], raw([]object{})), &configurations); err != nil {
		return row, err
	}
	for _, w := range writes {
		into := all
		if _, id, ok := strings.Cut(w.object, "/authenticationMethodConfigurations/"); ok {
			if into, ok = find(configurations, mfa.Method(id)); !ok {
				continue // no longer in the policy
			}
		}
		if err := json.Unmarshal(w.body, &into); err != nil { // adds to what is there
			return row, err
		}
	}
	all["authenticationMethodConfigurations"] = raw(configurations)
	return row, json.Unmarshal(raw(all), &row)
}

func or(a, b json.RawMessage) json.RawMessage {
	if len(a) == 0 || string(a) == "null" {
		return b
	}
	return a
}

func find(all []object, m mfa.Method) (object, bool) {
	for _, o := range all {
		var id string
		if json.Unmarshal(o["id"], &id) == nil && strings.EqualFold(id, string(m)) {
			return o, true
		}
	}
	return nil, false
}

// writeOf returns the request for one configuration. It returns false if there is
// nothing to change.
func writeOf(c mfa.Change, m mfa.Method, what string, cfg object) (write, bool) {
	state := "enabled"
	if what == "off" {
		state = "disabled"
	}
	body := object{"@odata.type": cfg["@odata.type"], "id": cfg["id"], "state": raw(state)}
	undo := object{"@odata.type": cfg["@odata.type"], "id": cfg["id"], "state": cfg["state"]}
	if what == "without" {
		return without(c, m, cfg, body, undo)
	}
	var targets []object
	_ = json.Unmarshal(cfg["includeTargets"], &targets) // none where it is none
	next := targets
	switch {
	case what == "only":
		one := object{"targetType": raw("group"), "isRegistrationRequired": raw(false)}
		if len(targets) > 0 {
			one = object{}
			for k, v := range targets[0] {
				one[k] = v
			}
		}
		one["id"], one["targetType"] = raw(c.Value), raw("group")
		next = []object{one}
	case what == "on" && len(targets) == 0:
		next = []object{{"id": raw(tenant.Everyone), "targetType": raw("group"), "isRegistrationRequired": raw(false)}}
	}
	if string(raw(next)) != string(raw(targets)) {
		body["includeTargets"], undo["includeTargets"] = raw(next), or(cfg["includeTargets"], raw([]object{}))
	} else if string(cfg["state"]) == string(raw(state)) {
		return write{}, false
	}
	return write{setting(c), policyPath + "/authenticationMethodConfigurations/" + string(m), raw(body), raw(undo)}, true
}

// without adds groups to the excluded groups of a method.
func without(c mfa.Change, m mfa.Method, cfg, body, undo object) (write, bool) {
	var targets []object
	_ = json.Unmarshal(cfg["excludeTargets"], &targets) // none where it is none
	next := slices.Clone(targets)
	for _, id := range c.Groups() {
		if !slices.ContainsFunc(targets, func(t object) bool { return strings.EqualFold(string(t["id"]), string(raw(id))) }) {
			next = append(next, object{"id": raw(id), "targetType": raw("group")})
		}
	}
	if len(next) == len(targets) {
		return write{}, false
	}
	body["state"] = cfg["state"]
	body["excludeTargets"], undo["excludeTargets"] = raw(next), or(cfg["excludeTargets"], raw([]object{}))
	return write{setting(c), policyPath + "/authenticationMethodConfigurations/" + string(m), raw(body), raw(undo)}, true
}

// campaigned applies c to the registration campaign o.
func campaigned(o object, c mfa.Change) {
	switch c.Code {
	case mfa.CampaignStop:
		o["state"] = raw("disabled")
	case mfa.CampaignSnooze:
		o["snoozeDurationInDays"] = json.RawMessage(c.Value)
	case mfa.CampaignStart:
		o["state"] = raw("enabled")
		method := mfa.Fido2Target
		if c.Value == "authenticator" {
			method = mfa.AuthenticatorTarget
		}
		var targets []object
		_ = json.Unmarshal(o["includeTargets"], &targets)
		if len(targets) == 0 {
			targets = []object{{"id": raw(tenant.Everyone), "targetType": raw("group")}}
		}
		for i := range targets {
			targets[i]["targetedAuthenticationMethod"] = raw(method)
		}
		o["includeTargets"] = raw(targets)
	}
}

// The names of the other settings in the plan.
const (
	campaignSetting = "Registration campaign"
	olderSetting    = "Legacy MFA settings"
)

// setting returns the name of what c changes, as in the plan.
func setting(c mfa.Change) string {
	if m, _ := c.Method(); m != "" {
		return m.Title()
	}
	if c.Code == mfa.MigrationComplete {
		return olderSetting
	}
	return campaignSetting
}
