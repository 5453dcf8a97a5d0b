package mtasts

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"handrail/app/guide"
	"handrail/app/mail/dns"
	"handrail/app/mail/mailcheck"
	"handrail/app/mail/policyhistory"
	"handrail/app/report"
	"handrail/app/task"
)

// Facts that later steps read again: those of the document, and the ones that
// keptFacts adds.
const (
	factMode      = "policy-mode"
	factMX        = "policy-mx"
	factMaxAge    = "policy-max-age"
	factHash      = "policy-fingerprint"
	factLiveID    = "record-id"
	factServers   = "mx"   // names in order of preference, blank between
	factMail      = "mail" // servers, implicit, refused, none, unknown
	factRUA       = "reporting-address"
	factMadeHash  = "made-fingerprint"
	factMadeID    = "made-id"
	factOpen      = "needs-action"
	factMeantMode = "policy-meant-mode" // of a policy that senders cannot read, as far as it can be told
	factMeantMX   = "policy-meant-mx"
	factMeantAge  = "policy-meant-max-age"
	factMeantID   = "record-meant-id"
	factBeside    = "record-beside"    // alias or address, where no record can be added
	factOccupied  = "reporting-beside" // the same for the record that requests reports
)

// look runs the check, has it drawn, and adds what the next steps need. It
// saves the published policy; if that fails, the document says so.
func (d deps) look(ctx context.Context, v *guide.Visit, rep task.Report,
	draw func(*mailcheck.State, Made) *report.Document) (*report.Document, error) {
	domain, err := dns.CleanDomain(v.Answer(askDomain))
	if err != nil {
		return nil, err
	}
	s, err := d.Mail.Check(ctx, domain, rep)
	if err != nil {
		return nil, err
	}
	forgot := policyhistory.Remember(ctx, d.Observations, d.Now(), s)
	made := d.made(ctx, v, s)
	doc := draw(s, made)
	if forgot != nil {
		doc.Blocks = append(doc.Blocks, notSaved)
	}
	doc.Blocks = append(doc.Blocks, keptFacts(s, made, openTitles(doc)))
	return doc, nil
}

// notSaved says that the published policy is not remembered.
var notSaved = report.Banner{Tone: report.Warning, Lead: "Handrail could not save this check.",
	Text: "Handrail could not write to its data folder. Note how long senders may cache this policy: you " +
		"need this when you take it down."}

// keptFacts are the facts that later steps and the next visit read.
func keptFacts(s *mailcheck.State, made Made, open string) report.Facts {
	kind := mailKind(s)
	rows := []report.Fact{
		{Name: factMail, Label: "How email is received", Value: kind, Text: mailWords[kind]},
	}
	if p := s.Policy.Policy; s.PolicyState == "valid" && p != nil {
		rows = append(rows, report.Fact{Name: factHash, Label: "Fingerprint of the published policy",
			Value: policyhistory.TextHash(string(s.Policy.Body))})
	}
	rows = append(rows, meantFacts(s)...)
	if r := s.Reporting.Record; s.ReportingState == "valid" && r != nil {
		rows = append(rows, report.Fact{Name: factRUA, Label: "Reports go to", Value: strings.Join(arriving(s), " "),
			Text: orNone(strings.Join(arriving(s), ", "))})
	}
	if s.ReportingState == "absent" && (s.ReportingBeside || len(s.ReportingAnswer.Chain) > 0) {
		beside := map[bool]string{true: "address", false: "alias"}[s.ReportingBeside]
		rows = append(rows, report.Fact{Name: factOccupied, Label: "At the name of the TLS-RPT record", Value: beside,
			Text: "An " + beside})
	}
	switch {
	case s.RecordState != "absent":
	case s.Beside:
		rows = append(rows, report.Fact{Name: factBeside, Label: "At the name of the record", Value: "address",
			Text: "An address"})
	case len(s.RecordAnswer.Chain) > 0:
		rows = append(rows, report.Fact{Name: factBeside, Label: "At the name of the record", Value: "alias",
			Text: "An alias of " + s.RecordAnswer.Chain[len(s.RecordAnswer.Chain)-1]})
	}
	if made.Policy != "" {
		rows = append(rows, report.Fact{Name: factMadeHash, Label: "Fingerprint of your policy",
			Value: policyhistory.TextHash(made.Policy)})
	}
	if made.ID != "" {
		rows = append(rows, report.Fact{Name: factMadeID, Label: "ID for your record", Value: made.ID})
	}
	rows = append(rows, report.Fact{Name: factOpen, Label: "What needs action", Value: open, Text: orNone(open)})
	return report.Facts{Title: "Saved for the next steps", Rows: rows}
}

// arriving returns the addresses of the TLS-RPT record at which reports can arrive.
func arriving(s *mailcheck.State) []string {
	return slices.DeleteFunc(slices.Clone(s.Reporting.Record.RUA), func(a string) bool {
		return slices.ContainsFunc(s.Destinations, func(d mailcheck.Destination) bool {
			return d.Address == a && d.State != mailcheck.Reachable && d.State != mailcheck.Unknown
		})
	})
}

// mailKind returns how a domain receives email. What DNS did not answer stays unknown:
// it must never pass for a domain without email.
func mailKind(s *mailcheck.State) string {
	switch {
	case s.Gone():
		return kindGone
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
	"servers":  "The domain has mail servers (MX)",
	"implicit": "The domain has no MX record, so its own address receives the email",
	"refused":  "The domain declares that it receives no email",
	"none":     "No server receives email for this domain",
	kindGone:   "This domain does not exist",
	"unknown":  "Handrail could not find out",
}

// kindGone is how a domain receives email that DNS does not have. Stored as a fact.
const kindGone = "no-domain"

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

// fact returns a fact of the latest check of the visit. A check that could not see
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

// liveHosts returns the mail servers that the latest check found.
func liveHosts(v *guide.Visit) []string { return strings.Fields(fact(v, factServers)) }

// servedLines returns the mx lines of the policy that is published now.
func servedLines(v *guide.Visit) []string { return strings.Fields(fact(v, factMX)) }

// noMail reports whether the check found that the domain receives no email.
func noMail(v *guide.Visit) bool {
	kind := fact(v, factMail)
	return kind == "refused" || kind == "none"
}

// asciiOf returns the visit's domain in the form that DNS uses.
func asciiOf(v *guide.Visit) string {
	if d, err := dns.CleanDomain(v.Answer(askDomain)); err == nil {
		return d.ASCII
	}
	return v.Answer(askDomain)
}

// ageWords returns a time in seconds in words.
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
