package adminaccess

import (
	"encoding/json"
	"testing"
	"time"

	"handrail/app/guides/guidetest"
	"handrail/app/identity/mfaview"
	"handrail/app/report"
)

// affectedPeople returns what the list of affected administrators has of each, by ID.
func affectedPeople(t *testing.T, d deps) map[string]mfaview.Person {
	t.Helper()
	doc, err := d.who(t.Context(), visit(), none)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]mfaview.Person{}
	for _, b := range doc.Blocks {
		e, ok := b.(report.Entries)
		for n := 0; ok && n < len(e.Items); n++ {
			var one mfaview.Person
			if err := json.Unmarshal(e.Items[n].Data, &one); err != nil || one.ID == "" {
				t.Fatalf("%s: %v", e.Items[n].Data, err)
			}
			all[one.ID] = one
		}
	}
	return all
}

// TestAgeOfWhatIsKnownOfEachAdministrator: what was read during the check was just read, and
// no age is known where the clock runs before the time of reading.
func TestAgeOfWhatIsKnownOfEachAdministrator(t *testing.T) {
	for name, c := range map[string]struct {
		read time.Duration // from noon, when the check begins; each look at the clock takes a second
		want string
	}{
		"read during the check":  {2 * time.Second, "just read"},
		"read before":            {-time.Hour, "1 hour old"},
		"the clock was set back": {time.Hour, "age unknown"},
	} {
		w, d := made(t, false)
		for id, st := range w.Office.States {
			st.Completed = guidetest.Noon.Add(c.read)
			w.Office.States[id] = st
		}
		now := guidetest.Noon
		d.Now = func() time.Time { now = now.Add(time.Second); return now }
		people := affectedPeople(t, d)
		if len(people) == 0 {
			t.Error(name, "no one")
		}
		for id, p := range people {
			for _, r := range p.Reasons {
				if r.Age != c.want {
					t.Errorf("%s: %s: %s of %s is %q", name, id, r.Field, r.Section, r.Age)
				}
			}
		}
	}
}

// TestPhonesEndForAnAdministrator: the days are counted from today, and on the day itself a
// phone protects no one.
func TestPhonesEndForAnAdministrator(t *testing.T) {
	w, d := made(t, false)
	account(w, "sam", "", `"mobilePhone"`)
	globalFor(w, "sam")
	if p := affectedPeople(t, d)["sam"]; p.Day.Days <= 0 || p.Day.Days > 1000 {
		t.Errorf("%+v", p.Day)
	}
	before := affectedPeople(t, d)["sam"].Outcomes
	d.Now = func() time.Time { return time.Date(2028, 1, 1, 12, 0, 0, 0, time.UTC) }
	if p := affectedPeople(t, d)["sam"]; p.Day.Days >= 0 || len(p.Outcomes) == 0 || p.Outcomes[0] == before[0] {
		t.Errorf("%v, then %+v", before, p)
	}
}
