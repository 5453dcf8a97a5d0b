package breakglass

import (
	"strings"
	"testing"
	"time"

	"handrail/app/identity/access"
	"handrail/app/identity/roles"
)

var now = time.Date(2026, 11, 26, 9, 0, 0, 0, time.UTC)

// sound is an account that meets every condition.
func sound(id string) Account {
	return Account{
		ID: id, Name: "Emergency " + id, Found: access.Yes, Enabled: access.Yes, Synced: access.No, RolesRead: true,
		Holdings: []roles.Holding{{Role: roles.GlobalAdministrator, Reached: access.Yes}}, Strong: access.Yes,
		LastSignIn: now.AddDate(0, 0, -30), SignInRead: true,
		Subject: access.Subject{ID: id, Kinds: access.Member,
			Active: access.Roles{IDs: []string{roles.GlobalAdministrator}, Complete: true},
			In:     func(person, group string) access.Answer { return access.Is(group == "crew") }},
		Can: func(_ access.Grant, c access.Control) access.Answer {
			return access.Is(c == access.MFA || c == access.Strength)
		},
	}
}

func line(t *testing.T, all []Line, code, account string) Line {
	t.Helper()
	for _, l := range all {
		if l.Code == code && l.Account == account {
			return l
		}
	}
	t.Fatalf("no line %s of %s", code, account)
	return Line{}
}

func everyone(grant access.Grant, exclude access.Scope) Policy {
	p := access.For(access.Scope{Everyone: true}, exclude)
	p.ID, p.Name = "p", "Everyone"
	return Policy{Policy: p, Grant: grant}
}

func TestSoundAccounts(t *testing.T) {
	mfa := access.Grant{Controls: []access.Control{access.MFA}}
	block := access.Grant{Block: true}
	policies := []Policy{everyone(mfa, access.Scope{}), everyone(block, access.Scope{Groups: []string{"crew"}})}
	all := Check([]Account{sound("a"), sound("b")}, policies, true, now)
	if Worst(all) != access.Yes || len(Holds(all)) != 0 || len(all) != 13 {
		t.Errorf("%+v", all)
	}
}

func TestEachConditionAlone(t *testing.T) {
	for code, c := range map[string]struct {
		change func(*Account)
		want   access.Answer
	}{
		MaySign + " blocked":   {func(a *Account) { a.Enabled = access.No }, access.No},
		MaySign + " unread":    {func(a *Account) { a.Enabled = access.Unknown }, access.Unknown},
		Cloud + " synced":      {func(a *Account) { a.Synced = access.Yes }, access.No},
		Cloud + " unread":      {func(a *Account) { a.Synced = access.Unknown }, access.Unknown},
		Global + " none":       {func(a *Account) { a.Holdings = nil }, access.No},
		Global + " unread":     {func(a *Account) { a.Holdings, a.RolesRead = nil, false }, access.Unknown},
		Global + " eligible":   {func(a *Account) { a.Holdings[0].Eligible = true }, access.No},
		Global + " scoped":     {func(a *Account) { a.Holdings[0].Why = roles.Scoped }, access.No},
		Method + " none":       {func(a *Account) { a.Strong = access.No }, access.No},
		Method + " unread":     {func(a *Account) { a.Strong = access.Unknown }, access.Unknown},
		TestedIn + " long ago": {func(a *Account) { a.LastSignIn = now.AddDate(0, 0, -90) }, access.No},
		TestedIn + " never":    {func(a *Account) { a.LastSignIn = time.Time{} }, access.No},
		TestedIn + " unread":   {func(a *Account) { a.LastSignIn, a.SignInRead = time.Time{}, false }, access.Unknown},
		TestedIn + " by hand": {func(a *Account) { a.SignInRead, a.Tested = false, now.AddDate(0, 0, -89) },
			access.Yes},
		Exists + " gone":     {func(a *Account) { a.Found = access.No }, access.No},
		Exists + " not read": {func(a *Account) { a.Found = access.Unknown }, access.Unknown},
	} {
		one := sound("a")
		c.change(&one)
		name, _, _ := strings.Cut(code, " ")
		got := line(t, Check([]Account{one, sound("b")}, nil, true, now), name, "a")
		if got.Met != c.want || got.Title == "" || got.Evidence == "" || c.want == access.No && got.Do == "" {
			t.Errorf("%s: %+v", code, got)
		}
	}
}

