package access

import (
	"encoding/json"
	"slices"
	"testing"

	"handrail/app/tenant"
)

// grant returns what a policy with these grant controls requires.
func grant(t *testing.T, controls string) Grant {
	t.Helper()
	var row tenant.AccessPolicy
	if err := json.Unmarshal([]byte(`{"id":"p","grantControls":`+controls+`}`), &row); err != nil {
		t.Fatal(err)
	}
	return GrantOf(row)
}

func TestWhatAGrantStops(t *testing.T) {
	able := map[Control]Answer{MFA: Yes, CompliantDevice: No, TermsOfUse: No} // all others are not known
	for _, c := range []struct {
		controls string
		want     Answer
		by       []Control
	}{
		{`null`, No, nil},
		{`{"operator":"OR","builtInControls":[]}`, No, nil},
		{`{"operator":"OR","builtInControls":["Block"]}`, Yes, nil},
		{`{"operator":"OR","builtInControls":["mfa"]}`, No, nil},
		{`{"operator":"OR","builtInControls":["compliantDevice"]}`, Yes, []Control{CompliantDevice}},
		{`{"operator":"OR","builtInControls":["compliantDevice","MFA"]}`, No, nil},
		{`{"operator":"AND","builtInControls":["compliantDevice","mfa"]}`, Yes, []Control{CompliantDevice}},
		{`{"operator":"and","builtInControls":["mfa","domainJoinedDevice"]}`, Unknown, []Control{JoinedDevice}},
		{`{"operator":"AND","builtInControls":["compliantDevice","domainJoinedDevice"]}`, Yes,
			[]Control{CompliantDevice}},
		{`{"operator":"OR","builtInControls":["compliantDevice","domainJoinedDevice"]}`, Unknown,
			[]Control{JoinedDevice}},
		{`{"operator":"OR","builtInControls":[],"termsOfUse":["7"]}`, Yes, []Control{TermsOfUse}},
		{`{"operator":"OR","builtInControls":["ofTheFuture"]}`, Unknown, []Control{UnknownControl}},
		{`{"operator":"OR","customAuthenticationFactors":["Other"]}`, Unknown, []Control{CustomControl}},
		{`{"operator":"OR","authenticationStrength":{"id":"4","displayName":"Keys"}}`, Unknown, []Control{Strength}},
	} {
		got, by := grant(t, c.controls).Stops(func(c Control) Answer { return able[c] })
		if got != c.want || !slices.Equal(by, c.by) {
			t.Errorf("%s: %v %v, want %v %v", c.controls, got, by, c.want, c.by)
		}
	}
}

// TestMoreAbilityNeverStopsMore goes through every combination of four controls.
func TestMoreAbilityNeverStopsMore(t *testing.T) {
	all := []Control{MFA, Strength, CompliantDevice, TermsOfUse}
	for _, every := range []bool{false, true} {
		for code := range 81 {
			can := map[Control]Answer{}
			for n, rest := 0, code; n < len(all); n, rest = n+1, rest/3 {
				can[all[n]] = Answer(rest % 3)
			}
			g := Grant{All: every, Controls: all}
			got, _ := g.Stops(func(c Control) Answer { return can[c] })
			want := slowly(all, every, can)
			if got != want {
				t.Fatalf("%v, all %v: %v, want %v", can, every, got, want)
			}
		}
	}
}

// slowly tries each value of what is not known.
func slowly(all []Control, every bool, can map[Control]Answer) Answer {
	stopped, passed := false, false
	for code := range 1 << len(all) {
		meets, fits := 0, true
		for n, c := range all {
			yes := code>>n&1 == 1
			fits = fits && (can[c] == Unknown || can[c] == Is(yes))
			if yes {
				meets++
			}
		}
		if !fits {
			continue
		}
		if every && meets < len(all) || meets == 0 {
			stopped = true
		} else {
			passed = true
		}
	}
	switch {
	case stopped && passed:
		return Unknown
	case stopped:
		return Yes
	}
	return No
}

// TestHowControlsGoTogetherIsNotKnown: what an unknown operator leaves certain is what holds
// for both operators; and with token protection nothing passes that did not before.
func TestHowControlsGoTogetherIsNotKnown(t *testing.T) {
	all := []Control{MFA, CompliantDevice, TermsOfUse}
	for code := range 81 {
		can := map[Control]Answer{TokenProtection: Answer(code / 27)}
		for n, rest := 0, code; n < len(all); n, rest = n+1, rest/3 {
			can[all[n]] = Answer(rest % 3)
		}
		ask := func(c Control) Answer { return can[c] }
		every, _ := Grant{All: true, Controls: all}.Stops(ask)
		one, _ := Grant{Controls: all}.Stops(ask)
		want := Unknown
		if every == one {
			want = every
		}
		if got, by := (Grant{Unclear: true, Controls: all}).Stops(ask); got != want || (got != No) != (len(by) > 0) {
			t.Errorf("%v: %v by %v, want %v", can, got, by, want)
		}
		bound, _ := Grant{Controls: all, Bound: true}.Stops(ask)
		if bound != one.Or(can[TokenProtection].Not()) {
			t.Errorf("%v: %v with token protection, %v without", can, bound, one)
		}
	}
}
