package mtasts

import (
	"slices"

	"handrail/app/mail/dns"
	"handrail/app/mail/mailcheck"
	sts "handrail/app/mail/mtasts"
	"handrail/app/report"
)

// verdict is one sentence for what a sending server does with email for a domain, and why.
type verdict struct{ line, why string }

// verdicts are the words for each verdict of package inbound.
var verdicts = map[mailcheck.Verdict]verdict{
	mailcheck.NoDomain: {"This domain does not exist", "DNS has no name servers for it. It may be misspelled."},
	mailcheck.NullMX: {"The domain receives no email",
		"The domain declares this itself, which is correct for a domain without email."},
	mailcheck.NoHost: {"Email cannot arrive: no server receives it",
		"The domain has no mail server and no address."},
	mailcheck.AliasLoop: {"Email cannot arrive: the domain's aliases form a loop",
		"They never lead to a record that names a mail server."},
	mailcheck.NotKnown: {"Handrail could not check how senders deliver",
		"The name servers gave no usable answer to an important question."},
	mailcheck.Refused: {"Senders that support MTA-STS refuse to deliver",
		"The policy is enforced, and no mail server matches it."},
	mailcheck.PartRefused: {"Senders that support MTA-STS refuse some of your mail servers",
		"The policy is enforced, and at least one mail server does not match it."},
	mailcheck.Enforced: {"Senders deliver only over verified encryption",
		"The record and the policy are published, and the policy is enforced."},
	mailcheck.TestingFails: {"Senders deliver, but would refuse after you enforce the policy",
		"The policy is in testing mode, and at least one mail server does not match it."},
	mailcheck.Tested: {"Senders always deliver, and test encryption",
		"The record and the policy are published, and the policy is in testing mode."},
	mailcheck.SaysNone: {"Senders deliver, but the policy does not require encryption",
		"The policy is in mode none, which requires nothing."},
	mailcheck.NoPolicy: {"Senders deliver, but encryption is not required",
		"Neither a policy nor a record for it is published."},
}

// reasonFor returns why a domain has no policy that senders apply.
func reasonFor(s *mailcheck.State) string {
	switch {
	case s.RecordState == sts.Absent && s.PolicyState == sts.Valid:
		return "The policy is published, but its DNS record is missing."
	case s.RecordState == sts.Absent && s.PolicyState != sts.Absent:
		return "The DNS record is missing, and senders cannot use the published policy."
	case s.RecordState == sts.Several:
		return "There is more than one MTA-STS record, so senders ignore all of them."
	case s.RecordState == sts.Invalid:
		return "The MTA-STS record is not correct."
	case s.RecordState == sts.Valid && s.PolicyState == sts.Absent:
		return "The MTA-STS record is published, but the policy is missing."
	case s.RecordState == sts.Valid && s.PolicyState == sts.Invalid:
		return "The MTA-STS record is published, but the file on the policy host is not a policy."
	case s.RecordState == sts.Valid:
		return "The MTA-STS record is published, but senders cannot fetch the policy."
	}
	return verdicts[mailcheck.NoPolicy].why
}

// path returns the stops on the way of an email, each with its state.
func (f *finder) path() report.Path {
	s := f.s
	code := mailcheck.Evaluate(s)
	v := verdicts[code]
	switch {
	case code == mailcheck.NoPolicy:
		v.why = reasonFor(s)
		if slices.ContainsFunc(f.items, func(i report.Finding) bool { return i.Code == "cached-enforce" }) {
			v.line = "Senders without a cached policy deliver without required encryption"
		}
	case code == mailcheck.Enforced && len(mailcheck.Untested(s))+s.More > 0:
		v.why = "The record and the policy are published, and the policy is enforced. Handrail could not test every " +
			"mail server from here."
	case s.Offline():
		v.why = "No name server answered. The likely cause is this computer's connection."
	}
	return report.Path{
		Caption: "What sending servers do today", Verdict: v.line, Why: v.why,
		Stops: []report.Stop{
			{Icon: "send", Title: "Sending server", Severity: report.OK, Text: "Looks for a policy"},
			f.stop("dns", "Name server", stopDNS, f.dnsState()),
			f.stop("server", "Policy host", stopServer, f.serverState()),
			f.stop("mail", "Mail server", stopMail, f.mailState()),
		},
	}
}

// stop returns one stop with the state of its worst finding; calm is what it is without one.
func (f *finder) stop(icon, title, name string, calm state) report.Stop {
	worst := report.Stop{Icon: icon, Title: title, Severity: calm.severity, Text: calm.text}
	for _, item := range f.stops[name] {
		text, worse := f.known[item.Code].short, item.Severity.Rank() < worst.Severity.Rank()
		if text != "" && worse && item.Severity != report.Note {
			worst.Severity, worst.Text = item.Severity, text
		}
	}
	return worst
}

// state is what is known of a stop itself: OK only where an answer shows it.
type state struct {
	severity report.Severity
	text     string
}

// notKnown is the state of a stop about which no answer came.
var notKnown = state{report.Unknown, "Not known"}

// noAnswers are what a name server did where it gave no usable answer, by kind. A server that reported an error, one
// that refuses and one that is silent differ: other people repair them.
var noAnswers = map[dns.Kind]state{
	dns.ServFail: {report.Unknown, "Reported an error"},
	dns.Refused:  {report.Unknown, "Refused to answer"},
	dns.Timeout:  {report.Unknown, "No answer"},
}

func (f *finder) dnsState() state {
	switch s := f.s; {
	case s.Gone():
		return state{report.Problem, "No such domain"}
	case s.Offline():
		return noAnswers[dns.Timeout]
	case s.RecordState == mailcheck.Unknown:
		if said, ok := noAnswers[mailcheck.KindOf(s.RecordErr)]; ok {
			return said
		}
		return notKnown
	case s.RecordState == sts.Valid:
		return state{report.OK, "Has the policy record"}
	}
	return state{report.OK, "Has no policy record"}
}

func (f *finder) serverState() state {
	switch s := f.s; {
	case s.Gone(), s.Offline(), s.PolicyState == mailcheck.Unknown, s.PolicyState == mailcheck.Unreachable:
		return notKnown
	case s.PolicyState == sts.Valid:
		return state{report.OK, "Publishes the policy"}
	}
	return state{report.OK, "No policy here"}
}

func (f *finder) mailState() state {
	switch s := f.s; {
	case s.TakesMail():
		return state{report.OK, "Encrypts correctly"}
	case s.Gone(), s.MX.Err != nil, s.Own.Err != nil:
		return notKnown
	}
	return state{report.OK, "Receives no email"}
}
