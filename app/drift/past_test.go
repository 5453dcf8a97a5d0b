package drift

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"handrail/app/tenant"
)

func TestWhatWasPutBackSaysSo(t *testing.T) {
	d := &diary{}
	on, off := `{"id":"p","displayName":"MFA","state":"enabled"}`, `{"id":"p","displayName":"MFA","state":"disabled"}`
	d.read(1, "10:00", tenant.SectionAccess, on)
	d.read(3, "10:00", tenant.SectionAccess, off)
	d.read(5, "10:00", tenant.SectionAccess, on)
	d.says(t, 2, 30, "problem The policy “MFA” is now off. This was undone on 5 November 2026.",
		"note The policy “MFA” is now on. It was off from 3 to 5 November 2026.")
	d.says(t, 4, 30, "note The policy “MFA” is now on.")
	d.read(6, "10:00", tenant.SectionAccess, off)
	d.read(6, "11:30", tenant.SectionAccess, on)
	d.says(t, 2, 30, "problem The policy “MFA” is now off. It was on from 5 to 6 November 2026. This was undone on "+
		"6 November 2026.", "problem The policy “MFA” is now off. This was undone on 5 November 2026.",
		"note The policy “MFA” is now on. It was off on 6 November 2026 from 10:00 to 11:30.",
		"note The policy “MFA” is now on. It was off from 3 to 5 November 2026. This was undone on 6 November 2026.")
}

func TestAnAccountThatWasOffForADay(t *testing.T) {
	d := &diary{}
	is := func(enabled string) string { return someone(ada, `"displayName":"Ada","accountEnabled":`+enabled) }
	d.read(1, "10:00", tenant.SectionUsers, is("true"))
	d.read(3, "10:00", tenant.SectionUsers, is("false"))
	d.read(4, "10:00", tenant.SectionUsers, is("true"))
	d.says(t, 2, 30, "note Ada can sign in again. This lasted from 3 to 4 November 2026.",
		"note Ada cannot sign in any more. This was undone on 4 November 2026.")
}

// TestNamesAreThoseOfThen: a person is called what they were called when it happened, also one who left since.
func TestNamesAreThoseOfThen(t *testing.T) {
	d := &diary{}
	user := func(name string) string { return someone(ada, `"displayName":"`+name+`"`) }
	row := func(list string) string { return someone(ada, `"methodsRegistered":[`+list+`]`) }
	d.read(1, "10:00", tenant.SectionUsers, user("Ada Kern"))
	d.read(1, "10:01", tenant.SectionRegistration, row(``))
	d.read(2, "10:01", tenant.SectionRegistration, row(`"passKeyDeviceBound"`))
	d.read(3, "10:00", tenant.SectionUsers, user("Ada Weber"))
	d.read(4, "10:01", tenant.SectionRegistration, row(`"passKeyDeviceBound","email"`))
	d.read(5, "10:00", tenant.SectionUsers)
	d.says(t, 2, 30, "note Ada Weber no longer has an account.", "note Ada Weber registered an email address.",
		"note Ada Kern is now called Ada Weber.", "ok Ada Kern registered a passkey.")
	d.says(t, 2, 3, "note Ada Kern is now called Ada Weber.", "ok Ada Kern registered a passkey.")
	d.says(t, 2, 2, "ok Ada Kern registered a passkey.")
}

// TestWhatProtectedThen: the methods of a new administrator are those of the day, not those of today.
func TestWhatProtectedThen(t *testing.T) {
	d := &diary{}
	row := func(list string) string {
		return someone(ada, `"isMfaRegistered":true,"isMfaCapable":true,"methodsRegistered":[`+list+`]`)
	}
	role := `{"id":"r","handrailTemplate":"` + global + `","handrailName":"Ada","handrailKind":"user",` +
		`"principalId":"` + ada + `"}`
	other := `{"id":"s","handrailTemplate":"fe930be7-5e62-47db-91af-98c3a49a38b1","handrailName":"Ada",` +
		`"handrailKind":"user","principalId":"` + ada + `"}`
	d.read(1, "10:00", tenant.SectionUsers, someone(ada, `"displayName":"Ada"`))
	d.read(1, "10:00", tenant.SectionRegistration, row(`"mobilePhone"`))
	d.read(1, "10:00", tenant.SectionRoles)
	d.read(2, "10:00", tenant.SectionRoles, role)
	d.read(3, "10:00", tenant.SectionRegistration, row(`"mobilePhone","fido2SecurityKey"`))
	d.read(4, "10:00", tenant.SectionRoles, role, other)
	d.says(t, 2, 30,
		"warning Ada is now a User Administrator (also: Global Administrator). Ada has a security key.",
		"warning Ada is now a Global Administrator (was: none). Ada has only text messages or phone calls.",
		"ok Ada registered a security key.")
	d.says(t, 2, 2,
		"warning Ada is now a Global Administrator (was: none). Ada has only text messages or phone calls.")
}

