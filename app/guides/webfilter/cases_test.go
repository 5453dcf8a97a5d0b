package webfilter

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"handrail/app/guide"
	"handrail/app/guides/guidetest"
	"handrail/app/report"
	"handrail/app/tenant"
)

const (
	business = "bfc1bbd9-981b-4f71-9b82-17c35fd0e2a4"
	plan2    = "871d91ec-ec1a-452b-a83f-bd76c7d770ef"
)

// organisation has one licence with some plans, one person who has it, and some devices.
func organisation(plans []string, devices ...string) deps {
	w := guidetest.New()
	w.Office.UnreadAll()
	all := []string{}
	for _, id := range plans {
		all = append(all, `{"servicePlanId":"`+id+`","provisioningStatus":"Success"}`)
	}
	w.Office.Add(tenant.SectionLicences, `{"id":"l","skuId":"l","skuPartNumber":"SPB","capabilityStatus":"Enabled",
		"servicePlans":[`+strings.Join(all, ",")+`]}`)
	w.Office.Add(tenant.SectionUsers, `{"id":"ewan","displayName":"Ewan Pryce","userPrincipalName":
		"ewan@northgate.example","accountEnabled":true,"assignedLicenses":[{"skuId":"l","disabledPlans":[]}]}`,
		`{"id":"ama","displayName":"Ama Boateng","userPrincipalName":"ama@northgate.example","accountEnabled":true,
		"assignedLicenses":[]}`)
	if devices == nil {
		devices = []string{"LAPTOP-07"}
	}
	for i, name := range devices {
		w.Office.Add(tenant.SectionDevices, fmt.Sprintf(`{"id":"v%d","deviceId":"d%d","displayName":%q,
			"operatingSystem":"Windows","accountEnabled":true}`, i, i, name))
	}
	return deps{w.Services(), &memory{}}
}

// visit has answers; categories that are not given are Gambling.
func visit(answers map[string]string) *guide.Visit {
	v := &guide.Visit{Answers: map[string]string{askCategories: "Gambling"}, Outcomes: map[string]guide.Outcome{}}
	for name, text := range answers {
		v.Answers[name] = text
	}
	return v
}

// want compares facts and codes of findings.
func want(t *testing.T, doc *report.Document, err error, facts map[string]string, codes ...string) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	for name, value := range facts {
		if got := doc.Facts()[name]; got != value {
			t.Errorf("%s is %q, want %q", name, got, value)
		}
	}
	var found []string
	for _, f := range doc.Findings() {
		found = append(found, f.Code)
	}
	for _, code := range codes {
		if !slices.Contains(found, code) {
			t.Errorf("no %s in %v", code, found)
		}
	}
}

const head = "Timestamp,DeviceName,ActionType,RemoteUrl,InitiatingProcessFileName,InitiatingProcessAccountUpn," +
	"AdditionalFields\n"

// event is a row of the portal.
func event(action, site, upn, fields string) string {
	return "2026-11-20T10:00:00Z,LAPTOP-07," + action + ",https://" + site + "/,chrome.exe," + upn + ",\"" +
		strings.ReplaceAll(fields, `"`, `""`) + "\"\n"
}

const domains = "Domain,Category,Requests,Blocked\nbet-luck.example,Gambling,40,0\nchat.example,Chat,9,0\n"

// The cases 6-01 to 6-05 through the guide: only what the web filter stopped is counted as the plan's doing,
// and what cannot be told has a row of its own.
func TestKinds(t *testing.T) {
	rows := head +
		event("SmartScreenUrlWarning", "bet-luck.example", "ewan@northgate.example",
			`{"Experience":"CustomPolicy"}`) + // 6-01
		event("SmartScreenUrlWarning", "tiktok.com", "ama@northgate.example",
			`{"Experience":"CustomBlockList","ApplicationName":"TikTok"}`) + // 6-02
		event("ExploitGuardNetworkProtectionAudited", "bet-luck.example", "ama@northgate.example",
			`{"IsAudit":"true","ResponseCategory":"CustomPolicy"}`) + // 6-03
		event("ExploitGuardNetworkProtectionBlocked", "bad.example", "third@northgate.example",
			`{"ResponseCategory":"CmdCtrl"}`) + // 6-04
		event("SmartScreenUrlWarning", "bet-luck.example", "fourth@northgate.example", "{}") // 6-05
	d := organisation([]string{business})
	doc, err := d.lookStopped(t.Context(), visit(map[string]string{askHunting: rows, askReport: domains}), nil)
	want(t, doc, err, map[string]string{"people": "2", "attempts": "2", "only-recorded": "1", "apps": "1", "threats": "1",
		"kind-unknown": "1", "indicators": "0", "no-category": "0", "sites": "1", "at-least": "yes"},
		"kind-unknown", "only-recorded")
	if doc.Headline != "At least 2 people would be stopped" {
		t.Error(doc.Headline)
	}
	for _, b := range doc.Blocks {
		if e, ok := b.(report.Entries); ok && e.Name == "people" {
			if len(e.Items) != 2 || e.Items[0].Title != "Ewan Pryce" || e.Items[1].Title != "Ama Boateng" {
				t.Errorf("%+v", e.Items)
			}
		}
	}
}

