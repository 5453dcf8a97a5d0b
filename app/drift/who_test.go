package drift

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"handrail/app/history"
	"handrail/app/tenant"
)

// witness is a past that knows who made changes.
type witness struct {
	*past
	answers []history.Answer
}

func (w *witness) Answers(_ context.Context, section string, at time.Time,
	ids ...string) (all []history.Answer, err error) {
	if !at.Equal(w.moments[0].At) || section != w.moments[0].Section {
		return nil, nil
	}
	for _, a := range w.answers {
		if slices.Contains(ids, a.ID) {
			all = append(all, a)
		}
	}
	return all, nil
}

func (w *witness) SaveAnswers(context.Context, int64, []history.Answer) error { return nil }
func (w *witness) Unanswered(context.Context, int) ([]history.Moment, error)  { return nil, nil }

type witnessed struct {
	tenant.View
	w *witness
}

func (v witnessed) Past() history.Past { return v.w }

// toldOf tells the changes of one moment, with these answers.
func toldOf(t *testing.T, changes []history.Change, answers ...history.Answer) []Told {
	t.Helper()
	at := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	for i := range changes {
		changes[i].At = at
	}
	w := &witness{past: &past{moments: []history.Moment{{Number: 1, Section: changes[0].Section, At: at,
		Kind: history.MomentChange}}, changes: map[int64][]history.Change{1: changes}}, answers: answers}
	r, err := Since(context.Background(), Sources{View: witnessed{read{now(t)}, w}}, time.Time{}, at)
	if err != nil {
		t.Fatal(err)
	}
	return r.Told
}

func actor(name string) history.Actor {
	return history.Actor{ID: name, Name: strings.ToUpper(name), Program: "a web browser",
		At: time.Date(2026, 11, 21, 10, 12, 0, 0, time.Local)}
}

func TestWhoDidIt(t *testing.T) {
	key := placeOf(Told{Section: "s"}, ada)
	known := func(field string, who ...history.Actor) history.Answer {
		return history.Answer{ID: ada, Field: field, Actors: who}
	}
	none := history.Answer{ID: ada, Field: "mail", Why: history.WhyNone}
	for name, c := range map[string]struct {
		answers []history.Answer
		want    string
	}{
		"no one has looked": {nil, "Who did it is not known. " + notLooked},
		"one did both": {[]history.Answer{known("accountEnabled", actor("m")), known("mail", actor("m"))},
			"By M on 21 November 2026, 10:12, with a web browser."},
		"two people": {[]history.Answer{known("accountEnabled", actor("m")), known("mail", actor("o"))},
			"Who did it is not known. Several did this: M, O."},
		"one is not known": {[]history.Answer{known("accountEnabled", actor("m")), none},
			"Who did it is not known. It is known for a part of it only: M."},
	} {
		w := &world{answers: map[place][]history.Answer{key: c.answers}}
		all := []Told{{Section: "s", ID: ada}}
		if w.attribute(all); all[0].whoDid() != c.want {
			t.Errorf("%s: %q", name, all[0].whoDid())
		}
	}
	w := &world{answers: map[place][]history.Answer{}}
	w.answers[placeOf(Told{Section: "s"}, "1")] = []history.Answer{
		{ID: "1", Field: "conditions.users.excludeGroups", Actors: []history.Actor{actor("m")}},
		{ID: "1", Field: "state", Actors: []history.Actor{actor("o")}}}
	for field, want := range map[string]string{"excludeGroups": "M", "state": "O", "conditions": "M",
		"conditions.users.excludeGroups": "M"} {
		if by, why := w.who(Told{Section: "s", ID: "1", Field: field}); by == nil || by.Name != want {
			t.Errorf("%s: %v %s", field, by, why)
		}
	}
}

// TestWhoDidItToSeveral: a sentence about several people names one actor, says that each did it, or why neither.
func TestWhoDidItToSeveral(t *testing.T) {
	var changes []history.Change
	registered := `{"methodsRegistered":["microsoftAuthenticatorPush"]}`
	for i := range 5 {
		changes = append(changes, change(tenant.SectionRegistration, fmt.Sprint("p", i),
			`{"methodsRegistered":[]}`, registered))
	}
	answers := func(of func(i int) history.Answer) (all []history.Answer) {
		for i := range 5 {
			a := of(i)
			a.ID, a.Field = fmt.Sprint("p", i), "methodsRegistered"
			all = append(all, a)
		}
		return all
	}
	for name, c := range map[string]struct {
		of   func(i int) history.Answer
		want string
	}{
		"each": {func(i int) history.Answer { return history.Answer{Actors: []history.Actor{actor(fmt.Sprint("p", i))}} },
			"Each person did this."},
		"one": {func(int) history.Answer { return history.Answer{Actors: []history.Actor{actor("m")}} }, "By M on "},
		"two": {func(i int) history.Answer {
			return history.Answer{Actors: []history.Actor{actor([]string{"m", "o"}[i%2])}}
		}, "Several did this: M, O."},
		"some are not known": {func(i int) history.Answer {
			if i == 0 {
				return history.Answer{Why: history.WhyNone}
			}
			return history.Answer{Actors: []history.Actor{actor("m")}}
		}, "a part of it only: M."},
		"none is known": {func(int) history.Answer { return history.Answer{Why: history.WhyNone} },
			"has no entry about it"},
	} {
		all := toldOf(t, changes, answers(c.of)...)
		if len(all) != 1 || !strings.Contains(all[0].details(), c.want) {
			t.Errorf("%s: %d sentences, %q", name, len(all), all[0].details())
		}
	}
}
