package screens

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/storage"

	"handrail/app/guide"
	"handrail/app/mail/dns"
	"handrail/app/mail/mailcheck"
	"handrail/app/mail/tlsimport"
	"handrail/app/mail/tlsreport"
	"handrail/app/mail/tlsview"
	"handrail/app/task"
)

// fakeShelf holds sums as data.
type fakeShelf struct {
	tlsreport.Empty
	sums   map[tlsreport.GroupBy][]tlsreport.Sum
	filter tlsreport.Filter // of the last question by type
	torn   []tlsreport.Rejected
}

func (f *fakeShelf) TLSRefused(context.Context, int) ([]tlsreport.Rejected, error) {
	return f.torn, nil
}

func (f *fakeShelf) TLSSums(_ context.Context, by tlsreport.GroupBy, q tlsreport.Filter) ([]tlsreport.Sum, error) {
	if by == tlsreport.ByType {
		f.filter = q
	}
	return f.sums[by], nil
}

func dayOf(n int) time.Time { return tlsreport.Day(sunday).AddDate(0, 0, -n) }

// deliveryStage is a stage with reports about two domains, one with a guide.
func deliveryStage(t *testing.T) (*stage, *fakeShelf, *[]string) {
	s := newStage(t, task.Inline{})
	v := guide.Visit{ID: "v", Guide: "demo", Subject: "northgate.example", Step: "plan", Page: guide.AskPage,
		Answers: map[string]string{}, Outcomes: map[string]guide.Outcome{}}
	if err := s.memory.SaveVisit(t.Context(), v); err != nil {
		t.Fatal(err)
	}
	shelf := &fakeShelf{sums: map[tlsreport.GroupBy][]tlsreport.Sum{
		tlsreport.ByDomain: {{Key: "other.example", Reports: 90}, {Key: "northgate.example", Reports: 3}},
		tlsreport.ByDay: {{Key: dayOf(3).Format(time.DateOnly), Succeeded: 40, Reports: 1, First: dayOf(3),
			Last: dayOf(3)}, {Key: dayOf(1).Format(time.DateOnly), Succeeded: 38, Failed: 2, Reports: 2,
			First: dayOf(1), Last: dayOf(1)}},
		tlsreport.ByOrganisation: {{Key: "Google Inc.", Succeeded: 78, Failed: 2, Reports: 3, Last: dayOf(1)}},
	}}
	taken := &[]string{}
	s.ports.Deliveries = &Deliveries{
		Judge: tlsview.Assessor{Shelf: shelf, Now: func() time.Time { return sunday },
			Check: func(_ context.Context, d dns.Domain, _ task.Report) (*mailcheck.State, error) {
				if d.ASCII != "northgate.example" {
					t.Errorf("%s was asked about", d.ASCII)
				}
				return &mailcheck.State{Domain: d, Effective: "testing", At: sunday}, nil
			}},
		Import: func(_ context.Context, paths []string, _ func(tlsimport.Progress),
			each func(tlsimport.Result) error) (tlsimport.Totals, error) {
			*taken = append(*taken, paths...)
			if strings.Contains(paths[0], "broken") {
				return tlsimport.Totals{Files: 1, Rejected: 1},
					each(tlsimport.Result{Path: "broken.json", State: tlsreport.Refused, Reason: "It is no report."})
			}
			return tlsimport.Totals{Files: 1, New: 1}, nil
		},
	}
	return s, shelf, taken
}

// TestMailDeliveryReports: the own domain comes first although another has more
// reports, the verdict comes with its conditions, and what is chosen is asked for.
func TestMailDeliveryReports(t *testing.T) {
	s, shelf, _ := deliveryStage(t)
	s.open("reports").shows("Mail delivery reports").
		tab("Mail delivery\nMail delivery reports\nWhat other organisations report about email to your domains, day " +
			"by day.").enter()
	s.shows("mail to northgate.example", "Is it time to enforce the policy?", "Not yet:",
		"Reports for 2 of the last 28 days", "A day without a report may still have failures", "Google Inc.",
		"Handrail chose these conditions")
	d := s.w.current.(*delivery)
	d.asked.OnlyFailed, d.asked.Organisation = true, "Google Inc."
	d.load()
	if f := shelf.filter; !f.OnlyFailed || f.Organisation != "Google Inc." || f.Domain != "northgate.example" {
		t.Errorf("asked for %+v", f)
	}
	d.asked, d.chosen = tlsview.Question{Domain: "other.example"}, true
	d.weighed = nil
	d.load()
	s.shows("mail to other.example", "you have not started a guide for this domain").hides("Not yet:")
	s.key(fyne.KeyEscape)
	if _, ok := s.w.current.(*reports); !ok {
		t.Errorf("Escape leads to %T", s.w.current)
	}
}

