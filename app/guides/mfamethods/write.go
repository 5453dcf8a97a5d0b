package mfamethods

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"handrail/app"
	"handrail/app/guide/change"
	"handrail/app/identity/access"
	"handrail/app/identity/mfa"
	"handrail/app/tenant"
)

// object is a JSON object whose fields keep their exact text.
type object = map[string]json.RawMessage

func raw(v any) json.RawMessage {
	b, _ := json.Marshal(v) // strings, maps and lists of them always can
	return b
}

// writesOf returns the requests that make changes to policy, one for each
// configuration that changes. Fields that a request does not contain stay.
func writesOf(policy []byte, changes mfa.Changes) ([]change.Write, error) {
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
	var all []change.Write
	campaign := object{}
	maps.Copy(campaign, now.Enforcement.Campaign)
	for _, c := range onFirst(changes, now.Configurations) {
		m, what := c.Method()
		if m == "" {
			if c.Code == mfa.MigrationComplete {
				switch migrated(now.Migration) {
				case access.Unknown:
					return nil, app.Errorf(app.NotFound, "Make this change in the Microsoft Entra admin center.",
						"Handrail does not know the state of the migration “%s”.", now.Migration)
				case access.No:
					all = append(all, write(olderSetting, policyPath,
						object{"policyMigrationState": raw("migrationComplete")},
						object{"policyMigrationState": now.Migration}))
				}
				continue
			}
			campaigned(campaign, c)
			continue
		}
		cfg, ok := find(now.Configurations, string(m))
		if !ok {
			return nil, app.Errorf(app.NotFound, "Make this change in the Microsoft Entra admin center.",
				"Microsoft’s answer does not include “%s”.", m.Title())
		}
		w, changes, err := writeOf(c, m, what, cfg)
		if err != nil {
			return nil, err
		}
		if changes {
			all = append(all, w)
		}
	}
	if a, b := plain(now.Enforcement.Campaign), plain(campaign); a != b && len(campaign) > 0 {
		wrap := func(o object) object {
			return object{"registrationEnforcement": raw(object{"authenticationMethodsRegistrationCampaign": raw(o)})}
		}
		all = append(all, write(campaignSetting, policyPath, wrap(campaign), wrap(now.Enforcement.Campaign)))
	}
	return all, nil
}

// plain returns the text of o without regard to the order of its fields.
func plain(o object) string {
	var v any
	_ = json.Unmarshal(raw(o), &v) // what was just written can be read
	return string(raw(v))
}

// write returns one request; title is the setting, as the plan names it.
func write(title, path string, body, undo object) change.Write {
	return change.Write{Verb: change.Change, Title: title, Object: path, Body: raw(body), Undo: raw(undo)}
}

// split returns the fields of the policy, and the configurations in it.
func split(policy []byte) (all object, parts []object, err error) {
	if err = json.Unmarshal(policy, &all); err == nil {
		err = json.Unmarshal(or(all["authenticationMethodConfigurations"], raw([]object{})), &parts)
	}
	return all, parts, err
}

// part returns what a request to path changes: the policy, or one configuration of
// it; nil if it is not in the policy.
func part(policy []byte, path string) []byte {
	id, one := strings.CutPrefix(path, configurations)
	if !one {
		return policy
	}
	_, parts, _ := split(policy) // of a damaged policy there are none
	if o, ok := find(parts, id); ok {
		return raw(o)
	}
	return nil
}

// overlaid returns the policy after writes.
func overlaid(policy []byte, writes []change.Write) (row tenant.MethodsPolicy, err error) {
	all, parts, err := split(policy)
	if err != nil {
		return row, err
	}
	for _, w := range writes {
		into := all
		if id, ok := strings.CutPrefix(w.Object, configurations); ok {
			if into, ok = find(parts, id); !ok {
				continue // no longer in the policy
			}
		}
		if err := json.Unmarshal(w.Body, &into); err != nil { // adds to what is there
			return row, err
		}
	}
	all["authenticationMethodConfigurations"] = raw(parts)
	return row, json.Unmarshal(raw(all), &row)
}

func or(a, b json.RawMessage) json.RawMessage {
	if len(a) == 0 || string(a) == "null" {
		return b
	}
	return a
}

// find returns the object with an id, in either case.
func find(all []object, wanted string) (object, bool) {
	for _, o := range all {
		var id string
		if json.Unmarshal(o["id"], &id) == nil && strings.EqualFold(id, wanted) {
			return o, true
		}
	}
	return nil, false
}

// writeOf returns the request for one configuration. It returns false if there is
// nothing to change.
func writeOf(c mfa.Change, m mfa.Method, what string, cfg object) (w change.Write, changes bool, err error) {
	list, state := "includeTargets", raw("enabled")
	switch {
	case what == "off":
		state = raw("disabled")
	case what == "without" && sameState(cfg["state"], raw("disabled")):
		return w, false, nil // it is off for the group already
	case what == "without":
		list, state = "excludeTargets", cfg["state"]
	}
	var targets []object
	_ = json.Unmarshal(cfg[list], &targets) // none where it is none
	next := slices.Clone(targets)
	switch {
	case what == "without":
		for _, id := range c.Groups() {
			if _, excluded := find(targets, id); !excluded {
				next = append(next, object{"id": raw(id), "targetType": raw("group")})
			}
		}
	case what == "only":
		one, err := targetFor(m, cfg, targets, c.Value)
		if err != nil {
			return w, false, err
		}
		next = []object{one}
	case what == "on" && len(targets) == 0:
		one, err := targetFor(m, cfg, nil, tenant.Everyone)
		if err != nil {
			return w, false, err
		}
		next = []object{one}
	case what == "on" && m == mfa.Fido2 && !sameState(cfg["state"], state):
		next = allProfiled(targets, cfg)
	}
	body, undo := object{"id": cfg["id"], "state": state}, object{"id": cfg["id"], "state": cfg["state"]}
	if kind, ok := cfg["@odata.type"]; ok {
		body["@odata.type"], undo["@odata.type"] = kind, kind
	}
	if string(raw(next)) != string(raw(targets)) {
		body[list], undo[list] = raw(next), or(cfg[list], raw([]object{}))
	} else if sameState(cfg["state"], state) {
		return w, false, nil
	}
	return write(m.Title(), configurations+string(m), body, undo), true, nil
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
