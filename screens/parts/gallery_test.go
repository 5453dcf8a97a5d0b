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
	{Code: "ok", Severity: report.OK, Title: "The policy host answers, with a valid certificate", Text: "It was asked over HTTPS."},
	{Code: "mx", Severity: report.Problem, Title: "The policy does not match your mail host", Subject: "hall.northgate.example",
		Text: "The policy says *.mx.microsoft. A star stands for one part of a name; your mail host has two parts there. Once enforced, careful senders would refuse to deliver.",
		Do:   "name the host in full. Step 5 does it for you.", Guide: "mta-sts", Step: "policy"},
	{Code: "rpt", Severity: report.Warning, Title: "Nobody is asked to report failed deliveries", Text: "So nobody would tell you."},
	{Code: "p25", Severity: report.Unknown, Title: "The certificate of the mail host", Text: "Port 25 is closed on this network."},
	{Code: "age", Severity: report.Note, Title: "Senders remember the policy for one day only", Text: "That is short."},
}

var stepRows = []StepRow{
	{ID: "domain", Icon: "tick", Title: "Choose the domain", Word: "Completed", Passed: true},
	{ID: "today", Icon: "progress", Title: "How your mail is received today", Word: "In progress", Current: true},
	{ID: "reports", Icon: "ring", Title: "Ask for daily reports", Word: "Not yet started"},
	{ID: "watch", Icon: "lock", Title: "Watch the reports", Word: "Cannot start yet", Locked: true},
	{ID: "record", Icon: "problem", Title: "Keep the record", Word: "There is a problem"},
}

var places = []RailItem{{"home", "home", "Home"}, {"guides", "guides", "Guides"}, {"reports", "reports", "Reports"}, {"organisation", "organisation", "Organisation"}, {"settings", "settings", "Settings"}}

var path = report.Path{Caption: "What a sending server makes of it today", Verdict: "It delivers, but cannot insist on encryption", Stops: []report.Stop{
	{Icon: "send", Title: "Sending server", Severity: report.OK, Text: "Looks for a policy"},
	{Icon: "dns", Title: "Name server", Severity: report.Warning, Text: "No reports asked for"},
	{Icon: "server", Title: "Policy host", Severity: report.Problem, Text: "Names another host"},
	{Icon: "mail", Title: "Mail host", Severity: report.Unknown, Text: "Port 25 closed here"},
}}

var changes = []guide.Change{{Setting: "Text messages as proof", Now: "On for everyone", After: "Off for everyone"}, {Setting: "Phone calls as proof", Now: "Off for everyone", After: "Off for everyone"}}

var policy = report.Code{Label: "Policy file", Text: "version: STSv1\r\nmode: testing\r\nmx: *.mail.protection.outlook.com\r\nmax_age: 86400\r\n", Explain: []string{"Which rules.", "Failures are reported, not refused."}}

// frame puts a page beside rail and steps, with a bar.
func frame(page fyne.CanvasObject, bar fyne.CanvasObject, withSteps bool) fyne.CanvasObject {
	rail := NewRail(places, func(string) {})
	rail.Select("guides")
	rail.SetFoot("Northgate Community Trust", "Data from today 09:14", "", nil)
	main := container.NewBorder(nil, bar, nil, nil, page)
	if withSteps {
		steps := NewSteps("Protect mail on its way to you", "hall.northgate.example", stepRows, func(string) {})
		return container.NewBorder(nil, nil, rail, nil, container.NewBorder(nil, nil, steps, nil, main))
	}
	return container.NewBorder(nil, nil, rail, nil, main)
}

