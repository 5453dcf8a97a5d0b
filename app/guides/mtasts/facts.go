package mtasts

import (
	"strings"

	"handrail/app/inbound"
	sts "handrail/app/mtasts"
	"handrail/app/report"
	"handrail/app/smtpprobe"
)

// factsOf returns the facts for programs and for the next steps. Their names and
// values are stable and listed in the README.
func factsOf(s *inbound.State) report.Facts {
	rows := []report.Fact{
		{Name: "record", Label: "MTA-STS record", Value: s.RecordState, Text: factWords[s.RecordState]},
		{Name: "policy", Label: "Published policy", Value: s.PolicyState, Text: factWords[s.PolicyState]},
		{Name: "effective", Label: "What senders apply", Value: s.Effective, Text: effectiveWords[s.Effective]},
		{Name: "reporting", Label: "TLS-RPT record", Value: s.ReportingState, Text: factWords[s.ReportingState]},
	}
	var names []string
	for _, h := range s.Hosts {
		names = append(names, h.Name)
	}
	rows = append(rows, report.Fact{Name: "mx", Label: "Mail servers", Value: strings.Join(names, " "),
		Text: orWord(strings.Join(names, ", "), "None")})
	for _, h := range s.Hosts {
		certificate := h.Probe.State
		if certificate != smtpprobe.Valid && certificate != smtpprobe.Invalid {
			certificate = smtpprobe.Untested
		}
		rows = append(rows,
			report.Fact{Name: "mx/" + h.Name + "/covered", Label: h.Name + " in the policy", Value: orWord(h.Covered,
				inbound.Unknown), Text: coveredWord(h, s.PolicyState)},
			report.Fact{Name: "mx/" + h.Name + "/certificate", Label: h.Name + " encrypts", Value: certificate, Text: encryptionWord(h.Probe)})
	}
	if s.RecordState == sts.Valid && s.Record.Record != nil {
		rows = append(rows, report.Fact{Name: "record-id", Label: "ID in the record", Value: s.Record.Record.ID})
	}
	if s.RecordErr == nil {
		ttl := int64(s.RecordAnswer.TTL.Seconds())
		rows = append(rows, report.Fact{Name: "record-ttl", Label: "The record is cached for", Value: count(int(ttl)),
			Text: lasting(ttl)})
	}
	return report.Facts{Title: "Summary", Rows: append(rows, policyFacts(s)...)}
}

// policyFacts are the facts that only a policy has.
func policyFacts(s *inbound.State) []report.Fact {
	p := s.Policy.Policy
	if s.PolicyState != sts.Valid || p == nil {
		return nil
	}
	ttl := int64(s.PolicyHost.TTL.Seconds())
	rows := []report.Fact{
		{Name: "policy-mode", Label: "Mode of the policy", Value: string(p.Mode)},
		{Name: "policy-mx", Label: "Mail servers in the policy", Value: strings.Join(p.MX, " "),
			Text: orWord(strings.Join(p.MX, ", "), "None")},
		{Name: "policy-max-age", Label: "Senders cache the policy for", Value: count(int(p.MaxAge)),
			Text: lasting(p.MaxAge)},
		{Name: "policy-ttl", Label: "The policy host's address is cached for", Value: count(int(ttl)),
			Text: lasting(ttl)},
	}
	if text, ok := servedText(s); ok {
		rows = append(rows, report.Fact{Name: "policy-text", Label: "Text of the policy", Value: text, Text: count(len(text)) + " bytes, shown above"})
	}
	return rows
}

// factWords are the states of records and policies in words.
var factWords = map[string]string{
	sts.Valid:           "Correct",
	sts.Absent:          "Not published",
	sts.Invalid:         "Not correct",
	sts.Several:         "More than one",
	inbound.Unreachable: "Cannot be fetched",
	inbound.Unknown:     "Could not test",
}

// effectiveWords are what a sender without a cached policy applies, in words.
var effectiveWords = map[string]string{
	"enforce":       "An enforced policy",
	"testing":       "A policy in testing mode",
	"none":          "A policy in mode none",
	"absent":        "No policy",
	inbound.Unknown: "Could not test",
}