func TestSeveralPeopleOverDays(t *testing.T) {
	d := &diary{count: map[tenant.PeopleFilter]int{tenant.PhoneOnly: 12}}
	rows := func(keys int) (all []string) {
		for n := range 19 {
			list := `"mobilePhone"`
			if n < keys {
				list += `,"passKeyDeviceBound"`
			}
			all = append(all, someone(personID(n), `"methodsRegistered":[`+list+`]`))
		}
		return all
	}
	d.read(18, "10:00", tenant.SectionRegistration, rows(0)...)
	for day, keys := range []int{2, 3, 5, 6, 6, 7} {
		d.read(19+day, "10:00", tenant.SectionRegistration, rows(keys)...)
	}
	r := d.since(t, 18, 30)
	if len(r.Told) != 1 || len(r.Told[0].About) != 7 || r.Told[0].Severity != "ok" || !strings.HasPrefix(r.Told[0].Text,
		"7 people registered a passkey from 19 to 24 November 2026. 12 people still have only text messages or phone "+
			"calls. ") {
		t.Errorf("%+v", r.Told)
	}
	if headline, rest := r.Told[0].Parts(); !strings.HasSuffix(headline, "November 2026.") ||
		!strings.HasPrefix(rest, "12 ") {
		t.Errorf("%q and %q", headline, rest)
	}
	if r = d.since(t, 18, 22); len(r.Told) != 1 || strings.Contains(r.Told[0].Text, "still") {
		t.Errorf("what is left is known only of today: %+v", r.Told)
	}
}

// TestOneRefreshIsOneChange: what replaces a policy is read a minute later.
func TestOneRefreshIsOneChange(t *testing.T) {
	d := &diary{}
	on := fmt.Sprintf(everyone, "enabled")
	d.people(5)
	d.read(1, "10:00", tenant.MembersSection(exceptions))
	d.read(1, "10:00", tenant.SectionAccess, on)
	d.read(1, "10:01", tenant.SectionDefaults, `{"id":"d","isEnabled":false}`)
	d.read(2, "10:00", tenant.SectionAccess)
	d.read(2, "10:01", tenant.SectionDefaults, `{"id":"d","isEnabled":true}`)
	d.says(t, 2, 30,
		"warning The policy “Require MFA for all” was on, and was deleted. The people to whom it applied must still use MFA.",
		"ok Security defaults are now on. 5 more people must use MFA.")
}

// TestWhoIsInAGroupIsSaidOnce: all members and the direct ones are two sections.
func TestWhoIsInAGroupIsSaidOnce(t *testing.T) {
	d := &diary{}
	member := someone(ben, `"displayName":"Ben"`)
	for date, rows := range [][]string{{}, {member}} {
		d.read(1+date, "10:00", tenant.MembersSection(vip), rows...)
		d.read(1+date, "10:00", tenant.DirectMembersSection(vip), rows...)
	}
	d.says(t, 2, 30, "note Ben is now in the group “"+vip+"”.")
}

func TestNoiseIsCountedByKind(t *testing.T) {
	d := &diary{}
	d.read(1, "10:00", tenant.SectionUsers, someone(ada, `"jobTitle":"A"`), someone(ben, `"jobTitle":"A"`))
	d.read(1, "10:00", tenant.SectionLicences, `{"id":"s","consumedUnits":1}`)
	d.read(2, "10:00", tenant.SectionUsers, someone(ada, `"jobTitle":"B"`), someone(ben, `"jobTitle":"B"`))
	d.read(2, "10:00", tenant.SectionLicences, `{"id":"s","consumedUnits":2}`)
	r := d.since(t, 2, 30)
	text := strings.Join(r.Rest(), "\n")
	if r.Noise != 3 || len(r.Quiet) != 3 || !strings.Contains(text,
		"3 changes without consequence: 2 job titles or places of work, 1 counter.") {
		t.Errorf("%d, %d, %q", r.Noise, len(r.Quiet), text)
	}
}

// TestManyEffectsAreNotComputed: a page stays fast, and says what it did not count.
func TestManyEffectsAreNotComputed(t *testing.T) {
	d := &diary{}
	d.read(1, "10:00", tenant.SectionUsers, someone(ada, `"displayName":"Ada"`))
	for n := range 2 * mostEffects {
		d.read(2+n/2, fmt.Sprint(10+n%2, ":00"), tenant.SectionDefaults, fmt.Sprintf(`{"id":"d","isEnabled":%v}`, n%2 == 0))
	}
	r := d.since(t, 1, 30)
	if text := strings.Join(r.Rest(), "\n"); r.Later != mostEffects-1 || !strings.Contains(text,
		"For 11 more changes, Handrail did not count who must use MFA.") {
		t.Errorf("%d: %s", r.Later, text)
	}
	s, to := Sources{View: d.view(t), Effects: &Effects{}}, time.Date(2026, 12, 1, 0, 0, 0, 0, time.Local)
	for _, later := range []int{mostEffects - 1, 0, 0} { // what was computed is remembered
		again, err := Since(context.Background(), s, time.Time{}, to)
		if err != nil || again.Later != later || len(again.Told) != len(r.Told) {
			t.Errorf("%d, not %d, and %d sentences: %v", again.Later, later, len(again.Told), err)
		}
	}
}

// TestANewMethodSaysEnough: that a person can use MFA follows from the method that they registered.
func TestANewMethodSaysEnough(t *testing.T) {
	d := &diary{}
	row := func(able, list string) string {
		return someone(ada, `"isMfaCapable":`+able+`,"methodsRegistered":[`+list+`]`)
	}
	d.read(1, "10:00", tenant.SectionUsers, someone(ada, `"displayName":"Ada"`))
	d.read(1, "10:00", tenant.SectionRegistration, row("false", ""))
	d.read(2, "10:00", tenant.SectionRegistration, row("true", `"passKeySynced"`))
	d.says(t, 2, 30, "ok Ada registered a synced passkey.")
	d.read(3, "10:00", tenant.SectionRegistration, row("false", ""))
	d.says(t, 2, 30, "warning Ada can no longer use MFA.", "note Ada no longer has a synced passkey. This lasted from 2 "+
		"to 3 November 2026.", "ok Ada registered a synced passkey. This was undone on 3 November 2026.")
}