// pictures are whole pages made of parts, to be looked at.
func pictures() map[string]func() fyne.CanvasObject {
	return map[string]func() fyne.CanvasObject{
		"look": func() fyne.CanvasObject {
			return frame(NewPage("How your mail is received today", "See what a sender finds when it looks up hall.northgate.example.",
				NewPath(path), Section("Findings, most serious first", NewFindings(findings, func(string, string) {}))),
				NewBar(NewButton("Back", Quiet, "left", nil), NewButton("Check again", Plain, "", nil), NewButton("Set up daily reports", Main, "", nil)), true)
		},
		"plan": func() fyne.CanvasObject {
			return frame(NewPage("Check the change", "Read what will change, for whom, and what you can take back.",
				NewBanner(report.OK, "Nothing has been changed yet.", "These settings were read today at 09:14. They are read once more just before the change; if anything differs, Handrail stops."),
				NewPlanTable(changes), NewCode(policy, nil),
				NewBanner(report.Warning, "Old data.", "Read ten days ago."), NewBanner(report.Problem, "It failed.", "The server said no.")),
				NewBar(NewButton("Back", Quiet, "left", nil), NewButton("Turn off text messages", Main, "", nil)), true)
		},
		"ask": func() fyne.CanvasObject {
			f := NewField("Your mail domain", "The part after the @, for example northgate.example", false)
			f.SetText("northgate")
			f.SetError("A domain has at least one dot in it.")
			c := NewChoice("Where can you put a file?", "", []Option{{"a", "On a web server of our own", "You can upload files to it."}, {"b", "Nowhere yet", ""}})
			c.SetValue("a")
			p := NewProgress()
			p.Set(task.Progress{Done: 2, Total: 5, Note: "Asking the mail hosts", Lines: []task.Line{{State: "ok", Title: "The record"}, {State: "unknown", Title: "The mail host"}}})
			return frame(NewPage("Choose the domain", "One question.", f, c, p, NewField("Hosts", "One a line", true),
				NewTable([]string{"Day", "Delivered", "Failed"}, []bool{false, true, true}, [][]string{{"Sat 21 Nov", "38", "2"}, {"Fri 20 Nov", "97", "0"}})), NewBar(nil, NewButton("Continue", Main, "", nil)), true)
		},
		"home": func() fyne.CanvasObject {
			row := func(s report.Severity, title, text, do string) fyne.CanvasObject {
				return NewRow(nil, NewLine(false, SeverityChip(s), Column(0, Bold(title), Muted(text)), NewButton(do, Plain, "", nil)))
			}
			visit := func(title, text string, done int) fyne.CanvasObject {
				return NewRow(nil, NewLine(false, StateChip(guide.InProgress, ""), Column(0, Text(title), Muted(text)),
					Across(24, NewStepsBar(done, done, 8), NewButton("Continue", Quiet, "right", nil))))
			}
			return frame(NewPage("Today", "Sunday 22 November. Three things need you; nothing is broken.",
				Section("Needs your attention", NewRows(row(report.Warning, "Sunday service, 29 Nov: rehearsal not done", "7 days left. Two presenters have not joined a test yet.", "Plan the rehearsal"),
					row(report.Note, "northgate.example: policy still in testing, ready to enforce", "28 days of reports, and no failure that the policy causes.", "Read the plan"))),
				Section("Waiting", NewRows(NewRow(nil, NewLine(false, StateChip(guide.Waiting, "Waiting until 24 Nov"), Text("Zoom for Outlook: the button reaches everyone within three days"), NewButton("Check now", Quiet, "refresh", nil))))),
				Section("Guides under way", NewRows(visit("Protect mail on its way to you, northgate.example", "Step 7 of 8: Enforce the policy", 6), visit("Sunday service", "Step 4 of 6: Rehearse with everyone", 3)))), nil, false)
		},
		"empty": func() fyne.CanvasObject {
			return frame(NewEmpty(true, "Start with one check", "Type the domain that your mail comes in on. Handrail looks it up as a sending server would and tells you what it finds. No sign-in, no change.",
				NewField("Your mail domain", "The part after the @, for example northgate.example", false), NewButton("Check this domain", Main, "", nil), NewButton("Try the sample organisation", Plain, "", nil)), nil, false)
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
