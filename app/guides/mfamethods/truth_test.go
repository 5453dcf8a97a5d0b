package mfamethods

import (
	"strings"
	"testing"
	"time"

	"handrail/app/guide"
	"handrail/app/guides/services"
	"handrail/app/identity/mfa"
	"handrail/app/identity/mfaview"
	"handrail/app/letter"
)

// TestNothingIsWrittenTwice: a setting that is as wanted already is not written,
// whatever the order of its fields; and a state that could not be restored is not
// replaced.
func TestNothingIsWrittenTwice(t *testing.T) {
	const campaign = `{"registrationEnforcement":{"authenticationMethodsRegistrationCampaign":{"state":"enabled",` +
		`"snoozeDurationInDays":2,"includeTargets":[{"targetedAuthenticationMethod":"fido2","targetType":"group",` +
		`"id":"all_users"}]}},"policyMigrationState":`
	for _, c := range []struct {
		state, change string
		writes        int
		fails         bool
	}{
		{`null`, "campaign-start:passkey", 0, false}, {`null`, "campaign-snooze:2", 0, false},
		{`null`, "campaign-start:authenticator", 1, false}, {`null`, "migration-complete", 0, false},
		{`"preMigration"`, "migration-complete", 1, false}, {`"stateOfTomorrow"`, "migration-complete", 0, true},
	} {
		changes, err := mfa.ParseChanges(c.change)
		if err != nil {
			t.Fatal(err)
		}
		writes, err := writesOf([]byte(campaign+c.state+"}"), changes)
		if len(writes) != c.writes || (err != nil) != c.fails {
			t.Errorf("%s, %s: %d writes, %v", c.state, c.change, len(writes), err)
		}
	}
}

// TestNoWayIsPromised: anyone who can set up nothing is told to ask, in each language, and
// is not sent through steps that lead nowhere.
func TestNoWayIsPromised(t *testing.T) {
	for _, language := range languages {
		for _, out := range []mfa.Outcome{mfa.LockedOut, mfa.AlreadyBroken} {
			who := recipient{name: "Ines", mail: "ines@northgate.example", language: language, outcome: out, certain: out}
			say := texts{on: "2026-12-08", pass: true}
			if subject, text := say.of(who); strings.Contains(text, "aka.ms") || subject == "" ||
				strings.Contains(text, "{{") {
				t.Errorf("%s, %s: %s\n%s", language, out.Code(), subject, text)
			}
			if page := string(notice([]recipient{who}, say)); strings.Contains(page, "<ol>") {
				t.Errorf("%s, %s: %s", language, out.Code(), page)
			}
			who.effect.Offer = mfa.Passkey
			if _, text := say.of(who); !strings.Contains(text, "aka.ms/mfasetup") {
				t.Errorf("%s, %s: %s", language, out.Code(), text)
			}
		}
	}
}

// TestLanguageOf: only the language itself counts, not words that begin like it.
func TestLanguageOf(t *testing.T) {
	for tag, want := range map[string]string{"de-CH": "de", "DE": "de", "fr_CA": "fr", "fry": "en", "den": "en",
		"": "en", "it-CH": "en", "en-GB": "en"} {
		if got := letter.LanguageOf(tag); got != want {
			t.Errorf("%q: %s, want %s", tag, got, want)
		}
	}
}

// TestUndoingSaysWhatItDoes: undoing gives back what was taken, and takes what was
// given. The days are those of the table.
func TestUndoingSaysWhatItDoes(t *testing.T) {
	for code, want := range map[string][2]string{
		"sms-off":                {"former methods again", "turned on"},
		"passkeys-on":            {"turned on", "former methods"},
		"campaign-start:passkey": {"stay the same", "former methods"},
	} {
		changes, err := mfa.ParseChanges(code)
		if err != nil {
			t.Fatal(err)
		}
		text := undoing(changes)[0].Text
		if !strings.Contains(text, want[0]) || strings.Contains(text, want[1]) ||
			strings.Contains(text, "Microsoft ends") != (code == "sms-off") ||
			code == "sms-off" && !strings.Contains(text, mfa.DayWords(mfa.Retirements().Last)) {
			t.Errorf("%s: %s", code, text)
		}
	}
}

// TestAStateThatIsNotKnown: a migration that Handrail does not know is neither in use
// nor finished.
func TestAStateThatIsNotKnown(t *testing.T) {
	for state, want := range map[string]string{"": "No longer used", "preMigration": "Still in use", "x": "Not known"} {
		row, err := overlaid([]byte(`{"policyMigrationState":`+string(raw(state))+`}`), nil)
		if err != nil {
			t.Fatal(err)
		}
		if got := describe(mfa.PolicyOf(row, mfa.Legacy{}))[olderSetting]; !strings.HasPrefix(got, want) {
			t.Errorf("%q: %s, want %s", state, got, want)
		}
	}
}

// TestDocumentsHaveNoCodes: what a document is about is said in words, not with the codes of the answer.
func TestDocumentsHaveNoCodes(t *testing.T) {
	for answer, want := range map[string]string{"sms-off": "Turn off text messages", "": ""} {
		v := &guide.Visit{Answers: map[string]string{askChange: answer}}
		got := subjectOf(v)
		if doc := (deps{Services: services.Services{Now: time.Now}}).frame("Today", v).Done(); doc.Subject != got {
			t.Errorf("a document is about %q, not %q", doc.Subject, got)
		}
		if got != want {
			t.Errorf("%q: %q, want %q", answer, got, want)
		}
	}
}

// TestProgressThatIsNotKnown: where nothing is known of anyone, the page does not say that no one registered.
func TestProgressThatIsNotKnown(t *testing.T) {
	for _, c := range []struct {
		foreseen, ready, open int
		lead, text            string
	}{
		{24, 0, 0, "It is not known whether the 24 people who need a new method have registered one.", ""},
		{24, 1, 0, "1 of 24 people who need a new method have registered one.", "It is not known for 23."},
		{24, 0, 20, "0 of 24 people who need a new method have registered one.", "20 people have not. It is not known for 4."},
	} {
		if lead, text := progressLead(c.foreseen, c.ready, c.open); lead != c.lead || text != c.text {
			t.Errorf("%+v: %q, %q", c, lead, text)
		}
	}
	facts := progressFacts("24", "0", "0", "24")
	if last := facts.Rows[len(facts.Rows)-1]; last.Label != "Not known" || last.Value != "24" {
		t.Errorf("the facts end with %+v", last)
	}
}

// TestTheChartBeginsWithTheWorst: as the page around it says.
func TestTheChartBeginsWithTheWorst(t *testing.T) {
	c := mfaview.Chart(&mfa.Preview{Results: []mfa.Result{{Outcomes: mfa.NoChange}, {Outcomes: mfa.LockedOut}}})
	if len(c.Labels) != 2 || c.Labels[0] != mfa.LockedOut.Title() {
		t.Errorf("the chart has %q", c.Labels)
	}
}
