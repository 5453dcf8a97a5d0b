package mtasts

import (
	"strconv"
	"strings"

	"handrail/app/guide"
	"handrail/app/mail/mailcheck"
	sts "handrail/app/mail/mtasts"
	"handrail/app/report"
)

// meantFacts are what a policy or record that senders cannot read was meant to say.
func meantFacts(s *mailcheck.State) []report.Fact {
	var rows []report.Fact
	add := func(name, label, value string) {
		if value != "" {
			rows = append(rows, report.Fact{Name: name, Label: label, Value: value})
		}
	}
	if s.PolicyState == sts.Invalid && s.Policy.Fault == sts.Syntax {
		p := sts.Meant(s.Policy.Body)
		add(factMeantMode, "Mode that was meant", string(p.Mode))
		add(factMeantMX, "Mail servers that were meant", strings.Join(p.MX, " "))
		if p.MaxAge > 0 {
			add(factMeantAge, "Cache time that was meant", strconv.FormatInt(p.MaxAge, 10))
		}
	}
	add(factMeantID, "ID that was meant", meantID(s))
	return rows
}

// meantID returns the ID of a record that senders cannot read; "" where it is not known.
func meantID(s *mailcheck.State) string {
	if s.RecordState != sts.Invalid {
		return ""
	}
	if r, err := sts.ParseRecord(s.Record.Fixed); err == nil {
		return r.ID
	}
	return ""
}

// liveID returns the ID in the record, also in one with a slip.
func liveID(v *guide.Visit) string {
	if id := fact(v, factLiveID); id != "" {
		return id
	}
	return fact(v, factMeantID)
}

// orMeant returns a fact of the published policy, or what one that senders cannot read
// was meant to say.
func orMeant(v *guide.Visit, name, meant string) string {
	if value := fact(v, name); value != "" {
		return value
	}
	return fact(v, meant)
}
