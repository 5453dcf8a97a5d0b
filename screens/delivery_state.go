package screens

import (
	"context"
	"slices"
	"time"

	"fyne.io/fyne/v2"

	"handrail/app/mail/tlsreport"
	"handrail/app/mail/tlsview"
	"handrail/app/report"
	"handrail/screens/parts"
)

// lateReports is the age from which the newest report is old: organisations send one a day.
const lateReports = 3 * 24 * time.Hour

// reportsState is how many reports there are of a domain, and how new.
type reportsState struct {
	all    int       // reports of the domain
	passes int       // of them, those that pass what is chosen
	newest time.Time // day of the newest; zero: there is none, or its day is not known
}

// fetchState runs in a job and counts the reports of a domain that are saved, and those that are shown.
func fetchState(ctx context.Context, shelf tlsreport.Store, q tlsview.Question, now time.Time) (s reportsState,
	err error) {
	sums, err := shelf.TLSSums(ctx, tlsreport.ByDomain, tlsreport.Filter{Domain: q.Domain, Forged: true})
	if err != nil {
		return s, err
	}
	if i := slices.IndexFunc(sums, func(one tlsreport.Sum) bool { return one.Key == q.Domain }); i >= 0 {
		s.all = sums[i].Reports
	}
	days, err := shelf.TLSSums(ctx, tlsreport.ByDay, tlsreport.Filter{Domain: q.Domain, Forged: true})
	if err != nil {
		return s, err
	}
	for _, one := range days {
		if day, err := time.Parse(time.DateOnly, one.Key); err == nil && day.After(s.newest) {
			s.newest = day
		}
	}
	n := q.Days
	if n == 0 {
		n = tlsview.UsualDays
	}
	today := tlsreport.Day(now)
	shown, err := shelf.TLSSums(ctx, tlsreport.ByDay, tlsreport.Filter{Domain: q.Domain, Organisation: q.Organisation,
		OnlyFailed: q.OnlyFailed, From: today.AddDate(0, 0, -n), To: today})
	for _, one := range shown {
		s.passes += one.Reports
	}
	return s, err
}

// drawState describes how new the reports are where they are old, and why none is shown, with the one thing to do.
func (d *delivery) drawState() (all []fyne.CanvasObject) {
	s, now := d.state, d.w.now()
	if day := s.newest.Format("2 Jan 2006"); !s.newest.IsZero() && tlsreport.Day(now).Before(s.newest) {
		all = append(all, parts.NewBadge("behind", "The newest report is of "+day+" (time unknown).", true))
	} else if !s.newest.IsZero() && now.Sub(s.newest) >= lateReports {
		all = append(all, parts.NewBadge("behind", "The newest report is of "+day+" ("+
			plural(int(now.Sub(s.newest)/(24*time.Hour)), "day")+" ago). Later deliveries are not known.", true))
	}
	switch {
	case s.all == 0:
		all = append(all, parts.NewBanner(report.Note, "No reports about this domain yet.",
			"Nothing is known of its deliveries. To add reports, select “Import reports…”."))
	case s.passes == 0 && d.asked == tlsview.Question{Domain: d.asked.Domain, Days: mostReportDays}:
		all = append(all, parts.NewBanner(report.Note, "No report of the last "+itoa(mostReportDays)+" days counts.",
			"Reports that are older, or whose signature failed, do not count."))
	case s.passes == 0:
		all = append(all, parts.NewBanner(report.Note, "No report passes this filter.",
			"Choose more days, all organisations or all reports."),
			parts.Across(0, parts.NewButton("Show all reports", parts.Plain, "", func() {
				d.asked, d.used = tlsview.Question{Domain: d.asked.Domain, Days: mostReportDays}, ""
				d.load()
			})))
	}
	return all
}

// mostReportDays is the longest time that can be chosen.
const mostReportDays = 90