// A kind that no row has is not a kind that is not known: the number is the number.
func TestNothingUnknownIsNotUnknown(t *testing.T) {
	rows := head + event("SmartScreenUrlWarning", "bet-luck.example", "ewan@northgate.example",
		`{"Experience":"CustomPolicy"}`)
	doc, err := organisation([]string{business}).lookStopped(t.Context(),
		visit(map[string]string{askHunting: rows, askReport: domains}), nil)
	want(t, doc, err, map[string]string{"people": "1", "kind-unknown": "0", "no-category": "0", "at-least": "no"})
	for _, f := range doc.Findings() {
		if f.Code == "kind-unknown" || f.Code == "no-category" {
			t.Errorf("%+v", f)
		}
	}
	if doc.Headline != "1 person would be stopped" {
		t.Error(doc.Headline)
	}
}

// 6-06: Edge is filtered, Chrome is not, each with its conditions.
func TestAuditOnADevice(t *testing.T) {
	file := `[{"ComputerName":"LAPTOP-07","OSPlatform":"Windows","EnableNetworkProtection":2,"AMRunningMode":"Normal",
"Browsers":["Microsoft Edge","Google Chrome"],"UserPrincipalName":"ewan@northgate.example"}]`
	d := organisation([]string{business})
	doc, err := d.lookDevices(t.Context(), visit(map[string]string{askDevices: file}), nil)
	want(t, doc, err, map[string]string{"devices": "1", "edge-only": "1", "works": "0", "not-filtered": "0",
		"filter": "yes", "device-groups": "no"}, "network-protection-audit")
	for _, b := range doc.Blocks {
		e, ok := b.(report.Entries)
		if !ok {
			continue
		}
		var got struct {
			Browsers map[string]struct{ Verdict string }
		}
		if err := json.Unmarshal(e.Items[0].Data, &got); err != nil || got.Browsers["Microsoft Edge"].Verdict != "works" ||
			got.Browsers["Google Chrome"].Verdict != "fails" {
			t.Errorf("%s, %v", e.Items[0].Data, err)
		}
		if !strings.Contains(e.Items[0].About, "if Defender manages it, and if SmartScreen is on") {
			t.Error(e.Items[0].About)
		}
	}
}

// 6-07: with Business Premium alone a second policy is refused; the licence is enough for the filter itself.
func TestOnePolicyForEveryone(t *testing.T) {
	two := "A; Office; Gambling\nB; Hall; Games"
	for name, c := range map[string]struct {
		plans             []string
		policies, refused string
	}{
		"Business Premium alone, two": {[]string{business}, two, "yes"},
		"Business Premium alone, one": {[]string{business}, "A; *; Gambling", "no"},
		"one, for a group":            {[]string{business}, "A; Hall; Gambling", "yes"},
		"Plan 2":                      {[]string{plan2}, two, "no"},
		"both":                        {[]string{plan2, business}, two, "unknown"},
	} {
		d := organisation(c.plans)
		v := visit(map[string]string{askPolicies: c.policies})
		doc, err := d.lookPolicy(t.Context(), v, nil)
		want(t, doc, err, map[string]string{"refused": c.refused})
		if held := ready(v, doc); (held != nil) != (c.refused == "yes") {
			t.Errorf("%s: %v", name, held)
		}
		v.Outcomes[stepPolicy] = guide.Outcome{Facts: doc.Facts()}
		if h, err := d.handSetUp(t.Context(), v); err != nil || (h.Nothing != "") != (c.refused == "yes") {
			t.Errorf("%s: %+v, %v", name, h, err)
		}
		devices, err := d.lookDevices(t.Context(), v, nil)
		want(t, devices, err, map[string]string{"filter": "yes"})
	}
}

// 6-08: the stricter policy wins, and an Allow indicator is open all the same.
func TestStricterPolicyAndAllow(t *testing.T) {
	d := organisation([]string{plan2})
	doc, err := d.lookPolicy(t.Context(), visit(map[string]string{
		askPolicies: "A; X; Social networking\nB; X; None", askIndicators: "www.example.com"}), nil)
	want(t, doc, err, map[string]string{"policies": "2", "groups": "1", "blocked": "1", "except": "www.example.com",
		"refused": "no"})
	for _, b := range doc.Blocks {
		if e, ok := b.(report.Entries); ok && e.Name == "effects" {
			if len(e.Items) != 1 || e.Items[0].State != "Blocked, except www.example.com" ||
				e.Items[0].About != "X, because of A" {
				t.Errorf("%+v", e.Items)
			}
		}
	}
}

// That the file has no one does not mean that there is no one: a category that no policy blocks is not recorded.
func TestNobodyRecordedIsNotNobody(t *testing.T) {
	d := organisation([]string{business})
	chat := head + event("SmartScreenUrlWarning", "chat.example", "ewan@northgate.example",
		`{"Experience":"CustomPolicy"}`)
	doc, err := d.lookStopped(t.Context(), visit(map[string]string{askHunting: chat, askReport: domains}), nil)
	want(t, doc, err, map[string]string{"people": "unknown", "attempts": "unknown", "other-categories": "1"},
		"not-recorded")
	doc, err = d.lookStopped(t.Context(), visit(map[string]string{askReport: domains}), nil)
	want(t, doc, err, map[string]string{"people": "unknown", "attempts": "unknown"}, "hunting-none")
	doc, err = d.lookStopped(t.Context(), visit(map[string]string{askHunting: chat}), nil)
	want(t, doc, err, map[string]string{"people": "unknown", "no-category": "1"}, "no-category", "not-recorded")
	doc, err = d.lookStopped(t.Context(), visit(map[string]string{askHunting: "/no/such/file.csv"}), nil)
	want(t, doc, err, map[string]string{"people": "unknown"}, "hunting-unread")
	doc, err = d.lookStopped(t.Context(), visit(map[string]string{askHunting: "Name,Kind\nx,y\n"}), nil)
	want(t, doc, err, map[string]string{"people": "unknown"}, "hunting-unread")
}
