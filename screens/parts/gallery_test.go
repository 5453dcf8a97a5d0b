package parts

import (
	"image/png"
	"os"
	"path/filepath"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"handrail/app/guide"
	"handrail/app/report"
	"handrail/app/task"
)

// start returns a test program in Handrail's theme.
func start(t testing.TB, l Look) fyne.App {
	a := test.NewTempApp(t.(*testing.T))
	a.Settings().SetTheme(NewTheme(l))
	return a
}

// findings is a small set with every severity.
var findings = []report.Finding{
	{Code: "ok", Severity: report.OK, Title: "The policy host answers, with a valid certificate",
		Text: "It was asked over HTTPS."},
	{Code: "mx", Severity: report.Problem, Title: "The policy does not match your mail server",
		Subject: "hall.northgate.example",
		Text: "The policy says *.mx.microsoft. A star replaces one part of a name, and your mail server has two " +
			"parts there. After you enforce the policy, senders that support MTA-STS refuse to deliver.",
		Do: "Enter the full name of the mail server.", Guide: "mta-sts", Step: "policy"},
	{Code: "rpt", Severity: report.Warning, Title: "You do not receive reports about failed deliveries",
		Text: "You do not find out when a delivery fails."},
	{Code: "p25", Severity: report.Unknown, Title: "The certificate of the mail server",
		Text: "Your network blocks port 25."},
	{Code: "age", Severity: report.Note, Title: "Senders cache the policy for only one day",
		Text: "A longer time protects better."},
}

var stepRows = []StepRow{
	{ID: "domain", Icon: "tick", Title: "Choose the domain", Word: "Completed", Passed: true},
	{ID: "today", Icon: "progress", Title: "Check the current state", Word: "In progress", Current: true},
	{ID: "reports", Icon: "ring", Title: "Request daily reports", Word: "Not yet started"},
	{ID: "watch", Icon: "lock", Title: "Watch the reports", Word: "Cannot start yet", Locked: true},
	{ID: "record", Icon: "problem", Title: "Save the report", Word: "There is a problem"},
}

var places = []RailItem{{"home", "home", "Home"}, {"guides", "guides", "Guides"}, {"reports", "reports", "Reports"},
	{"organisation", "organisation", "Organisation"}, {"settings", "settings", "Settings"}}

var path = report.Path{Caption: "What sending servers do today",
	Verdict: "Senders deliver, but encryption is not required", Stops: []report.Stop{
		{Icon: "send", Title: "Sending server", Severity: report.OK, Text: "Looks for a policy"},
		{Icon: "dns", Title: "Name server", Severity: report.Warning, Text: "No reports requested"},
		{Icon: "server", Title: "Policy host", Severity: report.Problem, Text: "Names another mail server"},
		{Icon: "mail", Title: "Mail server", Severity: report.Unknown, Text: "Port 25 closed here"},
	}}

var changes = []guide.Change{{Setting: "Text message (SMS)", Now: "On for everyone", After: "Off for everyone"},
	{Setting: "Voice call", Now: "Off for everyone", After: "Off for everyone"}}

var policy = report.Code{Label: "Policy file",
	Text:    "version: STSv1\r\nmode: testing\r\nmx: *.mail.protection.outlook.com\r\nmax_age: 86400\r\n",
	Explain: []string{"The version of the format.", "Senders report failures and still deliver."}}

// frame puts a page beside rail and steps, with a bar.
func frame(page fyne.CanvasObject, bar fyne.CanvasObject, withSteps bool) fyne.CanvasObject {
	rail := NewRail(places, func(string) {})
	rail.Select("guides")
	rail.SetFoot("Northgate Community Trust", "Data from today 09:14", "", nil)
	main := container.NewBorder(nil, bar, nil, nil, page)
	if withSteps {
		steps := NewSteps("Protect email on its way to you", "hall.northgate.example", stepRows, func(string) {})
		return container.NewBorder(nil, nil, rail, nil, container.NewBorder(nil, nil, steps, nil, main))
	}
	return container.NewBorder(nil, nil, rail, nil, main)
}

