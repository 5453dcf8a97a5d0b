package audit

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"handrail/app/tenant"
)

// TestHostileTexts: a name steers nothing, and has an end.
func TestHostileTexts(t *testing.T) {
	off := changed(tenant.SectionUsers, target, "accountEnabled", "true", "false")
	name := "Eve\\u001b[31m\\u202e\\n" + strings.Repeat("x", 500)
	entry := logged("Disable account", noon, `{"user":{"id":"7","displayName":"`+name+`"}}`, about("User", target),
		`{"key":"User-Agent","value":"evil\u0007tool/1.0"}`)
	by := New(logOf(t, entry)).Match(off)[0].By()
	if by == nil || strings.ContainsAny(by.Name, "\x1b\u202e\n") || len([]rune(by.Name)) > 130 ||
		strings.ContainsAny(by.Program, "\a") || !strings.HasPrefix(by.Program, "evil") {
		t.Errorf("%+v", by)
	}
}

func TestPrograms(t *testing.T) {
	off := changed(tenant.SectionUsers, target, "accountEnabled", "true", "false")
	agent := func(text string) string { return `{"key":"User-Agent","value":"` + text + `"}` }
	for details, want := range map[string]string{
		"":                  "",
		agent(""):           "",
		agent("Handrail"):   "Handrail",
		agent("Handrail/2"): "Handrail",
		agent("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Edg/142.0"):                           "a web browser",
		agent("Mozilla/5.0 (Windows NT; Windows NT 10.0; en-GB) PowerShell/2026.11 Invoke-Mg"): "PowerShell",
		`{"key":"ipaddr","value":"192.0.2.1"}`:                                                 "",
	} {
		more := []string{}
		if details != "" {
			more = append(more, details)
		}
		by := New(logOf(t, logged("Disable account", noon, byMaria(), about("User", target), more...))).Match(off)[0].By()
		if by == nil || by.Program != want || !by.At.Equal(time.Date(2026, 11, 20, 12, 0, 0, 123456700, time.UTC)) {
			t.Errorf("%s: %+v", details, by)
		}
	}
	both := `{"user":{"id":"` + maria + `"},"app":{"displayName":"Lifecycle tool"}}`
	if by := New(logOf(t, logged("Disable account", noon, both, about("User", target)))).Match(off)[0].By(); by == nil ||
		by.Program != "Lifecycle tool" || by.Name != "Maria Weber" {
		t.Errorf("%+v", by)
	}
}

// TestWhatIsSavedOfAnEntry: no address and no telephone number.
func TestWhatIsSavedOfAnEntry(t *testing.T) {
	text := logged("Update user", noon, byMaria(), about("User", target, "StrongAuthenticationUserDetails", "[]",
		`[{"PhoneNumber":"+44 7700900123"}]`), `{"key":"ipaddr","value":"192.0.2.1"}`)
	saved, err := json.Marshal(logOf(t, text).Entries[0])
	if err != nil || strings.Contains(string(saved), "7700900123") || strings.Contains(string(saved), "192.0.2.1") ||
		strings.Contains(string(saved), "198.51.100.23") ||
		!strings.Contains(string(saved), "StrongAuthenticationUserDetails") {
		t.Errorf("%s %v", saved, err)
	}
}
