package program

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"maps"
	"slices"
	"strings"
	"testing"

	"handrail/app/guide"
	"handrail/app/terminal"
)

// leftOutOfTheSample is who would not get an add-in that is assigned to these
// groups of the sample organisation, written down by hand from its people and groups.
var leftOutOfTheSample = map[string]string{
	// Newsletter: a distribution list. Two have no licence, one is a guest.
	"celia.rowe@northgate.example":  "no-mailbox",
	"diana.frost@northgate.example": "no-mailbox",
	"felix.web":                     "guest",
	// Meeting leaders: a list with the front desk inside it. Mo stands in Hall team too.
	"irene.costa@northgate.example":      "nested-group",
	"jakub.nowak@northgate.example":      "nested-group",
	"reception.tablet@northgate.example": "nested-group",
	// Hall team: a mail-enabled security group.
	"kofi.mensah@hall.northgate.example": "no-mailbox",
	"bookings@hall.northgate.example":    "no-licence",
	"anna.auditor":                       "guest",
	"marcus.bell@hall.northgate.example": "no-mailbox sign-in-off",
	// Trustees: a Microsoft 365 group that stands inside a list.
	"miriam.hale@northgate.example":  "parent-group",
	"tess.okafor@northgate.example":  "parent-group",
	"ruth.ashdown@northgate.example": "parent-group",
	"harold.pike@northgate.example":  "parent-group",
	"edith.marsh@northgate.example":  "parent-group",
	"george.tan@northgate.example":   "parent-group",
	"amina.yusuf@northgate.example":  "parent-group",
	"paul.devries@northgate.example": "parent-group",
	"long.name@northgate.example":    "parent-group no-mailbox",
	"david.diocese":                  "parent-group guest",
	// Emergency access accounts: a security group without mail.
	"breakglass1@northgatetrust.onmicrosoft.com": "group-kind no-mailbox",
	"breakglass2@northgatetrust.onmicrosoft.com": "group-kind no-mailbox",
}

// TestLeftOutOfTheSample: the list in the terminal is exactly the one by hand.
func TestLeftOutOfTheSample(t *testing.T) {
	var out, errs bytes.Buffer
	groups := `Newsletter\nMeeting leaders\nHall team\nTrustees\nOld team list\nEmergency access accounts`
	code := runTerminal(t, &out, &errs, "run", "addin-deploy", "-sample", "-data", t.TempDir(), "-set",
		"addin=WA104381712", "-set", "who=groups", "-set", "groups="+groups, "-set", "way=script", "-json")
	var got struct {
		LeftOut []struct {
			UPN     string
			Reasons []struct{ Code, Text, Do string }
		}
		Facts    map[string]string
		Totals   map[string]int
		Handover []struct {
			Step    string
			Bundles []struct{ Files []struct{ Path, Text string } }
		}
	}
	if err := json.Unmarshal(out.Bytes(), &got); err != nil || code != terminal.Act {
		t.Fatalf("%d, %v: %s", code, err, errs.String())
	}
	have := map[string]string{}
	for _, p := range got.LeftOut {
		var codes []string
		for _, r := range p.Reasons {
			codes = append(codes, r.Code)
			if r.Text == "" || r.Do == "" {
				t.Errorf("%s: too little is said: %+v", p.UPN, r)
			}
		}
		name := p.UPN
		if before, _, guest := strings.Cut(name, "_"); guest && strings.Contains(name, "#EXT#") {
			name = before
		}
		have[name] = strings.Join(codes, " ")
	}
	for _, upn := range slices.Sorted(maps.Keys(leftOutOfTheSample)) {
		if have[upn] != leftOutOfTheSample[upn] {
			t.Errorf("%s: %q, by hand %q", upn, have[upn], leftOutOfTheSample[upn])
		}
	}
	if len(have) != len(leftOutOfTheSample) || got.Totals["left-out"] != len(have) {
		t.Errorf("%d people are left out (%v), by hand %d", len(have), slices.Sorted(maps.Keys(have)),
			len(leftOutOfTheSample))
	}
	if got.Facts["check/role"] == "" || got.Facts["check/licences"] != "pass" {
		t.Errorf("%v", got.Facts)
	}
	script := ""
	for _, h := range got.Handover {
		for _, b := range h.Bundles {
			for _, f := range b.Files {
				if h.Step == "deploy" && f.Path == "change.ps1" {
					script = f.Text
				}
			}
		}
	}
	for _, want := range []string{"'WA104381712'", "'newsletter@northgate.example'", "'hallteam@northgate.example'"} {
		if !strings.Contains(script, want) {
			t.Errorf("%s is not in the script:\n%s", want, script)
		}
	}
}

// runTerminal runs a command as main does, and gives its exit status.
func runTerminal(t *testing.T, out, errs io.Writer, args ...string) int {
	t.Helper()
	return terminal.Run(context.Background(), args, terminal.Environment{Out: out, Err: errs, Open: ForTerminal})
}

// TestTheSampleAnswersTheScripts: what they would write there is offered, read and
// judged, and the list after the deployment has the add-in on it.
func TestTheSampleAnswersTheScripts(t *testing.T) {
	ctx := context.Background()
	h, err := Open(ctx, terminal.Flags{Data: t.TempDir(), Sample: true}, true)
	if err != nil {
		t.Fatal(err)
	}
	defer h.Close()
	i := slices.IndexFunc(h.Guides, func(g guide.Guide) bool { return g.ID == "addin-deploy" })
	v := &guide.Visit{ID: "v", Guide: "addin-deploy",
		Answers: map[string]string{"addin": "WA104381712", "aim": "deploy"}, Outcomes: map[string]guide.Outcome{}}
	look := func(id string) map[string]string {
		t.Helper()
		for _, s := range h.Guides[i].Steps {
			if s.ID != id {
				continue
			}
			for _, a := range s.Asks {
				if a.Default != nil && v.Answers[a.Name] == "" {
					v.Answers[a.Name] = a.Default(v)
				}
			}
			doc, err := s.Look(ctx, v, nil)
			if err != nil {
				t.Fatal(err)
			}
			return doc.Facts()
		}
		t.Fatal("there is no step " + id)
		return nil
	}
	may := look("may")
	for name, want := range map[string]string{"deployed": "no", "check/apps": "pass", "check/oauth": "pass"} {
		if may[name] != want {
			t.Errorf("%s is %q, want %q: %v", name, may[name], want, may)
		}
	}
	if before := look("arrived"); before["arrived"] != "not-asked" {
		t.Errorf("before it was deployed: %v", before)
	}
	v.Outcomes["deploy"] = guide.Outcome{State: guide.Completed}
	if later := look("arrived"); later["arrived"] != "yes" {
		t.Errorf("later: %v", later)
	}
}