// pictures are whole pages made of parts, to be looked at.
func pictures() map[string]func() fyne.CanvasObject {
	return map[string]func() fyne.CanvasObject{
		"look": func() fyne.CanvasObject {
			return frame(NewPage("Check the current state",
				"See what a sender finds when it looks up hall.northgate.example.",
				NewPath(path), Section("Findings, most serious first", NewFindings(findings,
					func(string, string) (string, func()) { return "Go to this step", func() {} }))),
				NewBar(NewButton("Back", Quiet, "left", nil), NewButton("Check again", Plain, "", nil),
					NewButton("Set up daily reports", Main, "", nil)), true)
		},
		"plan": func() fyne.CanvasObject {
			return frame(NewPage("Check the change", "See what changes, who is affected and what you can undo.",
				NewBanner(report.OK, "Nothing has been changed yet.",
					"Handrail read these settings at 09:14. It reads them again just before the change and stops if "+
						"anything differs."),
				NewPlanTable(changes), NewCode(policy, nil),
				NewBanner(report.Warning, "Old data.", "Data from 12 November 2026 09:14 (10 days ago)."),
				NewBanner(report.Problem, "The change was not made.", "The server refused it.")),
				NewBar(NewButton("Back", Quiet, "left", nil), NewButton("Turn off text messages", Main, "", nil)), true)
		},
		"ask": func() fyne.CanvasObject {
			f := NewField("Your email domain", "The part after the @, for example northgate.example", false)
			f.SetText("northgate")
			f.SetError("A domain has at least one dot in it.")
			c := NewChoice("Where can you put a file?", "",
				[]Option{{"a", "On our own web server", "You can upload files to it."}, {"b", "Nowhere yet", ""}})
			c.SetValue("a")
			p := NewProgress("What was read stays.")
			p.Set(task.Progress{Done: 2, Total: 5, Note: "Checking the mail servers",
				Lines: []task.Line{{State: "ok", Title: "Checked the record"},
					{State: "unknown", Title: "Could not check the mail server"}}})
			return frame(NewPage("Choose the domain", "Handrail checks this domain.", f, c, p,
				NewField("Mail servers", "Enter one on each line.", true),
				NewTable([]string{"Day", "Delivered", "Failed"}, []bool{false, true, true},
					[][]string{{"Sat 21 Nov", "38", "2"}, {"Fri 20 Nov", "97", "0"}})),
				NewBar(nil, NewButton("Continue", Main, "", nil)), true)
		},
		"home": func() fyne.CanvasObject {
			row := func(s report.Severity, title, text, do string) fyne.CanvasObject {
				return NewRow(nil, NewLine(false, SeverityChip(s), Column(0, Bold(title), Muted(text)),
					NewButton(do, Plain, "", nil)))
			}
			visit := func(title, text string, done int) fyne.CanvasObject {
				return NewRow(nil, NewLine(false, StateChip(guide.InProgress, ""), Column(0, Text(title), Muted(text)),
					Across(24, NewStepsBar(done, done, 8), NewButton("Continue", Quiet, "right", nil))))
			}
			return frame(NewPage("Today", "Sunday 22 November. 2 things need your attention. None of them is a problem.",
				Section("Needs your attention",
					NewRows(row(report.Warning, "Sunday service, 29 Nov: rehearsal not done",
						"7 days left. 2 presenters have not joined a test yet.", "Plan the rehearsal"),
						row(report.Note, "northgate.example: the policy is ready to enforce",
							"28 days of reports, and no failures because of the policy.", "Show the plan"))),
				Section("Waiting", NewRows(NewRow(nil,
					NewLine(false, StateChip(guide.Waiting, "Waiting until 24 Nov"),
						Text("Zoom for Outlook: everyone sees the button within 3 days"),
						NewButton("Check now", Quiet, "refresh", nil))))),
				Section("Guides under way", NewRows(visit("Protect email on its way to you, northgate.example",
					"Step 7 of 8: Enforce the policy", 6),
					visit("Sunday service", "Step 4 of 6: Rehearse with everyone", 3)))), nil, false)
		},
		"empty": func() fyne.CanvasObject {
			return frame(NewEmpty(true, "Start with one check",
				"Enter your email domain. Handrail checks it as a sending server does, and shows what it finds. It "+
					"needs no sign-in and changes nothing.",
				NewField("Your email domain", "The part after the @, for example northgate.example", false),
				NewButton("Check this domain", Main, "", nil),
				NewButton("Try the sample organisation", Plain, "", nil)), nil, false)
		},
	}
}

// TestPictures draws every page in both themes, at the smallest window and with
// large text, into the build folder, and sees that each was drawn.
func TestPictures(t *testing.T) {
	folder := filepath.Join("..", "..", "build")
	if err := os.MkdirAll(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	looks := map[string]Look{"light": {"light", 1}, "dark": {"dark", 1}, "large": {"light", 2}, "small": {"light", 0.8}}
	for name, l := range looks {
		a := start(t, l)
		for page, build := range pictures() {
			w := a.NewWindow(page)
			w.SetPadded(false)
			w.SetContent(build())
			size := fyne.NewSize(1100, 720)
			if name == "large" {
				size = fyne.NewSize(1024, 640)
			}
			w.Resize(size)
			if page == "look" {
				w.Canvas().FocusPrevious()
			}
			begin := time.Now()
			img := w.Canvas().Capture()
			t.Logf("%s %s: %v, %v", page, name, img.Bounds().Size(), time.Since(begin))
			f, err := os.Create(filepath.Join(folder, "parts-"+page+"-"+name+".png"))
			if err != nil {
				t.Fatal(err)
			}
			if err := png.Encode(f, img); err != nil {
				t.Fatal(err)
			}
			f.Close()
			if got := w.Content().MinSize(); got.Width > size.Width {
				t.Errorf("%s %s is at least %v wide", page, name, got.Width)
			}
			w.Close()
		}
	}
}
