package webfilter

import (
	"strings"
	"testing"

	"handrail/app/report"
)

// What a result does not show is not claimed: one category of two, Edge alone, and rows that say both.
func TestWhatAResultDoesNotShow(t *testing.T) {
	const policy = `{"IsAudit":"false","ResponseCategory":"CustomPolicy"}`
	d := organisation([]string{business})
	chrome := event("ExploitGuardNetworkProtectionBlocked", "bet-luck.example", "ewan@northgate.example", policy)
	edge := event("SmartScreenUrlWarning", "bet-luck.example", "ewan@northgate.example", `{"Experience":"CustomPolicy"}`)
	both := event("ExploitGuardNetworkProtectionBlocked", "bet-luck.example", "ewan@northgate.example",
		`{"IsAudit":"true","ResponseCategory":"CustomPolicy"}`)
	for name, c := range map[string]struct{ categories, later, works, code string }{
		"a category without an attempt": {"Gambling, Games", chrome, "yes", "working-part"},
		"Edge alone":                    {"Gambling", edge, "yes", "working-part"},
		"rows that say both":            {"Gambling", chrome + both, "yes", "working-part"},
		"only rows that say both":       {"Gambling", both, "unknown", "working"},
		"a damaged row":                 {"Gambling", chrome + "x\n" + chrome, "yes", "working-part"},
	} {
		doc, err := d.lookAfter(t.Context(), visit(map[string]string{askCategories: c.categories, askReport: domains,
			askAfter: head + c.later}), nil)
		want(t, doc, err, map[string]string{"working": c.works}, c.code)
		if strings.HasPrefix(doc.Headline, "The filter blocks") {
			t.Errorf("%s: %s", name, doc.Headline)
		}
	}
	doc, err := d.lookStopped(t.Context(), visit(map[string]string{askCategories: "Gambling", askReport: domains,
		askHunting: head + both}), nil)
	want(t, doc, err, map[string]string{"people": "1"}, "effect-unknown")
}

// A file of another month, of the future or without devices says so.
func TestFilesOfAnotherTime(t *testing.T) {
	d := organisation([]string{business})
	one := event("SmartScreenUrlWarning", "bet-luck.example", "ewan@northgate.example", `{"Experience":"CustomPolicy"}`)
	for year, code := range map[string]string{"2025-": "file-old", "2027-": "file-ahead"} {
		doc, err := d.lookStopped(t.Context(), visit(map[string]string{askCategories: "Gambling", askReport: domains,
			askHunting: head + strings.Replace(one, "2026-", year, 1)}), nil)
		want(t, doc, err, nil, code)
	}
	doc, err := d.lookStopped(t.Context(), visit(map[string]string{askCategories: "Gambling", askReport: domains,
		askHunting: "ActionType,RemoteUrl,Experience,Timestamp\n" +
			"SmartScreenUrlWarning,bet-luck.example,CustomPolicy,soon\n"}), nil)
	want(t, doc, err, map[string]string{"people": "unknown", "stop-devices": "unknown", "nameless": "unknown"},
		"times-unread")
	if doc.Headline != "It is not known who would be stopped" {
		t.Error(doc.Headline)
	}
}

// What is shown changes nothing of what is known: a file that says everything has no findings about what it lacks.
func TestAFileThatSaysEverything(t *testing.T) {
	d := organisation([]string{business})
	fields := `{"IsAudit":"true","ResponseCategory":"CustomPolicy","DisplayName":"Gambling"}`
	one := strings.Replace(event("ExploitGuardNetworkProtectionAudited", "a.example", "ewan@northgate.example", fields),
		"LAPTOP-07,", "LAPTOP-07,d7,", 1)
	top := strings.Replace(head, "DeviceName,", "DeviceName,DeviceId,", 1)
	look := func(text string) *report.Document {
		doc, err := d.lookStopped(t.Context(), visit(map[string]string{askHunting: text}), nil)
		want(t, doc, err, nil)
		return doc
	}
	doc := look(top + one)
	want(t, doc, nil, map[string]string{"people": "1", "at-least": "no", "kind-unknown": "0"})
	for _, f := range doc.Findings() {
		if f.Code != "only-recorded" {
			t.Errorf("%+v", f)
		}
	}
	two := strings.Replace(head, "AdditionalFields", "InitiatingProcessAccountName,AdditionalFields", 1) +
		event("ExploitGuardNetworkProtectionAudited", "a.example", "ewan@northgate.example,", fields) +
		event("ExploitGuardNetworkProtectionAudited", "b.example", ",ewan", fields)
	want(t, look(two), nil, map[string]string{"people": "2"}, "account-only", "device-names")
}

// A sum of a report of which a part cannot be read is a least, and 0 of it is not known.
func TestSumsOfAPart(t *testing.T) {
	d := organisation([]string{business})
	for file, c := range map[string][2]string{
		"Category,Attempts\nGambling,5\nJeux,7\n": {"5", "At least 5 attempts"},
		"Category,Attempts\nGambling,0\nJeux,7\n": {"unknown", "It is not known"},
		"Category,Attempts\nGambling,5\n":         {"5", "5 attempts"},
	} {
		doc, err := d.lookCategories(t.Context(), visit(map[string]string{askCategories: "Gambling", askReport: file}), nil)
		want(t, doc, err, map[string]string{"report-attempts": c[0]})
		if !strings.HasPrefix(doc.Headline, c[1]) {
			t.Errorf("%q: %s", file, doc.Headline)
		}
	}
}

// Devices without a policy are said, * beside a group is everyone, and a list that was not read has no “none”.
func TestDevicesAndSitesThatAreLeftOut(t *testing.T) {
	d := organisation([]string{plan2})
	doc, err := d.lookPolicy(t.Context(), visit(map[string]string{askPolicies: "A; Hall; Gambling"}), nil)
	want(t, doc, err, map[string]string{"except": ""}, "other-devices")
	doc, err = d.lookPolicy(t.Context(), visit(map[string]string{askPolicies: "A; *, Hall; Gambling",
		askIndicators: "/no/such/file.csv"}), nil)
	want(t, doc, err, map[string]string{"except": "unknown", "groups": "1"}, "indicators-unread")
	port, err := d.lookPolicy(t.Context(), visit(map[string]string{askPolicies: "A; *; Gambling", askReport: domains,
		askIndicators: "https://Chat.example:8443/x"}), nil)
	want(t, port, err, map[string]string{"except": ""}) // it is in another category
	ip, err := d.lookPolicy(t.Context(), visit(map[string]string{askPolicies: "A; *; Gambling",
		askIndicators: "IndicatorType,IndicatorValue,Action,Title,Description\nIpAddress,8.8.8.8,Allowed,T,D\n"}), nil)
	want(t, ip, err, nil, "ip-indicators")
	for _, b := range doc.Findings() {
		if b.Code == "other-devices" {
			t.Error("every device has the policy")
		}
	}
}
