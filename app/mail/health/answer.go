package health

import (
	"slices"

	"handrail/app/mail/dmarc"
	"handrail/app/mail/mailcheck"
	"handrail/app/mail/smtpprobe"
	"handrail/app/mail/spf"
	"handrail/app/report"
)

// Yes, No and Unknown are the answers to the two questions of a page.
const (
	Yes     = "yes"
	No      = "no"
	Unknown = "unknown"
)

// Answer is the first line of a page.
type Answer struct {
	Receives string // a mail server was reached: yes; none can receive email: no; else unknown
	Declared bool   // the domain declares that it receives no email
	Servers  bool   // there are mail servers with an address, reached or not
	Safe     string // receivers are asked to act against forged email, old and new ones alike
	Line     string // both in words, at most 45 characters
	Severity report.Severity
}

// AnswerOf returns the answer about a domain: does email work, and can others misuse the name?
func AnswerOf(s *State) Answer {
	a := Answer{Receives: Unknown, Safe: safe(s)}
	m := s.Mail
	for _, h := range m.Hosts {
		a.Servers = a.Servers || len(h.Addrs) > 0 && !h.Private
		if h.Probe.State == smtpprobe.Valid || h.Probe.State == smtpprobe.Invalid {
			a.Receives = Yes // it spoke
		}
	}
	noHost := len(m.Hosts) == 0 && m.MX.Err == nil && m.Own.Err == nil
	allMissing := len(m.Hosts) > 0
	for _, h := range m.Hosts {
		allMissing = allMissing && (h.Missing || h.Literal || h.Private)
	}
	if m.Null || noHost || allMissing && m.More == 0 {
		a.Receives, a.Declared = No, m.Null
	}
	a.words()
	if s.Gone() {
		a.Line, a.Severity = "This domain does not exist", report.Problem
	}
	return a
}

// Gone reports whether DNS has no such domain.
func (s *State) Gone() bool { return mailcheck.Evaluate(s.Mail) == mailcheck.NoDomain }

// safe reports whether receivers act against forged email. It needs a policy that old and
// new receivers apply, and an SPF record that does not let everyone send.
func safe(s *State) string {
	f := s.DMARC
	switch {
	case s.Stranger.Result == spf.Pass:
		return No
	case f.Err != nil:
		return Unknown
	case !f.Now.Applied():
		return No
	case f.BeforeErr != nil:
		return Unknown
	case !f.Before.Applied():
		return No
	}
	if f.Whose == dmarc.Own {
		if sub, _ := f.Record.For(dmarc.Subdomain); !sub.Applied() {
			return No
		}
	}
	twice := slices.ContainsFunc(f.Record.Faults, func(x dmarc.Fault) bool { return x.Kind == dmarc.Twice })
	if s.Stranger.Result == spf.TempError || twice {
		return Unknown
	}
	return Yes
}

// words puts the two answers in one line.
func (a *Answer) words() {
	works := map[string]string{Yes: "Email works", No: "No email arrives", Unknown: "Email is not tested"}[a.Receives]
	switch {
	case a.Declared:
		works = "Receives no email"
	case a.Receives == Unknown && a.Servers:
		works = "Mail servers exist"
	}
	tail := map[string]string{Yes: "; your name is protected", No: "; others can use your name",
		Unknown: "; protection is not tested"}[a.Safe]
	if a.Receives == Yes && a.Safe != Unknown {
		tail = map[string]string{Yes: ", and your name is protected", No: ", but others can send in your name"}[a.Safe]
	}
	a.Line = works + tail
	a.Severity = map[string]report.Severity{Yes: report.OK, No: report.Problem, Unknown: report.Unknown}[a.Safe]
	switch {
	case a.Receives == No && !a.Declared:
		a.Severity = report.Problem
	case a.Receives == Unknown && !a.Servers && a.Severity == report.OK:
		a.Severity = report.Unknown
	}
}
