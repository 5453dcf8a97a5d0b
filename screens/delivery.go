package screens

import (
	"context"
	"slices"
	"strconv"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"handrail/app/mail/dns"
	"handrail/app/mail/mailcheck"
	"handrail/app/mail/tlsimport"
	"handrail/app/mail/tlsreport"
	"handrail/app/mail/tlsview"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/screens/parts"
)

// Deliveries are the ports of the page about mail delivery reports.
type Deliveries struct {
	Judge  tlsview.Assessor
	Mails  string // where there are mails with reports, offered to be read; may be empty
	Import func(ctx context.Context, paths []string, progress func(tlsimport.Progress),
		each func(tlsimport.Result) error) (tlsimport.Totals, error)
	// ImportMails takes in what is in the person's mailbox, which it may ask for in
	// a browser; MailFolder and MailWords are offered. Nil where there is none.
	ImportMails func(ctx context.Context, place tlsimport.MailLocation, progress func(tlsimport.Progress),
		each func(tlsimport.Result) error) (tlsimport.Totals, error)
	MailFolder, MailWords string
	// Watch calls changed once it watches and when files came into the folder,
	// until ctx ends.
	Watch func(ctx context.Context, folder string, changed func()) error
}

// delivery shows what other organisations report about email to a domain (TLS
// reports, RFC 8460), and whether it is time to enforce its policy.
type delivery struct {
	w      *Window
	jobs   *jobs
	object *fyne.Container
	told   *fyne.Container // what was read in just now
	card   *fyne.Container // the verdict

	asked      tlsview.Question
	chosen     bool         // the domain was chosen by the person
	domains    []dns.Domain // with a guide of the person's, then others that reports are about
	foreign    int          // how many of them, at the end, are others
	writers    []tlsreport.Sum
	said       []report.Block
	state      reportsState
	unread     []report.Block      // the files that could not be read, whatever the domain
	looked     string              // the domain that was looked at last, perhaps still is
	unlook     func()              // ends that look
	seen       *mailcheck.State    // what the look found; nil until then
	weighed    *tlsview.Assessment // what that and the reports come to; nil until then
	failed     error               // why it could not be
	changing   bool                // the conditions are being changed
	firstField fyne.Focusable
	round      int // of weighings; what an older one finds is dropped
	opened     []*report.Document
	used       string   // the choice that was changed last: it has the focus again
	taking     bool     // reports are being read in
	waiting    []source // dropped meanwhile: read in after them
}

func newDelivery(w *Window) screen {
	return &delivery{w: w, jobs: &jobs{runner: w.p.Runner}, object: container.NewStack(), told: parts.Column(8),
		card: parts.Column(8)}
}

// Object returns what is drawn.
func (d *delivery) Object() fyne.CanvasObject { return d.object }

// Open asks for one domain.
func (d *delivery) Open(domain string) { d.asked.Domain, d.chosen = domain, true }

// Enter loads what is kept.
func (d *delivery) Enter() {
	d.show(parts.NewEmpty(false, "Mail delivery reports", "Reading the reports on this computer…"))
	d.load()
}

// Leave stops the jobs.
func (d *delivery) Leave() { d.jobs.leave() }

// Escape leaves a report that is open, then the page.
func (d *delivery) Escape() {
	if n := len(d.opened); n > 0 {
		d.opened = d.opened[:n-1]
		d.draw()
		return
	}
	d.w.Show("reports")
}

func (d *delivery) show(page fyne.CanvasObject) {
	d.object.Objects = []fyne.CanvasObject{page}
	d.object.Refresh()
}

// load reads which domains there are and what the reports contain about one.
func (d *delivery) load() {
	q, chosen, shelf, now := d.asked, d.chosen, d.w.p.Deliveries.Judge.Shelf, d.w.now()
	var domains []dns.Domain
	var foreign int
	var writers []tlsreport.Sum
	var said, unread []report.Block
	var state reportsState
	d.jobs.start(func(ctx context.Context, _ task.Report) error {
		visits, err := d.w.p.Visits.Visits(ctx)
		if err != nil {
			return err
		}
		sums, err := shelf.TLSSums(ctx, tlsreport.ByDomain, tlsreport.Filter{Forged: true})
		if err != nil {
			return err
		}
		files, err := tlsview.Unread(ctx, shelf, time.Time{})
		if err != nil {
			return err
		}
		if len(files.Rows) > 0 {
			unread = []report.Block{files}
		}
		domains, foreign = withOthers(tlsview.Own(visits), sums)
		if len(domains) == 0 {
			return nil
		}
		if !chosen || !slices.ContainsFunc(domains, func(one dns.Domain) bool { return one.ASCII == q.Domain }) {
			own := domains[:len(domains)-foreign]
			if len(own) == 0 {
				own = domains
			}
			q.Domain = busiestDomain(own, sums)
		}
		if writers, err = shelf.TLSSums(ctx, tlsreport.ByOrganisation, tlsreport.Filter{Domain: q.Domain}); err != nil {
			return err
		}
		if state, err = fetchState(ctx, shelf, q, now); err != nil {
			return err
		}
		said, err = tlsview.Summary(ctx, shelf, q, now)
		return err
	}, nil, func(err error) {
		if err != nil {
			again := parts.NewButton("Try again", parts.Plain, "", d.load)
			d.show(parts.NewPage("Mail delivery reports", "Handrail could not read the saved reports.",
				d.w.showError(err, again)))
			d.w.focus(again)
			return
		}
		d.asked, d.domains, d.foreign, d.writers, d.said, d.unread = q, domains, foreign, writers, said, unread
		d.state = state
		switch {
		case len(domains) == 0:
		case d.looked != q.Domain:
			d.look()
		case d.seen != nil:
			d.weigh()
		}
		d.draw()
	})
}

