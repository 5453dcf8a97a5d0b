package mfamethods

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"handrail/app"
	"handrail/app/identity/access"
	"handrail/app/identity/mfa"
	"handrail/app/tenant"
)

// onFirst returns changes in the order in which they are made: what turns something
// on, then the rest, then what takes something away. A request that fails stops the
// ones after it, so no one loses a method before the new one is there. Undo goes
// through the same list backwards.
func onFirst(changes mfa.Changes, now []object) mfa.Changes {
	rank := func(c mfa.Change) int {
		m, what := c.Method()
		cfg, _ := find(now, string(m))
		switch {
		case what == "on", what == "only" && !sameState(cfg["state"], raw("enabled")):
			return 0
		case what != "", c.Code == mfa.MigrationComplete:
			return 2
		}
		return 1
	}
	all := slices.Clone(changes)
	slices.SortStableFunc(all, func(a, b mfa.Change) int { return rank(a) - rank(b) })
	return all
}

// ordered returns changes in the order in which they are made to policy.
func ordered(policy []byte, changes mfa.Changes) mfa.Changes {
	_, parts, _ := split(policy) // of a damaged policy there are none
	return onFirst(changes, parts)
}

// migrated reports whether the legacy MFA settings no longer apply. Microsoft returns
// null for an organisation that never had them; writing a state would bring them back
// when it is undone. A state that Handrail does not know could not be undone.
func migrated(state json.RawMessage) access.Answer {
	var text tenant.Text
	_ = json.Unmarshal(or(state, raw("")), &text) // no text is no state that is known
	return mfa.PolicyOf(tenant.MethodsPolicy{Migration: text}, mfa.Legacy{}).Legacy.Live.Not()
}

// sameState compares two states, ignoring case.
func sameState(a, b json.RawMessage) bool { return strings.EqualFold(string(a), string(b)) }

// targetFor returns the target for a group, or for everyone, as it is in targets. A group
// without a target of its own has that of everyone, else what all targets have in
// common. It never allows sign-in with the phone number to a group that could not do so.
func targetFor(m mfa.Method, cfg object, targets []object, id string) (object, error) {
	one, ok := find(targets, id)
	if !ok {
		one, ok = find(targets, tenant.Everyone)
	}
	if one = maps.Clone(one); !ok {
		one = common(targets)
		if m == mfa.Sms {
			one["isUsableForSignIn"] = raw(false)
		}
	}
	if len(one["isRegistrationRequired"]) == 0 {
		one["isRegistrationRequired"] = raw(false)
	}
	one["id"], one["targetType"] = raw(id), raw("group")
	if m == mfa.Fido2 {
		return one, profiled(one, cfg)
	}
	return one, nil
}

// common returns the fields that have the same value in all targets.
func common(targets []object) object {
	all := object{}
	if len(targets) == 0 {
		return all
	}
	for name, value := range targets[0] {
		if !slices.ContainsFunc(targets, func(t object) bool { return string(t[name]) != string(value) }) {
			all[name] = value
		}
	}
	return all
}

// profiled adds the default passkey profile to a target without profiles, where the
// organisation has profiles (Graph passkeyAuthenticationMethodTarget).
func profiled(target, cfg object) error {
	var own, profiles []json.RawMessage
	_ = json.Unmarshal(or(target["allowedPasskeyProfiles"], raw([]string{})), &own)
	_ = json.Unmarshal(or(cfg["passkeyProfiles"], raw([]object{})), &profiles)
	if len(own) > 0 || len(profiles) == 0 {
		return nil
	}
	var id string
	_ = json.Unmarshal(cfg["defaultPasskeyProfile"], &id)
	if id == "" && len(profiles) == 1 {
		var only struct {
			ID string `json:"id"`
		}
		_ = json.Unmarshal(profiles[0], &only)
		id = only.ID
	}
	if id == "" {
		return app.Errorf(app.NotFound, "Make this change in the Microsoft Entra admin center.",
			"Handrail does not know which passkey profile applies.")
	}
	target["allowedPasskeyProfiles"] = raw([]string{id})
	return nil
}

// allProfiled returns targets with the default passkey profile where they have none. Where
// it is not known which profile applies, a target stays as it is.
func allProfiled(targets []object, cfg object) []object {
	all := slices.Clone(targets)
	for i := range all {
		all[i] = maps.Clone(all[i])
		_ = profiled(all[i], cfg)
	}
	return all
}
