package mfaenforce

import (
	"context"
	"strings"
	"testing"

	"handrail/app/affected"
	"handrail/app/identity/mfa"
	"handrail/app/letter"
)

// TestPeopleOfAnOption: the list counts as the step does, and each who must register gets a letter with their name. An
// option whose effect is not computed has everyone as not known.
func TestPeopleOfAnOption(t *testing.T) {
	v := visit(mfa.DemandAccess)
	l, err := testDeps(world()).people(context.Background(), v)
	if err != nil {
		t.Fatal(err)
	}
	must := l.Find(affected.FateFilter("will-be-asked"), "", nil)
	if len(must) != 1 || l.Key != "mfa-enforce/"+mfa.DemandAccess {
		t.Fatalf("%d must register, list %q", len(must), l.Key)
	}
	if text, ok := l.Letter(must[0]); !ok || !strings.Contains(text.Text, "Hello "+l.People[must[0]].Label()) ||
		!strings.Contains(text.Text, "aka.ms/mfasetup") {
		t.Errorf("the letter is %+v", text)
	}
	for _, i := range l.Find(affected.FateFilter("no-change"), "", nil) {
		if text, ok := l.Letter(i); ok {
			t.Errorf("a letter says nothing: %+v", text)
		}
	}
	if l, err = testDeps(world()).people(context.Background(), visit(mfa.DemandManaged)); err != nil ||
		l.Count(affected.Unknown) != len(l.People) || len(l.People) == 0 {
		t.Errorf("an effect that is not known: %v", err)
	}
}

// TestLettersAreInThePersonsLanguage: each outcome has a letter in each language, with another text in each, and all
// name the place to set up a method where one is set up.
func TestLettersAreInThePersonsLanguage(t *testing.T) {
	for outcome, all := range letterTexts {
		seen := map[string]string{}
		for _, language := range letter.Languages() {
			p := affected.Person{Name: "Io", Language: language + "-CH"}
			got, ok := letterTo(&p, outcome)
			if !ok || got.Language != language || got.Subject == "" || !strings.Contains(got.Text, " Io,\n\n") ||
				seen[got.Text] != "" {
				t.Errorf("%s in %s: %+v", outcome, language, got)
			}
			seen[got.Text] = language
			en, _ := letterTo(&affected.Person{Name: "Io"}, outcome)
			if strings.Contains(en.Text, "aka.ms/mfasetup") != strings.Contains(got.Text, "aka.ms/mfasetup") ||
				strings.Count(en.Text, "\n") != strings.Count(got.Text, "\n") {
				t.Errorf("%s in %s says something else: %s", outcome, language, got.Text)
			}
		}
		if len(all) != len(letter.Languages()) {
			t.Errorf("%s has %d languages", outcome, len(all))
		}
	}
}
