package webfilter

import (
	"strings"
	"time"

	"handrail/app/device/hunting"
	rules "handrail/app/device/webfilter"
	"handrail/app/guide"
	"handrail/app/report"
)

// findings returns what to know about the numbers: what was not recorded, cut off or not named.
func (p *preview) findings(all []rules.Category) (found []report.Finding) {
	found = append(found, p.cut()...)
	if none := p.silent(all); len(none) > 0 {
		found = append(found, report.Finding{Code: "not-recorded", Severity: report.Unknown,
			Title: "No one is recorded for " + called(none),
			Text: "Defender records people only where a policy already blocks a category. " +
				"That no one is in the file does not mean that no one opens these sites.",
			Do: "Use the Web protection report: it counts categories that are not blocked."})
	}
	if n := p.kinds[openKind]; n != nil {
		found = append(found, report.Finding{Code: "no-category", Severity: report.Unknown,
			Title: guide.Count(n.attempts, "attempt has", "attempts have") + " no category",
			Text:  "The web filter stopped them, but neither the file nor the report names the category.",
			Do:    "Export the table of domains from the Web protection report, and enter it in the step before."})
	}
	if n := p.kinds[kindOf(hunting.Unknown)]; n != nil {
		found = append(found, report.Finding{Code: "kind-unknown", Severity: report.Unknown,
			Title: "It is not known what stopped " + guide.Count(n.attempts, "attempt", "attempts"),
			Text:  "The rows do not say it, so Handrail counts them separately."})
	}
	if n := p.kinds[plannedKind]; n != nil && n.unsure > 0 {
		found = append(found, report.Finding{Code: "effect-unknown", Severity: report.Unknown,
			Title: "It is not known whether " + guide.Count(n.unsure, "attempt was", "attempts were") + " stopped",
			Text:  "The rows say both."})
	}
	if n := p.kinds[plannedKind]; n != nil && n.wouldBe+n.unsure < n.attempts {
		found = append(found, report.Finding{Code: "already-stopped", Severity: report.Note,
			Title: guide.Count(n.attempts-n.wouldBe-n.unsure, "attempt was", "attempts were") + " stopped already",
			Text:  "A policy blocked these categories at that time. For these attempts, the plan changes nothing."})
	}
	if n := p.kinds[plannedKind]; n != nil && n.wouldBe > 0 {
		found = append(found, report.Finding{Code: "only-recorded", Severity: report.Warning,
			Title: guide.Count(n.wouldBe, "attempt was", "attempts were") + " only recorded",
			Text:  "Network protection only watches on these devices, so nothing was blocked.",
			Do:    "Set network protection to block mode when you want to block."})
	}
	if n := p.kinds[plannedKind]; n != nil && n.anonymous > 0 {
		found = append(found, report.Finding{Code: "no-name", Severity: report.Unknown,
			Title: guide.Count(n.anonymous, "attempt has", "attempts have") + " no name of a person",
			Text:  "Shared computers and system accounts have none. Handrail shows their devices."})
	}
	return append(found, p.twins()...)
}

// twins reports which people and devices may be others, or the same as others: they have a name alone.
func (p *preview) twins() (found []report.Finding) {
	t := p.of(plannedKind)
	upn, account, named := 0, 0, 0
	for i := range t.people {
		if p.People[i].UPN != "" {
			upn++
		} else {
			account++
		}
	}
	for i := range t.devices {
		if p.Devices[i].ID == "" {
			named++
		}
	}
	if upn > 0 && account > 0 {
		found = append(found, report.Finding{Code: "account-only", Severity: report.Unknown,
			Title: guide.Count(account, "person is", "people are") + " known by an account name only",
			Text:  "The same person may also be counted under the name with which they sign in."})
	}
	if named > 0 {
		found = append(found, report.Finding{Code: "device-names", Severity: report.Note,
			Title: guide.Count(named, "device is", "devices are") + " known by name only",
			Text:  "Devices with the same name count as one.", Do: "Use the first query of this guide: it also has IDs."})
	}
	return found
}

// old reports that the file is not of the last month, or that times in it cannot be read.
func (p *preview) old(now time.Time) (found []report.Finding) {
	at := p.Period
	month := now.AddDate(0, 0, -hunting.HistoryDays()-1)
	if n := at.Unread; n > 0 {
		found = append(found, report.Finding{Code: "times-unread", Severity: report.Unknown,
			Title: "The time of " + guide.Count(n, "attempt", "attempts") + " cannot be read",
			Text:  "Handrail counts them. They can be from before or after the days that it shows."})
	}
	switch {
	case at.To.IsZero() || !at.To.Before(month) && !at.To.After(now.AddDate(0, 0, 1)):
	case at.To.Before(month):
		found = append(found, report.Finding{Code: "file-old", Severity: report.Warning,
			Title: "The file is not of the last month", Text: "Its last attempt was on " + at.To.Format("2 January 2006") + ".",
			Do: "Run the first query again, and enter its result."})
	default:
		found = append(found, report.Finding{Code: "file-ahead", Severity: report.Unknown,
			Title: "The file has attempts from the future",
			Text:  "Its last attempt was on " + at.To.Format("2 January 2006") + ".",
			Do:    "Check the clock of this computer, and where the file comes from."})
	}
	return found
}

// cut returns why the file may not have everything.
func (p *preview) cut() (found []report.Finding) {
	if len(p.Missing) > 0 {
		found = append(found, report.Finding{Code: "columns-missing", Severity: report.Unknown,
			Title: "The file does not have every column", Text: "Missing: " + strings.Join(p.Missing, ", ") + ".",
			Do: "Use the first query of this guide."})
	}
	if p.Layout == hunting.Timeline {
		found = append(found, report.Finding{Code: "one-device", Severity: report.Unknown,
			Title: "The file is the timeline of one device", Text: "It says nothing about other devices.",
			Do: "Use the first query of this guide, if you have advanced hunting."})
	}
	if p.Cut.Broken {
		found = append(found, report.Finding{Code: "file-broken", Severity: report.Unknown,
			Title: "The file ends in the middle of a row", Text: "What comes after it is not counted.",
			Do: "Export the result again."})
	}
	if n := p.Cut.Rows; n > 0 {
		found = append(found, report.Finding{Code: "row-limit", Severity: report.Unknown,
			Title: "The result was probably cut off",
			Text: "It has exactly " + guide.Figures(n) + " rows. Microsoft returns no more at a time, " +
				"so there were probably more attempts.",
			Do: "Use the first query of this guide: it adds up, and returns fewer rows."})
	}
	if damaged := p.Damaged; damaged > 0 && !(p.Cut.Broken && damaged == 1) {
		found = append(found, report.Finding{Code: "rows-damaged", Severity: report.Unknown,
			Title: guide.Count(damaged, "row", "rows") + " cannot be read", Text: "Handrail does not count them.",
			Do: "Export the result again, and do not save it in another program."})
	}
	if p.Cut.History {
		found = append(found, report.Finding{Code: "history", Severity: report.Note,
			Title: "Older attempts are not in the file",
			Text:  "Advanced hunting goes back " + guide.Figures(hunting.HistoryDays()) + " days."})
	}
	return found
}
