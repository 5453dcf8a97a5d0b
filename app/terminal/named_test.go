package terminal

import (
	"bytes"
	"context"
	"encoding/json"
	"testing"

	"handrail/app/guide"
	"handrail/app/report"
)

// TestNamedListsStandAtTheTop: a program finds people and totals without
// knowing the blocks.
func TestNamedListsStandAtTheTop(t *testing.T) {
	doc := &report.Document{Blocks: []report.Block{
		report.Facts{Name: "totals", Rows: []report.Fact{{Name: "no-change", Value: "2"},
			{Name: "words", Value: "many"}}},
		report.Entries{Name: "people", Items: []report.Entry{{Title: "Ada",
			Data: json.RawMessage(`{"upn":"ada@northgate.example"}`)}, {Title: "Without data"}}},
		report.Entries{Items: []report.Entry{{Title: "Other", Data: json.RawMessage(`{}`)}}},
	}}
	k := &walk{guide: guide.Guide{ID: "g"}, looks: []look{{doc: doc}}}
	var out bytes.Buffer
	if err := k.result().write(context.Background(), &out); err != nil {
		t.Fatal(err)
	}
	raw := out.Bytes()
	var got struct {
		People []struct{ UPN string }
		Totals map[string]int
	}
	if err := json.Unmarshal(raw, &got); err != nil {
		t.Fatal(err)
	}
	if len(got.People) != 1 || got.People[0].UPN != "ada@northgate.example" || len(got.Totals) != 1 ||
		got.Totals["no-change"] != 2 {
		t.Errorf("%s", raw)
	}
}