// TestNeverIsNotUnread: an account without a sign-in, one of which nothing was read, and one
// that needs a licence to be read are three things.
func TestNeverIsNotUnread(t *testing.T) {
	never, unread, unlicensed := sound("a"), sound("b"), sound("c")
	never.LastSignIn = time.Time{}
	unread.LastSignIn, unread.SignInRead = time.Time{}, false
	unlicensed.LastSignIn, unlicensed.SignInRead, unlicensed.SignInGap = time.Time{}, false, "It needs a licence."
	all := Check([]Account{never, unread, unlicensed}, nil, true, now)
	for id, want := range map[string]struct {
		met             access.Answer
		title, evidence string
	}{
		"a": {access.No, "never signed in", "recorded no sign-in"},
		"b": {access.Unknown, "not known", "could not read"},
		"c": {access.Unknown, "not known", "It needs a licence."},
	} {
		l := line(t, all, TestedIn, id)
		if l.Met != want.met || !strings.Contains(l.Title, want.title) || !strings.Contains(l.Evidence, want.evidence) {
			t.Errorf("%s: %+v", id, l)
		}
	}
}

func TestOneAccountIsNotEnough(t *testing.T) {
	if l := line(t, Check([]Account{sound("a")}, nil, true, now), Count, ""); l.Met != access.No || l.Do == "" {
		t.Errorf("%+v", l)
	}
}

func TestOneExcludedByNameAndTheOtherNot(t *testing.T) {
	device := access.Grant{Controls: []access.Control{access.CompliantDevice}}
	policy := everyone(device, access.Scope{Users: []string{"a"}})
	all := Check([]Account{sound("a"), sound("b")}, []Policy{policy}, true, now)
	if line(t, all, Spared, "a").Met != access.Yes || line(t, all, Spared, "b").Met != access.No ||
		len(Holds(all)) != 1 {
		t.Errorf("%+v", Holds(all))
	}
}

func TestWhatIsInTheWay(t *testing.T) {
	both := []access.Control{access.MFA, access.CompliantDevice}
	for name, c := range map[string]struct {
		grant access.Grant
		state access.State
		want  access.Answer
	}{
		"MFA that it owns":     {access.Grant{Controls: []access.Control{access.MFA}}, access.On, access.Yes},
		"a strength":           {access.Grant{Controls: []access.Control{access.Strength}}, access.On, access.Yes},
		"MFA and a device":     {access.Grant{All: true, Controls: both}, access.On, access.No},
		"terms of use":         {access.Grant{Controls: []access.Control{access.TermsOfUse}}, access.On, access.No},
		"a block":              {access.Grant{Block: true}, access.On, access.No},
		"a block, report-only": {access.Grant{Block: true}, access.ReportOnly, access.No},
		"a block that is off":  {access.Grant{Block: true}, access.Off, access.Yes},
		"the session only":     {access.Grant{Session: true}, access.On, access.Yes},
		"a state of tomorrow":  {access.Grant{Block: true}, access.StateUnknown, access.Unknown},
	} {
		p := everyone(c.grant, access.Scope{})
		p.State = c.state
		all := Check([]Account{sound("a"), sound("b")}, []Policy{p}, true, now)
		if l := line(t, all, Spared, "a"); l.Met != c.want {
			t.Errorf("%s: %+v", name, l)
		}
	}
	if l := line(t, Check([]Account{sound("a")}, nil, false, now), Spared, "a"); l.Met != access.Unknown {
		t.Errorf("policies that were not read: %+v", l)
	}
	blind := sound("a")
	blind.Subject.In, blind.Can = nil, nil
	excluded := everyone(access.Grant{Block: true}, access.Scope{Groups: []string{"crew"}})
	if l := line(t, Check([]Account{blind}, []Policy{excluded}, true, now), Spared, "a"); l.Met != access.Unknown {
		t.Errorf("groups that were not read: %+v", l)
	}
}
