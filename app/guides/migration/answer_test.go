package migration

import (
	"strings"
	"testing"

	"handrail/app/report"
)

// TestTheAnswerIsNotGreenWhileSomeoneIsNotKnown: who is not known is named in the answer.
func TestTheAnswerIsNotGreenWhileSomeoneIsNotKnown(t *testing.T) {
	doc := look(t, people, visit(askExport, `[{"Identity":"a@x.example","BatchId":"W","Status":"Synced",`+
		`"DataConsistencyScore":"Perfect","SkippedItemCount":0},{"Identity":"b@x.example","BatchId":"W",`+
		`"Status":"Synchronisiert","DataConsistencyScore":"Gut"}]`))
	for _, b := range doc.Blocks {
		banner, ok := b.(report.Banner)
		if !ok {
			continue
		}
		if banner.Tone == report.OK || !strings.Contains(banner.Text, "1 person can finish") {
			t.Errorf("%+v", banner)
		}
		return
	}
	t.Error("no answer")
}
