package mfamethods

import (
	"context"
	"slices"
	"strings"
	"testing"

	"handrail/app/affected"
	"handrail/app/guide"
)

// listOf returns the people of a step of the guide in an organisation, with answers.
func listOf(t *testing.T, d deps, step string, answers map[string]string) *affected.List {
	t.Helper()
	g := Guide(d.Services)
	i := slices.IndexFunc(g.Steps, func(s guide.Step) bool { return s.ID == step })
	l, err := g.Steps[i].People(context.Background(), &guide.Visit{Guide: ID, Answers: answers})
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// TestPeopleOfTheEnd: who loses the only method comes first with their day, each queue is a fate,
// a person who is not in the report is not known, and the letter names the person, the day and what ends.
func TestPeopleOfTheEnd(t *testing.T) {
	d, _ := testDeps(boardWorld())
	l := listOf(t, d, stepBoard, map[string]string{askReset: "1", askOlder: "no", askTelephone: "nobody"})
	by := map[string]int{}
	for i := range l.People {
		by[l.People[i].ID] = i
	}
	for id, want := range map[string]struct {
		fate, until string
		must        affected.Answer
	}{"dora": {"only-method", "1 July 2027", affected.Yes}, "gone": {"not-in-report", "1 February 2027", affected.Unknown},
		"ines": {"to-spare", "1 February 2027", affected.No}} {
		p := &l.People[by[id]]
		if got := l.Fate(by[id]).Code; got != want.fate || p.UntilWords() != want.until || p.Must != want.must {
			t.Errorf("%s: %s until %q, must %v", id, got, p.UntilWords(), p.Must)
		}
	}
	if l.People[0].Must != affected.Yes || l.People[by["dora"]].Manager.Name != "Maria" {
		t.Errorf("first is %+v; the manager is %+v", l.People[0], l.People[by["dora"]].Manager)
	}
	text, ok := l.Letter(by["dora"])
	for _, want := range []string{"Hello Dora,", "1 July 2027", "a text message", "aka.ms/mfasetup"} {
		if !strings.Contains(text.Text, want) || !ok {
			t.Errorf("the letter lacks %q:\n%s", want, text.Text)
		}
	}
	for _, id := range []string{"ines", "gone"} {
		if text, ok := l.Letter(by[id]); ok {
			t.Errorf("%s gets a letter: %s", id, text.Text)
		}
	}
	if doc := l.Open(by["dora"]); doc.Title != "Dora" || len(doc.Blocks) < 3 {
		t.Errorf("the page of a person is %+v", doc)
	}
}

// TestPeopleOfAChange: the list counts as the step does, and each letter is that of the drafts.
func TestPeopleOfAChange(t *testing.T) {
	d, _ := testDeps(boardWorld())
	answers := map[string]string{askChange: "sms-off,voice-off", askReset: "1", askOlder: "no", askTelephone: "nobody",
		askDay: "2026-12-08"}
	l := listOf(t, d, stepWho, answers)
	v := &guide.Visit{Guide: ID, Answers: answers}
	p, err := d.preview(context.Background(), v, changesOf(v), nil)
	if err != nil {
		t.Fatal(err)
	}
	act, _ := p.Registering()
	if got := l.Count(affected.Yes); got != act || act == 0 || len(l.People) != len(p.Results) {
		t.Errorf("%d must act of %d, want %d of %d", got, len(l.People), act, len(p.Results))
	}
	who := l.Writable(l.Find(affected.Everyone, "", nil))
	told := toTell(p)
	if len(who) != len(told) {
		t.Fatalf("%d letters, %d drafts", len(who), len(told))
	}
	for n, i := range who {
		if one, _ := l.Letter(i); one != textsOf(v, p).letter(told[n]) {
			t.Errorf("the letter to %s is not the draft", one.Name)
		}
	}
	if days := l.Days(); len(days) != 1 || days[0].On.Day() != 8 || days[0].People != act {
		t.Errorf("days are %+v", days)
	}
}
