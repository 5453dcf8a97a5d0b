package mfamethods

import (
	"strings"
	"testing"
	"time"

	"handrail/app/identity/access"
	"handrail/app/identity/mfa"
)

// TestTheBannerCountsByDay: a Global Administrator is not counted for the first day.
func TestTheBannerCountsByDay(t *testing.T) {
	person := func(id string, mark mfa.Mark) mfa.Person {
		return mfa.Person{ID: id, InReport: access.Yes, Registered: mfa.MobilePhone, RolesRead: true, EligibleRead: true,
			Marks: mark, External: access.No, Names: []string{"mobilePhone"}}
	}
	sms := mfa.Config{On: access.Yes, Include: []mfa.Target{{Everyone: true}}}
	policy := mfa.Policy{Methods: map[mfa.Method]mfa.Config{}}
	for _, m := range mfa.Methods() {
		policy.Methods[m] = mfa.Config{On: access.No}
	}
	policy.Methods[mfa.Sms], policy.Legacy.Live = sms, access.No
	o := &mfa.Organisation{Policy: policy, People: []mfa.Person{person("ruth", mfa.GlobalAdmin), person("omar", 0),
		person("lena", 0)}}
	p := mfa.Impact(mfa.Question{Organisation: o, After: policy, Date: time.Date(2027, 1, 2, 9, 0, 0, 0, time.UTC)})
	b := (deps{}).deadline(p)
	for _, want := range []string{"30 days are left", "2 people must set up a passkey from 1 February 2027",
		"1 person must set up a passkey from 1 July 2027"} {
		if !strings.Contains(b.Text, want) {
			t.Errorf("%q lacks %q", b.Text, want)
		}
	}
}
