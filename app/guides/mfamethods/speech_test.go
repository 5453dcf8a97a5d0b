package mfamethods

import (
	"strings"
	"testing"

	"handrail/app/identity/mfa"
)

// fates are people whose email must be true, with what it may not say in any language.
var fates = []struct {
	name         string
	who          recipient
	says, silent []string // in English, German and French
}{
	{"keeps the app, is reminded", recipient{outcome: mfa.WillBeAsked, certain: mfa.WillBeAsked},
		[]string{"skip", "überspringen", "ignorer"}, phoneWords},
	{"loses the app", recipient{outcome: mfa.MustRegister, certain: mfa.MustRegister,
		effect: mfa.Effect{Lost: mfa.Notify, Offer: mfa.Passkey}},
		[]string{"longer verify your sign-in with Microsoft Authenticator", "nicht mehr mit Microsoft Authenticator",
			"avec Microsoft Authenticator"},
		append([]string{"or Microsoft", "oder Microsoft", "ou Microsoft"}, phoneWords...)},
	{"loses the passkey", recipient{outcome: mfa.AskedDifferently, certain: mfa.AskedDifferently,
		effect: mfa.Effect{Lost: mfa.Passkey, Offer: mfa.Notify}},
		[]string{"with a passkey", "mit einem Passkey", "avec une clé d’accès"},
		append([]string{"Choose", "Wählen", "Choisissez"}, phoneWords...)},
	{"cannot sign in with the number", recipient{user: "io@x.example", outcome: mfa.LosesTextSignIn,
		certain: mfa.LosesTextSignIn | mfa.CallInstead, effect: mfa.Effect{Lost: mfa.Text}},
		[]string{"your phone number alone. Sign in with your user name io@x.example", "allein mit Ihrer Telefonnummer",
			"votre seul numéro"},
		[]string{"do not need to do anything", "müssen nichts tun", "rien à faire", "safer", "sicherer", "plus sûr"}},
	{"is called", recipient{outcome: mfa.CallInstead, certain: mfa.CallInstead, effect: mfa.Effect{Lost: mfa.Text}},
		[]string{"calls your phone", "ruft Microsoft Sie an", "vous appellera"},
		[]string{"Set up", "Richten", "Config"}},
	{"cannot register alone", recipient{outcome: mfa.LockedOut, certain: mfa.LockedOut,
		effect: mfa.Effect{Lost: mfa.Token}},
		[]string{"Call us", "Rufen Sie uns", "Appelez-nous"}, []string{"Pass:", "Zugriffspass", "passe d’accès"}},
	{"nothing works today", recipient{outcome: mfa.AlreadyBroken, certain: mfa.AlreadyBroken},
		[]string{"no sign-in method that works", "keine Anmeldemethode, die funktioniert", "aucune méthode"},
		[]string{"no longer", "nicht mehr", "ne pourrez plus"}},
	{"is not certain", recipient{outcome: mfa.LockedOut, certain: mfa.NotKnown, effect: mfa.Effect{Lost: mfa.Text}},
		[]string{"may affect you", "kann Sie betreffen", "peut vous concerner"},
		[]string{"no longer", "nicht mehr", "ne pourrez plus"}},
}

var phoneWords = []string{"phone number", "Telefonnummer", "téléphone", "text message", "SMS"}

// TestEmailsAreTrue: each person is told what happens to them and nothing else, with the
// day as their language writes it, and nothing is left in braces.
func TestEmailsAreTrue(t *testing.T) {
	days := map[string]string{"en": "3 March 2027", "de": "3. März 2027", "fr": "3 mars 2027"}
	for _, c := range fates {
		for i, language := range languages {
			c.who.name, c.who.language = "Io", language
			subject, text := texts{on: "2027-03-03", remind: mfa.Passkey}.of(c.who)
			if !strings.Contains(text, c.says[i]) {
				t.Errorf("%s, %s: %q is not in\n%s", c.name, language, c.says[i], text)
			}
			for _, word := range c.silent {
				if strings.Contains(text, word) {
					t.Errorf("%s, %s: %q is in\n%s", c.name, language, word, text)
				}
			}
			if c.who.outcome != mfa.AlreadyBroken && !strings.Contains(text, days[language]) &&
				!strings.Contains(subject, days[language]) || strings.Contains(subject+text, "{{") {
				t.Errorf("%s, %s: %s\n%s", c.name, language, subject, text)
			}
		}
	}
}

// TestNoticesAreTrue: the notice states what happens to people, in their languages, and
// orders no one to do what an administrator does.
func TestNoticesAreTrue(t *testing.T) {
	for _, c := range fates {
		for i, language := range languages {
			c.who.language = language
			page := string(notice([]recipient{c.who}, texts{on: "2027-03-03", remind: mfa.Passkey}))
			for _, word := range append(phoneWords, "Turn off", "Allow ", "Start a", "{{") {
				told := c.who.effect.Lost&mfa.Phones != 0 || c.who.certain.Has(mfa.LosesTextSignIn|mfa.CallInstead)
				if strings.Contains(page, word) && !(told && strings.Contains(strings.Join(phoneWords, " "), word)) {
					t.Errorf("%s, %s: %q is in\n%s", c.name, language, word, page)
				}
			}
			if !strings.Contains(page, `<html lang="`+language) ||
				!strings.Contains(page, speeches[language].noticeHelp) ||
				strings.Contains(page, speeches[languages[(i+1)%3]].noticeHelp) {
				t.Errorf("%s, %s: %s", c.name, language, page)
			}
		}
	}
}

// TestEverySpeechIsWhole: each kind has its words in each language.
func TestEverySpeechIsWhole(t *testing.T) {
	for _, language := range languages {
		l := speeches[language]
		for _, k := range kindsInOrder {
			if l.parts[k] == "" || l.subjects[k] == "" || l.notice[k] == "" {
				t.Errorf("%s in %s", k, language)
			}
		}
		for _, f := range factors {
			if l.ways[f.key] == "" {
				t.Errorf("%s in %s", f.key.Title(), language)
			}
		}
	}
}
