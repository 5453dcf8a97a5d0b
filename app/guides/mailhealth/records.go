package mailhealth

import (
	"context"
	"strings"

	"handrail/app/guide"
)

// factRecords holds the records to publish, for the next step.
const factRecords = "records"

// hand returns the records whose correct value is known, each with its condition.
func hand(_ context.Context, v *guide.Visit) (*guide.Handover, error) {
	h := &guide.Handover{Done: "I have published the records"}
	for line := range strings.Lines(v.Fact(factRecords)) {
		part := strings.Split(strings.TrimRight(line, "\n"), "\t")
		if len(part) != 4 {
			continue
		}
		h.Records = append(h.Records, guide.TXTRecord(part[1], part[0], part[2]))
		h.Todo = append(h.Todo, "For the record at "+part[1]+": "+part[3])
	}
	if len(h.Records) == 0 {
		return &guide.Handover{Nothing: "There is no record that Handrail can write for you. The page of the check shows " +
			"what else there is to do.", Done: "Continue"}, nil
	}
	h.Todo = append(h.Todo, "When you publish a record, remove the old one with the same name and the same beginning.",
		"Wait for an hour, because other servers cache the old record. Then go back to the check, and check again.")
	return h, nil
}
