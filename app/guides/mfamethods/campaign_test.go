package mfamethods

import (
	"testing"

	"handrail/app/identity/access"
	"handrail/app/identity/mfa"
)

// TestCampaignWords: the plan names what a campaign asks for, and nothing where
// Microsoft chooses it.
func TestCampaignWords(t *testing.T) {
	app, key := mfa.Target{Method: "MicrosoftAuthenticator"}, mfa.Target{Method: "fido2"}
	for _, c := range []struct {
		state string
		all   []mfa.Target
		want  string
	}{
		{"default", []mfa.Target{app}, "Microsoft managed: Microsoft chooses the method"},
		{"Enabled", []mfa.Target{key, key}, "On, for passkeys"},
		{"enabled", []mfa.Target{app, key}, "On, for Microsoft Authenticator and passkeys"},
		{"disabled", []mfa.Target{app}, "Off, for Microsoft Authenticator"},
		{"", nil, "Not known"},
	} {
		got := campaignWords(mfa.Campaign{Scoped: mfa.Scoped{State: c.state, Include: c.all}})
		if got != c.want {
			t.Errorf("%s: %q, want %q", c.state, got, c.want)
		}
	}
}

// TestACampaignThatRemindsNoOne: where people may not set up passkeys themselves, the
// start of a campaign for passkeys warns, and nothing else does.
func TestACampaignThatRemindsNoOne(t *testing.T) {
	for _, c := range []struct {
		self access.Answer
		text string
		want int
	}{{access.No, "campaign-start", 1}, {access.No, "campaign-start:passkey,voice-off", 1},
		{access.No, "campaign-start:authenticator", 0}, {access.No, "campaign-stop", 0},
		{access.Yes, "campaign-start", 0}, {access.Unknown, "campaign-start", 0}} {
		changes, err := mfa.ParseChanges(c.text)
		if err != nil {
			t.Fatal(err)
		}
		p := &mfa.Preview{Question: mfa.Question{After: mfa.Policy{Methods: map[mfa.Method]mfa.Config{
			mfa.Fido2: {On: access.Yes, SelfService: c.self}}}}}
		if got := reminding(p, changes); len(got) != c.want {
			t.Errorf("%s, self-service %s: %v", c.text, c.self, got)
		}
	}
}
