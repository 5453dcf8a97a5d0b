package mtasts

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"handrail/app/dns"
	"handrail/app/guide"
	"handrail/app/inbound"
	"handrail/app/report"
	"handrail/app/task"
)

// Facts that later steps read again: those of the document, and the ones that
// keptFacts adds.
const (
	factMode     = "policy-mode"
	factMX       = "policy-mx"
	factMaxAge   = "policy-max-age"
	factHash     = "policy-fingerprint"
	factLiveID   = "record-id"
	factServers  = "mx"   // names in order of preference, blank between
	factMail     = "mail" // servers, implicit, refused, none, unknown
	factRUA      = "reporting-address"
	factMadeHash = "made-fingerprint"
	factMadeID   = "made-id"
	factOpen     = "needs-action"
)

// look runs the check, has it drawn, and adds what the next steps need. It
// remembers the served policy; where that fails, the document says so.
func (d Deps) look(ctx context.Context, v *guide.Visit, rep task.Report, draw func(*inbound.State, Made) *report.Document) (*report.Document, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	domain, err := dns.CleanDomain(v.Answer(askDomain))
	if err != nil {
		return nil, err
	}
	s, err := d.Check(ctx, domain, rep)
	if err != nil {
		return nil, err
	}
	forgot := d.remember(ctx, s)
	made := d.made(ctx, v, s)
	doc := draw(s, made)
	if forgot != nil {
		doc.Blocks = append(doc.Blocks, report.Banner{Tone: report.Warning, Lead: "This look is not remembered.",
			Text: "Handrail could not write to its data folder. Write down how long this policy may be kept, for the day you take it down."})
	}
	doc.Blocks = append(doc.Blocks, keptFacts(s, made, openTitles(doc)))
	return doc, nil
}

// keptFacts are the facts that later steps and the next visit read.
func keptFacts(s *inbound.State, made Made, open string) report.Facts {
	kind := mailKind(s)
	rows := []report.Fact{
		{Name: factMail, Label: "How mail is taken", Value: kind, Text: mailWords[kind]},
	}
	if p := s.Policy.Policy; s.PolicyState == "valid" && p != nil {
		rows = append(rows, report.Fact{Name: factHash, Label: "Fingerprint of the served text", Value: textHash(string(s.Policy.Body))})
	}
	if r := s.Reporting.Record; s.ReportingState == "valid" && r != nil {
		rows = append(rows, report.Fact{Name: factRUA, Label: "Reports go to", Value: strings.Join(r.RUA, " ")})
	}
	if made.Policy != "" {
		rows = append(rows, report.Fact{Name: factMadeHash, Label: "Fingerprint of the text you made", Value: textHash(made.Policy)})
	}
	if made.ID != "" {
		rows = append(rows, report.Fact{Name: factMadeID, Label: "Id for your record", Value: made.ID})
	}
	rows = append(rows, report.Fact{Name: factOpen, Label: "What needs action", Value: open, Text: orNone(open)})
	return report.Facts{Title: "Kept for the next steps", Rows: rows}
}

// mailKind says how a domain takes mail. What DNS did not answer stays unknown:
// it must never look like a domain without mail.
func mailKind(s *inbound.State) string {
	switch {
	case s.Null:
		return "refused"
	case len(s.Hosts) > 0 && s.Implicit:
		return "implicit"
	case len(s.Hosts) > 0:
		return "servers"
	case s.MX.Err != nil || s.Own.Err != nil:
		return "unknown"
	}
	return "none"
}

var mailWords = map[string]string{
	"servers":  "Mail servers are named",
	"implicit": "No mail server is named, so the domain's own address takes the mail",
	"refused":  "The domain says that it takes no mail",
	"none":     "Nothing takes mail for this domain",
	"unknown":  "Could not be found out",
}

func openTitles(doc *report.Document) string {
	var titles []string
	for _, f := range doc.Findings() {
		if f.Severity.NeedsAction() && !slices.Contains(titles, f.Title) {
			titles = append(titles, f.Title)
		}
	}
	return strings.Join(titles, "; ")
}

func orNone(s string) string {
	if s == "" {
		return "None"
	}
	return s
}

// stepOrder decides between two looks of the same moment: the later step counts.
var stepOrder = []string{stepToday, stepServed, stepAnnounced, stepWatch}

// fact gives a fact of the latest look of the visit. A look that could not see
// the fact hides an older value: what is not known now is not known.
func fact(v *guide.Visit, name string) string { return latestFacts(v)[name] }

func latestFacts(v *guide.Visit) map[string]string {
	var facts map[string]string
	var at time.Time
	for _, id := range stepOrder {
		if o, ok := v.Outcomes[id]; ok && len(o.Facts) > 0 && !o.At.Before(at) {
			facts, at = o.Facts, o.At
		}
	}
	return facts
}

// liveHosts gives the mail servers that the latest look found.
func liveHosts(v *guide.Visit) []string { return strings.Fields(fact(v, factServers)) }

// servedLines gives the mx lines of the policy that is served now.
func servedLines(v *guide.Visit) []string { return strings.Fields(fact(v, factMX)) }

// noMail tells whether the domain was seen to take no mail.
func noMail(v *guide.Visit) bool {
	kind := fact(v, factMail)
	return kind == "refused" || kind == "none"
}

// asciiOf gives the visit's domain as DNS wants it.
func asciiOf(v *guide.Visit) string {
	if d, err := dns.CleanDomain(v.Answer(askDomain)); err == nil {
		return d.ASCII
	}
	return v.Answer(askDomain)
}

// ageWords says a time in seconds as a person would.
func ageWords(seconds int64) string {
	switch {
	case seconds == 31557600:
		return "one year"
	case seconds == day:
		return "one day"
	case seconds == 7*day:
		return "one week"
	case seconds%(7*day) == 0 && seconds > 0:
		return strconv.FormatInt(seconds/(7*day), 10) + " weeks"
	case seconds%day == 0 && seconds > 0:
		return strconv.FormatInt(seconds/day, 10) + " days"
	case seconds%3600 == 0 && seconds > 0:
		return strconv.FormatInt(seconds/3600, 10) + " hours"
	}
	return strconv.FormatInt(seconds, 10) + " seconds"
}

func dateWords(t time.Time) string { return t.Local().Format("Monday 2 January 2006, 15:04") }
