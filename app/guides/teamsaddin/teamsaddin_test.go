package teamsaddin

import (
	"context"
	"strings"
	"testing"

	"handrail/app/guide"
	"handrail/app/guides/services"
)

func TestPolicy(t *testing.T) {
	for name, c := range map[string]struct{ given, state, code string }{
		"nothing": {"", "not-tested", "teams-not-tested"},
		"all on": {`[{"Identity":"Global","AllowOutlookAddIn":true},{"Identity":"Global","Mode":{"value":4,` +
			`"Value":"TeamsOnly"}}]`, "pass", "teams-on"},
		"one off": {`[{"Identity":"Global","AllowOutlookAddIn":true},{"Identity":"Tag:Kiosk",` +
			`"AllowOutlookAddIn":false}]`, "needs-action", "teams-off"},
		"both": {"Identity : Global\nAllowOutlookAddIn : True\nPreferredMeetingProviderForIslandsMode : " +
			"TeamsAndSfb", "pass", "teams-both"},
		"one without a value": {`[{"Identity":"Global","AllowOutlookAddIn":true},{"Identity":"Tag:Kiosk",` +
			`"AllowOutlookAddIn":null}]`, "not-tested", "teams-not-tested"},
		"one off, one without": {`[{"Identity":"Global","AllowOutlookAddIn":null},{"Identity":"Tag:Kiosk",` +
			`"AllowOutlookAddIn":false}]`, "needs-action", "teams-off"},
		"without Global": {`[{"Identity":"Tag:Kiosk","AllowOutlookAddIn":true}]`, "not-tested", "teams-not-tested"},
		"not whole":      {`[{"Identity":`, "not-tested", "teams-unread"},
	} {
		g := Guide(services.Services{})
		v := &guide.Visit{Answers: map[string]string{askOutlook: "classic", askPolicies: c.given}}
		doc, err := g.Steps[2].Look(context.Background(), v, nil)
		if err != nil {
			t.Fatal(err)
		}
		codes := ""
		for _, f := range doc.Findings() {
			codes += f.Code + " " + f.Subject + " "
		}
		if doc.Facts()["check/outlook-addin"] != c.state || !strings.Contains(codes, c.code) || name == "one off" &&
			!strings.Contains(codes, "Kiosk") {
			t.Errorf("%s: %v %s", name, doc.Facts(), codes)
		}
	}
}

func TestEveryOutlookHasItsSteps(t *testing.T) {
	for _, o := range Guide(services.Services{}).Steps[0].Asks[0].Options(nil) {
		if comes[o.Value] == "" || len(repairs[o.Value]) < 3 {
			t.Errorf("%s has too few words", o.Value)
		}
	}
}

// TestATableIsRead: as the console prints it, one policy of two takes the button away.
func TestATableIsRead(t *testing.T) {
	g := Guide(services.Services{})
	v := &guide.Visit{Answers: map[string]string{askOutlook: "new", askPolicies: "Identity      AllowOutlookAddIn\n" +
		"--------      -----------------\nGlobal                     True\nTag:Visitors              False\n"}}
	doc, err := g.Steps[2].Look(context.Background(), v, nil)
	if err != nil || doc.Facts()["check/outlook-addin"] != "needs-action" {
		t.Errorf("%v, %v", doc.Facts(), err)
	}
}
