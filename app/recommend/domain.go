package recommend

import (
	"slices"
	"strings"

	"handrail/app/mail/health"
	"handrail/app/report"
)

// OfDomain returns the signs in what a check of a domain found.
func OfDomain(s *health.State) Seen {
	seen := Seen{Domain: s.Domain.Unicode, At: s.At, Gone: s.Gone()}
	lines := health.Lines(s)
	if seen.Gone {
		return seen
	}
	seen.Silent = !slices.ContainsFunc(lines, func(l health.Line) bool { return l.Severity != report.Unknown })
	add := func(code string, count int, subject string) {
		seen.Signs = append(seen.Signs, Sign{code, count, strings.TrimSuffix(subject, ".")})
	}
	if s.AtMicrosoft365() {
		if s.PublicCloud() { // the end is announced for that one only
			add(Retirement, 0, "")
		}
		if server, there := s.InFront(); there {
			add(Filter, 0, server)
		}
	}
	var toDo []health.Line
	fine := false
	for _, l := range lines {
		switch {
		case l.Severity == report.Unknown:
		case l.Part == health.PartMTASTS:
			if code, known := policySigns[l.Code]; known {
				add(code, 0, l.Title)
			}
		case l.Part == health.PartTLSRPT:
			if l.Code == "tls-rpt-absent" {
				add(NoReports, 0, "")
			}
		case l.Severity.NeedsAction():
			toDo = append(toDo, l)
		default:
			fine = fine || l.Severity == report.OK
		}
	}
	if first, bad := worstOf(toDo, health.PartMX, report.Problem); bad {
		add(NoDelivery, 0, first.Title)
	}
	answer := health.AnswerOf(s)
	for _, part := range []string{health.PartDMARC, health.PartSPF} {
		if l, open := worstOf(toDo, part, ""); open && answer.Safe == health.No {
			add(NameForged, 0, forged(l))
			break
		}
	}
	switch {
	case len(toDo) > 0:
		add(MailToDo, len(toDo), toDo[0].Title)
	case fine && answer.Safe == health.Yes && answer.Severity == report.OK && !untested(lines):
		add(MailFine, 0, "")
	}
	return seen
}

// policySigns are the signs of lines about MTA-STS, by the code of the line.
var policySigns = map[string]string{
	"mta-sts-absent": NoPolicy, "mta-sts-none": NoPolicy, "mta-sts-record": PolicyBroken,
	"mta-sts-policy": PolicyBroken, "mta-sts-uncovered": PolicyBroken, "mta-sts-testing": PolicyTests,
	"mta-sts-ok": PolicyOn,
}

// untested reports whether a question about delivery or forged email had no answer: then nothing is called fine.
func untested(lines []health.Line) bool {
	return slices.ContainsFunc(lines, func(l health.Line) bool {
		return l.Severity == report.Unknown && slices.Contains([]string{health.PartMX, health.PartSPF, health.PartDMARC}, l.Part)
	})
}

// forged words the reason why others can send in the name of a domain.
func forged(l health.Line) string {
	switch l.Code {
	case "dmarc-absent":
		return "Your domain has no DMARC policy, so others can send email in your name"
	case "dmarc-none", "dmarc-testing":
		return "Your DMARC record does not stop forged email in your name"
	}
	return l.Title
}

// worstOf returns the first line of a part, of a severity unless that is empty.
func worstOf(lines []health.Line, part string, severity report.Severity) (health.Line, bool) {
	i := slices.IndexFunc(lines, func(l health.Line) bool {
		return l.Part == part && (severity == "" || l.Severity == severity)
	})
	if i < 0 {
		return health.Line{}, false
	}
	return lines[i], true
}
