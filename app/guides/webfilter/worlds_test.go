package webfilter

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"handrail/app"
	"handrail/app/device/hunting"
	"handrail/app/guide"
	"handrail/app/guides/guidetest"
	"handrail/app/report"
	"handrail/app/tenant"
)

// Devices are recognised by the ID of Entra, else by a name that only one has; what is not in the file is not
// known, and a device whose person has no licence is not filtered.
func TestDevicesAreRecognised(t *testing.T) {
	file := `[{"DeviceName":"renamed","AadDeviceId":"D0","OSPlatform":"Windows11","OnboardingStatus":"Onboarded",
"NetworkProtectionBlocks":"1","AntivirusMode":"0","RealTimeProtectionEnabled":"1","Browsers":"edge; chrome"},
{"ComputerName":"LENT.northgate.example","EnableNetworkProtection":1,"AMRunningMode":"Normal",
"Browsers":["Microsoft Edge"],"UserPrincipalName":"ama@northgate.example"},
{"ComputerName":"TWIN","EnableNetworkProtection":1,"AMRunningMode":"Normal","Browsers":["Microsoft Edge"]},
{"ComputerName":"ELSEWHERE","EnableNetworkProtection":0,"AMRunningMode":"Normal","Browsers":["Google Chrome"]}]`
	d := organisation([]string{business}, "LAPTOP-07", "lent", "TWIN", "twin", "GONE")
	doc, err := d.lookDevices(t.Context(), visit(map[string]string{askDevices: file}), nil)
	want(t, doc, err, map[string]string{"devices": "6", "devices-unknown": "4", "not-filtered": "2", "works": "0"},
		"quic-unknown", "no-licence", "same-name", "not-in-file", "network-protection-off")
}

// Several files, one on each line; one that is missing is said, and the others count.
func TestSeveralFiles(t *testing.T) {
	d := organisation([]string{business}, "A", "B")
	d.Files.Read = func(path string) ([]byte, error) {
		if path == "/c.json" {
			return guidetest.New().Services().Files.Read(path)
		}
		name := strings.ToUpper(strings.TrimSuffix(strings.TrimPrefix(path, "/"), ".json"))
		return []byte(`[{"ComputerName":"` + name + `","EnableNetworkProtection":2,"AMRunningMode":"Normal",
"Browsers":["Microsoft Edge","Opera"]}]`), nil
	}
	doc, err := d.lookDevices(t.Context(), visit(map[string]string{askDevices: "/a.json\n\"/b.json\"\n/c.json"}), nil)
	want(t, doc, err, map[string]string{"devices": "2", "edge-only": "2"}, "devices-unread")
}

// No organisation: the files say what they say, and the rest is not known.
func TestWithoutAnOrganisation(t *testing.T) {
	d := organisation([]string{business})
	d.Tenant.Connection = nil
	file := `[{"ComputerName":"A","EnableNetworkProtection":2,"AMRunningMode":"Normal",
"Browsers":["Microsoft Edge","Opera"]}]`
	doc, err := d.lookDevices(t.Context(), visit(map[string]string{askDevices: file}), nil)
	want(t, doc, err, map[string]string{"devices": "unknown", "edge-only": "1", "works": "unknown", "filter": "unknown"},
		"not-connected")
	file = strings.Replace(file, `,"Opera"`, "", 1)
	doc, err = d.lookDevices(t.Context(), visit(map[string]string{askDevices: file}), nil)
	want(t, doc, err, map[string]string{"devices": "unknown", "works": "1"})
	if doc.Headline != "The filter would work on the devices in your file" {
		t.Error(doc.Headline)
	}
}

// A result that has exactly as many rows as Microsoft returns says so, on the page and in the numbers.
func TestCutOffIsSaid(t *testing.T) {
	one := event("ExploitGuardNetworkProtectionBlocked", "bet-luck.example", "ewan@northgate.example",
		`{"ResponseCategory":"CustomPolicy"}`)
	d := organisation([]string{business})
	limit := hunting.RowLimits()[2]
	doc, err := d.lookStopped(t.Context(), visit(map[string]string{askReport: domains,
		askHunting: head + strings.Repeat(one, limit)}), nil)
	want(t, doc, err, map[string]string{"attempts": "100000", "cut-off": "yes", "at-least": "yes"}, "row-limit",
		"already-stopped")
	if doc.Headline != "At least 1 person would be stopped" {
		t.Error(doc.Headline)
	}
}

// Names and sites are saved only if the person wants that.
func TestWhatIsSaved(t *testing.T) {
	rows := head + event("SmartScreenUrlWarning", "bet-luck.example", "ewan@northgate.example",
		`{"Experience":"CustomPolicy"}`)
	d := organisation([]string{business})
	for answer, names := range map[string]bool{namesCounts: false, namesKeep: true} {
		v := visit(map[string]string{askReport: domains, askHunting: rows, askNames: answer,
			askPolicies: "A; *; Gambling", askAfter: rows})
		for name, look := range map[string]func() (*report.Document, error){
			"stopped": func() (*report.Document, error) { return d.lookStopped(t.Context(), v, nil) },
			"after":   func() (*report.Document, error) { return d.lookAfter(t.Context(), v, nil) },
			"record":  func() (*report.Document, error) { return d.lookRecord(t.Context(), v, nil) },
		} {
			doc, err := look()
			if err != nil {
				t.Fatal(err)
			}
			var text, whole strings.Builder
			if err := report.WriteJSON(&text, saved(v, doc)); err != nil {
				t.Fatal(err)
			}
			got := strings.Contains(text.String(), "Ewan") || strings.Contains(text.String(), "bet-luck")
			if got != names {
				t.Errorf("%s, %s: names are saved: %v", answer, name, got)
			}
			if err := report.WriteJSON(&whole, doc); err != nil || !strings.Contains(whole.String(), "Ewan Pryce") {
				t.Errorf("%s, %s: the person does not see the names: %v", answer, name, err)
			}
		}
	}
}