// TestReportsAreTakenInByPathAndByDropping.
func TestReportsAreTakenInByPathAndByDropping(t *testing.T) {
	s, _, taken := deliveryStage(t)
	s.open("mail").tab("Import reports…").enter()
	s.shows("Folder or file").enter()
	s.shows("Enter the path")
	s.write("/mails/broken").enter()
	s.shows("New reports: 0.", "could not be read", "Files that could not be read")
	s.open("home")
	s.w.dropped([]fyne.URI{storage.NewFileURI("/dropped/a.eml"), storage.NewFileURI("/dropped/b.zip")})
	s.shows("New reports: 1.")
	if got := strings.Join(*taken, " "); got != "/mails/broken /dropped/a.eml /dropped/b.zip" {
		t.Errorf("taken in: %s", got)
	}
}

// TestFilesThatCouldNotBeReadStayOnThePage, whether there are reports or not.
func TestFilesThatCouldNotBeReadStayOnThePage(t *testing.T) {
	s, shelf, _ := deliveryStage(t)
	s.open("mail").hides("Files that could not be read")
	shelf.torn = []tlsreport.Rejected{{Path: "/mails/torn.gz", Reason: "It is not complete.", At: sunday}}
	s.open("home")
	s.open("mail").shows("Google Inc.", "Files that could not be read", "/mails/torn.gz", "It is not complete.")
	shelf.sums, s.memory.visits = nil, nil
	s.open("home")
	s.open("mail").shows("No reports yet.", "/mails/torn.gz", "It is not complete.")
}

// TestADomainThatCannotBeLookedAt keeps what the reports say.
func TestADomainThatCannotBeLookedAt(t *testing.T) {
	s, _, _ := deliveryStage(t)
	s.ports.Deliveries.Judge.Check = func(context.Context, dns.Domain, task.Report) (*mailcheck.State, error) {
		return nil, errors.New("no network")
	}
	s.open("mail").shows("Check again", "Reports for 2 of the last 28 days").hides("Not yet:")
}

// TestNoReportYet says how reports come.
func TestNoReportYet(t *testing.T) {
	s, shelf, _ := deliveryStage(t)
	shelf.sums = nil
	s.memory.visits = map[string]guide.Visit{}
	s.open("mail").shows("No reports yet", "Import reports…")
}

// TestAFolderIsReadByItself: it is read when the program starts, new reports
// change the verdict's ground at once, the page says when it ends and why, and
// offers to stop it.
func TestAFolderIsReadByItself(t *testing.T) {
	s, _, taken := deliveryStage(t)
	fail := false
	s.ports.Deliveries.Watch = func(ctx context.Context, folder string, changed func()) error {
		changed()
		if fail {
			return errors.New("unplugged")
		}
		return ctx.Err()
	}
	s.memory.setting[settingFolder] = "/mails"
	s.open("mail")
	if got := strings.Join(*taken, " "); got != "/mails" {
		t.Fatalf("at the start %q was read", got)
	}
	s.tab("Import reports…").enter().shows("Handrail reads /mails automatically.", stopReading)
	fail = true
	s.w.watchFolder("/mails", false)
	s.shows("Handrail no longer reads the folder /mails automatically.", "Try again")
	s.open("home")
	s.open("mail").shows("Handrail no longer reads the folder /mails automatically.")
	s.w.watchFolder("", true)
	s.shows("Handrail no longer reads the folder automatically.").hides("Try again")
	if got := s.memory.setting[settingFolder]; got != "" {
		t.Errorf("%q is kept as the folder", got)
	}
}

// TestTheVerdictFollowsWhatIsReadIn: the domain is asked about once, however
// often the choice changes, and weighed again after an import.
func TestTheVerdictFollowsWhatIsReadIn(t *testing.T) {
	s, _, _ := deliveryStage(t)
	check, looks, read := s.ports.Deliveries.Judge.Check, 0, 0
	s.ports.Deliveries.Judge.Check = func(ctx context.Context, d dns.Domain, rep task.Report) (*mailcheck.State,
		error) {
		looks++
		return check(ctx, d, rep)
	}
	s.ports.Deliveries.Judge.Shelf = &countedShelf{s.ports.Deliveries.Judge.Shelf, &read}
	s.open("mail")
	d := s.w.current.(*delivery)
	d.asked.OnlyFailed = true
	d.load()
	d.take(source{paths: []string{"/mails/new"}})
	s.shows("New reports: 1.")
	if looks != 1 || read != 6 {
		t.Errorf("%d looks, %d readings of failures", looks, read)
	}
}

