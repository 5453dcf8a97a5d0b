package mfamethods

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"handrail/app/guide"
	"handrail/app/report"
	"handrail/app/tenant"
)

// TestALookAloneMadeNothing: where no one confirmed the change, no text says that it was
// made or that it stays, nothing failed, and a plan has undo or the reason for none.
func TestALookAloneMadeNothing(t *testing.T) {
	d, _ := testDeps(world())
	ctx := context.Background()
	for _, change := range []string{"voice-off", "authenticator-on", "none", "migration-complete"} {
		for _, keep := range []string{"keep", "undo"} {
			v := visit(change)
			v.Answers[askKeep] = keep
			doc, err := d.worked(ctx, v, nil)
			if err != nil || doc.MaxSeverity().NeedsAction() || strings.Contains(said(doc), "is made\n") {
				t.Errorf("%s: %v, %s", change, err, said(doc))
			}
			var undo, none bool
			for _, plan := range []func(context.Context, *guide.Visit) (*guide.Plan, error){d.plan, d.planKeep} {
				p, err := plan(ctx, v)
				if err != nil {
					t.Fatal(err)
				}
				undo, none = undo || p.Undo != "", none || p.NoUndo != ""
				for _, c := range p.Changes {
					if c.Now == "Made" || strings.Contains(p.Summary, "the change stays") {
						t.Errorf("%s, %s: %+v", change, keep, p)
					}
				}
			}
			if undo == none {
				t.Errorf("%s, %s: undo %v, no undo %v", change, keep, undo, none)
			}
		}
	}
}

func said(doc *report.Document) (text string) {
	for _, f := range doc.Findings() {
		text += f.Title + "\n" + f.Text + "\n"
	}
	return text
}

// TestDefaultsWarnOfTurningOff: while security defaults are on, every change that takes
// a method away warns, and no other does.
func TestDefaultsWarnOfTurningOff(t *testing.T) {
	for _, on := range []string{"true", "false"} {
		o := world()
		o.Rows[tenant.SectionDefaults] = []tenant.Row{{ID: "d",
			Body: json.RawMessage(`{"id":"d","isEnabled":` + on + `}`)}}
		d, _ := testDeps(o)
		for change, takes := range map[string]bool{"voice-off": true, "authenticator-off": true,
			"sms-only:g-1": true, "passkeys-without:g-1": true, "tap-on": false, "campaign-stop": false} {
			doc, err := d.who(context.Background(), visit(change), nil)
			if err != nil {
				t.Fatal(err)
			}
			if got := strings.Contains(said(doc), "Security defaults are on"); got != (takes && on == "true") {
				t.Errorf("%s with security defaults %s: warned %v", change, on, got)
			}
		}
	}
}