// Before and after are compared; attempts from before the change are said.
func TestBeforeAndAfter(t *testing.T) {
	d := organisation([]string{business})
	audited := event("ExploitGuardNetworkProtectionAudited", "bet-luck.example", "ewan@northgate.example",
		`{"IsAudit":"true","ResponseCategory":"CustomPolicy"}`)
	blocked := strings.NewReplacer("Audited", "Blocked", "true", "false").Replace(audited)
	for later, c := range map[string][2]string{audited: {"no", "The filter records, and blocks nothing"},
		blocked: {"yes", "The filter blocks sites of these categories"}, audited + blocked: {"in-part",
			"The filter blocks on some devices only"}, "": {"unknown", "It is not known whether the filter blocks"}} {
		v := visit(map[string]string{askReport: domains, askHunting: head + audited, askAfter: head + later})
		doc, err := d.lookAfter(t.Context(), v, nil)
		want(t, doc, err, map[string]string{"working": c[0]}, "working")
		if doc.Headline != c[1] {
			t.Error(doc.Headline)
		}
	}
	v := visit(map[string]string{askReport: domains, askHunting: head + audited, askAfter: head + blocked})
	v.Outcomes[stepSetUp] = guide.Outcome{State: guide.Completed, At: time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC)}
	doc, err := d.lookAfter(t.Context(), v, nil)
	want(t, doc, err, map[string]string{"after-people": "1", "after-attempts": "1"}, "before-change")
}

// A service plan is known by its ID. An organisation without one has no filter.
func TestWithoutAPlan(t *testing.T) {
	d := organisation([]string{tenant.PlanP1})
	file := `[{"ComputerName":"LAPTOP-07","EnableNetworkProtection":1,"AMRunningMode":"Normal",
"Browsers":["Microsoft Edge"]}]`
	doc, err := d.lookDevices(t.Context(), visit(map[string]string{askDevices: file}), nil)
	want(t, doc, err, map[string]string{"filter": "no", "not-filtered": "1"}, "no-plan", "no-licence")
}

// Pasted names and sites are saved only if the person wants that; a path always is.
func TestPastedTextIsPrivate(t *testing.T) {
	d := organisation([]string{business})
	g := Guide(d.Services)
	pasted := head + event("SmartScreenUrlWarning", "bet-luck.example", "ewan@northgate.example", "")
	for _, c := range []struct {
		answer, names string
		saved         bool
	}{{pasted, namesCounts, false}, {pasted, namesKeep, true}, {`C:\Files\hunting.csv`, namesCounts, true}} {
		v := visit(map[string]string{askHunting: c.answer, askNames: c.names, askAfter: c.answer})
		kept := g.Saved(*v)
		if (kept.Answer(askHunting) != "") != c.saved || (kept.Answer(askAfter) != "") != c.saved {
			t.Errorf("%.20q, %s: %v", c.answer, c.names, kept.Answers)
		}
	}
}

// The timeline of one device says nothing about the others.
func TestTimelineOfOneDevice(t *testing.T) {
	rows := "Timestamp,DeviceName,ActionType,RemoteUrl,InitiatingProcessFileName,InitiatingProcessAccountUpn," +
		"AdditionalFields,ReportId_long\n" + strings.ReplaceAll(event("SmartScreenUrlWarning", "bet-luck.example",
		"ewan@northgate.example", `{"Experience":"CustomPolicy"}`), "\n", ",7\n")
	d := organisation([]string{business})
	doc, err := d.lookStopped(t.Context(), visit(map[string]string{askHunting: rows, askReport: domains}), nil)
	want(t, doc, err, map[string]string{"people": "1", "at-least": "yes"}, "one-device")
}

// A file is remembered while it stays the same, and read again when it changes.
func TestAChangedFileIsReadAgain(t *testing.T) {
	d := organisation([]string{business})
	d.Files.Open = app.OpenNamedFile
	path := filepath.Join(t.TempDir(), "hunting.csv")
	one := event("SmartScreenUrlWarning", "bet-luck.example", "ewan@northgate.example", `{"Experience":"CustomPolicy"}`)
	for i, attempts := range []string{"1", "1", "3"} {
		if i != 1 {
			n, _ := strconv.Atoi(attempts)
			if err := os.WriteFile(path, []byte(head+strings.Repeat(one, n)), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		doc, err := d.lookStopped(t.Context(), visit(map[string]string{askHunting: path, askReport: domains}), nil)
		want(t, doc, err, map[string]string{"attempts": attempts})
	}
	if len(d.read.all) != 2 {
		t.Errorf("%d results are remembered", len(d.read.all))
	}
}
