package drift

import (
	"fmt"
	"strings"
	"time"

	"handrail/app/guide"
	"handrail/app/report"
	"handrail/app/tenant"
)

// Lead is the heading of a list that has the changes below it: how many matter, and how many do not.
func (r Result) Lead() string {
	if r.None || len(r.Told) == 0 {
		return r.Heading()
	}
	if len(r.Left) > 0 {
		return r.Heading() + " Worst first."
	}
	matter, not := "changes matter", "do not"
	if len(r.Told) == 1 {
		matter = "change matters"
	}
	if r.Noise == 1 {
		not = "does not"
	}
	words := fmt.Sprintf("%s %s", guide.Figures(len(r.Told)), matter)
	if r.Noise > 0 {
		words += fmt.Sprintf(", %s %s", guide.Figures(r.Noise), not)
	}
	if len(r.Told) == 1 {
		return words + "."
	}
	return words + ". Worst first."
}

// when names the time that is compared, from a moment that since introduces. A time that ended just before a
// midnight was asked for in whole days: nothing is said of the days after it.
func (r Result) when(from time.Time, since string) string {
	if from.IsZero() {
		return "since Handrail began to compare"
	}
	end, first := r.To.Add(time.Nanosecond).Local(), from.Local().Format(day)
	if h, m, s := end.Clock(); r.To.IsZero() || h+m+s+end.Nanosecond() > 0 {
		return since + first
	}
	last := r.To.Local().Format(day)
	if last == first {
		return "on " + last
	}
	return "from " + first + " to " + last
}

// Gaps returns what was not compared or not read, so that its changes are not known.
func (r Result) Gaps() (all []report.Banner) {
	for _, words := range r.left() {
		lead, text, _ := strings.Cut(words, ": ")
		all = append(all, report.Banner{Tone: report.Note, Lead: lead + ":", Text: text})
	}
	if r.Later > 0 {
		all = append(all, report.Banner{Tone: report.Note, Lead: "Handrail did not count for " +
			guide.Count(r.Later, "change", "changes") + " who must use MFA.", Text: "Choose fewer days to see it."})
	}
	first := r.begun()
	if !first.IsZero() && len(r.Told) > 0 && !r.domainsOnly {
		all = append(all, report.Banner{Tone: report.Note, Lead: "Handrail began to compare on " +
			first.Local().Format(day) + ".", Text: "What changed before is not known."})
	}
	if late := r.late(); len(late) > 0 {
		all = append(all, report.Banner{Tone: report.Note, Lead: "Compared for a shorter time:",
			Text: strings.Join(late, ", ") + "."})
	}
	switch len(r.Unread) {
	case 0:
	case 1:
		st := r.Unread[0]
		all = append(all, report.Banner{Tone: report.Warning, Lead: "Handrail could not read “" +
			tenant.TitleOf(st.Section) + "”, so its changes are not known.",
			Text: strings.TrimSpace(st.Message + " " + st.Hint)})
	default:
		var titles []string
		for _, st := range r.Unread {
			titles = append(titles, tenant.TitleOf(st.Section))
		}
		all = append(all, report.Banner{Tone: report.Warning, Lead: "Handrail could not read everything.",
			Text: "Not known: what changed in " + guide.Names(titles) + ". Organisation shows why."})
	}
	return append(all, r.domainGaps()...)
}