// withOthers adds the domains that reports are about and no guide is.
func withOthers(own []dns.Domain, sums []tlsreport.Sum) (all []dns.Domain, foreign int) {
	for _, s := range sums {
		if s.Key != "" && !slices.ContainsFunc(own, func(d dns.Domain) bool { return d.ASCII == s.Key }) {
			own = append(own, dns.Domain{ASCII: s.Key, Unicode: s.Key})
			foreign++
		}
	}
	return own, foreign
}

// busiestDomain is the domain with the most reports.
func busiestDomain(domains []dns.Domain, sums []tlsreport.Sum) string {
	best, most := domains[0].ASCII, 0
	for _, d := range domains {
		i := slices.IndexFunc(sums, func(s tlsreport.Sum) bool { return s.Key == d.ASCII })
		if i >= 0 && sums[i].Reports > most {
			best, most = d.ASCII, sums[i].Reports
		}
	}
	return best
}

// look asks the servers of the domain, and weighs.
func (d *delivery) look() {
	if d.unlook != nil {
		d.unlook()
	}
	d.looked, d.seen, d.weighed, d.failed = d.asked.Domain, nil, nil, nil
	d.leaveThresholds()
	d.round++
	d.fillCard()
	if d.isForeign() {
		return
	}
	domain, judge := d.domains[d.index()], d.w.p.Deliveries.Judge
	var s *mailcheck.State
	d.unlook = d.jobs.start(func(ctx context.Context, rep task.Report) (err error) {
		s, err = judge.Look(ctx, domain, rep)
		return err
	}, nil, func(err error) {
		switch {
		case d.looked != domain.ASCII: // another domain was chosen
		case err != nil:
			d.failed = err
			d.fillCard()
		default:
			d.seen = s
			d.weigh()
		}
	})
}

// weigh judges what was seen of the domain by the reports kept now.
func (d *delivery) weigh() {
	d.round++
	round, judge, seen := d.round, d.w.p.Deliveries.Judge, d.seen
	var w tlsview.Assessment
	d.jobs.start(func(ctx context.Context, _ task.Report) (err error) {
		w, err = judge.Assess(ctx, seen)
		return err
	}, nil, func(err error) {
		if round != d.round {
			return
		}
		if d.weighed, d.failed = &w, err; err != nil {
			d.weighed = nil
		}
		d.fillCard()
	})
}

func (d *delivery) index() int {
	return slices.IndexFunc(d.domains, func(one dns.Domain) bool { return one.ASCII == d.asked.Domain })
}

func (d *delivery) isForeign() bool { return d.index() >= len(d.domains)-d.foreign }

// draw builds the page for what was loaded.
func (d *delivery) draw() {
	if n := len(d.opened); n > 0 {
		d.drawOpened(d.opened[n-1])
		return
	}
	all := parts.NewButton("All reports", parts.Quiet, "left", func() { d.w.Show("reports") })
	take := parts.NewButton("Import reports…", parts.Main, "", d.askImport)
	boxes(d.told)
	stood := parts.Column(8, d.told, d.w.folderFailed())
	if len(d.domains) == 0 {
		if len(d.unread) > 0 {
			stood.Add(drawDocument(&report.Document{Blocks: d.unread}, BlockEvents{Copy: d.w.copy}))
		}
		d.show(container.NewBorder(nil, parts.NewWideBar(all, take), nil, nil, parts.NewPage("Mail delivery reports",
			"What other organisations report about email to you.", stood,
			parts.Text("No reports yet. After your domain requests reports, organisations that send you email send "+
				"one a day."),
			parts.Text("Save the emails that contain them in a folder, then import that folder. You can also drop "+
				"files onto this window."))))
		d.w.focus(take)
		return
	}
	keep := parts.NewButton("Save as a report", parts.Plain, "", d.keep)
	pickers, first := d.pickers()
	if first == nil {
		first = take
	}
	shown := &report.Document{Blocks: slices.Concat(d.said, d.unread)}
	body := append([]fyne.CanvasObject{stood, pickers}, d.drawState()...)
	body = append(body, parts.NewPanel(d.card),
		drawDocument(shown, BlockEvents{Copy: d.w.copy, Open: func(one *report.Document) {
			d.opened = append(d.opened, one)
			d.draw()
		}, Go: d.w.going(nil, nil)}))
	d.fillCard()
	d.show(container.NewBorder(nil, parts.NewWideBar(all, keep, take), nil, nil,
		parts.NewActionPage("Mail delivery reports",
			parts.Muted("What other organisations report about email to "+d.domains[d.index()].Unicode+"."),
			[]fyne.CanvasObject{parts.NewButton("Print", parts.Plain, "", d.Print)}, body...)))
	if d.taking {
		return // its Stop keeps the focus
	}
	d.w.focus(first)
}

