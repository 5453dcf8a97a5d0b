package mtasts

import (
	"strings"

	"handrail/app/guide/frame"
	"handrail/app/mail/mailcheck"
	sts "handrail/app/mail/mtasts"
	"handrail/app/mail/smtpprobe"
)

// addFacts adds the facts for programs and for the next steps. Their names and
// values are stable and listed in the README.
func addFacts(d *frame.Draft, s *mailcheck.State) {
	d.Fact("record", "MTA-STS record", s.RecordState, factWords[s.RecordState])
	d.Fact("policy", "Published policy", s.PolicyState, factWords[s.PolicyState])
	d.Fact("effective", "What senders apply", s.Effective, effectiveWords[s.Effective])
	d.Fact("reporting", "TLS-RPT record", s.ReportingState, factWords[s.ReportingState])
	var names []string
	for _, h := range s.Hosts {
		names = append(names, h.Name)
	}
	d.Fact("mx", "Mail servers", strings.Join(names, " "), orNone(strings.Join(names, ", ")))
	for _, h := range s.Hosts {
		certificate := h.Probe.State
		if certificate != smtpprobe.Valid && certificate != smtpprobe.Invalid {
			certificate = smtpprobe.Untested
		}
		d.Fact("mx/"+h.Name+"/covered", h.Name+" in the policy", orWord(h.Covered, mailcheck.Unknown),
			coveredWord(h, s.PolicyState))
		d.Fact("mx/"+h.Name+"/certificate", h.Name+" encrypts", certificate, encryptionWord(h.Probe))
	}
	if s.RecordState == sts.Valid && s.Record.Record != nil {
		d.Fact(factLiveID, "ID in the record", s.Record.Record.ID, "")
	}
	if s.RecordErr == nil {
		addAge(d, "record-ttl", "The record is cached for", int64(s.RecordAnswer.TTL.Seconds()))
	}
	addPolicyFacts(d, s)
}

// addPolicyFacts adds the facts that only a policy has.
func addPolicyFacts(d *frame.Draft, s *mailcheck.State) {
	p := s.Policy.Policy
	if s.PolicyState != sts.Valid || p == nil {
		return
	}
	d.Fact(factMode, "Mode of the policy", string(p.Mode), "")
	d.Fact(factMX, "Mail servers in the policy", strings.Join(p.MX, " "), orNone(strings.Join(p.MX, ", ")))
	addAge(d, factMaxAge, "Senders cache the policy for", p.MaxAge)
	addAge(d, "policy-ttl", "The policy host's address is cached for", int64(s.PolicyHost.TTL.Seconds()))
	if text, ok := servedText(s); ok {
		d.Fact("policy-text", "Text of the policy", text, count(len(text))+" bytes, shown above")
	}
}

func addAge(d *frame.Draft, name, label string, seconds int64) {
	d.Fact(name, label, count(int(seconds)), lasting(seconds))
}

// factWords are the states of records and policies in words.
var factWords = map[string]string{
	sts.Valid:             "Correct",
	sts.Absent:            "Not published",
	sts.Invalid:           "Not correct",
	sts.Several:           "More than one",
	mailcheck.Unreachable: "Cannot be fetched",
	mailcheck.Unknown:     "Not tested",
}

// effectiveWords are what a sender without a cached policy applies, in words.
var effectiveWords = map[string]string{
	"enforce":         "An enforced policy",
	"testing":         "A policy in testing mode",
	"none":            "A policy in mode none",
	"absent":          "No policy",
	mailcheck.Unknown: "Not tested",
}
