package drift

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"handrail/app/history"
	"handrail/app/tenant"
)

// refuses is a view in which a section could not be read after its last reading.
type refuses struct {
	tenant.View
	section string
	last    time.Time
}

func (r refuses) Past() history.Past { return r.View.(history.Keeper).Past() }

func (r refuses) Status(ctx context.Context, section string) (tenant.Status, error) {
	st, err := r.View.Status(ctx, section)
	if strings.EqualFold(section, r.section) {
		st.State, st.Completed, st.Message = tenant.NeedsRole, r.last, "Your account lacks a role."
	}
	return st, err
}

// TestWhatWasNotReadSinceCountsNoOne: a number rests on people, members and policies that were read when it is told.
func TestWhatWasNotReadSinceCountsNoOne(t *testing.T) {
	on, off := fmt.Sprintf(everyone, "enabled"), fmt.Sprintf(everyone, "disabled")
	first := time.Date(2026, 11, 1, 10, 0, 0, 0, time.Local)
	member := func(n int) string { return someone(personID(n), `"displayName":"P","userPrincipalName":"p@x"`) }
	for _, k := range []struct {
		refused, changes string
		want             string
	}{
		{"", tenant.SectionAccess, "4 people can sign in without MFA. The policy “Require MFA for all” is now off."},
		{tenant.SectionUsers, tenant.SectionAccess, "The policy “Require MFA for all” is now off."},
		{tenant.SectionPerUserMFA, tenant.SectionAccess,
			"The policy “Require MFA for all” is now off. It no longer applies to 4 people."},
		{tenant.MembersSection(exceptions), tenant.SectionAccess, "The policy “Require MFA for all” is now off."},
		{"", tenant.MembersSection(exceptions), "P can sign in without MFA."},
		{tenant.SectionAccess, tenant.MembersSection(exceptions), "P is now in the group"},
	} {
		d := &diary{}
		d.people(5)
		d.read(1, "10:00", tenant.SectionDefaults, `{"id":"d","isEnabled":false}`)
		d.read(1, "10:00", tenant.SectionGroups, someone(exceptions, `"displayName":"Exceptions"`))
		d.read(1, "10:00", tenant.MembersSection(exceptions), member(0))
		d.read(1, "10:00", tenant.SectionAccess, on)
		if k.changes == tenant.SectionAccess {
			d.read(9, "10:00", tenant.SectionAccess, off)
		} else {
			d.read(9, "10:00", k.changes, member(0), member(1))
		}
		r, err := Since(t.Context(), Sources{View: refuses{d.view(t), k.refused, first}}, first, first.AddDate(0, 0, 20))
		if err != nil || len(r.Told) != 1 || !strings.HasPrefix(r.Told[0].Text, k.want) {
			t.Errorf("%q refused: %v, %+v", k.refused, err, r.Told)
		} else if k.refused != "" && (strings.Contains(r.Told[0].Text, "can sign in") ||
			!strings.Contains(k.want, "people") && strings.Contains(r.Told[0].Text, "people")) {
			t.Errorf("%q refused: %s", k.refused, r.Told[0].Text)
		}
	}
}