// countedShelf counts the readings of failures: one for what the page shows, and
// one for the verdict.
type countedShelf struct {
	tlsreport.Store
	read *int
}

func (c *countedShelf) TLSFailures(ctx context.Context, f tlsreport.Filter) ([]tlsreport.FailureRow, error) {
	*c.read++
	return c.Store.TLSFailures(ctx, f)
}

// TestADropWaitsItsTurn: what is dropped while reports are read in comes after
// them, and a drop on the day of an event changes nothing.
func TestADropWaitsItsTurn(t *testing.T) {
	s, _, taken := deliveryStage(t)
	s.open("mail")
	d := s.w.current.(*delivery)
	m := &task.Manual{}
	d.jobs.runner = m
	for _, path := range []string{"/a", "/b"} {
		s.w.dropped([]fyne.URI{storage.NewFileURI(path)})
	}
	if m.Waiting() != 1 {
		t.Errorf("%d imports at once", m.Waiting())
	}
	for m.Run() {
	}
	if got := strings.Join(*taken, " "); got != "/a /b" {
		t.Errorf("read in: %q", got)
	}
}

// TestTheConditionsCanBeChanged: other numbers are kept, and weighed by at once.
func TestTheConditionsCanBeChanged(t *testing.T) {
	s, _, _ := deliveryStage(t)
	s.ports.Deliveries.Judge.Thresholds = func(context.Context) (tlsreport.Thresholds, error) {
		return tlsreport.ThresholdsOf(s.memory.setting[tlsreport.ThresholdsSetting]), nil
	}
	s.open("mail").tab("Change conditions").enter().shows("Days without a failure on your side", "Restore defaults")
	field := s.w.Win.Canvas().Focused().(fyne.CanvasObject)
	end := fyne.CurrentApp().Driver().AbsolutePositionForObject(field).Y + field.Size().Height
	if end > s.w.Win.Canvas().Size().Height-64 {
		t.Errorf("the first field ends at %g, under the bar", end)
	}
	s.write("x").enter().shows("Enter whole numbers")
	s.w.Win.Canvas().Focused().(interface{ SetText(string) }).SetText("3")
	s.enter().hides("Restore defaults")
	if got := s.memory.setting[tlsreport.ThresholdsSetting]; got != "3 2 14" {
		t.Errorf("kept: %q", got)
	}
	if d := s.w.current.(*delivery); d.weighed.Thresholds.Days != 3 {
		t.Errorf("weighed by %+v", d.weighed.Thresholds)
	}
}

// TestReportsAreTakenFromAMailbox: by folder or by search, by keyboard alone, and
// an empty field asks for nothing.
func TestReportsAreTakenFromAMailbox(t *testing.T) {
	s, _, taken := deliveryStage(t)
	var places []tlsimport.MailLocation
	s.ports.Deliveries.MailFolder, s.ports.Deliveries.MailWords = "Inbox/Reports", "Report Domain"
	s.ports.Deliveries.ImportMails = func(_ context.Context, place tlsimport.MailLocation, _ func(tlsimport.Progress),
		_ func(tlsimport.Result) error) (tlsimport.Totals, error) {
		places = append(places, place)
		return tlsimport.Totals{Files: 3, New: 2, Rejected: 1}, nil
	}
	s.open("mail").tab("Import reports…").enter().shows("Where are the reports?",
		"You can also drop files").hides("permission to read your email")
	s.tab("A folder in your Microsoft 365 mailbox").enter().shows("permission to read your email").
		tab("Import reports").enter()
	s.shows("New reports: 2.", "Could not be read: 1.").hides("Read this folder automatically")
	s.tab("Import reports…").enter().tab("All folders in your mailbox").enter().shows("and all these words").
		tab("Import reports").enter()
	if want := []tlsimport.MailLocation{{Folder: "Inbox/Reports"}, {Words: "Report Domain"}}; !slices.Equal(places,
		want) || len(*taken) != 0 {
		t.Errorf("%+v, %v", places, *taken)
	}
	s.ports.Deliveries.MailFolder = ""
	s.tab("Import reports…").enter().tab("A folder in your Microsoft 365 mailbox").enter().tab("Import reports").enter().
		shows("Enter the folder or the words to search for.")
	if len(places) != 2 {
		t.Error("an empty folder was read")
	}
}
