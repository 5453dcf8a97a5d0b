package tenant

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
)

// FuzzPersonRow: whatever a row of a person and its row in the registration report hold,
// nothing is known that they do not say, and the saved person comes back as it was.
func FuzzPersonRow(f *testing.F) {
	for _, s := range [][2]string{
		{`{"id":"1","displayName":"Ama","accountEnabled":true,"userType":"Guest","signInActivity":` +
			`{"lastSignInDateTime":"2026-11-01T08:00:00Z"}}`, `{"isMfaCapable":true,"isMfaRegistered":true,` +
			`"methodsRegistered":["mobilePhone","email"]}`},
		{`{"signInActivity":{"lastSignInDateTime":null},"accountEnabled":"False"}`, `{"isMfaRegistered":false}`},
		{`{"signInActivity":{"lastSignInDateTime":"soon"}}`, `{"isMfaRegistered":null,"methodsRegistered":null}`},
		{`{"signInActivity":{}}`, `{"isMfaRegistered":true,"isMfaCapable":false,"methodsRegistered":"mobilePhone"}`},
		{`{"id":5,"accountEnabled":1}`, `{"isMfaRegistered":true}`}, {`[]`, `null`}, {`null`, ``}, {``, `{}`},
		{`{"displayName":{"a":"\ud800"},"accountEnabled":{"b":[]}}`, `{"isMfaCapable":"yes"}`},
	} {
		f.Add([]byte(s[0]), []byte(s[1]))
	}
	f.Fuzz(func(t *testing.T, user, report []byte) {
		reg := ReadReport(report)
		p := ReadPerson("id", user, reg, []string{"Global Reader"})
		if p.ID != "id" || p.InReport != (reg != nil) {
			t.Fatalf("%+v", p)
		}
		said := saying{t, rowFields(user)}
		said.flag("accountEnabled", p.Enabled.Known, p.Enabled.Yes)
		said.flag("onPremisesSyncEnabled", p.Synced.Known, p.Synced.Yes)
		said.signIn(p)
		if p.Guest && !strings.EqualFold(said.text("userType"), "Guest") {
			t.Fatalf("a guest: %q", user)
		}
		saying{t, rowFields(report)}.mfa(p)
		comesBack(t, p)
	})
}

// saying is what a row says, by its fields in lower case.
type saying struct {
	*testing.T
	row map[string]any
}

// fields returns the fields of a row; nil if two have one name, or it is no object.
func rowFields(row []byte) map[string]any {
	var all map[string]any
	if json.Unmarshal(row, &all) != nil {
		return nil
	}
	names := 0
	_ = Fields(row, func(string, []byte) { names++ })
	low := map[string]any{}
	for k, v := range all {
		low[strings.ToLower(k)] = v
	}
	if names != len(low) {
		return nil
	}
	return low
}

func (s saying) text(name string) string {
	text, _ := s.row[strings.ToLower(name)].(string)
	return text
}

// is returns what a row says to a question: true, false or, if neither, not known.
func (s saying) is(name string) (yes, known bool) {
	switch v := s.row[strings.ToLower(name)].(type) {
	case bool:
		return v, true
	case string:
		return strings.EqualFold(v, "true"), strings.EqualFold(v, "true") || strings.EqualFold(v, "false")
	}
	return false, false
}

func (s saying) flag(name string, known, yes bool) {
	if s.row == nil {
		return
	}
	if saidYes, said := s.is(name); known && (!said || saidYes != yes) {
		s.Fatalf("%s is %v, and the row says %v", name, yes, s.row)
	}
}

func (s saying) signIn(p Person) {
	if (p.SignIn == SignInAt) == p.LastSignIn.IsZero() {
		s.Fatalf("%s at %v", p.SignIn, p.LastSignIn)
	}
	if s.row == nil || p.SignIn == SignInUnknown {
		return
	}
	times, ok := s.row["signinactivity"].(map[string]any)
	if !ok {
		s.Fatalf("the last sign-in is %q: %v", p.SignIn, s.row)
	}
	if p.SignIn == SignInAt {
		return
	}
	some := false
	for _, name := range []string{"lastSignInDateTime", "lastNonInteractiveSignInDateTime",
		"lastSuccessfulSignInDateTime"} {
		v, there := times[name]
		text, _ := v.(string)
		some = some || there
		if v != nil && !strings.HasPrefix(text, "0001-01-01T") && !strings.HasPrefix(text, "1601-01-01T") {
			s.Fatalf("never, and the row says %v", times)
		}
	}
	if !some {
		s.Fatalf("never, and the row says nothing: %v", s.row)
	}
}

func (s saying) mfa(p Person) {
	if !p.InReport && (p.MFA != MFAUnknown || p.PhoneOnly || p.WeakAdmin()) {
		s.Fatalf("known without the report: %+v", p)
	}
	if s.row == nil {
		return
	}
	capable, capableKnown := s.is("isMfaCapable")
	registered, registeredKnown := s.is("isMfaRegistered")
	right := true
	switch p.MFA {
	case MFACapable:
		right = capable
	case MFABroken:
		right = registered && capableKnown && !capable
	case MFANone:
		right = registeredKnown && !registered
	}
	if !right {
		s.Fatalf("%s, and the report says %v", p.MFA, s.row)
	}
	methods := s.row["methodsregistered"]
	if p.PhoneOnly && methods == nil || p.WeakAdmin() && methods == nil && p.MFA != MFANone {
		s.Fatalf("methods are known, and the report says %v: %+v", s.row, p)
	}
}

// comesBack saves a person and reads it again, as the cache does.
func comesBack(t *testing.T, p Person) {
	back := p
	for range 2 { // the first time, broken UTF-8 is mended
		p = back
		whole, err := json.Marshal(p)
		if err != nil {
			t.Fatal(err)
		}
		back = Person{}
		if err := json.Unmarshal(whole, &back); err != nil {
			t.Fatal(err)
		}
		if p.Enabled.Known != back.Enabled.Known || p.Synced.Known != back.Synced.Known || p.MFA != back.MFA ||
			p.SignIn != back.SignIn || !p.LastSignIn.Equal(back.LastSignIn) || len(p.Methods) != len(back.Methods) {
			t.Fatalf("%+v comes back as %+v", p, back)
		}
	}
	if !reflect.DeepEqual(p, back) {
		t.Fatalf("%+v comes back as %+v", p, back)
	}
}
