package parts

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"handrail/app/guide"
	"handrail/app/report"
)

// answers are the rows of Home, each with what it does into did.
func answers(did *int) map[string]func() fyne.CanvasObject {
	b := func(label string, kind ButtonKind, icon string) *Button {
		return NewButton(label, kind, icon, func() { *did++ })
	}
	return map[string]func() fyne.CanvasObject{
		"answer": func() fyne.CanvasObject {
			return NewAnswer(SeverityChip(report.Problem), Bold("14 people can sign in without MFA"),
				Muted("“Exceptions” grew from 2 to 16 people on Monday."), b("See the 14 people", Plain, ""))
		},
		"waiting": func() fyne.CanvasObject {
			return NewWaiting(StateChip(guide.Waiting, "Until 6 December"),
				Text("youth.northgate.example: 3 of 14 days without a failure"), b("Open", Quiet, "right"))
		},
		"half": func() fyne.CanvasObject {
			return NewHalf(NewHalfIcon("tick", Ink), Text("MTA-STS is enforced"), Caption("Since 3 November: no failures"),
				b("Open", Quiet, "right"))
		},
		"recommendation": func() fyne.CanvasObject {
			return NewRecommendation(RecommendationRow{Number: 1, Title: "Change sign-in methods",
				Reason:  "You use Microsoft 365, where text messages for sign-in end in 68 days.",
				Connect: true, Time: "40 minutes", Button: b("Connect to start", Main, "")})
		},
	}
}

// TestAnswerRows: a press anywhere on a row does what its button does, once; each is as high as the look says; and with
// large text nothing is wider than the page.
func TestAnswerRows(t *testing.T) {
	least := map[string]float32{"answer": 56, "waiting": 36, "half": 48, "recommendation": 72}
	for name, l := range map[string]Look{"light": {"light", 1}, "large": {"light", 2}} {
		a := start(t, l)
		did := 0
		for row, build := range answers(&did) {
			w, o := a.NewWindow(row), build()
			w.SetContent(NewRows(o))
			width := float32(760)
			if row == "half" {
				width = 372
			}
			w.Resize(fyne.NewSize(width, 400))
			if got := o.MinSize(); got.Height < least[row] || got.Width > width {
				t.Errorf("%s, %s needs %v", name, row, got)
			}
			did = 0
			test.TapCanvas(w.Canvas(), fyne.NewPos(width/2, 40))
			if name == "light" && did != 1 {
				t.Errorf("%s: a press on it did something %d times", row, did)
			}
			w.Close()
		}
	}
}

// TestAnswerGoldens holds how the rows are drawn.
func TestAnswerGoldens(t *testing.T) {
	start(t, Look{"light", 1})
	did := 0
	for row, build := range answers(&did) {
		o := NewRows(build())
		w := test.NewTempWindow(t, o)
		w.Resize(fyne.NewSize(760, 120))
		test.AssertRendersToMarkup(t, "home-"+row+".xml", w.Canvas())
	}
}
