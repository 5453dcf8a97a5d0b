package terminal

import (
	"encoding/json"
	"strings"
	"testing"

	"handrail/app/guide"
	"handrail/app/report"
)

func TestEmptyFilesHaveAnEmptyText(t *testing.T) {
	b := guide.Bundle{ID: "b", Files: []guide.File{{Path: "empty"}, {Path: "full", Data: []byte("x")},
		{Path: "raw", Data: []byte{0xff, 0xfe}}}}
	var raw strings.Builder
	j := report.NewCompactJSONWriter(&raw)
	writeBundle(j, b)
	if err := j.Flush(); err != nil {
		t.Fatal(err)
	}
	want := `{"id":"b","title":"","steps":[],"files":[{"path":"empty","text":""},{"path":"full","text":"x"},` +
		`{"path":"raw","base64":"//4="}]}`
	if raw.String() != want {
		t.Errorf("got %s, want %s", raw.String(), want)
	}
}

func TestFindingsSayWhatToDo(t *testing.T) {
	raw, err := json.Marshal(finding{Code: "c", Title: "T", Do: "Wait."})
	if err != nil || !strings.Contains(string(raw), `"do":"Wait."`) {
		t.Errorf("%s, %v", raw, err)
	}
}
