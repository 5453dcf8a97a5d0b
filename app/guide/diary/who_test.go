package diary

import (
	"strings"
	"testing"
	"time"

	"handrail/app/guide"
)

// TestWhoChangedIt: the account with its name and the roles that were known when it confirmed. What was not known then is
// said so, and what is known of another account is not used.
func TestWhoChangedIt(t *testing.T) {
	at := time.Date(2026, 11, 17, 8, 0, 0, 0, time.UTC)
	const account = "daniel.osei@northgate.example"
	for name, c := range map[string]struct {
		by        *guide.ConfirmedBy
		who, role string
	}{
		"known": {&guide.ConfirmedBy{Account: account, Name: "Daniel Osei", RolesKnown: true, RolesAt: at,
			Roles: []string{"Global Reader", "User Administrator"}}, "Daniel Osei (" + account + "), with Handrail",
			"Global Reader and User Administrator, by the data of Tuesday 17 November 2026, 08:00 UTC."},
		"no role": {&guide.ConfirmedBy{Account: account, Name: "Daniel Osei", RolesKnown: true, RolesAt: at},
			"Daniel Osei (" + account + "), with Handrail", "Daniel Osei (" + account + ") had no admin role in the data"},
		"not read": {&guide.ConfirmedBy{Account: account, Name: "Daniel Osei", Roles: []string{"Global Reader"}},
			"Daniel Osei (" + account + "), with Handrail", "Not known: Handrail had no data about the roles"},
		"older":   {nil, account + ", with Handrail", "Not known: Handrail had no data about the roles of " + account},
		"another": {&guide.ConfirmedBy{Account: "x@y.example", Name: "X"}, account + ", with Handrail", "Not known"},
	} {
		w := newWorld()
		w.confirm(t, map[string]string{"Registration campaign": "On"}, 0, 0, nil)
		for i := range w.Source.Confirmations {
			w.Source.Confirmations[i].Plan.By = c.by
		}
		page := plain(t, Page(w.Of("v"), Checks{}, w.now))
		if !strings.Contains(page, c.who) || !strings.Contains(page, "Roles at that time") || !strings.Contains(page, c.role) {
			t.Errorf("%s: %s", name, page)
		}
	}
}

// TestRolesOfTwoAccountsAreTheirs: where two accounts made changes, each is named with its roles.
func TestRolesOfTwoAccountsAreTheirs(t *testing.T) {
	at := time.Date(2026, 11, 17, 8, 0, 0, 0, time.UTC)
	of := func(account string, roles ...string) Change {
		return Change{Known: true, Account: account,
			By: &guide.ConfirmedBy{Account: account, RolesKnown: true, RolesAt: at, Roles: roles}}
	}
	all := rolesOf([]Change{of("ada@parish.example", "Global Reader"), of("ada@parish.example", "Global Reader"),
		of("bo@parish.example", "User Administrator")})
	const when = ", by the data of Tuesday 17 November 2026, 08:00 UTC."
	want := "ada@parish.example: Global Reader" + when + " bo@parish.example: User Administrator" + when
	if len(all) != 1 || all[0].Value != want {
		t.Errorf("%+v\nwant %s", all, want)
	}
}