// pickers choose what is shown; used is the one that was changed last.
func (d *delivery) pickers() (all fyne.CanvasObject, used fyne.Focusable) {
	domain, days, writer, only := parts.NewPicker("Domain"), parts.NewPicker("Days"), parts.NewPicker("From"),
		parts.NewPicker("Show")
	var names []parts.Option
	for i, one := range d.domains {
		label := one.Unicode
		if i >= len(d.domains)-d.foreign {
			label += " (no guide started)"
		}
		names = append(names, parts.Option{Value: one.ASCII, Label: label})
	}
	domain.SetOptions(names)
	domain.SetValue(d.asked.Domain)
	changed := func(name string, p *parts.Picker, change func(v string)) {
		p.OnChange = func(v string) {
			d.used = name
			change(v)
			d.load()
		}
		if d.used == name {
			used = p
		}
	}
	changed("domain", domain, func(v string) { d.chosen, d.asked = true, tlsview.Question{Domain: v, Days: d.asked.Days} })
	days.SetOptions([]parts.Option{{Value: "2", Label: "Last 2"}, {Value: "14", Label: "Last 14"},
		{Value: "28", Label: "Last 28"}, {Value: "90", Label: "Last 90"}})
	days.SetValue(strconv.Itoa(max(d.asked.Days, 0)))
	if d.asked.Days == 0 {
		days.SetValue("28")
	}
	changed("days", days, func(v string) { d.asked.Days, _ = strconv.Atoi(v) })
	from := []parts.Option{{Value: "", Label: "All organisations"}}
	for _, s := range d.writers {
		if s.Key != "" {
			from = append(from, parts.Option{Value: s.Key, Label: s.Key})
		}
	}
	writer.SetOptions(from)
	writer.SetValue(d.asked.Organisation)
	changed("writer", writer, func(v string) { d.asked.Organisation = v })
	only.SetOptions([]parts.Option{{Value: "", Label: "All reports"}, {Value: "failed", Label: "Only failures"}})
	only.SetValue(map[bool]string{true: "failed"}[d.asked.OnlyFailed])
	changed("only", only, func(v string) { d.asked.OnlyFailed = v != "" })
	all = parts.Share(12, 160, days, writer, only)
	if len(d.domains) > 1 {
		all = parts.Column(12, domain, all)
	}
	return all, used
}

// drawOpened shows one report as it came.
func (d *delivery) drawOpened(one *report.Document) {
	back := parts.NewButton("Back", parts.Quiet, "left", d.Escape)
	d.show(container.NewBorder(nil, parts.NewWideBar(back), nil, nil,
		parts.NewPage(one.Title, one.Subject, drawDocument(one, BlockEvents{Copy: d.w.copy}))))
	d.w.focus(back)
}

// keep saves what is shown as a report, which can be saved as a file.
func (d *delivery) keep() {
	doc := &report.Document{Title: "Mail delivery reports", Subject: d.domains[d.index()].Unicode, At: d.w.now().UTC(),
		Sources: []string{tlsview.Source}}
	if d.weighed != nil {
		doc.Blocks = append(doc.Blocks, report.Text{Text: d.weighed.Ours()}, d.weighed.Findings())
	}
	doc.Blocks = append(doc.Blocks, d.said...)
	var id string
	d.jobs.start(func(ctx context.Context, _ task.Report) (err error) {
		id, err = d.w.p.Library.SaveReport(ctx,
			report.SavedReport{Title: doc.Title, Subject: doc.Subject, At: doc.At, Worst: doc.MaxSeverity(),
				Document: doc})
		return err
	}, nil, func(err error) {
		if err != nil {
			d.tell(d.w.showError(err))
			return
		}
		d.w.Show("report/" + id)
	})
}

// tell shows o above the page.
func (d *delivery) tell(o ...fyne.CanvasObject) {
	d.told.Objects = o
	boxes(d.told)
	d.told.Refresh()
	d.object.Refresh()
}
