package mtasts

import (
	"handrail/app/inbound"
	sts "handrail/app/mtasts"
	"handrail/app/report"
)

// verdict is one sentence for what a sending server makes of a domain, and why.
type verdict struct{ line, why string }

// verdicts are the words for each verdict of package inbound.
var verdicts = map[inbound.Verdict]verdict{
	inbound.NoDomain:     {"It cannot deliver: there is no such domain", "The name servers do not know it."},
	inbound.TakesNone:    {"It delivers nothing: the domain takes no mail", "The domain says so itself, which is right for one without mail."},
	inbound.NoHost:       {"It cannot deliver: no host takes the mail", "Neither a mail host nor an address of the domain was found."},
	inbound.Circle:       {"It cannot deliver: the domain's names lead in a circle", "It never reaches a record that names a mail host."},
	inbound.NotKnown:     {"Nobody can tell from here", "The name servers gave no usable answer to a question that matters."},
	inbound.Refused:      {"A careful sender refuses to deliver", "The policy is enforced, and no mail host fits it."},
	inbound.PartRefused:  {"A careful sender refuses some of your mail hosts", "The policy is enforced, and at least one mail host does not fit it."},
	inbound.Enforced:     {"It delivers only over encryption that it has checked", "The policy is announced, can be read, and is enforced."},
	inbound.TestingFails: {"It delivers, but would refuse once you enforce", "The policy is in test, and at least one mail host does not fit it."},
	inbound.Tested:       {"It delivers in any case, and tests encryption", "The policy is announced, can be read, and is in test."},
	inbound.SaysNone:     {"It delivers, and does not insist on encryption", "The policy is in mode none, which asks for nothing."},
	inbound.NoPolicy:     {"It delivers, but cannot insist on encryption", "No policy is announced and none is on the web."},
}

// reasonFor says why a domain has no policy that counts.
func reasonFor(s *inbound.State) string {
	switch {
	case s.RecordState == sts.Absent && s.PolicyState == sts.Valid:
		return "The policy is on the web, but no record announces it."
	case s.RecordState == sts.Absent && s.PolicyState != sts.Absent:
		return "No policy is announced, and the one on the web cannot be used."
	case s.RecordState == sts.Several:
		return "More than one record announces a policy, so senders use none."
	case s.RecordState == sts.Invalid:
		return "The record that announces the policy is not right."
	case s.RecordState == sts.Valid && s.PolicyState == sts.Absent:
		return "A policy is announced, but it is not on the web."
	case s.RecordState == sts.Valid && s.PolicyState == sts.Invalid:
		return "A policy is announced, but what the web serves is none."
	case s.RecordState == sts.Valid:
		return "A policy is announced, but senders cannot fetch it."
	}
	return verdicts[inbound.NoPolicy].why
}

// path draws the way of a mail: where it passes, and where it breaks.
func (f *finder) path() report.Path {
	s := f.s
	code := inbound.Judge(s)
	v := verdicts[code]
	switch {
	case code == inbound.NoPolicy:
		v.why = reasonFor(s)
	case code == inbound.Enforced && len(inbound.Untested(s)) > 0:
		v.why = "The policy is announced, can be read, and is enforced. The mail hosts could not all be tested from here."
	case s.Offline():
		v.why = "No name server answered. The likely cause is this computer's connection."
	}
	return report.Path{
		Caption: "What a sending server makes of it today", Verdict: v.line, Why: v.why,
		Stops: []report.Stop{
			{Icon: "send", Title: "Sending server", Severity: report.OK, Text: "Looks for a policy"},
			f.stop("dns", "Name server", stopDNS, f.dnsText()),
			f.stop("server", "Policy host", stopServer, f.serverText()),
			f.stop("mail", "Mail host", stopMail, f.mailText()),
		},
	}
}

// stop gives the state of one stop: that of its worst finding, or calm.
func (f *finder) stop(icon, title, name, calm string) report.Stop {
	worst := report.Stop{Icon: icon, Title: title, Severity: report.OK, Text: calm}
	for _, item := range f.stops[name] {
		if text := f.known[item.Code].short; text != "" && item.Severity.Rank() < worst.Severity.Rank() && item.Severity != report.Note {
			worst.Severity, worst.Text = item.Severity, text
		}
	}
	if worst.Severity == report.OK && f.s.Offline() {
		worst.Severity, worst.Text = report.Unknown, "Not found out"
	}
	return worst
}

func (f *finder) dnsText() string {
	if f.s.RecordState == sts.Valid {
		return "Announces the policy"
	}
	return "Announces no policy"
}

func (f *finder) serverText() string {
	if f.s.PolicyState == sts.Valid {
		return "Serves the policy"
	}
	return "No policy here"
}

func (f *finder) mailText() string {
	if f.s.TakesMail() {
		return "Encrypts as it should"
	}
	return "Takes no mail"
}
