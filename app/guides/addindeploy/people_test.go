package addindeploy

import (
	"context"
	"strings"
	"testing"

	"handrail/app/affected"
	"handrail/app/guide"
	"handrail/app/letter"
)

// TestPeopleOfTheAddin: who does not get it comes first with the reason, and both kinds of people get their letter.
func TestPeopleOfTheAddin(t *testing.T) {
	l, err := testDeps(world()).people(context.Background(), visit())
	if err != nil {
		t.Fatal(err)
	}
	gets := l.Find(affected.FateFilter("gets"), "", nil)
	if n := l.Count(affected.Yes); n != 3 || len(gets) == 0 || len(l.Days()) != 0 {
		t.Fatalf("%d do not get it, %d do", n, len(gets))
	}
	if w := l.WordsOf(affected.Progress{}, l.At); !strings.Contains(w.Headline, "do not get it") {
		t.Errorf("the headline is %q", w.Headline)
	}
	if l.People[0].Why == "" || len(l.Open(0).Blocks) == 0 {
		t.Errorf("no reason: %+v", l.People[0])
	}
	if text, ok := l.Letter(0); !ok || !strings.Contains(text.Text, "You do not get it yet") {
		t.Errorf("%v %q", ok, text.Text)
	}
	if text, ok := l.Letter(gets[0]); !ok || !strings.Contains(text.Text, "Where to find it") {
		t.Errorf("%v %q", ok, text.Text)
	}
}

// TestLettersAboutTheAddin: whatever is done with the add-in, each language has a letter of its own, names the add-in
// as it is written, and lists the same versions of Outlook. Who does not have what is removed or replaced gets none.
func TestLettersAboutTheAddin(t *testing.T) {
	for _, answers := range []map[string]string{{askAim: "remove"}, {askAim: "update"}, {askMethod: "available"},
		{askMethod: "optional"}, {askMethod: "fixed", askPhones: "no"}} {
		write := letters(&guide.Visit{Answers: answers}, target{name: "Übersicht"})
		for _, must := range []affected.Answer{affected.No, affected.Yes, affected.Unknown} {
			seen := map[string]bool{}
			for _, language := range letter.Languages() {
				got, ok := write(&affected.Person{Name: "Io", Language: strings.ToUpper(language), Must: must})
				if want := must == affected.No || must == affected.Yes && answers[askAim] == ""; ok != want {
					t.Errorf("%v in %s: to %v: %v", answers, language, must, ok)
				}
				if got.Language != language || seen[got.Text] || !strings.Contains(got.Text, "Übersicht") ||
					strings.Contains(got.Text+got.Subject, "{{") {
					t.Errorf("%v in %s: %+v", answers, language, got)
				}
				if en, _ := write(&affected.Person{Name: "Io", Must: must}); strings.Count(en.Text, "\n- ") !=
					strings.Count(got.Text, "\n- ") {
					t.Errorf("%v in %s: %s", answers, language, got.Text)
				}
				seen[got.Text] = true
			}
		}
	}
	for _, language := range letter.Languages() {
		if w := speeches[language]; language != letter.English && len(w.places) != len(clients) {
			t.Errorf("%s has %d places", language, len(w.places))
		}
	}
}
